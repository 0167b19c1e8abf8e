#include "engine/types/interval.h"

#include <cmath>

#include "dsqlrules/conditions/value_errors.h"
#include "engine/types/datetime.h"
#include "engine/types/datetime_parse.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

constexpr std::int32_t days_per_month = 30;

[[noreturn]] void fail_range() { rules::raise(conditions::interval_out_of_range); }

template <class T>
T checked_add(T a, T b) {
  T sum;
  if (__builtin_add_overflow(a, b, &sum)) fail_range();
  return sum;
}

template <class T>
T checked_subtract(T a, T b) {
  T difference;
  if (__builtin_sub_overflow(a, b, &difference)) fail_range();
  return difference;
}

// All of it in microseconds, a month counted as 30 days.
__int128 comparable(const Interval& value) {
  const std::int64_t days = std::int64_t{value.months} * days_per_month + value.days;
  return static_cast<__int128>(days) * micros_per_day + value.micros;
}

}  // namespace

int interval_compare(const Interval& a, const Interval& b) {
  return three_way(comparable(a), comparable(b));
}

// --- the type's columns --------------------------------------------------------------------------

Interval IntervalFamily::receive(BinaryReader& reader) {
  Interval value;
  value.micros = reader.read<std::int64_t>();
  value.days = reader.read<std::int32_t>();
  value.months = reader.read<std::int32_t>();
  return value;
}

void IntervalFamily::send(const Interval& value, std::string& out) {
  append_big_endian(out, value.micros);
  append_big_endian(out, value.days);
  append_big_endian(out, value.months);
}

std::uint64_t IntervalFamily::digest(const Interval& value) {
  const __int128 whole = comparable(value);
  return hash_combine(hash_bits(static_cast<std::uint64_t>(whole)),
                      static_cast<std::uint64_t>(whole >> 64));
}

// The whole of it in microseconds first, so that bytes order as intervals do.
void IntervalFamily::write_key(const Interval& value, std::string& out) {
  const auto whole = static_cast<unsigned __int128>(comparable(value)) ^
                     (static_cast<unsigned __int128>(1) << 127);
  append_big_endian(out, static_cast<std::uint64_t>(whole >> 64));
  append_big_endian(out, static_cast<std::uint64_t>(whole));
  append_big_endian(out, value.days);
  append_big_endian(out, value.months);
}

Interval IntervalFamily::read_key(const char* key) {
  Interval value;
  auto whole = static_cast<unsigned __int128>(read_big_endian<std::uint64_t>(key)) << 64 |
               read_big_endian<std::uint64_t>(key + 8);
  whole ^= static_cast<unsigned __int128>(1) << 127;
  value.days = read_big_endian<std::int32_t>(key + 16);
  value.months = read_big_endian<std::int32_t>(key + 20);
  value.micros = static_cast<std::int64_t>(static_cast<__int128>(whole) - comparable(value));
  return value;
}

// --- sums ----------------------------------------------------------------------------------------

Interval interval_add(const Interval& a, const Interval& b) {
  return {checked_add(a.micros, b.micros), checked_add(a.days, b.days),
          checked_add(a.months, b.months)};
}

Interval interval_subtract(const Interval& a, const Interval& b) {
  return {checked_subtract(a.micros, b.micros), checked_subtract(a.days, b.days),
          checked_subtract(a.months, b.months)};
}

Interval interval_negate(const Interval& value) { return interval_subtract({}, value); }

// --- products ------------------------------------------------------------------------------------

namespace {

double round_to_micros(double value) { return std::rint(value * 1e6) / 1e6; }

std::int32_t to_int32(double value) {
  if (std::isnan(value) || value >= 2147483648.0 || value < -2147483648.0) fail_range();
  return static_cast<std::int32_t>(value);
}

// The interval with months, days and microseconds of these fractional amounts: fractions of months
// become days of a month of 30 days, fractions of days become time.
Interval cascade(double months, double days, double micros) {
  constexpr double seconds_per_day = 86400;
  Interval result;
  result.months = to_int32(months);
  result.days = to_int32(days);
  const double month_days = round_to_micros((months - result.months) * days_per_month);
  double seconds = round_to_micros(
      (days - result.days + month_days - static_cast<int>(month_days)) * seconds_per_day);
  if (std::fabs(seconds) >= seconds_per_day) {
    const int whole = static_cast<int>(seconds / seconds_per_day);
    result.days = checked_add(result.days, whole);
    seconds -= whole * seconds_per_day;
  }
  result.days = checked_add(result.days, static_cast<std::int32_t>(month_days));
  const double total = std::rint(micros + seconds * 1e6);
  if (std::isnan(total) || total >= 9223372036854775808.0 || total < -9223372036854775808.0)
    fail_range();
  result.micros = static_cast<std::int64_t>(total);
  return result;
}

}  // namespace

Interval interval_multiply(const Interval& value, double factor) {
  return cascade(value.months * factor, value.days * factor,
                 static_cast<double>(value.micros) * factor);
}

Interval interval_divide(const Interval& value, double divisor) {
  if (divisor == 0) rules::raise(conditions::division_by_zero);
  return cascade(value.months / divisor, value.days / divisor,
                 static_cast<double>(value.micros) / divisor);
}

// --- justification -------------------------------------------------------------------------------

namespace {

// Moves whole units of `size` from `small` to `large`.
template <class Small, class Large>
void carry(Small& small, Large& large, Small size) {
  const Small whole = small / size;
  small -= whole * size;
  large = checked_add(large, static_cast<Large>(whole));
}

// Gives `small` the sign of `large` by moving one unit.
template <class Small, class Large>
void align_signs(Small& small, Large& large, Small size) {
  if (large > 0 && small < 0) {
    small += size;
    --large;
  } else if (large < 0 && small > 0) {
    small -= size;
    ++large;
  }
}

}  // namespace

Interval interval_justify_hours(const Interval& value) {
  Interval result = value;
  carry(result.micros, result.days, micros_per_day);
  align_signs(result.micros, result.days, micros_per_day);
  return result;
}

Interval interval_justify_days(const Interval& value) {
  Interval result = value;
  carry(result.days, result.months, days_per_month);
  align_signs(result.days, result.months, days_per_month);
  return result;
}

Interval interval_justify(const Interval& value) {
  Interval result = value;
  // First what would overflow the days.
  if ((result.days > 0 && result.micros > 0) || (result.days < 0 && result.micros < 0))
    carry(result.days, result.months, days_per_month);
  carry(result.micros, result.days, micros_per_day);
  carry(result.days, result.months, days_per_month);
  if (result.months > 0 && (result.days < 0 || (result.days == 0 && result.micros < 0))) {
    result.days += days_per_month;
    --result.months;
  } else if (result.months < 0 && (result.days > 0 || (result.days == 0 && result.micros > 0))) {
    result.days -= days_per_month;
    ++result.months;
  }
  align_signs(result.micros, result.days, micros_per_day);
  return result;
}

Interval make_interval(std::int32_t years, std::int32_t months, std::int32_t weeks,
                       std::int32_t days, std::int32_t hours, std::int32_t minutes,
                       double seconds) {
  Interval result;
  if (__builtin_mul_overflow(years, 12, &result.months) ||
      __builtin_mul_overflow(weeks, 7, &result.days) || !std::isfinite(seconds)) {
    fail_range();
  }
  result.months = checked_add(result.months, months);
  result.days = checked_add(result.days, days);
  const double micros = std::rint(seconds * 1e6);
  if (micros >= 9223372036854775808.0 || micros < -9223372036854775808.0) fail_range();
  result.micros = checked_add(hours * micros_per_hour + minutes * micros_per_minute,
                              static_cast<std::int64_t>(micros));
  return result;
}

// --- modifiers, truncation, extraction -----------------------------------------------------------

Interval interval_apply_modifier(const Interval& value, TypeModifier modifier) {
  if (modifier < 0) return value;
  constexpr std::int32_t year = 1 << 2, month = 1 << 1, day = 1 << 3, hour = 1 << 10,
                         minute = 1 << 11, second = 1 << 12;
  const std::int32_t fields = (modifier >> 16) & 0x7fff;
  Interval result = value;
  const auto cut = [&](std::int64_t unit) { result.micros = result.micros / unit * unit; };
  if (fields == year) result = {0, 0, value.months / 12 * 12};
  if (fields == month || fields == (year | month)) result = {0, 0, value.months};
  if (fields == day) result.micros = 0;
  if (fields == hour || fields == (day | hour)) cut(micros_per_hour);
  if (fields == minute || fields == (hour | minute) || fields == (day | hour | minute))
    cut(micros_per_minute);
  const std::int32_t precision = modifier & 0xffff;
  const bool seconds = (fields & second) != 0;
  if (precision <= 6 && (seconds || fields == 0x7fff))
    result.micros = time_apply_modifier(result.micros, precision);
  return result;
}

namespace {

constexpr std::string_view type_name = "interval";

DateTimeUnit require_unit(std::optional<DateTimeUnit> unit, std::string_view name) {
  if (!unit || *unit == DateTimeUnit::none)
    rules::raise(conditions::unit_not_recognized, name, type_name);
  return *unit;
}

}  // namespace

Interval interval_truncate(std::string_view name, const Interval& value) {
  Interval result = value;
  const auto cut_months = [&](std::int32_t months) {
    result = {0, 0, value.months / months * months};
  };
  const auto cut_time = [&](std::int64_t unit) { result.micros = value.micros / unit * unit; };
  switch (require_unit(find_truncation_unit(name), name)) {
    case DateTimeUnit::millennium: cut_months(12000); break;
    case DateTimeUnit::century: cut_months(1200); break;
    case DateTimeUnit::decade: cut_months(120); break;
    case DateTimeUnit::year: cut_months(12); break;
    case DateTimeUnit::quarter: cut_months(3); break;
    case DateTimeUnit::month: cut_months(1); break;
    case DateTimeUnit::day: result.micros = 0; break;
    case DateTimeUnit::hour: cut_time(micros_per_hour); break;
    case DateTimeUnit::minute: cut_time(micros_per_minute); break;
    case DateTimeUnit::second: cut_time(micros_per_second); break;
    case DateTimeUnit::millisecond: cut_time(1000); break;
    case DateTimeUnit::microsecond: break;
    case DateTimeUnit::week:
      rules::raise(rules::error(conditions::unit_not_supported, name, type_name)
                       .with_detail(std::string(conditions::fractional_weeks_detail)));
    default: rules::raise(conditions::unit_not_supported, name, type_name);
  }
  return result;
}

Numeric interval_extract(std::string_view name, const Interval& value) {
  const auto whole = [](std::int64_t number) { return Numeric::from_integer(number); };
  const auto scaled = [&](std::int64_t number, int scale) {
    return Numeric::from_coefficient(number < 0, whole(number).small(), scale);
  };
  const std::int32_t years = value.months / 12;
  const std::int64_t second_micros = value.micros % micros_per_minute;
  switch (require_unit(find_unit(name), name)) {
    case DateTimeUnit::microsecond: return whole(second_micros);
    case DateTimeUnit::millisecond: return scaled(second_micros, 3);
    case DateTimeUnit::second: return scaled(second_micros, 6);
    case DateTimeUnit::minute: return whole(value.micros / micros_per_minute % 60);
    case DateTimeUnit::hour: return whole(value.micros / micros_per_hour);
    case DateTimeUnit::day: return whole(value.days);
    case DateTimeUnit::month: return whole(value.months % 12);
    case DateTimeUnit::quarter: return whole(value.months % 12 / 3 + 1);
    case DateTimeUnit::year: return whole(years);
    case DateTimeUnit::decade: return whole(years / 10);
    case DateTimeUnit::century: return whole(years / 100);
    case DateTimeUnit::millennium: return whole(years / 1000);
    case DateTimeUnit::epoch: {
      // A year counts 365.25 days, a month 30: in quarters of a day everything is whole.
      const std::int64_t quarter_days = std::int64_t{1461} * years +
                                        std::int64_t{120} * (value.months % 12) +
                                        std::int64_t{4} * value.days;
      return numeric_add(numeric_multiply(whole(quarter_days), whole(21600)),
                         scaled(value.micros, 6));
    }
    default: rules::raise(conditions::unit_not_supported, name, type_name);
  }
}

}  // namespace dsql::engine
