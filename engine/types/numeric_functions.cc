// Numeric's transcendental functions, in binary fixed point with guard bits, rounded to the scales
// that PostgreSQL gives its results.
#include <algorithm>
#include <cmath>

#include "engine/types/numeric_wide.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

constexpr double bits_per_digit = 3.3219280948873626;
constexpr double log10_e = 0.434294481903252;
constexpr int max_result_scale = 2000;  // PostgreSQL's NUMERIC_MAX_RESULT_SCALE
constexpr int guard_bits = 64;

int clamp_scale(std::initializer_list<int> wanted) {
  return std::clamp(std::max(wanted), 0, max_display_scale);
}

unsigned bits_for(int digits) {
  return static_cast<unsigned>(std::max(digits, 1) * bits_per_digit) + guard_bits;
}

// A finite value as fixed point: value × 2^bits.
WideInt to_fixed(const Numeric& value, unsigned bits) {
  return (wide_coefficient(value) << bits) / power_of_ten(value.scale());
}

Numeric from_fixed(const WideInt& fixed, unsigned bits, int scale) {
  return numeric_of_wide(divide_rounded(fixed * power_of_ten(scale), WideInt(1) << bits), scale);
}

// 2·atanh(ratio) = ln((1 + ratio) / (1 - ratio)), |ratio| below about 1/3, fixed point.
WideInt twice_atanh(const WideInt& ratio, unsigned bits) {
  if (ratio.sign() < 0) return -twice_atanh(-ratio, bits);  // shifts round negative numbers down
  const WideInt square = (ratio * ratio) >> bits;
  WideInt power = ratio;
  WideInt sum = ratio;
  for (int n = 3; power != 0; n += 2) {
    power = (power * square) >> bits;
    sum += power / n;
  }
  return sum * 2;
}

WideInt ln2_fixed(unsigned bits) { return twice_atanh((WideInt(1) << bits) / 3, bits); }

// ln of a positive value, fixed point.
WideInt ln_fixed(const Numeric& value, unsigned bits) {
  const WideInt coefficient = wide_magnitude(value);
  const WideInt divisor = power_of_ten(value.scale());
  const int exponent = static_cast<int>(msb(coefficient)) - static_cast<int>(msb(divisor));
  // mantissa = value / 2^exponent, in (1/2, 2)
  WideInt mantissa = exponent >= 0 ? WideInt((coefficient << bits) / (divisor << exponent))
                                   : WideInt((coefficient << (bits - exponent)) / divisor);
  int twos = exponent;
  const WideInt one = WideInt(1) << bits;
  if (mantissa * 2 > one * 3) {
    mantissa >>= 1;
    ++twos;
  } else if (mantissa * 4 < one * 3) {
    mantissa <<= 1;
    --twos;
  }
  const WideInt ratio = ((mantissa - one) << bits) / (mantissa + one);
  WideInt result = twice_atanh(ratio, bits);
  if (twos != 0) result += ln2_fixed(bits) * twos;
  return result;
}

// e^x for a fixed-point x ≥ 0.
WideInt exp_fixed(const WideInt& x, unsigned bits) {
  const int magnitude = x == 0 ? 0 : static_cast<int>(msb(x)) - static_cast<int>(bits) + 1;
  const auto halvings = static_cast<unsigned>(std::max(magnitude, 0) + 8);
  // Each squaring doubles the relative error: work with that many more bits.
  const unsigned work = bits + halvings * 2;
  const WideInt small = (x << (work - bits)) >> halvings;
  WideInt term = WideInt(1) << work;
  WideInt sum = term;
  for (int n = 1; term != 0; ++n) {
    term = ((term * small) >> work) / n;
    sum += term;
  }
  for (unsigned i = 0; i < halvings; ++i) sum = (sum * sum) >> work;
  return sum >> (work - bits);
}

// About the decimal weight of ln(value), as PostgreSQL estimates it.
int ln_weight(const Numeric& value) {
  if (value.is_zero() || value.is_negative()) return 0;
  const Numeric low = Numeric::from_coefficient(false, 9, 1);
  const Numeric high = Numeric::from_coefficient(false, 11, 1);
  if (numeric_compare(value, low) >= 0 && numeric_compare(value, high) <= 0) {
    const Numeric rest = numeric_subtract(value, Numeric::from_integer(1)).absolute();
    if (rest.is_zero()) return 0;
    const Leading leading = leading_digit(rest);
    return leading.weight * 4 + static_cast<int>(std::log10(leading.digit));
  }
  std::string digits;
  append_coefficient_digits(digits, value);
  const int top = static_cast<int>(digits.size()) - value.scale();
  const double head = std::stod("0." + digits.substr(0, 16));
  const double ln = std::log(head) + top * 2.302585092994046;
  return static_cast<int>(std::log10(std::fabs(ln)));
}

bool is_integral(const Numeric& value) {
  return value.is_infinite() || (value.is_finite() && numeric_min_scale(value) == 0);
}

bool is_odd(const Numeric& value) {
  const Numeric two = Numeric::from_integer(2);
  return !numeric_modulo(numeric_truncate(value, 0), two).is_zero();
}

void require_logarithm(const Numeric& value) {
  if (value.is_negative()) rules::raise(conditions::logarithm_of_negative);
  if (value.is_zero()) rules::raise(conditions::logarithm_of_zero);
}

// e^value with `scale` digits.
Numeric exp_to_scale(const Numeric& value, int scale) {
  const double estimate = value.to_double();
  if (std::fabs(estimate) >= max_result_scale * 3) {
    if (estimate > 0) rules::raise(conditions::numeric_value_overflow);
    return Numeric::from_coefficient(false, 0, scale);
  }
  const int whole = static_cast<int>(std::fabs(estimate) * log10_e) + 1;
  const unsigned bits = bits_for(scale + whole);
  const WideInt power = exp_fixed(to_fixed(value.absolute(), bits), bits);
  if (!value.is_negative()) return from_fixed(power, bits, scale);
  return from_fixed((WideInt(1) << (2 * bits)) / power, bits, scale);
}

}  // namespace

Numeric numeric_sqrt(const Numeric& value) {
  if (value.is_negative()) rules::raise(conditions::square_root_of_negative);
  if (!value.is_finite()) return value;
  const int weight = leading_digit(value).weight * 4 / 2 + 1;
  const int scale = clamp_scale({min_significant_digits - weight, value.scale()});
  // floor(sqrt(coefficient × 10^shift)) has `scale` digits after the point.
  const int shift = 2 * scale - value.scale();
  const WideInt square = shift >= 0 ? WideInt(wide_magnitude(value) * power_of_ten(shift))
                                    : WideInt(wide_magnitude(value) / power_of_ten(-shift));
  WideInt rest;
  WideInt root = boost::multiprecision::sqrt(square, rest);
  if (rest > root) ++root;
  return numeric_of_wide(root, scale);
}

Numeric numeric_exp(const Numeric& value) {
  if (!value.is_finite()) return value.is_nan() || !value.is_negative() ? value : Numeric();
  const double weight =
      std::clamp<double>(value.to_double() * log10_e, -max_result_scale, max_result_scale);
  return exp_to_scale(
      value, clamp_scale({min_significant_digits - static_cast<int>(weight), value.scale()}));
}

Numeric numeric_ln(const Numeric& value) {
  if (value.is_nan()) return value;
  require_logarithm(value);
  if (value.is_infinite()) return value;
  const int scale = clamp_scale({min_significant_digits - ln_weight(value), value.scale()});
  const unsigned bits = bits_for(scale + 10);
  return from_fixed(ln_fixed(value, bits), bits, scale);
}

Numeric numeric_log10(const Numeric& value) {
  return numeric_log(Numeric::from_integer(10), value);
}

Numeric numeric_log(const Numeric& base, const Numeric& value) {
  if (base.is_nan() || value.is_nan()) return Numeric::nan();
  if ((base.is_infinite() || value.is_infinite()) && (base.is_negative() || value.is_negative()))
    rules::raise(conditions::logarithm_of_negative);
  require_logarithm(base);
  require_logarithm(value);
  if (base.is_infinite()) return value.is_infinite() ? Numeric::nan() : Numeric();
  if (value.is_infinite()) return value;
  const int base_weight = ln_weight(base);
  const int weight = ln_weight(value) - base_weight;
  const int scale = clamp_scale({min_significant_digits - weight, base.scale(), value.scale()});
  const unsigned bits = bits_for(scale + 2 * std::abs(base_weight) + std::abs(weight) + 20);
  const WideInt divisor = ln_fixed(base, bits);
  if (divisor == 0) rules::raise(conditions::division_by_zero);
  WideInt quotient = (ln_fixed(value, bits) << bits) / abs(divisor);
  if (divisor.sign() < 0) quotient.backend().negate();
  return from_fixed(quotient, bits, scale);
}

// --- power ---------------------------------------------------------------------------------------

namespace {

// The cases where an operand is NaN or infinite, by POSIX's rules for pow().
Numeric power_special(const Numeric& base, const Numeric& exponent) {
  const Numeric one = Numeric::from_integer(1);
  if (base.is_nan()) return exponent.is_zero() ? one : base;
  if (exponent.is_nan()) return numeric_compare(base, one) == 0 ? one : exponent;
  if (base.is_zero() && exponent.is_negative()) rules::raise(conditions::zero_to_negative_power);
  if (base.is_negative() && !is_integral(exponent))
    rules::raise(conditions::negative_to_non_integer_power);
  if (numeric_compare(base, one) == 0 || exponent.is_zero()) return one;
  if (base.is_zero()) return Numeric();
  if (exponent.is_infinite()) {
    const int order = numeric_compare(base.absolute(), one);
    if (order == 0) return one;
    return (order > 0) != exponent.is_negative() ? Numeric::infinity() : Numeric();
  }
  if (exponent.is_negative()) return Numeric();
  return Numeric::infinity(base.is_negative() && is_odd(exponent));
}

// log10 of a finite, non-zero magnitude.
double log10_of(const Numeric& value) {
  std::string digits;
  append_coefficient_digits(digits, value);
  const double head = std::stod("0." + digits.substr(0, 18));
  return std::log10(head) + static_cast<int>(digits.size()) - value.scale();
}

// |base|^exponent exactly cut to about `digits` significant digits: repeated squaring, cutting
// what cannot matter.
Numeric power_by_squaring(const Numeric& base, std::int64_t exponent, int scale, double log10) {
  const auto count = static_cast<std::uint64_t>(exponent < 0 ? -exponent : exponent);
  const bool negative = base.is_negative() && count % 2 == 1;
  // Every multiplication may lose a digit's worth in the last place kept.
  const int whole = std::max(static_cast<int>(std::fabs(log10)) + 1, 1);
  const unsigned bits = bits_for(scale + 2 * whole + 20) + 2 * 64;
  // mantissa × 2^-shift, kept to `bits` bits
  struct Scaled {
    WideInt mantissa;
    std::int64_t shift;
  };
  const auto trimmed = [&](Scaled value) {
    const auto size = value.mantissa == 0 ? 0U : static_cast<unsigned>(msb(value.mantissa)) + 1;
    if (size > bits) {
      value.mantissa >>= size - bits;
      value.shift -= size - bits;
    }
    return value;
  };
  Scaled power{(wide_magnitude(base) << bits * 2) / power_of_ten(base.scale()),
               std::int64_t{bits} * 2};
  Scaled product{1, 0};
  for (std::uint64_t left = count; left != 0; left >>= 1) {
    if (left & 1)
      product = trimmed({product.mantissa * power.mantissa, product.shift + power.shift});
    if (left > 1) power = trimmed({power.mantissa * power.mantissa, power.shift * 2});
  }
  if (exponent < 0) {
    const auto size = static_cast<unsigned>(msb(product.mantissa)) + 1 + bits;
    product = {(WideInt(1) << size) / product.mantissa, std::int64_t{size} - product.shift};
  }
  WideInt top = product.mantissa * power_of_ten(scale);
  WideInt result = product.shift >= 0
                       ? divide_rounded(top, WideInt(1) << static_cast<unsigned>(product.shift))
                       : WideInt(top << static_cast<unsigned>(-product.shift));
  if (negative) result.backend().negate();
  return numeric_of_wide(result, scale);
}

Numeric power_integer(const Numeric& base, std::int64_t exponent, int exponent_scale) {
  const double log10 = base.is_zero() ? 0 : static_cast<double>(exponent) * log10_of(base);
  if (log10 > Numeric::max_whole_digits) rules::raise(conditions::numeric_value_overflow);
  if (log10 + 1 < -max_display_scale) return Numeric::from_coefficient(false, 0, max_display_scale);
  const int scale =
      clamp_scale({min_significant_digits - static_cast<int>(log10), base.scale(), exponent_scale});
  if (exponent == 0) return numeric_round(Numeric::from_integer(1), scale);
  if (base.is_zero()) return Numeric::from_coefficient(false, 0, scale);
  if (exponent == 1) return numeric_round(base, scale);
  if (exponent == 2) return numeric_round(numeric_multiply(base, base), scale);
  // A power that fits exactly is exact; the others are cut.
  if (exponent > 0 && base.scale() * exponent <= 4000 && log10 < 4000) {
    const WideInt exact =
        boost::multiprecision::pow(wide_coefficient(base), static_cast<unsigned>(exponent));
    const int exact_scale = static_cast<int>(base.scale() * exponent);
    if (exact_scale <= scale)
      return numeric_of_wide(exact * power_of_ten(scale - exact_scale), scale);
    return numeric_of_wide(divide_rounded(exact, power_of_ten(exact_scale - scale)), scale);
  }
  return power_by_squaring(base, exponent, scale, log10);
}

Numeric power_real(const Numeric& base, const Numeric& exponent) {
  const Numeric magnitude = base.absolute();
  // About eight digits of the result's logarithm decide its scale.
  const int estimate_scale = std::max(8 - ln_weight(magnitude), 0);
  const unsigned estimate_bits = bits_for(estimate_scale + 10);
  const Numeric estimate =
      from_fixed(ln_fixed(magnitude, estimate_bits), estimate_bits, estimate_scale);
  const double ln = numeric_round(numeric_multiply(estimate, exponent), estimate_scale).to_double();
  if (std::fabs(ln) > max_result_scale * 3.01) {
    if (ln > 0) rules::raise(conditions::numeric_value_overflow);
    return Numeric::from_coefficient(false, 0, max_display_scale);
  }
  const int weight = static_cast<int>(ln * log10_e);
  const int scale = clamp_scale({min_significant_digits - weight, base.scale(), exponent.scale()});
  const int whole = std::max(whole_digits(exponent), 1);
  const unsigned bits = bits_for(scale + std::abs(weight) + whole + 20);
  const WideInt product =
      (ln_fixed(magnitude, bits) * wide_coefficient(exponent)) / power_of_ten(exponent.scale());
  const WideInt power = exp_fixed(abs(product), bits);
  const Numeric result = product.sign() >= 0
                             ? from_fixed(power, bits, scale)
                             : from_fixed((WideInt(1) << (2 * bits)) / power, bits, scale);
  return base.is_negative() && is_odd(exponent) ? result.negated() : result;
}

}  // namespace

Numeric numeric_power(const Numeric& base, const Numeric& exponent) {
  if (!base.is_finite() || !exponent.is_finite()) return power_special(base, exponent);
  if (base.is_zero() && exponent.is_negative()) rules::raise(conditions::zero_to_negative_power);
  const bool integral = is_integral(exponent);
  if (base.is_negative() && !integral) rules::raise(conditions::negative_to_non_integer_power);
  if (integral && std::fabs(exponent.to_double()) <= std::numeric_limits<std::int32_t>::max()) {
    const Numeric whole = numeric_truncate(exponent, 0);
    const auto count = static_cast<std::int64_t>(static_cast<std::uint64_t>(whole.small()));
    return power_integer(base, exponent.is_negative() ? -count : count, exponent.scale());
  }
  if (base.is_zero()) return Numeric::from_coefficient(false, 0, min_significant_digits);
  return power_real(base, exponent);
}

}  // namespace dsql::engine
