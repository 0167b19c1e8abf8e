// StoreFiles: the directories of a store. Each life of the store (generation) is a RocksDB database
// in a directory of its own; the file `active` names the present one, and is replaced in one step,
// so that a restore is whole or not at all. Checkpoints are directories beside it that share the
// database's files by hard link. The same layout in memory and on disk:
//
//   ROOT/active                 "g-3\n"
//   ROOT/g-3/…                  the database
//   ROOT/checkpoints/6e616d65/… checkpoint "name", in hexadecimal
//
// Owned by the Store and by every open Database. Calls are serialised by the Store.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <rocksdb/env.h>

namespace dsql::engine {

class StoreFiles {
 public:
  // An empty directory name: in memory.
  explicit StoreFiles(const std::string& directory);

  rocksdb::Env* env() const { return env_; }
  bool durable() const { return durable_; }

  // The generation that `active` names; 0 if the store is new.
  std::uint64_t active_generation() const;
  void set_active_generation(std::uint64_t generation);
  std::string generation_path(std::uint64_t generation) const;
  // Removes generations other than `keep`: what a crash in the middle of a switch left.
  void remove_strays(std::uint64_t keep);

  std::string checkpoint_path(std::string_view name) const;
  bool has_checkpoint(std::string_view name) const;
  std::vector<std::string> checkpoints() const;

  // Makes directory `to` hold the database of directory `from`: tables linked, the rest copied.
  void clone_database(const std::string& from, const std::string& to);
  // Moves a finished directory to its place, over an older one.
  void replace_directory(const std::string& from, const std::string& to);
  void remove_database(const std::string& path);

 private:
  std::vector<std::string> children(const std::string& path) const;

  std::unique_ptr<rocksdb::Env> memory_;
  rocksdb::Env* env_;
  std::string root_;
  bool durable_;
};

}  // namespace dsql::engine
