// min, max and any_value. Fixed-width values are kept in the state; bytes in a string the state
// owns.
#include "engine/functions/aggregate_lift.h"
#include "engine/functions/compare.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/rows.h"
#include "engine/types/array.h"
#include "engine/types/datetime.h"
#include "engine/types/inet.h"
#include "engine/types/interval.h"
#include "engine/types/numeric.h"
#include "engine/types/text.h"
#include "engine/types/value.h"

namespace dsql::engine {
namespace {

using namespace sql;

using Args = std::span<const Column* const>;
using States = std::span<void* const>;
using View = std::string_view;

// --- fixed width
// -----------------------------------------------------------------------------------

template <class T>
struct Extreme {
  T value;
  bool seen;
};

template <class T>
bool before(const T& a, const T& b) {
  return comparing::less(a, b);
}
bool interval_before(const Interval& a, const Interval& b) { return interval_compare(a, b) < 0; }
bool timetz_before(const TimeTz& a, const TimeTz& b) { return timetz_compare(a, b) < 0; }

template <class T, bool (*Before)(const T&, const T&), bool want_greatest>
void keep_fixed(CallContext&, Args args, Selection rows, States states, Arena&) {
  const T* values = args[0]->values<T>();
  const std::uint32_t stride = args[0]->stride();
  each_state<Extreme<T>>(rows, states, [&](Extreme<T>& state, std::uint32_t row) {
    const T& value = values[row * stride];
    // Of equal values the later one stays, as in PostgreSQL.
    const bool worse = want_greatest ? Before(value, state.value) : Before(state.value, value);
    state.value = state.seen && worse ? state.value : value;
    state.seen = true;
  });
}
template <class T>
void finish_fixed(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const auto& state = *static_cast<const Extreme<T>*>(memory);
  if (!state.seen) return out.set_null(row);
  out.set(row, state.value);
}
template <class T, bool (*Before)(const T&, const T&) = &before<T>>
constexpr Aggregate least = plain_aggregate<Extreme<T>>(&keep_fixed<T, Before, false>,
                                                        &finish_fixed<T>);
template <class T, bool (*Before)(const T&, const T&) = &before<T>>
constexpr Aggregate greatest = plain_aggregate<Extreme<T>>(&keep_fixed<T, Before, true>,
                                                           &finish_fixed<T>);

// --- bytes
// -----------------------------------------------------------------------------------------

int order_text(View a, View b) { return a.compare(b); }
int order_padded(View a, View b) { return trim_blanks(a).compare(trim_blanks(b)); }
int order_numeric(View a, View b) {
  return numeric_compare(Numeric::unpack(a), Numeric::unpack(b));
}

int order_inet(View a, View b) { return compare_inet(Inet::from(a), Inet::from(b)); }

template <int (*Order)(View, View), bool want_greatest>
void keep_bytes(CallContext& context, Args args, Selection rows, States states, Arena&) {
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    auto& owned = *static_cast<Owned<std::string>*>(states[i]);
    const View value = args[0]->at<View>(rows[i]);
    const bool first = owned.state == nullptr;
    std::string& kept = owned.get();
    const int order = first ? 0 : Order(value, kept);
    // Of equal values the later one stays, but for character(n), as in PostgreSQL.
    const bool tie = order == 0 && Order != &order_padded;
    if (first || tie || (want_greatest ? order > 0 : order < 0))
      change_counted(context, kept, [&] { kept.assign(value); });
  }
}
void finish_bytes(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const std::string* kept = Owned<std::string>::of(memory);
  if (kept == nullptr) return out.set_null(row);
  out.own(row, *kept);
}
template <int (*Order)(View, View)>
constexpr Aggregate least_bytes = owning_aggregate<std::string>(&keep_bytes<Order, false>,
                                                                &finish_bytes);
template <int (*Order)(View, View)>
constexpr Aggregate greatest_bytes = owning_aggregate<std::string>(&keep_bytes<Order, true>,
                                                                   &finish_bytes);

// --- any value
// -------------------------------------------------------------------------------------

void keep_first(CallContext& context, Args args, Selection rows, States states, Arena&) {
  for (std::uint32_t i = 0; i < rows.count; ++i) {
    auto& owned = *static_cast<Owned<Value>*>(states[i]);
    if (owned.state != nullptr) continue;
    change_counted(context, owned.get(), [&] { *owned.state = Value::from(*args[0], rows[i]); });
  }
}
void finish_first(CallContext&, const void* memory, Column& out, std::uint32_t row) {
  const Value* kept = Owned<Value>::of(memory);
  if (kept == nullptr) return out.set_null(row);
  kept->store(out, row);
}
constexpr Aggregate first_value = owning_aggregate<Value>(&keep_first, &finish_first);

using i2 = std::int16_t;
using i4 = std::int32_t;
using i8 = std::int64_t;

constexpr FunctionRow rows[] = {
    aggregate(2133, "min", {int2}, int2, &least<i2>),
    aggregate(2132, "min", {int4}, int4, &least<i4>),
    aggregate(2131, "min", {int8}, int8, &least<i8>),
    aggregate(2134, "min", {oid_}, oid_, &least<std::uint32_t>),
    aggregate(2135, "min", {float4}, float4, &least<float>),
    aggregate(2136, "min", {float8}, float8, &least<double>),
    aggregate(2138, "min", {date}, date, &least<i4>),
    aggregate(2139, "min", {time}, time, &least<i8>),
    aggregate(2142, "min", {timestamp}, timestamp, &least<i8>),
    aggregate(2143, "min", {timestamptz}, timestamptz, &least<i8>),
    aggregate(2144, "min", {interval}, interval, &least<Interval, &interval_before>),
    aggregate(2140, "min", {timetz}, timetz, &least<TimeTz, &timetz_before>),
    aggregate(2145, "min", {text}, text, &least_bytes<&order_text>),
    aggregate(2245, "min", {bpchar}, bpchar, &least_bytes<&order_padded>),
    aggregate(2146, "min", {numeric}, numeric, &least_bytes<&order_numeric>),
    aggregate(3565, "min", {inet}, inet, &least_bytes<&order_inet>),
    aggregate(2051, "min", {anyarray}, anyarray, &least_bytes<&array_compare>),
    aggregate(2117, "max", {int2}, int2, &greatest<i2>),
    aggregate(2116, "max", {int4}, int4, &greatest<i4>),
    aggregate(2115, "max", {int8}, int8, &greatest<i8>),
    aggregate(2118, "max", {oid_}, oid_, &greatest<std::uint32_t>),
    aggregate(2119, "max", {float4}, float4, &greatest<float>),
    aggregate(2120, "max", {float8}, float8, &greatest<double>),
    aggregate(2122, "max", {date}, date, &greatest<i4>),
    aggregate(2123, "max", {time}, time, &greatest<i8>),
    aggregate(2126, "max", {timestamp}, timestamp, &greatest<i8>),
    aggregate(2127, "max", {timestamptz}, timestamptz, &greatest<i8>),
    aggregate(2128, "max", {interval}, interval, &greatest<Interval, &interval_before>),
    aggregate(2124, "max", {timetz}, timetz, &greatest<TimeTz, &timetz_before>),
    aggregate(2129, "max", {text}, text, &greatest_bytes<&order_text>),
    aggregate(2244, "max", {bpchar}, bpchar, &greatest_bytes<&order_padded>),
    aggregate(2130, "max", {numeric}, numeric, &greatest_bytes<&order_numeric>),
    aggregate(3564, "max", {inet}, inet, &greatest_bytes<&order_inet>),
    aggregate(2050, "max", {anyarray}, anyarray, &greatest_bytes<&array_compare>),
    aggregate(6291, "any_value", {anyelement}, anyelement, &first_value),
};

}  // namespace

std::span<const FunctionRow> extreme_aggregates() { return rows; }

}  // namespace dsql::engine
