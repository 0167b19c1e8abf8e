// Functions of bytea: cutting, bits and bytes, encode and decode, digests, conversion from and to
// text; uuid generation.
#include <array>
#include <memory>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "engine/functions/function_lists.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"
#include "engine/types/bytea.h"
#include "engine/types/text.h"

namespace dsql::engine {
namespace {

using namespace sql;

using i4 = std::int32_t;
using i8 = std::int64_t;
using View = std::string_view;
namespace conditions = rules::conditions;

i4 bytes_of(View bytes) { return static_cast<i4>(bytes.size()); }
i4 bits_of(View bytes) { return static_cast<i4>(bytes.size() * 8); }

// --- cutting
// ---------------------------------------------------------------------------------------

View cut(View bytes, i4 start, i8 end) {
  const i8 size = static_cast<i8>(bytes.size());
  const i8 first = std::min(std::max<i8>(start, 1), size + 1);
  const i8 last = std::min(std::max(end, first), size + 1);
  return bytes.substr(static_cast<std::size_t>(first - 1), static_cast<std::size_t>(last - first));
}
View substring(View bytes, i4 start, i4 length) {
  if (length < 0) rules::raise(conditions::negative_substring_length);
  return cut(bytes, start, i8{start} + length);
}
View substring_from(View bytes, i4 start) {
  return cut(bytes, start, std::numeric_limits<i8>::max());
}

std::string overlay(View bytes, View replacement, i4 start, i4 length) {
  if (start <= 0) rules::raise(conditions::negative_substring_length);
  const i8 resume = i8{start} + length;
  if (resume > std::numeric_limits<i4>::max()) raise_out_of_range<i4>();
  std::string result(cut(bytes, 1, start));
  result.append(replacement);
  result.append(substring_from(bytes, static_cast<i4>(resume)));
  return result;
}
std::string overlay_same_length(View bytes, View replacement, i4 start) {
  return overlay(bytes, replacement, start, bytes_of(replacement));
}
i4 position_of(View bytes, View part) {
  const std::size_t found = bytes.find(part);
  return found == View::npos ? 0 : static_cast<i4>(found) + 1;
}
View concatenated(Arena& heap, View a, View b) {
  char* room = heap.allocate(a.size() + b.size());
  a.copy(room, a.size());
  b.copy(room + a.size(), b.size());
  return {room, a.size() + b.size()};
}

View trim_front(View bytes, View set) {
  while (!bytes.empty() && set.find(bytes.front()) != View::npos) bytes.remove_prefix(1);
  return bytes;
}
View trim_back(View bytes, View set) {
  while (!bytes.empty() && set.find(bytes.back()) != View::npos) bytes.remove_suffix(1);
  return bytes;
}
View trim_both(View bytes, View set) { return trim_back(trim_front(bytes, set), set); }

// --- bits and bytes
// --------------------------------------------------------------------------------

void check_index(i8 index, std::size_t size) {
  if (index < 0 || index >= static_cast<i8>(size)) {
    rules::raise(conditions::index_out_of_valid_range, index, static_cast<int>(size) - 1);
  }
}
i4 get_byte(View bytes, i4 index) {
  check_index(index, bytes.size());
  return static_cast<unsigned char>(bytes[static_cast<std::size_t>(index)]);
}
std::string set_byte(View bytes, i4 index, i4 value) {
  check_index(index, bytes.size());
  std::string result(bytes);
  result[static_cast<std::size_t>(index)] = static_cast<char>(value);
  return result;
}
i4 get_bit(View bytes, i8 index) {
  check_index(index, bytes.size() * 8);
  return (bytes[static_cast<std::size_t>(index / 8)] >> (index % 8)) & 1;
}
std::string set_bit(View bytes, i8 index, i4 value) {
  check_index(index, bytes.size() * 8);
  if (value != 0 && value != 1) rules::raise(conditions::new_bit_invalid);
  std::string result(bytes);
  char& byte = result[static_cast<std::size_t>(index / 8)];
  const int mask = 1 << (index % 8);
  byte = static_cast<char>(value != 0 ? byte | mask : byte & ~mask);
  return result;
}
i8 count_bits(View bytes) {
  i8 count = 0;
  for (char byte : bytes) count += __builtin_popcount(static_cast<unsigned char>(byte));
  return count;
}

// --- encode and decode
// -----------------------------------------------------------------------------

constexpr View base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// Lines of 76 characters, as MIME wants.
std::string encode_base64(View bytes) {
  std::string out;
  std::size_t line = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t held = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (i < held ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i)
      out.push_back(i <= held ? base64_digits[group >> (18 - 6 * i) & 63] : '=');
    line += 4;
    if (line >= 76) {
      out.push_back('\n');
      line = 0;
    }
  }
  return out;
}

std::string decode_base64(View text) {
  std::string out;
  std::uint32_t group = 0;
  int held = 0;
  int padding = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
    std::size_t digit = 0;
    if (c == '=') {
      if (padding == 0 && held != 2 && held != 3)
        rules::raise(conditions::base64_unexpected_equals);
      if (padding == 0) padding = held == 2 ? 1 : 2;
    } else {
      digit = base64_digits.find(c);
      if (digit == View::npos || padding > 0)
        rules::raise(conditions::invalid_base64_symbol, text.substr(at, 1));
    }
    group = group << 6 | static_cast<std::uint32_t>(digit);
    if (++held < 4) continue;
    out.push_back(static_cast<char>(group >> 16));
    if (padding != 1) out.push_back(static_cast<char>(group >> 8));
    if (padding == 0) out.push_back(static_cast<char>(group));
    group = 0;
    held = 0;
  }
  if (held != 0) rules::raise(conditions::invalid_base64_end);
  return out;
}

std::string encode_escape(View bytes) {
  std::string out;
  for (char byte : bytes) {
    if (byte == '\0' || (byte & 0x80) != 0) {
      out.append(fmt::format("\\{:03o}", static_cast<unsigned char>(byte)));
    } else if (byte == '\\') {
      out.append("\\\\");
    } else {
      out.push_back(byte);
    }
  }
  return out;
}
std::string decode_escape(View text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\') {
      out.push_back(text[at]);
      continue;
    }
    const View rest = text.substr(at + 1, 3);
    if (!rest.empty() && rest[0] == '\\') {
      out.push_back('\\');
      ++at;
      continue;
    }
    int code = 0;
    for (char c : rest) code = c >= '0' && c <= '7' ? code * 8 + (c - '0') : 1000;
    if (rest.size() != 3 || code > 255) rules::raise(conditions::invalid_bytea_syntax);
    out.push_back(static_cast<char>(code));
    at += 3;
  }
  return out;
}

bool same_name(View a, View b) {
  return std::ranges::equal(a, b, [](char x, char y) { return (x | 32) == (y | 32); });
}
std::string encode(View bytes, View format) {
  if (same_name(format, "base64")) return encode_base64(bytes);
  if (same_name(format, "escape")) return encode_escape(bytes);
  if (!same_name(format, "hex")) rules::raise(conditions::unrecognized_encoding, format);
  std::string out;
  append_hex(out, bytes);
  return out;
}
std::string decode(View text, View format) {
  if (same_name(format, "base64")) return decode_base64(text);
  if (same_name(format, "escape")) return decode_escape(text);
  if (!same_name(format, "hex")) rules::raise(conditions::unrecognized_encoding, format);
  std::string out;
  parse_bytea(std::string("\\x").append(text), out);
  return out;
}

// --- digests
// ---------------------------------------------------------------------------------------

template <const EVP_MD* (*Method)()>
std::string digest(View bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> room{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), room.data(), &size, Method(), nullptr);
  return {reinterpret_cast<const char*>(room.data()), size};
}
std::string md5_text(View bytes) {
  std::string out;
  append_hex(out, digest<&EVP_md5>(bytes));
  return out;
}

// --- encodings: text is UTF-8 everywhere
// -----------------------------------------------------------

bool is_utf8(View name) { return same_name(name, "utf8") || same_name(name, "utf-8"); }
std::string from_encoded(View bytes, View encoding) {
  if (!is_utf8(encoding)) rules::raise(conditions::invalid_encoding_name, "source", encoding);
  require_utf8(bytes);
  return std::string(bytes);
}
std::string to_encoded(View text, View encoding) {
  if (!is_utf8(encoding)) rules::raise(conditions::invalid_encoding_name, "destination", encoding);
  return std::string(text);
}
std::string converted(View bytes, View source, View target) {
  return to_encoded(from_encoded(bytes, source), target);
}
i4 length_in(View bytes, View encoding) {
  return static_cast<i4>(utf8_length(from_encoded(bytes, encoding)));
}

Uuid random_uuid(CallContext& context) {
  Uuid result;
  const std::uint64_t halves[2] = {context.services->random(), context.services->random()};
  std::memcpy(result.bytes.data(), halves, sizeof halves);
  result.bytes[6] = static_cast<std::uint8_t>((result.bytes[6] & 0x0f) | 0x40);  // version 4
  result.bytes[8] = static_cast<std::uint8_t>((result.bytes[8] & 0x3f) | 0x80);  // RFC 4122
  return result;
}

constexpr FunctionRow rows[] = {
    fn(2010, "length", {bytea}, int4, lift<&bytes_of>),
    fn(720, "octet_length", {bytea}, int4, lift<&bytes_of>),
    fn(1810, "bit_length", {bytea}, int4, lift<&bits_of>),
    fn(2085, "substr", {bytea, int4, int4}, bytea, lift<&substring>),
    fn(2086, "substr", {bytea, int4}, bytea, lift<&substring_from>),
    fn(2012, "substring", {bytea, int4, int4}, bytea, lift<&substring>),
    fn(2013, "substring", {bytea, int4}, bytea, lift<&substring_from>),
    fn(749, "overlay", {bytea, bytea, int4, int4}, bytea, lift<&overlay>),
    fn(752, "overlay", {bytea, bytea, int4}, bytea, lift<&overlay_same_length>),
    fn(2014, "position", {bytea, bytea}, int4, lift<&position_of>),
    fn(2011, "byteacat", {bytea, bytea}, bytea, lift<&concatenated>),
    fn(2015, "btrim", {bytea, bytea}, bytea, lift<&trim_both>),
    fn(6195, "ltrim", {bytea, bytea}, bytea, lift<&trim_front>),
    fn(6196, "rtrim", {bytea, bytea}, bytea, lift<&trim_back>),
    fn(721, "get_byte", {bytea, int4}, int4, lift<&get_byte>),
    fn(722, "set_byte", {bytea, int4, int4}, bytea, lift<&set_byte>),
    fn(723, "get_bit", {bytea, int8}, int4, lift<&get_bit>),
    fn(724, "set_bit", {bytea, int8, int4}, bytea, lift<&set_bit>),
    fn(6163, "bit_count", {bytea}, int8, lift<&count_bits>),
    fn(1946, "encode", {bytea, text}, text, lift<&encode>),
    fn(1947, "decode", {text, text}, bytea, lift<&decode>),
    fn(2311, "md5", {text}, text, lift<&md5_text>),
    fn(2321, "md5", {bytea}, text, lift<&md5_text>),
    fn(3419, "sha224", {bytea}, bytea, lift<&digest<&EVP_sha224>>),
    fn(3420, "sha256", {bytea}, bytea, lift<&digest<&EVP_sha256>>),
    fn(3421, "sha384", {bytea}, bytea, lift<&digest<&EVP_sha384>>),
    fn(3422, "sha512", {bytea}, bytea, lift<&digest<&EVP_sha512>>),
    stable(fn(1714, "convert_from", {bytea, name}, text, lift<&from_encoded>)),
    stable(fn(1717, "convert_to", {text, name}, bytea, lift<&to_encoded>)),
    stable(fn(1813, "convert", {bytea, name, name}, bytea, lift<&converted>)),
    stable(fn(1713, "length", {bytea, name}, int4, lift<&length_in>)),
    volatile_(fn(3432, "gen_random_uuid", {}, uuid, lift<&random_uuid>)),
};

}  // namespace

std::span<const FunctionRow> bytea_functions() { return rows; }

}  // namespace dsql::engine
