#include "engine/types/datetime_format.h"

#include <cstdlib>

namespace dsql::engine {

namespace {

// Two digits.
char* put2(char* at, std::int32_t value) {
  at[0] = static_cast<char>('0' + value / 10);
  at[1] = static_cast<char>('0' + value % 10);
  return at + 2;
}

// Years as shown: at least four digits, without sign.
char* put_year(char* at, std::int32_t year) {
  const std::int32_t shown = year > 0 ? year : 1 - year;
  if (shown < 10000) {
    put2(at, shown / 100);
    put2(at + 2, shown % 100);
    return at + 4;
  }
  char digits[12];
  char* first = digits + sizeof digits;
  for (std::int32_t rest = shown; rest != 0; rest /= 10)
    *--first = static_cast<char>('0' + rest % 10);
  const auto size = static_cast<std::size_t>(digits + sizeof digits - first);
  std::memcpy(at, first, size);
  return at + size;
}

// ".25": the fraction without zeros at its end, or nothing.
char* put_fraction(char* at, std::int32_t micros) {
  if (micros == 0) return at;
  *at++ = '.';
  std::int32_t divisor = 100000;
  for (; micros != 0; divisor /= 10) {
    *at++ = static_cast<char>('0' + micros / divisor);
    micros %= divisor;
  }
  return at;
}

char* put_clock(char* at, std::int32_t hour, std::int32_t minute, std::int32_t second,
                std::int32_t micros) {
  at = put2(at, hour);
  *at++ = ':';
  at = put2(at, minute);
  *at++ = ':';
  at = put2(at, second);
  return put_fraction(at, micros);
}

char* put_clock(char* at, const CivilTime& civil) {
  return put_clock(at, civil.hour, civil.minute, civil.second, civil.micros);
}

char* put_date_part(char* at, std::int32_t first, std::int32_t second, std::int32_t year,
                    char separator) {
  at = put2(at, first);
  *at++ = separator;
  at = put2(at, second);
  *at++ = separator;
  return put_year(at, year);
}

char* put_date(char* at, const CivilDate& date, const TextFormat& format, char postgres_separator) {
  const bool day_first = format.date_order == DateOrder::dmy;
  const std::int32_t first = day_first ? date.day : date.month;
  const std::int32_t second = day_first ? date.month : date.day;
  switch (format.date_style) {
    case DateStyle::iso: break;
    case DateStyle::sql: return put_date_part(at, first, second, date.year, '/');
    case DateStyle::german: return put_date_part(at, date.day, date.month, date.year, '.');
    case DateStyle::postgres:
      return put_date_part(at, first, second, date.year, postgres_separator);
  }
  at = put_year(at, date.year);
  *at++ = '-';
  at = put2(at, date.month);
  *at++ = '-';
  return put2(at, date.day);
}

char* put_era(char* at, std::int32_t year) {
  if (year > 0) return at;
  std::memcpy(at, " BC", 3);
  return at + 3;
}

char* put_offset(char* at, std::int32_t offset) {
  const std::int32_t seconds = std::abs(offset);
  *at++ = offset < 0 ? '-' : '+';
  at = put2(at, seconds / 3600);
  if (seconds % 3600 == 0) return at;
  *at++ = ':';
  at = put2(at, seconds / 60 % 60);
  if (seconds % 60 == 0) return at;
  *at++ = ':';
  return put2(at, seconds % 60);
}

// The zone of a timestamptz: its offset in ISO style, its abbreviation in the others.
char* put_zone(char* at, const TimeZone::Local& local, const TextFormat& format) {
  if (format.date_style == DateStyle::iso) return put_offset(at, local.offset);
  *at++ = ' ';
  if (local.abbreviation.empty()) return put_offset(at, local.offset);
  constexpr std::size_t most = 10;
  const std::string_view shown = local.abbreviation.substr(0, most);
  std::memcpy(at, shown.data(), shown.size());
  return at + shown.size();
}

// "Wed Jan 02 15:04:05 2006"
char* put_postgres_style(char* at, const CivilTime& civil, std::int32_t date,
                         const TextFormat& format) {
  constexpr char days[] = "SunMonTueWedThuFriSat";
  constexpr char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto put_month = [&] {
    std::memcpy(at, months + (civil.date.month - 1) * 3, 3);
    at += 3;
  };
  std::memcpy(at, days + day_of_week(date) * 3, 3);
  at += 3;
  *at++ = ' ';
  if (format.date_order == DateOrder::dmy) {
    at = put2(at, civil.date.day);
    *at++ = ' ';
    put_month();
  } else {
    put_month();
    *at++ = ' ';
    at = put2(at, civil.date.day);
  }
  *at++ = ' ';
  at = put_clock(at, civil);
  *at++ = ' ';
  return put_year(at, civil.date.year);
}

// `local` is null for a timestamp without zone.
void append_moment(std::string& out, std::int64_t local_time, const TimeZone::Local* local,
                   const TextFormat& format) {
  char text[80];
  char* at = text;
  const CivilTime civil = civil_of_timestamp(local_time);
  if (format.date_style == DateStyle::postgres) {
    at = put_postgres_style(at, civil, static_cast<std::int32_t>(floor_days(local_time)), format);
  } else {
    at = put_date(at, civil.date, format, '-');
    *at++ = ' ';
    at = put_clock(at, civil);
  }
  if (local != nullptr) at = put_zone(at, *local, format);
  at = put_era(at, civil.date.year);
  out.append(text, static_cast<std::size_t>(at - text));
}

}  // namespace

void append_date(std::string& out, std::int32_t date, const TextFormat& format) {
  if (!date_is_finite(date)) {
    out.append(date > 0 ? "infinity" : "-infinity");
    return;
  }
  char text[32];
  const CivilDate civil = civil_of_days(date);
  char* at = put_date(text, civil, format, '-');
  at = put_era(at, civil.year);
  out.append(text, static_cast<std::size_t>(at - text));
}

void append_time(std::string& out, std::int64_t time) {
  char text[24];
  const char* end = put_clock(text, static_cast<std::int32_t>(time / micros_per_hour),
                              static_cast<std::int32_t>(time / micros_per_minute % 60),
                              static_cast<std::int32_t>(time / micros_per_second % 60),
                              static_cast<std::int32_t>(time % micros_per_second));
  out.append(text, static_cast<std::size_t>(end - text));
}

void append_timestamp(std::string& out, std::int64_t timestamp, const TextFormat& format) {
  if (timestamp_is_finite(timestamp)) {
    append_moment(out, timestamp, nullptr, format);
  } else {
    out.append(timestamp > 0 ? "infinity" : "-infinity");
  }
}

void append_timestamptz(std::string& out, std::int64_t timestamp, const TextFormat& format) {
  if (timestamp_is_finite(timestamp)) {
    const TimeZone::Local local = format.zone->at(timestamp);
    append_moment(out, timestamp + local.offset * micros_per_second, &local, format);
  } else {
    out.append(timestamp > 0 ? "infinity" : "-infinity");
  }
}

void append_offset(std::string& out, std::int32_t offset) {
  char text[16];
  const char* end = put_offset(text, offset);
  out.append(text, static_cast<std::size_t>(end - text));
}

void append_seconds(std::string& out, std::int64_t second, std::int64_t micros, bool pad) {
  append_padded(out, std::abs(second), pad ? 2 : 1);
  char text[8];
  const char* end = put_fraction(text, static_cast<std::int32_t>(std::abs(micros)));
  out.append(text, static_cast<std::size_t>(end - text));
}

}  // namespace dsql::engine
