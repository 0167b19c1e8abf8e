#include "harness/script/render.h"

#include <gtest/gtest.h>

namespace dsql::harness {
namespace {

TEST(RenderField, MakesTheInvisibleVisible) {
  EXPECT_EQ(render_field(std::nullopt), "NULL");
  EXPECT_EQ(render_field(""), "(empty)");
  EXPECT_EQ(render_field("NULL"), "\"NULL\"");
  EXPECT_EQ(render_field("a\nb\tc"), "a␊b␉c");
  EXPECT_EQ(render_field("  x "), "␠␠x␠");
  EXPECT_EQ(render_field("   "), "␠␠␠");
  EXPECT_EQ(render_field("a | b"), "a ¦ b");
}

TEST(RenderField, LetterRRoundsToThreeDecimals) {
  EXPECT_EQ(render_field("2.5", 'R'), "2.500");
  EXPECT_EQ(render_field("2.5", 'T'), "2.5");
}

TEST(RenderRows, JoinsCells) {
  const Result result{.kind = Result::Kind::rows, .rows = {{"1", std::nullopt}, {"2", "b c"}}};
  EXPECT_EQ(render_rows(result), (std::vector<std::string>{"1 | NULL", "2 | b c"}));
}

TEST(RenderColumns, NamesTypesOrBoth) {
  const std::vector<ResultColumn> columns{{"id", 23, -1}, {"price", 1700, ((10 << 16) | 2) + 4}};
  EXPECT_EQ(render_columns(columns, true, true), "id:integer | price:numeric(10,2)");
  EXPECT_EQ(render_columns(columns, true, false), "id | price");
  EXPECT_EQ(render_columns(columns, false, true), ":integer | :numeric(10,2)");
}

TEST(RenderTranscript, RowsTagsAndTheErrorThatEndsIt) {
  const Result rows{.kind = Result::Kind::rows, .tag = "SELECT 1", .rows = {{"1"}}};
  const Result error{
      .kind = Result::Kind::error,
      .error = Diagnostic{.severity = "ERROR", .sqlstate = "22012", .message = "division by zero"}};
  const Diagnostic notice{.severity = "NOTICE", .sqlstate = "00000", .message = "hello"};
  EXPECT_EQ(render_transcript({rows, error}, {notice}),
            (std::vector<std::string>{"NOTICE 00000: hello", "1", "SELECT 1",
                                      "ERROR 22012: division by zero"}));
}

}  // namespace
}  // namespace dsql::harness
