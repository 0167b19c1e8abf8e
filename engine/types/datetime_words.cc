// The words of dates and intervals.
#include <algorithm>
#include <optional>

#include "engine/types/datetime_parse.h"

namespace dsql::engine {

namespace {

// Only so many letters of a word are looked at.
constexpr std::size_t significant_letters = 10;

constexpr int unit(DateTimeUnit value) { return static_cast<int>(value); }
constexpr int reserved(ReservedWord value) { return static_cast<int>(value); }

using enum DateTimeUnit;

constexpr DateTimeWord date_words[] = {
    {"+infinity", WordKind::reserved, reserved(ReservedWord::infinity)},
    {"-infinity", WordKind::reserved, reserved(ReservedWord::minus_infinity)},
    {"ad", WordKind::era, 0},
    {"allballs", WordKind::reserved, reserved(ReservedWord::zulu)},
    {"am", WordKind::am_pm, 0},
    {"apr", WordKind::month, 4},
    {"april", WordKind::month, 4},
    {"at", WordKind::ignore},
    {"aug", WordKind::month, 8},
    {"august", WordKind::month, 8},
    {"bc", WordKind::era, 1},
    {"d", WordKind::unit, unit(day)},
    {"dec", WordKind::month, 12},
    {"december", WordKind::month, 12},
    {"dow", WordKind::unit, unit(weekday)},
    {"doy", WordKind::unit, unit(day_of_year)},
    {"dst", WordKind::daylight_modifier, 3600},
    {"epoch", WordKind::reserved, reserved(ReservedWord::epoch)},
    {"feb", WordKind::month, 2},
    {"february", WordKind::month, 2},
    {"fri", WordKind::weekday, 5},
    {"friday", WordKind::weekday, 5},
    {"h", WordKind::unit, unit(hour)},
    {"infinity", WordKind::reserved, reserved(ReservedWord::infinity)},
    {"isodow", WordKind::unit, unit(iso_weekday)},
    {"isoyear", WordKind::unit, unit(iso_year)},
    {"j", WordKind::unit, unit(julian)},
    {"jan", WordKind::month, 1},
    {"january", WordKind::month, 1},
    {"jd", WordKind::unit, unit(julian)},
    {"jul", WordKind::month, 7},
    {"julian", WordKind::unit, unit(julian)},
    {"july", WordKind::month, 7},
    {"jun", WordKind::month, 6},
    {"june", WordKind::month, 6},
    {"m", WordKind::unit, unit(month)},
    {"mar", WordKind::month, 3},
    {"march", WordKind::month, 3},
    {"may", WordKind::month, 5},
    {"mm", WordKind::unit, unit(minute)},
    {"mon", WordKind::weekday, 1},
    {"monday", WordKind::weekday, 1},
    {"nov", WordKind::month, 11},
    {"november", WordKind::month, 11},
    {"now", WordKind::reserved, reserved(ReservedWord::now)},
    {"oct", WordKind::month, 10},
    {"october", WordKind::month, 10},
    {"on", WordKind::ignore},
    {"pm", WordKind::am_pm, 1},
    {"s", WordKind::unit, unit(second)},
    {"sat", WordKind::weekday, 6},
    {"saturday", WordKind::weekday, 6},
    {"sep", WordKind::month, 9},
    {"sept", WordKind::month, 9},
    {"september", WordKind::month, 9},
    {"sun", WordKind::weekday, 0},
    {"sunday", WordKind::weekday, 0},
    {"t", WordKind::iso_time},
    {"thu", WordKind::weekday, 4},
    {"thur", WordKind::weekday, 4},
    {"thurs", WordKind::weekday, 4},
    {"thursday", WordKind::weekday, 4},
    {"today", WordKind::reserved, reserved(ReservedWord::today)},
    {"tomorrow", WordKind::reserved, reserved(ReservedWord::tomorrow)},
    {"tue", WordKind::weekday, 2},
    {"tues", WordKind::weekday, 2},
    {"tuesday", WordKind::weekday, 2},
    {"wed", WordKind::weekday, 3},
    {"wednesday", WordKind::weekday, 3},
    {"weds", WordKind::weekday, 3},
    {"y", WordKind::unit, unit(year)},
    {"yesterday", WordKind::reserved, reserved(ReservedWord::yesterday)},
};

constexpr DateTimeWord unit_words[] = {
    {"@", WordKind::ignore},
    {"ago", WordKind::ago},
    {"c", WordKind::unit, unit(century)},
    {"cent", WordKind::unit, unit(century)},
    {"centuries", WordKind::unit, unit(century)},
    {"century", WordKind::unit, unit(century)},
    {"d", WordKind::unit, unit(day)},
    {"day", WordKind::unit, unit(day)},
    {"days", WordKind::unit, unit(day)},
    {"dec", WordKind::unit, unit(decade)},
    {"decade", WordKind::unit, unit(decade)},
    {"decades", WordKind::unit, unit(decade)},
    {"decs", WordKind::unit, unit(decade)},
    {"h", WordKind::unit, unit(hour)},
    {"hour", WordKind::unit, unit(hour)},
    {"hours", WordKind::unit, unit(hour)},
    {"hr", WordKind::unit, unit(hour)},
    {"hrs", WordKind::unit, unit(hour)},
    {"m", WordKind::unit, unit(minute)},
    {"microsecon", WordKind::unit, unit(microsecond)},
    {"mil", WordKind::unit, unit(millennium)},
    {"millennia", WordKind::unit, unit(millennium)},
    {"millennium", WordKind::unit, unit(millennium)},
    {"millisecon", WordKind::unit, unit(millisecond)},
    {"mils", WordKind::unit, unit(millennium)},
    {"min", WordKind::unit, unit(minute)},
    {"mins", WordKind::unit, unit(minute)},
    {"minute", WordKind::unit, unit(minute)},
    {"minutes", WordKind::unit, unit(minute)},
    {"mon", WordKind::unit, unit(month)},
    {"mons", WordKind::unit, unit(month)},
    {"month", WordKind::unit, unit(month)},
    {"months", WordKind::unit, unit(month)},
    {"ms", WordKind::unit, unit(millisecond)},
    {"msec", WordKind::unit, unit(millisecond)},
    {"msecond", WordKind::unit, unit(millisecond)},
    {"mseconds", WordKind::unit, unit(millisecond)},
    {"msecs", WordKind::unit, unit(millisecond)},
    {"qtr", WordKind::unit, unit(quarter)},
    {"quarter", WordKind::unit, unit(quarter)},
    {"s", WordKind::unit, unit(second)},
    {"sec", WordKind::unit, unit(second)},
    {"second", WordKind::unit, unit(second)},
    {"seconds", WordKind::unit, unit(second)},
    {"secs", WordKind::unit, unit(second)},
    {"timezone", WordKind::unit, unit(zone)},
    {"timezone_h", WordKind::unit, unit(zone_hour)},
    {"timezone_m", WordKind::unit, unit(zone_minute)},
    {"us", WordKind::unit, unit(microsecond)},
    {"usec", WordKind::unit, unit(microsecond)},
    {"usecond", WordKind::unit, unit(microsecond)},
    {"useconds", WordKind::unit, unit(microsecond)},
    {"usecs", WordKind::unit, unit(microsecond)},
    {"w", WordKind::unit, unit(week)},
    {"week", WordKind::unit, unit(week)},
    {"weeks", WordKind::unit, unit(week)},
    {"y", WordKind::unit, unit(year)},
    {"year", WordKind::unit, unit(year)},
    {"years", WordKind::unit, unit(year)},
    {"yr", WordKind::unit, unit(year)},
    {"yrs", WordKind::unit, unit(year)},
};

static_assert(std::ranges::is_sorted(date_words, {}, &DateTimeWord::name));
static_assert(std::ranges::is_sorted(unit_words, {}, &DateTimeWord::name));

template <std::size_t Size>
const DateTimeWord* find_word(const DateTimeWord (&words)[Size], std::string_view word) {
  word = word.substr(0, significant_letters);
  const auto* found = std::ranges::lower_bound(words, word, {}, &DateTimeWord::name);
  return found != std::end(words) && found->name == word ? found : nullptr;
}

}  // namespace

const DateTimeWord* find_date_word(std::string_view word) { return find_word(date_words, word); }
const DateTimeWord* find_unit_word(std::string_view word) { return find_word(unit_words, word); }

std::optional<DateTimeUnit> find_truncation_unit(std::string_view name) {
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), to_lower);
  const DateTimeWord* word = find_unit_word(lower);
  if (word == nullptr || word->kind != WordKind::unit) return std::nullopt;
  return static_cast<DateTimeUnit>(word->value);
}

std::optional<DateTimeUnit> find_unit(std::string_view name) {
  if (const std::optional<DateTimeUnit> unit = find_truncation_unit(name)) return unit;
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), to_lower);
  const DateTimeWord* word = find_date_word(lower);
  if (word == nullptr) return std::nullopt;
  if (word->kind == WordKind::unit) return static_cast<DateTimeUnit>(word->value);
  if (word->kind != WordKind::reserved) return std::nullopt;
  return word->value == reserved(ReservedWord::epoch) ? epoch : none;
}

}  // namespace dsql::engine
