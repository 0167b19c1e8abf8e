#include "engine/types/datetime_parse.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "dsqlrules/conditions/value_errors.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

// --- meaning -------------------------------------------------------------------------------------

namespace {

// The parts of a date and time that have been seen.
enum : unsigned {
  seen_year = 1,
  seen_month = 2,
  seen_day = 4,
  seen_hour = 8,
  seen_minute = 16,
  seen_second = 32,
  seen_zone = 64,
  seen_daylight_modifier = 128,
  seen_weekday = 256,
  seen_day_of_year = 512,
  seen_era = 1024,
  seen_am_pm = 2048,
  seen_date = seen_year | seen_month | seen_day,
  seen_time = seen_hour | seen_minute | seen_second,
};

// A decimal integer at the front of `text`; `end` is what follows. False on overflow.
bool read_int(std::string_view text, std::int32_t& value, std::string_view& end) {
  const char* first = text.data();
  const char* last = first + text.size();
  const auto [next, error] = std::from_chars(first, last, value);
  end = std::string_view(next, static_cast<std::size_t>(last - next));
  return error != std::errc::result_out_of_range;
}

std::int32_t digits_value(std::string_view digits) {
  std::int32_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

class DateTimeDecoder {
 public:
  DateTimeDecoder(std::string_view text, std::string_view type, const TextFormat& format,
                  bool time_only)
      : text_(text), type_(type), format_(format), time_only_(time_only) {}

  ParsedDateTime decode() {
    if (!split_datetime(text_, fields_) || fields_.empty()) fail_syntax();
    for (index_ = 0; index_ < fields_.size(); ++index_) {
      unsigned found = 0;
      decode_field(fields_[index_], found);
      if ((found & seen_) != 0) fail_syntax();
      seen_ |= found;
    }
    if (expecting_ != Expecting::nothing) fail_syntax();
    if (result_.kind == ParsedDateTime::Kind::moment) {
      if (time_only_) {
        finish_time();
      } else {
        finish_date();
      }
    }
    return result_;
  }

 private:
  enum class Expecting : std::uint8_t { nothing, julian, time };

  // --- errors ------------------------------------------------------------------------------------
  [[noreturn]] void fail_syntax() const {
    rules::raise(conditions::invalid_datetime_syntax, type_, text_);
  }
  [[noreturn]] void fail_overflow() const {
    rules::raise(conditions::datetime_field_out_of_range, text_);
  }
  [[noreturn]] void fail_month_day() const {
    rules::raise(conditions::datetime_field_out_of_range_style, text_);
  }

  // --- one field ---------------------------------------------------------------------------------
  void decode_field(const DateTimeField& field, unsigned& found) {
    switch (field.kind) {
      case FieldKind::date: return decode_date_field(field.text, found);
      case FieldKind::time:
        if (expecting_ != Expecting::nothing) {
          if (expecting_ != Expecting::time) fail_syntax();
          expecting_ = Expecting::nothing;
        }
        decode_time(field.text);
        found = seen_time;
        return;
      case FieldKind::zone:
        decode_zone(field.text);
        found = seen_zone;
        return;
      case FieldKind::number: return decode_number_field(field.text, found);
      case FieldKind::string:
      case FieldKind::special: return decode_word(field.text, found);
    }
  }

  // A date, or with a date seen already a zone's name or hhmmss-zz.
  void decode_date_field(std::string_view text, unsigned& found) {
    const bool date_seen = expecting_ != Expecting::nothing ||
                           (seen_ & (seen_month | seen_day)) == (seen_month | seen_day);
    if (time_only_ ? is_date_of_time() : !date_seen) {
      decode_date(text, found);
      return;
    }
    if (is_digit(text[0]) || expecting_ != Expecting::nothing) {
      if (expecting_ != Expecting::nothing && expecting_ != Expecting::time) fail_syntax();
      expecting_ = Expecting::nothing;
      if ((seen_ & seen_time) == seen_time && !time_only_) fail_syntax();
      const std::size_t dash = text.find('-');
      if (dash == std::string_view::npos) fail_syntax();
      decode_zone(text.substr(dash));
      decode_run(text.substr(0, dash), time_only_ ? seen_ | seen_date : seen_, found);
      found |= seen_zone;
    } else {
      decode_zone_name(text, true);
      found = seen_zone;
    }
  }

  // Whether the current field of a time may be a date: the first one of several.
  bool is_date_of_time() const {
    return index_ == 0 && fields_.size() >= 2 &&
           (fields_.back().kind == FieldKind::date || fields_[1].kind == FieldKind::time);
  }

  void decode_number_field(std::string_view text, unsigned& found) {
    if (expecting_ == Expecting::julian) return decode_julian(text, found);
    if (expecting_ == Expecting::time) {
      expecting_ = Expecting::nothing;
      decode_run(text, seen_ | seen_date, found);
      if (found != seen_time) fail_syntax();
      return;
    }
    const std::size_t point = text.find('.');
    const bool has_point = point != std::string_view::npos;
    const unsigned seen = time_only_ ? seen_ | seen_date : seen_;
    if (has_point &&
        (time_only_ ? index_ == 0 && fields_.size() >= 2 && fields_.back().kind == FieldKind::date
                    : (seen_ & seen_date) == 0)) {
      decode_date(text, found);
    } else if (has_point && point > 2) {
      decode_run(text, seen, found);
    } else if (has_point && time_only_) {
      fail_syntax();
    } else if (time_only_
                   ? text.size() > 4
                   : text.size() >= 6 && ((seen_ & seen_date) == 0 || (seen_ & seen_time) == 0)) {
      decode_run(text, seen, found);
    } else {
      decode_number(text, text_month_, seen, found);
    }
  }

  void decode_julian(std::string_view text, unsigned& found) {
    expecting_ = Expecting::nothing;
    std::int32_t day = 0;
    std::string_view rest;
    if (!read_int(text, day, rest) || day < 0) fail_overflow();
    constexpr std::int32_t julian_day_of_2000 = 2451545;
    result_.civil.date = civil_of_days(day - julian_day_of_2000);
    julian_ = true;
    found = seen_date;
    if (rest.empty()) return;
    double fraction = 0;
    if (rest[0] != '.' || !std::ranges::all_of(rest.substr(1), is_digit)) fail_syntax();
    if (rest.size() > 1) std::from_chars(rest.data(), rest.data() + rest.size(), fraction);
    const auto micros = static_cast<std::int64_t>(fraction * static_cast<double>(micros_per_day));
    set_time(micros);
    found |= seen_time;
  }

  void set_time(std::int64_t micros) {
    CivilTime& civil = result_.civil;
    civil.hour = static_cast<std::int32_t>(micros / micros_per_hour);
    civil.minute = static_cast<std::int32_t>(micros / micros_per_minute % 60);
    civil.second = static_cast<std::int32_t>(micros / micros_per_second % 60);
    civil.micros = static_cast<std::int32_t>(micros % micros_per_second);
  }

  // --- words -------------------------------------------------------------------------------------
  void decode_word(std::string_view word, unsigned& found) {
    if (const ZoneAbbreviation* abbreviation = find_abbreviation(word)) {
      found = seen_zone;
      if (abbreviation->zone.empty()) {
        result_.offset = abbreviation->offset;
      } else {
        zone_ = find_time_zone(abbreviation->zone);
        zone_is_abbreviation_ = true;
        if (zone_ == nullptr) fail_syntax();
      }
      return;
    }
    const DateTimeWord* known = find_date_word(word);
    if (known == nullptr) {
      decode_zone_name(word, false);
      found = seen_zone;
      return;
    }
    switch (known->kind) {
      case WordKind::ignore: return;
      case WordKind::reserved:
        decode_reserved(static_cast<ReservedWord>(known->value), found);
        return;
      case WordKind::month: return decode_month(known->value, found);
      case WordKind::daylight_modifier:
        result_.offset += known->value;
        found = seen_daylight_modifier;
        return;
      case WordKind::am_pm:
        am_pm_ = known->value;
        found = seen_am_pm;
        return;
      case WordKind::era:
        bc_ = known->value != 0;
        found = seen_era;
        return;
      case WordKind::weekday:
        if (time_only_) fail_syntax();
        found = seen_weekday;
        return;
      case WordKind::unit:
        if (expecting_ != Expecting::nothing ||
            static_cast<DateTimeUnit>(known->value) != DateTimeUnit::julian) {
          fail_syntax();
        }
        expecting_ = Expecting::julian;
        return;
      case WordKind::iso_time: return decode_iso_time();
      case WordKind::ago: break;
    }
    fail_syntax();
  }

  void decode_month(std::int32_t month, unsigned& found) {
    if (time_only_) fail_syntax();
    found = seen_month;
    // A number that was taken for the month before its name came is the day.
    if ((seen_ & seen_month) != 0 && !text_month_ && (seen_ & seen_day) == 0 &&
        result_.civil.date.month >= 1 && result_.civil.date.month <= 31) {
      result_.civil.date.day = result_.civil.date.month;
      found = seen_day;
    }
    text_month_ = true;
    result_.civil.date.month = month;
  }

  // "t" between a date and a time.
  void decode_iso_time() {
    if (expecting_ != Expecting::nothing) fail_syntax();
    if (!time_only_) {
      if ((seen_ & seen_date) != seen_date || index_ + 1 >= fields_.size()) fail_syntax();
      const FieldKind next = fields_[index_ + 1].kind;
      if (next != FieldKind::number && next != FieldKind::time && next != FieldKind::date)
        fail_syntax();
    }
    expecting_ = Expecting::time;
  }

  void decode_reserved(ReservedWord word, unsigned& found) {
    const unsigned moment = seen_date | seen_time | seen_zone;
    const CivilTime now =
        civil_of_timestamp(local_of_timestamptz(format_.transaction_time, *format_.zone));
    if (time_only_ && word != ReservedWord::now && word != ReservedWord::zulu) fail_syntax();
    switch (word) {
      case ReservedWord::now:
        result_.civil = now;
        result_.offset = format_.zone->at(format_.transaction_time).offset;
        found = time_only_ ? unsigned{seen_time} : moment;
        return;
      case ReservedWord::today: return set_day(now.date, 0, found);
      case ReservedWord::tomorrow: return set_day(now.date, 1, found);
      case ReservedWord::yesterday: return set_day(now.date, -1, found);
      case ReservedWord::zulu:
        set_time(0);
        result_.offset = 0;
        found = seen_time | seen_zone;
        return;
      case ReservedWord::epoch: result_.kind = ParsedDateTime::Kind::epoch; break;
      case ReservedWord::infinity: result_.kind = ParsedDateTime::Kind::infinity; break;
      case ReservedWord::minus_infinity: result_.kind = ParsedDateTime::Kind::minus_infinity; break;
    }
    found = moment;
  }

  void set_day(const CivilDate& today, std::int32_t days, unsigned& found) {
    result_.civil.date = civil_of_days(days_of_civil(today.year, today.month, today.day) + days);
    found = seen_date;
  }

  // --- zones -------------------------------------------------------------------------------------
  void decode_zone_name(std::string_view name, bool punctuated) {
    zone_ = find_time_zone(name);
    zone_is_abbreviation_ = false;
    if (zone_ != nullptr) return;
    if (!punctuated) fail_syntax();
    rules::raise(conditions::time_zone_not_recognized, name);
  }

  // ±hh, ±hhmm, ±hh:mm, ±hh:mm:ss
  void decode_zone(std::string_view text) {
    std::int32_t hours = 0;
    std::int32_t minutes = 0;
    std::int32_t seconds = 0;
    std::string_view rest;
    if (!read_int(text.substr(1), hours, rest)) fail_displacement();
    if (rest.starts_with(':')) {
      if (!read_int(rest.substr(1), minutes, rest)) fail_displacement();
      if (rest.starts_with(':') && !read_int(rest.substr(1), seconds, rest)) fail_displacement();
    } else if (rest.empty() && text.size() > 3) {
      minutes = hours % 100;
      hours /= 100;
    }
    constexpr std::int32_t most_hours = 15;
    if (hours < 0 || hours > most_hours || minutes < 0 || minutes > 59 || seconds < 0 ||
        seconds > 59) {
      fail_displacement();
    }
    if (!rest.empty()) fail_syntax();
    const std::int32_t offset = (hours * 60 + minutes) * 60 + seconds;
    result_.offset = text[0] == '-' ? -offset : offset;
  }
  [[noreturn]] void fail_displacement() const {
    rules::raise(conditions::time_zone_displacement_out_of_range, text_);
  }

  // --- dates and times ---------------------------------------------------------------------------

  // hh:mm[:ss[.ffffff]], and mm:ss.ffffff
  void decode_time(std::string_view text) {
    CivilTime& civil = result_.civil;
    std::string_view rest;
    if (!read_int(text, civil.hour, rest)) fail_overflow();
    if (!rest.starts_with(':')) fail_syntax();
    if (!read_int(rest.substr(1), civil.minute, rest)) fail_overflow();
    civil.second = 0;
    civil.micros = 0;
    if (rest.starts_with('.')) {
      civil.second = civil.minute;
      civil.minute = civil.hour;
      civil.hour = 0;
      if (!parse_fraction(rest, civil.micros)) fail_syntax();
    } else if (rest.starts_with(':')) {
      if (!read_int(rest.substr(1), civil.second, rest)) fail_overflow();
      if (!rest.empty() && !parse_fraction(rest, civil.micros)) fail_syntax();
    } else if (!rest.empty()) {
      fail_syntax();
    }
    if (civil.minute > 59 || civil.second > 60) fail_overflow();
    if (!time_only_ && time_overflows()) fail_overflow();
  }

  bool time_overflows() const {
    const CivilTime& civil = result_.civil;
    if (civil.hour < 0 || civil.hour > 24 || civil.minute < 0 || civil.minute > 59 ||
        civil.second < 0 || civil.second > 60 || civil.micros < 0) {
      return true;
    }
    return time_micros() > micros_per_day;
  }

  std::int64_t time_micros() const {
    const CivilTime& civil = result_.civil;
    return ((civil.hour * std::int64_t{60} + civil.minute) * 60 + civil.second) *
               micros_per_second +
           civil.micros;
  }

  // A field with delimiters: parts of digits or letters.
  void decode_date(std::string_view text, unsigned& found) {
    std::vector<std::string_view> numbers;
    unsigned seen = seen_;
    bool text_month = false;
    const auto note = [&](unsigned part) {
      if ((seen & part) != 0) fail_syntax();
      seen |= part;
      found |= part;
    };
    while (!text.empty()) {
      std::size_t size = 0;
      const bool word = is_alpha(text[0]);
      while (size < text.size() && (word ? is_alpha(text[size]) : is_digit(text[size]))) ++size;
      if (size == 0) {
        text.remove_prefix(1);
        if (text.empty()) fail_syntax();
        continue;
      }
      const std::string_view part = text.substr(0, size);
      text.remove_prefix(size);
      if (!word) {
        numbers.push_back(part);
        continue;
      }
      const DateTimeWord* known = find_date_word(part);
      if (known != nullptr && known->kind == WordKind::ignore) continue;
      if (known == nullptr || known->kind != WordKind::month) fail_syntax();
      result_.civil.date.month = known->value;
      text_month = true;
      note(seen_month);
    }
    for (const std::string_view number : numbers) {
      unsigned part = 0;
      decode_number(number, text_month, seen, part);
      note(part);
    }
    if ((seen & ~unsigned{seen_day_of_year | seen_zone}) != seen_date) fail_syntax();
  }

  // A bare number: what it is follows from what has been seen and from DateStyle's order.
  void decode_number(std::string_view text, bool text_month, unsigned seen, unsigned& found) {
    CivilDate& date = result_.civil.date;
    std::int32_t value = 0;
    std::string_view rest;
    if (!read_int(text, value, rest)) fail_overflow();
    if (rest.size() == text.size()) fail_syntax();
    if (rest.starts_with('.')) {
      if (text.size() - rest.size() > 2) return decode_run(text, seen | seen_date, found);
      if (!parse_fraction(rest, result_.civil.micros)) fail_syntax();
    } else if (!rest.empty()) {
      fail_syntax();
    }
    const bool year_first = text.size() >= 3 || format_.date_order == DateOrder::ymd;
    if (text.size() == 3 && (seen & seen_date) == seen_year && value >= 1 && value <= 366) {
      day_of_year_ = value;
      found = seen_day_of_year | seen_month | seen_day;
      return;
    }
    const auto set = [&](unsigned part) {
      found = part;
      (part == seen_year ? date.year : part == seen_month ? date.month : date.day) = value;
    };
    switch (seen & seen_date) {
      case 0:
        set(year_first ? seen_year : format_.date_order == DateOrder::dmy ? seen_day : seen_month);
        break;
      case seen_year: set(seen_month); break;
      case seen_month: set(text_month && year_first ? seen_year : seen_day); break;
      case seen_year | seen_month:
        if (text_month && text.size() >= 3 && two_digit_year_) {
          // The number before the month's name was the day after all.
          date.day = date.year;
          date.year = value;
          two_digit_year_ = false;
          found = seen_day;
        } else {
          set(seen_day);
        }
        break;
      case seen_day: set(seen_month); break;
      case seen_month | seen_day: set(seen_year); break;
      case seen_date: return decode_run(text, seen, found);
      default: fail_syntax();
    }
    if (found == seen_year) two_digit_year_ = text.size() <= 2;
  }

  // Digits run together: yymmdd or longer, hhmmss, hhmm, with a fraction or not.
  void decode_run(std::string_view text, unsigned seen, unsigned& found) {
    CivilTime& civil = result_.civil;
    const std::size_t point = text.find('.');
    if (point != std::string_view::npos) {
      if (!parse_fraction(text.substr(point), civil.micros)) fail_syntax();
      text = text.substr(0, point);
    } else if ((seen & seen_date) != seen_date && text.size() >= 6) {
      const std::size_t year_digits = text.size() - 4;
      std::string_view rest;
      if (!read_int(text.substr(0, year_digits), civil.date.year, rest)) fail_overflow();
      civil.date.month = digits_value(text.substr(year_digits, 2));
      civil.date.day = digits_value(text.substr(year_digits + 2));
      if (year_digits == 2) two_digit_year_ = true;
      found = seen_date;
      return;
    }
    if ((seen & seen_time) == seen_time || (text.size() != 6 && text.size() != 4)) fail_syntax();
    civil.hour = digits_value(text.substr(0, 2));
    civil.minute = digits_value(text.substr(2, 2));
    civil.second = text.size() == 6 ? digits_value(text.substr(4)) : 0;
    found = seen_time;
  }

  // --- the whole ---------------------------------------------------------------------------------

  void validate_date() {
    CivilDate& date = result_.civil.date;
    if ((seen_ & seen_year) != 0 && !julian_) {
      if (bc_) {
        if (date.year <= 0) fail_overflow();
        date.year = -(date.year - 1);
      } else if (two_digit_year_) {
        if (date.year < 0) fail_overflow();
        if (date.year < 70) {
          date.year += 2000;
        } else if (date.year < 100) {
          date.year += 1900;
        }
      } else if (date.year <= 0) {
        fail_overflow();
      }
    }
    if ((seen_ & seen_day_of_year) != 0)
      date = civil_of_days(days_of_civil(date.year, 1, 1) + day_of_year_ - 1);
    if ((seen_ & seen_month) != 0 && (date.month < 1 || date.month > 12)) fail_month_day();
    if ((seen_ & seen_day) != 0 && (date.day < 1 || date.day > 31)) fail_month_day();
    if ((seen_ & seen_date) == seen_date && date.day > days_in_month(date.year, date.month))
      fail_overflow();
  }

  void apply_am_pm() {
    if (am_pm_ < 0) return;
    std::int32_t& hour = result_.civil.hour;
    if (hour > 12) fail_overflow();
    if (am_pm_ == 0 && hour == 12) hour = 0;
    if (am_pm_ == 1 && hour != 12) hour += 12;
  }

  void finish_date() {
    validate_date();
    apply_am_pm();
    if ((seen_ & seen_date) != seen_date) fail_syntax();
    resolve_zone();
  }

  void finish_time() {
    validate_date();
    apply_am_pm();
    if (time_overflows()) fail_overflow();
    if ((seen_ & seen_time) != seen_time) fail_syntax();
    if (zone_ != nullptr && !zone_is_abbreviation_ && !zone_->fixed() &&
        (seen_ & seen_date) != seen_date) {
      fail_syntax();  // a zone with daylight time needs a date
    }
    if ((seen_ & seen_date) != seen_date) {
      const CivilTime now =
          civil_of_timestamp(local_of_timestamptz(format_.transaction_time, *format_.zone));
      result_.civil.date = now.date;
    }
    resolve_zone();
  }

  // The offset of a named zone, or of the session's if none was given.
  void resolve_zone() {
    const TimeZone* zone = zone_;
    if (zone != nullptr || (seen_ & seen_zone) == 0) {
      if ((seen_ & seen_daylight_modifier) != 0) fail_syntax();
      if (zone == nullptr) zone = format_.zone;
      const CivilDate& date = result_.civil.date;
      const std::int64_t days = days_of_civil(date.year, date.month, date.day);
      // Years that no timestamp reaches are refused later; here they only must not overflow.
      constexpr std::int64_t most_days = 100'000'000;
      const std::int64_t local =
          std::clamp(days, -most_days, most_days) * micros_per_day + time_micros();
      result_.offset = zone->offset_of_local(local);
    }
  }

  std::string_view text_;
  std::string_view type_;
  const TextFormat& format_;
  bool time_only_;
  std::vector<DateTimeField> fields_;
  std::size_t index_ = 0;
  ParsedDateTime result_;
  unsigned seen_ = 0;
  Expecting expecting_ = Expecting::nothing;
  bool text_month_ = false;
  bool two_digit_year_ = false;
  bool julian_ = false;
  bool bc_ = false;
  int am_pm_ = -1;
  std::int32_t day_of_year_ = 0;
  const TimeZone* zone_ = nullptr;
  bool zone_is_abbreviation_ = false;
};

}  // namespace

ParsedDateTime parse_datetime(std::string_view text, std::string_view type,
                              const TextFormat& format) {
  return DateTimeDecoder(text, type, format, false).decode();
}

ParsedDateTime parse_time_of_day(std::string_view text, std::string_view type,
                                 const TextFormat& format) {
  return DateTimeDecoder(text, type, format, true).decode();
}

}  // namespace dsql::engine
