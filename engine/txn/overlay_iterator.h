// OverlayIterator: a transaction's view of a key range: its own writes laid over its snapshot, in
// one direction. With nothing of its own in the range it is a Cursor and nothing more. Made by
// Transaction::scan(); lives within one statement, on its thread; the transaction may write while
// it is open, since a statement does not see its own writes (before == the statement's command).
#pragma once

#include <string>
#include <string_view>

#include "engine/storage/cursor.h"
#include "engine/txn/write_set.h"

namespace dsql::engine {

class OverlayIterator {
 public:
  OverlayIterator() = default;  // not valid; only to be assigned to
  OverlayIterator(Cursor cursor, const WriteSet& writes, KeyRange limits, Direction direction,
                  CommandId before);

  // Stands on the first entry of the limits in its direction.
  void start();
  // Restricts the walk to `range` (within the limits) and stands on its first entry: a nested loop
  // calls this once a probe. The range is copied.
  void seek(const KeyRange& range);
  // Goes on behind `key` (greater ones, or smaller going backward) within the present range: where
  // a suspended scan resumes.
  void seek_behind(std::string_view key);
  // One entry further. Only while valid().
  void next();

  bool valid() const { return valid_; }
  // Views until the next move. Only while valid().
  std::string_view key() const { return key_; }
  std::string_view value() const { return own_ != nullptr ? own_->value : cursor_.value(); }

 private:
  void enter(std::string_view from);
  void find_own(std::string_view from);
  void step_own();
  void settle_own();
  void settle();
  bool in_range(std::string_view key) const;
  const KeyRange& range() const { return restricted_ ? range_ : limits_; }

  Cursor cursor_;
  const WriteSet* writes_ = nullptr;
  KeyRange limits_;
  KeyRange range_;           // the present restriction
  bool restricted_ = false;  // whether there is one: the cursor itself knows the limits
  Direction direction_ = Direction::forward;
  CommandId before_ = every_command;

  // The transaction's own next entry in the range that the reader may see. The map only grows, so
  // that its iterators stay valid.
  WriteSet::Map::const_iterator own_at_;
  const WriteSet::Version* own_version_ = nullptr;  // null: none left

  // Where it stands.
  bool valid_ = false;
  bool on_cursor_ = false;
  std::string_view key_;
  const WriteSet::Version* own_ = nullptr;  // null: the cursor's entry
};

}  // namespace dsql::engine
