#include "engine/types/codec.h"

#include <charconv>

#include "dsqlrules/conditions/value_errors.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

std::string_view BinaryReader::take(std::size_t size) {
  if (size > rest_.size()) rules::raise(conditions::insufficient_data_in_message);
  const std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

void BinaryReader::finish() const {
  if (!rest_.empty()) rules::raise(conditions::incorrect_binary_format);
}

void raise_invalid_syntax(std::string_view type, std::string_view text) {
  rules::raise(conditions::invalid_input_syntax, type, text);
}

void raise_value_out_of_range(std::string_view type, std::string_view text) {
  rules::raise(conditions::value_out_of_range_for_type, text, type);
}

void append_integer(std::string& out, std::int64_t value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, static_cast<std::size_t>(end - digits));
}

void append_unsigned(std::string& out, std::uint64_t value) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out.append(digits, static_cast<std::size_t>(end - digits));
}

void append_padded(std::string& out, std::int64_t value, int width) {
  char digits[24];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  for (auto size = end - digits; size < width; ++size) out.push_back('0');
  out.append(digits, static_cast<std::size_t>(end - digits));
}

std::uint64_t hash_bytes(std::string_view bytes) {
  std::uint64_t state = 0x9e3779b97f4a7c15ULL ^ bytes.size();
  const char* next = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; next += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, next, 8);
    state = hash_bits(state ^ word);
  }
  if (left > 0) {
    std::uint64_t word = 0;
    std::memcpy(&word, next, left);
    state = hash_bits(state ^ word);
  }
  return state;
}

void append_key_bytes(std::string& out, std::string_view bytes) {
  while (true) {
    const std::size_t zero = bytes.find('\0');
    if (zero == std::string_view::npos) break;
    out.append(bytes.substr(0, zero));
    out.append("\0\xff", 2);
    bytes.remove_prefix(zero + 1);
  }
  out.append(bytes);
  out.append("\0\x01", 2);
}

std::size_t read_key_bytes(std::string_view key, Column& out, std::uint32_t row) {
  std::size_t end = key.find('\0');
  if (key[end + 1] == '\x01') {  // no escaped zero: one copy
    out.own(row, key.substr(0, end));
    return end + 2;
  }
  std::string value;
  std::size_t start = 0;
  while (key[end + 1] != '\x01') {
    value.append(key.substr(start, end + 1 - start));
    start = end + 2;
    end = key.find('\0', start);
  }
  value.append(key.substr(start, end - start));
  out.own(row, value);
  return end + 2;
}

}  // namespace dsql::engine
