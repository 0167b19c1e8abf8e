// to_date and to_timestamp: reading text by a template. Outside FX mode separators and blanks are
// taken loosely, as PostgreSQL does.
#include <array>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/format_errors.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/functions/characters.h"
#include "engine/functions/format_datetime.h"
#include "engine/functions/format_pattern.h"

namespace dsql::engine {
namespace {

using View = std::string_view;
using F = DateField;
using i4 = std::int32_t;
namespace conditions = rules::conditions;

constexpr View months[] = {"january", "february", "march",     "april",   "may",      "june",
                           "july",    "august",   "september", "october", "november", "december"};
constexpr View months_short[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                 "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr View days[] = {"sunday",   "monday", "tuesday", "wednesday",
                         "thursday", "friday", "saturday"};
constexpr View days_short[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr View eras[] = {"ad", "bc"};
constexpr View dotted_eras[] = {"a.d.", "b.c."};
constexpr View halves[] = {"am", "pm"};
constexpr View dotted_halves[] = {"a.m.", "p.m."};
constexpr View romans[] = {"xii", "xi", "x",  "ix",  "viii", "vii",
                           "vi",  "v",  "iv", "iii", "ii",   "i"};

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_separator(char c) {
  return c > ' ' && c < 0x7f && !is_digit(c) && !((c | 32) >= 'a' && (c | 32) <= 'z');
}

// The values read so far; 0 is "not given", as in PostgreSQL.
struct Values {
  i4 hour = 0, pm = 0, minute = 0, second = 0, seconds_of_day = 0, millis = 0, micros = 0;
  i4 day_of_week = 0, day = 0, day_of_year = 0, month = 0, year = 0, bc = 0, week = 0;
  i4 week_of_month = 0, century = 0, julian = 0, year_digits = 0;
  i4 zone_sign = 0, zone_hours = 0, zone_minutes = 0;
  bool twelve_hours = false;
  enum class Calendar { none, gregorian, iso_week } calendar = Calendar::none;
};

bool is_iso(F field) {
  switch (field) {
    case F::iddd:
    case F::id:
    case F::iw:
    case F::iyyy:
    case F::iyy:
    case F::iy:
    case F::i: return true;
    default: return false;
  }
}
bool is_gregorian(F field) {
  switch (field) {
    case F::ddd:
    case F::dd:
    case F::d:
    case F::day_upper:
    case F::day_title:
    case F::day_lower:
    case F::day_short_upper:
    case F::day_short_title:
    case F::day_short_lower:
    case F::mm:
    case F::month_upper:
    case F::month_title:
    case F::month_lower:
    case F::mon_upper:
    case F::mon_title:
    case F::mon_lower:
    case F::rm_upper:
    case F::rm_lower:
    case F::w:
    case F::ww:
    case F::y_yyy:
    case F::yyyy:
    case F::yyy:
    case F::yy:
    case F::y: return true;
    default: return false;
  }
}

class Reader {
 public:
  Reader(View text, View pattern) : in_(text), parts_(parse_format(pattern, date_fields(), true)) {}

  Values run() {
    bool exact = false;
    for (index_ = 0; index_ < parts_.size() && !in_.empty(); ++index_) {
      const FormatPart& part = parts_[index_];
      const bool field = part.kind == FormatPart::Kind::field;
      if (!exact && (field || index_ == 0) && !(field && id(part) == F::fx)) skip_blanks();
      if (!field) {
        between(part, exact);
        continue;
      }
      if (id(part) == F::fx) {
        exact = true;
        continue;
      }
      set_calendar(id(part));
      read(part);
      if (!exact) {
        extra_ = 0;
        skip_blanks();
      }
    }
    return v_;
  }

 private:
  static F id(const FormatPart& part) { return static_cast<F>(part.field->id); }

  void advance(std::size_t bytes) {
    if (bytes > 0) last_skipped_ = in_[bytes - 1];
    in_.remove_prefix(bytes);
  }
  void skip_blanks() {
    while (!in_.empty() && is_blank(in_[0])) {
      advance(1);
      ++extra_;
    }
  }

  // A part of the template that is no field. Outside FX, blanks skipped before count for it.
  void between(const FormatPart& part, bool exact) {
    if (part.kind != FormatPart::Kind::character && !exact) {
      --extra_;
      if (is_blank(in_[0]) || is_separator(in_[0])) {
        advance(1);
        ++extra_;
      }
    } else if (!exact && part.kind == FormatPart::Kind::character && extra_ > 0) {
      --extra_;
    } else {
      advance(std::min(in_.size(), character_size(in_[0])));
    }
  }

  void set_calendar(F field) {
    using Calendar = Values::Calendar;
    const Calendar wanted = is_iso(field)         ? Calendar::iso_week
                            : is_gregorian(field) ? Calendar::gregorian
                                                  : Calendar::none;
    if (wanted == Calendar::none) return;
    if (v_.calendar == Calendar::none) v_.calendar = wanted;
    if (v_.calendar != wanted) rules::raise(conditions::mixed_date_conventions);
  }

  // Whether a number here ends by itself, because no digit can follow it.
  bool ends_by_itself() const {
    const FormatPart& part = parts_[index_];
    if (part.ordinal != '\0' || index_ + 1 >= parts_.size()) return true;
    const FormatPart& next = parts_[index_ + 1];
    if (next.kind == FormatPart::Kind::field) return !next.field->digits;
    return !(next.text.size() == 1 && is_digit(next.text[0]));
  }

  void set(i4& slot, i4 value) {
    if (slot != 0 && slot != value)
      rules::raise(conditions::conflicting_format_values, parts_[index_].field->name);
    slot = value;
  }

  // Reads a number of at most `width` characters where the next field may begin with a digit, of
  // any length otherwise. Answers the characters it took.
  int number(i4* slot, std::size_t width) {
    const View name = parts_[index_].field->name;
    const View begin = in_;
    const auto sign_and_digits = [](View text) {
      std::size_t length = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
      const std::size_t first = length;
      while (length < text.size() && is_digit(text[length])) ++length;
      return length == first ? std::size_t{0} : length;
    };
    while (!in_.empty() && is_blank(in_[0])) advance(1);
    const View window = in_.substr(0, std::min(width, in_.size()));
    View digits;
    if (parts_[index_].fill || ends_by_itself()) {
      digits = in_.substr(0, sign_and_digits(in_));
    } else {
      if (window.size() < width) {
        rules::raise(rules::error(conditions::format_source_too_short, name)
                         .with_detail(fmt::format(conditions::format_field_remaining, width,
                                                  window.size())));
      }
      digits = window.substr(0, sign_and_digits(window));
      if (!digits.empty() && digits.size() < width) {
        rules::raise(
            rules::error(conditions::invalid_format_value, window, name)
                .with_detail(fmt::format(conditions::format_field_parsed, width, digits.size()))
                .with_hint(std::string(conditions::try_fill_mode)));
      }
    }
    if (digits.empty()) {
      rules::raise(rules::error(conditions::invalid_format_value, window, name)
                       .with_detail(std::string(conditions::format_value_not_integer)));
    }
    i4 value = 0;
    const View bare = digits[0] == '+' ? digits.substr(1) : digits;
    if (std::from_chars(bare.data(), bare.data() + bare.size(), value).ec != std::errc())
      rules::raise(conditions::format_value_out_of_range, name);
    advance(digits.size());
    if (slot != nullptr) set(*slot, value);
    skip_ordinal();
    return static_cast<int>(begin.size() - in_.size());
  }
  int number(i4* slot) { return number(slot, parts_[index_].field->name.size()); }

  void skip_ordinal() {
    if (parts_[index_].ordinal != '\0') advance(std::min<std::size_t>(2, in_.size()));
  }

  // Reads one of the words, in any case; answers its number.
  i4 word(std::span<const View> words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const View candidate = in_.substr(0, words[i].size());
      bool same = candidate.size() == words[i].size();
      for (std::size_t k = 0; same && k < candidate.size(); ++k) {
        const char c = candidate[k];
        same = (c >= 'A' && c <= 'Z' ? c | 32 : c) == words[i][k];
      }
      if (!same) continue;
      advance(words[i].size());
      return static_cast<i4>(i);
    }
    std::size_t length = 0;
    while (length < in_.size() && !is_blank(in_[length])) ++length;
    rules::raise(rules::error(conditions::invalid_format_value, in_.substr(0, length),
                              parts_[index_].field->name)
                     .with_detail(std::string(conditions::format_value_not_allowed)));
  }

  void fraction(i4& slot, std::size_t width, int digits) {
    i4 value = 0;
    for (int length = number(&value, width); length < digits; ++length) value *= 10;
    slot = value;
  }

  // A year of fewer than four digits is the one nearest to 2020.
  void partial_year(i4 digits) {
    i4 value = 0;
    if (number(&value) < 4) {
      if (value < 70)
        value += 2000;
      else if (value < 100)
        value += 1900;
      else if (value < 520)
        value += 2000;
      else if (value < 1000)
        value += 1000;
    }
    set(v_.year, value);
    v_.year_digits = digits;
  }
  void thousands_year() {
    const View begin = in_;
    const std::size_t comma = in_.find(',');
    i4 thousands = 0;
    i4 years = 0;
    const auto whole = [](View text, i4& value) {
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      return error == std::errc() ? static_cast<std::size_t>(end - text.data()) : 0;
    };
    const std::size_t first = comma == View::npos ? 0 : whole(begin.substr(0, comma), thousands);
    const std::size_t second =
        first == 0 || first != comma ? 0 : whole(begin.substr(comma + 1, 3), years);
    if (second == 0) rules::raise(conditions::invalid_input_for_thousands, "Y,YYY");
    advance(comma + 1 + second);
    set(v_.year, thousands * 1000 + years);
    v_.year_digits = 4;
    skip_ordinal();
  }

  void zone_hours() {
    if (!in_.empty() && (in_[0] == '+' || in_[0] == '-' || in_[0] == ' ')) {
      v_.zone_sign = in_[0] == '-' ? -1 : 1;
      advance(1);
    } else {
      v_.zone_sign = extra_ > 0 && last_skipped_ == '-' ? -1 : 1;
    }
    number(&v_.zone_hours, 2);
  }

  void read(const FormatPart& part);

  View in_;
  std::vector<FormatPart> parts_;
  std::size_t index_ = 0;
  int extra_ = 0;  // characters skipped that the template did not ask for
  char last_skipped_ = '\0';
  Values v_;
};

void Reader::read(const FormatPart& part) {
  const bool dotted = part.field->name.size() == 4;
  switch (id(part)) {
    case F::am:
      set(v_.pm,
          word(dotted ? std::span<const View>(dotted_halves) : std::span<const View>(halves)));
      v_.twelve_hours = true;
      return;
    case F::hh:
    case F::hh12:
      number(&v_.hour, 2);
      v_.twelve_hours = true;
      return;
    case F::hh24: number(&v_.hour, 2); return;
    case F::mi: number(&v_.minute); return;
    case F::ss: number(&v_.second); return;
    case F::ms: {
      i4 value = 0;
      const int length = number(&value, 3);
      set(v_.millis, value * (length == 1 ? 100 : length == 2 ? 10 : 1));
      return;
    }
    case F::ff1: return fraction(v_.micros, 1, 6);
    case F::ff2: return fraction(v_.micros, 2, 6);
    case F::ff3: return fraction(v_.micros, 3, 6);
    case F::ff4: return fraction(v_.micros, 4, 6);
    case F::ff5: return fraction(v_.micros, 5, 6);
    case F::ff6:
    case F::us: return fraction(v_.micros, 6, 6);
    case F::ssss: number(&v_.seconds_of_day); return;
    case F::tz_upper:
    case F::tz_lower:
    case F::of: rules::raise(conditions::format_only_in_to_char, part.field->name);
    case F::tzh: return zone_hours();
    case F::tzm:
      if (v_.zone_sign == 0) v_.zone_sign = 1;
      number(&v_.zone_minutes, 2);
      return;
    case F::ad:
    case F::bc:
      set(v_.bc, word(dotted ? std::span<const View>(dotted_eras) : std::span<const View>(eras)));
      return;
    case F::month_upper:
    case F::month_title:
    case F::month_lower: set(v_.month, word(months) + 1); return;
    case F::mon_upper:
    case F::mon_title:
    case F::mon_lower: set(v_.month, word(months_short) + 1); return;
    case F::mm: number(&v_.month); return;
    case F::day_upper:
    case F::day_title:
    case F::day_lower: set(v_.day_of_week, word(days) + 1); return;
    case F::day_short_upper:
    case F::day_short_title:
    case F::day_short_lower: set(v_.day_of_week, word(days_short) + 1); return;
    case F::ddd: number(&v_.day_of_year); return;
    case F::iddd: number(&v_.day_of_year, 3); return;
    case F::dd: number(&v_.day); return;
    case F::d: number(&v_.day_of_week); return;
    case F::id:
      number(&v_.day_of_week, 1);
      if (++v_.day_of_week > 7) v_.day_of_week = 1;
      return;
    case F::ww:
    case F::iw: number(&v_.week); return;
    case F::q: number(nullptr); return;
    case F::cc: number(&v_.century); return;
    case F::y_yyy: return thousands_year();
    case F::yyyy:
    case F::iyyy:
      number(&v_.year);
      v_.year_digits = 4;
      return;
    case F::yyy:
    case F::iyy: return partial_year(3);
    case F::yy:
    case F::iy: return partial_year(2);
    case F::y:
    case F::i: return partial_year(1);
    case F::rm_upper:
    case F::rm_lower: set(v_.month, 12 - word(romans)); return;
    case F::w: number(&v_.week_of_month); return;
    case F::j: number(&v_.julian); return;
    case F::fx: return;
  }
}

// --- from values to a moment
// -----------------------------------------------------------------------

// Year 0 is 1 BC. A century counts where the year has two digits at most.
i4 settle_year(const Values& v) {
  i4 century = v.bc != 0 ? -v.century : v.century;
  if (v.year == 0) {
    if (v.century == 0) return 0;
    return century >= 0 ? (century - 1) * 100 + 1 : century * 100 + 1;
  }
  if (v.century != 0 && v.year_digits <= 2) {
    const i4 in_century = v.year % 100;
    if (in_century == 0) return century * 100 + (century >= 0 ? 0 : 1);
    return century >= 0 ? in_century + (century - 1) * 100 : (century + 1) * 100 - in_century + 1;
  }
  i4 year = v.bc != 0 ? -v.year : v.year;
  return year < 0 ? year + 1 : year;
}

// The Monday of an ISO week.
i4 iso_week_start(i4 year, i4 week) {
  const i4 fourth = days_of_civil(year, 1, 4);
  return fourth - (day_of_week(fourth) + 6) % 7 + (week - 1) * 7;
}

void settle_date(Values& v, CivilDate& date) {
  date.year = settle_year(v);
  date.month = 1;
  date.day = 1;
  if (v.julian != 0) date = civil_of_days(v.julian - 2451545);
  if (v.week != 0) {
    if (v.calendar == Values::Calendar::iso_week) {
      // The day counts from Sunday = 1; ISO's week begins on Monday.
      const i4 monday = iso_week_start(date.year, v.week);
      const i4 past = v.day_of_week == 0 ? 0 : (v.day_of_week == 1 ? 6 : v.day_of_week - 2);
      date = civil_of_days(monday + past);
    } else {
      v.day_of_year = (v.week - 1) * 7 + 1;
    }
  }
  if (v.week_of_month != 0) v.day = (v.week_of_month - 1) * 7 + 1;
  if (v.day != 0) date.day = v.day;
  if (v.month != 0) date.month = v.month;
  if (v.day_of_year != 0 && (date.month <= 1 || date.day <= 1)) {
    if (date.year == 0 && v.bc == 0) rules::raise(conditions::day_of_year_without_year);
    if (v.calendar == Values::Calendar::iso_week) {
      date = civil_of_days(iso_week_start(date.year, 1) - 1 + v.day_of_year);
    } else {
      const i4 first = days_of_civil(date.year, 1, 1);
      const i4 length = is_leap_year(date.year) ? 366 : 365;
      if (v.day_of_year >= 1 && v.day_of_year <= length) {
        const CivilDate found = civil_of_days(first + v.day_of_year - 1);
        if (date.month <= 1) date.month = found.month;
        if (date.day <= 1) date.day = found.day;
      } else {
        date.day = 99;  // refused as out of range
      }
    }
  }
}

}  // namespace

ReadTime read_time(View text, View pattern) {
  Values v = Reader(text, pattern).run();
  ReadTime result;
  CivilTime& t = result.civil;
  if (v.seconds_of_day != 0) {
    t.hour = v.seconds_of_day / 3600;
    t.minute = v.seconds_of_day % 3600 / 60;
    t.second = v.seconds_of_day % 60;
  }
  if (v.second != 0) t.second = v.second;
  if (v.minute != 0) t.minute = v.minute;
  if (v.hour != 0) t.hour = v.hour;
  if (v.twelve_hours) {
    if (t.hour < 1 || t.hour > 12) rules::raise(conditions::hour_invalid_for_12_hour_clock, t.hour);
    if (v.pm != 0 && t.hour < 12)
      t.hour += 12;
    else if (v.pm == 0 && t.hour == 12)
      t.hour = 0;
  }
  settle_date(v, t.date);
  t.micros = v.millis * 1000 + v.micros;
  const bool date_ok = t.date.month >= 1 && t.date.month <= 12 && t.date.day >= 1 &&
                       t.date.day <= days_in_month(t.date.year, t.date.month);
  const bool time_ok = t.hour >= 0 && t.hour < 24 && t.minute >= 0 && t.minute < 60 &&
                       t.second >= 0 && t.second < 60 && t.micros >= 0 && t.micros < 1'000'000;
  if (!date_ok || !time_ok) rules::raise(conditions::datetime_field_out_of_range, text);
  if (v.zone_sign != 0) {
    if (v.zone_hours < 0 || v.zone_hours > 15 || v.zone_minutes < 0 || v.zone_minutes >= 60)
      rules::raise(conditions::time_zone_displacement_out_of_range, text);
    result.offset = v.zone_sign * (v.zone_hours * 3600 + v.zone_minutes * 60);
  }
  return result;
}

}  // namespace dsql::engine
