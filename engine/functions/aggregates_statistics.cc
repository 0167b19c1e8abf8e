// variance, stddev, covariance, correlation and linear regression. Floats by the Youngs-Cramer
// sums, integers and numerics exactly, as PostgreSQL computes them.
#include <array>
#include <cmath>

#include "dsqlrules/conditions/aggregate_errors.h"
#include "engine/functions/aggregate_lift.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"
#include "engine/functions/value_slots.h"
#include "engine/types/array.h"

namespace dsql::engine {
namespace {

using namespace sql;

using Args = std::span<const Column* const>;
using States = std::span<void* const>;
using i8 = std::int64_t;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// --- one variable, double precision
// ----------------------------------------------------------------

struct Moments {
  double count;
  double sum;
  double squares;  // of differences from the mean

  void add(double value) {
    const double old_count = count;
    const double old_sum = sum;
    count += 1;
    sum += value;
    if (old_count > 0) {
      const double difference = value * count - sum;
      squares += difference * difference / (count * old_count);
      if (std::isinf(sum) || std::isinf(squares)) {
        if (!std::isinf(old_sum) && !std::isinf(value)) rules::raise(rules::conditions::overflow);
        squares = nan;
      }
    } else if (!std::isfinite(value)) {
      squares = nan;
    }
  }
};

template <class T>
void add_moments(CallContext&, Args args, Selection rows, States states, Arena&) {
  each_state<Moments>(rows, states,
                      [&](Moments& state, std::uint32_t row) { state.add(args[0]->at<T>(row)); });
}
template <bool sample, bool root>
void finish_moments(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const auto& state = *static_cast<const Moments*>(memory);
  if (state.count <= (sample ? 1 : 0)) return out.set_null(row);
  const double variance = state.squares / (sample ? state.count - 1 : state.count);
  out.set(row, root ? std::sqrt(variance) : variance);
}
template <class T, bool sample, bool root>
constexpr Aggregate float_spread = plain_aggregate<Moments>(&add_moments<T>,
                                                            &finish_moments<sample, root>);

// --- one variable, exact
// ---------------------------------------------------------------------------

struct ExactMoments {
  i8 count = 0;
  bool special = false;  // a NaN or an infinity was seen
  Numeric sum;
  Numeric squares;

  void add(const Numeric& value) {
    ++count;
    special |= !value.is_finite();
    if (special) return;
    sum = numeric_add(sum, value);
    squares = numeric_add(squares, numeric_multiply(value, value));
  }
};

template <class T>
void add_exact(CallContext&, Args args, Selection rows, States states, Arena&) {
  each_owned<ExactMoments>(rows, states, [&](ExactMoments& state, std::uint32_t row) {
    if constexpr (std::is_same_v<T, Numeric>) {
      state.add(Numeric::unpack(args[0]->at<std::string_view>(row)));
    } else {
      state.add(Numeric::from_integer(args[0]->at<T>(row)));
    }
  });
}

template <bool sample, bool root>
Numeric spread(const ExactMoments& state) {
  if (state.special) return Numeric::nan();
  const Numeric count = Numeric::from_integer(state.count);
  const Numeric difference = numeric_subtract(numeric_multiply(count, state.squares),
                                              numeric_multiply(state.sum, state.sum));
  if (difference.is_negative() || difference.is_zero()) return Numeric();
  const Numeric divisor =
      numeric_multiply(count, Numeric::from_integer(sample ? state.count - 1 : state.count));
  const Numeric variance = numeric_divide(difference, divisor);
  return root ? numeric_round(numeric_sqrt(variance), variance.scale()) : variance;
}
template <bool sample, bool root>
void finish_exact(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const ExactMoments* state = Owned<ExactMoments>::of(memory);
  if (state == nullptr || state->count <= (sample ? 1 : 0)) return out.set_null(row);
  Slot<Numeric>::write(out, row, spread<sample, root>(*state));
}
template <class T, bool sample, bool root>
constexpr Aggregate exact_spread = owning_aggregate<ExactMoments>(&add_exact<T>,
                                                                  &finish_exact<sample, root>);

// --- two variables
// ---------------------------------------------------------------------------------

struct Pairs {
  double count;
  double sum_x, squares_x;
  double sum_y, squares_y;
  double products;

  void add(double y, double x) {
    const Pairs old = *this;
    count += 1;
    sum_x += x;
    sum_y += y;
    if (old.count > 0) {
      const double dx = x * count - sum_x;
      const double dy = y * count - sum_y;
      const double scale = 1 / (count * old.count);
      squares_x += dx * dx * scale;
      squares_y += dy * dy * scale;
      products += dx * dy * scale;
      settle_infinite(old, y, x);
    } else {
      if (!std::isfinite(x)) squares_x = products = nan;
      if (!std::isfinite(y)) squares_y = products = nan;
    }
  }

 private:
  void settle_infinite(const Pairs& old, double y, double x) {
    const bool any = std::isinf(sum_x) || std::isinf(squares_x) || std::isinf(sum_y) ||
                     std::isinf(squares_y) || std::isinf(products);
    if (!any) return;
    const bool finite_x = !std::isinf(old.sum_x) && !std::isinf(x);
    const bool finite_y = !std::isinf(old.sum_y) && !std::isinf(y);
    if (((std::isinf(sum_x) || std::isinf(squares_x)) && finite_x) ||
        ((std::isinf(sum_y) || std::isinf(squares_y)) && finite_y) ||
        (std::isinf(products) && finite_x && finite_y)) {
      rules::raise(rules::conditions::overflow);
    }
    if (std::isinf(squares_x)) squares_x = nan;
    if (std::isinf(squares_y)) squares_y = nan;
    if (std::isinf(products)) products = nan;
  }
};

void add_pairs(CallContext&, Args args, Selection rows, States states, Arena&) {
  each_state<Pairs>(rows, states, [&](Pairs& state, std::uint32_t row) {
    if (args[0]->is_null(row) || args[1]->is_null(row)) return;
    state.add(args[0]->at<double>(row), args[1]->at<double>(row));
  });
}

using PairResult = std::optional<double> (*)(const Pairs&);
std::optional<double> squares_of_x(const Pairs& s) { return s.squares_x; }
std::optional<double> squares_of_y(const Pairs& s) { return s.squares_y; }
std::optional<double> products(const Pairs& s) { return s.products; }
std::optional<double> average_x(const Pairs& s) { return s.sum_x / s.count; }
std::optional<double> average_y(const Pairs& s) { return s.sum_y / s.count; }
std::optional<double> covariance(const Pairs& s) { return s.products / s.count; }
std::optional<double> sample_covariance(const Pairs& s) {
  if (s.count < 2) return std::nullopt;
  return s.products / (s.count - 1);
}
std::optional<double> correlation(const Pairs& s) {
  if (s.squares_x == 0 || s.squares_y == 0) return std::nullopt;
  return s.products / std::sqrt(s.squares_x * s.squares_y);
}
std::optional<double> determination(const Pairs& s) {
  if (s.squares_x == 0) return std::nullopt;
  if (s.squares_y == 0) return 1;
  return s.products * s.products / (s.squares_x * s.squares_y);
}
std::optional<double> slope(const Pairs& s) {
  if (s.squares_x == 0) return std::nullopt;
  return s.products / s.squares_x;
}
std::optional<double> intercept(const Pairs& s) {
  if (s.squares_x == 0) return std::nullopt;
  return (s.sum_y - s.sum_x * s.products / s.squares_x) / s.count;
}

template <PairResult Result>
void finish_pairs(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const auto& state = *static_cast<const Pairs*>(memory);
  if (state.count < 1) return out.set_null(row);
  lifting::write<false>(out, row, Result(state));
}
void finish_pair_count(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  out.set(row, static_cast<i8>(static_cast<const Pairs*>(memory)->count));
}
template <PairResult Result>
constexpr Aggregate pairs = plain_aggregate<Pairs>(&add_pairs, &finish_pairs<Result>);
constexpr Aggregate pair_count = plain_aggregate<Pairs>(&add_pairs, &finish_pair_count);

using i2 = std::int16_t;
using i4 = std::int32_t;

// --- the states as arrays, which SQL can call the steps with
// ---------------------------------------

using View = std::string_view;

template <std::size_t size>
using State = std::array<double, size>;

template <std::size_t size>
State<size> state_of(View bytes, View function) {
  const ArrayView array(bytes);
  const bool fits = array.dimensions() == 1 && array.size() == size && !array.has_nulls() &&
                    array.element_type() == float8;
  if (!fits)
    rules::raise(rules::conditions::aggregate_state_size, function, static_cast<int>(size));
  State<size> state;
  for (std::uint32_t i = 0; i < size; ++i) state[i] = array.at<double>(i);
  return state;
}

template <std::size_t size>
std::string array_of(const State<size>& state) {
  ArrayBuilder builder(float8);
  for (const double value : state) builder.add_value(value);
  return builder.finish();
}

std::string accumulate(View bytes, double value) {
  const State<3> state = state_of<3>(bytes, "float8_accum");
  Moments moments{state[0], state[1], state[2]};
  moments.add(value);
  return array_of<3>({moments.count, moments.sum, moments.squares});
}

std::string accumulate_pair(View bytes, double y, double x) {
  const State<6> state = state_of<6>(bytes, "float8_regr_accum");
  Pairs pairs{};
  pairs.count = state[0];
  pairs.sum_x = state[1];
  pairs.squares_x = state[2];
  pairs.sum_y = state[3];
  pairs.squares_y = state[4];
  pairs.products = state[5];
  pairs.add(y, x);
  return array_of<6>(
      {pairs.count, pairs.sum_x, pairs.squares_x, pairs.sum_y, pairs.squares_y, pairs.products});
}

double finite_sum(double sum, double a, double b) {
  if (std::isinf(sum) && !std::isinf(a) && !std::isinf(b))
    rules::raise(rules::conditions::overflow);
  return sum;
}

// Two groups' states as one. A state is a count, then for each variable its sum and its squares,
// then for two variables the sum of their products.
template <std::size_t size>
std::string combined(View function, View first, View second) {
  const State<size> a = state_of<size>(first, function);
  const State<size> b = state_of<size>(second, function);
  if (a[0] == 0) return array_of<size>(b);
  if (b[0] == 0) return array_of<size>(a);
  State<size> sum{};
  sum[0] = a[0] + b[0];
  const auto apart = [&](std::size_t at) { return a[at] / a[0] - b[at] / b[0]; };
  const auto spread = [&](std::size_t at, double one, double other) {
    sum[at] = finite_sum(a[at] + b[at] + a[0] * b[0] * one * other / sum[0], a[at], b[at]);
  };
  for (std::size_t at = 1; at + 1 < size; at += 2) {
    sum[at] = finite_sum(a[at] + b[at], a[at], b[at]);
    spread(at + 1, apart(at), apart(at));
  }
  if constexpr (size == 6) spread(5, apart(1), apart(3));
  return array_of<size>(sum);
}
std::string combine(View a, View b) { return combined<3>("float8_combine", a, b); }
std::string combine_pairs(View a, View b) { return combined<6>("float8_regr_combine", a, b); }

bool both(bool a, bool b) { return a && b; }
bool either(bool a, bool b) { return a || b; }

constexpr FunctionRow rows[] = {
    aggregate(2150, "variance", {int2}, numeric, &exact_spread<i2, true, false>),
    aggregate(2149, "variance", {int4}, numeric, &exact_spread<i4, true, false>),
    aggregate(2148, "variance", {int8}, numeric, &exact_spread<i8, true, false>),
    aggregate(2153, "variance", {numeric}, numeric, &exact_spread<Numeric, true, false>),
    aggregate(2151, "variance", {float4}, float8, &float_spread<float, true, false>),
    aggregate(2152, "variance", {float8}, float8, &float_spread<double, true, false>),
    aggregate(2643, "var_samp", {int2}, numeric, &exact_spread<i2, true, false>),
    aggregate(2642, "var_samp", {int4}, numeric, &exact_spread<i4, true, false>),
    aggregate(2641, "var_samp", {int8}, numeric, &exact_spread<i8, true, false>),
    aggregate(2646, "var_samp", {numeric}, numeric, &exact_spread<Numeric, true, false>),
    aggregate(2644, "var_samp", {float4}, float8, &float_spread<float, true, false>),
    aggregate(2645, "var_samp", {float8}, float8, &float_spread<double, true, false>),
    aggregate(2720, "var_pop", {int2}, numeric, &exact_spread<i2, false, false>),
    aggregate(2719, "var_pop", {int4}, numeric, &exact_spread<i4, false, false>),
    aggregate(2718, "var_pop", {int8}, numeric, &exact_spread<i8, false, false>),
    aggregate(2723, "var_pop", {numeric}, numeric, &exact_spread<Numeric, false, false>),
    aggregate(2721, "var_pop", {float4}, float8, &float_spread<float, false, false>),
    aggregate(2722, "var_pop", {float8}, float8, &float_spread<double, false, false>),
    aggregate(2156, "stddev", {int2}, numeric, &exact_spread<i2, true, true>),
    aggregate(2155, "stddev", {int4}, numeric, &exact_spread<i4, true, true>),
    aggregate(2154, "stddev", {int8}, numeric, &exact_spread<i8, true, true>),
    aggregate(2159, "stddev", {numeric}, numeric, &exact_spread<Numeric, true, true>),
    aggregate(2157, "stddev", {float4}, float8, &float_spread<float, true, true>),
    aggregate(2158, "stddev", {float8}, float8, &float_spread<double, true, true>),
    aggregate(2714, "stddev_samp", {int2}, numeric, &exact_spread<i2, true, true>),
    aggregate(2713, "stddev_samp", {int4}, numeric, &exact_spread<i4, true, true>),
    aggregate(2712, "stddev_samp", {int8}, numeric, &exact_spread<i8, true, true>),
    aggregate(2717, "stddev_samp", {numeric}, numeric, &exact_spread<Numeric, true, true>),
    aggregate(2715, "stddev_samp", {float4}, float8, &float_spread<float, true, true>),
    aggregate(2716, "stddev_samp", {float8}, float8, &float_spread<double, true, true>),
    aggregate(2726, "stddev_pop", {int2}, numeric, &exact_spread<i2, false, true>),
    aggregate(2725, "stddev_pop", {int4}, numeric, &exact_spread<i4, false, true>),
    aggregate(2724, "stddev_pop", {int8}, numeric, &exact_spread<i8, false, true>),
    aggregate(2729, "stddev_pop", {numeric}, numeric, &exact_spread<Numeric, false, true>),
    aggregate(2727, "stddev_pop", {float4}, float8, &float_spread<float, false, true>),
    aggregate(2728, "stddev_pop", {float8}, float8, &float_spread<double, false, true>),
    aggregate(2829, "corr", {float8, float8}, float8, &pairs<&correlation>),
    aggregate(2827, "covar_pop", {float8, float8}, float8, &pairs<&covariance>),
    aggregate(2828, "covar_samp", {float8, float8}, float8, &pairs<&sample_covariance>),
    aggregate(2822, "regr_avgx", {float8, float8}, float8, &pairs<&average_x>),
    aggregate(2823, "regr_avgy", {float8, float8}, float8, &pairs<&average_y>),
    aggregate(2818, "regr_count", {float8, float8}, int8, &pair_count),
    aggregate(2826, "regr_intercept", {float8, float8}, float8, &pairs<&intercept>),
    aggregate(2824, "regr_r2", {float8, float8}, float8, &pairs<&determination>),
    aggregate(2825, "regr_slope", {float8, float8}, float8, &pairs<&slope>),
    aggregate(2819, "regr_sxx", {float8, float8}, float8, &pairs<&squares_of_x>),
    aggregate(2821, "regr_sxy", {float8, float8}, float8, &pairs<&products>),
    aggregate(2820, "regr_syy", {float8, float8}, float8, &pairs<&squares_of_y>),
    fn(222, "float8_accum", {float8_array, float8}, float8_array, lift<&accumulate>),
    fn(276, "float8_combine", {float8_array, float8_array}, float8_array, lift<&combine>),
    fn(2806, "float8_regr_accum", {float8_array, float8, float8}, float8_array,
       lift<&accumulate_pair>),
    fn(3342, "float8_regr_combine", {float8_array, float8_array}, float8_array,
       lift<&combine_pairs>),
    fn(2515, "booland_statefunc", {boolean, boolean}, boolean, lift<&both>),
    fn(2516, "boolor_statefunc", {boolean, boolean}, boolean, lift<&either>),
};

}  // namespace

std::span<const FunctionRow> statistics_aggregates() { return rows; }

}  // namespace dsql::engine
