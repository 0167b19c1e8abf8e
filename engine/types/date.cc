// date: its text and binary forms and its arithmetic.
#include "dsqlrules/conditions/value_errors.h"
#include "engine/types/datetime.h"
#include "engine/types/datetime_format.h"
#include "engine/types/datetime_parse.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

constexpr std::int32_t last_year_of_date = 5'874'897;

// "2024-01-31" and nothing else; false leaves it to the full reader.
bool parse_plain_date(std::string_view text, std::int32_t& date) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const int i : {0, 1, 2, 3, 5, 6, 8, 9})
    if (!is_digit(text[i])) return false;
  const auto two = [&](int i) { return (text[i] - '0') * 10 + text[i + 1] - '0'; };
  const std::int32_t year = two(0) * 100 + two(2);
  const std::int32_t month = two(5);
  const std::int32_t day = two(8);
  if (year == 0 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month))
    return false;
  date = days_of_civil(year, month, day);
  return true;
}

}  // namespace

std::int32_t DateFamily::parse(std::string_view text, TypeModifier, const TextFormat& format) {
  std::int32_t date = 0;
  if (parse_plain_date(text, date)) return date;
  const ParsedDateTime parsed = parse_datetime(text, "date", format);
  switch (parsed.kind) {
    case ParsedDateTime::Kind::infinity: return date_infinity;
    case ParsedDateTime::Kind::minus_infinity: return date_minus_infinity;
    case ParsedDateTime::Kind::epoch: return date_of_timestamp(unix_epoch_micros);
    case ParsedDateTime::Kind::moment: break;
  }
  const CivilDate& civil = parsed.civil.date;
  if (civil.year > last_year_of_date || civil.year < -4713)
    rules::raise(conditions::date_out_of_range_text, text);
  date = days_of_civil(civil.year, civil.month, civil.day);
  if (date < date_least || date >= date_end) rules::raise(conditions::date_out_of_range_text, text);
  return date;
}

void DateFamily::print(std::int32_t value, const TextFormat& format, std::string& out) {
  append_date(out, value, format);
}

std::int32_t DateFamily::receive(BinaryReader& reader) {
  const auto date = reader.read<std::int32_t>();
  if (date_is_finite(date) && (date < date_least || date >= date_end))
    rules::raise(conditions::date_out_of_range);
  return date;
}

std::int32_t date_add(std::int32_t date, std::int32_t days) {
  if (!date_is_finite(date)) return date;
  std::int32_t result;
  if (__builtin_add_overflow(date, days, &result) || result < date_least || result >= date_end)
    rules::raise(conditions::date_out_of_range);
  return result;
}

std::int32_t make_date(std::int32_t year, std::int32_t month, std::int32_t day) {
  // A negative year is one BC.
  const std::int32_t civil_year = year < 0 ? year + 1 : year;
  if (year == 0 || month < 1 || month > 12 || day < 1 || day > days_in_month(civil_year, month))
    rules::raise(conditions::date_field_out_of_range, year, month, day);
  const bool far = civil_year < -4713 || civil_year > last_year_of_date;
  const std::int32_t date = far ? date_end : days_of_civil(civil_year, month, day);
  if (date < date_least || date >= date_end)
    rules::raise(conditions::date_out_of_range_fields, civil_year, month, day);
  return date;
}

}  // namespace dsql::engine
