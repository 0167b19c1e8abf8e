// Cursor: walks the keys of a snapshot in one direction. Made by Snapshot::cursor(); belongs to one
// thread; must die before its snapshot. Making one costs about a microsecond, so a nested loop
// makes one for the whole relation and seeks it once a probe.
#pragma once

#include <memory>
#include <string_view>

#include "engine/storage/key_range.h"

namespace rocksdb {
class Iterator;
}

namespace dsql::engine {

class Cursor {
 public:
  Cursor();  // not valid; only to be assigned to
  ~Cursor();
  Cursor(Cursor&&) noexcept;
  Cursor& operator=(Cursor&&) noexcept;

  Direction direction() const { return direction_; }

  // Stands on the first entry of the limits in the cursor's direction.
  void seek_start();
  // Stands on the first entry at or after `key` (forward), or on the last one before `key`
  // (backward); an empty key going backward is the end of the limits.
  void seek(std::string_view key);
  // One entry further in the cursor's direction. Only while valid().
  void next();

  // False at the end. Raises: data_corrupted, io_error, if it ended for such a reason.
  bool valid() const { return valid_; }
  // Views until the next move. Only while valid().
  std::string_view key() const { return key_; }
  std::string_view value() const;

 private:
  friend class Snapshot;
  struct Bounds;  // what RocksDB keeps pointers to while the iterator lives
  Cursor(std::unique_ptr<Bounds> bounds, std::unique_ptr<rocksdb::Iterator> iterator,
         Direction direction);
  void take_position();

  std::unique_ptr<Bounds> bounds_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
  std::string_view key_;
  Direction direction_ = Direction::forward;
  bool valid_ = false;
};

}  // namespace dsql::engine
