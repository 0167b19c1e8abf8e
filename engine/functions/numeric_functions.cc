// Functions of numeric: operators, rounding, logarithms, and the casts from and to it. The
// arithmetic is engine/types/numeric.h's.
#include <cmath>
#include <limits>

#include "engine/functions/function_lists.h"
#include "engine/functions/length_coercion.h"
#include "engine/functions/rows.h"
#include "engine/functions/value_slots.h"

namespace dsql::engine {
namespace {

using namespace sql;

Numeric negated(const Numeric& value) { return value.negated(); }
Numeric same_number(const Numeric& value) { return value; }
Numeric absolute_number(const Numeric& value) { return value.absolute(); }
Numeric round_whole(const Numeric& value) { return numeric_round(value, 0); }
Numeric round_to_scale(const Numeric& value, std::int32_t scale) {
  return numeric_round(value, scale);
}
Numeric truncate_whole(const Numeric& value) { return numeric_truncate(value, 0); }
Numeric truncate_to_scale(const Numeric& value, std::int32_t scale) {
  return numeric_truncate(value, scale);
}
Numeric plus_one(const Numeric& value) { return numeric_add(value, Numeric::from_integer(1)); }
Numeric larger(const Numeric& a, const Numeric& b) { return numeric_compare(a, b) > 0 ? a : b; }
Numeric smaller(const Numeric& a, const Numeric& b) { return numeric_compare(a, b) < 0 ? a : b; }

std::optional<std::int32_t> shown_scale(const Numeric& value) {
  if (!value.is_finite()) return std::nullopt;
  return value.scale();
}
std::optional<std::int32_t> least_scale(const Numeric& value) {
  if (!value.is_finite()) return std::nullopt;
  return numeric_min_scale(value);
}

void check_buckets(std::int32_t count) {
  if (count <= 0) rules::raise(rules::conditions::bucket_count_not_positive);
}
std::int32_t one_past(std::int32_t count) {
  if (count == std::numeric_limits<std::int32_t>::max()) raise_out_of_range<std::int32_t>();
  return count + 1;
}

std::int32_t width_bucket_numeric(const Numeric& operand, const Numeric& low, const Numeric& high,
                                  std::int32_t count) {
  check_buckets(count);
  if (operand.is_nan() || low.is_nan() || high.is_nan())
    rules::raise(rules::conditions::bucket_operands_nan);
  if (low.is_infinite() || high.is_infinite())
    rules::raise(rules::conditions::bucket_bounds_infinite);
  const int order = numeric_compare(low, high);
  if (order == 0) rules::raise(rules::conditions::bucket_bounds_equal);
  const bool rising = order < 0;
  const int below = numeric_compare(operand, low);
  const int above = numeric_compare(operand, high);
  if (rising ? below < 0 : below > 0) return 0;
  if (rising ? above >= 0 : above <= 0) return one_past(count);
  const Numeric distance = numeric_subtract(operand, low).absolute();
  const Numeric width = numeric_subtract(high, low).absolute();
  const Numeric scaled = numeric_multiply(distance, Numeric::from_integer(count));
  const Numeric bucket = numeric_divide_whole(scaled, width);
  return static_cast<std::int32_t>(bucket.to_integer(0, count, "integer")) + 1;
}

std::int32_t width_bucket_float(double operand, double low, double high, std::int32_t count) {
  check_buckets(count);
  if (std::isnan(operand) || std::isnan(low) || std::isnan(high))
    rules::raise(rules::conditions::bucket_operands_nan);
  if (std::isinf(low) || std::isinf(high)) rules::raise(rules::conditions::bucket_bounds_infinite);
  if (low == high) rules::raise(rules::conditions::bucket_bounds_equal);
  const bool rising = low < high;
  if (rising ? operand < low : operand > low) return 0;
  if (rising ? operand >= high : operand <= high) return one_past(count);
  // Halved, so that the widest range does not overflow.
  const double part = (operand / 2 - low / 2) / (high / 2 - low / 2);
  const auto bucket = static_cast<std::int32_t>(part * count);
  return (bucket >= count ? count - 1 : bucket) + 1;
}

template <class T>
Numeric from_integer(T value) {
  return Numeric::from_integer(value);
}
template <class T>
T to_integer(const Numeric& value) {
  constexpr std::string_view name = sizeof(T) == 2   ? "smallint"
                                    : sizeof(T) == 4 ? "integer"
                                                     : "bigint";
  return static_cast<T>(
      value.to_integer(std::numeric_limits<T>::min(), std::numeric_limits<T>::max(), name));
}
template <class T>
T to_float(const Numeric& value) {
  const T result = static_cast<T>(value.to_double());
  const bool overflown = std::isinf(result) && value.is_finite();
  if (overflown || (result == 0 && !value.is_zero())) {
    rules::raise(rules::conditions::text_out_of_range_for_type, value.text(),
                 sizeof(T) == 4 ? "real" : "double precision");
  }
  return result;
}

Numeric fit(Arena&, const Numeric& value, LengthCoercion length) {
  return numeric_apply_modifier(value, length.modifier);
}

constexpr FunctionRow rows[] = {
    // operators
    fn(1724, "numeric_add", {numeric, numeric}, numeric, lift<&numeric_add>),
    fn(1725, "numeric_sub", {numeric, numeric}, numeric, lift<&numeric_subtract>),
    fn(1726, "numeric_mul", {numeric, numeric}, numeric, lift<&numeric_multiply>),
    fn(1727, "numeric_div", {numeric, numeric}, numeric, lift<&numeric_divide>),
    fn(1729, "numeric_mod", {numeric, numeric}, numeric, lift<&numeric_modulo>),
    fn(1728, "mod", {numeric, numeric}, numeric, lift<&numeric_modulo>),
    fn(1739, "numeric_power", {numeric, numeric}, numeric, lift<&numeric_power>),
    fn(2169, "power", {numeric, numeric}, numeric, lift<&numeric_power>),
    fn(1738, "pow", {numeric, numeric}, numeric, lift<&numeric_power>),
    fn(1771, "numeric_uminus", {numeric}, numeric, lift<&negated>),
    fn(1915, "numeric_uplus", {numeric}, numeric, lift<&same_number>),
    fn(1704, "numeric_abs", {numeric}, numeric, lift<&absolute_number>),
    fn(1705, "abs", {numeric}, numeric, lift<&absolute_number>),
    fn(1980, "numeric_div_trunc", {numeric, numeric}, numeric, lift<&numeric_divide_whole>),
    fn(1973, "div", {numeric, numeric}, numeric, lift<&numeric_divide_whole>),
    fn(1764, "numeric_inc", {numeric}, numeric, lift<&plus_one>),
    fn(1767, "numeric_larger", {numeric, numeric}, numeric, lift<&larger>),
    fn(1766, "numeric_smaller", {numeric, numeric}, numeric, lift<&smaller>),
    // rounding
    fn(1708, "round", {numeric}, numeric, lift<&round_whole>),
    fn(1707, "round", {numeric, int4}, numeric, lift<&round_to_scale>),
    fn(1710, "trunc", {numeric}, numeric, lift<&truncate_whole>),
    fn(1709, "trunc", {numeric, int4}, numeric, lift<&truncate_to_scale>),
    fn(1711, "ceil", {numeric}, numeric, lift<&numeric_ceil>),
    fn(2167, "ceiling", {numeric}, numeric, lift<&numeric_ceil>),
    fn(1712, "floor", {numeric}, numeric, lift<&numeric_floor>),
    fn(1706, "sign", {numeric}, numeric, lift<&numeric_sign>),
    fn(3281, "scale", {numeric}, int4, lift<&shown_scale>),
    fn(5042, "min_scale", {numeric}, int4, lift<&least_scale>),
    fn(5043, "trim_scale", {numeric}, numeric, lift<&numeric_trim_scale>),
    fn(2170, "width_bucket", {numeric, numeric, numeric, int4}, int4, lift<&width_bucket_numeric>),
    fn(320, "width_bucket", {float8, float8, float8, int4}, int4, lift<&width_bucket_float>),
    // roots, logarithms, divisors
    fn(1730, "sqrt", {numeric}, numeric, lift<&numeric_sqrt>),
    fn(1731, "numeric_sqrt", {numeric}, numeric, lift<&numeric_sqrt>),
    fn(1732, "exp", {numeric}, numeric, lift<&numeric_exp>),
    fn(1733, "numeric_exp", {numeric}, numeric, lift<&numeric_exp>),
    fn(1734, "ln", {numeric}, numeric, lift<&numeric_ln>),
    fn(1735, "numeric_ln", {numeric}, numeric, lift<&numeric_ln>),
    fn(1741, "log", {numeric}, numeric, lift<&numeric_log10>),
    fn(1481, "log10", {numeric}, numeric, lift<&numeric_log10>),
    fn(1736, "log", {numeric, numeric}, numeric, lift<&numeric_log>),
    fn(1737, "numeric_log", {numeric, numeric}, numeric, lift<&numeric_log>),
    fn(5048, "gcd", {numeric, numeric}, numeric, lift<&numeric_gcd>),
    fn(5049, "lcm", {numeric, numeric}, numeric, lift<&numeric_lcm>),
    fn(1376, "factorial", {int8}, numeric, lift<&numeric_factorial>),
    // casts
    fn(1782, "numeric", {int2}, numeric, lift<&from_integer<std::int16_t>>),
    fn(1740, "numeric", {int4}, numeric, lift<&from_integer<std::int32_t>>),
    fn(1781, "numeric", {int8}, numeric, lift<&from_integer<std::int64_t>>),
    fn(1742, "numeric", {float4}, numeric, lift<&Numeric::from_float>),
    fn(1743, "numeric", {float8}, numeric, lift<&Numeric::from_double>),
    fn(1783, "int2", {numeric}, int2, lift<&to_integer<std::int16_t>>),
    fn(1744, "int4", {numeric}, int4, lift<&to_integer<std::int32_t>>),
    fn(1779, "int8", {numeric}, int8, lift<&to_integer<std::int64_t>>),
    fn(1745, "float4", {numeric}, float4, lift<&to_float<float>>),
    fn(1746, "float8", {numeric}, float8, lift<&to_float<double>>),
    fn(1703, "numeric", {numeric, int4}, numeric, coerce_length<Numeric, &fit>),
};

}  // namespace

std::span<const FunctionRow> numeric_functions() { return rows; }

}  // namespace dsql::engine
