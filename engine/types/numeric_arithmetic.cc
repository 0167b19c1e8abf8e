// Numeric's exact arithmetic: sums, products, quotients, rounding.
#include <algorithm>

#include "engine/types/numeric_wide.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

// --- the wide path -------------------------------------------------------------------------------

WideInt power_of_ten(int digits) {
  return boost::multiprecision::pow(WideInt(10), static_cast<unsigned>(std::max(digits, 0)));
}

WideInt wide_magnitude(const Numeric& value) {
  WideInt result;
  if (value.is_small()) {
    result = static_cast<std::uint64_t>(value.small() >> 64);
    result <<= 64;
    result += static_cast<std::uint64_t>(value.small());
  } else {
    const std::string& bytes = value.magnitude();
    boost::multiprecision::import_bits(result, bytes.begin(), bytes.end(), 8, false);
  }
  return result;
}

WideInt wide_coefficient(const Numeric& value) {
  WideInt result = wide_magnitude(value);
  if (value.is_negative()) result.backend().negate();
  return result;
}

Numeric numeric_of_wide(const WideInt& coefficient, int scale) {
  if (scale > Numeric::max_scale) rules::raise(conditions::numeric_value_overflow);
  std::string bytes;
  boost::multiprecision::export_bits(coefficient, std::back_inserter(bytes), 8, false);
  Numeric result = Numeric::from_magnitude(coefficient.sign() < 0, std::move(bytes), scale);
  // Fewer than 2.4 digits a byte: only very long ones need counting.
  if (result.magnitude().size() > 50'000 && whole_digits(result) > Numeric::max_whole_digits)
    rules::raise(conditions::numeric_value_overflow);
  return result;
}

WideInt divide_rounded(const WideInt& dividend, const WideInt& divisor) {
  const WideInt magnitude = abs(dividend);
  WideInt quotient = (magnitude * 2 + divisor) / (divisor * 2);
  if (dividend.sign() < 0) quotient.backend().negate();
  return quotient;
}

// --- sums ----------------------------------------------------------------------------------------

namespace {

Numeric add_special(const Numeric& a, const Numeric& b) {
  if (a.is_nan() || b.is_nan()) return Numeric::nan();
  if (a.is_infinite() && b.is_infinite() && a.is_negative() != b.is_negative())
    return Numeric::nan();
  return a.is_infinite() ? a : b;
}

// a + b, or a - b; both finite.
Numeric add_finite(const Numeric& a, const Numeric& b, bool subtract) {
  const int scale = std::max(a.scale(), b.scale());
  const bool b_negative = b.is_negative() != subtract;
  UnsignedWide left;
  UnsignedWide right;
  if (a.is_small() && b.is_small() && scale_up_small(a.small(), scale - a.scale(), left) &&
      scale_up_small(b.small(), scale - b.scale(), right)) {
    if (a.is_negative() != b_negative) {
      return left >= right ? Numeric::from_coefficient(a.is_negative(), left - right, scale)
                           : Numeric::from_coefficient(b_negative, right - left, scale);
    }
    if (left + right < small_limit)
      return Numeric::from_coefficient(a.is_negative(), left + right, scale);
  }
  WideInt sum = wide_coefficient(a) * power_of_ten(scale - a.scale());
  const WideInt other = wide_coefficient(b) * power_of_ten(scale - b.scale());
  if (subtract) {
    sum -= other;
  } else {
    sum += other;
  }
  return numeric_of_wide(sum, scale);
}

}  // namespace

Numeric numeric_add(const Numeric& a, const Numeric& b) {
  if (!a.is_finite() || !b.is_finite()) return add_special(a, b);
  return add_finite(a, b, false);
}

Numeric numeric_subtract(const Numeric& a, const Numeric& b) {
  if (!a.is_finite() || !b.is_finite()) return add_special(a, b.negated());
  return add_finite(a, b, true);
}

// --- products and quotients ----------------------------------------------------------------------

Numeric numeric_multiply(const Numeric& a, const Numeric& b) {
  if (!a.is_finite() || !b.is_finite()) {
    if (a.is_nan() || b.is_nan() || a.is_zero() || b.is_zero()) return Numeric::nan();
    return Numeric::infinity(a.is_negative() != b.is_negative());
  }
  const bool negative = a.is_negative() != b.is_negative();
  const int scale = a.scale() + b.scale();
  UnsignedWide product;
  if (a.is_small() && b.is_small() && scale <= Numeric::max_scale &&
      !__builtin_mul_overflow(a.small(), b.small(), &product) && product < small_limit) {
    return Numeric::from_coefficient(negative, product, scale);
  }
  WideInt wide = wide_coefficient(a) * wide_coefficient(b);
  if (scale <= Numeric::max_scale) return numeric_of_wide(wide, scale);
  return numeric_of_wide(divide_rounded(wide, power_of_ten(scale - Numeric::max_scale)),
                         Numeric::max_scale);
}

namespace {

// The scale of a quotient: at least 16 significant digits, no less than the operands show.
int quotient_scale(const Numeric& a, const Numeric& b) {
  const Leading dividend = leading_digit(a);
  const Leading divisor = leading_digit(b);
  int weight = dividend.weight - divisor.weight;
  if (dividend.digit <= divisor.digit) --weight;
  const int scale = std::max({min_significant_digits - weight * 4, a.scale(), b.scale(), 0});
  return std::min(scale, max_display_scale);
}

// a / b for the cases where one is not finite.
Numeric divide_special(const Numeric& a, const Numeric& b) {
  if (a.is_nan() || b.is_nan()) return Numeric::nan();
  if (!a.is_infinite()) return Numeric();
  if (b.is_infinite()) return Numeric::nan();
  if (b.is_zero()) rules::raise(conditions::division_by_zero);
  return Numeric::infinity(a.is_negative() != b.is_negative());
}

// The quotient with `scale` digits, rounded or cut.
Numeric divide_to_scale(const Numeric& a, const Numeric& b, int scale, bool round) {
  const bool negative = a.is_negative() != b.is_negative();
  const int shift = scale - a.scale() + b.scale();
  UnsignedWide dividend;
  if (a.is_small() && b.is_small() && shift >= 0 && scale_up_small(a.small(), shift, dividend)) {
    UnsignedWide quotient = dividend / b.small();
    if (round && (dividend - quotient * b.small()) * 2 >= b.small()) ++quotient;
    return Numeric::from_coefficient(negative, quotient, scale);
  }
  WideInt top = wide_magnitude(a);
  WideInt bottom = wide_magnitude(b);
  (shift >= 0 ? top : bottom) *= power_of_ten(shift >= 0 ? shift : -shift);
  WideInt quotient = round ? divide_rounded(top, bottom) : WideInt(top / bottom);
  if (negative) quotient.backend().negate();
  return numeric_of_wide(quotient, scale);
}

}  // namespace

Numeric numeric_divide(const Numeric& a, const Numeric& b) {
  if (!a.is_finite() || !b.is_finite()) return divide_special(a, b);
  if (b.is_zero()) rules::raise(conditions::division_by_zero);
  return divide_to_scale(a, b, quotient_scale(a, b), true);
}

Numeric numeric_divide_whole(const Numeric& a, const Numeric& b) {
  if (!a.is_finite() || !b.is_finite()) return divide_special(a, b);
  if (b.is_zero()) rules::raise(conditions::division_by_zero);
  return divide_to_scale(a, b, 0, false);
}

Numeric numeric_modulo(const Numeric& a, const Numeric& b) {
  if (a.is_nan() || b.is_nan()) return Numeric::nan();
  if (b.is_zero()) rules::raise(conditions::division_by_zero);
  if (a.is_infinite()) return Numeric::nan();
  if (b.is_infinite()) return a;
  const int scale = std::max(a.scale(), b.scale());
  UnsignedWide left;
  UnsignedWide right;
  if (a.is_small() && b.is_small() && scale_up_small(a.small(), scale - a.scale(), left) &&
      scale_up_small(b.small(), scale - b.scale(), right)) {
    return Numeric::from_coefficient(a.is_negative(), left % right, scale);
  }
  const WideInt top = wide_coefficient(a) * power_of_ten(scale - a.scale());
  return numeric_of_wide(top % (wide_magnitude(b) * power_of_ten(scale - b.scale())), scale);
}

Numeric numeric_gcd(const Numeric& a, const Numeric& b) {
  if (!a.is_finite() || !b.is_finite()) return Numeric::nan();
  const int scale = std::max(a.scale(), b.scale());
  return numeric_of_wide(
      boost::multiprecision::gcd(wide_magnitude(a) * power_of_ten(scale - a.scale()),
                                 wide_magnitude(b) * power_of_ten(scale - b.scale())),
      scale);
}

Numeric numeric_lcm(const Numeric& a, const Numeric& b) {
  if (!a.is_finite() || !b.is_finite()) return Numeric::nan();
  const int scale = std::max(a.scale(), b.scale());
  if (a.is_zero() || b.is_zero()) return Numeric::from_coefficient(false, 0, scale);
  return numeric_of_wide(
      boost::multiprecision::lcm(wide_magnitude(a) * power_of_ten(scale - a.scale()),
                                 wide_magnitude(b) * power_of_ten(scale - b.scale())),
      scale);
}

Numeric numeric_factorial(std::int64_t n) {
  if (n < 0) rules::raise(conditions::factorial_of_negative);
  constexpr std::int64_t most = 32177;  // the last whose digits fit
  if (n > most) rules::raise(conditions::numeric_value_overflow);
  WideInt product = 1;
  for (std::int64_t i = 2; i <= n; ++i) product *= i;
  return numeric_of_wide(product, 0);
}

// --- rounding ------------------------------------------------------------------------------------

namespace {

enum class Rounding : std::uint8_t { half_away, toward_zero };

Numeric set_scale(const Numeric& value, std::int64_t wanted, Rounding rounding) {
  if (!value.is_finite()) return value;
  const int scale = static_cast<int>(
      std::clamp<std::int64_t>(wanted, -Numeric::max_whole_digits - 1, Numeric::max_scale));
  const int shown = std::max(scale, 0);
  if (scale >= value.scale()) {
    UnsignedWide coefficient;
    if (value.is_small() && scale_up_small(value.small(), scale - value.scale(), coefficient))
      return Numeric::from_coefficient(value.is_negative(), coefficient, scale);
    return numeric_of_wide(wide_coefficient(value) * power_of_ten(scale - value.scale()), scale);
  }
  const int cut = value.scale() - scale;
  if (value.is_small()) {
    if (cut >= static_cast<int>(small_powers_of_ten.size()) && rounding == Rounding::toward_zero)
      return Numeric::from_coefficient(false, 0, shown);
    if (cut < static_cast<int>(small_powers_of_ten.size())) {
      const UnsignedWide divisor = small_powers_of_ten[cut];
      UnsignedWide quotient = value.small() / divisor;
      const UnsignedWide rest = value.small() - quotient * divisor;
      if (rounding == Rounding::half_away && rest >= divisor - rest) ++quotient;
      if (scale_up_small(quotient, shown - scale, quotient))
        return Numeric::from_coefficient(value.is_negative(), quotient, shown);
    }
  }
  const WideInt divisor = power_of_ten(cut);
  WideInt quotient = rounding == Rounding::half_away
                         ? divide_rounded(wide_coefficient(value), divisor)
                         : WideInt(wide_coefficient(value) / divisor);
  return numeric_of_wide(quotient * power_of_ten(shown - scale), shown);
}

}  // namespace

Numeric numeric_round(const Numeric& value, std::int64_t scale) {
  return set_scale(value, scale, Rounding::half_away);
}

Numeric numeric_truncate(const Numeric& value, std::int64_t scale) {
  return set_scale(value, scale, Rounding::toward_zero);
}

Numeric numeric_ceil(const Numeric& value) {
  const Numeric whole = numeric_truncate(value, 0);
  const bool up = value.is_finite() && !value.is_negative() && numeric_compare(whole, value) < 0;
  return up ? numeric_add(whole, Numeric::from_integer(1)) : whole;
}

Numeric numeric_floor(const Numeric& value) {
  const Numeric whole = numeric_truncate(value, 0);
  const bool down = value.is_finite() && value.is_negative() && numeric_compare(whole, value) > 0;
  return down ? numeric_subtract(whole, Numeric::from_integer(1)) : whole;
}

Numeric numeric_sign(const Numeric& value) {
  if (value.is_nan() || value.is_zero()) return value.is_nan() ? value : Numeric();
  return Numeric::from_integer(value.is_negative() ? -1 : 1);
}

int numeric_min_scale(const Numeric& value) { return numeric_trim_scale(value).scale(); }

Numeric numeric_trim_scale(const Numeric& value) {
  if (!value.is_finite() || value.scale() == 0) return value;
  if (value.is_zero()) return Numeric();
  if (value.is_small()) {
    UnsignedWide coefficient = value.small();
    int scale = value.scale();
    for (int step = 16; step > 0; step /= 2) {
      while (scale >= step && coefficient % small_powers_of_ten[step] == 0) {
        coefficient /= small_powers_of_ten[step];
        scale -= step;
      }
    }
    return Numeric::from_coefficient(value.is_negative(), coefficient, scale);
  }
  std::string digits;
  append_coefficient_digits(digits, value);
  const auto zeros = static_cast<int>(digits.size() - digits.find_last_not_of('0') - 1);
  return numeric_round(value, std::max(value.scale() - zeros, 0));
}

}  // namespace dsql::engine
