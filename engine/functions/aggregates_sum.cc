// count, sum and avg; bool_and, bool_or and the bit aggregates. Integers are summed in machine
// words wide enough never to overflow, numerics in 128 bits while they fit.
#include <cmath>

#include "engine/functions/aggregate_lift.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"
#include "engine/functions/value_slots.h"
#include "engine/types/interval.h"

namespace dsql::engine {
namespace {

using namespace sql;

using i8 = std::int64_t;
using Wide = __int128;
using Args = std::span<const Column* const>;
using States = std::span<void* const>;

// --- count
// -----------------------------------------------------------------------------------------

void count_rows(CallContext&, Args, Selection rows, States states, Arena&) {
  if (rows.count == 0) return;
  if (is_one_group(states)) {
    *static_cast<i8*>(states.front()) += rows.count;
    return;
  }
  for (void* state : states) ++*static_cast<i8*>(state);
}
void finish_count(CallContext&, const void* state, Column& out, std::uint32_t row) {
  out.set(row, *static_cast<const i8*>(state));
}
constexpr Aggregate count_all = {.state_size = sizeof(i8),
                                 .update = &count_rows,
                                 .finish = &finish_count,
                                 .skip_null_rows = false};
constexpr Aggregate count_values = plain_aggregate<i8>(&count_rows, &finish_count);

// --- integers
// --------------------------------------------------------------------------------------

Numeric numeric_of(Wide value) {
  const bool negative = value < 0;
  const auto magnitude = negative ? UnsignedWide{0} - static_cast<UnsignedWide>(value)
                                  : static_cast<UnsignedWide>(value);
  return Numeric::from_coefficient(negative, magnitude, 0);
}

template <class Total>
struct IntegerSum {
  Total total;
  i8 count;
};

template <class T, class Total>
void add_integers(CallContext&, Args args, Selection rows, States states, Arena&) {
  const T* values = args[0]->values<T>();
  const std::uint32_t stride = args[0]->stride();
  each_state<IntegerSum<Total>>(rows, states, [&](IntegerSum<Total>& state, std::uint32_t row) {
    state.total += values[row * stride];
    ++state.count;
  });
}
// sum of smallint and integer is bigint, of bigint numeric; NULL of nothing.
void finish_small_sum(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const auto& state = *static_cast<const IntegerSum<i8>*>(memory);
  if (state.count == 0) return out.set_null(row);
  out.set(row, state.total);
}
void finish_wide_sum(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const auto& state = *static_cast<const IntegerSum<Wide>*>(memory);
  if (state.count == 0) return out.set_null(row);
  Slot<Numeric>::write(out, row, numeric_of(state.total));
}
template <class Total>
void finish_integer_average(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const auto& state = *static_cast<const IntegerSum<Total>*>(memory);
  if (state.count == 0) return out.set_null(row);
  Slot<Numeric>::write(out, row,
                       numeric_divide(numeric_of(state.total), Numeric::from_integer(state.count)));
}
template <class T>
constexpr Aggregate small_sum = plain_aggregate<IntegerSum<i8>>(&add_integers<T, i8>,
                                                                &finish_small_sum);
constexpr Aggregate bigint_sum =
    plain_aggregate<IntegerSum<Wide>>(&add_integers<i8, Wide>, &finish_wide_sum);
template <class T, class Total>
constexpr Aggregate integer_average =
    plain_aggregate<IntegerSum<Total>>(&add_integers<T, Total>, &finish_integer_average<Total>);

// --- numeric
// ---------------------------------------------------------------------------------------

// The sum as `narrow` × 10^-scale until it no longer fits; then, and for NaN and infinities, in
// `wide`.
class NumericSum {
 public:
  void add(const Numeric& value) {
    ++count_;
    if (!widened_ && value.is_finite() && value.is_small() && add_narrow(value)) return;
    widen();
    wide_ = numeric_add(wide_, value);
  }
  i8 count() const { return count_; }
  Numeric total() const { return widened_ ? wide_ : narrow(); }

 private:
  Numeric narrow() const {
    const Numeric whole = numeric_of(narrow_);
    return Numeric::from_coefficient(whole.is_negative(), whole.small(), scale_);
  }
  void widen() {
    if (!widened_) wide_ = narrow();
    widened_ = true;
  }
  // value × 10^digits, false on overflow.
  static bool rescale(Wide& value, int digits) {
    for (; digits > 0; --digits)
      if (__builtin_mul_overflow(value, Wide{10}, &value)) return false;
    return true;
  }
  bool add_narrow(const Numeric& value) {
    Wide addend = static_cast<Wide>(value.small());
    if (value.is_negative()) addend = -addend;
    Wide sum = narrow_;
    if (value.scale() != scale_) {
      const int scale = std::max(scale_, value.scale());
      if (!rescale(addend, scale - value.scale()) || !rescale(sum, scale - scale_)) return false;
      if (__builtin_add_overflow(sum, addend, &sum)) return false;
      scale_ = scale;
    } else if (__builtin_add_overflow(sum, addend, &sum)) {
      return false;
    }
    if (sum == std::numeric_limits<Wide>::min()) return false;
    narrow_ = sum;
    return true;
  }

  Wide narrow_ = 0;
  i8 count_ = 0;
  int scale_ = 0;
  bool widened_ = false;
  Numeric wide_;
};

void add_numerics(CallContext&, Args args, Selection rows, States states, Arena&) {
  each_owned<NumericSum>(rows, states, [&](NumericSum& sum, std::uint32_t row) {
    sum.add(Numeric::unpack(args[0]->at<std::string_view>(row)));
  });
}
void finish_numeric_sum(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const NumericSum* sum = Owned<NumericSum>::of(memory);
  if (sum == nullptr) return out.set_null(row);
  Slot<Numeric>::write(out, row, sum->total());
}
void finish_numeric_average(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const NumericSum* sum = Owned<NumericSum>::of(memory);
  if (sum == nullptr) return out.set_null(row);
  Slot<Numeric>::write(out, row, numeric_divide(sum->total(), Numeric::from_integer(sum->count())));
}
constexpr Aggregate numeric_sum = owning_aggregate<NumericSum>(&add_numerics, &finish_numeric_sum);
constexpr Aggregate numeric_average =
    owning_aggregate<NumericSum>(&add_numerics, &finish_numeric_average);

// --- floats
// ----------------------------------------------------------------------------------------

template <class T>
struct FloatSum {
  T total;
  i8 count;
};

// `Total` is the precision the sum is kept in: that of the type for sum, double for avg.
template <class T, class Total>
void add_floats(CallContext&, Args args, Selection rows, States states, Arena&) {
  const T* values = args[0]->values<T>();
  const std::uint32_t stride = args[0]->stride();
  each_state<FloatSum<Total>>(rows, states, [&](FloatSum<Total>& state, std::uint32_t row) {
    const Total value = values[row * stride];
    const Total sum = state.total + value;
    if (std::isinf(sum) && !std::isinf(state.total) && !std::isinf(value))
      rules::raise(rules::conditions::overflow);
    // The first value is taken as it is, so that a sum of -0 is -0.
    state.total = state.count == 0 ? value : sum;
    ++state.count;
  });
}
template <class T>
void finish_float_sum(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const auto& state = *static_cast<const FloatSum<T>*>(memory);
  if (state.count == 0) return out.set_null(row);
  out.set(row, state.total);
}
void finish_float_average(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const auto& state = *static_cast<const FloatSum<double>*>(memory);
  if (state.count == 0) return out.set_null(row);
  out.set(row, state.total / static_cast<double>(state.count));
}
template <class T>
constexpr Aggregate float_sum = plain_aggregate<FloatSum<T>>(&add_floats<T, T>,
                                                             &finish_float_sum<T>);
template <class T>
constexpr Aggregate float_average = plain_aggregate<FloatSum<double>>(&add_floats<T, double>,
                                                                      &finish_float_average);

// --- interval
// --------------------------------------------------------------------------------------

struct IntervalSum {
  Interval total;
  i8 count;
};
void add_intervals(CallContext&, Args args, Selection rows, States states, Arena&) {
  each_state<IntervalSum>(rows, states, [&](IntervalSum& state, std::uint32_t row) {
    state.total = interval_add(state.total, args[0]->at<Interval>(row));
    ++state.count;
  });
}
void finish_interval_sum(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const auto& state = *static_cast<const IntervalSum*>(memory);
  if (state.count == 0) return out.set_null(row);
  out.set(row, state.total);
}
void finish_interval_average(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const auto& state = *static_cast<const IntervalSum*>(memory);
  if (state.count == 0) return out.set_null(row);
  out.set(row, interval_divide(state.total, static_cast<double>(state.count)));
}
constexpr Aggregate interval_sum =
    plain_aggregate<IntervalSum>(&add_intervals, &finish_interval_sum);
constexpr Aggregate interval_average =
    plain_aggregate<IntervalSum>(&add_intervals, &finish_interval_average);

// --- booleans and bits
// -----------------------------------------------------------------------------

template <class T>
struct Folded {
  T value;
  bool seen;
};
template <class T>
T bits_and(T a, T b) {
  return static_cast<T>(a & b);
}
template <class T>
T bits_or(T a, T b) {
  return static_cast<T>(a | b);
}
template <class T>
T bits_xor(T a, T b) {
  return static_cast<T>(a ^ b);
}
template <class T, T (*Fold)(T, T)>
void fold(CallContext&, Args args, Selection rows, States states, Arena&) {
  const T* values = args[0]->values<T>();
  const std::uint32_t stride = args[0]->stride();
  each_state<Folded<T>>(rows, states, [&](Folded<T>& state, std::uint32_t row) {
    const T value = values[row * stride];
    state.value = state.seen ? Fold(state.value, value) : value;
    state.seen = true;
  });
}
template <class T>
void finish_fold(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const auto& state = *static_cast<const Folded<T>*>(memory);
  if (!state.seen) return out.set_null(row);
  out.set(row, state.value);
}
template <class T, T (*Fold)(T, T)>
constexpr Aggregate folding = plain_aggregate<Folded<T>>(&fold<T, Fold>, &finish_fold<T>);
template <class T>
constexpr Aggregate all_bits = folding<T, &bits_and<T>>;
template <class T>
constexpr Aggregate any_bits = folding<T, &bits_or<T>>;
template <class T>
constexpr Aggregate odd_bits = folding<T, &bits_xor<T>>;

using i2 = std::int16_t;
using i4 = std::int32_t;

constexpr FunctionRow rows[] = {
    aggregate(2803, "count", {}, int8, &count_all),
    aggregate(2147, "count", {any}, int8, &count_values),
    aggregate(2109, "sum", {int2}, int8, &small_sum<i2>),
    aggregate(2108, "sum", {int4}, int8, &small_sum<i4>),
    aggregate(2107, "sum", {int8}, numeric, &bigint_sum),
    aggregate(2114, "sum", {numeric}, numeric, &numeric_sum),
    aggregate(2110, "sum", {float4}, float4, &float_sum<float>),
    aggregate(2111, "sum", {float8}, float8, &float_sum<double>),
    aggregate(2113, "sum", {interval}, interval, &interval_sum),
    aggregate(2102, "avg", {int2}, numeric, &integer_average<i2, i8>),
    aggregate(2101, "avg", {int4}, numeric, &integer_average<i4, i8>),
    aggregate(2100, "avg", {int8}, numeric, &integer_average<i8, Wide>),
    aggregate(2103, "avg", {numeric}, numeric, &numeric_average),
    aggregate(2104, "avg", {float4}, float8, &float_average<float>),
    aggregate(2105, "avg", {float8}, float8, &float_average<double>),
    aggregate(2106, "avg", {interval}, interval, &interval_average),
    aggregate(2517, "bool_and", {boolean}, boolean, &all_bits<bool>),
    aggregate(2519, "every", {boolean}, boolean, &all_bits<bool>),
    aggregate(2518, "bool_or", {boolean}, boolean, &any_bits<bool>),
    aggregate(2236, "bit_and", {int2}, int2, &all_bits<i2>),
    aggregate(2238, "bit_and", {int4}, int4, &all_bits<i4>),
    aggregate(2240, "bit_and", {int8}, int8, &all_bits<i8>),
    aggregate(2237, "bit_or", {int2}, int2, &any_bits<i2>),
    aggregate(2239, "bit_or", {int4}, int4, &any_bits<i4>),
    aggregate(2241, "bit_or", {int8}, int8, &any_bits<i8>),
    aggregate(6164, "bit_xor", {int2}, int2, &odd_bits<i2>),
    aggregate(6165, "bit_xor", {int4}, int4, &odd_bits<i4>),
    aggregate(6166, "bit_xor", {int8}, int8, &odd_bits<i8>),
};

}  // namespace

std::span<const FunctionRow> sum_aggregates() { return rows; }

}  // namespace dsql::engine
