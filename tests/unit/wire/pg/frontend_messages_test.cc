#include "wire/pg/frontend_messages.h"

#include <gtest/gtest.h>

#include "tests/unit/wire/pg/wire_client.h"

namespace dsql::wire {
namespace {

using namespace test;

std::string text_of(const MessageError& error) {
  return error ? std::string(error->sqlstate.text()) + " " + error->message : "good";
}
std::string_view body_of(const std::string& message) { return std::string_view(message).substr(5); }

TEST(ReadBind, TakesFormatsAndValues) {
  const std::string body = text("p") + text("s") + int16(2) + int16(0) + int16(1) + int16(2) +
                           int32(-1) + int32(4) + int32(7) + int16(1) + int16(1);
  BindMessage bind;
  ASSERT_EQ(text_of(read_bind(body, bind)), "good");
  EXPECT_EQ(bind.portal, "p");
  EXPECT_EQ(bind.statement, "s");
  ASSERT_EQ(bind.parameters.size(), 2U);
  EXPECT_TRUE(bind.parameters[0].is_null);
  EXPECT_TRUE(bind.parameters[1].binary);
  EXPECT_EQ(bind.parameters[1].bytes, int32(7));
  EXPECT_EQ(bind.result_formats, std::vector<std::int16_t>{1});
}

TEST(ReadBind, OneFormatIsForAll) {
  const std::string body = text("") + text("") + int16(1) + int16(1) + int16(2) + int32(1) +
                           "\xff" + int32(1) + "\xfe" + int16(0);
  BindMessage bind;
  ASSERT_EQ(text_of(read_bind(body, bind)), "good");
  EXPECT_TRUE(bind.parameters[0].binary && bind.parameters[1].binary);
}

TEST(ReadBind, Refuses) {
  const std::string names = text("") + text("");
  BindMessage bind;
  EXPECT_EQ(text_of(read_bind(
                names + int16(2) + int16(0) + int16(0) + int16(1) + int32(-1) + int16(0), bind)),
            "08P01 bind message has 2 parameter formats but 1 parameters");
  EXPECT_EQ(text_of(read_bind(names + int16(1) + int16(2) + int16(0) + int16(0), bind)),
            "22023 unsupported format code: 2");
  EXPECT_EQ(text_of(read_bind(names + int16(0) + int16(0) + int16(1) + int16(-1), bind)),
            "22023 unsupported format code: -1");
  EXPECT_EQ(text_of(read_bind(names + int16(0) + int16(1) + int32(5) + "abc", bind)),
            "08P01 insufficient data left in message");
  EXPECT_EQ(text_of(read_bind(names + int16(0) + int16(1) + int32(-2) + int16(0), bind)),
            "08P01 insufficient data left in message");
  EXPECT_EQ(text_of(read_bind(names + int16(-1), bind)), "08P01 insufficient data left in message");
  EXPECT_EQ(text_of(read_bind(names + int16(0) + int16(0) + int16(0) + "x", bind)),
            "08P01 invalid message format");
  EXPECT_EQ(text_of(read_bind("no end", bind)), "08P01 invalid string in message");
  EXPECT_EQ(text_of(read_bind(names + int16(0) + int16(1) + int32(1) + "\xff" + int16(0), bind)),
            "22021 invalid byte sequence for encoding \"UTF8\": 0xff");
}

TEST(ReadParse, TakesTypesAndRefusesTooFew) {
  ParseMessage parse;
  const std::string good = test::parse("name", "select 1", {23, 0});
  ASSERT_EQ(text_of(read_parse(body_of(good), parse)), "good");
  EXPECT_EQ(parse.statement, "name");
  EXPECT_EQ(parse.text, "select 1");
  EXPECT_EQ(parse.parameter_types, (std::vector<engine::Oid>{23, 0}));
  EXPECT_EQ(text_of(read_parse(text("") + text("x") + int16(3) + int32(1), parse)),
            "08P01 insufficient data left in message");
  EXPECT_EQ(text_of(read_parse(text("") + text("\xc3\x28") + int16(0), parse)),
            "22021 invalid byte sequence for encoding \"UTF8\": 0xc3 0x28");
}

TEST(ReadExecute, NegativeLimitsAreNone) {
  ExecuteMessage execute;
  ASSERT_EQ(text_of(read_execute(text("p") + int32(10), execute)), "good");
  EXPECT_EQ(execute.max_rows, 10U);
  ASSERT_EQ(text_of(read_execute(text("p") + int32(-1), execute)), "good");
  EXPECT_EQ(execute.max_rows, 0U);
}

TEST(ReadDescribe, EmptyBodiesHaveNoData) {
  TargetMessage target;
  EXPECT_EQ(text_of(read_describe("", target)), "08P01 no data left in message");
  EXPECT_EQ(text_of(read_describe("S", target)), "08P01 invalid string in message");
}

// Every cut of a good message is refused, none crashes.
TEST(FrontendMessages, EveryTruncationIsRefused) {
  const std::string bind_message = bind("portal", "statement", {"one", "two"}, {0, 1});
  const std::string parse_message = test::parse("name", "select $1", {23, 25});
  const auto bind_body = body_of(bind_message), parse_body = body_of(parse_message);
  BindMessage bind;
  for (std::size_t cut = 0; cut < bind_body.size(); ++cut) {
    EXPECT_NE(text_of(read_bind(bind_body.substr(0, cut), bind)), "good") << cut;
  }
  ParseMessage parse;
  for (std::size_t cut = 0; cut < parse_body.size(); ++cut) {
    EXPECT_NE(text_of(read_parse(parse_body.substr(0, cut), parse)), "good") << cut;
  }
}

}  // namespace
}  // namespace dsql::wire
