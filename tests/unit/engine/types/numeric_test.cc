#include "engine/types/numeric.h"

#include <random>

#include <gtest/gtest.h>

#include "tests/unit/engine/types/reading.h"

namespace dsql::engine {
namespace {

using testing::error_of;
using testing::error_of_text;
using testing::reread;

Numeric number(std::string_view text) { return Numeric::parse(text); }

TEST(Numeric, KeepsTheScaleItIsWrittenWith) {
  EXPECT_EQ(reread(oid::numeric, " 1.50 "), "1.50");
  EXPECT_EQ(reread(oid::numeric, "-0.00"), "0.00");
  EXPECT_EQ(reread(oid::numeric, "1.5e-3"), "0.0015");
  EXPECT_EQ(reread(oid::numeric, "1E+3"), "1000");
  EXPECT_EQ(reread(oid::numeric, ".5"), "0.5");
  EXPECT_EQ(reread(oid::numeric, "1_000.5_5"), "1000.55");
  EXPECT_EQ(reread(oid::numeric, "0x1F"), "31");
  EXPECT_EQ(reread(oid::numeric, "-inf"), "-Infinity");
  EXPECT_EQ(reread(oid::numeric, "170141183460469231731687303715884105728"),
            "170141183460469231731687303715884105728");
}

TEST(Numeric, RefusesAsPostgres) {
  EXPECT_EQ(error_of_text(oid::numeric, "1.2.3"),
            "22P02 invalid input syntax for type numeric: \"1.2.3\"");
  EXPECT_EQ(error_of_text(oid::numeric, "1e131072"), "22003 value overflows numeric format");
  EXPECT_EQ(error_of_text(oid::numeric, "1e-16384"), "22003 value overflows numeric format");
}

TEST(Numeric, PacksAndUnpacks) {
  for (const char* text : {"0", "0.000", "1", "-1", "255", "256", "-123456789.123456789", "NaN",
                           "Infinity", "-Infinity", "99999999999999999999999999999999999999",
                           "170141183460469231731687303715884105728",
                           "-0.000000000000000000000000000000000000000000000001"}) {
    EXPECT_EQ(Numeric::unpack(number(text).packed()).text(), text);
    Arena arena;
    EXPECT_EQ(number(text).pack(arena), number(text).packed()) << text;
  }
}

TEST(Numeric, AddsAndMultipliesExactly) {
  EXPECT_EQ(numeric_add(number("0.1"), number("0.20")).text(), "0.30");
  EXPECT_EQ(numeric_subtract(number("1"), number("1.000")).text(), "0.000");
  EXPECT_EQ(numeric_multiply(number("-1.5"), number("2.50")).text(), "-3.750");
  // Across the edge of the machine words.
  EXPECT_EQ(numeric_add(number("170141183460469231731687303715884105727"), number("1")).text(),
            "170141183460469231731687303715884105728");
  EXPECT_EQ(numeric_multiply(number("12345678901234567890"), number("12345678901234567890")).text(),
            "152415787532388367501905199875019052100");
  EXPECT_EQ(numeric_multiply(number("99999999999999999999"), number("99999999999999999999")).text(),
            "9999999999999999999800000000000000000001");
}

TEST(Numeric, DividesWithPostgresScales) {
  EXPECT_EQ(numeric_divide(number("1"), number("3")).text(), "0.33333333333333333333");
  EXPECT_EQ(numeric_divide(number("10"), number("4")).text(), "2.5000000000000000");
  EXPECT_EQ(numeric_divide(number("1e-20"), number("7")).text(),
            "0.0000000000000000000014285714285714285714");
  EXPECT_EQ(numeric_divide_whole(number("-7"), number("2")).text(), "-3");
  EXPECT_EQ(numeric_modulo(number("-7.5"), number("2")).text(), "-1.5");
  EXPECT_EQ(error_of([] { numeric_divide(number("1"), number("0")); }), "22012 division by zero");
  EXPECT_EQ(numeric_divide(number("1"), number("Infinity")).text(), "0");
  EXPECT_EQ(numeric_modulo(number("Infinity"), number("3")).text(), "NaN");
}

TEST(Numeric, Rounds) {
  EXPECT_EQ(numeric_round(number("2.5"), 0).text(), "3");
  EXPECT_EQ(numeric_round(number("-2.5"), 0).text(), "-3");
  EXPECT_EQ(numeric_round(number("1.005"), 2).text(), "1.01");
  EXPECT_EQ(numeric_round(number("1250"), -2).text(), "1300");
  EXPECT_EQ(numeric_round(number("1.5"), 4).text(), "1.5000");
  EXPECT_EQ(numeric_truncate(number("-1.999"), 1).text(), "-1.9");
  EXPECT_EQ(numeric_ceil(number("-1.5")).text(), "-1");
  EXPECT_EQ(numeric_floor(number("-1.5")).text(), "-2");
  EXPECT_EQ(numeric_trim_scale(number("1.50000")).text(), "1.5");
  EXPECT_EQ(numeric_trim_scale(number("100.00")).text(), "100");
}

TEST(Numeric, ComputesTranscendentalsWithPostgresScales) {
  EXPECT_EQ(numeric_sqrt(number("2")).text(), "1.414213562373095");
  EXPECT_EQ(numeric_exp(number("1")).text(), "2.7182818284590452");
  EXPECT_EQ(numeric_exp(number("-20.5")).text(), "0.000000001250152866386743");
  EXPECT_EQ(numeric_ln(number("10")).text(), "2.3025850929940457");
  EXPECT_EQ(numeric_ln(number("0.5")).text(), "-0.6931471805599453");
  EXPECT_EQ(numeric_log10(number("1000")).text(), "3.0000000000000000");
  EXPECT_EQ(numeric_log(number("2"), number("7")).text(), "2.8073549220576041");
  EXPECT_EQ(numeric_power(number("2"), number("0.5")).text(), "1.4142135623730950");
  EXPECT_EQ(numeric_power(number("2"), number("-3")).text(), "0.1250000000000000");
  EXPECT_EQ(numeric_power(number("-3"), number("3")).text(), "-27.000000000000000");
  EXPECT_EQ(numeric_power(number("10"), number("50")).text(),
            "100000000000000000000000000000000000000000000000000");
  EXPECT_EQ(numeric_factorial(25).text(), "15511210043330985984000000");
}

TEST(Numeric, RefusesWhatHasNoResult) {
  EXPECT_EQ(error_of([] { numeric_sqrt(number("-1")); }),
            "2201F cannot take square root of a negative number");
  EXPECT_EQ(error_of([] { numeric_ln(number("0")); }), "2201E cannot take logarithm of zero");
  EXPECT_EQ(error_of([] { numeric_ln(number("-Infinity")); }),
            "2201E cannot take logarithm of a negative number");
  EXPECT_EQ(error_of([] { numeric_power(number("0"), number("-1")); }),
            "2201F zero raised to a negative power is undefined");
  EXPECT_EQ(error_of([] { numeric_power(number("-8"), number("0.5")); }),
            "2201F a negative number raised to a non-integer power yields a complex result");
  EXPECT_EQ(error_of([] { numeric_exp(number("10000")); }), "22003 value overflows numeric format");
  EXPECT_EQ(error_of([] { numeric_factorial(-1); }),
            "22003 factorial of a negative number is undefined");
}

TEST(Numeric, AppliesItsModifier) {
  EXPECT_EQ(numeric_apply_modifier(number("1.005"), numeric_modifier(5, 2)).text(), "1.01");
  EXPECT_EQ(numeric_apply_modifier(number("1250"), numeric_modifier(2, -2)).text(), "1300");
  EXPECT_EQ(numeric_apply_modifier(number("NaN"), numeric_modifier(5, 2)).text(), "NaN");
  EXPECT_EQ(error_of([] { numeric_apply_modifier(number("1000"), numeric_modifier(5, 2)); }),
            "22003 numeric field overflow | A field with precision 5, scale 2 must round to an "
            "absolute value less than 10^3.");
  EXPECT_EQ(error_of([] { numeric_apply_modifier(number("0.1"), numeric_modifier(3, 3)); }),
            "no error");
  EXPECT_EQ(error_of([] { numeric_apply_modifier(number("1"), numeric_modifier(3, 3)); }),
            "22003 numeric field overflow | A field with precision 3, scale 3 must round to an "
            "absolute value less than 1.");
  EXPECT_EQ(error_of([] { numeric_apply_modifier(Numeric::infinity(), numeric_modifier(5, 2)); }),
            "22003 numeric field overflow | A field with precision 5, scale 2 cannot hold an "
            "infinite value.");
}

TEST(Numeric, ConvertsToIntegersAndDoubles) {
  EXPECT_EQ(number("2.5").to_integer(INT32_MIN, INT32_MAX, "integer"), 3);
  EXPECT_EQ(number("-9223372036854775808").to_integer(INT64_MIN, INT64_MAX, "bigint"), INT64_MIN);
  EXPECT_EQ(error_of([] { number("1e10").to_integer(INT32_MIN, INT32_MAX, "integer"); }),
            "22003 integer out of range");
  EXPECT_EQ(error_of([] { Numeric::nan().to_integer(INT32_MIN, INT32_MAX, "integer"); }),
            "0A000 cannot convert NaN to integer");
  EXPECT_EQ(number("0.1").to_double(), 0.1);
  EXPECT_EQ(number("123456789012345678901234567890").to_double(), 123456789012345678901234567890.0);
  EXPECT_EQ(Numeric::from_double(0.1).text(), "0.1");
  EXPECT_EQ(Numeric::from_double(1.0 / 3).text(), "0.333333333333333");
  EXPECT_EQ(Numeric::from_integer(INT64_MIN).text(), "-9223372036854775808");
}

TEST(Numeric, SendsBaseTenThousand) {
  const auto hex = [](std::string_view text) {
    Column column(Physical::bytes, 1);
    const Type& type = type_of(oid::numeric);
    type.text_input(text, -1, testing::plain_format(), column, 0);
    std::string bytes;
    type.binary_output(column, 0, bytes);
    std::string shown;
    for (const char c : bytes) {
      shown.push_back("0123456789abcdef"[static_cast<unsigned char>(c) >> 4]);
      shown.push_back("0123456789abcdef"[c & 15]);
    }
    return shown;
  };
  EXPECT_EQ(hex("0"), "0000000000000000");
  EXPECT_EQ(hex("12345.678"),
            "00030001000000030001"
            "0929"
            "1a7c");
  EXPECT_EQ(hex("-0.0001"), "0001ffff400000040001");
  EXPECT_EQ(hex("NaN"), "00000000c0000000");
}

// Identities over random numbers on both sides of the edge between the two representations.
TEST(Numeric, ArithmeticAgreesWithItself) {
  std::mt19937_64 random(7);
  const auto any = [&] {
    std::string digits;
    for (auto count = random() % 45 + 1; count > 0; --count)
      digits.push_back(static_cast<char>('0' + random() % 10));
    if (random() % 2) digits.insert(random() % (digits.size() + 1), ".");
    return number((random() % 2 ? "-" : "") + (digits == "." ? "0" : digits));
  };
  for (int i = 0; i < 2000; ++i) {
    const Numeric a = any();
    const Numeric b = any();
    EXPECT_EQ(numeric_subtract(numeric_add(a, b), b), a) << a.text() << " " << b.text();
    EXPECT_EQ(numeric_multiply(a, b), numeric_multiply(b, a));
    if (b.is_zero()) continue;
    EXPECT_EQ(numeric_divide(numeric_multiply(a, b), b), a) << a.text() << " " << b.text();
    const Numeric whole = numeric_divide_whole(a, b);
    EXPECT_EQ(numeric_add(numeric_multiply(whole, b), numeric_modulo(a, b)), a);
    const Numeric root = numeric_sqrt(numeric_multiply(a, a));
    EXPECT_EQ(numeric_compare(numeric_round(root, 0), numeric_round(a.absolute(), 0)), 0);
  }
}

}  // namespace
}  // namespace dsql::engine
