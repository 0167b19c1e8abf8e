#include "wire/pg/server_messages.h"

#include <gtest/gtest.h>

#include "dsqlrules/conditions/connection_errors.h"
#include "tests/unit/wire/pg/wire_client.h"

namespace dsql::wire {
namespace {

using namespace test;

std::string written(const OutputBuffer& out) { return std::string(out.pending()); }

TEST(ServerMessages, ErrorHasItsFieldsOnly) {
  OutputBuffer out;
  write_error(out, rules::error(rules::conditions::access_denied));
  EXPECT_EQ(written(out),
            message('E', text("SFATAL") + text("VFATAL") + text("C08006") +
                             text("Munable to accept connection, access denied") + '\0'));
}

TEST(ServerMessages, PositionIsSentFromOneOn) {
  OutputBuffer out;
  auto error = rules::error(rules::conditions::invalid_message_format);
  error.location = 0;
  write_error(out, error);
  EXPECT_EQ(written(out).find(text("P0")), std::string::npos);
  out.clear();
  error.location = 12;
  write_notice(out, error);
  EXPECT_NE(written(out).find(text("P12")), std::string::npos);
  EXPECT_EQ(written(out)[0], 'N');
}

TEST(ServerMessages, RowDescription) {
  OutputBuffer out;
  const engine::RowShape shape{
      {.name = "a", .table = 26384, .attribute = 1, .type = 23, .type_size = 4},
      {.name = "b", .type = 1043, .type_modifier = 14}};
  const std::int16_t formats[] = {1, 0};
  write_row_description(out, shape, formats);
  EXPECT_EQ(written(out),
            message('T', int16(2) + text("a") + int32(26384) + int16(1) + int32(23) + int16(4) +
                             int32(-1) + int16(1) + text("b") + int32(0) + int16(0) + int32(1043) +
                             int16(-1) + int32(14) + int16(0)));
}

TEST(ServerMessages, FormatsFollowBindsRule) {
  const std::int16_t one[] = {1}, two[] = {0, 1};
  EXPECT_EQ(format_of({}, 3), 0);
  EXPECT_EQ(format_of(one, 3), 1);
  EXPECT_EQ(format_of(two, 1), 1);
}

TEST(OutputBuffer, AMessageThatWasNotClosedIsDropped) {
  OutputBuffer out;
  out.message('1');
  out.begin('D');
  out.text("half a row");
  EXPECT_EQ(out.pending().size(), 5U);
  out.message('2');
  EXPECT_EQ(written(out), message('1') + message('2'));
}

TEST(OutputBuffer, IsSentFromTheFront) {
  OutputBuffer out;
  out.message('1');
  out.consume(2);
  EXPECT_EQ(out.size(), 3U);
  out.message('2');
  EXPECT_EQ(written(out), message('1').substr(2) + message('2'));
  out.consume(8);
  EXPECT_TRUE(out.empty());
  out.message('3');
  EXPECT_EQ(written(out), message('3'));
}

}  // namespace
}  // namespace dsql::wire
