// to_char of moments and spans, to_date and to_timestamp. Functions of their arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/types/datetime.h"
#include "engine/types/interval.h"

namespace dsql::engine {

// The fields of a date template, ids of format_datetime.cc and parse_datetime.cc.
enum class DateField : int {
  ad,
  am,
  bc,
  cc,
  day_upper,
  day_title,
  day_lower,
  ddd,
  dd,
  day_short_upper,
  day_short_title,
  day_short_lower,
  d,
  ff1,
  ff2,
  ff3,
  ff4,
  ff5,
  ff6,
  fx,
  hh24,
  hh12,
  hh,
  iddd,
  id,
  iw,
  iyyy,
  iyy,
  iy,
  i,
  j,
  mi,
  mm,
  month_upper,
  month_title,
  month_lower,
  mon_upper,
  mon_title,
  mon_lower,
  ms,
  of,
  q,
  rm_upper,
  rm_lower,
  ssss,
  ss,
  tzh,
  tzm,
  tz_upper,
  tz_lower,
  us,
  ww,
  w,
  y_yyy,
  yyyy,
  yyy,
  yy,
  y,
};

struct FormatField;
// The table of names, longer ones first.
std::span<const FormatField> date_fields();

// A moment (or, with is_interval, a span) to be shown.
struct ShownTime {
  std::int64_t year = 0;
  std::int32_t month = 0;
  std::int32_t day = 0;
  std::int64_t hour = 0;
  std::int32_t minute = 0;
  std::int32_t second = 0;
  std::int32_t micros = 0;
  std::int32_t date = 0;  // days since 2000-01-01; of no meaning for a span
  bool is_interval = false;
  bool has_zone = false;
  std::int32_t offset = 0;  // seconds east of UTC
  std::string_view zone;    // its abbreviation
};
// Raises: interval_format_invalid.
std::string format_time(std::string_view pattern, const ShownTime& value);

// What to_date and to_timestamp read.
struct ReadTime {
  CivilTime civil;
  std::optional<std::int32_t> offset;  // seconds east of UTC
};
// Raises the conditions of format_errors.h.
ReadTime read_time(std::string_view text, std::string_view pattern);

}  // namespace dsql::engine
