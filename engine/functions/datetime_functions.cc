// Functions of dates and times: the current moment, fields, truncation, zones, construction,
// overlaps.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "engine/functions/function_lists.h"
#include "engine/functions/rows.h"
#include "engine/functions/value_slots.h"
#include "engine/types/datetime.h"
#include "engine/types/interval.h"

namespace dsql::engine {
namespace {

using namespace sql;

using i4 = std::int32_t;
using i8 = std::int64_t;
using View = std::string_view;

const TimeZone& zone(const CallContext& context) { return *context.format->zone; }

// --- the current moment --------------------------------------------------------------------------

i8 transaction_moment(CallContext& context) { return context.services->transaction_time(); }
i8 statement_moment(CallContext& context) { return context.services->statement_time(); }
i8 clock_moment(CallContext& context) { return context.services->clock_time(); }

// As `Fri Nov 21 09:05:00.123456 2025 UTC`.
std::string time_of_day_text(CallContext& context) {
  constexpr View days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr View months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const i8 now = context.services->clock_time();
  const CivilTime local = civil_of_timestamp(local_of_timestamptz(now, zone(context)));
  const i4 date = days_of_civil(local.date.year, local.date.month, local.date.day);
  return fmt::format("{} {} {:02} {:02}:{:02}:{:02}.{:06} {:04} {}",
                     days[static_cast<std::size_t>(day_of_week(date))],
                     months[static_cast<std::size_t>(local.date.month - 1)], local.date.day,
                     local.hour, local.minute, local.second, local.micros, local.date.year,
                     zone(context).at(now).abbreviation);
}

// --- fields: extract() answers numeric, date_part() the same as double precision
// -------------------

std::optional<double> as_double(const std::optional<Numeric>& value) {
  if (!value) return std::nullopt;
  return value->to_double();
}

std::optional<Numeric> extract_date(View unit, i4 value) { return date_extract(unit, value); }
std::optional<Numeric> extract_timestamp(View unit, i8 value) {
  return timestamp_extract(unit, value);
}
std::optional<Numeric> extract_timestamptz(CallContext& context, View unit, i8 value) {
  return timestamptz_extract(unit, value, zone(context));
}
std::optional<Numeric> extract_time(View unit, i8 value) { return time_extract(unit, value); }
std::optional<Numeric> extract_timetz(View unit, TimeTz value) {
  return timetz_extract(unit, value);
}
std::optional<Numeric> extract_interval(View unit, Interval value) {
  return interval_extract(unit, value);
}
template <auto Extract, class T>
std::optional<double> part(View unit, T value) {
  return as_double(Extract(unit, value));
}
// date_part of a date is that of its midnight.
std::optional<double> part_date(View unit, i4 value) {
  return as_double(timestamp_extract(unit, timestamp_of_date(value)));
}
std::optional<double> part_timestamptz(CallContext& context, View unit, i8 value) {
  return as_double(extract_timestamptz(context, unit, value));
}

// --- truncation
// ------------------------------------------------------------------------------------

i8 truncate_timestamp(View unit, i8 value) { return timestamp_truncate(unit, value); }
i8 truncate_timestamptz(CallContext& context, View unit, i8 value) {
  return timestamptz_truncate(unit, value, zone(context));
}
i8 truncate_timestamptz_at(View unit, i8 value, View name) {
  return timestamptz_truncate(unit, value, resolve_time_zone(name));
}
Interval truncate_interval(View unit, Interval value) { return interval_truncate(unit, value); }
i8 bin(Interval stride, i8 value, i8 origin) { return timestamp_bin(stride, value, origin); }

// --- zones: AT TIME ZONE
// ---------------------------------------------------------------------------

// Seconds east of UTC; an interval zone has no months or days.
i4 offset_of(Interval span) {
  if (span.months != 0 || span.days != 0) {
    std::string text;
    append_interval(text, span, IntervalStyle::postgres);
    rules::raise(rules::conditions::interval_zone_with_days, text);
  }
  return static_cast<i4>(span.micros / micros_per_second);
}

i8 to_local(View name, i8 moment) { return local_of_timestamptz(moment, resolve_time_zone(name)); }
i8 from_local(View name, i8 local) { return timestamptz_of_local(local, resolve_time_zone(name)); }
TimeTz move_timetz(CallContext& context, View name, TimeTz value) {
  const i8 now = context.services->transaction_time();
  return timetz_at_offset(value, resolve_time_zone(name).at(now).offset);
}
i8 to_local_by(Interval offset, i8 moment) {
  return local_of_timestamptz(moment, fixed_zone(offset_of(offset)));
}
i8 from_local_by(Interval offset, i8 local) {
  return timestamptz_of_local(local, fixed_zone(offset_of(offset)));
}
TimeTz move_timetz_by(Interval offset, TimeTz value) {
  return timetz_at_offset(value, offset_of(offset));
}

// --- construction
// ----------------------------------------------------------------------------------

i8 build_timestamptz(CallContext& context, i4 year, i4 month, i4 day, i4 hour, i4 minute,
                     double second) {
  return timestamptz_of_local(make_timestamp(year, month, day, hour, minute, second),
                              zone(context));
}
i8 build_timestamptz_at(i4 year, i4 month, i4 day, i4 hour, i4 minute, double second, View name) {
  return timestamptz_of_local(make_timestamp(year, month, day, hour, minute, second),
                              resolve_time_zone(name));
}
Interval build_interval(std::optional<i4> years, std::optional<i4> months, std::optional<i4> weeks,
                        std::optional<i4> days, std::optional<i4> hours, std::optional<i4> minutes,
                        std::optional<double> seconds) {
  return make_interval(years.value_or(0), months.value_or(0), weeks.value_or(0), days.value_or(0),
                       hours.value_or(0), minutes.value_or(0), seconds.value_or(0));
}

bool finite_date(i4 value) { return date_is_finite(value); }
bool finite_timestamp(i8 value) { return timestamp_is_finite(value); }
bool finite_interval(Interval) { return true; }

// --- overlaps
// --------------------------------------------------------------------------------------

// (s1, e1) OVERLAPS (s2, e2) with PostgreSQL's NULL rules: the period is put in order first, a NULL
// end is unknown.
template <class T, class Less>
std::optional<bool> overlap(std::optional<T> start1, std::optional<T> end1, std::optional<T> start2,
                            std::optional<T> end2, Less less) {
  const auto arrange = [&](std::optional<T>& start, std::optional<T>& end) {
    if (!start || (end && less(*end, *start))) std::swap(start, end);
    return start.has_value();
  };
  if (!arrange(start1, end1) || !arrange(start2, end2)) return std::nullopt;
  const auto later_start = [&](const T& start, const std::optional<T>& end,
                               const std::optional<T>& other_end) -> std::optional<bool> {
    if (!other_end) return std::nullopt;
    if (less(start, *other_end)) return true;
    if (!end) return std::nullopt;
    return false;
  };
  if (less(*start2, *start1)) return later_start(*start1, end1, end2);
  if (less(*start1, *start2)) return later_start(*start2, end2, end1);
  if (!end1 || !end2) return std::nullopt;
  return true;
}

bool less_number(i8 a, i8 b) { return a < b; }
bool less_timetz(const TimeTz& a, const TimeTz& b) { return timetz_compare(a, b) < 0; }

std::optional<bool> overlap_numbers(std::optional<i8> start1, std::optional<i8> end1,
                                    std::optional<i8> start2, std::optional<i8> end2) {
  return overlap(start1, end1, start2, end2, &less_number);
}
std::optional<bool> overlap_timetz(std::optional<TimeTz> start1, std::optional<TimeTz> end1,
                                   std::optional<TimeTz> start2, std::optional<TimeTz> end2) {
  return overlap(start1, end1, start2, end2, &less_timetz);
}

// How the forms with an interval reach the end of the period.
i8 end_of_time(CallContext&, i8 start, Interval span) { return time_add(start, span); }
i8 end_of_timestamp(CallContext&, i8 start, Interval span) { return timestamp_add(start, span); }
i8 end_of_timestamptz(CallContext& context, i8 start, Interval span) {
  return timestamptz_add(start, span, zone(context));
}
template <auto End>
std::optional<i8> end_of(CallContext& context, std::optional<i8> start,
                         std::optional<Interval> span) {
  if (!start || !span) return std::nullopt;
  return End(context, *start, *span);
}
template <auto End>
std::optional<bool> overlap_spans(CallContext& context, std::optional<i8> start1,
                                  std::optional<Interval> span1, std::optional<i8> start2,
                                  std::optional<Interval> span2) {
  return overlap_numbers(start1, end_of<End>(context, start1, span1), start2,
                         end_of<End>(context, start2, span2));
}
template <auto End>
std::optional<bool> overlap_first_span(CallContext& context, std::optional<i8> start1,
                                       std::optional<Interval> span1, std::optional<i8> start2,
                                       std::optional<i8> end2) {
  return overlap_numbers(start1, end_of<End>(context, start1, span1), start2, end2);
}
template <auto End>
std::optional<bool> overlap_second_span(CallContext& context, std::optional<i8> start1,
                                        std::optional<i8> end1, std::optional<i8> start2,
                                        std::optional<Interval> span2) {
  return overlap_numbers(start1, end1, start2, end_of<End>(context, start2, span2));
}

constexpr FunctionRow rows[] = {
    // the current moment
    stable(fn(1299, "now", {}, timestamptz, lift<&transaction_moment>)),
    stable(fn(2647, "transaction_timestamp", {}, timestamptz, lift<&transaction_moment>)),
    stable(fn(2648, "statement_timestamp", {}, timestamptz, lift<&statement_moment>)),
    volatile_(fn(2649, "clock_timestamp", {}, timestamptz, lift<&clock_moment>)),
    volatile_(fn(274, "timeofday", {}, text, lift<&time_of_day_text>)),
    // fields
    fn(6199, "extract", {text, date}, numeric, lift<&extract_date>),
    fn(6202, "extract", {text, timestamp}, numeric, lift<&extract_timestamp>),
    stable(fn(6203, "extract", {text, timestamptz}, numeric, lift<&extract_timestamptz>)),
    fn(6200, "extract", {text, time}, numeric, lift<&extract_time>),
    fn(6201, "extract", {text, timetz}, numeric, lift<&extract_timetz>),
    fn(6204, "extract", {text, interval}, numeric, lift<&extract_interval>),
    fn(1384, "date_part", {text, date}, float8, lift<&part_date>),
    fn(2021, "date_part", {text, timestamp}, float8, lift<&part<&extract_timestamp, i8>>),
    stable(fn(1171, "date_part", {text, timestamptz}, float8, lift<&part_timestamptz>)),
    fn(1385, "date_part", {text, time}, float8, lift<&part<&extract_time, i8>>),
    fn(1273, "date_part", {text, timetz}, float8, lift<&part<&extract_timetz, TimeTz>>),
    fn(1172, "date_part", {text, interval}, float8, lift<&part<&extract_interval, Interval>>),
    // truncation
    fn(2020, "date_trunc", {text, timestamp}, timestamp, lift<&truncate_timestamp>),
    stable(fn(1217, "date_trunc", {text, timestamptz}, timestamptz, lift<&truncate_timestamptz>)),
    fn(1284, "date_trunc", {text, timestamptz, text}, timestamptz, lift<&truncate_timestamptz_at>),
    fn(1218, "date_trunc", {text, interval}, interval, lift<&truncate_interval>),
    fn(6177, "date_bin", {interval, timestamp, timestamp}, timestamp, lift<&bin>),
    fn(6178, "date_bin", {interval, timestamptz, timestamptz}, timestamptz, lift<&bin>),
    fn(1175, "justify_hours", {interval}, interval, lift<&interval_justify_hours>),
    fn(1295, "justify_days", {interval}, interval, lift<&interval_justify_days>),
    fn(2711, "justify_interval", {interval}, interval, lift<&interval_justify>),
    // zones
    fn(1159, "timezone", {text, timestamptz}, timestamp, lift<&to_local>),
    fn(2069, "timezone", {text, timestamp}, timestamptz, lift<&from_local>),
    stable(fn(2037, "timezone", {text, timetz}, timetz, lift<&move_timetz>)),
    fn(1026, "timezone", {interval, timestamptz}, timestamp, lift<&to_local_by>),
    fn(2070, "timezone", {interval, timestamp}, timestamptz, lift<&from_local_by>),
    fn(2038, "timezone", {interval, timetz}, timetz, lift<&move_timetz_by>),
    // construction
    fn(3846, "make_date", {int4, int4, int4}, date, lift<&make_date>),
    fn(3847, "make_time", {int4, int4, float8}, time, lift<&make_time>),
    fn(3461, "make_timestamp", {int4, int4, int4, int4, int4, float8}, timestamp,
       lift<&make_timestamp>),
    stable(fn(3462, "make_timestamptz", {int4, int4, int4, int4, int4, float8}, timestamptz,
              lift<&build_timestamptz>)),
    stable(fn(3463, "make_timestamptz", {int4, int4, int4, int4, int4, float8, text}, timestamptz,
              lift<&build_timestamptz_at>)),
    defaults(7, fn(3464, "make_interval", {int4, int4, int4, int4, int4, int4, float8}, interval,
                   lift<&build_interval>)),
    fn(1158, "to_timestamp", {float8}, timestamptz, lift<&timestamptz_of_epoch>),
    fn(1373, "isfinite", {date}, boolean, lift<&finite_date>),
    fn(2048, "isfinite", {timestamp}, boolean, lift<&finite_timestamp>),
    fn(1389, "isfinite", {timestamptz}, boolean, lift<&finite_timestamp>),
    fn(1390, "isfinite", {interval}, boolean, lift<&finite_interval>),
    // overlaps
    called_on_null(fn(1308, "overlaps", {time, time, time, time}, boolean, lift<&overlap_numbers>)),
    called_on_null(fn(1309, "overlaps", {time, interval, time, interval}, boolean,
                      lift<&overlap_spans<&end_of_time>>)),
    called_on_null(fn(1311, "overlaps", {time, interval, time, time}, boolean,
                      lift<&overlap_first_span<&end_of_time>>)),
    called_on_null(fn(1310, "overlaps", {time, time, time, interval}, boolean,
                      lift<&overlap_second_span<&end_of_time>>)),
    called_on_null(fn(2041, "overlaps", {timestamp, timestamp, timestamp, timestamp}, boolean,
                      lift<&overlap_numbers>)),
    called_on_null(fn(2042, "overlaps", {timestamp, interval, timestamp, interval}, boolean,
                      lift<&overlap_spans<&end_of_timestamp>>)),
    called_on_null(fn(2044, "overlaps", {timestamp, interval, timestamp, timestamp}, boolean,
                      lift<&overlap_first_span<&end_of_timestamp>>)),
    called_on_null(fn(2043, "overlaps", {timestamp, timestamp, timestamp, interval}, boolean,
                      lift<&overlap_second_span<&end_of_timestamp>>)),
    called_on_null(fn(1304, "overlaps", {timestamptz, timestamptz, timestamptz, timestamptz},
                      boolean, lift<&overlap_numbers>)),
    stable(called_on_null(fn(1305, "overlaps", {timestamptz, interval, timestamptz, interval},
                             boolean, lift<&overlap_spans<&end_of_timestamptz>>))),
    stable(called_on_null(fn(1307, "overlaps", {timestamptz, interval, timestamptz, timestamptz},
                             boolean, lift<&overlap_first_span<&end_of_timestamptz>>))),
    stable(called_on_null(fn(1306, "overlaps", {timestamptz, timestamptz, timestamptz, interval},
                             boolean, lift<&overlap_second_span<&end_of_timestamptz>>))),
    called_on_null(
        fn(1271, "overlaps", {timetz, timetz, timetz, timetz}, boolean, lift<&overlap_timetz>)),
};

}  // namespace

std::span<const FunctionRow> datetime_functions() { return rows; }

}  // namespace dsql::engine
