// text, varchar, bpchar, name, "char", unknown, cstring and the catalog types that are text inside.
// All are bytes in UTF-8 (a "char" is one byte, or none for zero) in C collation; bpchar keeps its
// padding and ignores it when comparing. Stateless.
#pragma once

#include <string_view>

#include "engine/types/codec.h"

namespace dsql::engine {

// Raises: invalid_byte_sequence unless `text` is UTF-8 without zero bytes. Everything a client
// sends as text goes through it once: statements, text parameters, COPY data.
void require_utf8(std::string_view text);

// The number of characters of valid UTF-8, and the bytes its first `characters` take.
std::size_t utf8_length(std::string_view text);
std::size_t utf8_prefix(std::string_view text, std::size_t characters);

// An identifier cut to 63 bytes at a character boundary, as type name keeps it.
std::string_view truncate_name(std::string_view text);

// What is left without trailing blanks: bpchar's value for comparisons.
constexpr std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The casts to varchar(n) and character(n): `modifier` is the type's (n + 4, or -1: no change). An
// explicit cast cuts silently; an assignment cuts only blanks. Raises: value_too_long.
std::string_view varchar_apply_modifier(std::string_view text, TypeModifier modifier,
                                        bool is_explicit);
// The same for bpchar, padding with blanks; the result may live in `arena`.
std::string_view bpchar_apply_modifier(std::string_view text, TypeModifier modifier,
                                       bool is_explicit, Arena& arena);

// text, varchar, unknown, cstring and other plain byte strings.
struct TextCodec {
  static void text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                         std::uint32_t row) {
    out.own(row, text);
  }
  static void text_output(const Column& in, std::uint32_t row, const TextFormat&,
                          std::string& out) {
    out.append(in.at<std::string_view>(row));
  }
  static void binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row);
  static void binary_output(const Column& in, std::uint32_t row, std::string& out) {
    out.append(in.at<std::string_view>(row));
  }
  static int compare(const Column& a, std::uint32_t a_row, const Column& b, std::uint32_t b_row) {
    return a.at<std::string_view>(a_row).compare(b.at<std::string_view>(b_row));
  }
  static std::uint64_t hash(const Column& in, std::uint32_t row) {
    return hash_bytes(in.at<std::string_view>(row));
  }
  static void key_encode(const Column& in, std::uint32_t row, std::string& out) {
    append_key_bytes(out, in.at<std::string_view>(row));
  }
  static std::size_t key_decode(std::string_view key, Column& out, std::uint32_t row) {
    return read_key_bytes(key, out, row);
  }
};

// A key of a bpchar holds the value without its trailing blanks, and so does what is decoded from
// it: whoever needs the padding back applies the column's modifier.
struct BpcharCodec : TextCodec {
  static int compare(const Column& a, std::uint32_t a_row, const Column& b, std::uint32_t b_row) {
    return trim_blanks(a.at<std::string_view>(a_row))
        .compare(trim_blanks(b.at<std::string_view>(b_row)));
  }
  static std::uint64_t hash(const Column& in, std::uint32_t row) {
    return hash_bytes(trim_blanks(in.at<std::string_view>(row)));
  }
  static void key_encode(const Column& in, std::uint32_t row, std::string& out) {
    append_key_bytes(out, trim_blanks(in.at<std::string_view>(row)));
  }
};

struct NameCodec : TextCodec {
  static void text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                         std::uint32_t row) {
    out.own(row, truncate_name(text));
  }
};

// "char": one byte; \ooo for those that are not ASCII.
struct CharCodec : TextCodec {
  static void text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                         std::uint32_t row);
  static void text_output(const Column& in, std::uint32_t row, const TextFormat&, std::string& out);
  static void binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row);
  static void binary_output(const Column& in, std::uint32_t row, std::string& out);
};

}  // namespace dsql::engine
