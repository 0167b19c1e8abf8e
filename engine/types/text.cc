#include "engine/types/text.h"

#include <algorithm>

#include <fmt/format.h>

#include "dsqlrules/conditions/value_errors.h"

namespace dsql::engine {

namespace {

// The bytes a UTF-8 character takes by its first byte; 1 for bytes that cannot start one.
std::size_t character_size(unsigned char lead) {
  if (lead < 0xC0) return 1;
  if (lead < 0xE0) return 2;
  if (lead < 0xF0) return 3;
  return lead < 0xF8 ? 4 : 1;
}

// Whether the first character of `text`, whose first byte is not ASCII, is well formed.
bool well_formed(std::string_view text, std::size_t size) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < size) return false;
  for (std::size_t i = 1; i < size; ++i)
    if ((byte(i) & 0xC0) != 0x80) return false;
  if (byte(0) == 0xE0) return byte(1) >= 0xA0;
  if (byte(0) == 0xED) return byte(1) <= 0x9F;  // no surrogates
  if (byte(0) == 0xF0) return byte(1) >= 0x90;
  if (byte(0) == 0xF4) return byte(1) <= 0x8F;
  return true;
}

[[noreturn]] void raise_invalid_bytes(std::string_view rest, std::size_t size) {
  std::string shown;
  for (std::size_t i = 0; i < std::min(size, rest.size()); ++i)
    fmt::format_to(std::back_inserter(shown), "{}0x{:02x}", i ? " " : "",
                   static_cast<unsigned char>(rest[i]));
  rules::raise(rules::conditions::invalid_byte_sequence, shown);
}

// Whether eight bytes at `at` are ASCII without a zero byte.
bool plain_word(const char* at) {
  std::uint64_t word;
  std::memcpy(&word, at, 8);
  constexpr std::uint64_t high = 0x8080808080808080ULL, low = 0x0101010101010101ULL;
  return ((word | (word - low)) & high) == 0;
}

}  // namespace

void require_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.size() - at >= 8 && plain_word(text.data() + at)) {
      at += 8;
      continue;
    }
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead != 0 && lead < 0x80) {
      ++at;
      continue;
    }
    const std::size_t size = character_size(lead);
    if (lead == 0 || !well_formed(text.substr(at), size))
      raise_invalid_bytes(text.substr(at), size);
    at += size;
  }
}

std::size_t utf8_length(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::size_t utf8_prefix(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  for (; characters > 0 && at < text.size(); --characters)
    at += character_size(static_cast<unsigned char>(text[at]));
  return std::min(at, text.size());
}

std::string_view truncate_name(std::string_view text) {
  constexpr std::size_t most = 63;
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

std::string_view varchar_apply_modifier(std::string_view text, TypeModifier modifier,
                                        bool is_explicit) {
  if (modifier < 4) return text;
  const auto most = static_cast<std::size_t>(modifier - 4);
  if (text.size() <= most) return text;
  const std::size_t end = utf8_prefix(text, most);
  if (!is_explicit && !trim_blanks(text.substr(end)).empty())
    rules::raise(rules::conditions::value_too_long, "character varying", static_cast<int>(most));
  return text.substr(0, end);
}

std::string_view bpchar_apply_modifier(std::string_view text, TypeModifier modifier,
                                       bool is_explicit, Arena& arena) {
  if (modifier < 4) return text;
  const auto width = static_cast<std::size_t>(modifier - 4);
  const std::size_t length = utf8_length(text);
  if (length == width) return text;
  if (length > width) {
    const std::size_t end = utf8_prefix(text, width);
    if (!is_explicit && !trim_blanks(text.substr(end)).empty())
      rules::raise(rules::conditions::value_too_long, "character", static_cast<int>(width));
    return text.substr(0, end);
  }
  const std::size_t size = text.size() + width - length;
  char* room = arena.allocate(size);
  std::copy(text.begin(), text.end(), room);  // the empty text may have no address
  std::memset(room + text.size(), ' ', width - length);
  return {room, size};
}

void TextCodec::binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row) {
  require_utf8(bytes);
  out.own(row, bytes);
}

void CharCodec::text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                           std::uint32_t row) {
  const auto octal = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '7'; };
  if (text.size() == 4 && text[0] == '\\' && octal(1) && octal(2) && octal(3)) {
    const auto byte = static_cast<char>((text[1] - '0') * 64 + (text[2] - '0') * 8 + text[3] - '0');
    out.own(row, byte == '\0' ? std::string_view{} : std::string_view(&byte, 1));
    return;
  }
  out.own(row, text.substr(0, 1));
}

void CharCodec::text_output(const Column& in, std::uint32_t row, const TextFormat&,
                            std::string& out) {
  const std::string_view value = in.at<std::string_view>(row);
  if (value.empty()) return;
  const auto byte = static_cast<unsigned char>(value[0]);
  if (byte < 0x80) {
    out.push_back(value[0]);
    return;
  }
  out.push_back('\\');
  out.push_back(static_cast<char>('0' + (byte >> 6)));
  out.push_back(static_cast<char>('0' + ((byte >> 3) & 7)));
  out.push_back(static_cast<char>('0' + (byte & 7)));
}

void CharCodec::binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row) {
  BinaryReader reader(bytes);
  const std::string_view byte = reader.take(1);
  reader.finish();
  out.own(row, byte[0] == '\0' ? std::string_view{} : byte);
}

void CharCodec::binary_output(const Column& in, std::uint32_t row, std::string& out) {
  const std::string_view value = in.at<std::string_view>(row);
  out.push_back(value.empty() ? '\0' : value[0]);
}

}  // namespace dsql::engine
