#include "wire/control/request_body.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

#include <boost/json/parse.hpp>
#include <fmt/core.h>

#include "dsqlrules/conditions/control_errors.h"

namespace dsql::wire {
namespace {

namespace conditions = rules::conditions;
using std::chrono::microseconds;

// Reads exactly `digits` digits at `at`; nullopt if one is none.
std::optional<int> number_at(std::string_view text, std::size_t at, std::size_t digits) {
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

// The fraction of a second in `.123456`, 1 to 6 digits.
std::optional<microseconds> parse_fraction(std::string_view text) {
  if (text.empty()) return microseconds(0);
  if (text.size() < 2 || text.size() > 7 || text.front() != '.') return std::nullopt;
  std::string digits(text.substr(1));
  digits.resize(6, '0');
  const auto value = number_at(digits, 0, 6);
  if (!value) return std::nullopt;
  return microseconds(*value);
}

std::optional<ControlTime> parse_time(std::string_view text) {
  constexpr std::string_view form = "dddd-dd-ddTdd:dd:dd";
  if (text.size() <= form.size() || text.back() != 'Z') return std::nullopt;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] != 'd' && text[i] != form[i]) return std::nullopt;
  }
  const auto year = number_at(text, 0, 4), month = number_at(text, 5, 2),
             day = number_at(text, 8, 2), hour = number_at(text, 11, 2),
             minute = number_at(text, 14, 2), second = number_at(text, 17, 2);
  const auto fraction = parse_fraction(text.substr(form.size(), text.size() - form.size() - 1));
  if (!year || !month || !day || !hour || !minute || !second || !fraction) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second) + *fraction;
}

}  // namespace

RequestBody::RequestBody(std::string_view text, std::initializer_list<std::string_view> known) {
  if (text.find_first_not_of(" \t\r\n") == text.npos) return;
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(text, error);
  if (error) rules::raise(conditions::control_body_not_object, error.message());
  if (!value.is_object()) rules::raise(conditions::control_body_not_object, text.substr(0, 40));
  object_ = std::move(value.get_object());
  for (const auto& member : object_) {
    if (std::find(known.begin(), known.end(), std::string_view(member.key())) == known.end()) {
      rules::raise(conditions::control_unknown_member, std::string_view(member.key()));
    }
  }
}

std::optional<std::string> RequestBody::text(std::string_view name) const {
  const auto* value = object_.if_contains(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) rules::raise(conditions::control_bad_member, name, "a string");
  return std::string(value->get_string());
}

std::optional<bool> RequestBody::boolean(std::string_view name) const {
  const auto* value = object_.if_contains(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_bool()) rules::raise(conditions::control_bad_member, name, "true or false");
  return value->get_bool();
}

std::optional<std::uint32_t> RequestBody::count(std::string_view name) const {
  const auto* value = object_.if_contains(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_int64() || value->get_int64() < 0 ||
      value->get_int64() > std::numeric_limits<std::uint32_t>::max()) {
    rules::raise(conditions::control_bad_member, name, "a whole number, zero or more");
  }
  return static_cast<std::uint32_t>(value->get_int64());
}

std::optional<microseconds> RequestBody::seconds(std::string_view name) const {
  const auto* value = object_.if_contains(name);
  if (value == nullptr) return std::nullopt;
  constexpr double century = 100.0 * 366 * 86'400;
  const double seconds = value->is_number() ? value->to_number<double>() : -1;
  if (!(seconds >= 0 && seconds <= century)) {
    rules::raise(conditions::control_bad_member, name, "a number of seconds, zero or more");
  }
  return microseconds(std::llround(seconds * 1e6));
}

std::optional<ControlTime> RequestBody::time(std::string_view name) const {
  const auto written = text(name);
  if (!written) return std::nullopt;
  const auto time = parse_time(*written);
  if (!time) rules::raise(conditions::control_bad_member, name, "a time like 2026-11-22T14:10:28Z");
  return time;
}

std::string format_time(ControlTime time) {
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(days);
  const std::chrono::hh_mm_ss clock(time - days);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

}  // namespace dsql::wire
