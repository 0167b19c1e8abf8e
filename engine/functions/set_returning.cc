// Set-returning functions: series, subscripts, unnest, and text split into rows.
#include "engine/functions/function_lists.h"
#include "engine/functions/regexp_matches.h"
#include "engine/functions/rows.h"
#include "engine/functions/set_streams.h"
#include "engine/functions/text_lists.h"
#include "engine/functions/value_slots.h"
#include "engine/types/array.h"
#include "engine/types/datetime.h"

namespace dsql::engine {
namespace {

using namespace sql;

using Args = std::span<const Column* const>;
using Stream = std::unique_ptr<SetStream>;
using View = std::string_view;
using i4 = std::int32_t;
using i8 = std::int64_t;
namespace conditions = rules::conditions;

// --- generate_series
// -------------------------------------------------------------------------------

template <class T>
struct IntegerSeries {
  T at;
  T stop;
  T step;
  bool finished = false;

  bool next_value(Column& out, std::uint32_t row) {
    if (finished || (step > 0 ? at > stop : at < stop)) return false;
    out.set(row, at);
    finished = __builtin_add_overflow(at, step, &at);
    return true;
  }
};
template <class T>
Stream integer_series(CallContext&, Args args, std::uint32_t row) {
  const T step = args.size() > 2 ? args[2]->at<T>(row) : T{1};
  if (step == 0) rules::raise(conditions::step_size_zero);
  return value_stream(physical_of<T>::value,
                      IntegerSeries<T>{args[0]->at<T>(row), args[1]->at<T>(row), step});
}

struct NumericSeries {
  Numeric at;
  Numeric stop;
  Numeric step;

  bool next_value(Column& out, std::uint32_t row) {
    if (step.is_negative() ? at < stop : at > stop) return false;
    Slot<Numeric>::write(out, row, at);
    at = numeric_add(at, step);
    return true;
  }
};
void check_bound(const Numeric& value, View nan_text, View infinite_text) {
  if (value.is_nan()) rules::raise(conditions::series_value_special, nan_text);
  if (value.is_infinite()) rules::raise(conditions::series_value_special, infinite_text);
}
Stream numeric_series(CallContext&, Args args, std::uint32_t row) {
  const auto value = [&](std::size_t index) { return Numeric::unpack(args[index]->at<View>(row)); };
  NumericSeries series{value(0), value(1), args.size() > 2 ? value(2) : Numeric::from_integer(1)};
  check_bound(series.at, conditions::series_start_nan, conditions::series_start_infinite);
  check_bound(series.stop, conditions::series_stop_nan, conditions::series_stop_infinite);
  check_bound(series.step, conditions::series_step_nan, conditions::series_step_infinite);
  if (series.step.is_zero()) rules::raise(conditions::step_size_zero);
  return value_stream(Physical::bytes, std::move(series));
}

// `zone` is null for timestamps without one.
struct TimestampSeries {
  i8 at;
  i8 stop;
  Interval step;
  const TimeZone* zone;
  bool falling;

  bool next_value(Column& out, std::uint32_t row) {
    if (falling ? at < stop : at > stop) return false;
    out.set(row, at);
    at = zone == nullptr ? timestamp_add(at, step) : timestamptz_add(at, step, *zone);
    return true;
  }
};
Stream moments(Args args, std::uint32_t row, const TimeZone* zone) {
  const Interval step = args[2]->at<Interval>(row);
  const int sign = interval_compare(step, Interval{});
  if (sign == 0) rules::raise(conditions::step_size_zero);
  return value_stream(Physical::int64, TimestampSeries{args[0]->at<i8>(row), args[1]->at<i8>(row),
                                                       step, zone, sign < 0});
}
Stream timestamp_series(CallContext&, Args args, std::uint32_t row) {
  return moments(args, row, nullptr);
}
Stream timestamptz_series(CallContext& context, Args args, std::uint32_t row) {
  return moments(
      args, row,
      args.size() > 3 ? &resolve_time_zone(args[3]->at<View>(row)) : context.format->zone);
}

// --- arrays
// ----------------------------------------------------------------------------------------

struct ArrayElements {
  std::string bytes;  // outlives the input row
  std::uint32_t at = 0;

  bool next_value(Column& out, std::uint32_t row) {
    const ArrayView array(bytes);
    if (at >= array.size()) return false;
    array.load(at++, out, row);
    return true;
  }
};
Stream unnest(CallContext&, Args args, std::uint32_t row) {
  ArrayElements elements{std::string(args[0]->at<View>(row))};
  const Oid element = ArrayView(elements.bytes).element_type();
  return value_stream(type_of(element).physical, std::move(elements));
}

Stream subscripts(CallContext&, Args args, std::uint32_t row) {
  const ArrayView array(args[0]->at<View>(row));
  const i4 wanted = args[1]->at<i4>(row);
  if (wanted < 1 || wanted > array.dimensions())
    return value_stream(Physical::int32, IntegerSeries<i4>{1, 0, 1});
  const ArrayDimension dimension = array.dimension(wanted - 1);
  const i4 last = dimension.lower + dimension.size - 1;
  if (args.size() > 2 && args[2]->at<bool>(row))
    return value_stream(Physical::int32, IntegerSeries<i4>{last, dimension.lower, -1});
  return value_stream(Physical::int32, IntegerSeries<i4>{dimension.lower, last, 1});
}

// --- text
// ------------------------------------------------------------------------------------------

Value text_value(View text) { return Value::bytes(std::string(text)); }

Stream text_rows(const CallContext& context) {
  return std::make_unique<ListedRows>(context, std::vector{Physical::bytes});
}
ListedRows& listed(Stream& stream) { return static_cast<ListedRows&>(*stream); }

std::optional<View> maybe_text(Args args, std::size_t index, std::uint32_t row) {
  if (index >= args.size() || args[index]->is_null(row)) return std::nullopt;
  return args[index]->at<View>(row);
}

Stream split_to_rows(CallContext& context, Args args, std::uint32_t row) {
  Stream rows = text_rows(context);
  const auto text = maybe_text(args, 0, row);
  if (!text) return rows;
  for (const auto& field : split_text(*text, maybe_text(args, 1, row), maybe_text(args, 2, row))) {
    listed(rows).add({field ? text_value(*field) : Value::null(Physical::bytes)});
  }
  return rows;
}

Stream regexp_rows(CallContext& context, Args args, std::uint32_t row) {
  const View subject = args[0]->at<View>(row);
  const RegexpFlags flags =
      regexp_flags(args.size() > 2 ? args[2]->at<View>(row) : View(), "regexp_matches", true);
  Regexp regexp(args[1]->at<View>(row), flags);
  RegexpWalk walk(regexp, subject);
  Stream rows = text_rows(context);
  while (walk.next()) {
    listed(rows).add({Value::bytes(regexp_groups(regexp, subject))});
    if (!flags.global) break;
  }
  return rows;
}

Stream regexp_split_rows(CallContext& context, Args args, std::uint32_t row) {
  const RegexpFlags flags = regexp_flags(args.size() > 2 ? args[2]->at<View>(row) : View(),
                                         "regexp_split_to_table", false);
  Regexp regexp(args[1]->at<View>(row), flags);
  Stream rows = text_rows(context);
  for (View piece : regexp_split(regexp, args[0]->at<View>(row)))
    listed(rows).add({text_value(piece)});
  return rows;
}

constexpr FunctionRow rows[] = {
    set(1067, "generate_series", {int4, int4}, int4, &integer_series<i4>),
    set(1066, "generate_series", {int4, int4, int4}, int4, &integer_series<i4>),
    set(1069, "generate_series", {int8, int8}, int8, &integer_series<i8>),
    set(1068, "generate_series", {int8, int8, int8}, int8, &integer_series<i8>),
    set(3260, "generate_series", {numeric, numeric}, numeric, &numeric_series),
    set(3259, "generate_series", {numeric, numeric, numeric}, numeric, &numeric_series),
    set(938, "generate_series", {timestamp, timestamp, interval}, timestamp, &timestamp_series),
    stable(set(939, "generate_series", {timestamptz, timestamptz, interval}, timestamptz,
               &timestamptz_series)),
    set(6274, "generate_series", {timestamptz, timestamptz, interval, text}, timestamptz,
        &timestamptz_series),
    set(1192, "generate_subscripts", {anyarray, int4}, int4, &subscripts),
    set(1191, "generate_subscripts", {anyarray, int4, boolean}, int4, &subscripts),
    set(2331, "unnest", {anyarray}, anyelement, &unnest),
    called_on_null(set(6160, "string_to_table", {text, text}, text, &split_to_rows)),
    called_on_null(set(6161, "string_to_table", {text, text, text}, text, &split_to_rows)),
    set(2763, "regexp_matches", {text, text}, text_array, &regexp_rows),
    set(2764, "regexp_matches", {text, text, text}, text_array, &regexp_rows),
    set(2765, "regexp_split_to_table", {text, text}, text, &regexp_split_rows),
    set(2766, "regexp_split_to_table", {text, text, text}, text, &regexp_split_rows),
};

}  // namespace

std::span<const FunctionRow> set_returning() { return rows; }

}  // namespace dsql::engine
