#include "harness/script/diff.h"

#include <gtest/gtest.h>

namespace dsql::harness {
namespace {

using Lines = std::vector<std::string>;

TEST(Difference, NothingWhenEqual) {
  EXPECT_EQ(difference({"a", "b"}, {"a", "b"}), Lines{});
  EXPECT_EQ(difference({}, {}), Lines{});
}

TEST(Difference, KeepsCommonLines) {
  EXPECT_EQ(difference({"a", "b", "c"}, {"a", "x", "c"}), (Lines{"  a", "- b", "+ x", "  c"}));
  EXPECT_EQ(difference({"a"}, {}), (Lines{"- a"}));
  EXPECT_EQ(difference({}, {"a"}), (Lines{"+ a"}));
  EXPECT_EQ(difference({"a", "b"}, {"b"}), (Lines{"- a", "  b"}));
}

TEST(Difference, ShortensEqualRuns) {
  const Lines got = difference({"1", "2", "3", "4", "5", "6"}, {"1", "2", "3", "4", "5", "x"});
  EXPECT_EQ(got, (Lines{"  …", "  4", "  5", "- 6", "+ x"}));
}

TEST(Difference, LargeTextsStillDiffer) {
  const Lines many(3000, "same");
  Lines more = many;
  more.push_back("one more");
  const Lines got = difference(many, more);
  EXPECT_EQ(got.back(), "+ one more");
}

}  // namespace
}  // namespace dsql::harness
