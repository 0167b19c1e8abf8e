// date_trunc and extract over dates, times and timestamps.
#include <algorithm>

#include "dsqlrules/conditions/value_errors.h"
#include "engine/types/datetime.h"
#include "engine/types/datetime_parse.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), to_lower);
  return lower;
}

DateTimeUnit require_unit(std::optional<DateTimeUnit> (*find)(std::string_view),
                          std::string_view name, std::string_view type) {
  const std::optional<DateTimeUnit> unit = find(name);
  if (!unit) rules::raise(conditions::unit_not_recognized, lower_case(name), type);
  return *unit;
}

[[noreturn]] void fail_unsupported(std::string_view unit, std::string_view type) {
  rules::raise(conditions::unit_not_supported, lower_case(unit), type);
}

// micros / 10^6 and the like, exactly.
Numeric scaled(std::int64_t value, int scale) {
  const Numeric whole = Numeric::from_integer(value);
  return Numeric::from_coefficient(value < 0, whole.small(), scale);
}

// --- years as people count them (no year 0)
// --------------------------------------------------------

std::int32_t decade_of(std::int32_t year) {
  return year >= 0 ? year / 10 : -((8 - (year - 1)) / 10);
}
std::int32_t century_of(std::int32_t year) {
  return year > 0 ? (year + 99) / 100 : -((99 - (year - 1)) / 100);
}
std::int32_t millennium_of(std::int32_t year) {
  return year > 0 ? (year + 999) / 1000 : -((999 - (year - 1)) / 1000);
}

std::int32_t truncate_year(DateTimeUnit unit, std::int32_t year) {
  switch (unit) {
    case DateTimeUnit::millennium:
      return year > 0 ? ((year + 999) / 1000) * 1000 - 999
                      : -((999 - (year - 1)) / 1000) * 1000 + 1;
    case DateTimeUnit::century:
      return year > 0 ? ((year + 99) / 100) * 100 - 99 : -((99 - (year - 1)) / 100) * 100 + 1;
    case DateTimeUnit::decade: return year > 0 ? (year / 10) * 10 : -((8 - (year - 1)) / 10) * 10;
    default: return year;
  }
}

// --- truncation
// ------------------------------------------------------------------------------------

// The local time cut to `unit`; nullopt for units that cannot be cut to.
std::optional<std::int64_t> truncate_local(DateTimeUnit unit, std::int64_t local) {
  const std::int64_t day_start = floor_days(local) * micros_per_day;
  const auto cut_time = [&](std::int64_t micros) {
    return day_start + (local - day_start) / micros * micros;
  };
  const auto date = static_cast<std::int32_t>(floor_days(local));
  const auto day_micros = [](std::int32_t days) { return days * micros_per_day; };
  switch (unit) {
    case DateTimeUnit::microsecond: return local;
    case DateTimeUnit::millisecond: return cut_time(1000);
    case DateTimeUnit::second: return cut_time(micros_per_second);
    case DateTimeUnit::minute: return cut_time(micros_per_minute);
    case DateTimeUnit::hour: return cut_time(micros_per_hour);
    case DateTimeUnit::day: return day_start;
    case DateTimeUnit::week: return day_micros(date - (day_of_week(date) + 6) % 7);
    default: break;
  }
  const CivilDate civil = civil_of_days(date);
  switch (unit) {
    case DateTimeUnit::month: return day_micros(days_of_civil(civil.year, civil.month, 1));
    case DateTimeUnit::quarter:
      return day_micros(days_of_civil(civil.year, (civil.month - 1) / 3 * 3 + 1, 1));
    case DateTimeUnit::year:
    case DateTimeUnit::decade:
    case DateTimeUnit::century:
    case DateTimeUnit::millennium:
      return day_micros(days_of_civil(truncate_year(unit, civil.year), 1, 1));
    default: return std::nullopt;
  }
}

}  // namespace

std::int64_t timestamp_truncate(std::string_view unit, std::int64_t timestamp) {
  constexpr std::string_view type = "timestamp without time zone";
  if (!timestamp_is_finite(timestamp)) return timestamp;
  const std::optional<std::int64_t> cut =
      truncate_local(require_unit(find_truncation_unit, unit, type), timestamp);
  if (!cut) fail_unsupported(unit, type);
  if (*cut < timestamp_least) rules::raise(conditions::timestamp_out_of_range);
  return *cut;
}

std::int64_t timestamptz_truncate(std::string_view name, std::int64_t timestamp,
                                  const TimeZone& zone) {
  constexpr std::string_view type = "timestamp with time zone";
  if (!timestamp_is_finite(timestamp)) return timestamp;
  const DateTimeUnit unit = require_unit(find_truncation_unit, name, type);
  const std::int64_t local = local_of_timestamptz(timestamp, zone);
  const std::optional<std::int64_t> cut = truncate_local(unit, local);
  if (!cut) fail_unsupported(name, type);
  // Below a day the offset stays what it was; above it is the one in force there.
  if (unit <= DateTimeUnit::hour) return timestamp - (local - *cut);
  return timestamptz_of_local(*cut, zone);
}

// --- extraction
// ------------------------------------------------------------------------------------

namespace {

// The fields of a day; nullopt for units that are none.
std::optional<std::int32_t> day_field(DateTimeUnit unit, std::int32_t date) {
  const CivilDate civil = civil_of_days(date);
  switch (unit) {
    case DateTimeUnit::day: return civil.day;
    case DateTimeUnit::month: return civil.month;
    case DateTimeUnit::quarter: return (civil.month - 1) / 3 + 1;
    case DateTimeUnit::week: return iso_week(date);
    case DateTimeUnit::year: return civil.year > 0 ? civil.year : civil.year - 1;
    case DateTimeUnit::decade: return decade_of(civil.year);
    case DateTimeUnit::century: return century_of(civil.year);
    case DateTimeUnit::millennium: return millennium_of(civil.year);
    case DateTimeUnit::iso_year: {
      const std::int32_t year = iso_year(date);
      return year <= 0 ? year - 1 : year;
    }
    case DateTimeUnit::weekday: return day_of_week(date);
    case DateTimeUnit::iso_weekday: return (day_of_week(date) + 6) % 7 + 1;
    case DateTimeUnit::day_of_year: return date - days_of_civil(civil.year, 1, 1) + 1;
    default: return std::nullopt;
  }
}

// The fields of a time of day; nullopt for units that are none.
std::optional<Numeric> clock_field(DateTimeUnit unit, std::int64_t time) {
  const std::int64_t second_micros = time % micros_per_minute;
  switch (unit) {
    case DateTimeUnit::microsecond: return Numeric::from_integer(second_micros);
    case DateTimeUnit::millisecond: return scaled(second_micros, 3);
    case DateTimeUnit::second: return scaled(second_micros, 6);
    case DateTimeUnit::minute: return Numeric::from_integer(time / micros_per_minute % 60);
    case DateTimeUnit::hour: return Numeric::from_integer(time / micros_per_hour);
    default: return std::nullopt;
  }
}

std::optional<Numeric> zone_field(DateTimeUnit unit, std::int32_t offset) {
  switch (unit) {
    case DateTimeUnit::zone: return Numeric::from_integer(offset);
    case DateTimeUnit::zone_hour: return Numeric::from_integer(offset / 3600);
    case DateTimeUnit::zone_minute: return Numeric::from_integer(offset / 60 % 60);
    default: return std::nullopt;
  }
}

constexpr std::int32_t julian_day_of_2000 = 2451545;

Numeric julian_of(std::int64_t local) {
  const Numeric day = Numeric::from_integer(floor_days(local) + julian_day_of_2000);
  return numeric_add(day, numeric_divide(Numeric::from_integer(time_of_day(local)),
                                         Numeric::from_integer(micros_per_day)));
}

Numeric epoch_of(std::int64_t timestamp) {
  std::int64_t micros;
  if (!__builtin_sub_overflow(timestamp, unix_epoch_micros, &micros)) return scaled(micros, 6);
  return numeric_subtract(scaled(timestamp, 6), scaled(unix_epoch_micros, 6));
}

// What an infinite date or timestamp answers: NULL for the fields that come round, itself for those
// that grow.
std::optional<Numeric> infinite_field(DateTimeUnit unit, bool negative, std::string_view name,
                                      std::string_view type, bool has_clock) {
  switch (unit) {
    case DateTimeUnit::microsecond:
    case DateTimeUnit::millisecond:
    case DateTimeUnit::second:
    case DateTimeUnit::minute:
    case DateTimeUnit::hour:
    case DateTimeUnit::zone:
    case DateTimeUnit::zone_hour:
    case DateTimeUnit::zone_minute:
      if (has_clock) return std::nullopt;
      break;
    case DateTimeUnit::day:
    case DateTimeUnit::month:
    case DateTimeUnit::quarter:
    case DateTimeUnit::week:
    case DateTimeUnit::weekday:
    case DateTimeUnit::iso_weekday:
    case DateTimeUnit::day_of_year: return std::nullopt;
    case DateTimeUnit::none: break;
    default: return Numeric::infinity(negative);
  }
  fail_unsupported(name, type);
}

std::optional<Numeric> moment_field(DateTimeUnit unit, std::int64_t local) {
  if (unit == DateTimeUnit::julian) return julian_of(local);
  if (const auto clock = clock_field(unit, time_of_day(local))) return clock;
  const auto day = day_field(unit, static_cast<std::int32_t>(floor_days(local)));
  if (!day) return std::nullopt;
  return Numeric::from_integer(*day);
}

}  // namespace

std::optional<Numeric> date_extract(std::string_view name, std::int32_t date) {
  constexpr std::string_view type = "date";
  const DateTimeUnit unit = require_unit(find_unit, name, type);
  if (!date_is_finite(date)) return infinite_field(unit, date < 0, name, type, false);
  if (unit == DateTimeUnit::julian)
    return Numeric::from_integer(std::int64_t{date} + julian_day_of_2000);
  if (unit == DateTimeUnit::epoch)
    return Numeric::from_integer((std::int64_t{date} + 10957) * 86400);
  const std::optional<std::int32_t> field = day_field(unit, date);
  if (!field) fail_unsupported(name, type);
  return Numeric::from_integer(*field);
}

std::optional<Numeric> timestamp_extract(std::string_view name, std::int64_t timestamp) {
  constexpr std::string_view type = "timestamp without time zone";
  const DateTimeUnit unit = require_unit(find_unit, name, type);
  if (!timestamp_is_finite(timestamp)) return infinite_field(unit, timestamp < 0, name, type, true);
  if (unit == DateTimeUnit::epoch) return epoch_of(timestamp);
  std::optional<Numeric> field = moment_field(unit, timestamp);
  if (!field) fail_unsupported(name, type);
  return field;
}

std::optional<Numeric> timestamptz_extract(std::string_view name, std::int64_t timestamp,
                                           const TimeZone& zone) {
  constexpr std::string_view type = "timestamp with time zone";
  const DateTimeUnit unit = require_unit(find_unit, name, type);
  if (!timestamp_is_finite(timestamp)) return infinite_field(unit, timestamp < 0, name, type, true);
  if (unit == DateTimeUnit::epoch) return epoch_of(timestamp);
  const std::int32_t offset = zone.at(timestamp).offset;
  std::optional<Numeric> field = zone_field(unit, offset);
  if (!field) field = moment_field(unit, timestamp + offset * micros_per_second);
  if (!field) fail_unsupported(name, type);
  return field;
}

namespace {

// Of a time of day words that name no field are not even recognized.
DateTimeUnit require_time_unit(std::string_view name, std::string_view type) {
  const DateTimeUnit unit = require_unit(find_unit, name, type);
  if (unit == DateTimeUnit::none)
    rules::raise(conditions::unit_not_recognized, lower_case(name), type);
  return unit;
}

}  // namespace

Numeric time_extract(std::string_view name, std::int64_t time) {
  constexpr std::string_view type = "time without time zone";
  const DateTimeUnit unit = require_time_unit(name, type);
  if (unit == DateTimeUnit::epoch) return scaled(time, 6);
  const std::optional<Numeric> field = clock_field(unit, time);
  if (!field) fail_unsupported(name, type);
  return *field;
}

Numeric timetz_extract(std::string_view name, const TimeTz& value) {
  constexpr std::string_view type = "time with time zone";
  const DateTimeUnit unit = require_time_unit(name, type);
  if (unit == DateTimeUnit::epoch) return scaled(value.micros + value.zone * micros_per_second, 6);
  std::optional<Numeric> field = zone_field(unit, -value.zone);
  if (!field) field = clock_field(unit, value.micros);
  if (!field) fail_unsupported(name, type);
  return *field;
}

}  // namespace dsql::engine
