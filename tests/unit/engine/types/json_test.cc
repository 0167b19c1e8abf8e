#include "engine/types/json.h"

#include <gtest/gtest.h>

#include "tests/unit/engine/types/reading.h"

namespace dsql::engine {
namespace {

using testing::error_of_text;
using testing::order_of;
using testing::reread;

TEST(Json, KeepsItsText) {
  EXPECT_EQ(reread(oid::json, " {\"b\" : 1,\"a\":1.0, \"b\":2} "),
            " {\"b\" : 1,\"a\":1.0, \"b\":2} ");
  EXPECT_EQ(reread(oid::json, "\"\\u0000\""), "\"\\u0000\"");
}

TEST(Jsonb, IsNormalised) {
  EXPECT_EQ(reread(oid::jsonb, "{\"bb\":1,\"a\":[ ],\"c\":1.50,\"a\":{\"x\":null}}"),
            "{\"a\": {\"x\": null}, \"c\": 1.50, \"bb\": 1}");
  EXPECT_EQ(reread(oid::jsonb, "1e5"), "100000");
  EXPECT_EQ(reread(oid::jsonb, "\"\\ud83d\\ude00\\u00e9\\n\\/\""),
            "\"\xf0\x9f\x98\x80\xc3\xa9\\n/\"");
  std::string pretty;
  const std::string bytes = jsonb_from_text("{\"a\":[1,{}],\"b\":[]}");
  jsonb_append_text(JsonbView(bytes), pretty, true);
  EXPECT_EQ(pretty,
            "{\n    \"a\": [\n        1,\n        {\n        }\n    ],\n    \"b\": [\n    ]\n}");
}

TEST(Json, RefusesAsPostgres) {
  const auto refused = [](const char* text, const char* detail) {
    EXPECT_EQ(error_of_text(oid::jsonb, text),
              std::string("22P02 invalid input syntax for type json | ") + detail);
  };
  refused("", "The input string ended unexpectedly.");
  refused("{\"a\":1", "The input string ended unexpectedly.");
  refused("abc", "Token \"abc\" is invalid.");
  refused("01", "Token \"01\" is invalid.");
  refused("[1 2]", "Expected \",\" or \"]\", but found \"2\".");
  refused("[1,]", "Expected JSON value, but found \"]\".");
  refused("{1:2}", "Expected string or \"}\", but found \"1\".");
  refused("{\"a\" 1}", "Expected \":\", but found \"1\".");
  refused("{\"a\":1,}", "Expected string, but found \"}\".");
  refused("1 2", "Expected end of input, but found \"2\".");
  refused("\"\\x\"", "Escape sequence \"\\x\" is invalid.");
  refused("\"\\u12\"", "\"\\u\" must be followed by four hexadecimal digits.");
  refused("\"\x01\"", "Character with value 0x01 must be escaped.");
  refused("\"\\ude00\"", "Unicode low surrogate must follow a high surrogate.");
  EXPECT_EQ(error_of_text(oid::jsonb, "\"\\u0000\""),
            "22P05 unsupported Unicode escape sequence | \\u0000 cannot be converted to text.");
  EXPECT_EQ(error_of_text(oid::json, std::string(20000, '[')), "54001 stack depth limit exceeded");
}

TEST(Json, ErrorsShowWhere) {
  try {
    reread(oid::json,
           "{\n\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\": x, \"b\": 1}");
    FAIL();
  } catch (const rules::SqlError& error) {
    EXPECT_EQ(error.where,
              "JSON data, line 2: ...aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\": x...");
  }
}

TEST(Jsonb, FindsKeys) {
  const std::string bytes = jsonb_from_text("{\"bb\":1,\"a\":2,\"\":3,\"ab\":{\"x\":[true]}}");
  const JsonbView object(bytes);
  EXPECT_EQ(object.size(), 4U);
  EXPECT_EQ(object.key(0), "");
  EXPECT_EQ(object.find("bb")->number().text(), "1");
  EXPECT_FALSE(object.find("b").has_value());
  EXPECT_TRUE(object.find("ab")->find("x")->element(0).boolean());
}

TEST(Jsonb, OrdersAsPostgres) {
  EXPECT_EQ(order_of(oid::jsonb, "[]", "null"), -1);
  EXPECT_EQ(order_of(oid::jsonb, "null", "\"a\""), -1);
  EXPECT_EQ(order_of(oid::jsonb, "\"a\"", "1"), -1);
  EXPECT_EQ(order_of(oid::jsonb, "1", "true"), -1);
  EXPECT_EQ(order_of(oid::jsonb, "true", "[1]"), -1);
  EXPECT_EQ(order_of(oid::jsonb, "[1,2,3]", "{}"), -1);
  EXPECT_EQ(order_of(oid::jsonb, "[[]]", "[1]"), 1);
  EXPECT_EQ(order_of(oid::jsonb, "1.0", "1.00"), 0);
  EXPECT_EQ(order_of(oid::jsonb, "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}"), 0);
}

TEST(Jsonb, Contains) {
  const auto contains = [](const char* whole, const char* part) {
    const std::string a = jsonb_from_text(whole);
    const std::string b = jsonb_from_text(part);
    return jsonb_contains(JsonbView(a), JsonbView(b));
  };
  EXPECT_TRUE(contains("{\"a\":1,\"b\":{\"c\":[1,2]}}", "{\"b\":{\"c\":[2]}}"));
  EXPECT_FALSE(contains("{\"a\":1}", "{\"a\":2}"));
  EXPECT_TRUE(contains("[1,2,[1,3]]", "[[3]]"));
  EXPECT_FALSE(contains("[1,2,[1,3]]", "[3]"));
  EXPECT_TRUE(contains("[1,2]", "[2,2,1]"));
}

}  // namespace
}  // namespace dsql::engine
