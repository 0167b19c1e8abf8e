// Aggregates that keep every value: string_agg, array_agg, the percentiles and mode. The
// ordered-set ones take their direct arguments first and their rows already sorted.
#include <cmath>
#include <memory>

#include "engine/functions/aggregate_lift.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"
#include "engine/types/array.h"
#include "engine/types/interval.h"
#include "engine/types/value.h"

namespace dsql::engine {
namespace {

using namespace sql;

using Args = std::span<const Column* const>;
using States = std::span<void* const>;
using View = std::string_view;
using i8 = std::int64_t;

// --- string_agg
// ------------------------------------------------------------------------------------

void append_strings(CallContext& context, Args args, Selection rows, States states, Arena&) {
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    const std::uint32_t row = rows[i];
    if (args[0]->is_null(row)) continue;  // a NULL delimiter does not skip the row
    auto& owned = *static_cast<Owned<std::string>*>(states[i]);
    const bool first = owned.state == nullptr;
    std::string& text = owned.get();
    change_counted(context, text, [&] {
      if (!first && !args[1]->is_null(row)) text.append(args[1]->at<View>(row));
      text.append(args[0]->at<View>(row));
    });
  }
}
void finish_strings(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const std::string* text = Owned<std::string>::of(memory);
  if (text == nullptr) return out.set_null(row);
  out.own(row, *text);
}
constexpr Aggregate joined = owning_aggregate<std::string>(&append_strings, &finish_strings, false);

// --- array_agg
// -------------------------------------------------------------------------------------

// The element type is known at the first row only.
using MaybeArray = std::unique_ptr<ArrayBuilder>;

void append_elements(CallContext& context, Args args, Selection rows, States states, Arena&) {
  each_counted<MaybeArray>(context, rows, states, [&](MaybeArray& array, std::uint32_t row) {
    if (!array) array = std::make_unique<ArrayBuilder>(context.argument_types[0]);
    array->add(*args[0], row);
  });
}
void finish_elements(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const MaybeArray* array = Owned<MaybeArray>::of(memory);
  if (array == nullptr) return out.set_null(row);
  out.own(row, (*array)->finish());
}
constexpr Aggregate array_of_values =
    owning_aggregate<MaybeArray>(&append_elements, &finish_elements, false);

// array_agg of arrays of one shape: an array of one dimension more.
struct Stack {
  std::unique_ptr<ArrayBuilder> elements;
  std::vector<ArrayDimension> shape;
  std::int32_t count = 0;

  void push(View bytes) {
    const ArrayView array(bytes);
    if (array.dimensions() == 0) rules::raise(rules::conditions::cannot_accumulate_empty_arrays);
    std::vector<ArrayDimension> given;
    for (int i = 0; i < array.dimensions(); ++i) given.push_back(array.dimension(i));
    const int depth = array.dimensions() + 1;
    if (depth > ArrayView::max_dimensions)
      rules::raise(rules::conditions::array_too_many_dimensions, depth, ArrayView::max_dimensions);
    if (elements == nullptr) {
      elements = std::make_unique<ArrayBuilder>(array.element_type());
      shape = given;
    } else if (given != shape) {
      rules::raise(rules::conditions::cannot_accumulate_different_arrays);
    }
    for (std::uint32_t i = 0; i < array.size(); ++i) {
      if (array.is_null(i)) {
        elements->add_null();
      } else {
        elements->add_image(array.image(i));
      }
    }
    ++count;
  }
  std::string finish() const {
    std::vector<ArrayDimension> dimensions{{count, 1}};
    dimensions.insert(dimensions.end(), shape.begin(), shape.end());
    return elements->finish(dimensions);
  }
  std::size_t footprint() const { return elements == nullptr ? 0 : elements->footprint(); }
};
void stack_arrays(CallContext& context, Args args, Selection rows, States states, Arena&) {
  each_counted<Stack>(context, rows, states, [&](Stack& stack, std::uint32_t row) {
    if (args[0]->is_null(row)) rules::raise(rules::conditions::cannot_accumulate_null_arrays);
    stack.push(args[0]->at<View>(row));
  });
}
void finish_stack(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const Stack* stack = Owned<Stack>::of(memory);
  if (stack == nullptr) return out.set_null(row);
  out.own(row, stack->finish());
}
constexpr Aggregate array_of_arrays = owning_aggregate<Stack>(&stack_arrays, &finish_stack, false);

// --- ordered sets
// ----------------------------------------------------------------------------------

// The sorted values, and the direct argument as it was at the first row.
struct Sorted {
  std::vector<Value> values;
  Value fraction;
  std::size_t bytes = 0;  // of the values

  void add(Value value) {
    bytes += footprint_of(value);
    values.push_back(std::move(value));
  }
  std::size_t footprint() const { return values.capacity() * sizeof(Value) + bytes; }
};

// `args`: the fraction (or fractions), then the sorted value.
void collect(CallContext& context, Args args, Selection rows, States states, Arena&) {
  each_counted<Sorted>(context, rows, states, [&](Sorted& sorted, std::uint32_t row) {
    if (sorted.values.empty()) sorted.fraction = Value::from(*args[0], row);
    if (!args[1]->is_null(row)) sorted.add(Value::from(*args[1], row));
  });
}

double checked_fraction(double fraction) {
  if (!(fraction >= 0 && fraction <= 1)) {
    std::string shown;
    Column one(Physical::float64, 1);
    one.set(0, fraction);
    type_of(oid::float8).text_output(one, 0, TextFormat{}, shown);
    rules::raise(rules::conditions::percentile_out_of_range, shown);
  }
  return fraction;
}

const Value& discrete(const Sorted& sorted, double fraction) {
  const auto rank = static_cast<i8>(
      std::ceil(checked_fraction(fraction) * static_cast<double>(sorted.values.size())));
  return sorted.values[static_cast<std::size_t>(rank > 0 ? rank - 1 : 0)];
}

template <class T>
T between(const T& low, const T& high, double part) {
  if constexpr (std::is_same_v<T, Interval>) {
    return interval_add(low, interval_multiply(interval_subtract(high, low), part));
  } else {
    return low + (high - low) * part;
  }
}
template <class T>
T continuous(const Sorted& sorted, double fraction) {
  const double position =
      checked_fraction(fraction) * static_cast<double>(sorted.values.size() - 1);
  const T low = sorted.values[static_cast<std::size_t>(std::floor(position))].as<T>();
  if (std::floor(position) == std::ceil(position)) return low;
  const T high = sorted.values[static_cast<std::size_t>(std::ceil(position))].as<T>();
  return between(low, high, position - std::floor(position));
}

const Sorted* usable(const void* memory) {
  const Sorted* sorted = Owned<Sorted>::of(memory);
  const bool empty = sorted == nullptr || sorted->values.empty() || sorted->fraction.is_null();
  return empty ? nullptr : sorted;
}
void finish_discrete(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const Sorted* sorted = usable(memory);
  if (sorted == nullptr) return out.set_null(row);
  discrete(*sorted, sorted->fraction.as<double>()).store(out, row);
}
template <class T>
void finish_continuous(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const Sorted* sorted = usable(memory);
  if (sorted == nullptr) return out.set_null(row);
  out.set(row, continuous<T>(*sorted, sorted->fraction.as<double>()));
}

// The forms over an array of fractions answer an array of the same shape.
template <class Add>
void finish_each(const Sorted& sorted, Oid element, Column& out, std::uint32_t row, Add&& add) {
  const auto bytes = sorted.fraction.as<View>();
  const ArrayView fractions(bytes);
  ArrayBuilder results(element);
  std::vector<ArrayDimension> shape;
  for (int i = 0; i < fractions.dimensions(); ++i) shape.push_back(fractions.dimension(i));
  for (std::uint32_t i = 0; i < fractions.size(); ++i) {
    if (fractions.is_null(i)) {
      results.add_null();
    } else {
      add(results, fractions.at<double>(i));
    }
  }
  out.own(row, results.finish(shape));
}
void finish_discrete_each(CallContext& context, const void* memory, Column& out,
                          std::uint32_t row) {
  const Sorted* sorted = usable(memory);
  if (sorted == nullptr) return out.set_null(row);
  Column one(sorted->values.front().physical(), 1);
  finish_each(*sorted, context.argument_types[1], out, row,
              [&](ArrayBuilder& results, double fraction) {
                one.prepare(one.physical(), 1);
                discrete(*sorted, fraction).store(one, 0);
                results.add(one, 0);
              });
}
template <class T>
void finish_continuous_each(CallContext& context, const void* memory, Column& out,
                            std::uint32_t row) {
  const Sorted* sorted = usable(memory);
  if (sorted == nullptr) return out.set_null(row);
  finish_each(*sorted, context.argument_types[1], out, row,
              [&](ArrayBuilder& results, double fraction) {
                results.add_value(continuous<T>(*sorted, fraction));
              });
}

// mode(): the most frequent value, the first of equals.
struct Runs {
  Value best;
  i8 best_count = 0;
  Value current;
  i8 current_count = 0;

  void settle() {
    if (current_count > best_count) {
      best = current;
      best_count = current_count;
    }
  }
  std::size_t footprint() const { return footprint_of(best) + footprint_of(current); }
};
void count_runs(CallContext& context, Args args, Selection rows, States states, Arena&) {
  const auto compare = type_of(context.argument_types[0]).compare;
  Column one;
  each_counted<Runs>(context, rows, states, [&](Runs& runs, std::uint32_t row) {
    if (runs.current_count > 0) {
      runs.current.broadcast(one);
      if (compare(one, 0, *args[0], row) == 0) {
        ++runs.current_count;
        return;
      }
    }
    runs.settle();
    runs.current = Value::from(*args[0], row);
    runs.current_count = 1;
  });
}
void finish_runs(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const Runs* runs = Owned<Runs>::of(memory);
  if (runs == nullptr) return out.set_null(row);
  (runs->current_count > runs->best_count ? runs->current : runs->best).store(out, row);
}

// Makes an aggregate an ordered-set one.
constexpr Aggregate over_sorted(std::uint8_t direct_arguments, Aggregate aggregate) {
  aggregate.kind = 'o';
  aggregate.direct_arguments = direct_arguments;
  return aggregate;
}

constexpr Aggregate percentile_discrete =
    over_sorted(1, owning_aggregate<Sorted>(&collect, &finish_discrete, false));
constexpr Aggregate percentile_discrete_each =
    over_sorted(1, owning_aggregate<Sorted>(&collect, &finish_discrete_each, false));
template <class T>
constexpr Aggregate percentile =
    over_sorted(1, owning_aggregate<Sorted>(&collect, &finish_continuous<T>, false));
template <class T>
constexpr Aggregate percentile_each =
    over_sorted(1, owning_aggregate<Sorted>(&collect, &finish_continuous_each<T>, false));
constexpr Aggregate most_frequent =
    over_sorted(0, owning_aggregate<Runs>(&count_runs, &finish_runs));

constexpr FunctionRow rows[] = {
    aggregate(3538, "string_agg", {text, text}, text, &joined),
    aggregate(3545, "string_agg", {bytea, bytea}, bytea, &joined),
    aggregate(2335, "array_agg", {anynonarray}, anyarray, &array_of_values),
    aggregate(4053, "array_agg", {anyarray}, anyarray, &array_of_arrays),
    aggregate(3972, "percentile_disc", {float8, anyelement}, anyelement, &percentile_discrete),
    aggregate(3978, "percentile_disc", {float8_array, anyelement}, anyarray,
              &percentile_discrete_each),
    aggregate(3974, "percentile_cont", {float8, float8}, float8, &percentile<double>),
    aggregate(3976, "percentile_cont", {float8, interval}, interval, &percentile<Interval>),
    aggregate(3980, "percentile_cont", {float8_array, float8}, float8_array,
              &percentile_each<double>),
    aggregate(3982, "percentile_cont", {float8_array, interval}, interval_array,
              &percentile_each<Interval>),
    aggregate(3984, "mode", {anyelement}, anyelement, &most_frequent),
};

}  // namespace

std::span<const FunctionRow> collecting_aggregates() { return rows; }

}  // namespace dsql::engine
