#include "engine/settings/setting_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "dsqlrules/conditions/setting_errors.h"
#include "engine/types/timezone.h"

namespace dsql::engine {

namespace {

namespace conditions = rules::conditions;

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return result;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string_view unquoted(std::string_view text) {
  text = trimmed(text);
  const bool quoted = text.size() >= 2 && text.front() == text.back() && (text.front() == '\'' || text.front() == '"');
  return quoted ? text.substr(1, text.size() - 2) : text;
}

std::optional<bool> boolean_value(std::string_view value) {
  const std::string text = lower(trimmed(value));
  if (text.empty()) return std::nullopt;
  // Any unambiguous beginning of the words counts, as in PostgreSQL.
  const auto begins = [&](std::string_view word) { return word.starts_with(text); };
  if (text == "1" || begins("true") || begins("yes") || text == "on") return true;
  if (text == "0" || begins("false") || begins("no") || (begins("off") && text.size() > 1)) return false;
  return std::nullopt;
}

struct StyleName {
  std::string_view name;
  std::string_view canonical;
};
constexpr std::array<StyleName, 4> date_styles{{{"iso", "ISO"}, {"sql", "SQL"}, {"postgres", "Postgres"}, {"german", "German"}}};

std::string date_style(std::string_view value, std::string_view current) {
  const std::size_t comma = current.find(',');
  std::string style(current.substr(0, comma));
  std::string order(trimmed(current.substr(comma + 1)));
  bool style_set = false;
  bool order_set = false;
  bool conflict = false;
  std::string_view rest = value;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const std::string word = lower(unquoted(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto known = std::find_if(date_styles.begin(), date_styles.end(), [&](const StyleName& s) { return s.name == word; });
    if (known != date_styles.end()) {
      conflict = conflict || (style_set && style != known->canonical);
      style = known->canonical;
      style_set = true;
      if (word == "german" && !order_set) order = "DMY";
      continue;
    }
    std::string next;
    if (word == "ymd") next = "YMD";
    if (word == "dmy" || word.starts_with("euro")) next = "DMY";
    if (word == "mdy" || word == "us" || word.starts_with("noneuro")) next = "MDY";
    if (word == "default") next = "MDY";
    if (next.empty()) rules::raise(conditions::invalid_setting_value, "DateStyle", value);
    conflict = conflict || (order_set && order != next);
    order = next;
    order_set = true;
  }
  if (conflict) rules::raise(conditions::invalid_setting_value, "DateStyle", value);
  return style + ", " + order;
}

std::string time_zone(std::string_view value) {
  const std::string_view name = unquoted(value);
  double hours = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), hours);
  if (error == std::errc() && end == name.data() + name.size()) {
    return fixed_zone(static_cast<std::int32_t>(hours * 3600)).name();
  }
  const TimeZone* zone = find_time_zone(name);
  if (zone == nullptr) rules::raise(conditions::invalid_setting_value, "TimeZone", value);
  return zone->name();
}

std::string interval_style(std::string_view value) {
  const std::string name = lower(unquoted(value));
  if (name != "postgres" && name != "postgres_verbose" && name != "sql_standard" && name != "iso_8601") {
    rules::raise(conditions::invalid_setting_value, "IntervalStyle", value);
  }
  return name;
}

std::string encoding(std::string_view value) {
  std::string plain;
  for (const char c : lower(unquoted(value))) {
    if (c != '-' && c != '_') plain.push_back(c);
  }
  if (plain != "utf8" && plain != "unicode") rules::raise(conditions::invalid_setting_value, "client_encoding", value);
  return "UTF8";
}

std::string float_digits(const Setting& setting, std::string_view value) {
  constexpr int smallest = -15;
  constexpr int largest = 3;
  const std::string_view text = unquoted(value);
  int digits = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), digits);
  if (error != std::errc() || end != text.data() + text.size()) {
    rules::raise(conditions::invalid_setting_value, setting.name, value);
  }
  if (digits < smallest || digits > largest) {
    rules::raise(conditions::setting_out_of_range, text, setting.name, std::to_string(smallest), std::to_string(largest));
  }
  return std::to_string(digits);
}

}  // namespace

std::string canonical_value(const Setting& setting, std::string_view value, std::string_view current) {
  switch (setting.kind) {
    case SettingKind::boolean: {
      const std::optional<bool> truth = boolean_value(unquoted(value));
      if (!truth) rules::raise(conditions::setting_requires_boolean, setting.name);
      return *truth ? "on" : "off";
    }
    case SettingKind::date_style: return date_style(value, current);
    case SettingKind::interval_style: return interval_style(value);
    case SettingKind::time_zone: return time_zone(value);
    case SettingKind::encoding: return encoding(value);
    case SettingKind::float_digits: return float_digits(setting, value);
    default: return std::string(value);
  }
}

TextFormat text_format_of(const std::function<std::string(std::string_view)>& show) {
  TextFormat format;
  const std::string dates = show("datestyle");
  if (dates.starts_with("SQL")) format.date_style = DateStyle::sql;
  if (dates.starts_with("Postgres")) format.date_style = DateStyle::postgres;
  if (dates.starts_with("German")) format.date_style = DateStyle::german;
  if (dates.ends_with("DMY")) format.date_order = DateOrder::dmy;
  if (dates.ends_with("YMD")) format.date_order = DateOrder::ymd;
  const std::string intervals = show("intervalstyle");
  if (intervals == "postgres_verbose") format.interval_style = IntervalStyle::postgres_verbose;
  if (intervals == "sql_standard") format.interval_style = IntervalStyle::sql_standard;
  if (intervals == "iso_8601") format.interval_style = IntervalStyle::iso_8601;
  format.extra_float_digits = std::stoi(show("extra_float_digits"));
  const TimeZone* zone = find_time_zone(show("timezone"));
  format.zone = zone != nullptr ? zone : &utc_zone();
  return format;
}

std::vector<std::string> split_identifiers(std::string_view list) {
  std::vector<std::string> names;
  std::size_t at = 0;
  while (at < list.size()) {
    std::string name;
    while (at < list.size() && list[at] == ' ') ++at;
    if (at < list.size() && list[at] == '"') {
      for (++at; at < list.size(); ++at) {
        if (list[at] == '"') {
          if (at + 1 < list.size() && list[at + 1] == '"') {
            ++at;
          } else {
            break;
          }
        }
        name.push_back(list[at]);
      }
      at = std::min(list.find(',', at), list.size());
    } else {
      const std::size_t end = std::min(list.find(',', at), list.size());
      name = lower(trimmed(list.substr(at, end - at)));
      at = end;
    }
    ++at;
    if (!name.empty()) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace dsql::engine
