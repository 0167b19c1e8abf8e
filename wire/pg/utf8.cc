#include "wire/pg/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>

#include <fmt/core.h>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/value_errors.h"

namespace dsql::wire {
namespace {

// Bytes of plain ASCII without zeros at the front of `text`, in steps of eight.
std::size_t ascii_prefix(std::string_view text) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  constexpr std::uint64_t high_bits = 0x8080808080808080;
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    // A byte is above 0x7f, or borrowing shows a zero byte.
    if (((word | (word - ones)) & high_bits) != 0) break;
  }
  return at;
}

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

// How many bytes the character that starts here says it has.
std::size_t announced_length(std::uint8_t first) {
  if (first < 0x80) return 1;
  if ((first & 0xe0) == 0xc0) return 2;
  if ((first & 0xf0) == 0xe0) return 3;
  if ((first & 0xf8) == 0xf0) return 4;
  return 1;
}

bool valid_character(std::string_view text, std::size_t length) {
  const std::uint8_t first = byte_at(text, 0);
  if (length == 1) return first > 0 && first < 0x80;
  if (text.size() < length) return false;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte_at(text, i) & 0xc0) != 0x80) return false;
  }
  const std::uint8_t second = byte_at(text, 1);
  switch (first) {
    case 0xc0:
    case 0xc1: return false;
    case 0xe0: return second >= 0xa0;
    case 0xed: return second <= 0x9f;
    case 0xf0: return second >= 0x90;
    case 0xf4: return second <= 0x8f;
    default: return first < 0xf5;
  }
}

rules::SqlError invalid(std::string_view text) {
  const std::size_t length = std::min(announced_length(byte_at(text, 0)), text.size());
  std::string bytes;
  for (std::size_t i = 0; i < length; ++i) {
    bytes += fmt::format("{}0x{:02x}", i == 0 ? "" : " ", byte_at(text, i));
  }
  return rules::error(rules::conditions::invalid_byte_sequence, bytes);
}

}  // namespace

std::optional<rules::SqlError> check_utf8(std::string_view text) {
  for (;;) {
    text.remove_prefix(ascii_prefix(text));
    // A few characters one by one, then fast again.
    for (std::size_t i = 0; i < 8; ++i) {
      if (text.empty()) return std::nullopt;
      const std::size_t length = announced_length(byte_at(text, 0));
      if (!valid_character(text, length)) return invalid(text);
      text.remove_prefix(length);
    }
  }
}

}  // namespace dsql::wire
