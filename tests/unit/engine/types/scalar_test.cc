// Booleans, integers, floats, text, bytea, uuid and tid from and to text, with PostgreSQL 16's
// answers.
#include <limits>

#include <gtest/gtest.h>

#include "engine/types/float.h"
#include "engine/types/text.h"
#include "tests/unit/engine/types/reading.h"

namespace dsql::engine {
namespace {

using testing::error_of;
using testing::error_of_text;
using testing::plain_format;
using testing::reread;

TEST(Boolean, ReadsUniquePrefixes) {
  for (const char* text : {"t", "TRUE", "yes", "on", "1", " tr "})
    EXPECT_EQ(reread(oid::boolean, text), "t") << text;
  for (const char* text : {"f", "false", "n", "of", "OFF", "0"})
    EXPECT_EQ(reread(oid::boolean, text), "f") << text;
  EXPECT_EQ(error_of_text(oid::boolean, "o"), "22P02 invalid input syntax for type boolean: \"o\"");
}

TEST(Integer, ReadsEveryBase) {
  EXPECT_EQ(reread(oid::int4, " +42 "), "42");
  EXPECT_EQ(reread(oid::int4, "0x1F"), "31");
  EXPECT_EQ(reread(oid::int4, "-0b101"), "-5");
  EXPECT_EQ(reread(oid::int4, "1_000"), "1000");
  EXPECT_EQ(reread(oid::int8, "-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(reread(oid::int2, "-0x8000"), "-32768");
}

TEST(Integer, RefusesAsPostgres) {
  EXPECT_EQ(error_of_text(oid::int4, "abc"),
            "22P02 invalid input syntax for type integer: \"abc\"");
  EXPECT_EQ(error_of_text(oid::int4, ""), "22P02 invalid input syntax for type integer: \"\"");
  EXPECT_EQ(error_of_text(oid::int4, "1__0"),
            "22P02 invalid input syntax for type integer: \"1__0\"");
  EXPECT_EQ(error_of_text(oid::int4, "99999999999"),
            "22003 value \"99999999999\" is out of range for type integer");
  EXPECT_EQ(error_of_text(oid::int2, "32768"),
            "22003 value \"32768\" is out of range for type smallint");
  EXPECT_EQ(error_of_text(oid::int8, "9223372036854775808"),
            "22003 value \"9223372036854775808\" is out of range for type bigint");
}

TEST(Oid, WrapsNegativeNumbers) {
  EXPECT_EQ(reread(oid::oid, "-1"), "4294967295");
  EXPECT_EQ(reread(oid::regclass, "-"), "-");
  EXPECT_EQ(error_of_text(oid::oid, "4294967296"),
            "22003 value \"4294967296\" is out of range for type oid");
}

TEST(Float, PrintsTheShortestThatReadsBack) {
  EXPECT_EQ(reread(oid::float8, "0.1"), "0.1");
  EXPECT_EQ(reread(oid::float8, "1e15"), "1e+15");
  EXPECT_EQ(reread(oid::float8, "1e14"), "100000000000000");
  EXPECT_EQ(reread(oid::float8, "0.0001"), "0.0001");
  EXPECT_EQ(reread(oid::float8, "0.00001"), "1e-05");
  EXPECT_EQ(reread(oid::float4, "1234567"), "1.234567e+06");
  EXPECT_EQ(reread(oid::float8, "-0"), "-0");
  EXPECT_EQ(reread(oid::float8, "inf"), "Infinity");
  EXPECT_EQ(reread(oid::float8, "nan"), "NaN");
  // Shorter digits would lie exactly between two doubles.
  EXPECT_EQ(reread(oid::float8, "9.0229624104735e+16"), "9.022962410473501e+16");
}

TEST(Float, HonoursExtraFloatDigits) {
  TextFormat format = plain_format();
  format.extra_float_digits = 0;
  EXPECT_EQ(reread(oid::float8, "0.30000000000000004", format), "0.3");
  format.extra_float_digits = -13;
  EXPECT_EQ(reread(oid::float8, "123.456", format), "1.2e+02");
}

TEST(Float, RefusesAsPostgres) {
  EXPECT_EQ(error_of_text(oid::float8, "1e400"),
            "22003 \"1e400\" is out of range for type double precision");
  EXPECT_EQ(error_of_text(oid::float4, "1e39"), "22003 \"1e39\" is out of range for type real");
  EXPECT_EQ(error_of_text(oid::float8, "1.5x"),
            "22P02 invalid input syntax for type double precision: \"1.5x\"");
}

TEST(Float, NanIsLastAndZeroesAreEqual) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(compare_floats(nan, nan), 0);
  EXPECT_EQ(compare_floats(nan, std::numeric_limits<double>::infinity()), 1);
  EXPECT_EQ(compare_floats(-0.0, 0.0), 0);
}

TEST(Text, RefusesInvalidUtf8) {
  require_utf8("plain ASCII, longer than a word");
  require_utf8("h\xc3\xa9llo \xf0\x9f\x98\x80");
  EXPECT_EQ(error_of([] { require_utf8("12345678\xff"); }),
            "22021 invalid byte sequence for encoding \"UTF8\": 0xff");
  EXPECT_EQ(error_of([] { require_utf8(std::string_view("a\0b", 3)); }),
            "22021 invalid byte sequence for encoding \"UTF8\": 0x00");
  EXPECT_EQ(error_of([] { require_utf8("\xed\xa0\x80"); }),
            "22021 invalid byte sequence for encoding \"UTF8\": 0xed 0xa0 0x80");
  EXPECT_EQ(error_of([] { require_utf8("\xe2\x82"); }),
            "22021 invalid byte sequence for encoding \"UTF8\": 0xe2 0x82");
}

TEST(Text, CutsNamesBetweenCharacters) {
  const std::string name = std::string(62, 'x') + "\xc3\xa9";
  EXPECT_EQ(reread(oid::name, name), std::string(62, 'x'));
}

TEST(Text, AppliesLengths) {
  EXPECT_EQ(varchar_apply_modifier("h\xc3\xa9llo", 4 + 2, true), "h\xc3\xa9");
  EXPECT_EQ(varchar_apply_modifier("ab  ", 4 + 2, false), "ab");
  EXPECT_EQ(error_of([] { varchar_apply_modifier("abc", 4 + 2, false); }),
            "22001 value too long for type character varying(2)");
  Arena arena;
  EXPECT_EQ(bpchar_apply_modifier("ab", 4 + 4, false, arena), "ab  ");
  EXPECT_EQ(error_of([&] { bpchar_apply_modifier("abc", 4 + 2, false, arena); }),
            "22001 value too long for type character(2)");
}

TEST(Text, BlanksAtTheEndOfBpcharDoNotCount) {
  EXPECT_EQ(testing::order_of(oid::bpchar, "a  ", "a"), 0);
  EXPECT_EQ(testing::order_of(oid::text, "a  ", "a"), 1);
}

TEST(Char, PrintsHighBytesInOctal) {
  EXPECT_EQ(reread(oid::char_, "abc"), "a");
  EXPECT_EQ(reread(oid::char_, "\\377"), "\\377");
  EXPECT_EQ(reread(oid::char_, ""), "");
}

TEST(Bytea, ReadsBothForms) {
  EXPECT_EQ(reread(oid::bytea, "\\xDE ad"), "\\xdead");
  EXPECT_EQ(reread(oid::bytea, "a\\\\b\\001"), "\\x615c6201");
  EXPECT_EQ(error_of_text(oid::bytea, "\\xzz"), "22023 invalid hexadecimal digit: \"z\"");
  EXPECT_EQ(error_of_text(oid::bytea, "\\x1"),
            "22023 invalid hexadecimal data: odd number of digits");
  EXPECT_EQ(error_of_text(oid::bytea, "\\8"), "22P02 invalid input syntax for type bytea");
}

TEST(Uuid, ReadsEveryForm) {
  const char* canonical = "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11";
  EXPECT_EQ(reread(oid::uuid, "{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}"), canonical);
  EXPECT_EQ(reread(oid::uuid, "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11"), canonical);
  EXPECT_EQ(error_of_text(oid::uuid, "xyz"), "22P02 invalid input syntax for type uuid: \"xyz\"");
}

TEST(Tid, ReadsAPair) {
  EXPECT_EQ(reread(27, " (4294967295,1)"), "(4294967295,1)");
  EXPECT_EQ(error_of_text(27, "(1,65536)"),
            "22P02 invalid input syntax for type tid: \"(1,65536)\"");
}

}  // namespace
}  // namespace dsql::engine
