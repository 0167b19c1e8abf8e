#include "dsqlrules/shape/shape.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/rules.h"
#include "dsqlrules/shape/from_syntax.h"

namespace dsql::rules {
namespace {

std::vector<std::string> rules_of(const std::string& text, AsOf as_of = newest_profile) {
  const ParseTree tree = parse(text);
  std::vector<std::string> rules;
  for (const Violation& violation : shape_violations(tree.statements().back(), as_of)) {
    rules.emplace_back(violation.rule);
  }
  return rules;
}

std::string message_of(const std::string& text) {
  const ParseTree tree = parse(text);
  const auto found = shape_violations(tree.statements().back());
  return found.empty() ? "clean" : found.front().error.message;
}

// "(c1 int SUFFIX, c2 int SUFFIX, …)"
std::string columns(int count, const std::string& suffix = "") {
  std::string result = "(";
  for (int i = 1; i <= count; ++i)
    result += (i > 1 ? ", c" : "c") + std::to_string(i) + " int" + suffix;
  return result + ")";
}

// A witness may abbreviate with <…>; these are written out here or checked by count below.
std::string spelled_out(std::string_view witness) {
  std::string text(witness);
  if (text == "CREATE TABLE t (<257 columns>)") return "CREATE TABLE t " + columns(257);
  if (text.starts_with("CREATE TABLE t (<257 columns>, ")) {
    std::string list = columns(257);
    list.pop_back();
    return "CREATE TABLE t " + list + ", PRIMARY KEY (c1))";
  }
  if (text == "CREATE TABLE t (<25 unique columns>)")
    return "CREATE TABLE t " + columns(25, " UNIQUE");
  return text;
}

AsOf month_in_force(const RuleView& rule) {
  if (in_force(rule, newest_profile)) return newest_profile;
  return AsOf{rule.until.year, rule.until.month - 1};
}

class Witness : public testing::TestWithParam<RuleView> {};

TEST_P(Witness, IsAnsweredByItsRuleAndNoOther) {
  const RuleView& rule = GetParam();
  EXPECT_EQ(rules_of(spelled_out(rule.witness), month_in_force(rule)),
            std::vector<std::string>{std::string(rule.id)})
      << rule.witness;
}

// The rules that need a catalog full of objects are tested by their counts below.
bool needs_catalog(const RuleView& rule) {
  return !rule.setup.empty() || rule.id == "view_definition_size";
}

std::vector<RuleView> rules_of_statements() {
  std::vector<RuleView> result;
  for (const RuleView& rule : all_rules()) {
    if (rule.phase == Phase::shape && !needs_catalog(rule)) result.push_back(rule);
  }
  return result;
}

INSTANTIATE_TEST_SUITE_P(Rules, Witness, testing::ValuesIn(rules_of_statements()),
                         [](const auto& of) { return std::string(of.param.id); });

TEST(Shape, CountsRefuseTheFirstBeyondTheLimit) {
  const auto boundary = [](auto check, std::size_t limit, std::string_view rule) {
    EXPECT_FALSE(check(limit)) << rule;
    const auto beyond = check(limit + 1);
    ASSERT_TRUE(beyond) << rule;
    EXPECT_EQ(beyond->rule, rule);
  };
  boundary(check_indexes_of_table, 24, "table_indexes");
  boundary(check_statistics_of_table, 5, "table_statistics");
  boundary(check_schemas, 10, "schema_count");
  boundary(check_tables, 1000, "table_count");
  boundary(check_views, 5000, "view_count");
  boundary(check_sequences, 5000, "sequence_count");
  boundary(
      [](std::size_t bytes) { return check_view_definition(static_cast<std::int64_t>(bytes)); },
      512 * 1024, "view_definition_size");
  boundary(
      [](std::size_t target) { return check_statistics_target(static_cast<std::int64_t>(target)); },
      100, "statistics_target");
}

TEST(Shape, TextsOfTheService) {
  EXPECT_EQ(message_of("CREATE TABLE t (a int4range)"), "datatype int4range not supported");
  EXPECT_EQ(message_of("CREATE TABLE t (a bit varying(3))"), "datatype bit varying not supported");
  EXPECT_EQ(message_of("CREATE TABLE t (a integer[])"), "datatype integer[] not supported");
  EXPECT_EQ(message_of("ALTER TABLE t ADD COLUMN a serial"), "type \"serial\" does not exist");
  EXPECT_EQ(message_of("CREATE TABLE t (a smallint GENERATED ALWAYS AS IDENTITY (CACHE 1))"),
            "datatype smallint not supported, identity column type must be bigint");
  EXPECT_EQ(message_of("CREATE TABLE t (a bytea UNIQUE)"),
            "datatype bytea is not supported in a key");
  EXPECT_EQ(message_of("CREATE SEQUENCE s CACHE 100"),
            "CACHE (100) must be greater than or equal to 65536 or equal to 1");
}

TEST(Shape, SupportedColumnsPass) {
  EXPECT_EQ(message_of("CREATE TABLE t (a smallint, b int4, c bigint PRIMARY KEY, d real, e "
                       "float8, f numeric(1000, -5), "
                       "g decimal, h char(4096), i varchar(65535), j bpchar, k text, l date, m "
                       "time(3), n timetz, "
                       "o timestamptz, p interval year to month, q bool, r bytea, s uuid, t json, "
                       "u jsonb, v mine.money, "
                       "w my_domain)"),
            "clean");
  EXPECT_EQ(message_of("CREATE TABLE t " + columns(256)), "clean");
  EXPECT_EQ(
      message_of(
          "CREATE TABLE t (a varchar(1000), b varchar(992), c bigint, PRIMARY KEY (a, b, c))"),
      "clean");
  EXPECT_EQ(
      message_of(
          "CREATE TABLE t (a varchar(1000), b varchar(993), c bigint, PRIMARY KEY (a, b, c))"),
      "key size greater than 2000 bytes not supported");
  EXPECT_EQ(message_of("ALTER SEQUENCE s RESTART"), "clean");
  EXPECT_EQ(message_of("CREATE INDEX ASYNC i ON t (a, b, c, d, e, f, g, h) INCLUDE (i, j)"),
            "clean");
}

TEST(Shape, StatementsInsideCreateSchemaAreLookedAt) {
  EXPECT_EQ(rules_of("CREATE SCHEMA s CREATE TABLE t (a money)"),
            std::vector<std::string>{"unsupported_type"});
}

TEST(Shape, AlterColumnIdentity) {
  EXPECT_EQ(rules_of("ALTER TABLE t ALTER a ADD GENERATED ALWAYS AS IDENTITY"),
            std::vector<std::string>{"identity_cache_missing"});
  EXPECT_EQ(rules_of("ALTER TABLE t ALTER a SET CACHE 2"),
            std::vector<std::string>{"sequence_cache"});
}

}  // namespace
}  // namespace dsql::rules
