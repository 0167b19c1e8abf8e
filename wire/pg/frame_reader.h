// FrameReader: bytes in, protocol messages out. It knows lengths and limits, nothing about what a
// message means, and does no I/O: the owner reads from the socket into room(). Bounds are checked
// before anything is looked at; memory grows with what has arrived, not with what a length
// promises.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace dsql::wire {

// One message after the startup: its type and what follows the length.
struct Frame {
  char type = 0;
  std::string_view body{};
};

// What may come: the longest body of messages of this type, or no_such_type.
using FrameLimit = std::int64_t (*)(char type);
inline constexpr std::int64_t no_such_type = -1;

class FrameReader {
 public:
  enum class Status : std::uint8_t {
    frame,         // a whole message
    need_more,     // fill more bytes in
    unknown_type,  // its type is in Frame::type; the reader stands before it
    bad_length,    // below four, or above the type's limit
  };

  // Where to put bytes that arrive; never empty. Frames answered before are invalid after this.
  std::span<char> room();
  // The first `count` bytes of room() have been filled.
  void filled(std::size_t count) { end_ += count; }

  // Takes the next message. The body is a view that lives until the next room() or release().
  Status next(Frame& frame, FrameLimit limit);

  // No bytes are waiting.
  bool empty() const { return begin_ == end_; }
  // Gives the memory back when no bytes are waiting; for a connection that goes idle.
  void release();
  std::size_t capacity() const { return capacity_; }

 private:
  void make_room(std::size_t total);

  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;   // first byte not taken yet
  std::size_t end_ = 0;     // one past the last byte that has arrived
  std::size_t wanted_ = 0;  // size of the message that is incomplete, 0 if unknown
};

}  // namespace dsql::wire
