// OutputBuffer: messages to the client, composed in place and sent from the front. A message is
// opened with begin() and closed with end(), which fills its length in; one that was opened and not
// closed (its writer threw) is dropped by the next begin(). Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "wire/pg/byte_order.h"

namespace dsql::wire {

class OutputBuffer {
 public:
  void begin(char type) {
    if (open_ != none) bytes_.resize(open_);
    open_ = bytes_.size();
    const char header[5] = {type, 0, 0, 0, 0};
    bytes_.append(header, sizeof header);
  }
  void end() {
    store_uint32(bytes_.data() + open_ + 1, static_cast<std::uint32_t>(bytes_.size() - open_ - 1));
    open_ = none;
  }
  // A message without a body.
  void message(char type) {
    begin(type);
    end();
  }

  void int8(std::uint8_t value) { bytes_ += static_cast<char>(value); }
  void int16(std::int16_t value) {
    char raw[2];
    store_uint16(raw, static_cast<std::uint16_t>(value));
    bytes_.append(raw, sizeof raw);
  }
  void int32(std::uint32_t value) {
    char raw[4];
    store_uint32(raw, value);
    bytes_.append(raw, sizeof raw);
  }
  // A string and its terminating zero.
  void text(std::string_view value) {
    bytes_.append(value);
    bytes_ += '\0';
  }
  void raw(std::string_view value) { bytes_.append(value); }

  // The bytes themselves, for writers that append a value and patch its length in front of it.
  std::string& bytes() { return bytes_; }

  // What is still to be sent, without a message that is open.
  std::string_view pending() const {
    return std::string_view(bytes_).substr(sent_, (open_ == none ? bytes_.size() : open_) - sent_);
  }
  std::size_t size() const { return bytes_.size() - sent_; }
  bool empty() const { return size() == 0; }
  void consume(std::size_t count) {
    sent_ += count;
    if (sent_ == bytes_.size()) clear();
  }
  void clear() {
    bytes_.clear();
    sent_ = 0;
    open_ = none;
  }
  // Gives memory back when nothing is pending; for a connection that goes idle.
  void release() {
    if (empty() && bytes_.capacity() > kept_capacity) std::string().swap(bytes_);
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  static constexpr std::size_t kept_capacity = 512;

  std::string bytes_;
  std::size_t sent_ = 0;
  std::size_t open_ = none;  // where the open message starts
};

}  // namespace dsql::wire
