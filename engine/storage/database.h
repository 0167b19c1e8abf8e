// Database: one open RocksDB database, the store in one generation. Shared by the Store and by the
// snapshots taken of it, so that a snapshot survives a restore; the last of them closes it, and
// removes its files once it has been retired.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include <rocksdb/db.h>

#include "engine/storage/store_files.h"

namespace dsql::engine {

class Database {
 public:
  Database(std::shared_ptr<StoreFiles> files, std::uint64_t generation);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  rocksdb::DB& db() { return *db_; }
  std::uint64_t generation() const { return generation_; }
  bool durable() const { return files_->durable(); }
  // For every point read.
  const rocksdb::ReadOptions& read_options() const { return read_options_; }
  const rocksdb::WriteOptions& write_options() const { return write_options_; }

  // Its files go when it closes.
  void retire() { retired_ = true; }

 private:
  std::shared_ptr<StoreFiles> files_;
  std::uint64_t generation_;
  std::unique_ptr<rocksdb::DB> db_;
  rocksdb::ReadOptions read_options_;
  rocksdb::WriteOptions write_options_;
  std::atomic<bool> retired_{false};
};

}  // namespace dsql::engine
