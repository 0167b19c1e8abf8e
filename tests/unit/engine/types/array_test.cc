// Arrays and records: text forms, element access, slices, order.
#include "engine/types/array.h"

#include <gtest/gtest.h>

#include "engine/types/record.h"
#include "tests/unit/engine/types/reading.h"

namespace dsql::engine {
namespace {

using testing::error_of_text;
using testing::order_of;
using testing::plain_format;
using testing::reread;

std::string ints(std::string_view text) {
  return array_from_text(oid::int4, text, -1, plain_format());
}
std::string shown(std::string_view bytes) {
  std::string out;
  array_append_text(bytes, plain_format(), out);
  return out;
}

TEST(Array, ReadsAndWritesText) {
  EXPECT_EQ(reread(oid::int4_array, " { 1 , NULL,3 } "), "{1,NULL,3}");
  EXPECT_EQ(reread(oid::int4_array, "{}"), "{}");
  EXPECT_EQ(reread(oid::int4_array, "{{1,2},{3,4}}"), "{{1,2},{3,4}}");
  EXPECT_EQ(reread(oid::int4_array, "[0:1]={1,2}"), "[0:1]={1,2}");
  EXPECT_EQ(reread(oid::text_array, "{\"a b\",\"null\",null,\"\",\"q\\\"\\\\\"}"),
            "{\"a b\",\"null\",NULL,\"\",\"q\\\"\\\\\"}");
  EXPECT_EQ(reread(oid::text_array, "{a\\,b, c }"), "{\"a,b\",c}");
}

TEST(Array, RefusesAsPostgres) {
  const auto refused = [](const char* text, const char* detail) {
    EXPECT_EQ(error_of_text(oid::int4_array, text),
              std::string("22P02 malformed array literal: \"") + text + "\" | " + detail);
  };
  refused("1,2}", "Array value must start with \"{\" or dimension information.");
  refused("{1,2", "Unexpected end of input.");
  refused("{1,,2}", "Unexpected \",\" character.");
  refused("{1,2}x", "Junk after closing right brace.");
  refused("{{1,2},{3}}", "Multidimensional arrays must have sub-arrays with matching dimensions.");
  refused("{{1},2}", "Unexpected array element.");
  refused("[2:3]={1,2,3}", "Specified array dimensions do not match array contents.");
  refused("{\"a\"b}", "Unexpected array element.");
  EXPECT_EQ(error_of_text(oid::int4_array, "[3:2]={1}"),
            "2202E upper bound cannot be less than lower bound");
  EXPECT_EQ(error_of_text(oid::int4_array, "{a}"),
            "22P02 invalid input syntax for type integer: \"a\"");
}

TEST(Array, FindsElements) {
  const std::string bytes = ints("[0:1][1:2]={{1,NULL},{3,4}}");
  const ArrayView array(bytes);
  EXPECT_EQ(array.size(), 4U);
  EXPECT_EQ(array.find(std::vector<std::int32_t>{1, 2}), 3);
  EXPECT_EQ(array.at<std::int32_t>(3), 4);
  EXPECT_EQ(array.find(std::vector<std::int32_t>{2, 1}), -1);
  EXPECT_EQ(array.find(std::vector<std::int32_t>{1}), -1);
  EXPECT_TRUE(array.is_null(1));
}

TEST(Array, Slices) {
  const std::string bytes = ints("{{1,2,3},{4,NULL,6},{7,8,9}}");
  const ArrayView array(bytes);
  EXPECT_EQ(
      shown(array_slice(array, std::vector<std::int32_t>{2, 2}, std::vector<std::int32_t>{9, 9})),
      "{{NULL,6},{8,9}}");
  EXPECT_EQ(shown(array_slice(array, std::vector<std::int32_t>{1}, std::vector<std::int32_t>{1})),
            "{{1,2,3}}");
  EXPECT_EQ(shown(array_slice(array, std::vector<std::int32_t>{5}, std::vector<std::int32_t>{6})),
            "{}");
}

TEST(Array, OrdersByElementsThenShape) {
  EXPECT_EQ(order_of(oid::int4_array, "{1,2}", "{1,3}"), -1);
  EXPECT_EQ(order_of(oid::int4_array, "{1,2}", "{1}"), 1);
  EXPECT_EQ(order_of(oid::int4_array, "{1,NULL}", "{1,3}"), 1);
  EXPECT_EQ(order_of(oid::int4_array, "{1,2}", "{{1,2}}"), -1);
  EXPECT_EQ(order_of(oid::int4_array, "{1,2}", "[0:1]={1,2}"), 1);
}

TEST(Array, GoesThroughItsBinaryForm) {
  for (const char* text : {"{}", "{1,NULL,3}", "[2:3][0:1]={{1,2},{3,4}}"}) {
    std::string binary;
    array_append_binary(ints(text), binary);
    EXPECT_EQ(shown(array_from_binary(oid::int4, binary, -1)), text);
    for (std::size_t size = 0; size < binary.size(); ++size)
      EXPECT_THROW(array_from_binary(oid::int4, binary.substr(0, size), -1), rules::SqlError);
  }
}

TEST(Vector, IsSeparatedByBlanks) {
  EXPECT_EQ(reread(oid::int2vector, " 1  2 3 "), "1 2 3");
  EXPECT_EQ(reread(oid::oidvector, ""), "");
}

std::string record(std::initializer_list<std::pair<Oid, const char*>> fields) {
  RecordBuilder builder;
  for (const auto& [type, text] : fields) {
    Column column(type_of(type).physical, 1);
    if (text == nullptr) {
      column.set_null(0);
    } else {
      type_of(type).text_input(text, -1, plain_format(), column, 0);
    }
    builder.add(type, column, 0);
  }
  return builder.finish();
}

TEST(Record, IsShownWithQuotesWhereNeeded) {
  const Value value = Value::bytes(record({{oid::int4, "1"},
                                           {oid::text, "a b"},
                                           {oid::text, nullptr},
                                           {oid::text, ""},
                                           {oid::text, "q\"\\"}}));
  EXPECT_EQ(value_to_text(oid::record, value, plain_format()), "(1,\"a b\",,\"\",\"q\"\"\\\\\")");
  EXPECT_EQ(error_of_text(oid::record, "(1)"),
            "0A000 input of anonymous composite types is not implemented");
}

TEST(Record, OrdersFieldByField) {
  const std::string one = record({{oid::int4, "1"}, {oid::text, "a"}});
  const std::string two = record({{oid::int4, "1"}, {oid::text, "b"}});
  const std::string null = record({{oid::int4, "1"}, {oid::text, nullptr}});
  EXPECT_LT(record_compare(one, two), 0);
  EXPECT_GT(record_compare(null, two), 0);
  EXPECT_EQ(record_compare(null, null), 0);
  EXPECT_EQ(testing::error_of([&] {
              record_compare(one, record({{oid::int8, "1"}}));
            }),
            "42804 cannot compare dissimilar column types integer and bigint at record column 1");
}

TEST(Record, KnowsWhetherAllFieldsAreNull) {
  EXPECT_TRUE(record_fields_all(record({{oid::int4, nullptr}, {oid::text, nullptr}}), true));
  EXPECT_FALSE(record_fields_all(record({{oid::int4, "1"}, {oid::text, nullptr}}), true));
  EXPECT_FALSE(record_fields_all(record({{oid::int4, "1"}, {oid::text, nullptr}}), false));
}

}  // namespace
}  // namespace dsql::engine
