// Mathematical functions of double precision: rounding, powers, logarithms, trigonometry in radians
// and exact in degrees, random numbers. Errors as PostgreSQL raises them.
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/functions/function_lists.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"

namespace dsql::engine {
namespace {

using namespace sql;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

double checked(double result, bool may_overflow, bool may_underflow) {
  if (may_overflow && std::isinf(result)) rules::raise(rules::conditions::overflow);
  if (may_underflow && result == 0) rules::raise(rules::conditions::underflow);
  return result;
}

// --- rounding, powers, logarithms ----------------------------------------------------------------

double round_even(double x) { return std::rint(x); }
double round_up(double x) { return std::ceil(x); }
double round_down(double x) { return std::floor(x); }
double truncate(double x) { return std::trunc(x); }
double sign(double x) { return x > 0 ? 1 : x < 0 ? -1 : x; }

double square_root(double x) {
  if (x < 0) rules::raise(rules::conditions::square_root_of_negative);
  return checked(std::sqrt(x), !std::isinf(x), x != 0);
}
double cube_root(double x) { return checked(std::cbrt(x), !std::isinf(x), x != 0); }

bool is_odd(double whole) { return std::floor(whole / 2) != whole / 2; }

double power_of_infinite(double base, double exponent) {
  if (std::isinf(exponent)) {
    const double size = std::fabs(base);
    if (size == 1) return 1;
    return (size > 1) == (exponent > 0) ? infinity : 0;
  }
  if (exponent == 0) return 1;
  if (base > 0) return exponent > 0 ? base : 0;
  if (exponent > 0) return is_odd(exponent) ? base : -base;
  return is_odd(exponent) ? -0.0 : 0.0;
}

double power_of(double base, double exponent) {
  if (std::isnan(base)) return exponent == 0 ? 1 : nan;
  if (std::isnan(exponent)) return base == 1 ? 1 : nan;
  if (base == 0 && exponent < 0) rules::raise(rules::conditions::zero_to_negative_power);
  if (base < 0 && std::floor(exponent) != exponent)
    rules::raise(rules::conditions::negative_to_non_integer_power);
  if (std::isinf(base) || std::isinf(exponent)) return power_of_infinite(base, exponent);
  return checked(std::pow(base, exponent), true, base != 0);
}

double exponential(double x) {
  if (std::isnan(x) || x == infinity) return x;
  if (x == -infinity) return 0;
  return checked(std::exp(x), true, true);
}
void check_logarithm(double x) {
  if (x == 0) rules::raise(rules::conditions::logarithm_of_zero);
  if (x < 0) rules::raise(rules::conditions::logarithm_of_negative);
}
double natural_logarithm(double x) {
  check_logarithm(x);
  return checked(std::log(x), !std::isinf(x), x != 1);
}
double decimal_logarithm(double x) {
  check_logarithm(x);
  return checked(std::log10(x), !std::isinf(x), x != 1);
}
double error_function(double x) { return std::erf(x); }
double error_complement(double x) { return std::erfc(x); }

// --- trigonometry --------------------------------------------------------------------------------

void require_finite(double x) {
  if (std::isinf(x)) rules::raise(rules::conditions::input_out_of_range);
}
void require_unit(double x) {
  if (x < -1 || x > 1) rules::raise(rules::conditions::input_out_of_range);
}

double sine(double x) {
  require_finite(x);
  return std::sin(x);
}
double cosine(double x) {
  require_finite(x);
  return std::cos(x);
}
double tangent(double x) {
  require_finite(x);
  return std::tan(x);
}
double cotangent(double x) {
  require_finite(x);
  return 1 / std::tan(x);
}
double arc_sine(double x) {
  require_unit(x);
  return std::asin(x);
}
double arc_cosine(double x) {
  require_unit(x);
  return std::acos(x);
}
double arc_tangent(double x) { return std::atan(x); }
double arc_tangent2(double y, double x) { return std::atan2(y, x); }
double hyperbolic_sine(double x) { return std::sinh(x); }
double hyperbolic_cosine(double x) { return checked(std::cosh(x), false, true); }
double hyperbolic_tangent(double x) { return std::tanh(x); }
double area_sine(double x) { return std::asinh(x); }
double area_cosine(double x) {
  if (x < 1) rules::raise(rules::conditions::input_out_of_range);
  return std::acosh(x);
}
double area_tangent(double x) {
  require_unit(x);
  if (x == -1) return -infinity;
  if (x == 1) return infinity;
  return std::atanh(x);
}

// --- degrees: exact at multiples of 30 and 45
// ------------------------------------------------------

constexpr double radians_per_degree = std::numbers::pi / 180;

double degrees_of(double radians) {
  return checked(radians / radians_per_degree, !std::isinf(radians), radians != 0);
}
double radians_of(double degrees) {
  return checked(degrees * radians_per_degree, !std::isinf(degrees), degrees != 0);
}

// Both scaled so that the values at 30 and 60 degrees come out exactly one half.
double sine_to_30(double degrees) {
  return std::sin(degrees * radians_per_degree) / std::sin(30 * radians_per_degree) / 2;
}
double cosine_to_60(double degrees) {
  const double scale = 1 - std::cos(60 * radians_per_degree);
  return 1 - (1 - std::cos(degrees * radians_per_degree)) / scale / 2;
}
double sine_to_90(double degrees) {
  return degrees <= 30 ? sine_to_30(degrees) : cosine_to_60(90 - degrees);
}
double cosine_to_90(double degrees) {
  return degrees <= 60 ? cosine_to_60(degrees) : sine_to_30(90 - degrees);
}

double sine_degrees(double x) {
  if (std::isnan(x)) return nan;
  require_finite(x);
  x = std::fmod(x, 360);
  double sign_of_result = 1;
  if (x < 0) {
    x = -x;
    sign_of_result = -sign_of_result;
  }
  if (x > 180) {
    x = 360 - x;
    sign_of_result = -sign_of_result;
  }
  if (x > 90) x = 180 - x;
  return sign_of_result * sine_to_90(x);
}
double cosine_degrees(double x) {
  if (std::isnan(x)) return nan;
  require_finite(x);
  x = std::fabs(std::fmod(x, 360));
  double sign_of_result = 1;
  if (x > 180) x = 360 - x;
  if (x > 90) {
    x = 180 - x;
    sign_of_result = -1;
  }
  return sign_of_result * cosine_to_90(x);
}

// The quotient of sine and cosine in the first quadrant, scaled to be 1 at 45 degrees.
double tangent_degrees(double x) {
  if (std::isnan(x)) return nan;
  require_finite(x);
  x = std::fmod(x, 360);
  double sign_of_result = 1;
  if (x < 0) {
    x = -x;
    sign_of_result = -sign_of_result;
  }
  if (x > 180) {
    x = 360 - x;
    sign_of_result = -sign_of_result;
  }
  if (x > 90) {
    x = 180 - x;
    sign_of_result = -sign_of_result;
  }
  const double at_45 = sine_to_90(45) / cosine_to_90(45);
  const double result = sign_of_result * (sine_to_90(x) / cosine_to_90(x) / at_45);
  return result == 0 ? 0 : result;
}
double cotangent_degrees(double x) {
  if (std::isnan(x)) return nan;
  require_finite(x);
  x = std::fmod(x, 360);
  double sign_of_result = 1;
  if (x < 0) {
    x = -x;
    sign_of_result = -sign_of_result;
  }
  if (x > 180) {
    x = 360 - x;
    sign_of_result = -sign_of_result;
  }
  if (x > 90) {
    x = 180 - x;
    sign_of_result = -sign_of_result;
  }
  const double at_45 = cosine_to_90(45) / sine_to_90(45);
  const double result = sign_of_result * (cosine_to_90(x) / sine_to_90(x) / at_45);
  return result == 0 ? 0 : result;
}

double arc_sine_to_90(double x) {
  if (x <= 0.5) return std::asin(x) / std::asin(0.5) * 30;
  return 90 - std::acos(x) / std::acos(0.5) * 60;
}
double arc_cosine_to_90(double x) {
  if (x <= 0.5) return 90 - std::asin(x) / std::asin(0.5) * 30;
  return std::acos(x) / std::acos(0.5) * 60;
}
double arc_sine_degrees(double x) {
  if (std::isnan(x)) return nan;
  require_unit(x);
  return x >= 0 ? arc_sine_to_90(x) : -arc_sine_to_90(-x);
}
double arc_cosine_degrees(double x) {
  if (std::isnan(x)) return nan;
  require_unit(x);
  return x >= 0 ? arc_cosine_to_90(x) : 90 + arc_sine_to_90(-x);
}
double arc_tangent_degrees(double x) {
  if (std::isnan(x)) return nan;
  return std::atan(x) / std::atan(1.0) * 45;
}
double arc_tangent2_degrees(double y, double x) {
  if (std::isnan(y) || std::isnan(x)) return nan;
  return std::atan2(y, x) / std::atan(1.0) * 45;
}

// --- constants and chance
// --------------------------------------------------------------------------

double pi(CallContext&) { return std::numbers::pi; }

double unit_interval(FunctionServices& services) {
  return static_cast<double>(services.random() >> 11) * 0x1.0p-53;
}
double random_unit(CallContext& context) { return unit_interval(*context.services); }

// Box-Muller; the first draw is above 0.
double random_normal(CallContext& context, std::optional<double> mean,
                     std::optional<double> deviation) {
  const double first = 1 - unit_interval(*context.services);
  const double second = unit_interval(*context.services);
  const double normal = std::sqrt(-2 * std::log(first)) * std::sin(2 * std::numbers::pi * second);
  return mean.value_or(0) + deviation.value_or(1) * normal;
}

void seed(CallContext& context, std::span<const Column* const> args, Selection rows, Column& out) {
  rows.for_each([&](std::uint32_t row) {
    const double value = args[0]->at<double>(row);
    if (!(value >= -1 && value <= 1)) rules::raise(rules::conditions::setseed_out_of_range, value);
    context.services->seed_random(value);
    out.set(row, std::string_view());
  });
}

constexpr FunctionRow rows[] = {
    fn(1342, "round", {float8}, float8, lift<&round_even>),
    fn(228, "dround", {float8}, float8, lift<&round_even>),
    fn(2308, "ceil", {float8}, float8, lift<&round_up>),
    fn(2320, "ceiling", {float8}, float8, lift<&round_up>),
    fn(2309, "floor", {float8}, float8, lift<&round_down>),
    fn(1343, "trunc", {float8}, float8, lift<&truncate>),
    fn(229, "dtrunc", {float8}, float8, lift<&truncate>),
    fn(2310, "sign", {float8}, float8, lift<&sign>),
    fn(1344, "sqrt", {float8}, float8, lift<&square_root>),
    fn(230, "dsqrt", {float8}, float8, lift<&square_root>),
    fn(1345, "cbrt", {float8}, float8, lift<&cube_root>),
    fn(231, "dcbrt", {float8}, float8, lift<&cube_root>),
    fn(1368, "power", {float8, float8}, float8, lift<&power_of>),
    fn(1346, "pow", {float8, float8}, float8, lift<&power_of>),
    fn(232, "dpow", {float8, float8}, float8, lift<&power_of>),
    fn(1347, "exp", {float8}, float8, lift<&exponential>),
    fn(233, "dexp", {float8}, float8, lift<&exponential>),
    fn(1341, "ln", {float8}, float8, lift<&natural_logarithm>),
    fn(234, "dlog1", {float8}, float8, lift<&natural_logarithm>),
    fn(1340, "log", {float8}, float8, lift<&decimal_logarithm>),
    fn(1194, "log10", {float8}, float8, lift<&decimal_logarithm>),
    fn(1339, "dlog10", {float8}, float8, lift<&decimal_logarithm>),
    fn(6219, "erf", {float8}, float8, lift<&error_function>),
    fn(6220, "erfc", {float8}, float8, lift<&error_complement>),
    // radians
    fn(1604, "sin", {float8}, float8, lift<&sine>),
    fn(1605, "cos", {float8}, float8, lift<&cosine>),
    fn(1606, "tan", {float8}, float8, lift<&tangent>),
    fn(1607, "cot", {float8}, float8, lift<&cotangent>),
    fn(1600, "asin", {float8}, float8, lift<&arc_sine>),
    fn(1601, "acos", {float8}, float8, lift<&arc_cosine>),
    fn(1602, "atan", {float8}, float8, lift<&arc_tangent>),
    fn(1603, "atan2", {float8, float8}, float8, lift<&arc_tangent2>),
    fn(2462, "sinh", {float8}, float8, lift<&hyperbolic_sine>),
    fn(2463, "cosh", {float8}, float8, lift<&hyperbolic_cosine>),
    fn(2464, "tanh", {float8}, float8, lift<&hyperbolic_tangent>),
    fn(2465, "asinh", {float8}, float8, lift<&area_sine>),
    fn(2466, "acosh", {float8}, float8, lift<&area_cosine>),
    fn(2467, "atanh", {float8}, float8, lift<&area_tangent>),
    // degrees
    fn(1608, "degrees", {float8}, float8, lift<&degrees_of>),
    fn(1609, "radians", {float8}, float8, lift<&radians_of>),
    fn(2735, "sind", {float8}, float8, lift<&sine_degrees>),
    fn(2736, "cosd", {float8}, float8, lift<&cosine_degrees>),
    fn(2737, "tand", {float8}, float8, lift<&tangent_degrees>),
    fn(2738, "cotd", {float8}, float8, lift<&cotangent_degrees>),
    fn(2731, "asind", {float8}, float8, lift<&arc_sine_degrees>),
    fn(2732, "acosd", {float8}, float8, lift<&arc_cosine_degrees>),
    fn(2733, "atand", {float8}, float8, lift<&arc_tangent_degrees>),
    fn(2734, "atan2d", {float8, float8}, float8, lift<&arc_tangent2_degrees>),
    // constants and chance
    fn(1610, "pi", {}, float8, lift<&pi>),
    volatile_(fn(1598, "random", {}, float8, lift<&random_unit>)),
    defaults(2,
             volatile_(fn(6212, "random_normal", {float8, float8}, float8, lift<&random_normal>))),
    volatile_(fn(1599, "setseed", {float8}, void_, &seed)),
};

}  // namespace

std::span<const FunctionRow> math() { return rows; }

}  // namespace dsql::engine
