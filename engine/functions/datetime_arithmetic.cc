// Arithmetic of dates, times, timestamps and intervals, the casts among them and their length
// coercions. The calendar is engine/types'; zones are the session's.
#include <cmath>

#include "engine/functions/function_lists.h"
#include "engine/functions/length_coercion.h"
#include "engine/functions/rows.h"
#include "engine/functions/value_slots.h"
#include "engine/types/datetime.h"
#include "engine/types/interval.h"

namespace dsql::engine {
namespace {

using namespace sql;

using i4 = std::int32_t;
using i8 = std::int64_t;

const TimeZone& zone(const CallContext& context) { return *context.format->zone; }

// --- dates ---------------------------------------------------------------------------------------

i4 days_after(i4 date, i4 days) { return date_add(date, days); }
i4 days_after_swapped(i4 days, i4 date) { return date_add(date, days); }
i4 days_before(i4 date, i4 days) {
  if (!date_is_finite(date)) return date;
  const i8 result = i8{date} - days;
  if (result < date_least || result >= date_end) rules::raise(rules::conditions::date_out_of_range);
  return static_cast<i4>(result);
}
i4 days_between(i4 later, i4 earlier) {
  if (!date_is_finite(later) || !date_is_finite(earlier))
    rules::raise(rules::conditions::cannot_subtract_infinite_dates);
  return later - earlier;
}
i8 date_plus(i4 date, Interval span) { return timestamp_add(timestamp_of_date(date), span); }
i8 plus_date(Interval span, i4 date) { return date_plus(date, span); }
i8 date_minus(i4 date, Interval span) { return date_plus(date, interval_negate(span)); }

i8 date_and_time(i4 date, i8 time) {
  const i8 midnight = timestamp_of_date(date);
  return timestamp_is_finite(midnight) ? timestamp_add(midnight, Interval{.micros = time})
                                       : midnight;
}
i8 time_and_date(i8 time, i4 date) { return date_and_time(date, time); }
i8 date_and_timetz(i4 date, TimeTz time) {
  const i8 midnight = timestamp_of_date(date);
  if (!timestamp_is_finite(midnight)) return midnight;
  return timestamp_add(midnight, Interval{.micros = time.micros + time.zone * micros_per_second});
}
i8 timetz_and_date(TimeTz time, i4 date) { return date_and_timetz(date, time); }

// --- times ---------------------------------------------------------------------------------------

Interval between_times(i8 a, i8 b) { return Interval{.micros = a - b}; }
i8 time_plus(i8 time, Interval span) { return time_add(time, span); }
i8 plus_time(Interval span, i8 time) { return time_add(time, span); }
i8 time_minus(i8 time, Interval span) {
  return time_add(time, Interval{.micros = -(span.micros % micros_per_day)});
}
TimeTz timetz_plus(TimeTz time, Interval span) { return timetz_add(time, span); }
TimeTz plus_timetz(Interval span, TimeTz time) { return timetz_add(time, span); }
TimeTz timetz_minus(TimeTz time, Interval span) {
  return timetz_add(time, Interval{.micros = -(span.micros % micros_per_day)});
}

// --- timestamps ----------------------------------------------------------------------------------

i8 timestamp_plus(i8 moment, Interval span) { return timestamp_add(moment, span); }
i8 plus_timestamp(Interval span, i8 moment) { return timestamp_add(moment, span); }
i8 timestamp_minus(i8 moment, Interval span) {
  return timestamp_add(moment, interval_negate(span));
}
i8 timestamptz_plus(CallContext& context, i8 moment, Interval span) {
  return timestamptz_add(moment, span, zone(context));
}
i8 plus_timestamptz(CallContext& context, Interval span, i8 moment) {
  return timestamptz_add(moment, span, zone(context));
}
i8 timestamptz_minus(CallContext& context, i8 moment, Interval span) {
  return timestamptz_add(moment, interval_negate(span), zone(context));
}
i8 timestamptz_plus_at(i8 moment, Interval span, std::string_view name) {
  return timestamptz_add(moment, span, resolve_time_zone(name));
}
i8 timestamptz_minus_at(i8 moment, Interval span, std::string_view name) {
  return timestamptz_add(moment, interval_negate(span), resolve_time_zone(name));
}

Interval age_local(i8 later, i8 earlier) { return timestamp_age(later, earlier); }
Interval age_zoned(CallContext& context, i8 later, i8 earlier) {
  return timestamptz_age(later, earlier, zone(context));
}
// age(x): from x to midnight of the current date.
i8 today(CallContext& context) {
  return timestamp_of_date(
      date_of_timestamptz(context.services->transaction_time(), zone(context)));
}
Interval age_today(CallContext& context, i8 moment) {
  return timestamp_age(today(context), moment);
}
Interval age_today_zoned(CallContext& context, i8 moment) {
  const i8 midnight = timestamptz_of_local(today(context), zone(context));
  return timestamptz_age(midnight, moment, zone(context));
}

// --- intervals -----------------------------------------------------------------------------------

Interval times_interval(double factor, Interval span) { return interval_multiply(span, factor); }
Interval interval_times(Interval span, double factor) { return interval_multiply(span, factor); }
Interval interval_over(Interval span, double divisor) { return interval_divide(span, divisor); }
Interval sum(Interval a, Interval b) { return interval_add(a, b); }
Interval difference(Interval a, Interval b) { return interval_subtract(a, b); }
Interval negated(Interval span) { return interval_negate(span); }

// --- casts ---------------------------------------------------------------------------------------

i8 date_to_timestamp(i4 date) { return timestamp_of_date(date); }
i8 date_to_timestamptz(CallContext& context, i4 date) {
  return timestamptz_of_date(date, zone(context));
}
i4 timestamp_to_date(i8 local) { return date_of_timestamp(local); }
i4 timestamptz_to_date(CallContext& context, i8 moment) {
  return date_of_timestamptz(moment, zone(context));
}
std::optional<i8> timestamp_to_time(i8 local) {
  if (!timestamp_is_finite(local)) return std::nullopt;
  return time_of_day(local);
}
std::optional<i8> timestamptz_to_time(CallContext& context, i8 moment) {
  if (!timestamp_is_finite(moment)) return std::nullopt;
  return time_of_day(local_of_timestamptz(moment, zone(context)));
}
std::optional<TimeTz> timestamptz_to_timetz(CallContext& context, i8 moment) {
  if (!timestamp_is_finite(moment)) return std::nullopt;
  return timetz_of_timestamptz(moment, zone(context));
}
i8 timestamp_to_timestamptz(CallContext& context, i8 local) {
  return timestamptz_of_local(local, zone(context));
}
i8 timestamptz_to_timestamp(CallContext& context, i8 moment) {
  return local_of_timestamptz(moment, zone(context));
}
Interval time_to_interval(i8 time) { return Interval{.micros = time}; }
i8 interval_to_time(Interval span) {
  const i8 rest = span.micros % micros_per_day;
  return rest < 0 ? rest + micros_per_day : rest;
}
// The zone's offset is that of today.
TimeTz time_to_timetz(CallContext& context, i8 time) {
  const i8 local = today(context) + time;
  return timetz_of_time(time, zone(context).offset_of_local(local));
}
i8 timetz_to_time(TimeTz value) { return value.micros; }

i8 fit_time(Arena&, i8 value, LengthCoercion length) {
  return time_apply_modifier(value, length.modifier);
}
i8 fit_timestamp(Arena&, i8 value, LengthCoercion length) {
  return timestamp_apply_modifier(value, length.modifier);
}
TimeTz fit_timetz(Arena&, TimeTz value, LengthCoercion length) {
  return {time_apply_modifier(value.micros, length.modifier), value.zone};
}
Interval fit_interval(Arena&, Interval value, LengthCoercion length) {
  return interval_apply_modifier(value, length.modifier);
}

constexpr FunctionRow rows[] = {
    // date
    fn(1141, "date_pli", {date, int4}, date, lift<&days_after>),
    fn(2550, "integer_pl_date", {int4, date}, date, lift<&days_after_swapped>),
    fn(1142, "date_mii", {date, int4}, date, lift<&days_before>),
    fn(1140, "date_mi", {date, date}, int4, lift<&days_between>),
    fn(2071, "date_pl_interval", {date, interval}, timestamp, lift<&date_plus>),
    fn(2546, "interval_pl_date", {interval, date}, timestamp, lift<&plus_date>),
    fn(2072, "date_mi_interval", {date, interval}, timestamp, lift<&date_minus>),
    fn(1272, "datetime_pl", {date, time}, timestamp, lift<&date_and_time>),
    fn(1296, "timedate_pl", {time, date}, timestamp, lift<&time_and_date>),
    fn(2025, "timestamp", {date, time}, timestamp, lift<&date_and_time>),
    fn(1297, "datetimetz_pl", {date, timetz}, timestamptz, lift<&date_and_timetz>),
    fn(1298, "timetzdate_pl", {timetz, date}, timestamptz, lift<&timetz_and_date>),
    fn(1359, "timestamptz", {date, timetz}, timestamptz, lift<&date_and_timetz>),
    // time
    fn(1690, "time_mi_time", {time, time}, interval, lift<&between_times>),
    fn(1747, "time_pl_interval", {time, interval}, time, lift<&time_plus>),
    fn(1848, "interval_pl_time", {interval, time}, time, lift<&plus_time>),
    fn(1748, "time_mi_interval", {time, interval}, time, lift<&time_minus>),
    fn(1749, "timetz_pl_interval", {timetz, interval}, timetz, lift<&timetz_plus>),
    fn(2547, "interval_pl_timetz", {interval, timetz}, timetz, lift<&plus_timetz>),
    fn(1750, "timetz_mi_interval", {timetz, interval}, timetz, lift<&timetz_minus>),
    // timestamp
    fn(2032, "timestamp_pl_interval", {timestamp, interval}, timestamp, lift<&timestamp_plus>),
    fn(2548, "interval_pl_timestamp", {interval, timestamp}, timestamp, lift<&plus_timestamp>),
    fn(2033, "timestamp_mi_interval", {timestamp, interval}, timestamp, lift<&timestamp_minus>),
    fn(2031, "timestamp_mi", {timestamp, timestamp}, interval, lift<&timestamp_subtract>),
    stable(fn(1189, "timestamptz_pl_interval", {timestamptz, interval}, timestamptz,
              lift<&timestamptz_plus>)),
    stable(fn(2549, "interval_pl_timestamptz", {interval, timestamptz}, timestamptz,
              lift<&plus_timestamptz>)),
    stable(fn(1190, "timestamptz_mi_interval", {timestamptz, interval}, timestamptz,
              lift<&timestamptz_minus>)),
    fn(1188, "timestamptz_mi", {timestamptz, timestamptz}, interval, lift<&timestamp_subtract>),
    stable(fn(6221, "date_add", {timestamptz, interval}, timestamptz, lift<&timestamptz_plus>)),
    fn(6222, "date_add", {timestamptz, interval, text}, timestamptz, lift<&timestamptz_plus_at>),
    stable(
        fn(6223, "date_subtract", {timestamptz, interval}, timestamptz, lift<&timestamptz_minus>)),
    fn(6273, "date_subtract", {timestamptz, interval, text}, timestamptz,
       lift<&timestamptz_minus_at>),
    fn(2058, "age", {timestamp, timestamp}, interval, lift<&age_local>),
    fn(1199, "age", {timestamptz, timestamptz}, interval, lift<&age_zoned>),
    stable(fn(2059, "age", {timestamp}, interval, lift<&age_today>)),
    stable(fn(1386, "age", {timestamptz}, interval, lift<&age_today_zoned>)),
    // interval
    fn(1169, "interval_pl", {interval, interval}, interval, lift<&sum>),
    fn(1170, "interval_mi", {interval, interval}, interval, lift<&difference>),
    fn(1168, "interval_um", {interval}, interval, lift<&negated>),
    fn(1618, "interval_mul", {interval, float8}, interval, lift<&interval_times>),
    fn(1624, "mul_d_interval", {float8, interval}, interval, lift<&times_interval>),
    fn(1326, "interval_div", {interval, float8}, interval, lift<&interval_over>),
    // casts
    fn(2024, "timestamp", {date}, timestamp, lift<&date_to_timestamp>),
    stable(fn(1174, "timestamptz", {date}, timestamptz, lift<&date_to_timestamptz>)),
    fn(2029, "date", {timestamp}, date, lift<&timestamp_to_date>),
    stable(fn(1178, "date", {timestamptz}, date, lift<&timestamptz_to_date>)),
    fn(1316, "time", {timestamp}, time, lift<&timestamp_to_time>),
    stable(fn(2019, "time", {timestamptz}, time, lift<&timestamptz_to_time>)),
    stable(fn(1388, "timetz", {timestamptz}, timetz, lift<&timestamptz_to_timetz>)),
    stable(fn(2028, "timestamptz", {timestamp}, timestamptz, lift<&timestamp_to_timestamptz>)),
    stable(fn(2027, "timestamp", {timestamptz}, timestamp, lift<&timestamptz_to_timestamp>)),
    fn(1370, "interval", {time}, interval, lift<&time_to_interval>),
    fn(1419, "time", {interval}, time, lift<&interval_to_time>),
    stable(fn(2047, "timetz", {time}, timetz, lift<&time_to_timetz>)),
    fn(2046, "time", {timetz}, time, lift<&timetz_to_time>),
    fn(1968, "time", {time, int4}, time, coerce_length<i8, &fit_time>),
    fn(1969, "timetz", {timetz, int4}, timetz, coerce_length<TimeTz, &fit_timetz>),
    fn(1961, "timestamp", {timestamp, int4}, timestamp, coerce_length<i8, &fit_timestamp>),
    fn(1967, "timestamptz", {timestamptz, int4}, timestamptz, coerce_length<i8, &fit_timestamp>),
    fn(1200, "interval", {interval, int4}, interval, coerce_length<Interval, &fit_interval>),
};

}  // namespace

std::span<const FunctionRow> datetime_arithmetic() { return rows; }

}  // namespace dsql::engine
