#include "dsqlrules/lint/script.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "dsqlrules/lint/positions.h"

namespace dsql::rules {
namespace {

std::vector<std::string> statements(std::string_view text) {
  std::vector<std::string> found;
  for (const ScriptPart& part : split_script(text).parts) {
    const std::string content(text.substr(part.begin, part.end - part.begin));
    found.push_back(part.kind == PartKind::statement      ? content
                    : part.kind == PartKind::meta_command ? "meta " + content
                                                          : "data " + std::to_string(part.rows));
  }
  return found;
}

using Words = std::vector<std::string>;

TEST(Script, SplitsAtSemicolons) {
  EXPECT_EQ(statements(" SELECT 1 ;\n;; SELECT 2"), (Words{"SELECT 1", "SELECT 2"}));
  EXPECT_EQ(statements(""), Words{});
  EXPECT_EQ(statements("-- nothing\n/* here */ ;"), Words{});
}

TEST(Script, SemicolonsInQuotesAndCommentsStay) {
  EXPECT_EQ(statements("SELECT ';', \"a;b\", E'\\';', $$;$$, $t$ ; $$ $t$; SELECT 2"),
            (Words{"SELECT ';', \"a;b\", E'\\';', $$;$$, $t$ ; $$ $t$", "SELECT 2"}));
  EXPECT_EQ(statements("SELECT 1 /* ; /* ; */ ; */ -- ;\n + 1; SELECT 2"),
            (Words{"SELECT 1 /* ; /* ; */ ; */ -- ;\n + 1", "SELECT 2"}));
  EXPECT_EQ(statements("SELECT a$1;SELECT $1"), (Words{"SELECT a$1", "SELECT $1"}));
}

TEST(Script, AnUnclosedParenthesisEndsWithItsStatement) {
  EXPECT_EQ(statements("CREATE TABLE t (a int; SELECT 1;"),
            (Words{"CREATE TABLE t (a int", "SELECT 1"}));
  EXPECT_EQ(statements("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3"),
            (Words{"CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3"}));
}

TEST(Script, BodiesOfSqlFunctionsAreOneStatement) {
  const std::string body =
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; "
      "END";
  EXPECT_EQ(statements(body + "; SELECT 3"), (Words{body, "SELECT 3"}));
}

TEST(Script, MetaCommandsAreLinesOfTheirOwn) {
  EXPECT_EQ(statements("\\set x 1\n\\i other.sql\nSELECT 1;\n\\d t"),
            (Words{"meta \\set x 1", "meta \\i other.sql", "SELECT 1", "meta \\d t"}));
  EXPECT_EQ(statements("SELECT 1 \\gset\nSELECT 2;"),
            (Words{"SELECT 1", "meta \\gset", "SELECT 2"}));
}

TEST(Script, CopyDataAreNoStatements) {
  EXPECT_EQ(statements("COPY t (a) FROM stdin;\n1\tit's; here\n2\n\\.\n\nSELECT 1;"),
            (Words{"COPY t (a) FROM stdin", "data 2", "SELECT 1"}));
  EXPECT_EQ(statements("COPY t FROM STDIN;\r\n1\r\n\\.\r\nSELECT 1;"),
            (Words{"COPY t FROM STDIN", "data 1", "SELECT 1"}));
  EXPECT_EQ(statements("COPY t FROM STDIN;\nSELECT 1;"), (Words{"COPY t FROM STDIN", "SELECT 1"}));
}

TEST(Script, AByteOrderMarkIsSkipped) {
  EXPECT_EQ(statements("\xEF\xBB\xBFSELECT 1;"), Words{"SELECT 1"});
}

TEST(Script, DirectivesAreFound) {
  const Script script = split_script("-- dsql-lint: ignore x\nSELECT 1; /* dsql-lint: a */ -- b");
  ASSERT_EQ(script.directives.size(), 2U);
  EXPECT_EQ(script.directives[0].begin, 0U);
  EXPECT_EQ(script.directives[1].begin, 33U);
}

TEST(Script, WhatIsNotClosedReachesTheEnd) {
  EXPECT_EQ(statements("SELECT 1; SELECT 'a; b"), (Words{"SELECT 1", "SELECT 'a; b"}));
  EXPECT_EQ(statements("SELECT 1; /* a; b").size(), 2U);
  EXPECT_EQ(statements("SELECT $$ a; b"), Words{"SELECT $$ a; b"});
}

TEST(Positions, LinesAndCharacters) {
  const std::string text = "äb\ncdé f\r\n" + std::string(2000, 'x') + "y";
  const Positions positions(text);
  EXPECT_EQ(positions.at(0).column, 1);
  EXPECT_EQ(positions.at(2).column, 2);
  EXPECT_EQ(positions.at(4).line, 2);
  EXPECT_EQ(positions.at(4).column, 1);
  EXPECT_EQ(positions.at(8).column, 4);
  EXPECT_EQ(positions.at(text.size() - 1).line, 3);
  EXPECT_EQ(positions.at(text.size() - 1).column, 2001);
  EXPECT_EQ(positions.at(text.size() + 5).column, 2002);
}

TEST(Positions, AByteOrderMarkIsNoCharacter) {
  EXPECT_EQ(Positions("\xEF\xBB\xBFSELECT").at(3).column, 1);
}

}  // namespace
}  // namespace dsql::rules
