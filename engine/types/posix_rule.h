// PosixRule: a time zone as the TZ variable spells it, e.g. "EST5EDT,M3.2.0,M11.1.0": what TZif
// files end with for the years to come, and what clients may set. A value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/types/timezone.h"

namespace dsql::engine {

class PosixRule {
 public:
  // nullopt unless all of `text` is a rule. Without dates the United States' are meant, as
  // PostgreSQL has it. An empty abbreviation is allowed ("+3").
  static std::optional<PosixRule> parse(std::string_view text);

  bool has_daylight() const { return has_daylight_; }
  // In seconds since 1970; next_change is only asked of rules with daylight time.
  TimeZone::Local at(std::int64_t unix_seconds) const;
  std::int64_t next_change(std::int64_t unix_seconds) const;

 private:
  // A day of every year and a time on it.
  struct Change {
    enum class Kind : std::uint8_t { julian, day_of_year, month_week_day };
    Kind kind = Kind::month_week_day;
    std::int32_t month = 0;
    std::int32_t week = 0;
    std::int32_t day = 0;
    std::int32_t seconds = 7200;

    std::int64_t local_seconds(std::int32_t year) const;
  };

  static bool parse_name(std::string_view& rest, std::string& name);
  static bool parse_time(std::string_view& rest, std::int32_t most_hours, std::int32_t& seconds);
  static bool parse_change(std::string_view& rest, Change& change);
  std::int64_t daylight_start(std::int32_t year) const;
  std::int64_t daylight_end(std::int32_t year) const;

  std::string standard_name_;
  std::string daylight_name_;
  std::int32_t standard_offset_ = 0;
  std::int32_t daylight_offset_ = 0;
  bool has_daylight_ = false;
  Change start_;
  Change end_;
};

}  // namespace dsql::engine
