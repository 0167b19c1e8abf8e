// Reading dates and times as PostgreSQL does: fields in nearly any order and spelling.
// parse_datetime splits a text into typed fields and decides what each means; a family of types
// takes from the result what it stores. Stateless.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/types/datetime.h"
#include "engine/types/type.h"

namespace dsql::engine {

// --- splitting -----------------------------------------------------------------------------------

enum class FieldKind : std::uint8_t { number, string, date, time, zone, special };

struct DateTimeField {
  FieldKind kind = FieldKind::number;
  std::string text;  // lower case
};

// Splits `text`; false if it holds what no date has. Shared with intervals.
bool split_datetime(std::string_view text, std::vector<DateTimeField>& fields);

// --- words ---------------------------------------------------------------------------------------

enum class WordKind : std::uint8_t {
  ignore,
  month,
  weekday,
  era,
  am_pm,
  reserved,
  unit,
  iso_time,
  daylight_modifier,
  ago,
};

// What fields and units are called; `extract`, date_trunc and intervals speak of them too.
enum class DateTimeUnit : std::uint8_t {
  microsecond,
  millisecond,
  second,
  minute,
  hour,
  day,
  week,
  month,
  quarter,
  year,
  decade,
  century,
  millennium,
  julian,
  iso_year,
  weekday,
  iso_weekday,
  day_of_year,
  zone,
  zone_hour,
  zone_minute,
  epoch,
  none,  // a word of dates that names no field
};

enum class ReservedWord : std::uint8_t {
  now,
  today,
  tomorrow,
  yesterday,
  zulu,
  epoch,
  infinity,
  minus_infinity,
};

struct DateTimeWord {
  std::string_view name;
  WordKind kind;
  int value = 0;  // month 1 … 12, weekday 0 … 6, era 1 for BC, am_pm 1 for PM, or an enum above
};

// A word of dates ("jan", "tomorrow"); null if unknown. `word` is lower case.
const DateTimeWord* find_date_word(std::string_view word);
// A word of intervals ("days", "ago").
const DateTimeWord* find_unit_word(std::string_view word);
// The field that extract() calls `name` (any case), or nullopt.
std::optional<DateTimeUnit> find_unit(std::string_view name);
// The same for date_trunc(), which knows fewer.
std::optional<DateTimeUnit> find_truncation_unit(std::string_view name);

// --- meaning -------------------------------------------------------------------------------------

struct ParsedDateTime {
  enum class Kind : std::uint8_t { moment, epoch, infinity, minus_infinity };
  Kind kind = Kind::moment;
  CivilTime civil;          // local time
  std::int32_t offset = 0;  // of that local time, seconds east of UTC
};

// `type` is the type's name for messages. Raises: invalid_datetime_syntax,
// datetime_field_out_of_range (with and without the hint), time_zone_displacement_out_of_range,
// time_zone_not_recognized.
ParsedDateTime parse_datetime(std::string_view text, std::string_view type,
                              const TextFormat& format);
// The same for time and timetz: a date is allowed but only a time is needed.
ParsedDateTime parse_time_of_day(std::string_view text, std::string_view type,
                                 const TextFormat& format);

// The fraction after a point ("." and digits) in microseconds, rounded; false if malformed. 10^6 is
// possible.
bool parse_fraction(std::string_view text, std::int32_t& micros);

}  // namespace dsql::engine
