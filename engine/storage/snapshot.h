// Snapshot: the store as it was at one moment, and the only way to read it. Its sequence number is
// the snapshot's timestamp: a commit is visible iff its sequence is not greater. Owned by one
// transaction (or job); used by one thread at a time; it keeps the store's files of its moment
// alive, also across Store::restore().
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "engine/storage/cursor.h"
#include "engine/storage/key_range.h"

namespace rocksdb {
class Snapshot;
}  // namespace rocksdb

namespace dsql::engine {

class Database;  // storage/database.h, private to the folder

// The store's logical time: grows with every write.
using Sequence = std::uint64_t;

// Keeps the bytes of one read value. Reusable: the next read with it replaces the last, in the same
// memory.
class Pin {
 private:
  friend class Snapshot;
  std::string bytes_;
};

class Snapshot {
 public:
  Snapshot() = default;  // of nothing: only to be assigned to
  ~Snapshot() { release(); }
  Snapshot(Snapshot&& other) noexcept;
  Snapshot& operator=(Snapshot&& other) noexcept;

  explicit operator bool() const { return snapshot_ != nullptr; }
  Sequence sequence() const { return sequence_; }
  // Which life of the store this is a snapshot of; restore() and reset() begin the next one.
  std::uint64_t generation() const { return generation_; }

  // The value under `key`, or false. `value` stays valid until `pin` is used again or destroyed.
  // Raises: data_corrupted, io_error.
  bool get(std::string_view key, Pin& pin, std::string_view& value) const;

  // A cursor that never leaves `limits`; not positioned. The snapshot outlives it.
  Cursor cursor(const KeyRange& limits, Direction direction) const;

  // Gives the moment up; the snapshot is then empty.
  void release();

 private:
  friend class Store;
  Snapshot(std::shared_ptr<Database> database, const rocksdb::Snapshot* snapshot, Sequence sequence,
           std::uint64_t generation);

  std::shared_ptr<Database> database_;
  const rocksdb::Snapshot* snapshot_ = nullptr;
  Sequence sequence_ = 0;
  std::uint64_t generation_ = 0;
};

}  // namespace dsql::engine
