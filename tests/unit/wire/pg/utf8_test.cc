#include "wire/pg/utf8.h"

#include <string>

#include <gtest/gtest.h>

namespace dsql::wire {
namespace {

std::string verdict(std::string_view text) {
  const auto error = check_utf8(text);
  if (!error) return "valid";
  EXPECT_EQ(error->sqlstate.text(), "22021");
  return error->message.substr(error->message.find(": ") + 2);
}

TEST(Utf8, TakesEveryLength) {
  EXPECT_EQ(verdict(""), "valid");
  EXPECT_EQ(verdict("select 'plain ASCII of more than eight bytes'"), "valid");
  EXPECT_EQ(verdict("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x98\x80"), "valid");
  EXPECT_EQ(verdict("\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf\xc2\x80\xe0\xa0\x80"), "valid");
}

TEST(Utf8, NamesTheBytesThatAreWrong) {
  EXPECT_EQ(verdict("\xff"), "0xff");
  EXPECT_EQ(verdict("abcdefghijk\x80"), "0x80");
  EXPECT_EQ(verdict("\xc3"), "0xc3");
  EXPECT_EQ(verdict("\xc3(x"), "0xc3 0x28");
  EXPECT_EQ(verdict("\xe2\x82"), "0xe2 0x82");
  EXPECT_EQ(verdict("\xc0\x80"), "0xc0 0x80");                    // overlong
  EXPECT_EQ(verdict("\xe0\x80\x80"), "0xe0 0x80 0x80");           // overlong
  EXPECT_EQ(verdict("\xed\xa0\x80"), "0xed 0xa0 0x80");           // surrogate
  EXPECT_EQ(verdict("\xf4\x90\x80\x80"), "0xf4 0x90 0x80 0x80");  // above U+10FFFF
  EXPECT_EQ(verdict("\xf5\x80\x80\x80"), "0xf5 0x80 0x80 0x80");
}

TEST(Utf8, ZeroBytesAreInvalidWherever) {
  for (std::size_t at = 0; at < 20; ++at) {
    std::string text(20, 'a');
    text[at] = '\0';
    EXPECT_EQ(verdict(text), "0x00") << at;
    text[at] = '\xfe';
    EXPECT_EQ(verdict(text), "0xfe") << at;
  }
}

}  // namespace
}  // namespace dsql::wire
