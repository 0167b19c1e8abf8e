#include "engine/settings/setting_values.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

#include "dsqlrules/conditions/setting_errors.h"
#include "engine/types/boolean.h"
#include "engine/types/datetime.h"
#include "engine/types/interval.h"
#include "engine/types/text.h"
#include "engine/types/timezone.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

[[noreturn]] void refuse(std::string_view name, std::string_view value,
                         std::string_view detail = {}) {
  rules::raise(rules::error(conditions::invalid_setting_value, name, value)
                   .with_detail(std::string(detail)));
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         equals_ignoring_case(text.substr(0, prefix.size()), prefix);
}

// --- DateStyle -----------------------------------------------------------------------------------

// A style and an order of fields; either may be left out of what SET names.
class DateStyleValue {
 public:
  explicit DateStyleValue(std::string_view current) {
    const std::size_t comma = current.find(", ");
    style_ = current.substr(0, comma);
    order_ = current.substr(comma + 2);
  }

  void take(std::string_view word, std::string_view whole, std::string_view initial) {
    if (equals_ignoring_case(word, "iso")) return set_style("ISO");
    if (equals_ignoring_case(word, "sql")) return set_style("SQL");
    if (starts_with_ignoring_case(word, "postgres")) return set_style("Postgres");
    if (equals_ignoring_case(word, "german")) {
      set_style("German");
      if (!order_given_) order_ = "DMY";
      return;
    }
    if (equals_ignoring_case(word, "ymd")) return set_order("YMD");
    if (equals_ignoring_case(word, "dmy") || starts_with_ignoring_case(word, "euro"))
      return set_order("DMY");
    if (equals_ignoring_case(word, "mdy") || equals_ignoring_case(word, "us") ||
        starts_with_ignoring_case(word, "noneuro")) {
      return set_order("MDY");
    }
    if (!equals_ignoring_case(word, "default"))
      refuse("DateStyle", whole, conditions::setting_unknown_word_detail(word));
    const DateStyleValue start(initial);
    if (!style_given_) style_ = start.style_;
    if (!order_given_) order_ = start.order_;
  }

  std::string finish(std::string_view whole) const {
    if (conflict_) refuse("DateStyle", whole, conditions::setting_conflicting_datestyle_detail);
    return style_ + ", " + order_;
  }

 private:
  void set_style(std::string_view style) {
    conflict_ |= style_given_ && style_ != style;
    style_ = style;
    style_given_ = true;
  }
  void set_order(std::string_view order) {
    conflict_ |= order_given_ && order_ != order;
    order_ = order;
    order_given_ = true;
  }

  std::string style_;
  std::string order_;
  bool style_given_ = false;
  bool order_given_ = false;
  bool conflict_ = false;
};

std::string date_style(const Setting& setting, std::string_view value, std::string_view current) {
  const std::optional<std::vector<std::string>> words = split_identifiers(value);
  if (!words) refuse("DateStyle", value, conditions::setting_list_syntax_detail);
  DateStyleValue style(current);
  for (const std::string& word : *words) style.take(word, value, setting.value);
  return style.finish(value);
}

// --- TimeZone ------------------------------------------------------------------------------------

// The zone of INTERVAL '…', which counts hours east.
std::string zone_of_interval(std::string_view text, std::string_view value) {
  const Interval interval = parse_interval(text, -1, IntervalStyle::postgres);
  if (interval.months != 0) refuse("TimeZone", value, conditions::setting_zone_months_detail);
  if (interval.days != 0) refuse("TimeZone", value, conditions::setting_zone_days_detail);
  constexpr std::int64_t most_seconds = 168 * 3600;
  const std::int64_t seconds = interval.micros / micros_per_second;
  if (std::abs(seconds) >= most_seconds)
    refuse("TimeZone", value, conditions::setting_zone_range_detail);
  return fixed_zone(static_cast<std::int32_t>(seconds)).name();
}

// A number of hours east, if all of `text` is one.
std::optional<double> hours_of(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  if (text.starts_with('+')) text.remove_prefix(1);
  double hours = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), hours);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return hours;
}

std::string time_zone(std::string_view value) {
  constexpr std::string_view keyword = "interval";
  if (starts_with_ignoring_case(value, keyword)) {
    const std::string_view quoted = trim_space(value.substr(keyword.size()));
    if (quoted.size() < 2 || quoted.front() != '\'' || quoted.back() != '\'')
      refuse("TimeZone", value);
    return zone_of_interval(quoted.substr(1, quoted.size() - 2), value);
  }
  if (const std::optional<double> hours = hours_of(value)) {
    constexpr double most_hours = 168;
    if (!(std::fabs(*hours) < most_hours))
      refuse("TimeZone", value, conditions::setting_zone_range_detail);
    return fixed_zone(static_cast<std::int32_t>(*hours * 3600)).name();
  }
  const TimeZone* zone = find_time_zone(value);
  if (zone == nullptr) refuse("TimeZone", value);
  return zone->name();
}

// --- words and numbers ---------------------------------------------------------------------------

constexpr std::string_view interval_styles[] = {"postgres", "postgres_verbose", "sql_standard",
                                                "iso_8601"};

std::string interval_style(std::string_view name, std::string_view value) {
  std::string available;
  for (const std::string_view style : interval_styles) {
    if (equals_ignoring_case(style, value)) return std::string(style);
    if (!available.empty()) available += ", ";
    available += style;
  }
  rules::raise(rules::error(conditions::invalid_setting_value, name, value)
                   .with_hint(conditions::setting_available_values_hint(available)));
}

// Encodings are told apart by their letters and digits only.
std::string encoding(std::string_view value) {
  std::string plain;
  for (const char c : value)
    if (is_alpha(c) || is_digit(c)) plain.push_back(to_lower(c));
  if (plain != "utf8" && plain != "unicode") refuse("client_encoding", value);
  return "UTF8";
}

// An integer, in hexadecimal too, or a number that is rounded to one. NaN if it is none.
double integer_value(std::string_view value) {
  const std::string_view text = trim_space(value);
  const bool negative = text.starts_with('-');
  const std::string_view digits = negative || text.starts_with('+') ? text.substr(1) : text;
  const bool hexadecimal = digits.size() > 2 && starts_with_ignoring_case(digits, "0x");
  const char* first = digits.data() + (hexadecimal ? 2 : 0);
  const char* last = digits.data() + digits.size();
  double number = 0;
  const auto [end, error] = std::from_chars(
      first, last, number, hexadecimal ? std::chars_format::hex : std::chars_format::general);
  if (first == last || error != std::errc() || end != last || !std::isfinite(number))
    return std::nan("");
  return std::rint(negative ? -number : number);
}

std::string float_digits(std::string_view name, std::string_view value) {
  constexpr int least = -15;
  constexpr int most = 3;
  const double number = integer_value(value);
  if (std::isnan(number)) rules::raise(conditions::invalid_setting_value, name, value);
  if (std::fabs(number) > std::numeric_limits<std::int32_t>::max())
    rules::raise(rules::error(conditions::invalid_setting_value, name, value)
                     .with_hint(std::string(conditions::setting_integer_range_hint)));
  const std::string digits = std::to_string(static_cast<int>(number));
  if (number < least || number > most)
    rules::raise(conditions::setting_out_of_range, digits, name, std::to_string(least),
                 std::to_string(most));
  return digits;
}

// Bytes that are not printable ASCII as \xNN, the whole cut as an identifier is.
std::string plain_name(std::string_view value) {
  std::string plain;
  for (const char c : truncate_name(value)) {
    if (c >= 32 && c <= 126) {
      plain.push_back(c);
      continue;
    }
    plain += "\\x";
    plain.push_back("0123456789abcdef"[static_cast<unsigned char>(c) >> 4]);
    plain.push_back("0123456789abcdef"[c & 15]);
  }
  return plain;
}

}  // namespace

std::string canonical_value(const Setting& setting, std::string_view written_name,
                            std::string_view value, std::string_view current) {
  switch (setting.kind) {
    case SettingKind::boolean: {
      const std::optional<bool> truth = parse_boolean(value);
      if (!truth) rules::raise(conditions::setting_requires_boolean, written_name);
      return *truth ? "on" : "off";
    }
    case SettingKind::date_style: return date_style(setting, value, current);
    case SettingKind::interval_style: return interval_style(written_name, value);
    case SettingKind::time_zone: return time_zone(value);
    case SettingKind::encoding: return encoding(value);
    case SettingKind::float_digits: return float_digits(written_name, value);
    case SettingKind::search_path:
      if (!split_identifiers(value))
        refuse("search_path", value, conditions::setting_list_syntax_detail);
      return std::string(value);
    case SettingKind::text:
      return setting.name == "application_name" ? plain_name(value) : std::string(value);
    default: return std::string(value);
  }
}

// --- SHOW ----------------------------------------------------------------------------------------

namespace {

struct Unit {
  std::string_view name;
  std::int64_t size;
};
constexpr Unit memory_units[] = {{"TB", std::int64_t{1} << 40},
                                 {"GB", std::int64_t{1} << 30},
                                 {"MB", std::int64_t{1} << 20},
                                 {"kB", std::int64_t{1} << 10},
                                 {"B", 1}};
constexpr Unit time_units[] = {
    {"d", 86'400'000}, {"h", 3'600'000}, {"min", 60'000}, {"s", 1'000}, {"ms", 1}};

// `count` units of `unit` in the largest unit that leaves no rest.
template <std::size_t Size>
std::optional<std::string> in_units(const Unit (&units)[Size], std::int64_t count,
                                    std::string_view unit) {
  std::int64_t scale = 1;
  if (unit.starts_with('8')) {
    scale = 8;
    unit.remove_prefix(1);
  }
  const Unit* base = std::ranges::find(units, unit, &Unit::name);
  if (base == std::end(units)) return std::nullopt;
  const std::int64_t total = count * scale * base->size;
  const Unit* best =
      std::ranges::find_if(units, [&](const Unit& each) { return total % each.size == 0; });
  return std::to_string(total / best->size) + std::string(best->name);
}

}  // namespace

std::string shown_value(const Setting& setting, std::string_view value) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
  const bool whole = error == std::errc() && end == value.data() + value.size();
  if (setting.unit.empty() || !whole || count <= 0) return std::string(value);
  if (const auto time = in_units(time_units, count, setting.unit)) return *time;
  if (const auto memory = in_units(memory_units, count, setting.unit)) return *memory;
  return std::string(value);
}

// --- derived values ------------------------------------------------------------------------------

TextFormat text_format_of(const std::function<std::string(std::string_view)>& show) {
  TextFormat format;
  const std::string dates = show("DateStyle");
  if (dates.starts_with("SQL")) format.date_style = DateStyle::sql;
  if (dates.starts_with("Postgres")) format.date_style = DateStyle::postgres;
  if (dates.starts_with("German")) format.date_style = DateStyle::german;
  if (dates.ends_with("DMY")) format.date_order = DateOrder::dmy;
  if (dates.ends_with("YMD")) format.date_order = DateOrder::ymd;
  const auto* style = std::ranges::find(interval_styles, show("IntervalStyle"));
  format.interval_style = static_cast<IntervalStyle>(style - std::begin(interval_styles));
  format.extra_float_digits = std::stoi(show("extra_float_digits"));
  const TimeZone* zone = find_time_zone(show("TimeZone"));
  format.zone = zone != nullptr ? zone : &utc_zone();
  return format;
}

namespace {

// A name in double quotes from behind the first of them; false without the last.
bool take_quoted(std::string_view& rest, std::string& name) {
  while (true) {
    const std::size_t quote = rest.find('"');
    if (quote == std::string_view::npos) return false;
    name.append(rest.substr(0, quote));
    rest.remove_prefix(quote + 1);
    if (!rest.starts_with('"')) return true;
    name.push_back('"');
    rest.remove_prefix(1);
  }
}

void skip_space(std::string_view& rest) {
  while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
}

}  // namespace

std::optional<std::vector<std::string>> split_identifiers(std::string_view list) {
  std::vector<std::string> names;
  std::string_view rest = list;
  skip_space(rest);
  if (rest.empty()) return names;
  while (true) {
    std::string name;
    if (rest.starts_with('"')) {
      rest.remove_prefix(1);
      if (!take_quoted(rest, name)) return std::nullopt;
    } else {
      while (!rest.empty() && rest[0] != ',' && !is_space(rest[0])) {
        name.push_back(to_lower(rest[0]));
        rest.remove_prefix(1);
      }
      if (name.empty()) return std::nullopt;
    }
    names.emplace_back(truncate_name(name));
    skip_space(rest);
    if (rest.empty()) return names;
    if (rest[0] != ',') return std::nullopt;
    rest.remove_prefix(1);
    skip_space(rest);
  }
}

}  // namespace dsql::engine
