// Numeric: SQL's exact decimal number. A value is sign × coefficient × 10^-scale, NaN or an
// infinity. Columns hold it packed: one byte of kind and sign, two of scale, then the coefficient's
// bytes, little-endian without leading zeros. Coefficients below 2^127 are computed with in a
// machine word pair, without allocation; wider ones through Boost.Multiprecision. Functions give
// results of PostgreSQL 16's scales and raise its errors. Plain values, thread-compatible.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/types/arena.h"
#include "engine/types/codec.h"

namespace dsql::engine {

using UnsignedWide = unsigned __int128;

class Numeric {
 public:
  enum class Kind : std::uint8_t { finite, nan, infinity, minus_infinity };

  // The most digits after and before the point that PostgreSQL stores.
  static constexpr int max_scale = 16383;
  static constexpr int max_whole_digits = 131072;

  Numeric() = default;  // 0
  static Numeric nan() { return Numeric(Kind::nan); }
  static Numeric infinity(bool negative = false) {
    return Numeric(negative ? Kind::minus_infinity : Kind::infinity);
  }
  static Numeric from_integer(std::int64_t value) {
    return from_coefficient(value < 0,
                            value < 0 ? UnsignedWide{0} - static_cast<UnsignedWide>(value)
                                      : static_cast<UnsignedWide>(value),
                            0);
  }
  // `coefficient` below 2^127.
  static Numeric from_coefficient(bool negative, UnsignedWide coefficient, int scale) {
    Numeric result;
    result.small_ = coefficient;
    result.negative_ = negative && coefficient != 0;
    result.scale_ = scale;
    return result;
  }
  // A magnitude of any size as little-endian bytes.
  static Numeric from_magnitude(bool negative, std::string little_endian, int scale);
  // What PostgreSQL's casts from floats give: 15 (6 for real) significant digits.
  static Numeric from_double(double value);
  static Numeric from_float(float value);
  // Raises: invalid_input_syntax, numeric_value_overflow.
  static Numeric parse(std::string_view text);

  // Reads the packed form; the result does not refer to `packed`.
  static Numeric unpack(std::string_view packed);
  std::string_view pack(Arena& arena) const;
  void append_packed(std::string& out) const;
  std::string packed() const {
    std::string out;
    append_packed(out);
    return out;
  }

  Kind kind() const { return kind_; }
  bool is_finite() const { return kind_ == Kind::finite; }
  bool is_nan() const { return kind_ == Kind::nan; }
  bool is_infinite() const { return kind_ == Kind::infinity || kind_ == Kind::minus_infinity; }
  bool is_zero() const { return is_finite() && wide_.empty() && small_ == 0; }
  bool is_negative() const { return negative_ || kind_ == Kind::minus_infinity; }
  // Digits after the point that are shown.
  int scale() const { return scale_; }

  // Whether the coefficient fits small(); else magnitude() has its little-endian bytes.
  bool is_small() const { return wide_.empty(); }
  UnsignedWide small() const { return small_; }
  const std::string& magnitude() const { return wide_; }

  void append_text(std::string& out) const;
  std::string text() const {
    std::string out;
    append_text(out);
    return out;
  }
  double to_double() const;  // correctly rounded; infinite where it does not fit
  // The nearest integer, halves away from zero. Raises: out of range of `type` ("integer", …), and
  // cannot_convert_special_to_type for NaN and infinities.
  std::int64_t to_integer(std::int64_t least, std::int64_t most, std::string_view type) const;

  // The same number with the other sign; with another scale shown where no digit is lost.
  Numeric negated() const;
  Numeric absolute() const;

 private:
  explicit Numeric(Kind kind) : kind_(kind) {}

  UnsignedWide small_ = 0;  // the coefficient while wide_ is empty
  std::string wide_;
  std::int32_t scale_ = 0;
  Kind kind_ = Kind::finite;
  bool negative_ = false;
};

// SQL's order: -Infinity < numbers < Infinity < NaN; scales do not matter.
int numeric_compare(const Numeric& a, const Numeric& b);
inline bool operator==(const Numeric& a, const Numeric& b) { return numeric_compare(a, b) == 0; }
inline auto operator<=>(const Numeric& a, const Numeric& b) { return numeric_compare(a, b) <=> 0; }
std::uint64_t numeric_hash(const Numeric& value);

// --- arithmetic. Each raises numeric_value_overflow where the result has too many digits.
// ---------
Numeric numeric_add(const Numeric& a, const Numeric& b);
Numeric numeric_subtract(const Numeric& a, const Numeric& b);
Numeric numeric_multiply(const Numeric& a, const Numeric& b);
Numeric numeric_divide(const Numeric& a, const Numeric& b);        // raises division_by_zero
Numeric numeric_divide_whole(const Numeric& a, const Numeric& b);  // div(); raises division_by_zero
Numeric numeric_modulo(const Numeric& a, const Numeric& b);        // sign of a; division_by_zero
Numeric numeric_gcd(const Numeric& a, const Numeric& b);
Numeric numeric_lcm(const Numeric& a, const Numeric& b);
Numeric numeric_factorial(std::int64_t n);  // raises factorial_of_negative

Numeric numeric_round(const Numeric& value, std::int64_t scale);  // halves away from zero
Numeric numeric_truncate(const Numeric& value, std::int64_t scale);
Numeric numeric_ceil(const Numeric& value);
Numeric numeric_floor(const Numeric& value);
Numeric numeric_sign(const Numeric& value);
int numeric_min_scale(const Numeric& value);
Numeric numeric_trim_scale(const Numeric& value);

Numeric numeric_sqrt(const Numeric& value);  // raises square_root_of_negative
Numeric numeric_exp(const Numeric& value);
Numeric numeric_ln(const Numeric& value);  // raises logarithm_of_zero, logarithm_of_negative
Numeric numeric_log10(const Numeric& value);
Numeric numeric_log(const Numeric& base, const Numeric& value);
Numeric numeric_power(const Numeric& base, const Numeric& exponent);

// numeric(p,s) as atttypmod: rounds to the scale. Raises: numeric_field_overflow with its detail.
Numeric numeric_apply_modifier(const Numeric& value, TypeModifier modifier);
constexpr TypeModifier numeric_modifier(int precision, int scale) {
  return static_cast<TypeModifier>((precision << 16) | (scale & 0x7ff)) + 4;
}
constexpr int numeric_modifier_precision(TypeModifier modifier) {
  return ((modifier - 4) >> 16) & 0xffff;
}
constexpr int numeric_modifier_scale(TypeModifier modifier) {
  return (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
}

// Keys hold the value without its scale: 1.0 and 1.00 have one key, and what is decoded is the
// equal value without trailing zeros after the point.
void numeric_append_key(std::string& out, const Numeric& value);
Numeric numeric_read_key(std::string_view key, std::size_t& consumed);

struct NumericCodec {
  static void text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                         std::uint32_t row);
  static void text_output(const Column& in, std::uint32_t row, const TextFormat&, std::string& out);
  static void binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row);
  static void binary_output(const Column& in, std::uint32_t row, std::string& out);
  static int compare(const Column& a, std::uint32_t a_row, const Column& b, std::uint32_t b_row);
  static std::uint64_t hash(const Column& in, std::uint32_t row);
  static void key_encode(const Column& in, std::uint32_t row, std::string& out);
  static std::size_t key_decode(std::string_view key, Column& out, std::uint32_t row);
};

}  // namespace dsql::engine
