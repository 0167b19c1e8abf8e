#include <gtest/gtest.h>

#include "dsqlrules/parse/statement.h"

namespace dsql::rules {
namespace {

const Node& first_target(const ParseTree& tree) {
  return *tree.statements()[0].node->select_stmt->target_list[0]->res_target->val;
}

TEST(Deparse, ExpressionsComeBackThroughParse) {
  for (const std::string text :
       {"a + 1", "lower(x) || 'it''s'", "CASE WHEN a THEN 1 ELSE 2 END", "now() AT TIME ZONE 'utc'",
        "x::numeric(10, 2)", "a IN (1, 2, 3)"}) {
    const std::string once = deparse_expression(first_target(parse("SELECT " + text)));
    EXPECT_EQ(deparse_expression(first_target(parse("SELECT " + once))), once);
    EXPECT_FALSE(once.empty());
  }
  EXPECT_EQ(deparse_expression(first_target(parse("SELECT  a+1"))), "a + 1");
}

TEST(Deparse, Statements) {
  const ParseTree tree = parse("select  a  from t where b=1");
  EXPECT_EQ(deparse_statement(*tree.statements()[0].node), "SELECT a FROM t WHERE b = 1");
}

TEST(Deparse, TheDeepestTreeThatParsesDeparses) {
  std::string text = "SELECT 1";
  for (int i = 0; i < 2000; ++i) text += "+1";
  EXPECT_GT(deparse_expression(first_target(parse(text))).size(), 4000u);
}

}  // namespace
}  // namespace dsql::rules
