// The pieces every type's codec is made of: big-endian bytes, hashing, and ScalarCodec, which turns
// the few functions a fixed-width type has of its own (parse, print) into the eight columns of its
// Type row. Only type_table.cc and the files of type families include it; stateless.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include "engine/types/column.h"
#include "engine/types/type.h"

namespace dsql::engine {

// --- bytes ---------------------------------------------------------------------------------------

// The unsigned integer as wide as T.
template <std::size_t Size>
struct unsigned_of;
template <>
struct unsigned_of<1> {
  using type = std::uint8_t;
};
template <>
struct unsigned_of<2> {
  using type = std::uint16_t;
};
template <>
struct unsigned_of<4> {
  using type = std::uint32_t;
};
template <>
struct unsigned_of<8> {
  using type = std::uint64_t;
};
template <class T>
using unsigned_like = typename unsigned_of<sizeof(T)>::type;

template <std::unsigned_integral U>
constexpr U swap_bytes(U value) {
  if constexpr (sizeof(U) == 1) return value;
  if constexpr (sizeof(U) == 2) return __builtin_bswap16(value);
  if constexpr (sizeof(U) == 4) return __builtin_bswap32(value);
  if constexpr (sizeof(U) == 8) return __builtin_bswap64(value);
}

// Appends the bits of `value`, most significant byte first.
template <class T>
void append_big_endian(std::string& out, T value) {
  const auto bits = swap_bytes(std::bit_cast<unsigned_like<T>>(value));
  out.append(reinterpret_cast<const char*>(&bits), sizeof bits);
}

// Reads what append_big_endian wrote; `bytes` holds at least sizeof(T).
template <class T>
T read_big_endian(const char* bytes) {
  unsigned_like<T> bits;
  std::memcpy(&bits, bytes, sizeof bits);
  return std::bit_cast<T>(swap_bytes(bits));
}

// A reader over a value in the protocol's binary form. Raises: insufficient_data_in_message past
// the end, incorrect_binary_format from finish() when bytes are left.
class BinaryReader {
 public:
  explicit BinaryReader(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  T read() {
    return read_big_endian<T>(take(sizeof(T)).data());
  }
  std::string_view take(std::size_t size);
  std::string_view rest() const { return rest_; }
  void finish() const;

 private:
  std::string_view rest_;
};

// --- text ----------------------------------------------------------------------------------------

// What C's isspace() calls space, which PostgreSQL's input functions skip.
constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
constexpr char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c & 0x5f) : c; }

constexpr std::string_view trim_space(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// ASCII case-insensitive equality.
constexpr bool equals_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (to_lower(a[i]) != to_lower(b[i])) return false;
  return true;
}

// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Raises `invalid input syntax for type <type>: "<text>"`.
[[noreturn]] void raise_invalid_syntax(std::string_view type, std::string_view text);
// Raises `value "<text>" is out of range for type <type>`.
[[noreturn]] void raise_value_out_of_range(std::string_view type, std::string_view text);

// Appends a decimal integer.
void append_integer(std::string& out, std::int64_t value);
void append_unsigned(std::string& out, std::uint64_t value);

// Appends `value` (not negative) with at least `width` digits.
void append_padded(std::string& out, std::int64_t value, int width);

// --- hashing -------------------------------------------------------------------------------------

constexpr std::uint64_t hash_bits(std::uint64_t value) {
  value ^= value >> 32;
  value *= 0xd6e8feb86659fd93ULL;
  value ^= value >> 32;
  value *= 0xd6e8feb86659fd93ULL;
  value ^= value >> 32;
  return value;
}
std::uint64_t hash_bytes(std::string_view bytes);
constexpr std::uint64_t hash_combine(std::uint64_t seed, std::uint64_t next) {
  return hash_bits(seed * 31 + next);
}

// --- memcomparable strings -----------------------------------------------------------------------

// Appends `bytes` with every 0x00 as 0x00 0xFF and the terminator 0x00 0x01.
void append_key_bytes(std::string& out, std::string_view bytes);
// Reads what append_key_bytes wrote from the front of `key` and stores it in `out`; returns the
// bytes consumed.
std::size_t read_key_bytes(std::string_view key, Column& out, std::uint32_t row);

// --- fixed-width types ---------------------------------------------------------------------------

constexpr int three_way(auto a, auto b) { return (a > b) - (a < b); }

// What most fixed-width types share; a family derives from it and replaces what differs.
template <class T>
struct Scalar {
  using value_type = T;
  static T receive(BinaryReader& reader) { return reader.read<T>(); }
  static void send(T value, std::string& out) { append_big_endian(out, value); }
  static int order(T a, T b) { return three_way(a, b); }
  static std::uint64_t digest(T value) {
    return hash_bits(static_cast<std::uint64_t>(static_cast<std::int64_t>(value)));
  }
  static void write_key(T value, std::string& out) {
    using U = unsigned_like<T>;
    auto bits = static_cast<U>(value);
    if constexpr (std::is_signed_v<T>) bits = static_cast<U>(bits ^ (U{1} << (sizeof(U) * 8 - 1)));
    append_big_endian(out, bits);
  }
  static constexpr std::size_t key_size = sizeof(T);
  static T read_key(const char* key) {
    using U = unsigned_like<T>;
    U bits = read_big_endian<U>(key);
    if constexpr (std::is_signed_v<T>) bits = static_cast<U>(bits ^ (U{1} << (sizeof(U) * 8 - 1)));
    return static_cast<T>(bits);
  }
};

// The Type columns of a family `F` derived from Scalar<T>, with
//   static T parse(std::string_view text, TypeModifier, const TextFormat&);
//   static void print(T value, const TextFormat&, std::string& out);
template <class F>
struct ScalarCodec {
  using T = typename F::value_type;
  static void text_input(std::string_view text, TypeModifier modifier, const TextFormat& format,
                         Column& out, std::uint32_t row) {
    out.set<T>(row, F::parse(text, modifier, format));
  }
  static void text_output(const Column& in, std::uint32_t row, const TextFormat& format,
                          std::string& out) {
    F::print(in.at<T>(row), format, out);
  }
  static void binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row) {
    BinaryReader reader(bytes);
    out.set<T>(row, F::receive(reader));
    reader.finish();
  }
  static void binary_output(const Column& in, std::uint32_t row, std::string& out) {
    F::send(in.at<T>(row), out);
  }
  static int compare(const Column& a, std::uint32_t a_row, const Column& b, std::uint32_t b_row) {
    return F::order(a.at<T>(a_row), b.at<T>(b_row));
  }
  static std::uint64_t hash(const Column& in, std::uint32_t row) {
    return F::digest(in.at<T>(row));
  }
  static void key_encode(const Column& in, std::uint32_t row, std::string& out) {
    F::write_key(in.at<T>(row), out);
  }
  static std::size_t key_decode(std::string_view key, Column& out, std::uint32_t row) {
    out.set<T>(row, F::read_key(key.data()));
    return F::key_size;
  }
};

}  // namespace dsql::engine
