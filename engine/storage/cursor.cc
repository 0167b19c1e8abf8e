#include "engine/storage/cursor.h"

#include <rocksdb/iterator.h>

#include "engine/storage/cursor_bounds.h"
#include "engine/storage/rocks_status.h"

namespace dsql::engine {
namespace {
std::string_view view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }
}  // namespace

Cursor::Cursor(std::unique_ptr<Bounds> bounds, std::unique_ptr<rocksdb::Iterator> iterator,
               Direction direction)
    : bounds_(std::move(bounds)), iterator_(std::move(iterator)), direction_(direction) {}
// The iterator looks at the bounds until it is gone.
Cursor::Cursor() = default;
Cursor::~Cursor() { iterator_.reset(); }
Cursor::Cursor(Cursor&&) noexcept = default;
Cursor& Cursor::operator=(Cursor&& other) noexcept {
  iterator_ = std::move(other.iterator_);
  bounds_ = std::move(other.bounds_);
  key_ = other.key_;
  direction_ = other.direction_;
  valid_ = other.valid_;
  return *this;
}

void Cursor::seek_start() {
  if (direction_ == Direction::forward)
    iterator_->SeekToFirst();
  else
    iterator_->SeekToLast();
  take_position();
}

void Cursor::seek(std::string_view key) {
  if (direction_ == Direction::forward) {
    iterator_->Seek(key);
  } else if (key.empty()) {
    iterator_->SeekToLast();
  } else {
    iterator_->SeekForPrev(key);
    if (iterator_->Valid() && view(iterator_->key()) == key) iterator_->Prev();
  }
  take_position();
}

void Cursor::next() {
  if (direction_ == Direction::forward)
    iterator_->Next();
  else
    iterator_->Prev();
  take_position();
}

std::string_view Cursor::value() const { return view(iterator_->value()); }

void Cursor::take_position() {
  valid_ = iterator_->Valid();
  if (valid_)
    key_ = view(iterator_->key());
  else
    require(iterator_->status());
}

}  // namespace dsql::engine
