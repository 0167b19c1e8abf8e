#include "engine/types/interval.h"

#include <gtest/gtest.h>

#include "tests/unit/engine/types/reading.h"

namespace dsql::engine {
namespace {

using testing::error_of;
using testing::error_of_text;
using testing::plain_format;
using testing::reread;

Interval interval(std::string_view text) {
  return value_from_text(oid::interval, text, -1, plain_format()).as<Interval>();
}
std::string shown(const Interval& value) {
  return value_to_text(oid::interval, Value::of(value), plain_format());
}

TEST(Interval, IsReadInManyForms) {
  struct Reading {
    const char* text;
    const char* meaning;
  };
  for (const auto& [text, meaning] : std::initializer_list<Reading>{
           {"1 day 2 hours", "1 day 02:00:00"},
           {"@ 1 minute", "00:01:00"},
           {"1-2 3 4:05:06", "1 year 2 mons 3 days 04:05:06"},
           {"1 year 2 mons -3 days +04:05:06", "1 year 2 mons -3 days +04:05:06"},
           {"P1Y2M3DT4H5M6.789S", "1 year 2 mons 3 days 04:05:06.789"},
           {"P0001-02-03T04:05:06", "1 year 2 mons 3 days 04:05:06"},
           {"P00010203T040506", "1 year 2 mons 3 days 04:05:06"},
           {"1.5 months", "1 mon 15 days"},
           {"1.5 weeks", "10 days 12:00:00"},
           {"0.1 months", "3 days"},
           {"1 day 2 hours ago", "-1 days -02:00:00"},
           {"1 4:05", "1 day 04:05:00"},
           {"4:05:06.789", "04:05:06.789"},
           {"1", "00:00:01"},
           {"1 century 1 decade", "110 years"},
           {"1.0000015 s", "00:00:01.000001"},
       }) {
    EXPECT_EQ(reread(oid::interval, text), meaning) << text;
  }
}

TEST(Interval, RefusesAsPostgres) {
  EXPECT_EQ(error_of_text(oid::interval, "abc"),
            "22007 invalid input syntax for type interval: \"abc\"");
  EXPECT_EQ(error_of_text(oid::interval, "1 day 1 day"),
            "22007 invalid input syntax for type interval: \"1 day 1 day\"");
  EXPECT_EQ(error_of_text(oid::interval, "1-13"),
            "22015 interval field value out of range: \"1-13\"");
  EXPECT_EQ(error_of_text(oid::interval, "2147483648 days"),
            "22015 interval field value out of range: \"2147483648 days\"");
  EXPECT_EQ(error_of_text(oid::interval, "178956970 years 8 months"),
            "22008 interval out of range");
}

TEST(Interval, IsShownInFourStyles) {
  TextFormat format = plain_format();
  const char* text = "1 year 2 mons -3 days 04:05:06.789";
  EXPECT_EQ(reread(oid::interval, text, format), "1 year 2 mons -3 days +04:05:06.789");
  format.interval_style = IntervalStyle::postgres_verbose;
  EXPECT_EQ(reread(oid::interval, text, format),
            "@ 1 year 2 mons -3 days 4 hours 5 mins 6.789 secs");
  EXPECT_EQ(reread(oid::interval, "-1 day", format), "@ 1 day ago");
  EXPECT_EQ(reread(oid::interval, "0", format), "@ 0");
  format.interval_style = IntervalStyle::sql_standard;
  EXPECT_EQ(reread(oid::interval, text, format), "+1-2 -3 +4:05:06.789");
  EXPECT_EQ(reread(oid::interval, "-1-2", format), "-1-2");
  EXPECT_EQ(reread(oid::interval, "3 4:05:06", format), "3 4:05:06");
  format.interval_style = IntervalStyle::iso_8601;
  EXPECT_EQ(reread(oid::interval, text, format), "P1Y2M-3DT4H5M6.789S");
  EXPECT_EQ(reread(oid::interval, "0", format), "PT0S");
}

TEST(Interval, ItsFieldsDecideWhatABareNumberIs) {
  const auto read = [](std::string_view text, std::int32_t fields) {
    const TypeModifier modifier = fields << 16 | 0xffff;
    return shown(interval_apply_modifier(
        value_from_text(oid::interval, text, modifier, plain_format()).as<Interval>(), modifier));
  };
  constexpr std::int32_t year = 1 << 2, month = 1 << 1, day = 1 << 3, hour = 1 << 10,
                         minute = 1 << 11, second = 1 << 12;
  EXPECT_EQ(read("5", minute), "00:05:00");
  EXPECT_EQ(read("1-2", year | month), "1 year 2 mons");
  EXPECT_EQ(read("1 2", day | hour), "1 day 02:00:00");
  EXPECT_EQ(read("2:03", minute | second), "00:02:03");
  EXPECT_EQ(read("1 year 2 mons 3 days", year), "1 year");
  EXPECT_EQ(read("1 day 02:03:04", day | hour | minute), "1 day 02:03:00");
}

TEST(Interval, OrdersAMonthAsThirtyDays) {
  EXPECT_EQ(testing::order_of(oid::interval, "1 mon", "30 days"), 0);
  EXPECT_EQ(testing::order_of(oid::interval, "1 day", "24:00:00.000001"), -1);
  EXPECT_EQ(testing::order_of(oid::interval, "178956970 years", "-178956970 years"), 1);
}

TEST(Interval, Multiplies) {
  EXPECT_EQ(shown(interval_multiply(interval("1 mon 1 day"), 1.5)), "1 mon 16 days 12:00:00");
  EXPECT_EQ(shown(interval_divide(interval("1 year"), 7)), "1 mon 21 days 10:17:08.5344");
  EXPECT_EQ(error_of([] { interval_divide(interval("1 day"), 0); }), "22012 division by zero");
  EXPECT_EQ(error_of([] { interval_multiply(interval("1 mon"), 1e10); }),
            "22008 interval out of range");
}

TEST(Interval, Justifies) {
  EXPECT_EQ(shown(interval_justify_hours(interval("36:00"))), "1 day 12:00:00");
  EXPECT_EQ(shown(interval_justify_days(interval("-35 days"))), "-1 mons -5 days");
  EXPECT_EQ(shown(interval_justify(interval("1 mon -1 hour"))), "29 days 23:00:00");
  EXPECT_EQ(shown(make_interval(1, 2, 1, 3, 4, 5, 6.5)), "1 year 2 mons 10 days 04:05:06.5");
  EXPECT_EQ(error_of([] { make_interval(200'000'000, 0, 0, 0, 0, 0, 0); }),
            "22008 interval out of range");
}

TEST(Interval, HasFields) {
  const Interval value = interval("1 year 2 mons 40 days 04:05:06.789");
  EXPECT_EQ(interval_extract("epoch", value).text(), "40212306.789000");
  EXPECT_EQ(interval_extract("quarter", value).text(), "1");
  EXPECT_EQ(interval_extract("second", value).text(), "6.789000");
  EXPECT_EQ(shown(interval_truncate("month", value)), "1 year 2 mons");
  EXPECT_EQ(error_of([&] { interval_truncate("week", value); }),
            "0A000 unit \"week\" not supported for type interval | Months usually have fractional "
            "weeks.");
  EXPECT_EQ(error_of([&] { interval_extract("now", value); }),
            "22023 unit \"now\" not recognized for type interval");
}

}  // namespace
}  // namespace dsql::engine
