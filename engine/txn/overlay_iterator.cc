#include "engine/txn/overlay_iterator.h"

#include <utility>

namespace dsql::engine {

OverlayIterator::OverlayIterator(Cursor cursor, const WriteSet& writes, KeyRange limits,
                                 Direction direction, CommandId before)
    : cursor_(std::move(cursor)),
      writes_(&writes),
      limits_(std::move(limits)),
      direction_(direction),
      before_(before) {}

void OverlayIterator::start() {
  restricted_ = false;
  enter(direction_ == Direction::forward ? limits_.begin : limits_.end);
}

void OverlayIterator::seek(const KeyRange& range) {
  range_ = range;
  restricted_ = true;
  enter(direction_ == Direction::forward ? range_.begin : range_.end);
}

void OverlayIterator::seek_behind(std::string_view key) {
  if (direction_ == Direction::forward) {
    std::string successor(key);
    successor.push_back('\0');
    enter(successor);
  } else {
    enter(key);
  }
}

void OverlayIterator::next() {
  // A scan that meets nothing of its own is the cursor's loop.
  if (own_version_ == nullptr) {
    if (on_cursor_) cursor_.next();
    own_ = nullptr;
    valid_ = on_cursor_ = cursor_.valid() && in_range(cursor_.key());
    if (valid_) key_ = cursor_.key();
    return;
  }
  if (own_ != nullptr) step_own();
  if (on_cursor_) cursor_.next();
  settle();
}

// Stands on the first entry at or after `from` (forward) or before it (backward).
void OverlayIterator::enter(std::string_view from) {
  if (from.empty())
    cursor_.seek_start();
  else
    cursor_.seek(from);
  find_own(from);
  settle();
}

void OverlayIterator::find_own(std::string_view from) {
  own_version_ = nullptr;
  const WriteSet::Map& entries = writes_->entries();
  if (entries.empty()) return;
  if (direction_ == Direction::forward) {
    own_at_ = entries.lower_bound(from);
    if (own_at_ == entries.end()) return;
  } else {
    own_at_ = from.empty() ? entries.end() : entries.lower_bound(from);
    if (own_at_ == entries.begin()) return;
    --own_at_;
  }
  settle_own();
}

void OverlayIterator::step_own() {
  const WriteSet::Map& entries = writes_->entries();
  own_version_ = nullptr;
  if (direction_ == Direction::forward) {
    if (++own_at_ == entries.end()) return;
  } else {
    if (own_at_ == entries.begin()) return;
    --own_at_;
  }
  settle_own();
}

// From own_at_ on, the first entry in the range that has a version for this reader.
void OverlayIterator::settle_own() {
  const WriteSet::Map& entries = writes_->entries();
  while (in_range(own_at_->first)) {
    own_version_ = own_at_->second.visible(before_);
    if (own_version_ != nullptr) return;
    if (direction_ == Direction::forward) {
      if (++own_at_ == entries.end()) return;
    } else {
      if (own_at_ == entries.begin()) return;
      --own_at_;
    }
  }
}

// Chooses between the cursor's entry and the own one; passes over what the transaction erased.
void OverlayIterator::settle() {
  for (;;) {
    const bool cursor_has = cursor_.valid() && in_range(cursor_.key());
    if (own_version_ == nullptr) {
      own_ = nullptr;
      valid_ = on_cursor_ = cursor_has;
      if (valid_) key_ = cursor_.key();
      return;
    }
    int order = -1;  // negative: the own entry comes first
    if (cursor_has) {
      order = own_at_->first.compare(cursor_.key());
      if (direction_ == Direction::backward) order = -order;
    }
    valid_ = true;
    if (order > 0) {
      own_ = nullptr;
      on_cursor_ = true;
      key_ = cursor_.key();
      return;
    }
    if (!own_version_->erased) {
      own_ = own_version_;
      on_cursor_ = order == 0;
      key_ = own_at_->first;
      return;
    }
    if (order == 0) cursor_.next();
    step_own();
  }
}

// The cursor keeps to the limits by itself; the own entries do not.
bool OverlayIterator::in_range(std::string_view key) const {
  const KeyRange& present = range();
  return direction_ == Direction::forward ? present.end.empty() || key < present.end
                                          : key >= present.begin;
}

}  // namespace dsql::engine
