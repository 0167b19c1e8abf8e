// to_char, to_date, to_timestamp and to_number.
#include <cmath>

#include <fmt/format.h>

#include "dsqlrules/conditions/format_errors.h"
#include "engine/functions/format_datetime.h"
#include "engine/functions/format_number.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/rows.h"
#include "engine/functions/value_slots.h"

namespace dsql::engine {
namespace {

using namespace sql;

using View = std::string_view;
using i4 = std::int32_t;
using i8 = std::int64_t;
using Text = std::optional<std::string>;
namespace conditions = rules::conditions;

// --- dates
// -----------------------------------------------------------------------------------------

ShownTime shown(i8 local) {
  const CivilTime civil = civil_of_timestamp(local);
  return {.year = civil.date.year,
          .month = civil.date.month,
          .day = civil.date.day,
          .hour = civil.hour,
          .minute = civil.minute,
          .second = civil.second,
          .micros = civil.micros,
          .date = static_cast<i4>(floor_days(local))};
}

Text timestamp_to_text(i8 value, View pattern) {
  if (pattern.empty() || !timestamp_is_finite(value)) return std::nullopt;
  return format_time(pattern, shown(value));
}
Text timestamptz_to_text(CallContext& context, i8 value, View pattern) {
  if (pattern.empty() || !timestamp_is_finite(value)) return std::nullopt;
  const TimeZone& zone = *context.format->zone;
  ShownTime time = shown(local_of_timestamptz(value, zone));
  const TimeZone::Local local = zone.at(value);
  time.has_zone = true;
  time.offset = local.offset;
  time.zone = local.abbreviation;
  return format_time(pattern, time);
}
Text interval_to_text(Interval value, View pattern) {
  if (pattern.empty()) return std::nullopt;
  const i8 seconds = value.micros / micros_per_second;
  ShownTime time{.year = value.months / 12,
                 .month = value.months % 12,
                 .day = value.days,
                 .hour = seconds / 3600,
                 .minute = static_cast<i4>(seconds % 3600 / 60),
                 .second = static_cast<i4>(seconds % 60),
                 .micros = static_cast<i4>(value.micros % micros_per_second),
                 .is_interval = true};
  time.date = days_of_civil(static_cast<i4>(time.year), time.month, time.day);
  return format_time(pattern, time);
}

i8 moment_of(const ReadTime& time) {
  const auto local = timestamp_of_civil(time.civil);
  if (!local) rules::raise(conditions::timestamp_out_of_range);
  return *local;
}
i4 text_to_date(View text, View pattern) {
  const CivilDate date = read_time(text, pattern).civil.date;
  const i4 days = days_of_civil(date.year, date.month, date.day);
  if (days < date_least || days >= date_end) rules::raise(conditions::date_out_of_range_text, text);
  return days;
}
i8 text_to_timestamp(CallContext& context, View text, View pattern) {
  const ReadTime time = read_time(text, pattern);
  const i8 local = moment_of(time);
  if (time.offset) return local - i8{*time.offset} * micros_per_second;
  return timestamptz_of_local(local, *context.format->zone);
}

// --- numbers
// ---------------------------------------------------------------------------------------

// d.ddde+XX of a finite number, a blank where there is no sign.
std::string scientific(const Numeric& value, const NumberFormat& format) {
  if (!value.is_finite()) {
    std::string text(static_cast<std::size_t>(format.whole_digits() + format.fraction_digits() + 6),
                     '#');
    text[0] = ' ';
    text[static_cast<std::size_t>(format.whole_digits() + 1)] = '.';
    return text;
  }
  std::string digits = value.absolute().text();
  int exponent = 0;
  const std::size_t first = digits.find_first_of("123456789");
  if (first != std::string::npos) {
    const auto point = static_cast<int>(std::min(digits.find('.'), digits.size()));
    exponent = point - static_cast<int>(first) - (static_cast<int>(first) < point ? 1 : 0);
  }
  // The digits with the point behind the first: no power of ten is exact for every exponent.
  std::erase(digits, '.');
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  digits.insert(1, ".0");
  if (digits.size() > 3) digits.erase(2, 1);
  // A mantissa rounded up to 10 stays so, as in PostgreSQL.
  const Numeric mantissa = numeric_round(Numeric::parse(digits), format.fraction_digits());
  return fmt::format("{}{}e{}{:02}", value.is_negative() ? '-' : ' ', mantissa.text(),
                     exponent < 0 ? '-' : '+', std::abs(exponent));
}

std::string roman_text(const NumberFormat& format, i8 value) {
  const std::string text = roman_number(value);
  return format.write_roman(text.empty() ? std::string(15, '#') : text);
}

std::string number_to_text(const Numeric& value, NumberFormat& format) {
  if (format.exponent()) return scientific(value, format);
  if (format.roman()) {
    const bool small =
        value.is_finite() && numeric_compare(value.absolute(), Numeric::from_integer(99999)) < 0;
    return roman_text(format,
                      small ? numeric_round(value, 0).to_integer(-99999, 99999, "integer") : 0);
  }
  Numeric shifted = value;
  if (format.shift() > 0)
    shifted = numeric_multiply(
        value, numeric_power(Numeric::from_integer(10), Numeric::from_integer(format.shift())));
  const Numeric rounded =
      shifted.is_finite() ? numeric_round(shifted, format.fraction_digits()) : shifted;
  return format.write(rounded.text());
}

std::string numeric_to_text(const Numeric& value, View pattern) {
  if (pattern.empty()) return {};
  NumberFormat format(pattern);
  return number_to_text(value, format);
}
template <class T>
std::string integer_to_text(T value, View pattern) {
  return numeric_to_text(Numeric::from_integer(value), pattern);
}
// A float shows no more digits than it has.
template <class T>
std::string float_to_text(T value, View pattern) {
  if (pattern.empty()) return {};
  NumberFormat format(pattern);
  constexpr int precision = sizeof(T) == 4 ? 6 : 15;
  // Without exponent, the digits before the point leave fewer for those behind it.
  const auto fit = [&](int whole) {
    if (whole >= precision) {
      format.limit_fraction(0);
    } else if (whole + format.fraction_digits() > precision) {
      format.limit_fraction(precision - whole);
    }
  };
  if (!std::isfinite(value)) {
    if (!format.exponent() && !format.roman())
      fit(std::isnan(value) ? 3 : 8);  // the length of its name
    const Numeric special = std::isnan(value) ? Numeric::nan() : Numeric::infinity(value < 0);
    return number_to_text(special, format);
  }
  if (format.exponent()) {
    const std::string text = fmt::format("{:.{}e}", value, format.fraction_digits());
    return text[0] == '-' ? text : " " + text;
  }
  if (format.roman()) {
    const bool small = std::fabs(value) < 99999;
    return roman_text(format, small ? static_cast<i8>(std::rint(value)) : 0);
  }
  const T scaled = value * static_cast<T>(std::pow(10, format.shift()));
  const auto whole = static_cast<int>(fmt::format("{:.0f}", std::fabs(scaled)).size());
  fit(whole);
  return format.write(fmt::format("{:.{}f}", scaled, format.fraction_digits()));
}

std::optional<Numeric> text_to_number(View text, View pattern) {
  if (pattern.empty()) return std::nullopt;
  const NumberFormat format(pattern);
  Numeric result = Numeric::parse(format.read(text));
  if (format.shift() > 0)
    result = numeric_multiply(
        result, numeric_power(Numeric::from_integer(10), Numeric::from_integer(-format.shift())));
  return result;
}

constexpr FunctionRow rows[] = {
    stable(fn(2049, "to_char", {timestamp, text}, text, lift<&timestamp_to_text>)),
    stable(fn(1770, "to_char", {timestamptz, text}, text, lift<&timestamptz_to_text>)),
    stable(fn(1768, "to_char", {interval, text}, text, lift<&interval_to_text>)),
    stable(fn(1772, "to_char", {numeric, text}, text, lift<&numeric_to_text>)),
    stable(fn(1773, "to_char", {int4, text}, text, lift<&integer_to_text<i4>>)),
    stable(fn(1774, "to_char", {int8, text}, text, lift<&integer_to_text<i8>>)),
    stable(fn(1775, "to_char", {float4, text}, text, lift<&float_to_text<float>>)),
    stable(fn(1776, "to_char", {float8, text}, text, lift<&float_to_text<double>>)),
    stable(fn(1780, "to_date", {text, text}, date, lift<&text_to_date>)),
    stable(fn(1778, "to_timestamp", {text, text}, timestamptz, lift<&text_to_timestamp>)),
    stable(fn(1777, "to_number", {text, text}, numeric, lift<&text_to_number>)),
};

}  // namespace

std::span<const FunctionRow> formatting() { return rows; }

}  // namespace dsql::engine
