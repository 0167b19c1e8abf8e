// real and double precision: shortest round-trip text, PostgreSQL's order (NaN last and equal to
// itself, -0 equal to 0). Stateless.
#pragma once

#include <string>
#include <string_view>

#include "engine/types/codec.h"

namespace dsql::engine {

// Reads a double (or a real) with PostgreSQL's syntax. `type` names the type in messages. Raises:
// invalid_input_syntax, text_out_of_range_for_type.
double parse_float8(std::string_view text, std::string_view type = "double precision");
float parse_float4(std::string_view text, std::string_view type = "real");

// Appends the text form; extra_float_digits above 0 means the shortest that reads back the same.
void append_float8(std::string& out, double value, std::int32_t extra_float_digits = 1);
void append_float4(std::string& out, float value, std::int32_t extra_float_digits = 1);

// SQL's order of floats.
template <class T>
int compare_floats(T a, T b) {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a == b) return 0;
  return (a != a) - (b != b);  // only NaN is left
}

template <class T>
struct FloatFamily : Scalar<T> {
  static T parse(std::string_view text, TypeModifier, const TextFormat&) {
    if constexpr (sizeof(T) == 4) {
      return parse_float4(text);
    } else {
      return parse_float8(text);
    }
  }
  static void print(T value, const TextFormat& format, std::string& out) {
    if constexpr (sizeof(T) == 4) {
      append_float4(out, value, format.extra_float_digits);
    } else {
      append_float8(out, value, format.extra_float_digits);
    }
  }
  static int order(T a, T b) { return compare_floats(a, b); }
  static std::uint64_t digest(T value) {
    return hash_bits(std::bit_cast<std::uint64_t>(static_cast<double>(canonical(value))));
  }
  static void write_key(T value, std::string& out) {
    using U = unsigned_like<T>;
    constexpr U sign = U{1} << (sizeof(U) * 8 - 1);
    const U bits = std::bit_cast<U>(canonical(value));
    append_big_endian(out, static_cast<U>(bits & sign ? ~bits : bits | sign));
  }
  static T read_key(const char* key) {
    using U = unsigned_like<T>;
    constexpr U sign = U{1} << (sizeof(U) * 8 - 1);
    const U bits = read_big_endian<U>(key);
    return std::bit_cast<T>(static_cast<U>(bits & sign ? bits ^ sign : ~bits));
  }

 private:
  // One bit pattern for every value that is equal in SQL.
  static T canonical(T value) {
    if (value == 0) return 0;
    if (value != value) return std::numeric_limits<T>::quiet_NaN();
    return value;
  }
};

}  // namespace dsql::engine
