// Intervals as text, in the four styles of PostgreSQL.
#include <cstdlib>

#include "engine/types/datetime.h"
#include "engine/types/datetime_format.h"
#include "engine/types/interval.h"

namespace dsql::engine {

namespace {

// An interval taken apart; every field has its own sign.
struct IntervalParts {
  std::int64_t years, months, days, hours, minutes, seconds, micros;

  explicit IntervalParts(const Interval& value)
      : years(value.months / 12),
        months(value.months % 12),
        days(value.days),
        hours(value.micros / micros_per_hour),
        minutes(value.micros / micros_per_minute % 60),
        seconds(value.micros / micros_per_second % 60),
        micros(value.micros % micros_per_second) {}

  bool has_clock() const { return hours != 0 || minutes != 0 || seconds != 0 || micros != 0; }
  bool clock_negative() const { return hours < 0 || minutes < 0 || seconds < 0 || micros < 0; }
};

// "hh:mm:ss[.ffffff]" without sign
void append_clock(std::string& out, const IntervalParts& parts, int hour_digits) {
  append_padded(out, std::abs(parts.hours), hour_digits);
  out.push_back(':');
  append_padded(out, std::abs(parts.minutes), 2);
  out.push_back(':');
  append_seconds(out, parts.seconds, parts.micros, true);
}

// 1 year 2 mons -3 days +04:05:06
void append_postgres(std::string& out, const IntervalParts& parts) {
  bool first = true;
  bool negative_before = false;
  const auto append = [&](std::int64_t value, std::string_view unit) {
    if (value == 0) return;
    if (!first) out.push_back(' ');
    if (negative_before && value > 0) out.push_back('+');
    append_integer(out, value);
    out.push_back(' ');
    out.append(unit);
    if (value != 1) out.push_back('s');
    negative_before = value < 0;
    first = false;
  };
  append(parts.years, "year");
  append(parts.months, "mon");
  append(parts.days, "day");
  if (!first && !parts.has_clock()) return;
  if (!first) out.push_back(' ');
  if (parts.clock_negative()) {
    out.push_back('-');
  } else if (negative_before) {
    out.push_back('+');
  }
  append_clock(out, parts, 2);
}

// @ 1 year 2 mons 3 days 4 hours 5 mins 6 secs ago
void append_verbose(std::string& out, const IntervalParts& parts) {
  bool zero = true;
  bool ago = false;
  out.push_back('@');
  const auto append = [&](std::int64_t value, std::string_view unit) {
    if (value == 0) return;
    if (zero) {
      ago = value < 0;
      value = std::abs(value);
    } else if (ago) {
      value = -value;
    }
    out.push_back(' ');
    append_integer(out, value);
    out.push_back(' ');
    out.append(unit);
    if (value != 1) out.push_back('s');
    zero = false;
  };
  append(parts.years, "year");
  append(parts.months, "mon");
  append(parts.days, "day");
  append(parts.hours, "hour");
  append(parts.minutes, "min");
  if (parts.seconds != 0 || parts.micros != 0) {
    out.push_back(' ');
    const bool negative = parts.seconds < 0 || parts.micros < 0;
    if (zero) {
      ago = negative;
    } else if (negative != ago) {
      out.push_back('-');
    }
    append_seconds(out, parts.seconds, parts.micros, false);
    out.append(std::abs(parts.seconds) != 1 || parts.micros != 0 ? " secs" : " sec");
    zero = false;
  }
  if (zero) out.append(" 0");
  if (ago) out.append(" ago");
}

// 1-2, 3 4:05:06, or with a sign each +1-2 -3 +4:05:06
void append_sql_standard(std::string& out, const Interval& value) {
  const bool negative = value.months < 0 || value.days < 0 || value.micros < 0;
  const bool positive = value.months > 0 || value.days > 0 || value.micros > 0;
  const bool year_month = value.months != 0;
  const bool day_time = value.days != 0 || value.micros != 0;
  const IntervalParts parts(value);
  const auto append_year_month = [&] {
    append_integer(out, std::abs(parts.years));
    out.push_back('-');
    append_integer(out, std::abs(parts.months));
  };
  if (!negative && !positive) {
    out.push_back('0');
  } else if ((negative && positive) || (year_month && day_time)) {
    out.push_back(value.months < 0 ? '-' : '+');
    append_year_month();
    out.append(value.days < 0 ? " -" : " +");
    append_integer(out, std::abs(parts.days));
    out.append(value.micros < 0 ? " -" : " +");
    append_clock(out, parts, 1);
  } else {
    if (negative) out.push_back('-');
    if (year_month) {
      append_year_month();
      return;
    }
    if (parts.days != 0) {
      append_integer(out, std::abs(parts.days));
      out.push_back(' ');
    }
    append_clock(out, parts, 1);
  }
}

// P1Y2M3DT4H5M6S
void append_iso(std::string& out, const Interval& value) {
  if (value == Interval{}) {
    out.append("PT0S");
    return;
  }
  const IntervalParts parts(value);
  const auto append = [&](std::int64_t amount, char unit) {
    if (amount == 0) return;
    append_integer(out, amount);
    out.push_back(unit);
  };
  out.push_back('P');
  append(parts.years, 'Y');
  append(parts.months, 'M');
  append(parts.days, 'D');
  if (!parts.has_clock()) return;
  out.push_back('T');
  append(parts.hours, 'H');
  append(parts.minutes, 'M');
  if (parts.seconds == 0 && parts.micros == 0) return;
  if (parts.seconds < 0 || parts.micros < 0) out.push_back('-');
  append_seconds(out, parts.seconds, parts.micros, false);
  out.push_back('S');
}

}  // namespace

void append_interval(std::string& out, const Interval& value, IntervalStyle style) {
  switch (style) {
    case IntervalStyle::postgres: return append_postgres(out, IntervalParts(value));
    case IntervalStyle::postgres_verbose: return append_verbose(out, IntervalParts(value));
    case IntervalStyle::sql_standard: return append_sql_standard(out, value);
    case IntervalStyle::iso_8601: return append_iso(out, value);
  }
}

}  // namespace dsql::engine
