#include "dsqlrules/lint/edits.h"

#include <string>

#include <gtest/gtest.h>

namespace dsql::rules {
namespace {

std::string with(std::string_view script, const Edit& edit) {
  EditList edits;
  EXPECT_TRUE(edits.take({edit}));
  return edits.apply(script);
}

Range range_of(std::string_view script, std::string_view part) {
  const std::size_t at = script.find(part);
  return {at, at + part.size()};
}

TEST(Edits, RemovalTakesTheBlanksBefore) {
  const std::string_view script = "CREATE TEMP TABLE t ()";
  EXPECT_EQ(with(script, removal(script, range_of(script, "TEMP"))), "CREATE TABLE t ()");
}

TEST(Edits, RemovalKeepsComments) {
  const std::string_view script = "a WITH (x /* why */ = 1) b";
  EXPECT_EQ(with(script, removal(script, range_of(script, "WITH (x /* why */ = 1)"))),
            "a /* why */ b");
  const std::string_view line = "a WITH ( -- why\n x = 1) b";
  EXPECT_EQ(with(line, removal(line, range_of(line, "WITH ( -- why\n x = 1)"))), "a -- why\n b");
}

TEST(Edits, RemovalNeverJoinsWords) {
  const std::string_view script = "text COLLATE \"C\"NOT NULL";
  EXPECT_EQ(with(script, removal(script, range_of(script, "COLLATE \"C\""))), "text NOT NULL");
}

TEST(Edits, RemovalOfAWholeLineTakesTheLine) {
  const std::string_view script = "CREATE TABLE t (a int) -- x\n  TABLESPACE s\n;";
  EXPECT_EQ(with(script, removal(script, range_of(script, "TABLESPACE s"))),
            "CREATE TABLE t (a int) -- x\n;");
  // Never into the comment before it.
  const std::string_view tight = "CREATE TABLE t (a int) -- x\nTABLESPACE s;";
  EXPECT_EQ(with(tight, removal(tight, range_of(tight, "TABLESPACE s"))),
            "CREATE TABLE t (a int) -- x\n;");
}

TEST(Edits, StatementRemovalTakesItsLine) {
  const std::string_view script = "SELECT 1;\nCHECKPOINT;\nSELECT 2;";
  EXPECT_EQ(with(script, statement_removal(script, range_of(script, "CHECKPOINT;"))),
            "SELECT 1;\nSELECT 2;");
  const std::string_view same = "SELECT 1; CHECKPOINT; SELECT 2;";
  EXPECT_EQ(with(same, statement_removal(same, range_of(same, "CHECKPOINT;"))),
            "SELECT 1;  SELECT 2;");
  const std::string_view noted = "CHECKPOINT /* a */ -- b\n;\nSELECT 2;";
  EXPECT_EQ(with(noted, statement_removal(noted, range_of(noted, "CHECKPOINT /* a */ -- b\n;"))),
            "/* a */ -- b\nSELECT 2;");
}

TEST(Edits, FixesThatMeetAreTakenOneByOne) {
  EditList edits;
  EXPECT_TRUE(edits.take({{4, 6, "x"}}));
  EXPECT_FALSE(edits.take({{5, 7, "y"}}));
  EXPECT_FALSE(edits.take({{0, 1, "a"}, {6, 6, "z"}}));
  EXPECT_TRUE(edits.take({{4, 6, "x"}}));  // again
  EXPECT_TRUE(edits.take({{0, 1, "a"}, {8, 8, "z"}}));
  EXPECT_EQ(edits.apply("0123456789"), "a123x67z89");
}

TEST(Edits, OriginFindsTheWayBack) {
  EditList edits;
  ASSERT_TRUE(edits.take({{2, 4, "abcdef"}, {6, 6, "--"}}));
  const std::string made = edits.apply("0123456789");  // 01abcdef45--6789
  ASSERT_EQ(made, "01abcdef45--6789");
  EXPECT_EQ(edits.origin(1), 1U);
  EXPECT_EQ(edits.origin(3), 2U);
  EXPECT_EQ(edits.origin(8), 4U);
  EXPECT_EQ(edits.origin(11), 6U);
  EXPECT_EQ(edits.origin(12), 6U);
  EXPECT_EQ(edits.origin(15), 9U);
}

}  // namespace
}  // namespace dsql::rules
