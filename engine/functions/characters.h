// Characters of UTF-8 text: walking by code points (engine/types/text.h counts and cuts). Input is
// valid UTF-8, as all text values are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dsql::engine {

inline bool starts_character(char byte) { return (byte & 0xC0) != 0x80; }

// Bytes of the character that begins with `lead`.
inline std::size_t character_size(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// The byte at which character number `characters` (from 0) begins; text.size() beyond the end.
inline std::size_t character_offset(std::string_view text, std::int64_t characters) {
  std::size_t at = 0;
  for (; characters > 0 && at < text.size(); --characters) at += character_size(text[at]);
  return at < text.size() ? at : text.size();
}

// The code point that begins at `at`, which is moved past it.
inline char32_t next_character(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t size = character_size(text[at]);
  char32_t code = size == 1   ? lead
                  : size == 2 ? lead & 0x1F
                  : size == 3 ? lead & 0x0F
                              : lead & 0x07;
  for (std::size_t i = 1; i < size && at + i < text.size(); ++i)
    code = (code << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3F);
  at += size;
  return code;
}

inline void append_character(std::string& out, char32_t code) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

}  // namespace dsql::engine
