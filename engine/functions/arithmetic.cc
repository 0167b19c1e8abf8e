// Arithmetic of integers and floats: operators' functions, absolute values, bits, and the casts
// among number types of fixed width. Overflow is collected over a batch and raised once.
#include <cmath>
#include <limits>

#include "engine/functions/function_lists.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"

namespace dsql::engine {
namespace {

using namespace sql;

using i2 = std::int16_t;
using i4 = std::int32_t;
using i8 = std::int64_t;
template <class A, class B>
using Wider = std::conditional_t<(sizeof(A) > sizeof(B)), A, B>;

// --- integers ------------------------------------------------------------------------------------

template <class A, class B, class R = Wider<A, B>>
R add(A a, B b, Overflow<R>& over) {
  using U = std::make_unsigned_t<R>;
  const R x = a;
  const R y = b;
  const R sum = static_cast<R>(static_cast<U>(static_cast<U>(x) + static_cast<U>(y)));
  over.note_sign(static_cast<R>((x ^ sum) & (y ^ sum)));
  return sum;
}

template <class A, class B, class R = Wider<A, B>>
R subtract(A a, B b, Overflow<R>& over) {
  using U = std::make_unsigned_t<R>;
  const R x = a;
  const R y = b;
  const R difference = static_cast<R>(static_cast<U>(static_cast<U>(x) - static_cast<U>(y)));
  over.note_sign(static_cast<R>((x ^ y) & (x ^ difference)));
  return difference;
}

template <class A, class B, class R = Wider<A, B>>
R multiply(A a, B b, Overflow<R>& over) {
  if constexpr (sizeof(R) == 8) {
    R product = 0;
    over.note(__builtin_mul_overflow(static_cast<R>(a), static_cast<R>(b), &product));
    return product;
  } else {
    using Wide = std::conditional_t<sizeof(R) == 4, i8, i4>;
    const Wide product = static_cast<Wide>(a) * static_cast<Wide>(b);
    const R narrow = static_cast<R>(product);
    over.note(product != static_cast<Wide>(narrow));
    return narrow;
  }
}

template <class A, class B, class R = Wider<A, B>>
R divide(A a, B b, Overflow<R>& over) {
  if (b == 0) rules::raise(rules::conditions::division_by_zero);
  if (b == -1) {
    over.note(a == std::numeric_limits<R>::min());
    return static_cast<R>(-static_cast<std::make_unsigned_t<R>>(a));
  }
  return static_cast<R>(static_cast<R>(a) / static_cast<R>(b));
}

template <class T>
T modulo(T a, T b) {
  if (b == 0) rules::raise(rules::conditions::division_by_zero);
  return b == -1 ? T{0} : static_cast<T>(a % b);
}

template <class T>
T negate(T a, Overflow<T>& over) {
  over.note(a == std::numeric_limits<T>::min());
  return static_cast<T>(-static_cast<std::make_unsigned_t<T>>(a));
}

template <class T>
T absolute(T a, Overflow<T>& over) {
  over.note(a == std::numeric_limits<T>::min());
  return static_cast<T>(a < 0 ? -static_cast<std::make_unsigned_t<T>>(a)
                              : static_cast<std::make_unsigned_t<T>>(a));
}

template <class T>
T same(T a) {
  return a;
}
template <class T>
T bit_and(T a, T b) {
  return static_cast<T>(a & b);
}
template <class T>
T bit_or(T a, T b) {
  return static_cast<T>(a | b);
}
template <class T>
T bit_xor(T a, T b) {
  return static_cast<T>(a ^ b);
}
template <class T>
T bit_not(T a) {
  return static_cast<T>(~a);
}
// Shift counts wrap at the width of the register PostgreSQL shifts in, as on its usual machines.
template <class T>
constexpr i4 count_mask = sizeof(T) == 8 ? 63 : 31;
template <class T>
T shift_left(T a, i4 count) {
  using Register = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;
  return static_cast<T>(static_cast<Register>(a) << (count & count_mask<T>));
}
template <class T>
T shift_right(T a, i4 count) {
  using Register = std::conditional_t<sizeof(T) == 8, i8, i4>;
  return static_cast<T>(static_cast<Register>(a) >> (count & count_mask<T>));
}

template <class T>
T greatest_divisor(T a, T b) {
  using U = std::make_unsigned_t<T>;
  U x = static_cast<U>(a < 0 ? -static_cast<U>(a) : static_cast<U>(a));
  U y = static_cast<U>(b < 0 ? -static_cast<U>(b) : static_cast<U>(b));
  while (y != 0) {
    const U rest = x % y;
    x = y;
    y = rest;
  }
  if (x > static_cast<U>(std::numeric_limits<T>::max())) raise_out_of_range<T>();
  return static_cast<T>(x);
}

template <class T>
T least_multiple(T a, T b) {
  if (a == 0 || b == 0) return 0;
  T product = 0;
  if (__builtin_mul_overflow(static_cast<T>(a / greatest_divisor(a, b)), b, &product) ||
      product == std::numeric_limits<T>::min()) {
    raise_out_of_range<T>();
  }
  return static_cast<T>(product < 0 ? -product : product);
}

// --- floats --------------------------------------------------------------------------------------

template <class A, class B>
using Floats = std::conditional_t<(sizeof(A) > sizeof(B)), A, B>;

template <class A, class B, class R = Floats<A, B>>
R add_floats(A a, B b, FloatTrouble<R>& trouble) {
  const R sum = static_cast<R>(a) + static_cast<R>(b);
  trouble.overflow |= std::isinf(sum) & !std::isinf(a) & !std::isinf(b);
  return sum;
}
template <class A, class B, class R = Floats<A, B>>
R subtract_floats(A a, B b, FloatTrouble<R>& trouble) {
  const R difference = static_cast<R>(a) - static_cast<R>(b);
  trouble.overflow |= std::isinf(difference) & !std::isinf(a) & !std::isinf(b);
  return difference;
}
template <class A, class B, class R = Floats<A, B>>
R multiply_floats(A a, B b, FloatTrouble<R>& trouble) {
  const R product = static_cast<R>(a) * static_cast<R>(b);
  trouble.overflow |= std::isinf(product) & !std::isinf(a) & !std::isinf(b);
  trouble.underflow |= (product == 0) & (a != 0) & (b != 0);
  return product;
}
template <class A, class B, class R = Floats<A, B>>
R divide_floats(A a, B b, FloatTrouble<R>& trouble) {
  if (b == 0 && !std::isnan(a)) rules::raise(rules::conditions::division_by_zero);
  const R quotient = static_cast<R>(a) / static_cast<R>(b);
  trouble.overflow |= std::isinf(quotient) & !std::isinf(a);
  trouble.underflow |= (quotient == 0) & (a != 0) & !std::isinf(b);
  return quotient;
}
template <class T>
T negate_float(T a) {
  return -a;
}
template <class T>
T absolute_float(T a) {
  return std::fabs(a);
}

// --- casts ---------------------------------------------------------------------------------------

template <class To, class From>
To widen(From a) {
  return static_cast<To>(a);
}
template <class To, class From>
To narrow(From a, Overflow<To>& over) {
  const To result = static_cast<To>(a);
  over.note(static_cast<From>(result) != a);
  return result;
}
// Rounds half to even, as rint(). The bound is the first float above the type's maximum.
template <class To, class From>
To round_to(From a) {
  const From rounded = std::rint(a);
  constexpr From bound = static_cast<From>(std::numeric_limits<To>::min());
  if (!(rounded >= bound && rounded < -bound)) raise_out_of_range<To>();
  return static_cast<To>(rounded);
}
float to_single(double a, FloatTrouble<float>& trouble) {
  const float result = static_cast<float>(a);
  trouble.overflow |= std::isinf(result) & !std::isinf(a);
  trouble.underflow |= (result == 0) & (a != 0);
  return result;
}
std::uint32_t oid_of(i8 a) {
  if (a < 0 || a > std::numeric_limits<std::uint32_t>::max())
    rules::raise(rules::conditions::type_out_of_range, "OID");
  return static_cast<std::uint32_t>(a);
}
bool truth(i4 a) { return a != 0; }

constexpr FunctionRow rows[] = {
    // int2, int2
    fn(176, "int2pl", {int2, int2}, int2, lift<&add<i2, i2>>),
    fn(180, "int2mi", {int2, int2}, int2, lift<&subtract<i2, i2>>),
    fn(152, "int2mul", {int2, int2}, int2, lift<&multiply<i2, i2>>),
    fn(153, "int2div", {int2, int2}, int2, lift<&divide<i2, i2>>),
    // int2, int4
    fn(178, "int24pl", {int2, int4}, int4, lift<&add<i2, i4>>),
    fn(182, "int24mi", {int2, int4}, int4, lift<&subtract<i2, i4>>),
    fn(170, "int24mul", {int2, int4}, int4, lift<&multiply<i2, i4>>),
    fn(172, "int24div", {int2, int4}, int4, lift<&divide<i2, i4>>),
    // int2, int8
    fn(841, "int28pl", {int2, int8}, int8, lift<&add<i2, i8>>),
    fn(942, "int28mi", {int2, int8}, int8, lift<&subtract<i2, i8>>),
    fn(943, "int28mul", {int2, int8}, int8, lift<&multiply<i2, i8>>),
    fn(948, "int28div", {int2, int8}, int8, lift<&divide<i2, i8>>),
    // int4, int2
    fn(179, "int42pl", {int4, int2}, int4, lift<&add<i4, i2>>),
    fn(183, "int42mi", {int4, int2}, int4, lift<&subtract<i4, i2>>),
    fn(171, "int42mul", {int4, int2}, int4, lift<&multiply<i4, i2>>),
    fn(173, "int42div", {int4, int2}, int4, lift<&divide<i4, i2>>),
    // int4, int4
    fn(177, "int4pl", {int4, int4}, int4, lift<&add<i4, i4>>),
    fn(181, "int4mi", {int4, int4}, int4, lift<&subtract<i4, i4>>),
    fn(141, "int4mul", {int4, int4}, int4, lift<&multiply<i4, i4>>),
    fn(154, "int4div", {int4, int4}, int4, lift<&divide<i4, i4>>),
    // int4, int8
    fn(1278, "int48pl", {int4, int8}, int8, lift<&add<i4, i8>>),
    fn(1279, "int48mi", {int4, int8}, int8, lift<&subtract<i4, i8>>),
    fn(1280, "int48mul", {int4, int8}, int8, lift<&multiply<i4, i8>>),
    fn(1281, "int48div", {int4, int8}, int8, lift<&divide<i4, i8>>),
    // int8, int2
    fn(837, "int82pl", {int8, int2}, int8, lift<&add<i8, i2>>),
    fn(838, "int82mi", {int8, int2}, int8, lift<&subtract<i8, i2>>),
    fn(839, "int82mul", {int8, int2}, int8, lift<&multiply<i8, i2>>),
    fn(840, "int82div", {int8, int2}, int8, lift<&divide<i8, i2>>),
    // int8, int4
    fn(1274, "int84pl", {int8, int4}, int8, lift<&add<i8, i4>>),
    fn(1275, "int84mi", {int8, int4}, int8, lift<&subtract<i8, i4>>),
    fn(1276, "int84mul", {int8, int4}, int8, lift<&multiply<i8, i4>>),
    fn(1277, "int84div", {int8, int4}, int8, lift<&divide<i8, i4>>),
    // int8, int8
    fn(463, "int8pl", {int8, int8}, int8, lift<&add<i8, i8>>),
    fn(464, "int8mi", {int8, int8}, int8, lift<&subtract<i8, i8>>),
    fn(465, "int8mul", {int8, int8}, int8, lift<&multiply<i8, i8>>),
    fn(466, "int8div", {int8, int8}, int8, lift<&divide<i8, i8>>),
    // int2 alone
    fn(155, "int2mod", {int2, int2}, int2, lift<&modulo<i2>>),
    fn(940, "mod", {int2, int2}, int2, lift<&modulo<i2>>),
    fn(213, "int2um", {int2}, int2, lift<&negate<i2>>),
    fn(1253, "int2abs", {int2}, int2, lift<&absolute<i2>>),
    fn(1911, "int2up", {int2}, int2, lift<&same<i2>>),
    fn(1895, "int2not", {int2}, int2, lift<&bit_not<i2>>),
    fn(1398, "abs", {int2}, int2, lift<&absolute<i2>>),
    fn(1892, "int2and", {int2, int2}, int2, lift<&bit_and<i2>>),
    fn(1893, "int2or", {int2, int2}, int2, lift<&bit_or<i2>>),
    fn(1894, "int2xor", {int2, int2}, int2, lift<&bit_xor<i2>>),
    fn(1896, "int2shl", {int2, int4}, int2, lift<&shift_left<i2>>),
    fn(1897, "int2shr", {int2, int4}, int2, lift<&shift_right<i2>>),
    // int4 alone
    fn(156, "int4mod", {int4, int4}, int4, lift<&modulo<i4>>),
    fn(941, "mod", {int4, int4}, int4, lift<&modulo<i4>>),
    fn(212, "int4um", {int4}, int4, lift<&negate<i4>>),
    fn(1251, "int4abs", {int4}, int4, lift<&absolute<i4>>),
    fn(1912, "int4up", {int4}, int4, lift<&same<i4>>),
    fn(1901, "int4not", {int4}, int4, lift<&bit_not<i4>>),
    fn(1397, "abs", {int4}, int4, lift<&absolute<i4>>),
    fn(1898, "int4and", {int4, int4}, int4, lift<&bit_and<i4>>),
    fn(1899, "int4or", {int4, int4}, int4, lift<&bit_or<i4>>),
    fn(1900, "int4xor", {int4, int4}, int4, lift<&bit_xor<i4>>),
    fn(1902, "int4shl", {int4, int4}, int4, lift<&shift_left<i4>>),
    fn(1903, "int4shr", {int4, int4}, int4, lift<&shift_right<i4>>),
    fn(5044, "gcd", {int4, int4}, int4, lift<&greatest_divisor<i4>>),
    fn(5046, "lcm", {int4, int4}, int4, lift<&least_multiple<i4>>),
    // int8 alone
    fn(945, "int8mod", {int8, int8}, int8, lift<&modulo<i8>>),
    fn(947, "mod", {int8, int8}, int8, lift<&modulo<i8>>),
    fn(462, "int8um", {int8}, int8, lift<&negate<i8>>),
    fn(1230, "int8abs", {int8}, int8, lift<&absolute<i8>>),
    fn(1910, "int8up", {int8}, int8, lift<&same<i8>>),
    fn(1907, "int8not", {int8}, int8, lift<&bit_not<i8>>),
    fn(1396, "abs", {int8}, int8, lift<&absolute<i8>>),
    fn(1904, "int8and", {int8, int8}, int8, lift<&bit_and<i8>>),
    fn(1905, "int8or", {int8, int8}, int8, lift<&bit_or<i8>>),
    fn(1906, "int8xor", {int8, int8}, int8, lift<&bit_xor<i8>>),
    fn(1908, "int8shl", {int8, int4}, int8, lift<&shift_left<i8>>),
    fn(1909, "int8shr", {int8, int4}, int8, lift<&shift_right<i8>>),
    fn(5045, "gcd", {int8, int8}, int8, lift<&greatest_divisor<i8>>),
    fn(5047, "lcm", {int8, int8}, int8, lift<&least_multiple<i8>>),
    // float4, float4
    fn(204, "float4pl", {float4, float4}, float4, lift<&add_floats<float, float>>),
    fn(205, "float4mi", {float4, float4}, float4, lift<&subtract_floats<float, float>>),
    fn(202, "float4mul", {float4, float4}, float4, lift<&multiply_floats<float, float>>),
    fn(203, "float4div", {float4, float4}, float4, lift<&divide_floats<float, float>>),
    // float4, float8
    fn(281, "float48pl", {float4, float8}, float8, lift<&add_floats<float, double>>),
    fn(282, "float48mi", {float4, float8}, float8, lift<&subtract_floats<float, double>>),
    fn(279, "float48mul", {float4, float8}, float8, lift<&multiply_floats<float, double>>),
    fn(280, "float48div", {float4, float8}, float8, lift<&divide_floats<float, double>>),
    // float8, float4
    fn(285, "float84pl", {float8, float4}, float8, lift<&add_floats<double, float>>),
    fn(286, "float84mi", {float8, float4}, float8, lift<&subtract_floats<double, float>>),
    fn(283, "float84mul", {float8, float4}, float8, lift<&multiply_floats<double, float>>),
    fn(284, "float84div", {float8, float4}, float8, lift<&divide_floats<double, float>>),
    // float8, float8
    fn(218, "float8pl", {float8, float8}, float8, lift<&add_floats<double, double>>),
    fn(219, "float8mi", {float8, float8}, float8, lift<&subtract_floats<double, double>>),
    fn(216, "float8mul", {float8, float8}, float8, lift<&multiply_floats<double, double>>),
    fn(217, "float8div", {float8, float8}, float8, lift<&divide_floats<double, double>>),
    fn(206, "float4um", {float4}, float4, lift<&negate_float<float>>),
    fn(1913, "float4up", {float4}, float4, lift<&same<float>>),
    fn(207, "float4abs", {float4}, float4, lift<&absolute_float<float>>),
    fn(1394, "abs", {float4}, float4, lift<&absolute_float<float>>),
    fn(220, "float8um", {float8}, float8, lift<&negate_float<double>>),
    fn(1914, "float8up", {float8}, float8, lift<&same<double>>),
    fn(221, "float8abs", {float8}, float8, lift<&absolute_float<double>>),
    fn(1395, "abs", {float8}, float8, lift<&absolute_float<double>>),
    // casts
    fn(314, "int2", {int4}, int2, lift<&narrow<i2, i4>>),
    fn(714, "int2", {int8}, int2, lift<&narrow<i2, i8>>),
    fn(238, "int2", {float4}, int2, lift<&round_to<i2, float>>),
    fn(237, "int2", {float8}, int2, lift<&round_to<i2, double>>),
    fn(313, "int4", {int2}, int4, lift<&widen<i4, i2>>),
    fn(480, "int4", {int8}, int4, lift<&narrow<i4, i8>>),
    fn(319, "int4", {float4}, int4, lift<&round_to<i4, float>>),
    fn(317, "int4", {float8}, int4, lift<&round_to<i4, double>>),
    fn(754, "int8", {int2}, int8, lift<&widen<i8, i2>>),
    fn(481, "int8", {int4}, int8, lift<&widen<i8, i4>>),
    fn(653, "int8", {float4}, int8, lift<&round_to<i8, float>>),
    fn(483, "int8", {float8}, int8, lift<&round_to<i8, double>>),
    fn(236, "float4", {int2}, float4, lift<&widen<float, i2>>),
    fn(318, "float4", {int4}, float4, lift<&widen<float, i4>>),
    fn(652, "float4", {int8}, float4, lift<&widen<float, i8>>),
    fn(235, "float8", {int2}, float8, lift<&widen<double, i2>>),
    fn(316, "float8", {int4}, float8, lift<&widen<double, i4>>),
    fn(482, "float8", {int8}, float8, lift<&widen<double, i8>>),
    fn(311, "float8", {float4}, float8, lift<&widen<double, float>>),
    fn(312, "float4", {float8}, float4, lift<&to_single>),
    fn(1287, "oid", {int8}, oid_, lift<&oid_of>),
    fn(1288, "int8", {oid_}, int8, lift<&widen<i8, std::uint32_t>>),
    fn(2557, "bool", {int4}, boolean, lift<&truth>),
    fn(2558, "int4", {boolean}, int4, lift<&widen<i4, bool>>),
};

}  // namespace

std::span<const FunctionRow> arithmetic() { return rows; }

}  // namespace dsql::engine
