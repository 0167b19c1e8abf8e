#include "engine/functions/format_datetime.h"

#include <array>

#include <fmt/format.h>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/format_errors.h"
#include "engine/functions/format_pattern.h"

namespace dsql::engine {
namespace {

using View = std::string_view;
using F = DateField;

constexpr int id(F field) { return static_cast<int>(field); }

// Every name in capitals and in lower case; names of which another is the beginning stand behind
// it.
constexpr FormatField names[] = {
    {"A.D.", id(F::ad), false},
    {"A.M.", id(F::am), false},
    {"AD", id(F::ad), false},
    {"AM", id(F::am), false},
    {"B.C.", id(F::ad), false},
    {"BC", id(F::ad), false},
    {"CC", id(F::cc), true},
    {"DAY", id(F::day_upper), false},
    {"DDD", id(F::ddd), true},
    {"DD", id(F::dd), true},
    {"DY", id(F::day_short_upper), false},
    {"Day", id(F::day_title), false},
    {"Dy", id(F::day_short_title), false},
    {"D", id(F::d), true},
    {"FF1", id(F::ff1), true},
    {"FF2", id(F::ff2), true},
    {"FF3", id(F::ff3), true},
    {"FF4", id(F::ff4), true},
    {"FF5", id(F::ff5), true},
    {"FF6", id(F::ff6), true},
    {"FX", id(F::fx), false},
    {"HH24", id(F::hh24), true},
    {"HH12", id(F::hh12), true},
    {"HH", id(F::hh), true},
    {"IDDD", id(F::iddd), true},
    {"ID", id(F::id), true},
    {"IW", id(F::iw), true},
    {"IYYY", id(F::iyyy), true},
    {"IYY", id(F::iyy), true},
    {"IY", id(F::iy), true},
    {"I", id(F::i), true},
    {"J", id(F::j), true},
    {"MI", id(F::mi), true},
    {"MM", id(F::mm), true},
    {"MONTH", id(F::month_upper), false},
    {"MON", id(F::mon_upper), false},
    {"MS", id(F::ms), true},
    {"Month", id(F::month_title), false},
    {"Mon", id(F::mon_title), false},
    {"OF", id(F::of), false},
    {"P.M.", id(F::am), false},
    {"PM", id(F::am), false},
    {"Q", id(F::q), true},
    {"RM", id(F::rm_upper), false},
    {"SSSSS", id(F::ssss), true},
    {"SSSS", id(F::ssss), true},
    {"SS", id(F::ss), true},
    {"TZH", id(F::tzh), false},
    {"TZM", id(F::tzm), true},
    {"TZ", id(F::tz_upper), false},
    {"US", id(F::us), true},
    {"WW", id(F::ww), true},
    {"W", id(F::w), true},
    {"Y,YYY", id(F::y_yyy), true},
    {"YYYY", id(F::yyyy), true},
    {"YYY", id(F::yyy), true},
    {"YY", id(F::yy), true},
    {"Y", id(F::y), true},
    {"a.d.", id(F::ad), false},
    {"a.m.", id(F::am), false},
    {"ad", id(F::ad), false},
    {"am", id(F::am), false},
    {"b.c.", id(F::ad), false},
    {"bc", id(F::ad), false},
    {"cc", id(F::cc), true},
    {"day", id(F::day_lower), false},
    {"ddd", id(F::ddd), true},
    {"dd", id(F::dd), true},
    {"dy", id(F::day_short_lower), false},
    {"d", id(F::d), true},
    {"ff1", id(F::ff1), true},
    {"ff2", id(F::ff2), true},
    {"ff3", id(F::ff3), true},
    {"ff4", id(F::ff4), true},
    {"ff5", id(F::ff5), true},
    {"ff6", id(F::ff6), true},
    {"fx", id(F::fx), false},
    {"hh24", id(F::hh24), true},
    {"hh12", id(F::hh12), true},
    {"hh", id(F::hh), true},
    {"iddd", id(F::iddd), true},
    {"id", id(F::id), true},
    {"iw", id(F::iw), true},
    {"iyyy", id(F::iyyy), true},
    {"iyy", id(F::iyy), true},
    {"iy", id(F::iy), true},
    {"i", id(F::i), true},
    {"j", id(F::j), true},
    {"mi", id(F::mi), true},
    {"mm", id(F::mm), true},
    {"month", id(F::month_lower), false},
    {"mon", id(F::mon_lower), false},
    {"ms", id(F::ms), true},
    {"of", id(F::of), false},
    {"p.m.", id(F::am), false},
    {"pm", id(F::am), false},
    {"q", id(F::q), true},
    {"rm", id(F::rm_lower), false},
    {"sssss", id(F::ssss), true},
    {"ssss", id(F::ssss), true},
    {"ss", id(F::ss), true},
    {"tzh", id(F::tzh), false},
    {"tzm", id(F::tzm), true},
    {"tz", id(F::tz_lower), false},
    {"us", id(F::us), true},
    {"ww", id(F::ww), true},
    {"w", id(F::w), true},
    {"y,yyy", id(F::y_yyy), true},
    {"yyyy", id(F::yyyy), true},
    {"yyy", id(F::yyy), true},
    {"yy", id(F::yy), true},
    {"y", id(F::y), true},
};

constexpr View months[] = {"January", "February", "March",     "April",   "May",      "June",
                           "July",    "August",   "September", "October", "November", "December"};
constexpr View days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                         "Thursday", "Friday", "Saturday"};
constexpr View roman_months[] = {"I",   "II",   "III", "IV", "V",  "VI",
                                 "VII", "VIII", "IX",  "X",  "XI", "XII"};

std::string upper(View text) {
  std::string result(text);
  for (char& c : result) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return result;
}
std::string lower(View text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return result;
}

// One run of to_char over a moment.
class TimeWriter {
 public:
  explicit TimeWriter(const ShownTime& value) : t_(value) {}

  std::string run(View pattern) {
    for (const FormatPart& part : parse_format(pattern, date_fields(), true)) {
      if (part.kind == FormatPart::Kind::field) {
        write(part);
      } else {
        out_.append(part.text);
      }
    }
    return std::move(out_);
  }

 private:
  // `width` counts the digits; the sign of a negative number comes on top.
  void number(const FormatPart& part, std::int64_t value, int width) {
    std::string text;
    if (part.fill) {
      text = fmt::format("{}", value);
    } else if (value < 0) {
      text = fmt::format("-{:0{}}", -value, width);
    } else {
      text = fmt::format("{:0{}}", value, width);
    }
    out_.append(text);
    if (part.ordinal != '\0') out_.append(ordinal_ending(text, part.ordinal));
  }
  void word(const FormatPart& part, std::string text, std::size_t width) {
    if (!part.fill && !part.localised && text.size() < width) text.append(width - text.size(), ' ');
    out_.append(text);
  }
  void no_interval() const {
    if (t_.is_interval) rules::raise(rules::conditions::interval_format_invalid);
  }
  std::int64_t shown_year() const {
    return t_.is_interval || t_.year > 0 ? t_.year : -(t_.year - 1);
  }
  std::int64_t day_of_year() const {
    if (t_.is_interval) return t_.year * 12 * 30 + t_.month * 30 + t_.day;
    return t_.date - days_of_civil(static_cast<std::int32_t>(t_.year), 1, 1) + 1;
  }
  View month_name() const {
    return t_.month >= 1 && t_.month <= 12 ? months[static_cast<std::size_t>(t_.month - 1)]
                                           : View();
  }
  View day_name() const { return days[static_cast<std::size_t>(day_of_week(t_.date))]; }

  std::int64_t century() const {
    const std::int64_t year = t_.year;
    if (t_.is_interval) return year / 100;
    if (year > 0) return (year - 1) / 100 + 1;
    return year / 100 - 1;
  }
  std::int64_t iso_shown_year() const {
    const std::int64_t year = iso_year(t_.date);
    return year > 0 ? year : -(year - 1);
  }
  std::int32_t iso_day_of_year() const {
    const std::int32_t monday = t_.date - (day_of_week(t_.date) + 6) % 7;
    return (iso_week(t_.date) - 1) * 7 + (t_.date - monday) + 1;
  }
  // The era's and half-day's names follow the letters and points of the template.
  void two_names(const FormatPart& part, bool second, View first_name, View second_name) {
    const View shape = part.field->name;
    std::string text(second ? second_name : first_name);
    if (shape.size() == 4) text = {text[0], '.', text[1], '.'};
    out_.append(shape[0] >= 'a' ? lower(text) : text);
  }
  void month_word(const FormatPart& part, std::size_t letters, bool capitals, bool small) {
    no_interval();
    const View name = month_name();
    if (name.empty()) return;
    const std::string text(letters == 0 ? name : name.substr(0, letters));
    word(part, capitals ? upper(text) : small ? lower(text) : text, letters == 0 ? 9 : 0);
  }
  void day_word(const FormatPart& part, std::size_t letters, bool capitals, bool small) {
    no_interval();
    const View name = day_name();
    const std::string text(letters == 0 ? name : name.substr(0, letters));
    word(part, capitals ? upper(text) : small ? lower(text) : text, letters == 0 ? 9 : 0);
  }
  void fraction(const FormatPart& part, int digits) {
    std::int64_t value = t_.micros;
    for (int i = digits; i < 6; ++i) value /= 10;
    FormatPart plain = part;
    plain.fill = false;
    number(plain, value, digits);
  }
  void roman_month(const FormatPart& part, bool capitals) {
    std::int32_t month = t_.month;
    if (month == 0 && t_.year == 0) return;
    if (month == 0) month = t_.year >= 0 ? 12 : 1;
    if (month < 0) month += 13;  // -1 is December
    std::string text(roman_months[static_cast<std::size_t>(month - 1)]);
    if (!part.fill) text.append(4 - std::min<std::size_t>(4, text.size()), ' ');
    out_.append(capitals ? text : lower(text));
  }
  void zone_offset(const FormatPart& part) {
    const std::int32_t size = std::abs(t_.offset);
    out_.push_back(t_.offset >= 0 ? '+' : '-');
    out_.append(part.fill ? fmt::format("{}", size / 3600) : fmt::format("{:02}", size / 3600));
    if (size % 3600 != 0) out_.append(fmt::format(":{:02}", size % 3600 / 60));
  }
  void write(const FormatPart& part);
  void write_year(const FormatPart& part, F field);
  void write_zone(const FormatPart& part, F field);

  const ShownTime& t_;
  std::string out_;
};

void TimeWriter::write_year(const FormatPart& part, F field) {
  const bool iso = field == F::iyyy || field == F::iyy || field == F::iy || field == F::i;
  if (iso) no_interval();
  const std::int64_t year = iso ? iso_shown_year() : shown_year();
  switch (field) {
    case F::y_yyy: {
      const std::string text = fmt::format("{},{:03}", year / 1000, year % 1000);
      out_.append(text);
      if (part.ordinal != '\0') out_.append(ordinal_ending(text, part.ordinal));
      return;
    }
    case F::yyyy:
    case F::iyyy: return number(part, year, 4);
    case F::yyy:
    case F::iyy: return number(part, year % 1000, 3);
    case F::yy:
    case F::iy: return number(part, year % 100, 2);
    default: return number(part, year % 10, 1);
  }
}

void TimeWriter::write_zone(const FormatPart& part, F field) {
  if (!t_.has_zone) {
    if (field == F::tzh || field == F::of) {
      out_.append(part.fill && field == F::of ? "+0" : "+00");
    } else if (field == F::tzm) {
      out_.append("00");
    }
    return;
  }
  const std::int32_t size = std::abs(t_.offset);
  switch (field) {
    case F::tz_upper: out_.append(t_.zone); return;
    case F::tz_lower: out_.append(lower(t_.zone)); return;
    case F::tzh:
      out_.append(fmt::format("{}{:02}", t_.offset >= 0 ? '+' : '-', size / 3600));
      return;
    case F::tzm: out_.append(fmt::format("{:02}", size % 3600 / 60)); return;
    default: zone_offset(part);
  }
}

void TimeWriter::write(const FormatPart& part) {
  const auto field = static_cast<F>(part.field->id);
  const std::int64_t hour12 = t_.hour % 12 == 0 ? 12 : t_.hour % 12;
  switch (field) {
    case F::am: return two_names(part, t_.hour % 24 >= 12, "AM", "PM");
    case F::ad:
    case F::bc: no_interval(); return two_names(part, t_.year <= 0, "AD", "BC");
    case F::hh:
    case F::hh12: return number(part, hour12, 2);
    case F::hh24: return number(part, t_.hour, 2);
    case F::mi: return number(part, t_.minute, 2);
    case F::ss: return number(part, t_.second, 2);
    case F::ssss: {
      FormatPart plain = part;
      plain.fill = true;
      return number(plain, t_.hour * 3600 + t_.minute * 60 + t_.second, 1);
    }
    case F::ff1: return fraction(part, 1);
    case F::ff2: return fraction(part, 2);
    case F::ff3:
    case F::ms: return fraction(part, 3);
    case F::ff4: return fraction(part, 4);
    case F::ff5: return fraction(part, 5);
    case F::ff6:
    case F::us: return fraction(part, 6);
    case F::tz_upper:
    case F::tz_lower:
    case F::tzh:
    case F::tzm:
    case F::of: no_interval(); return write_zone(part, field);
    case F::month_upper: return month_word(part, 0, true, false);
    case F::month_title: return month_word(part, 0, false, false);
    case F::month_lower: return month_word(part, 0, false, true);
    case F::mon_upper: return month_word(part, 3, true, false);
    case F::mon_title: return month_word(part, 3, false, false);
    case F::mon_lower: return month_word(part, 3, false, true);
    case F::mm: return number(part, t_.month, 2);
    case F::day_upper: return day_word(part, 0, true, false);
    case F::day_title: return day_word(part, 0, false, false);
    case F::day_lower: return day_word(part, 0, false, true);
    case F::day_short_upper: return day_word(part, 3, true, false);
    case F::day_short_title: return day_word(part, 3, false, false);
    case F::day_short_lower: return day_word(part, 3, false, true);
    case F::ddd: return number(part, day_of_year(), 3);
    case F::iddd: no_interval(); return number(part, iso_day_of_year(), 3);
    case F::dd: return number(part, t_.day, t_.day < 0 ? 1 : 2);
    case F::d: no_interval(); return number(part, day_of_week(t_.date) + 1, 1);
    case F::id:
      no_interval();
      return number(part, day_of_week(t_.date) == 0 ? 7 : day_of_week(t_.date), 1);
    case F::ww: return number(part, (day_of_year() - 1) / 7 + 1, 2);
    case F::iw: no_interval(); return number(part, iso_week(t_.date), 2);
    case F::w: return number(part, (t_.day - 1) / 7 + 1, 1);
    case F::q:
      if (t_.month != 0) number(part, (t_.month - 1) / 3 + 1, 1);
      return;
    case F::cc: {
      const std::int64_t value = century();
      const bool narrow = part.fill || value <= -100 || value >= 100;
      FormatPart plain = part;
      plain.fill = narrow;
      return number(plain, value, 2);
    }
    case F::rm_upper: return roman_month(part, true);
    case F::rm_lower: return roman_month(part, false);
    case F::j: {
      FormatPart plain = part;
      plain.fill = true;
      return number(plain, std::int64_t{t_.date} + 2451545, 1);
    }
    case F::fx: return;
    default: return write_year(part, field);
  }
}

}  // namespace

std::span<const FormatField> date_fields() { return names; }

std::string format_time(View pattern, const ShownTime& value) {
  return TimeWriter(value).run(pattern);
}

}  // namespace dsql::engine
