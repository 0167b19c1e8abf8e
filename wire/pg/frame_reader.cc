#include "wire/pg/frame_reader.h"

#include <algorithm>
#include <cstring>

#include "wire/pg/byte_order.h"

namespace dsql::wire {
namespace {

constexpr std::size_t smallest_buffer = std::size_t{2} * 1024;
constexpr std::size_t largest_read_ahead = std::size_t{64} * 1024;
constexpr std::size_t header_size = 5;  // type and length

}  // namespace

FrameReader::Status FrameReader::next(Frame& frame, FrameLimit limit) {
  wanted_ = 0;
  const std::size_t have = end_ - begin_;
  if (have == 0) return Status::need_more;
  const char* start = bytes_.get() + begin_;
  frame.type = start[0];
  const std::int64_t longest = limit(frame.type);
  if (longest == no_such_type) return Status::unknown_type;
  if (have < header_size) return Status::need_more;
  const std::uint32_t length = load_uint32(start + 1);  // counts itself, not the type
  if (length < 4 || std::int64_t{length} - 4 > longest) return Status::bad_length;
  const std::size_t total = std::size_t{length} + 1;
  if (have < total) {
    wanted_ = total;
    return Status::need_more;
  }
  frame.body = {start + header_size, total - header_size};
  begin_ += total;
  return Status::frame;
}

std::span<char> FrameReader::room() {
  if (begin_ == end_) begin_ = end_ = 0;
  const std::size_t have = end_ - begin_;
  if (have == capacity_) {
    // A buffer that was filled to the brim doubles; so a long message costs few copies and a peer
    // that only announces one costs nothing.
    const std::size_t most = wanted_ > 0 ? wanted_ : std::max(largest_read_ahead, have + 1);
    make_room(std::max(std::min(2 * capacity_, most), smallest_buffer));
  } else if (begin_ > 0 && (end_ == capacity_ || begin_ + wanted_ > capacity_)) {
    make_room(capacity_);
  }
  return {bytes_.get() + end_, capacity_ - end_};
}

void FrameReader::make_room(std::size_t total) {
  const std::size_t have = end_ - begin_;
  if (total == capacity_) {
    std::memmove(bytes_.get(), bytes_.get() + begin_, have);
  } else {
    auto larger = std::make_unique_for_overwrite<char[]>(total);
    if (have > 0) std::memcpy(larger.get(), bytes_.get() + begin_, have);
    bytes_ = std::move(larger);
    capacity_ = total;
  }
  begin_ = 0;
  end_ = have;
}

void FrameReader::release() {
  if (!empty()) return;
  bytes_.reset();
  capacity_ = begin_ = end_ = 0;
}

}  // namespace dsql::wire
