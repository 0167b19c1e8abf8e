// Store: the keys and values of one cluster, and the only user of RocksDB. In memory by default, or
// in a directory, where a write is on disk (synced write-ahead log) before apply() returns. Readers
// take a Snapshot; writes arrive as whole batches from the adjudicator (and from DDL clean-up),
// which become visible at once. Owned by the cluster; every function may be called from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/key_range.h"
#include "engine/storage/snapshot.h"
#include "engine/storage/write_batch.h"

namespace dsql::engine {

class StoreFiles;  // storage/store_files.h, private to the folder

struct StoreOptions {
  std::string directory;  // empty: in memory. Made if it does not exist.
};

class Store {
 public:
  // Opens the store, recovering what was acknowledged before a crash.
  // Raises: data_corrupted, io_error, disk_full.
  static std::unique_ptr<Store> open(const StoreOptions& options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // The store as it is now.
  Snapshot snapshot();

  // Applies the batch in one step and returns the sequence from which on snapshots see it. An empty
  // batch still advances the sequence. Raises: disk_full, io_error, data_corrupted.
  Sequence apply(WriteBatch& batch);

  // The same, unless the store is no longer in `generation`: then nothing is applied, and 0.
  Sequence apply(WriteBatch& batch, std::uint64_t generation);

  // The sequence a snapshot taken now would have, and the generation it would belong to.
  Sequence latest() const;
  std::uint64_t generation() const { return generation_.load(std::memory_order_acquire); }

  // The first of `count` consecutive ids that were never given out before in this store: hidden
  // keys of tables without a primary key.
  std::uint64_t allocate_row_ids(std::uint64_t count);

  // Removes a range at once, for relations that nothing refers to any more. Older snapshots keep
  // seeing it. Costs nothing per key.
  void erase_range(const KeyRange& range);

  // Bytes that the range takes, roughly: statistics for the planner.
  std::uint64_t approximate_bytes(const KeyRange& range) const;

  // --- checkpoints: the whole store under a name. Snapshots taken before a restore or reset keep
  // reading the old contents; what they write can no longer be applied. Milliseconds, not copies:
  // the files of a checkpoint are shared with the store.
  // -------------------------------------------
  void checkpoint(std::string_view name);  // replaces one of the same name
  bool restore(std::string_view name);     // false if there is none of that name
  bool drop_checkpoint(std::string_view name);
  std::vector<std::string> checkpoints() const;
  void reset();  // to empty; checkpoints stay

 private:
  explicit Store(const StoreOptions& options);
  std::shared_ptr<Database> database() const;
  void switch_to(std::uint64_t generation);
  Sequence apply_locked(Database& database, WriteBatch& batch);
  void reserve_row_ids(std::uint64_t until);
  void read_row_id_ceiling();

  std::shared_ptr<StoreFiles> files_;
  mutable std::mutex database_mutex_;  // guards the pointer only
  std::shared_ptr<Database> database_;
  std::atomic<std::uint64_t> generation_{0};
  std::mutex write_mutex_;  // one writer at a time, so that a batch's last sequence is known
  mutable std::mutex files_mutex_;  // checkpoints, restore, reset
  std::atomic<std::uint64_t> next_row_id_{1};
  std::atomic<std::uint64_t> row_id_ceiling_{1};
};

}  // namespace dsql::engine
