// date, time, timetz, timestamp and timestamptz: the calendar, the conversions between them and
// their arithmetic. A date is days since 2000-01-01, a timestamp microseconds since then (UTC for
// timestamptz), a time microseconds since midnight. The extreme integers are ±infinity. Stateless;
// zones are passed in.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "engine/types/codec.h"
#include "engine/types/interval.h"
#include "engine/types/numeric.h"
#include "engine/types/timezone.h"

namespace dsql::engine {

inline constexpr std::int64_t micros_per_second = 1'000'000;
inline constexpr std::int64_t micros_per_minute = 60 * micros_per_second;
inline constexpr std::int64_t micros_per_hour = 60 * micros_per_minute;
inline constexpr std::int64_t micros_per_day = 24 * micros_per_hour;
inline constexpr std::int64_t unix_epoch_micros = -946'684'800 * micros_per_second;

inline constexpr std::int32_t date_infinity = std::numeric_limits<std::int32_t>::max();
inline constexpr std::int32_t date_minus_infinity = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int64_t timestamp_infinity = std::numeric_limits<std::int64_t>::max();
inline constexpr std::int64_t timestamp_minus_infinity = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t timestamp_least = -211'813'488'000'000'000;  // 4713-11-24 BC
inline constexpr std::int64_t timestamp_end = 9'223'371'331'200'000'000;   // 294277-01-01
inline constexpr std::int32_t date_least = -2'451'545;
inline constexpr std::int32_t date_end = 2'145'031'949;  // 5874898-01-01

constexpr bool date_is_finite(std::int32_t date) {
  return date != date_infinity && date != date_minus_infinity;
}
constexpr bool timestamp_is_finite(std::int64_t timestamp) {
  return timestamp != timestamp_infinity && timestamp != timestamp_minus_infinity;
}

// --- the calendar (proleptic Gregorian, year 0 is 1 BC)
// -------------------------------------------

struct CivilDate {
  std::int32_t year = 2000;
  std::int32_t month = 1;
  std::int32_t day = 1;
};

// Days since 2000-01-01 of any date, months and days out of range included in the sum.
std::int32_t days_of_civil(std::int32_t year, std::int32_t month, std::int32_t day);
CivilDate civil_of_days(std::int32_t days);
constexpr bool is_leap_year(std::int32_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}
std::int32_t days_in_month(std::int32_t year, std::int32_t month);

// A timestamp taken apart.
struct CivilTime {
  CivilDate date;
  std::int32_t hour = 0;
  std::int32_t minute = 0;
  std::int32_t second = 0;
  std::int32_t micros = 0;
};
CivilTime civil_of_timestamp(std::int64_t timestamp);  // of a finite one
// nullopt if out of timestamp's range.
std::optional<std::int64_t> timestamp_of_civil(const CivilTime& civil);

// Floor division into days and the time of day.
constexpr std::int64_t floor_days(std::int64_t micros) {
  return micros >= 0 ? micros / micros_per_day : -((-(micros + 1)) / micros_per_day) - 1;
}
constexpr std::int64_t time_of_day(std::int64_t micros) {
  return micros - floor_days(micros) * micros_per_day;
}

std::int32_t day_of_week(std::int32_t date);  // 0 Sunday … 6 Saturday
std::int32_t iso_week(std::int32_t date);
std::int32_t iso_year(std::int32_t date);

// --- conversions. Each raises date_out_of_range_for_timestamp or timestamp_out_of_range.
// ----------
std::int64_t timestamp_of_date(std::int32_t date);
std::int64_t timestamptz_of_date(std::int32_t date, const TimeZone& zone);
std::int32_t date_of_timestamp(std::int64_t timestamp);
std::int32_t date_of_timestamptz(std::int64_t timestamp, const TimeZone& zone);
// AT TIME ZONE both ways, and the casts between the two.
std::int64_t timestamptz_of_local(std::int64_t local, const TimeZone& zone);
std::int64_t local_of_timestamptz(std::int64_t timestamp, const TimeZone& zone);
TimeTz timetz_of_time(std::int64_t time, std::int32_t offset);
TimeTz timetz_at_offset(const TimeTz& value, std::int32_t offset);  // offset east of UTC
TimeTz timetz_of_timestamptz(std::int64_t timestamp, const TimeZone& zone);

// Precision (0 … 6) of time and timestamp types; -1 changes nothing.
std::int64_t time_apply_modifier(std::int64_t time, TypeModifier modifier);
std::int64_t timestamp_apply_modifier(std::int64_t timestamp, TypeModifier modifier);

// --- arithmetic. Each raises the out-of-range condition of its result.
// ----------------------------
std::int32_t date_add(std::int32_t date, std::int32_t days);
std::int64_t timestamp_add(std::int64_t timestamp, const Interval& interval);
std::int64_t timestamptz_add(std::int64_t timestamp, const Interval& interval,
                             const TimeZone& zone);
std::int64_t time_add(std::int64_t time, const Interval& interval);
TimeTz timetz_add(const TimeTz& value, const Interval& interval);
Interval timestamp_subtract(std::int64_t a, std::int64_t b);
Interval timestamp_age(std::int64_t later, std::int64_t earlier);
Interval timestamptz_age(std::int64_t later, std::int64_t earlier, const TimeZone& zone);
std::int64_t timestamp_bin(const Interval& stride, std::int64_t timestamp, std::int64_t origin);
int timetz_compare(const TimeTz& a, const TimeTz& b);

// date_trunc and extract. Raise: unit_not_recognized, unit_not_supported.
std::int64_t timestamp_truncate(std::string_view unit, std::int64_t timestamp);
std::int64_t timestamptz_truncate(std::string_view unit, std::int64_t timestamp,
                                  const TimeZone& zone);
// nullopt is NULL (a field of an infinite value that has none).
std::optional<Numeric> date_extract(std::string_view unit, std::int32_t date);
std::optional<Numeric> timestamp_extract(std::string_view unit, std::int64_t timestamp);
std::optional<Numeric> timestamptz_extract(std::string_view unit, std::int64_t timestamp,
                                           const TimeZone& zone);
Numeric time_extract(std::string_view unit, std::int64_t time);
Numeric timetz_extract(std::string_view unit, const TimeTz& value);

// make_* functions. Raise: their own out-of-range conditions.
std::int32_t make_date(std::int32_t year, std::int32_t month, std::int32_t day);
std::int64_t make_time(std::int32_t hour, std::int32_t minute, double second);
std::int64_t make_timestamp(std::int32_t year, std::int32_t month, std::int32_t day,
                            std::int32_t hour, std::int32_t minute, double second);
std::int64_t timestamptz_of_epoch(double seconds);  // to_timestamp(double)

// The zone that AT TIME ZONE 'text' names: a tzdata name, an abbreviation or a POSIX offset. For an
// abbreviation without a zone behind it a fixed zone. Raises: time_zone_not_recognized.
const TimeZone& resolve_time_zone(std::string_view text);

// --- the types' columns --------------------------------------------------------------------------

struct DateFamily : Scalar<std::int32_t> {
  static std::int32_t parse(std::string_view text, TypeModifier, const TextFormat& format);
  static void print(std::int32_t value, const TextFormat& format, std::string& out);
  static std::int32_t receive(BinaryReader& reader);
};

struct TimeFamily : Scalar<std::int64_t> {
  static std::int64_t parse(std::string_view text, TypeModifier, const TextFormat& format);
  static void print(std::int64_t value, const TextFormat& format, std::string& out);
  static std::int64_t receive(BinaryReader& reader);
};
struct TimestampFamily : Scalar<std::int64_t> {
  static std::int64_t parse(std::string_view text, TypeModifier, const TextFormat& format);
  static void print(std::int64_t value, const TextFormat& format, std::string& out);
  static std::int64_t receive(BinaryReader& reader);
};
struct TimestampTzFamily : TimestampFamily {
  static std::int64_t parse(std::string_view text, TypeModifier, const TextFormat& format);
  static void print(std::int64_t value, const TextFormat& format, std::string& out);
};
struct TimeTzFamily : Scalar<TimeTz> {
  static TimeTz parse(std::string_view text, TypeModifier, const TextFormat& format);
  static void print(const TimeTz& value, const TextFormat& format, std::string& out);
  static TimeTz receive(BinaryReader& reader);
  static void send(const TimeTz& value, std::string& out);
  static int order(const TimeTz& a, const TimeTz& b) { return timetz_compare(a, b); }
  static std::uint64_t digest(const TimeTz& value);
  static void write_key(const TimeTz& value, std::string& out);
  static constexpr std::size_t key_size = 12;
  static TimeTz read_key(const char* key);
};

}  // namespace dsql::engine
