#include "engine/types/datetime.h"

#include "dsqlrules/conditions/value_errors.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

// --- the calendar --------------------------------------------------------------------------------
//
// Years are counted from March, so that a leap day is the last day of a year; 400 years are an era
// of 146,097 days.

namespace {

constexpr std::int64_t days_per_era = 146097;
constexpr std::int64_t day_0000_03_01 = -730425;  // counted from 2000-01-01

}  // namespace

std::int32_t days_of_civil(std::int32_t year, std::int32_t month, std::int32_t day) {
  const std::int64_t shifted = std::int64_t{year} - (month <= 2 ? 1 : 0);
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  const std::int64_t year_of_era = shifted - era * 400;
  const std::int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return static_cast<std::int32_t>(era * days_per_era + day_of_era + day_0000_03_01);
}

CivilDate civil_of_days(std::int32_t days) {
  const std::int64_t shifted = std::int64_t{days} - day_0000_03_01;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - (days_per_era - 1)) / days_per_era;
  const auto day_of_era = static_cast<std::uint32_t>(shifted - era * days_per_era);
  const std::uint32_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::uint32_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::uint32_t month = (5 * day_of_year + 2) / 153;
  const auto civil_month = static_cast<std::int32_t>(month < 10 ? month + 3 : month - 9);
  return {static_cast<std::int32_t>(era * 400 + year_of_era + (civil_month <= 2 ? 1 : 0)),
          civil_month, static_cast<std::int32_t>(day_of_year - (153 * month + 2) / 5 + 1)};
}

std::int32_t days_in_month(std::int32_t year, std::int32_t month) {
  constexpr std::int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1] + (month == 2 && is_leap_year(year) ? 1 : 0);
}

CivilTime civil_of_timestamp(std::int64_t timestamp) {
  const std::int64_t days = floor_days(timestamp);
  const std::int64_t time = timestamp - days * micros_per_day;
  const auto seconds = static_cast<std::int32_t>(time / micros_per_second);
  return {civil_of_days(static_cast<std::int32_t>(days)), seconds / 3600, seconds / 60 % 60,
          seconds % 60, static_cast<std::int32_t>(time % micros_per_second)};
}

std::optional<std::int64_t> timestamp_of_civil(const CivilTime& civil) {
  constexpr std::int32_t far_year = 1'000'000;
  if (civil.date.year > far_year || civil.date.year < -far_year) return std::nullopt;
  const std::int64_t days = days_of_civil(civil.date.year, civil.date.month, civil.date.day);
  const std::int64_t seconds = (civil.hour * std::int64_t{60} + civil.minute) * 60 + civil.second;
  std::int64_t result;
  if (__builtin_mul_overflow(days, micros_per_day, &result) ||
      __builtin_add_overflow(result, seconds * micros_per_second + civil.micros, &result) ||
      result < timestamp_least || result >= timestamp_end) {
    return std::nullopt;
  }
  return result;
}

std::int32_t day_of_week(std::int32_t date) {
  // 2000-01-01 was a Saturday.
  const std::int64_t shifted = (std::int64_t{date} + 6) % 7;
  return static_cast<std::int32_t>(shifted < 0 ? shifted + 7 : shifted);
}

namespace {

// The Monday of a year's first ISO week.
std::int32_t first_iso_week(std::int32_t year) {
  const std::int32_t fourth = days_of_civil(year, 1, 4);
  return fourth - (day_of_week(fourth) + 6) % 7;
}

}  // namespace

std::int32_t iso_year(std::int32_t date) {
  const std::int32_t year = civil_of_days(date).year;
  if (date < first_iso_week(year)) return year - 1;
  return date >= first_iso_week(year + 1) ? year + 1 : year;
}

std::int32_t iso_week(std::int32_t date) { return (date - first_iso_week(iso_year(date))) / 7 + 1; }

// --- conversions ---------------------------------------------------------------------------------

std::int64_t timestamp_of_date(std::int32_t date) {
  if (!date_is_finite(date)) return date > 0 ? timestamp_infinity : timestamp_minus_infinity;
  constexpr std::int32_t end = static_cast<std::int32_t>(timestamp_end / micros_per_day);
  if (date >= end) rules::raise(conditions::date_out_of_range_for_timestamp);
  return date * micros_per_day;
}

std::int64_t timestamptz_of_date(std::int32_t date, const TimeZone& zone) {
  const std::int64_t local = timestamp_of_date(date);
  if (!timestamp_is_finite(local)) return local;
  const std::int64_t result = local - zone.offset_of_local(local) * micros_per_second;
  if (result < timestamp_least || result >= timestamp_end)
    rules::raise(conditions::date_out_of_range_for_timestamp);
  return result;
}

std::int32_t date_of_timestamp(std::int64_t timestamp) {
  if (!timestamp_is_finite(timestamp)) return timestamp > 0 ? date_infinity : date_minus_infinity;
  return static_cast<std::int32_t>(floor_days(timestamp));
}

std::int32_t date_of_timestamptz(std::int64_t timestamp, const TimeZone& zone) {
  return date_of_timestamp(local_of_timestamptz(timestamp, zone));
}

std::int64_t timestamptz_of_local(std::int64_t local, const TimeZone& zone) {
  if (!timestamp_is_finite(local)) return local;
  std::int64_t result;
  if (__builtin_sub_overflow(local, zone.offset_of_local(local) * micros_per_second, &result) ||
      result < timestamp_least || result >= timestamp_end) {
    rules::raise(conditions::timestamp_out_of_range);
  }
  return result;
}

std::int64_t local_of_timestamptz(std::int64_t timestamp, const TimeZone& zone) {
  if (!timestamp_is_finite(timestamp)) return timestamp;
  const std::int64_t result = timestamp + zone.at(timestamp).offset * micros_per_second;
  if (result < timestamp_least || result >= timestamp_end)
    rules::raise(conditions::timestamp_out_of_range);
  return result;
}

const TimeZone& resolve_time_zone(std::string_view text) {
  const ZoneAbbreviation* abbreviation = find_abbreviation(text);
  const TimeZone* zone = nullptr;
  if (abbreviation == nullptr) {
    zone = find_time_zone(text);
  } else if (abbreviation->zone.empty()) {
    zone = &fixed_zone(abbreviation->offset);
  } else {
    zone = find_time_zone(abbreviation->zone);
  }
  if (zone == nullptr) rules::raise(conditions::time_zone_not_recognized, text);
  return *zone;
}

}  // namespace dsql::engine
