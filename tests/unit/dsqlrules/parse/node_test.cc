#include "dsqlrules/parse/node.h"

#include <gtest/gtest.h>

#include "dsqlrules/parse/statement.h"

namespace dsql::rules {
namespace {

std::string statement_name(const std::string& text) {
  const ParseTree tree = parse(text);
  return std::string(statement_node_name(*tree.statements().at(0).node));
}

const Node& value(const ParseTree& tree) {
  return *tree.statements()[0].node->select_stmt->target_list[0]->res_target->val;
}

TEST(Node, NamesAreThoseOfTheServicesRefusals) {
  EXPECT_EQ(statement_name("TRUNCATE t"), "Truncate");
  EXPECT_EQ(statement_name("CREATE DATABASE d"), "Createdb");
  EXPECT_EQ(statement_name("CREATE TABLE t AS SELECT 1"), "CreateTableAs");
  EXPECT_EQ(statement_name("CREATE TABLESPACE x LOCATION '/x'"), "CreateTableSpace");
  EXPECT_EQ(statement_name("LISTEN x"), "Listen");
}

TEST(Node, Constants) {
  const ParseTree number = parse("SELECT -42");
  EXPECT_EQ(integer_of(&value(number)), -42);
  const ParseTree large = parse("SELECT 9000000000");
  EXPECT_EQ(integer_of(&value(large)), 9000000000);
  const ParseTree fraction = parse("SELECT 1.5");
  EXPECT_EQ(integer_of(&value(fraction)), std::nullopt);
  const ParseTree text = parse("SELECT 'x'");
  EXPECT_EQ(constant_string_of(&value(text)), "x");
  const ParseTree truth = parse("SELECT true");
  EXPECT_EQ(boolean_of(&value(truth)), true);
  const ParseTree null = parse("SELECT NULL");
  EXPECT_TRUE(is_null_constant(&value(null)));
  EXPECT_FALSE(is_null_constant(&value(text)));
}

TEST(Node, Options) {
  const ParseTree tree = parse("EXPLAIN (ANALYZE, verbose off, format json) SELECT 1");
  const PgQuery__ExplainStmt& explain = *tree.statements()[0].node->explain_stmt;
  const auto option = [&](std::string_view name) {
    return find_option(explain.n_options, explain.options, name);
  };
  EXPECT_EQ(option_boolean(*option("analyze")), true);
  EXPECT_EQ(option_boolean(*option("verbose")), false);
  EXPECT_EQ(option_text(*option("format")), "json");
  EXPECT_EQ(option("costs"), nullptr);
}

TEST(Node, TypesAndNames) {
  const ParseTree tree = parse("CREATE TABLE a.b (x numeric(10,2), y int)");
  const PgQuery__CreateStmt& create = *tree.statements()[0].node->create_stmt;
  EXPECT_EQ(dotted_name(*create.relation), "a.b");
  const PgQuery__TypeName& type = *create.table_elts[0]->column_def->type_name;
  EXPECT_EQ(type_base_name(type), "numeric");
  EXPECT_EQ(type_modifier(type, 1), 2);
  EXPECT_EQ(type_modifier(type, 2), std::nullopt);
  const PgQuery__TypeName& integer = *create.table_elts[1]->column_def->type_name;
  EXPECT_EQ(type_base_name(integer), "int4");
  EXPECT_EQ(type_schema_name(integer), "pg_catalog");
}

TEST(Node, ObjectNames) {
  const ParseTree tree = parse("DROP TABLE s.t, u");
  const PgQuery__DropStmt& drop = *tree.statements()[0].node->drop_stmt;
  EXPECT_EQ(object_name(*drop.objects[0]), (std::vector<std::string_view>{"s", "t"}));
  EXPECT_EQ(object_name(*drop.objects[1]), (std::vector<std::string_view>{"u"}));
}

}  // namespace
}  // namespace dsql::rules
