// Properties of keys and binary forms over random values of every type: memcmp is compare, keys
// read back as equal values and say how long they are, binary forms read back as the same text.
#include <cmath>
#include <random>

#include <gtest/gtest.h>

#include "engine/types/codec.h"
#include "tests/unit/engine/types/reading.h"

namespace dsql::engine {
namespace {

using testing::sign;

class Values {
 public:
  // A random text of the type, extremes and near neighbours often.
  std::string text(Oid type) {
    switch (type) {
      case oid::boolean: return chance(2) ? "t" : "f";
      case oid::int2: return std::to_string(static_cast<std::int16_t>(bits()));
      case oid::int4: return std::to_string(static_cast<std::int32_t>(bits()));
      case oid::int8: return std::to_string(static_cast<std::int64_t>(bits()));
      case oid::float4:
      case oid::float8: return float_text();
      case oid::numeric: return numeric_text();
      case oid::date: return pick({"infinity", "-infinity"}, date());
      case oid::time: return clock();
      case oid::timestamp:
      case oid::timestamptz: return pick({"infinity", "-infinity"}, date() + " " + clock());
      case oid::timetz: return clock() + (chance(2) ? "+0" : "-0") + std::to_string(below(9));
      case oid::interval:
        return std::to_string(static_cast<int>(below(99)) - 50) + " mons " +
               std::to_string(static_cast<int>(below(99)) - 50) + " days " + clock();
      case oid::uuid: return uuid();
      case oid::bytea: return "\\x" + uuid().substr(0, 2 * below(5));
      case oid::json:
      case oid::jsonb: return json(3);
      default: return words();
    }
  }

 private:
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  bool chance(std::uint64_t in) { return below(in) == 0; }
  std::uint64_t bits() { return chance(2) ? random_() : random_() >> below(64); }

  std::string pick(std::initializer_list<const char*> rare, std::string common) {
    return chance(10) ? *(rare.begin() + below(rare.size())) : common;
  }
  std::string float_text() {
    const double value =
        std::ldexp(static_cast<double>(bits() % 1000), static_cast<int>(below(80)) - 40);
    return pick({"NaN", "Infinity", "-Infinity", "0", "-0"},
                (chance(2) ? "-" : "") + std::to_string(value));
  }
  std::string numeric_text() {
    std::string digits;
    for (auto count = below(chance(4) ? 60 : 6) + 1; count > 0; --count)
      digits.push_back(static_cast<char>('0' + (chance(3) ? 0 : below(10))));
    if (chance(2)) digits.insert(below(digits.size()), ".");
    if (chance(8)) digits += "e" + std::to_string(static_cast<int>(below(300)) - 150);
    return pick({"NaN", "Infinity", "-Infinity", "0", "0.00", "1.0", "1.00"},
                (chance(2) ? "-" : "") + digits);
  }
  std::string two(std::uint64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); }
  std::string date() {
    return std::to_string(1000 + below(3700)) + "-" + two(1 + below(12)) + "-" +
           two(1 + below(28)) + (chance(5) ? " BC" : "");
  }
  std::string clock() {
    return two(below(24)) + ":" + two(below(60)) + ":" + two(below(60)) +
           (chance(2) ? "." + std::to_string(below(1000000)) : "");
  }
  std::string uuid() {
    std::string text;
    for (int i = 0; i < 32; ++i) text.push_back("0123456789abcdef"[below(16)]);
    return text;
  }
  std::string words() {
    std::string text;
    for (auto count = below(6); count > 0; --count)
      text += std::initializer_list<const char*>{"a", "b", " ", "\x01", "\xc3\xa9", "\x7f"}
                  .begin()[below(6)];
    return text;
  }
  std::string json(int depth) {
    const auto kind = below(depth == 0 ? 4 : 6);
    if (kind == 0) return chance(2) ? "null" : "true";
    if (kind == 1) return std::to_string(below(50)) + (chance(2) ? ".50" : "");
    if (kind <= 3) return "\"" + std::string(below(4), 'k') + "\"";
    std::string text(1, kind == 4 ? '[' : '{');
    for (auto count = below(4); count > 0; --count) {
      if (kind == 5)
        text += "\"" + std::string(below(4), static_cast<char>('a' + below(3))) + "\":";
      text += json(depth - 1) + (count > 1 ? "," : "");
    }
    return text + (kind == 4 ? ']' : '}');
  }

  std::mt19937_64 random_{20240229};
};

class EveryType : public ::testing::TestWithParam<Oid> {};
class KeyType : public ::testing::TestWithParam<Oid> {};

TEST_P(KeyType, KeysOrderAsValuesAndReadBack) {
  const Type& type = type_of(GetParam());
  Values values;
  const TextFormat format = testing::plain_format();
  for (int i = 0; i < 5000; ++i) {
    Column column(type.physical, 3);
    type.text_input(values.text(type.oid), -1, format, column, 0);
    type.text_input(values.text(type.oid), -1, format, column, 1);
    std::string keys[2];
    for (std::uint32_t row : {0U, 1U}) type.key_encode(column, row, keys[row]);
    // Another key column may follow: it must neither change the order nor be eaten.
    const int order = type.compare(column, 0, column, 1);
    EXPECT_EQ(sign((keys[0] + '\xff').compare(keys[1] + std::string(1, '\0'))),
              order == 0 ? 1 : sign(order))
        << value_to_text(type.oid, Value::from(column, 0), format) << " and "
        << value_to_text(type.oid, Value::from(column, 1), format);
    EXPECT_EQ(type.key_decode(keys[0] + "rest", column, 2), keys[0].size());
    EXPECT_EQ(type.compare(column, 0, column, 2), 0);
    if (order == 0) {
      EXPECT_EQ(type.hash(column, 0), type.hash(column, 1));
    }
    EXPECT_EQ(type.hash(column, 0), type.hash(column, 2));
  }
}

TEST_P(EveryType, TextAndBinaryReadBackAsTheSameText) {
  const Type& type = type_of(GetParam());
  Values values;
  const TextFormat format = testing::plain_format();
  for (int i = 0; i < 2000; ++i) {
    Column column(type.physical, 3);
    type.text_input(values.text(type.oid), -1, format, column, 0);
    std::string text;
    type.text_output(column, 0, format, text);
    type.text_input(text, -1, format, column, 1);
    std::string again;
    type.text_output(column, 1, format, again);
    EXPECT_EQ(text, again);
    std::string bytes;
    type.binary_output(column, 0, bytes);
    type.binary_input(bytes, -1, column, 2);
    std::string binary;
    type.text_output(column, 2, format, binary);
    EXPECT_EQ(text, binary);
  }
}

TEST_P(EveryType, ShortBinaryFormsAreRefusedAndNeverReadPast) {
  const Type& type = type_of(GetParam());
  Values values;
  const TextFormat format = testing::plain_format();
  for (int i = 0; i < 200; ++i) {
    Column column(type.physical, 2);
    type.text_input(values.text(type.oid), -1, format, column, 0);
    std::string bytes;
    type.binary_output(column, 0, bytes);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const std::string cut = bytes.substr(0, size);
      try {
        type.binary_input(cut, -1, column, 1);
        // Only bytes, text and JSON have prefixes that are values.
        EXPECT_EQ(type.physical, Physical::bytes) << type.name;
      } catch (const rules::SqlError&) {
      }
    }
  }
}

const auto type_name = [](const auto& parameter) {
  return std::string(type_of(parameter.param).name);
};
INSTANTIATE_TEST_SUITE_P(Types, KeyType,
                         ::testing::Values(oid::boolean, oid::int2, oid::int4, oid::int8,
                                           oid::float4, oid::float8, oid::numeric, oid::text,
                                           oid::varchar, oid::bpchar, oid::uuid, oid::date,
                                           oid::time, oid::timestamp, oid::timestamptz),
                         type_name);
INSTANTIATE_TEST_SUITE_P(Types, EveryType,
                         ::testing::Values(oid::boolean, oid::int2, oid::int4, oid::int8,
                                           oid::float4, oid::float8, oid::numeric, oid::text,
                                           oid::varchar, oid::bpchar, oid::bytea, oid::uuid,
                                           oid::date, oid::time, oid::timetz, oid::timestamp,
                                           oid::timestamptz, oid::interval, oid::json, oid::jsonb),
                         type_name);

TEST(KeyBytes, EscapeZeroBytes) {
  std::string key;
  append_key_bytes(key, std::string_view("a\0b", 3));
  EXPECT_EQ(key, std::string("a\0\xff"
                             "b\0\x01",
                             6));
  Column column(Physical::bytes, 1);
  EXPECT_EQ(read_key_bytes(key + "more", column, 0), 6U);
  EXPECT_EQ(column.at<std::string_view>(0), std::string_view("a\0b", 3));
  std::string shorter;
  append_key_bytes(shorter, "a");
  EXPECT_LT(shorter, key);
}

}  // namespace
}  // namespace dsql::engine
