// Comparison kernels: six relations over values of C++ types, and over any type by its descriptor's
// order. Floats follow PostgreSQL's order (NaN equals NaN and is above everything), written without
// branches so that the loops vectorise.
#pragma once

#include <type_traits>

#include "engine/functions/lift.h"

namespace dsql::engine {

enum class Relation : std::uint8_t { eq, ne, lt, le, gt, ge };

// What a relation says of a three-way result.
template <Relation relation>
constexpr bool holds(int order) {
  switch (relation) {
    case Relation::eq: return order == 0;
    case Relation::ne: return order != 0;
    case Relation::lt: return order < 0;
    case Relation::le: return order <= 0;
    case Relation::gt: return order > 0;
    case Relation::ge: return order >= 0;
  }
  return false;
}

namespace comparing {

template <class A, class B>
bool equal(A a, B b) {
  if constexpr (std::is_floating_point_v<A>) {
    return (a == b) | ((a != a) & (b != b));
  } else if constexpr (std::is_arithmetic_v<A>) {
    using Wide = std::common_type_t<A, B>;
    return static_cast<Wide>(a) == static_cast<Wide>(b);
  } else {
    return a == b;
  }
}

template <class A, class B>
bool less(A a, B b) {
  if constexpr (std::is_floating_point_v<A>) {
    return (a < b) | ((b != b) & (a == a));
  } else if constexpr (std::is_arithmetic_v<A>) {
    using Wide = std::common_type_t<A, B>;
    return static_cast<Wide>(a) < static_cast<Wide>(b);
  } else {
    return a < b;
  }
}

template <Relation relation, class A, class B>
bool relate(A a, B b) {
  if constexpr (relation == Relation::eq) {
    return equal(a, b);
  } else if constexpr (relation == Relation::ne) {
    return !equal(a, b);
  } else if constexpr (relation == Relation::lt) {
    return less(a, b);
  } else if constexpr (relation == Relation::le) {
    return !less(b, a);
  } else if constexpr (relation == Relation::gt) {
    return less(b, a);
  } else {
    return !less(a, b);
  }
}

template <class A, class B>
std::int32_t order(A a, B b) {
  return less(a, b) ? -1 : (less(b, a) ? 1 : 0);
}

// A relation by the order of the argument's type descriptor: types without a C++ value of their own
// here (numeric, interval, jsonb, arrays, records, …).
template <Relation relation>
void relate_by_type(CallContext& context, std::span<const Column* const> args, Selection rows,
                    Column& out) {
  const auto compare = type_of(context.argument_types[0]).compare;
  bool* result = out.values<bool>();
  rows.for_each([&](std::uint32_t row) {
    result[row] = holds<relation>(compare(*args[0], row, *args[1], row));
  });
}

inline void order_by_type(CallContext& context, std::span<const Column* const> args, Selection rows,
                          Column& out) {
  const auto compare = type_of(context.argument_types[0]).compare;
  auto* result = out.values<std::int32_t>();
  rows.for_each([&](std::uint32_t row) {
    const int order = compare(*args[0], row, *args[1], row);
    result[row] = (order > 0) - (order < 0);
  });
}

}  // namespace comparing

template <class A, class B = A>
inline constexpr Kernel eq = lift<&comparing::relate<Relation::eq, A, B>>;
template <class A, class B = A>
inline constexpr Kernel ne = lift<&comparing::relate<Relation::ne, A, B>>;
template <class A, class B = A>
inline constexpr Kernel lt = lift<&comparing::relate<Relation::lt, A, B>>;
template <class A, class B = A>
inline constexpr Kernel le = lift<&comparing::relate<Relation::le, A, B>>;
template <class A, class B = A>
inline constexpr Kernel gt = lift<&comparing::relate<Relation::gt, A, B>>;
template <class A, class B = A>
inline constexpr Kernel ge = lift<&comparing::relate<Relation::ge, A, B>>;
template <class A, class B = A>
inline constexpr Kernel cmp = lift<&comparing::order<A, B>>;

// Relations by the type's own order.
inline constexpr Kernel eq_by_type = &comparing::relate_by_type<Relation::eq>;
inline constexpr Kernel ne_by_type = &comparing::relate_by_type<Relation::ne>;
inline constexpr Kernel lt_by_type = &comparing::relate_by_type<Relation::lt>;
inline constexpr Kernel le_by_type = &comparing::relate_by_type<Relation::le>;
inline constexpr Kernel gt_by_type = &comparing::relate_by_type<Relation::gt>;
inline constexpr Kernel ge_by_type = &comparing::relate_by_type<Relation::ge>;
inline constexpr Kernel cmp_by_type = &comparing::order_by_type;

}  // namespace dsql::engine
