// interval: months, days and microseconds kept apart; its text forms and its arithmetic. Functions
// raise interval_out_of_range on overflow. Stateless.
#pragma once

#include <string>
#include <string_view>

#include "engine/types/codec.h"
#include "engine/types/numeric.h"

namespace dsql::engine {

// SQL's order: a month counts 30 days, a day 24 hours.
int interval_compare(const Interval& a, const Interval& b);

// Reads every form PostgreSQL reads: "1 day 2 hours ago", "@ …", "1-2 3 4:05:06", ISO 8601.
// `modifier` gives the unit of a bare number and the fields kept. Raises:
// invalid_datetime_syntax, interval_field_out_of_range.
Interval parse_interval(std::string_view text, TypeModifier modifier, IntervalStyle style);
void append_interval(std::string& out, const Interval& value, IntervalStyle style);
// The cast to interval <fields>(p).
Interval interval_apply_modifier(const Interval& value, TypeModifier modifier);

Interval interval_add(const Interval& a, const Interval& b);
Interval interval_subtract(const Interval& a, const Interval& b);
Interval interval_negate(const Interval& value);
Interval interval_multiply(const Interval& value, double factor);
Interval interval_divide(const Interval& value, double divisor);  // raises division_by_zero
Interval interval_justify_hours(const Interval& value);
Interval interval_justify_days(const Interval& value);
Interval interval_justify(const Interval& value);
Interval make_interval(std::int32_t years, std::int32_t months, std::int32_t weeks,
                       std::int32_t days, std::int32_t hours, std::int32_t minutes, double seconds);

// date_trunc(unit, interval) and extract(unit FROM interval). Raise: unit_not_recognized,
// unit_not_supported.
Interval interval_truncate(std::string_view unit, const Interval& value);
Numeric interval_extract(std::string_view unit, const Interval& value);

struct IntervalFamily : Scalar<Interval> {
  static Interval parse(std::string_view text, TypeModifier modifier, const TextFormat& format) {
    return parse_interval(text, modifier, format.interval_style);
  }
  static void print(const Interval& value, const TextFormat& format, std::string& out) {
    append_interval(out, value, format.interval_style);
  }
  static Interval receive(BinaryReader& reader);
  static void send(const Interval& value, std::string& out);
  static int order(const Interval& a, const Interval& b) { return interval_compare(a, b); }
  static std::uint64_t digest(const Interval& value);
  static void write_key(const Interval& value, std::string& out);
  static constexpr std::size_t key_size = 24;
  static Interval read_key(const char* key);
};

}  // namespace dsql::engine
