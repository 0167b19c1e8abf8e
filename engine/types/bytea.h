// bytea and the small binary types: uuid and tid. Stateless.
#pragma once

#include <string_view>

#include "engine/types/text.h"

namespace dsql::engine {

// Reads bytea's text forms: \x hexadecimal (space between digit pairs allowed) and escape. Appends
// the bytes to `out`. Raises: invalid_hexadecimal_digit, invalid_hexadecimal_odd,
// invalid_bytea_syntax.
void parse_bytea(std::string_view text, std::string& out);

// Appends the hexadecimal digits of `bytes`, two each, lower case.
void append_hex(std::string& out, std::string_view bytes);

struct ByteaCodec : TextCodec {
  static void text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                         std::uint32_t row);
  static void text_output(const Column& in, std::uint32_t row, const TextFormat&, std::string& out);
  static void binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row) {
    out.own(row, bytes);
  }
};

struct UuidFamily : Scalar<Uuid> {
  static Uuid parse(std::string_view text, TypeModifier, const TextFormat&);
  static void print(const Uuid& value, const TextFormat&, std::string& out);
  static Uuid receive(BinaryReader& reader) { return read_key(reader.take(16).data()); }
  static void send(const Uuid& value, std::string& out) { write_key(value, out); }
  static int order(const Uuid& a, const Uuid& b) {
    return std::memcmp(a.bytes.data(), b.bytes.data(), 16);
  }
  static std::uint64_t digest(const Uuid& value) {
    std::uint64_t halves[2];
    std::memcpy(halves, value.bytes.data(), 16);
    return hash_bits(halves[0] ^ hash_bits(halves[1]));
  }
  static void write_key(const Uuid& value, std::string& out) {
    out.append(reinterpret_cast<const char*>(value.bytes.data()), 16);
  }
  static constexpr std::size_t key_size = 16;
  static Uuid read_key(const char* key) {
    Uuid value;
    std::memcpy(value.bytes.data(), key, 16);
    return value;
  }
};

// tid: block number and offset, six bytes big-endian, so that bytes order as the pair does.
struct TidCodec : ByteaCodec {
  static void text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                         std::uint32_t row);
  static void text_output(const Column& in, std::uint32_t row, const TextFormat&, std::string& out);
  static void binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row);
};

}  // namespace dsql::engine
