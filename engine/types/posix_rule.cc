#include "engine/types/posix_rule.h"

#include <algorithm>

#include "engine/types/datetime.h"

namespace dsql::engine {

namespace {

constexpr std::int32_t unix_epoch_days = -10957;  // 1970-01-01 counted from 2000-01-01
constexpr std::int64_t seconds_per_day = 86400;

std::int64_t unix_seconds_of(std::int32_t year, std::int32_t month, std::int32_t day) {
  return (std::int64_t{days_of_civil(year, month, day)} - unix_epoch_days) * seconds_per_day;
}

std::int32_t year_of(std::int64_t unix_seconds) {
  std::int64_t days = unix_seconds / seconds_per_day;
  if (unix_seconds % seconds_per_day < 0) --days;
  return civil_of_days(static_cast<std::int32_t>(days) + unix_epoch_days).year;
}

bool take(std::string_view& rest, char c) {
  if (!rest.starts_with(c)) return false;
  rest.remove_prefix(1);
  return true;
}

bool take_number(std::string_view& rest, std::int32_t least, std::int32_t most,
                 std::int32_t& number) {
  std::size_t digits = 0;
  number = 0;
  for (; digits < rest.size() && is_digit(rest[digits]); ++digits) {
    number = number * 10 + (rest[digits] - '0');
    if (number > most) return false;
  }
  rest.remove_prefix(digits);
  return digits > 0 && number >= least;
}

}  // namespace

std::int64_t PosixRule::Change::local_seconds(std::int32_t year) const {
  if (kind == Kind::julian) {
    // Days 1 … 365, never counting the 29th of February.
    const bool after_leap_day = is_leap_year(year) && day >= 60;
    return unix_seconds_of(year, 1, day + (after_leap_day ? 1 : 0)) + seconds;
  }
  if (kind == Kind::day_of_year) return unix_seconds_of(year, 1, day + 1) + seconds;
  const std::int32_t first_weekday = day_of_week(days_of_civil(year, month, 1));
  std::int32_t date = 1 + (day - first_weekday + 7) % 7 + (week - 1) * 7;
  if (date > days_in_month(year, month)) date -= 7;
  return unix_seconds_of(year, month, date) + seconds;
}

// Letters, or anything between < and >.
bool PosixRule::parse_name(std::string_view& rest, std::string& name) {
  std::size_t end = 0;
  if (take(rest, '<')) {
    end = rest.find('>');
    if (end == std::string_view::npos) return false;
    name = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return true;
  }
  while (end < rest.size() && is_alpha(rest[end])) ++end;
  name = rest.substr(0, end);
  rest.remove_prefix(end);
  return true;
}

// [+-]hh[:mm[:ss]]
bool PosixRule::parse_time(std::string_view& rest, std::int32_t most_hours, std::int32_t& seconds) {
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+')) rest.remove_prefix(1);
  std::int32_t hours = 0;
  std::int32_t minutes = 0;
  std::int32_t rest_seconds = 0;
  if (!take_number(rest, 0, most_hours, hours)) return false;
  if (take(rest, ':')) {
    if (!take_number(rest, 0, 59, minutes)) return false;
    if (take(rest, ':') && !take_number(rest, 0, 60, rest_seconds)) return false;
  }
  seconds = hours * 3600 + minutes * 60 + rest_seconds;
  if (negative) seconds = -seconds;
  return true;
}

// Mm.w.d, Jn or n, then /time
bool PosixRule::parse_change(std::string_view& rest, Change& change) {
  if (take(rest, 'M')) {
    change.kind = Change::Kind::month_week_day;
    if (!take_number(rest, 1, 12, change.month) || !take(rest, '.') ||
        !take_number(rest, 1, 5, change.week) || !take(rest, '.') ||
        !take_number(rest, 0, 6, change.day)) {
      return false;
    }
  } else if (take(rest, 'J')) {
    change.kind = Change::Kind::julian;
    if (!take_number(rest, 1, 365, change.day)) return false;
  } else {
    change.kind = Change::Kind::day_of_year;
    if (!take_number(rest, 0, 365, change.day)) return false;
  }
  return !take(rest, '/') || parse_time(rest, 167, change.seconds);
}

std::optional<PosixRule> PosixRule::parse(std::string_view text) {
  PosixRule rule;
  std::string_view rest = text;
  std::int32_t west = 0;
  if (!parse_name(rest, rule.standard_name_) || !parse_time(rest, 167, west)) return std::nullopt;
  rule.standard_offset_ = -west;
  if (rest.empty()) return rule;
  rule.has_daylight_ = true;
  if (!parse_name(rest, rule.daylight_name_) || rule.daylight_name_.empty()) return std::nullopt;
  rule.daylight_offset_ = rule.standard_offset_ + 3600;
  if (!rest.empty() && rest[0] != ',') {
    if (!parse_time(rest, 167, west)) return std::nullopt;
    rule.daylight_offset_ = -west;
  }
  if (rest.empty()) rest = ",M3.2.0,M11.1.0";
  if (!take(rest, ',') || !parse_change(rest, rule.start_) || !take(rest, ',') ||
      !parse_change(rest, rule.end_) || !rest.empty()) {
    return std::nullopt;
  }
  return rule;
}

std::int64_t PosixRule::daylight_start(std::int32_t year) const {
  return start_.local_seconds(year) - standard_offset_;
}

std::int64_t PosixRule::daylight_end(std::int32_t year) const {
  return end_.local_seconds(year) - daylight_offset_;
}

TimeZone::Local PosixRule::at(std::int64_t unix_seconds) const {
  bool daylight = false;
  if (has_daylight_) {
    const std::int32_t year = year_of(unix_seconds + standard_offset_);
    const std::int64_t start = daylight_start(year);
    const std::int64_t end = daylight_end(year);
    daylight = start < end ? unix_seconds >= start && unix_seconds < end
                           : unix_seconds >= start || unix_seconds < end;
  }
  return daylight ? TimeZone::Local{daylight_offset_, true, daylight_name_}
                  : TimeZone::Local{standard_offset_, false, standard_name_};
}

std::int64_t PosixRule::next_change(std::int64_t unix_seconds) const {
  for (std::int32_t year = year_of(unix_seconds) - 1;; ++year) {
    const auto [first, second] = std::minmax({daylight_start(year), daylight_end(year)});
    if (first > unix_seconds) return first;
    if (second > unix_seconds) return second;
  }
}

}  // namespace dsql::engine
