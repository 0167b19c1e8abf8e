// Dates, times and timestamps from and to text, their fields and arithmetic: PostgreSQL 16's
// answers.
#include "engine/types/datetime.h"

#include <gtest/gtest.h>

#include "tests/unit/engine/types/reading.h"

namespace dsql::engine {
namespace {

using testing::error_of;
using testing::error_of_text;
using testing::plain_format;
using testing::reread;

TextFormat in_zone(std::string_view zone) {
  TextFormat format = plain_format();
  format.zone = find_time_zone(zone);
  return format;
}

std::int64_t moment(std::string_view text, const TextFormat& format = plain_format()) {
  return value_from_text(oid::timestamptz, text, -1, format).as<std::int64_t>();
}
std::int64_t local(std::string_view text) {
  return value_from_text(oid::timestamp, text, -1, plain_format()).as<std::int64_t>();
}
std::string shown(std::int64_t timestamp) {
  return value_to_text(oid::timestamp, Value::of(timestamp), plain_format());
}
std::string shown(const Interval& interval) {
  return value_to_text(oid::interval, Value::of(interval), plain_format());
}

struct Reading {
  const char* text;
  const char* meaning;
};

TEST(Date, IsReadInManyForms) {
  for (const auto& [text, meaning] : std::initializer_list<Reading>{
           {"2024-01-31", "2024-01-31"},
           {"January 8, 1999", "1999-01-08"},
           {"1/8/1999", "1999-01-08"},
           {"08-Jan-99", "1999-01-08"},
           {"1999-Jan-08", "1999-01-08"},
           {"19990108", "1999-01-08"},
           {"990108", "1999-01-08"},
           {"1999.008", "1999-01-08"},
           {"J2451187", "1999-01-08"},
           {"January 8, 99 BC", "0099-01-08 BC"},
           {"0001-01-01 BC", "0001-01-01 BC"},
           {"12/31/69", "2069-12-31"},
           {"1-1-70", "1970-01-01"},
           {"infinity", "infinity"},
           {"epoch", "1970-01-01"},
           {"today", "2024-02-29"},
           {"tomorrow", "2024-03-01"},
           {"yesterday", "2024-02-28"},
           {"5874897-12-31", "5874897-12-31"},
           {"Tue, 02 Jan 2024 10:00:00 GMT", "2024-01-02"},
       }) {
    EXPECT_EQ(reread(oid::date, text), meaning) << text;
  }
}

TEST(Date, FollowsTheOrderOfDateStyle) {
  TextFormat format = plain_format();
  EXPECT_EQ(reread(oid::date, "01/02/03", format), "2003-01-02");
  format.date_order = DateOrder::dmy;
  EXPECT_EQ(reread(oid::date, "01/02/03", format), "2003-02-01");
  format.date_order = DateOrder::ymd;
  EXPECT_EQ(reread(oid::date, "01/02/03", format), "2001-02-03");
}

TEST(Date, RefusesAsPostgres) {
  EXPECT_EQ(error_of_text(oid::date, "abc"), "22007 invalid input syntax for type date: \"abc\"");
  EXPECT_EQ(error_of_text(oid::date, "2024-02-30"),
            "22008 date/time field value out of range: \"2024-02-30\"");
  EXPECT_EQ(error_of_text(oid::date, "5874898-01-01"),
            "22008 date out of range: \"5874898-01-01\"");
  EXPECT_EQ(error_of_text(oid::date, "2024"), "22007 invalid input syntax for type date: \"2024\"");
  // A month that is none carries the hint about DateStyle.
  try {
    reread(oid::date, "18/1/1999");
    FAIL();
  } catch (const rules::SqlError& error) {
    EXPECT_EQ(error.message, "date/time field value out of range: \"18/1/1999\"");
    EXPECT_EQ(error.hint, "Perhaps you need a different \"datestyle\" setting.");
  }
}

TEST(Timestamp, IsReadInManyForms) {
  for (const auto& [text, meaning] : std::initializer_list<Reading>{
           {"2024-01-31 12:34:56.789", "2024-01-31 12:34:56.789"},
           {"2024-01-31T12:34:56Z", "2024-01-31 12:34:56"},
           {"20240131T123456", "2024-01-31 12:34:56"},
           {"2024-01-31 04:05 PM", "2024-01-31 16:05:00"},
           {"2024-01-31 12:00 AM", "2024-01-31 00:00:00"},
           {"2024-01-31 24:00:00", "2024-02-01 00:00:00"},
           {"2024-01-31 23:59:59.9999999", "2024-02-01 00:00:00"},
           {"now", "2024-02-29 12:00:00"},
           {"2024-07-31 allballs", "2024-07-31 00:00:00"},
           {"-infinity", "-infinity"},
           {"4714-11-24 00:00:00 BC", "4714-11-24 00:00:00 BC"},
           {"294276-12-31 23:59:59.999999", "294276-12-31 23:59:59.999999"},
       }) {
    EXPECT_EQ(reread(oid::timestamp, text), meaning) << text;
  }
  EXPECT_EQ(error_of_text(oid::timestamp, "294277-01-01"),
            "22008 timestamp out of range: \"294277-01-01\"");
  EXPECT_EQ(error_of_text(oid::timestamp, "2024-01-31 25:00:00"),
            "22008 date/time field value out of range: \"2024-01-31 25:00:00\"");
  EXPECT_EQ(error_of_text(oid::timestamptz, "2024-01-31 04:05+16"),
            "22009 time zone displacement out of range: \"2024-01-31 04:05+16\"");
  EXPECT_EQ(error_of_text(oid::timestamptz, "2024-01-31 04:05 Foo/Bar"),
            "22023 time zone \"foo/bar\" not recognized");
}

TEST(TimestampTz, KnowsZones) {
  for (const auto& [text, meaning] : std::initializer_list<Reading>{
           {"2024-01-31 04:05:06 PST", "2024-01-31 12:05:06+00"},
           {"2024-07-31 04:05:06 America/New_York", "2024-07-31 08:05:06+00"},
           {"2024-07-31 04:05:06 america/new_york", "2024-07-31 08:05:06+00"},
           {"2024-01-31 04:05+0530", "2024-01-30 22:35:00+00"},
           {"2024-07-31 04:05:06 MSK", "2024-07-31 01:05:06+00"},
           // skipped and repeated by the change of clocks
           {"2024-03-10 02:30:00 America/New_York", "2024-03-10 07:30:00+00"},
           {"2024-11-03 01:30:00 America/New_York", "2024-11-03 06:30:00+00"},
           // after the last change that the file lists
           {"2050-07-01 12:00 America/New_York", "2050-07-01 16:00:00+00"},
       }) {
    EXPECT_EQ(reread(oid::timestamptz, text), meaning) << text;
  }
  EXPECT_EQ(reread(oid::timestamptz, "2024-07-31 08:05:06+00", in_zone("America/New_York")),
            "2024-07-31 04:05:06-04");
  EXPECT_EQ(reread(oid::timestamptz, "1850-01-01 00:00", in_zone("America/New_York")),
            "1850-01-01 00:00:00-04:56:02");
}

TEST(Timestamp, IsShownInFourStyles) {
  TextFormat format = in_zone("America/New_York");
  const char* text = "2024-07-31 14:05:06.5-04";
  format.date_style = DateStyle::sql;
  EXPECT_EQ(reread(oid::timestamptz, text, format), "07/31/2024 14:05:06.5 EDT");
  format.date_style = DateStyle::german;
  EXPECT_EQ(reread(oid::timestamptz, text, format), "31.07.2024 14:05:06.5 EDT");
  format.date_style = DateStyle::postgres;
  EXPECT_EQ(reread(oid::timestamptz, text, format), "Wed Jul 31 14:05:06.5 2024 EDT");
  format.date_order = DateOrder::dmy;
  EXPECT_EQ(reread(oid::timestamptz, text, format), "Wed 31 Jul 14:05:06.5 2024 EDT");
  EXPECT_EQ(reread(oid::date, "2024-07-31", format), "31-07-2024");
}

TEST(Time, ReadsZonesOnlyWithADateWhereTheyChange) {
  EXPECT_EQ(reread(oid::time, "04:05 PM"), "16:05:00");
  EXPECT_EQ(reread(oid::time, "040506.789"), "04:05:06.789");
  EXPECT_EQ(reread(oid::time, "24:00"), "24:00:00");
  EXPECT_EQ(reread(oid::timetz, "04:05:06 PST"), "04:05:06-08");
  EXPECT_EQ(reread(oid::timetz, "2024-07-31 04:05:06 America/New_York"), "04:05:06-04");
  EXPECT_EQ(error_of_text(oid::timetz, "04:05:06 America/New_York"),
            "22007 invalid input syntax for type time with time zone: "
            "\"04:05:06 America/New_York\"");
  EXPECT_EQ(testing::order_of(oid::timetz, "01:00+01", "00:00+00"), -1);
}

TEST(Calendar, GoesThereAndBack) {
  for (std::int32_t day = date_least; day < 3'000'000; day += 97) {
    const CivilDate civil = civil_of_days(day);
    ASSERT_EQ(days_of_civil(civil.year, civil.month, civil.day), day);
    ASSERT_LE(civil.day, days_in_month(civil.year, civil.month));
  }
  EXPECT_EQ(day_of_week(0), 6);
  EXPECT_EQ(day_of_week(-1), 5);
  EXPECT_EQ(iso_week(days_of_civil(2021, 1, 3)), 53);
  EXPECT_EQ(iso_year(days_of_civil(2021, 1, 3)), 2020);
}

TEST(Arithmetic, AddsMonthsDaysAndTimeInThatOrder) {
  EXPECT_EQ(shown(timestamp_add(local("2024-01-31 04:05:06"), {0, 0, 1})), "2024-02-29 04:05:06");
  EXPECT_EQ(shown(timestamp_add(local("2024-03-31 00:00"), {-1, -1, -1})),
            "2024-02-27 23:59:59.999999");
  const TimeZone& zone = *find_time_zone("America/New_York");
  const TextFormat format = in_zone("America/New_York");
  const auto added = [&](const Interval& interval) {
    return value_to_text(
        oid::timestamptz,
        Value::of(timestamptz_add(moment("2024-03-09 12:00", format), interval, zone)), format);
  };
  EXPECT_EQ(added({0, 1, 0}), "2024-03-10 12:00:00-04");
  EXPECT_EQ(added({micros_per_day, 0, 0}), "2024-03-10 13:00:00-04");
  EXPECT_EQ(error_of([] {
              timestamp_add(local("294276-12-31"), {0, 2'000'000'000, 0});
            }),
            "22008 timestamp out of range");
}

TEST(Arithmetic, SubtractsAndAges) {
  EXPECT_EQ(shown(timestamp_subtract(local("2024-03-01 01:00"), local("2024-02-28"))),
            "2 days 01:00:00");
  EXPECT_EQ(shown(timestamp_age(local("2001-04-10"), local("1957-06-13"))),
            "43 years 9 mons 27 days");
  EXPECT_EQ(shown(timestamp_age(local("1957-06-13"), local("2001-04-10 01:00"))),
            "-43 years -9 mons -27 days -01:00:00");
  EXPECT_EQ(error_of([] { timestamp_subtract(timestamp_infinity, 0); }),
            "22008 cannot subtract infinite timestamps");
}

TEST(Fields, AreCut) {
  const auto cut = [](const char* unit, const char* text) {
    return shown(timestamp_truncate(unit, local(text)));
  };
  EXPECT_EQ(cut("week", "2024-02-29 12:34:56"), "2024-02-26 00:00:00");
  EXPECT_EQ(cut("QUARTER", "2024-02-29 12:34:56"), "2024-01-01 00:00:00");
  EXPECT_EQ(cut("decade", "2024-02-29"), "2020-01-01 00:00:00");
  EXPECT_EQ(cut("century", "2000-02-29"), "1901-01-01 00:00:00");
  EXPECT_EQ(cut("millennium", "0001-02-01 BC"), "1000-01-01 00:00:00 BC");
  EXPECT_EQ(cut("milliseconds", "2024-02-29 12:34:56.789123"), "2024-02-29 12:34:56.789");
  EXPECT_EQ(error_of([&] { cut("fortnight", "2024-02-29"); }),
            "22023 unit \"fortnight\" not recognized for type timestamp without time zone");
  EXPECT_EQ(error_of([&] { cut("timezone", "2024-02-29"); }),
            "0A000 unit \"timezone\" not supported for type timestamp without time zone");
}

TEST(Fields, AreExtracted) {
  const auto field = [](const char* unit, const char* text) {
    const std::optional<Numeric> value = timestamp_extract(unit, local(text));
    return value ? value->text() : "NULL";
  };
  EXPECT_EQ(field("epoch", "2024-01-31 04:05:06.789"), "1706673906.789000");
  EXPECT_EQ(field("second", "2024-01-31 04:05:06.789"), "6.789000");
  EXPECT_EQ(field("milliseconds", "2024-01-31 04:05:06.789"), "6789.000");
  EXPECT_EQ(field("julian", "2024-01-31 12:00"), "2460341.50000000000000000000");
  EXPECT_EQ(field("isodow", "2024-02-25"), "7");
  EXPECT_EQ(field("year", "0044-03-15 BC"), "-44");
  EXPECT_EQ(field("year", "infinity"), "Infinity");
  EXPECT_EQ(field("day", "infinity"), "NULL");
  EXPECT_EQ(date_extract("epoch", days_of_civil(1970, 1, 2))->text(), "86400");
  EXPECT_EQ(error_of([] { date_extract("hour", 0); }),
            "0A000 unit \"hour\" not supported for type date");
  EXPECT_EQ(timestamptz_extract("timezone_hour", moment("2024-07-31"),
                                *find_time_zone("America/New_York"))
                ->text(),
            "-4");
  EXPECT_EQ(timetz_extract("timezone_minute", {0, -(5 * 3600 + 30 * 60)}).text(), "30");
}

TEST(Making, ChecksEveryField) {
  EXPECT_EQ(make_date(-44, 3, 15), days_of_civil(-43, 3, 15));
  EXPECT_EQ(error_of([] { make_date(2023, 2, 29); }),
            "22008 date field value out of range: 2023-02-29");
  EXPECT_EQ(shown(make_timestamp(2024, 5, 6, 1, 2, 3.25)), "2024-05-06 01:02:03.25");
  EXPECT_EQ(error_of([] { make_time(24, 0, 0.5); }),
            "22008 time field value out of range: 24:00:0.5");
  EXPECT_EQ(shown(timestamp_bin({15 * micros_per_minute, 0, 0}, local("2020-02-11 15:44:17"),
                                local("2001-01-01"))),
            "2020-02-11 15:30:00");
  EXPECT_EQ(error_of([] {
              timestamp_bin({0, 0, 1}, 0, 0);
            }),
            "0A000 timestamps cannot be binned into intervals containing months or years");
}

TEST(TimeZones, AreFoundByNameRuleAndOffset) {
  EXPECT_EQ(find_time_zone("america/new_york")->name(), "America/New_York");
  EXPECT_EQ(find_time_zone("../etc/passwd"), nullptr);
  EXPECT_EQ(find_time_zone("zone1970.tab"), nullptr);
  EXPECT_EQ(find_time_zone("nowhere"), nullptr);
  EXPECT_EQ(find_time_zone("foo+3")->at(0).offset, -3 * 3600);
  EXPECT_EQ(fixed_zone(5 * 3600 + 1800).name(), "<+05:30>-05:30");
  EXPECT_EQ(&fixed_zone(3600), &fixed_zone(3600));
  EXPECT_EQ(resolve_time_zone("PST").at(0).offset, -8 * 3600);
  const TimeZone& rule = *find_time_zone("<X>5<Y>,M3.2.0,M11.1.0/1");
  EXPECT_EQ(rule.at(moment("2024-07-01")).offset, -4 * 3600);
  EXPECT_EQ(rule.at(moment("2024-12-01")).offset, -5 * 3600);
}

}  // namespace
}  // namespace dsql::engine
