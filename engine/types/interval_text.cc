// Intervals from text, in all the forms of PostgreSQL.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "dsqlrules/conditions/value_errors.h"
#include "engine/types/datetime.h"
#include "engine/types/datetime_parse.h"
#include "engine/types/interval.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

enum class Trouble : std::uint8_t { none, syntax, overflow };

// An interval while it is read: every addition is checked, and fractions go down to smaller units.
class IntervalSum {
 public:
  Trouble add(DateTimeUnit unit, std::int64_t whole, double fraction) {
    switch (unit) {
      case DateTimeUnit::microsecond: return add_micros(whole, fraction, 1);
      case DateTimeUnit::millisecond: return add_micros(whole, fraction, 1000);
      case DateTimeUnit::second: return add_micros(whole, fraction, micros_per_second);
      case DateTimeUnit::minute: return add_micros(whole, fraction, micros_per_minute);
      case DateTimeUnit::hour: return add_micros(whole, fraction, micros_per_hour);
      case DateTimeUnit::day: return add_days(whole, fraction, 1);
      case DateTimeUnit::week: return add_days(whole, fraction, 7);
      case DateTimeUnit::month: return add_months(whole, fraction);
      case DateTimeUnit::year: return add_years(whole, fraction, 1);
      case DateTimeUnit::decade: return add_years(whole, fraction, 10);
      case DateTimeUnit::century: return add_years(whole, fraction, 100);
      case DateTimeUnit::millennium: return add_years(whole, fraction, 1000);
      default: return Trouble::syntax;
    }
  }

  Trouble add_micros(std::int64_t whole, double fraction, std::int64_t unit) {
    std::int64_t micros;
    if (__builtin_mul_overflow(whole, unit, &micros) ||
        __builtin_add_overflow(micros_, micros, &micros_)) {
      return Trouble::overflow;
    }
    return add_fraction(fraction, unit);
  }

  Trouble negate() {
    std::int64_t micros;
    if (__builtin_sub_overflow(std::int64_t{0}, micros_, &micros) ||
        days_ == std::numeric_limits<std::int32_t>::min()) {
      return Trouble::overflow;
    }
    micros_ = micros;
    days_ = -days_;
    months_ = -months_;
    return Trouble::none;
  }

  std::optional<Interval> result() const {
    if (months_ > std::numeric_limits<std::int32_t>::max() ||
        months_ < std::numeric_limits<std::int32_t>::min()) {
      return std::nullopt;
    }
    return Interval{micros_, days_, static_cast<std::int32_t>(months_)};
  }

 private:
  // fraction × unit microseconds, rounded.
  Trouble add_fraction(double fraction, std::int64_t unit) {
    if (fraction == 0) return Trouble::none;
    fraction *= static_cast<double>(unit);
    auto micros = static_cast<std::int64_t>(fraction);
    fraction -= static_cast<double>(micros);
    if (fraction > 0.5) ++micros;
    if (fraction < -0.5) --micros;
    return __builtin_add_overflow(micros_, micros, &micros_) ? Trouble::overflow : Trouble::none;
  }

  Trouble add_fraction_days(double fraction, double unit) {
    if (fraction == 0) return Trouble::none;
    fraction *= unit;
    const auto days = static_cast<std::int32_t>(fraction);
    if (__builtin_add_overflow(days_, days, &days_)) return Trouble::overflow;
    return add_fraction(fraction - days, micros_per_day);
  }

  Trouble add_days(std::int64_t whole, double fraction, int unit) {
    std::int64_t days;
    if (__builtin_mul_overflow(whole, unit, &days) || __builtin_add_overflow(days_, days, &days_)) {
      return Trouble::overflow;
    }
    return unit == 1 ? add_fraction(fraction, micros_per_day) : add_fraction_days(fraction, unit);
  }

  Trouble add_months(std::int64_t whole, double fraction) {
    if (!fits(whole) || !fits(months_ + whole)) return Trouble::overflow;
    months_ += whole;
    return add_fraction_days(fraction, 30);
  }

  Trouble add_years(std::int64_t whole, double fraction, int unit) {
    std::int64_t years;
    if (__builtin_mul_overflow(whole, unit, &years) || !fits(years)) return Trouble::overflow;
    months_ += years * 12 + static_cast<std::int64_t>(std::rint(fraction * unit * 12));
    return Trouble::none;
  }

  static bool fits(std::int64_t value) {
    return value <= std::numeric_limits<std::int32_t>::max() &&
           value >= std::numeric_limits<std::int32_t>::min();
  }

  std::int64_t micros_ = 0;
  std::int32_t days_ = 0;
  std::int64_t months_ = 0;
};

// A decimal integer and the fraction after its point, which takes the number's sign.
struct Amount {
  std::int64_t whole = 0;
  double fraction = 0;
  std::string_view rest;
};

Trouble read_amount(std::string_view text, Amount& amount) {
  const bool negative = text.starts_with('-');
  const char* first = text.data() + (text.starts_with('+') ? 1 : 0);
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(first, last, amount.whole);
  if (error == std::errc::result_out_of_range) return Trouble::overflow;
  amount.rest = std::string_view(end, static_cast<std::size_t>(last - end));
  if (!amount.rest.starts_with('.')) return end == first ? Trouble::syntax : Trouble::none;
  std::size_t digits = 1;
  while (digits < amount.rest.size() && is_digit(amount.rest[digits])) ++digits;
  if (digits > 1) std::from_chars(amount.rest.data(), amount.rest.data() + digits, amount.fraction);
  if (negative) amount.fraction = -amount.fraction;
  amount.rest.remove_prefix(digits);
  return Trouble::none;
}

// The unit of a number without one, by the fields of the modifier.
DateTimeUnit default_unit(TypeModifier modifier) {
  if (modifier < 0) return DateTimeUnit::second;
  const int fields = (modifier >> 16) & 0x7fff;
  if (fields == 0x7fff || (fields & 1 << 12) != 0) return DateTimeUnit::second;
  if ((fields & 1 << 11) != 0) return DateTimeUnit::minute;
  if ((fields & 1 << 10) != 0) return DateTimeUnit::hour;
  if ((fields & 1 << 3) != 0) return DateTimeUnit::day;
  return (fields & 1 << 1) != 0 ? DateTimeUnit::month : DateTimeUnit::year;
}

// --- "1 day 2 hours", "1-2 3 4:05:06" ------------------------------------------------------------

class IntervalReader {
 public:
  IntervalReader(TypeModifier modifier, IntervalStyle style) : modifier_(modifier), style_(style) {}

  Trouble read(const std::vector<DateTimeField>& fields, IntervalSum& sum) {
    all_negative_ = style_ == IntervalStyle::sql_standard && leads_with_only_sign(fields);
    // Backwards, so that a unit is known before its number.
    for (std::size_t i = fields.size(); i-- > 0;) {
      std::uint64_t found = 0;
      const Trouble trouble = read_field(fields[i], sum, found);
      if (trouble != Trouble::none) return trouble;
      if ((found & seen_) != 0) return Trouble::syntax;
      seen_ |= found;
    }
    if (seen_ == 0) return Trouble::syntax;
    return ago_ ? sum.negate() : Trouble::none;
  }

 private:
  static std::uint64_t bit(DateTimeUnit unit) { return std::uint64_t{1} << static_cast<int>(unit); }
  static std::uint64_t clock_bits() {
    return bit(DateTimeUnit::hour) | bit(DateTimeUnit::minute) | second_bits();
  }
  static std::uint64_t second_bits() {
    return bit(DateTimeUnit::second) | bit(DateTimeUnit::millisecond) |
           bit(DateTimeUnit::microsecond);
  }

  // A minus before the first field and no other sign: SQL's way to negate all of it.
  static bool leads_with_only_sign(const std::vector<DateTimeField>& fields) {
    if (fields.empty() || !fields[0].text.starts_with('-')) return false;
    return std::none_of(fields.begin() + 1, fields.end(), [](const DateTimeField& field) {
      return field.text.starts_with('-') || field.text.starts_with('+');
    });
  }

  Trouble read_field(const DateTimeField& field, IntervalSum& sum, std::uint64_t& found) {
    switch (field.kind) {
      case FieldKind::time: return read_clock(field.text, false, sum, found);
      case FieldKind::zone:
        // A sign and digits: with colons a time, else a number.
        if (field.text.find(':') != std::string::npos) {
          const Trouble trouble =
              read_clock(std::string_view(field.text).substr(1), field.text[0] == '-', sum, found);
          if (trouble == Trouble::none) return trouble;
        }
        [[fallthrough]];
      case FieldKind::date:
      case FieldKind::number: return read_number(field.text, sum, found);
      case FieldKind::string:
      case FieldKind::special: return read_word(field.text);
    }
    return Trouble::syntax;
  }

  Trouble read_word(std::string_view text) {
    const DateTimeWord* word = find_unit_word(text);
    if (word == nullptr) word = find_date_word(text);
    if (word == nullptr) return Trouble::syntax;
    switch (word->kind) {
      case WordKind::ignore: return Trouble::none;
      case WordKind::unit: unit_ = static_cast<DateTimeUnit>(word->value); return Trouble::none;
      case WordKind::ago:
        ago_ = true;
        unit_.reset();
        return Trouble::none;
      default: return Trouble::syntax;
    }
  }

  Trouble read_number(std::string_view text, IntervalSum& sum, std::uint64_t& found) {
    DateTimeUnit unit = unit_ ? *unit_ : default_unit(modifier_);
    Amount amount;
    const Trouble trouble = read_amount(text, amount);
    if (trouble != Trouble::none) return trouble;
    if (amount.rest.starts_with('-') && amount.fraction == 0) {  // years-months
      Amount months;
      if (read_amount(amount.rest.substr(1), months) != Trouble::none || !months.rest.empty())
        return Trouble::syntax;
      if (months.whole < 0 || months.whole >= 12) return Trouble::overflow;
      unit = DateTimeUnit::month;
      if (__builtin_mul_overflow(amount.whole, 12, &amount.whole)) return Trouble::overflow;
      amount.whole += text.starts_with('-') ? -months.whole : months.whole;
    } else if (!amount.rest.empty()) {
      return Trouble::syntax;
    }
    if (all_negative_) {
      amount.whole = -std::abs(amount.whole);
      amount.fraction = -std::fabs(amount.fraction);
    }
    unit_ = unit == DateTimeUnit::hour ? DateTimeUnit::day : unit;  // "1 2" hours: a day before
    found = bit(unit);
    if (unit == DateTimeUnit::second && amount.fraction != 0) found = second_bits();
    return sum.add(unit, amount.whole, amount.fraction);
  }

  // h:mm[:ss[.f]], m:ss.f; with MINUTE TO SECOND m:ss.
  Trouble read_clock(std::string_view text, bool negative, IntervalSum& sum, std::uint64_t& found) {
    Amount parts[3];
    int count = 0;
    while (count < 3) {
      const Trouble trouble = read_amount(text, parts[count]);
      if (trouble != Trouble::none) return trouble;
      text = parts[count++].rest;
      if (!text.starts_with(':')) break;
      text.remove_prefix(1);
    }
    if (count < 2 || !text.empty()) return Trouble::syntax;
    for (int i = 0; i + 1 < count; ++i)
      if (parts[i].fraction != 0) return Trouble::syntax;
    const bool minute_to_second =
        modifier_ >= 0 && ((modifier_ >> 16) & 0x7fff) == (1 << 11 | 1 << 12);
    if (count == 2 && (parts[1].fraction != 0 || minute_to_second)) {
      parts[2] = parts[1];
      parts[1] = parts[0];
      parts[0] = {};
    }
    if (parts[0].whole < 0 || parts[1].whole < 0 || parts[1].whole > 59 || parts[2].whole < 0 ||
        parts[2].whole > 60) {
      return Trouble::overflow;
    }
    const int sign = negative || all_negative_ ? -1 : 1;
    std::int64_t hours;
    if (__builtin_mul_overflow(parts[0].whole, micros_per_hour, &hours)) return Trouble::overflow;
    const std::int64_t rest = parts[1].whole * micros_per_minute +
                              parts[2].whole * micros_per_second +
                              static_cast<std::int64_t>(std::rint(parts[2].fraction * 1e6));
    if (__builtin_add_overflow(hours, rest, &hours)) return Trouble::overflow;
    found = clock_bits();
    unit_ = DateTimeUnit::day;  // "1 02:03" is a day and a time
    return sum.add_micros(sign * hours, 0, 1);
  }

  TypeModifier modifier_;
  IntervalStyle style_;
  std::optional<DateTimeUnit> unit_;
  bool ago_ = false;
  bool all_negative_ = false;
  std::uint64_t seen_ = 0;
};

// --- ISO 8601: "P1Y2M3DT4H5M6S", "P0001-02-03T04:05:06"
// --------------------------------------------

class IsoReader {
 public:
  explicit IsoReader(std::string_view text) : rest_(text) {}

  Trouble read(IntervalSum& sum) {
    if (rest_.size() < 2 || rest_[0] != 'P') return Trouble::syntax;
    rest_.remove_prefix(1);
    while (!rest_.empty()) {
      if (rest_[0] == 'T') {
        in_time_ = true;
        has_field_ = false;
        rest_.remove_prefix(1);
        continue;
      }
      const std::string_view start = rest_;
      Amount amount;
      Trouble trouble = read_amount(rest_, amount);
      if (trouble != Trouble::none) return trouble;
      rest_ = amount.rest;
      const bool was_time = in_time_;
      trouble = in_time_ ? read_time(start, amount, sum) : read_date(start, amount, sum);
      if (trouble != Trouble::none) return trouble;
      has_field_ = in_time_ == was_time;
    }
    return Trouble::none;
  }

 private:
  // Digits at the front, without a sign.
  static std::size_t width(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
  }

  char take_unit() {
    if (rest_.empty()) return '\0';
    const char unit = rest_[0];
    rest_.remove_prefix(1);
    return unit;
  }

  Trouble read_date(std::string_view start, const Amount& amount, IntervalSum& sum) {
    switch (take_unit()) {
      case 'Y': return sum.add(DateTimeUnit::year, amount.whole, amount.fraction);
      case 'M': return sum.add(DateTimeUnit::month, amount.whole, amount.fraction);
      case 'W': return sum.add(DateTimeUnit::week, amount.whole, amount.fraction);
      case 'D': return sum.add(DateTimeUnit::day, amount.whole, amount.fraction);
      case 'T':
        if (width(start) != 8 || has_field_) return Trouble::syntax;
        in_time_ = true;
        return read_packed_date(amount, sum);
      case '\0':
        if (has_field_) return Trouble::syntax;
        if (width(start) == 8) return read_packed_date(amount, sum);
        return sum.add(DateTimeUnit::year, amount.whole, amount.fraction);
      case '-': return has_field_ ? Trouble::syntax : read_long_date(amount, sum);
      default: return Trouble::syntax;
    }
  }

  // yyyymmdd
  static Trouble read_packed_date(const Amount& amount, IntervalSum& sum) {
    Trouble trouble = sum.add(DateTimeUnit::year, amount.whole / 10000, 0);
    if (trouble == Trouble::none)
      trouble = sum.add(DateTimeUnit::month, amount.whole / 100 % 100, 0);
    if (trouble == Trouble::none)
      trouble = sum.add(DateTimeUnit::day, amount.whole % 100, amount.fraction);
    return trouble;
  }

  // yyyy-mm[-dd] behind its first dash
  Trouble read_long_date(const Amount& years, IntervalSum& sum) {
    Trouble trouble = sum.add(DateTimeUnit::year, years.whole, years.fraction);
    for (const DateTimeUnit unit : {DateTimeUnit::month, DateTimeUnit::day}) {
      if (trouble != Trouble::none) return trouble;
      Amount amount;
      trouble = read_amount(rest_, amount);
      if (trouble != Trouble::none) return trouble;
      rest_ = amount.rest;
      trouble = sum.add(unit, amount.whole, amount.fraction);
      if (rest_.empty() || rest_[0] == 'T') return trouble;
      if (unit == DateTimeUnit::day || rest_[0] != '-') return Trouble::syntax;
      rest_.remove_prefix(1);
    }
    return trouble;
  }

  Trouble read_time(std::string_view start, const Amount& amount, IntervalSum& sum) {
    switch (take_unit()) {
      case 'H': return sum.add(DateTimeUnit::hour, amount.whole, amount.fraction);
      case 'M': return sum.add(DateTimeUnit::minute, amount.whole, amount.fraction);
      case 'S': return sum.add(DateTimeUnit::second, amount.whole, amount.fraction);
      case '\0':
        if (has_field_) return Trouble::syntax;
        if (width(start) == 6) return read_packed_time(amount, sum);
        return sum.add(DateTimeUnit::hour, amount.whole, amount.fraction);
      case ':': return has_field_ ? Trouble::syntax : read_long_time(amount, sum);
      default: return Trouble::syntax;
    }
  }

  // hhmmss
  static Trouble read_packed_time(const Amount& amount, IntervalSum& sum) {
    Trouble trouble = sum.add(DateTimeUnit::hour, amount.whole / 10000, 0);
    if (trouble == Trouble::none)
      trouble = sum.add(DateTimeUnit::minute, amount.whole / 100 % 100, 0);
    if (trouble == Trouble::none)
      trouble = sum.add(DateTimeUnit::second, amount.whole % 100, amount.fraction);
    return trouble;
  }

  // hh:mm[:ss] behind its first colon
  Trouble read_long_time(const Amount& hours, IntervalSum& sum) {
    Trouble trouble = sum.add(DateTimeUnit::hour, hours.whole, hours.fraction);
    for (const DateTimeUnit unit : {DateTimeUnit::minute, DateTimeUnit::second}) {
      if (trouble != Trouble::none) return trouble;
      Amount amount;
      trouble = read_amount(rest_, amount);
      if (trouble != Trouble::none) return trouble;
      rest_ = amount.rest;
      trouble = sum.add(unit, amount.whole, amount.fraction);
      if (rest_.empty()) return trouble;
      if (unit == DateTimeUnit::second || rest_[0] != ':') return Trouble::syntax;
      rest_.remove_prefix(1);
    }
    return trouble;
  }

  std::string_view rest_;
  bool in_time_ = false;
  bool has_field_ = false;
};

}  // namespace

Interval parse_interval(std::string_view text, TypeModifier modifier, IntervalStyle style) {
  std::vector<DateTimeField> fields;
  IntervalSum sum;
  Trouble trouble = Trouble::syntax;
  if (split_datetime(text, fields)) trouble = IntervalReader(modifier, style).read(fields, sum);
  if (trouble == Trouble::syntax) {
    sum = {};
    trouble = IsoReader(text).read(sum);
  }
  if (trouble == Trouble::syntax)
    rules::raise(conditions::invalid_datetime_syntax, "interval", text);
  if (trouble == Trouble::overflow) rules::raise(conditions::interval_field_out_of_range, text);
  const std::optional<Interval> result = sum.result();
  if (!result) rules::raise(conditions::interval_out_of_range);
  return *result;
}

}  // namespace dsql::engine
