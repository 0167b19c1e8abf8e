#include "dsqlrules/parse/text_guard.h"

#include <string>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/limits.h"

namespace dsql::rules {
namespace {

TEST(TextGuard, ByteOffsetCountsCharacters) {
  EXPECT_EQ(byte_offset("aé€😀x", 1), 0u);
  EXPECT_EQ(byte_offset("aé€😀x", 3), 3u);
  EXPECT_EQ(byte_offset("aé€😀x", 5), 10u);
  EXPECT_EQ(byte_offset("ab", 9), 2u);
}

TEST(TextGuard, EncodingErrorsAreFoundBehindLongAsciiRuns) {
  for (std::size_t length = 0; length < 20; ++length) {
    EXPECT_THROW(check_encoding(std::string(length, 'a') + "\xc0\x80"), SqlError) << length;
    EXPECT_THROW(check_encoding(std::string(length, 'a') + '\0' + "bbbbbbbbbb"), SqlError)
        << length;
    EXPECT_NO_THROW(check_encoding(std::string(length, 'a') + "é"));
  }
}

TEST(TextGuard, ChainsInDifferentParenthesesAddUpOnlyWhileOpen) {
  std::string half;
  for (int i = 0; i < limits::operator_chain / 2 + 10; ++i) half += "+1";
  EXPECT_THROW(check_nesting("SELECT 1" + half + "+(1" + half + ")"), SqlError);
  EXPECT_NO_THROW(check_nesting("SELECT (1" + half + "), (1" + half + ")"));
}

}  // namespace
}  // namespace dsql::rules
