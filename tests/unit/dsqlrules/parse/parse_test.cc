#include <chrono>
#include <string>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/limits.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/parse/statement.h"

namespace dsql::rules {
namespace {

// The error that parsing `text` raises, as "SQLSTATE message @offset"; "ok" if it parses.
std::string outcome(const std::string& text) {
  try {
    parse(text);
    return "ok";
  } catch (const SqlError& failure) {
    return std::string(failure.sqlstate.text()) + " " + failure.message + " @" +
           std::to_string(failure.location);
  }
}

std::string repeated(int times, std::string_view text) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

TEST(Parse, StatementsCarryTheirOwnTextAndOffset) {
  const ParseTree tree =
      parse("  -- first\n SELECT 1 ;\n/* a /* nested */ b */ SELECT 'é;' ; ; SELECT 3 -- end\n");
  ASSERT_EQ(tree.statements().size(), 3u);
  EXPECT_EQ(tree.statements()[0].text, "SELECT 1");
  EXPECT_EQ(tree.statements()[0].location, 12);
  EXPECT_EQ(tree.statements()[1].text, "SELECT 'é;'");
  EXPECT_EQ(tree.text().substr(tree.statements()[2].location, 6), "SELECT");
  EXPECT_EQ(tree.statements()[2].text, "SELECT 3 -- end");
}

TEST(Parse, NothingIsNoStatement) {
  EXPECT_TRUE(parse("").statements().empty());
  EXPECT_TRUE(parse(" ; -- x\n ;").statements().empty());
}

TEST(Parse, NodeLocationsAreOffsetsInTheQueryString) {
  const ParseTree tree = parse("SELECT 1; SELECT 'é', b FROM t");
  const PgQuery__SelectStmt& select = *tree.statements()[1].node->select_stmt;
  EXPECT_EQ(node_location(*select.target_list[1]), 23);
  EXPECT_EQ(
      tree.text().substr(static_cast<std::size_t>(select.from_clause[0]->range_var->location)),
      "t");
}

TEST(Parse, SyntaxErrorsReadAsPostgres) {
  EXPECT_EQ(outcome("SELEC 1"), "42601 syntax error at or near \"SELEC\" @0");
  EXPECT_EQ(outcome("SELECT 'é' FROM FROM t"), "42601 syntax error at or near \"FROM\" @17");
  EXPECT_EQ(outcome("SELECT ("), "42601 syntax error at end of input @8");
  EXPECT_EQ(outcome("SELECT count(*) FROM t GROUP BY ALL"),
            "42601 syntax error at end of input @35");
  EXPECT_EQ(outcome("SELECT 'abc"), "42601 unterminated quoted string at or near \"'abc\" @7");
  EXPECT_EQ(outcome("SELECT /* x"), "42601 unterminated /* comment at or near \"/* x\" @7");
  EXPECT_EQ(outcome("SELECT 1a"), "42601 trailing junk after numeric literal at or near \"1a\" @7");
}

TEST(Parse, GrammarRefusalsKeepTheirSqlstateAndHint) {
  EXPECT_EQ(outcome("CREATE ASSERTION a CHECK (true)").substr(0, 5), "0A000");
  EXPECT_EQ(outcome("SELECT sum(a) OVER (ROWS UNBOUNDED FOLLOWING) FROM t").substr(0, 5), "42P20");
  try {
    parse("SELECT 1 LIMIT 1,2");
    FAIL();
  } catch (const SqlError& failure) {
    EXPECT_EQ(failure.hint, "Use separate LIMIT and OFFSET clauses.");
  }
}

TEST(Parse, BytesThatAreNoTextAreRefused) {
  EXPECT_EQ(outcome(std::string("SELECT 'a\0b'", 12)),
            "22021 invalid byte sequence for encoding \"UTF8\": 0x00 @-1");
  EXPECT_EQ(outcome("SELECT '\xff'"),
            "22021 invalid byte sequence for encoding \"UTF8\": 0xff @-1");
  EXPECT_EQ(outcome("SELECT '\xe2\x28'"),
            "22021 invalid byte sequence for encoding \"UTF8\": 0xe2 0x28 0x27 @-1");
  EXPECT_EQ(outcome("SELECT '\xed\xa0\x80'").substr(0, 5), "22021");
  EXPECT_EQ(outcome("SELECT '\xf0\x9f\x98\x80'"), "ok");
}

TEST(ParseDsql, CreateIndexAsync) {
  const ParseTree tree = parse(
      "CREATE UNIQUE INDEX async i ON t (a); CREATE INDEX j ON t (a); CREATE INDEX ASYNC ON t (a)");
  ASSERT_EQ(tree.statements().size(), 3u);
  EXPECT_TRUE(tree.statements()[0].async);
  EXPECT_EQ(std::string_view(tree.statements()[0].node->index_stmt->idxname), "i");
  EXPECT_EQ(tree.statements()[0].text, "CREATE UNIQUE INDEX async i ON t (a)");
  EXPECT_FALSE(tree.statements()[1].async);
  EXPECT_TRUE(tree.statements()[2].async);
  EXPECT_EQ(std::string_view(tree.statements()[2].node->index_stmt->idxname), "");
}

TEST(ParseDsql, CreateIndexGrammarErrors) {
  EXPECT_EQ(outcome("CREATE INDEX ASYNC IF NOT EXISTS ON t (a)"),
            "42601 syntax error at or near \"ON\" @33");
  EXPECT_EQ(outcome("CREATE INDEX ASYNC s.i ON t (a)"), "42601 syntax error at or near \".\" @20");
}

TEST(ParseDsql, AlterTableAsync) {
  const ParseTree tree = parse("ALTER TABLE ASYNC IF EXISTS t VALIDATE CONSTRAINT c");
  EXPECT_TRUE(tree.statements()[0].async);
  EXPECT_EQ(std::string_view(tree.statements()[0].node->alter_table_stmt->relation->relname), "t");
}

TEST(ParseDsql, AsyncIsReserved) {
  EXPECT_EQ(outcome("SELECT async FROM t"), "42601 syntax error at or near \"async\" @7");
  EXPECT_EQ(outcome("CREATE TABLE Async (a int)"), "42601 syntax error at or near \"Async\" @13");
  EXPECT_EQ(outcome("SELEC async"), "42601 syntax error at or near \"SELEC\" @0");
  EXPECT_EQ(outcome("SELECT 1 AS async, t.async, \"async\", 'async' FROM t"), "ok");
}

TEST(ParseDsql, IamStatementsBetweenOthers) {
  const ParseTree tree = parse(
      "SELECT 1; AWS IAM GRANT App_User TO 'arn:aws:iam::1:role/a'; aws iam revoke \"R x\" from "
      "'arn'; SELECT 2");
  ASSERT_EQ(tree.statements().size(), 4u);
  ASSERT_NE(tree.statements()[1].iam, nullptr);
  EXPECT_EQ(tree.statements()[1].node, nullptr);
  EXPECT_FALSE(tree.statements()[1].iam->revoke);
  EXPECT_EQ(tree.statements()[1].iam->role, "app_user");
  EXPECT_EQ(tree.statements()[1].iam->arn, "arn:aws:iam::1:role/a");
  EXPECT_EQ(tree.statements()[1].text, "AWS IAM GRANT App_User TO 'arn:aws:iam::1:role/a'");
  EXPECT_TRUE(tree.statements()[2].iam->revoke);
  EXPECT_EQ(tree.statements()[2].iam->role, "R x");
  EXPECT_EQ(tree.statements()[3].text, "SELECT 2");
}

TEST(ParseDsql, MalformedIamStatements) {
  EXPECT_EQ(outcome("AWS IAM GRANT r FROM 'x'"), "42601 syntax error at or near \"FROM\" @16");
  EXPECT_EQ(outcome("AWS IAM GRANT r TO"), "42601 syntax error at end of input @18");
  EXPECT_EQ(outcome("AWS IAM GRANT r TO 'x' y"), "42601 syntax error at or near \"y\" @23");
  EXPECT_EQ(outcome("AWS IAM GRANT current_user TO 'x'").substr(0, 5), "42601");
  EXPECT_EQ(outcome("AWS x"), "42601 syntax error at or near \"x\" @4");
  EXPECT_EQ(outcome("SELECT aws FROM iam"), "ok");
}

TEST(ParseDepth, DeepTextsAreRefusedNotFatal) {
  const std::string refusal = "54001 stack depth limit exceeded";
  const auto refused = [&](const std::string& text) {
    return outcome(text).substr(0, refusal.size());
  };
  constexpr int deep = 100000;
  EXPECT_EQ(refused("SELECT " + repeated(deep, "(") + "1" + repeated(deep, ")")), refusal);
  EXPECT_EQ(refused("SELECT 1" + repeated(deep, "+1")), refusal);
  EXPECT_EQ(refused("SELECT " + repeated(deep, "NOT ") + "true"), refusal);
  EXPECT_EQ(refused("SELECT " + repeated(deep, "- ") + "1"), refusal);
  EXPECT_EQ(refused("SELECT 1" + repeated(deep, " UNION SELECT 1")), refusal);
  EXPECT_EQ(refused("SELECT 1 FROM t" + repeated(deep, " CROSS JOIN t")), refusal);
  EXPECT_EQ(refused("SELECT 1" + repeated(deep, "::int")), refusal);
  EXPECT_EQ(refused("SELECT " + repeated(deep, "(SELECT ")), refusal);
  EXPECT_EQ(refused("SELECT " + repeated(deep, "f(")), refusal);
  EXPECT_EQ(refused("SELECT '1'" + repeated(deep, " COLLATE \"C\"")), refusal);
  EXPECT_EQ(refused("SELECT a" + repeated(3000, "+1")), refusal);
  EXPECT_EQ(refused("SELECT " + repeated(3000, "NOT ") + "true"), refusal);
}

TEST(ParseDepth, LongFlatTextsPass) {
  constexpr int many = 20000;
  EXPECT_EQ(outcome("SELECT 1" + repeated(limits::tree_depth / 2, "+1")), "ok");
  EXPECT_EQ(outcome("SELECT 1 WHERE a = 0" + repeated(many, " OR a + 1 = 1 AND b = 2")), "ok");
  EXPECT_EQ(outcome("INSERT INTO t VALUES (1)" + repeated(many, ", (1 - 2)")), "ok");
  EXPECT_EQ(outcome("SELECT CASE" + repeated(many, " WHEN a = 1 THEN '((((+'") + " END"), "ok");
  EXPECT_EQ(outcome("SELECT $$" + repeated(many, "+") + "$$, '" + repeated(many, "''+") + "' -- " +
                    repeated(many, "+")),
            "ok");
  EXPECT_EQ(outcome(repeated(many, "SELECT 1+1;")), "ok");
}

TEST(ParseSpeed, MegabyteOnOneLineIsLinear) {
  const std::string text =
      "INSERT INTO t VALUES (1, 'abcdefgh', NULL)" + repeated(40000, ", (1, 'abcdefgh', NULL)");
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(outcome(text), "ok");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

}  // namespace
}  // namespace dsql::rules
