#include "harness/script/lexing.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace dsql::harness {
namespace {

using Strings = std::vector<std::string>;

TEST(SplitLines, DropsLineEnds) {
  EXPECT_EQ(split_lines("a\r\nb\n\nc"), (Strings{"a", "b", "", "c"}));
  EXPECT_EQ(split_lines("a\n"), (Strings{"a"}));
  EXPECT_EQ(split_lines(""), Strings{});
}

TEST(SplitCells, TabsThenBarsThenBlanks) {
  EXPECT_EQ(split_cells("a b\tc"), (Strings{"a b", "c"}));
  EXPECT_EQ(split_cells("a b | c|d"), (Strings{"a b", "c|d"}));
  EXPECT_EQ(split_cells("1  2 3"), (Strings{"1", "2", "3"}));
}

TEST(SplitQuotedWords, QuotesKeepWordsTogether) {
  EXPECT_EQ(split_quoted_words("foreach  q \"a b\" c"), (Strings{"foreach", "q", "a b", "c"}));
  EXPECT_EQ(split_quoted_words("options=\"-c x=1\" \"\""), (Strings{"options=-c x=1", ""}));
  EXPECT_EQ(split_quoted_words(""), Strings{});
}

TEST(Substitute, ReplacesVariables) {
  const Variables variables{{"job", "abc"}, {"i", "7"}};
  EXPECT_EQ(substitute("wait ${job} ${i}!", variables), "wait abc 7!");
  EXPECT_EQ(substitute("price $${i} $1", variables), "price ${i} $1");
}

TEST(Substitute, AnUnknownVariableIsAnError) {
  EXPECT_THROW(substitute("${nothing}", {}), std::out_of_range);
  EXPECT_THROW(substitute("${open", {{"open", "x"}}), std::out_of_range);
}

}  // namespace
}  // namespace dsql::harness
