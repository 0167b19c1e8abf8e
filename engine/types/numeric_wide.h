// The wide path of Numeric: its coefficient as a Boost.Multiprecision integer, powers of ten, and
// the leading digits that result scales are chosen by. Only numeric*.cc include it.
#pragma once

#include <array>

#include <boost/multiprecision/cpp_int.hpp>

#include "dsqlrules/conditions/value_errors.h"
#include "engine/types/numeric.h"

namespace dsql::engine {

using WideInt = boost::multiprecision::cpp_int;

// 10^0 … 10^38: all that fit 127 bits.
inline constexpr auto small_powers_of_ten = [] {
  std::array<UnsignedWide, 39> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();
inline constexpr UnsignedWide small_limit = UnsignedWide{1} << 127;

// coefficient × 10^digits, if that stays small.
inline bool scale_up_small(UnsignedWide coefficient, int digits, UnsignedWide& out) {
  if (digits == 0 || coefficient == 0) {
    out = coefficient;
    return true;
  }
  if (digits >= static_cast<int>(small_powers_of_ten.size())) return false;
  return !__builtin_mul_overflow(coefficient, small_powers_of_ten[digits], &out) &&
         out < small_limit;
}

WideInt power_of_ten(int digits);

// The magnitude of a finite value's coefficient.
WideInt wide_magnitude(const Numeric& value);
// The coefficient with its sign.
WideInt wide_coefficient(const Numeric& value);
// The number coefficient × 10^-scale. Raises: numeric_value_overflow.
Numeric numeric_of_wide(const WideInt& coefficient, int scale);
// dividend / divisor rounded half away from zero; divisor positive.
WideInt divide_rounded(const WideInt& dividend, const WideInt& divisor);

// Decimal digits of the coefficient, most significant first; empty for zero.
void append_coefficient_digits(std::string& out, const Numeric& value);

// The decimal digits before (and with leading zeros, after) the point: position of the first digit
// plus one, i.e. 3 for 123, 0 for 0.5, -1 for 0.05. 0 for zero.
int whole_digits(const Numeric& value);

// A number's first digit in base 10000 and the power of 10000 it stands for, which PostgreSQL's
// result scales are defined by. {0, 0} for zero.
struct Leading {
  int weight = 0;
  int digit = 0;
};
Leading leading_digit(const Numeric& value);

inline constexpr int min_significant_digits = 16;
inline constexpr int max_display_scale = 1000;

}  // namespace dsql::engine
