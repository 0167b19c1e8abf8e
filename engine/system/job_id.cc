#include "engine/system/job_id.h"

namespace dsql::engine {

namespace {

constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::size_t text_size = 26;  // 130 bits: the last two are 0

std::optional<unsigned> digit(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  const std::size_t at = alphabet.find(c);
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<unsigned>(at);
}

}  // namespace

std::string uuid_to_base32(const Uuid& id) {
  std::string text;
  unsigned bits = 0;
  int count = 0;
  for (const std::uint8_t byte : id.bytes) {
    bits = (bits << 8) | byte;
    for (count += 8; count >= 5; count -= 5) text += alphabet[(bits >> (count - 5)) & 31];
  }
  text += alphabet[(bits << (5 - count)) & 31];
  return text;
}

std::optional<Uuid> base32_to_uuid(std::string_view text) {
  if (text.size() != text_size) return std::nullopt;
  Uuid id;
  std::size_t next = 0;
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto value = digit(c);
    if (!value) return std::nullopt;
    bits = (bits << 5) | *value;
    count += 5;
    if (count < 8 || next == id.bytes.size()) continue;
    id.bytes[next++] = static_cast<std::uint8_t>(bits >> (count - 8));
    count -= 8;
  }
  return id;
}

}  // namespace dsql::engine
