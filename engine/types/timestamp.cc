// timestamp and timestamptz: text and binary forms, precision, arithmetic.
#include <cmath>

#include "dsqlrules/conditions/value_errors.h"
#include "engine/types/datetime.h"
#include "engine/types/datetime_format.h"
#include "engine/types/datetime_parse.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

bool in_range(std::int64_t timestamp) {
  return timestamp >= timestamp_least && timestamp < timestamp_end;
}

std::int64_t require_range(std::int64_t timestamp) {
  if (!in_range(timestamp)) rules::raise(conditions::timestamp_out_of_range);
  return timestamp;
}

// --- the plain form ------------------------------------------------------------------------------

// A timestamp as most clients write it: "2024-01-31 23:59:58.123456+05:30", the fraction and the
// offset optional, T allowed for the blank and Z for the offset.
class PlainTimestamp {
 public:
  explicit PlainTimestamp(std::string_view text) : text_(text) {}

  // False leaves the text to the full reader. `offset` is left alone if the text has none.
  bool parse(std::int64_t& local, std::int32_t& offset, bool& has_offset) {
    CivilTime civil;
    std::int32_t century = 0;
    if (!two(0, century) || !two(2, civil.date.year) || !mark(4, '-') ||
        !two(5, civil.date.month) || !mark(7, '-') || !two(8, civil.date.day)) {
      return false;
    }
    civil.date.year += century * 100;
    if (civil.date.year == 0 || civil.date.month < 1 || civil.date.month > 12 ||
        civil.date.day < 1 || civil.date.day > days_in_month(civil.date.year, civil.date.month)) {
      return false;
    }
    at_ = 10;
    if (at_ < text_.size() && !clock(civil)) return false;
    has_offset = at_ < text_.size();
    if (has_offset && !zone(offset)) return false;
    local =
        days_of_civil(civil.date.year, civil.date.month, civil.date.day) * micros_per_day +
        ((civil.hour * std::int64_t{60} + civil.minute) * 60 + civil.second) * micros_per_second +
        civil.micros;
    return true;
  }

 private:
  bool mark(std::size_t at, char c) const { return at < text_.size() && text_[at] == c; }
  bool two(std::size_t at, std::int32_t& value) const {
    if (at + 1 >= text_.size() || !is_digit(text_[at]) || !is_digit(text_[at + 1])) return false;
    value = (text_[at] - '0') * 10 + text_[at + 1] - '0';
    return true;
  }

  bool clock(CivilTime& civil) {
    if ((!mark(10, ' ') && !mark(10, 'T')) || !two(11, civil.hour) || !mark(13, ':') ||
        !two(14, civil.minute) || !mark(16, ':') || !two(17, civil.second) || civil.hour > 23 ||
        civil.minute > 59 || civil.second > 59) {
      return false;
    }
    at_ = 19;
    if (!mark(at_, '.')) return true;
    std::int32_t scale = 100000;
    for (++at_; at_ < text_.size() && is_digit(text_[at_]); ++at_, scale /= 10) {
      if (scale == 0) return false;  // more digits are for rounding
      civil.micros += (text_[at_] - '0') * scale;
    }
    return true;
  }

  bool zone(std::int32_t& offset) {
    if (mark(at_, 'Z') && at_ + 1 == text_.size()) {
      offset = 0;
      return true;
    }
    const char sign = text_[at_];
    std::int32_t hours = 0;
    std::int32_t minutes = 0;
    if ((sign != '+' && sign != '-') || !two(at_ + 1, hours) || hours > 15) return false;
    at_ += 3;
    if (mark(at_, ':')) {
      if (!two(at_ + 1, minutes) || minutes > 59) return false;
      at_ += 3;
    }
    offset = (hours * 60 + minutes) * 60;
    if (sign == '-') offset = -offset;
    return at_ == text_.size();
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// What both types make of a parsed text; `utc` subtracts the offset.
std::int64_t timestamp_of_parsed(const ParsedDateTime& parsed, std::string_view text, bool utc) {
  switch (parsed.kind) {
    case ParsedDateTime::Kind::infinity: return timestamp_infinity;
    case ParsedDateTime::Kind::minus_infinity: return timestamp_minus_infinity;
    case ParsedDateTime::Kind::epoch: return unix_epoch_micros;
    case ParsedDateTime::Kind::moment: break;
  }
  const std::optional<std::int64_t> local = timestamp_of_civil(parsed.civil);
  std::int64_t result = 0;
  if (!local ||
      __builtin_sub_overflow(*local, utc ? parsed.offset * micros_per_second : 0, &result) ||
      !in_range(result)) {
    rules::raise(conditions::timestamp_out_of_range_text, text);
  }
  return result;
}

}  // namespace

// --- text and binary -----------------------------------------------------------------------------

std::int64_t TimestampFamily::parse(std::string_view text, TypeModifier, const TextFormat& format) {
  std::int64_t local = 0;
  std::int32_t offset = 0;
  bool has_offset = false;
  if (PlainTimestamp(text).parse(local, offset, has_offset)) return local;
  return timestamp_of_parsed(parse_datetime(text, "timestamp", format), text, false);
}

void TimestampFamily::print(std::int64_t value, const TextFormat& format, std::string& out) {
  append_timestamp(out, value, format);
}

std::int64_t TimestampFamily::receive(BinaryReader& reader) {
  const auto timestamp = reader.read<std::int64_t>();
  return timestamp_is_finite(timestamp) ? require_range(timestamp) : timestamp;
}

std::int64_t TimestampTzFamily::parse(std::string_view text, TypeModifier,
                                      const TextFormat& format) {
  std::int64_t local = 0;
  std::int32_t offset = 0;
  bool has_offset = false;
  if (PlainTimestamp(text).parse(local, offset, has_offset)) {
    if (!has_offset) offset = format.zone->offset_of_local(local);
    return local - offset * micros_per_second;
  }
  return timestamp_of_parsed(parse_datetime(text, "timestamp with time zone", format), text, true);
}

void TimestampTzFamily::print(std::int64_t value, const TextFormat& format, std::string& out) {
  append_timestamptz(out, value, format);
}

std::int64_t timestamp_apply_modifier(std::int64_t timestamp, TypeModifier modifier) {
  constexpr std::int64_t scales[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
  if (modifier < 0 || modifier >= 6 || !timestamp_is_finite(timestamp)) return timestamp;
  const std::int64_t scale = scales[modifier];
  const std::int64_t half = scale / 2;
  return timestamp >= 0 ? (timestamp + half) / scale * scale
                        : -((-timestamp + half) / scale * scale);
}

// --- arithmetic ----------------------------------------------------------------------------------

namespace {

// The local time `months` later, on the month's last day if it has no such day.
std::int64_t add_months(std::int64_t local, std::int32_t months) {
  CivilTime civil = civil_of_timestamp(local);
  const std::int64_t total = std::int64_t{civil.date.year} * 12 + civil.date.month - 1 + months;
  const std::int64_t year = total >= 0 ? total / 12 : -((11 - total) / 12);
  civil.date.year = static_cast<std::int32_t>(year);
  civil.date.month = static_cast<std::int32_t>(total - year * 12) + 1;
  civil.date.day = std::min(civil.date.day, days_in_month(civil.date.year, civil.date.month));
  const std::optional<std::int64_t> result = timestamp_of_civil(civil);
  if (!result) rules::raise(conditions::timestamp_out_of_range);
  return *result;
}

std::int64_t add_days(std::int64_t local, std::int32_t days) {
  std::int64_t result;
  if (__builtin_mul_overflow(std::int64_t{days}, micros_per_day, &result) ||
      __builtin_add_overflow(local, result, &result)) {
    rules::raise(conditions::timestamp_out_of_range);
  }
  return require_range(result);
}

std::int64_t add_micros(std::int64_t timestamp, std::int64_t micros) {
  std::int64_t result;
  if (__builtin_add_overflow(timestamp, micros, &result))
    rules::raise(conditions::timestamp_out_of_range);
  return require_range(result);
}

}  // namespace

std::int64_t timestamp_add(std::int64_t timestamp, const Interval& interval) {
  if (!timestamp_is_finite(timestamp)) return timestamp;
  if (interval.months != 0) timestamp = add_months(timestamp, interval.months);
  if (interval.days != 0) timestamp = add_days(timestamp, interval.days);
  return add_micros(timestamp, interval.micros);
}

std::int64_t timestamptz_add(std::int64_t timestamp, const Interval& interval,
                             const TimeZone& zone) {
  if (!timestamp_is_finite(timestamp)) return timestamp;
  if (interval.months != 0) {
    timestamp = timestamptz_of_local(
        add_months(local_of_timestamptz(timestamp, zone), interval.months), zone);
  }
  if (interval.days != 0) {
    timestamp =
        timestamptz_of_local(add_days(local_of_timestamptz(timestamp, zone), interval.days), zone);
  }
  return add_micros(timestamp, interval.micros);
}

Interval timestamp_subtract(std::int64_t a, std::int64_t b) {
  if (!timestamp_is_finite(a) || !timestamp_is_finite(b))
    rules::raise(conditions::cannot_subtract_infinite_timestamps);
  Interval result;
  if (__builtin_sub_overflow(a, b, &result.micros)) rules::raise(conditions::interval_out_of_range);
  return interval_justify_hours(result);
}

namespace {

void require_age(std::int64_t a, std::int64_t b) {
  if (a == timestamp_minus_infinity || b == timestamp_minus_infinity)
    rules::raise(conditions::timestamp_out_of_range);
}

// The difference of two local times field by field; `months` of days borrowed are those of the
// earlier time's month.
Interval age_of(std::int64_t later, std::int64_t earlier) {
  const bool negative = later < earlier;
  const CivilTime a = civil_of_timestamp(negative ? earlier : later);
  const CivilTime b = civil_of_timestamp(negative ? later : earlier);
  std::int64_t micros =
      time_of_day(negative ? earlier : later) - time_of_day(negative ? later : earlier);
  std::int32_t days = a.date.day - b.date.day;
  std::int32_t months = (a.date.year - b.date.year) * 12 + a.date.month - b.date.month;
  if (micros < 0) {
    micros += micros_per_day;
    --days;
  }
  while (days < 0) {
    days += days_in_month(b.date.year, b.date.month);
    --months;
  }
  if (negative) return {-micros, -days, -months};
  return {micros, days, months};
}

}  // namespace

// As in PostgreSQL 16 infinity counts as the number it is stored as, and -infinity is out of range.
Interval timestamp_age(std::int64_t later, std::int64_t earlier) {
  require_age(later, earlier);
  return age_of(later, earlier);
}

Interval timestamptz_age(std::int64_t later, std::int64_t earlier, const TimeZone& zone) {
  require_age(later, earlier);
  return age_of(local_of_timestamptz(later, zone), local_of_timestamptz(earlier, zone));
}

std::int64_t timestamp_bin(const Interval& stride, std::int64_t timestamp, std::int64_t origin) {
  if (!timestamp_is_finite(timestamp)) return timestamp;
  if (!timestamp_is_finite(origin)) rules::raise(conditions::origin_out_of_range);
  if (stride.months != 0) rules::raise(conditions::stride_with_months);
  std::int64_t width;
  std::int64_t distance;
  if (__builtin_mul_overflow(std::int64_t{stride.days}, micros_per_day, &width) ||
      __builtin_add_overflow(width, stride.micros, &width)) {
    rules::raise(conditions::interval_out_of_range);
  }
  if (width <= 0) rules::raise(conditions::stride_not_positive);
  if (__builtin_sub_overflow(timestamp, origin, &distance))
    rules::raise(conditions::interval_out_of_range);
  const std::int64_t rest = distance % width;
  std::int64_t result = origin + (distance - rest);
  if (rest < 0 && __builtin_sub_overflow(result, width, &result))
    rules::raise(conditions::timestamp_out_of_range);
  return require_range(result);
}

std::int64_t make_timestamp(std::int32_t year, std::int32_t month, std::int32_t day,
                            std::int32_t hour, std::int32_t minute, double second) {
  std::int64_t result;
  if (__builtin_mul_overflow(std::int64_t{make_date(year, month, day)}, micros_per_day, &result))
    rules::raise(conditions::timestamp_out_of_range);
  return add_micros(result, make_time(hour, minute, second));
}

std::int64_t timestamptz_of_epoch(double seconds) {
  if (std::isnan(seconds)) rules::raise(conditions::epoch_nan);
  if (std::isinf(seconds)) return seconds > 0 ? timestamp_infinity : timestamp_minus_infinity;
  constexpr double least = static_cast<double>(timestamp_least / micros_per_second -
                                               unix_epoch_micros / micros_per_second);
  constexpr double end = static_cast<double>(timestamp_end / micros_per_second -
                                             unix_epoch_micros / micros_per_second);
  if (seconds < least || seconds >= end) rules::raise(conditions::epoch_out_of_range, seconds);
  const double since_2000 = seconds + static_cast<double>(unix_epoch_micros / micros_per_second);
  const auto result = static_cast<std::int64_t>(std::rint(since_2000 * 1e6));
  if (!in_range(result)) rules::raise(conditions::epoch_out_of_range, seconds);
  return result;
}

}  // namespace dsql::engine
