#include "dsqlrules/screen/screen.h"

#include <string>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/rules.h"

namespace dsql::rules {
namespace {

// "rule: message" of the first violation of the last statement; "clean" if there is none.
std::string first(const std::string& text, ScreenOptions options = {}) {
  const ParseTree tree = parse(text);
  const auto found = Screen(options).first_violation(tree.statements().back());
  return found ? std::string(found->rule) + ": " + found->error.message : "clean";
}

std::string rule_of(const std::string& text, ScreenOptions options = {}) {
  const std::string answer = first(text, options);
  return answer.substr(0, answer.find(':'));
}

// --- every rule of this phase --------------------------------------------------------------------

class Witness : public testing::TestWithParam<RuleView> {};

AsOf month_in_force(const RuleView& rule) {
  if (in_force(rule, newest_profile)) return newest_profile;
  return rule.since > service_start
             ? rule.since
             : AsOf{rule.until.month == 1 ? rule.until.year - 1 : rule.until.year,
                    rule.until.month == 1 ? 12 : rule.until.month - 1};
}

TEST_P(Witness, IsAnsweredByItsRuleAndNoOther) {
  const RuleView& rule = GetParam();
  const ParseTree tree = parse(std::string(rule.witness));
  const Screen screen({.as_of = month_in_force(rule)});
  const std::vector<Violation> found = screen.violations(tree.statements().back());
  ASSERT_FALSE(found.empty()) << rule.witness;
  EXPECT_EQ(found[0].rule, rule.id) << rule.witness << " → " << found[0].error.message;
  EXPECT_EQ(found[0].error.sqlstate.text(), rule.sqlstate.text());
  EXPECT_EQ(found.size(), 1u) << rule.witness << " → also " << found.back().rule;
  EXPECT_GE(found[0].location, 0);
}

std::vector<RuleView> rules_of_this_phase() {
  std::vector<RuleView> result;
  for (const RuleView& rule : all_rules()) {
    if (rule.phase == Phase::screen) result.push_back(rule);
  }
  return result;
}

INSTANTIATE_TEST_SUITE_P(Rules, Witness, testing::ValuesIn(rules_of_this_phase()),
                         [](const auto& of) { return std::string(of.param.id); });

// --- what the service accepts --------------------------------------------------------------------

class Accepted : public testing::TestWithParam<const char*> {};

TEST_P(Accepted, IsClean) { EXPECT_EQ(first(GetParam()), "clean"); }

INSTANTIATE_TEST_SUITE_P(
    Queries, Accepted,
    testing::Values(
        "SELECT DISTINCT ON (a) a, b FROM t ORDER BY a, b DESC NULLS LAST LIMIT 3 OFFSET 1",
        "SELECT DISTINCT a FROM t",
        "SELECT a, count(*) FILTER (WHERE b > 0) FROM t GROUP BY GROUPING SETS ((a), ())",
        "SELECT rank() OVER w, sum(a) OVER (PARTITION BY b ORDER BY c ROWS BETWEEN 1 PRECEDING AND "
        "CURRENT ROW) "
        "FROM t WINDOW w AS (ORDER BY a)",
        "WITH RECURSIVE r (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 5) SEARCH "
        "DEPTH FIRST BY n SET o "
        "CYCLE n SET c USING p SELECT n FROM r",
        "WITH d AS (DELETE FROM t RETURNING a) INSERT INTO u SELECT a FROM d",
        "SELECT a FROM t, LATERAL (SELECT b FROM u WHERE u.a = t.a) s",
        "SELECT x FROM ROWS FROM (generate_series(1, 2), unnest(ARRAY[1, 2])) WITH ORDINALITY AS f "
        "(x, y, z)",
        "SELECT a FROM t NATURAL JOIN u LEFT JOIN v USING (a) AS j", "TABLE t",
        "VALUES (1, 'a'), (2, NULL)", "SELECT a FROM t ORDER BY a FETCH FIRST 2 ROWS WITH TIES",
        "SELECT (r).a, (ARRAY[1, 2, 3])[1:2], a[1] FROM r",
        "SELECT CASE WHEN a IS NOT NULL THEN 1 ELSE 2 END, COALESCE(a, b), NULLIF(a, b), "
        "GREATEST(a, b) FROM t",
        "SELECT a COLLATE \"C\", x AT TIME ZONE 'utc', CAST('1' AS int), ROW(1, 2) = ROW(1, 2) "
        "FROM t",
        "SELECT JSON_OBJECT('a': 1), JSON_ARRAY(1, 2), JSON_OBJECTAGG(a: b), '{}' IS JSON OBJECT "
        "FROM t",
        "SELECT JSON_ARRAY(SELECT 1), JSON_ARRAYAGG(a ORDER BY a) FROM t",
        "SELECT EXISTS (SELECT 1), 1 = ANY (SELECT 1), ARRAY(SELECT 1), (SELECT 1)",
        "SELECT a FROM t FOR UPDATE",
        "SELECT a FROM t, u FOR UPDATE OF t NOWAIT FOR KEY SHARE OF u SKIP LOCKED",
        "SELECT 1 FOR SHARE", "SELECT g FROM generate_series(1, 2) g FOR SHARE",
        "SELECT a FROM t FOR SHARE OF t FOR UPDATE",
        "WITH w AS (SELECT 1) SELECT * FROM w FOR SHARE",
        "SELECT f(a => 1, VARIADIC b => ARRAY[1])",
        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) FROM t",
        "SELECT current_date, current_timestamp(3), current_user, localtime",
        "SELECT substring('abc' FROM 2 FOR 1)", "SELECT GROUPING(a) FROM t GROUP BY ROLLUP (a)",
        "SELECT $1::int + $2", "SELECT 1 UNION SELECT 2 EXCEPT SELECT 3",
        "SELECT a FROM f() AS x (a int, b text COLLATE \"C\")", "SELECT mine.pg_advisory_lock(1)"));

INSTANTIATE_TEST_SUITE_P(
    Changes, Accepted,
    testing::Values(
        "INSERT INTO t (a, b) VALUES (1, DEFAULT) ON CONFLICT (a) WHERE b > 0 DO UPDATE SET b = "
        "excluded.b "
        "WHERE t.b < 1 RETURNING *",
        "INSERT INTO t DEFAULT VALUES", "INSERT INTO t OVERRIDING SYSTEM VALUE SELECT 1",
        "INSERT INTO t VALUES (1) ON CONFLICT ON CONSTRAINT k DO NOTHING",
        "UPDATE t SET (a, b) = (SELECT 1, 2), c = DEFAULT FROM u WHERE t.a = u.a RETURNING t.a",
        "DELETE FROM t USING u WHERE t.a = u.a",
        "COPY t (a, b) FROM STDIN WITH (FORMAT csv, HEADER)", "COPY (SELECT 1) TO STDOUT",
        "EXPLAIN (ANALYZE, VERBOSE, COSTS off) UPDATE t SET a = 1", "CALL sys.wait_for_job('x')",
        "ANALYZE t (a)", "ANALYZE VERBOSE"));

INSTANTIATE_TEST_SUITE_P(
    Definitions, Accepted,
    testing::Values(
        "CREATE TABLE IF NOT EXISTS s.t (a uuid PRIMARY KEY DEFAULT gen_random_uuid(), b text "
        "STORAGE main NOT NULL, "
        "c int CHECK (c > 0), d bigint GENERATED ALWAYS AS (c * 2) STORED, e int REFERENCES p (a) "
        "ON DELETE CASCADE "
        "DEFERRABLE INITIALLY DEFERRED, f int UNIQUE NULLS NOT DISTINCT, CONSTRAINT k UNIQUE (b, "
        "c) INCLUDE (d), "
        "FOREIGN KEY (c) REFERENCES p ON DELETE SET NULL (c), LIKE u INCLUDING ALL)",
        "CREATE TABLE t ()", "CREATE TABLE t (a int UNIQUE NOT DEFERRABLE)",
        "CREATE TABLE t (id bigint GENERATED BY DEFAULT AS IDENTITY (CACHE 1 START WITH 5))",
        "ALTER TABLE t ADD COLUMN IF NOT EXISTS a text STORAGE external",
        "ALTER TABLE t ADD COLUMN a int NULL",
        "ALTER TABLE t DROP COLUMN a CASCADE, ALTER b SET DEFAULT 1, ALTER c DROP NOT NULL",
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID",
        "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES p NOT VALID",
        "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i",
        "ALTER TABLE ASYNC t VALIDATE CONSTRAINT c", "ALTER TABLE t DROP CONSTRAINT IF EXISTS c",
        "ALTER TABLE t ALTER a ADD GENERATED ALWAYS AS IDENTITY (CACHE 65536)",
        "ALTER TABLE t ALTER a SET GENERATED BY DEFAULT SET CACHE 1 RESTART WITH 3",
        "ALTER TABLE t OWNER TO r", "ALTER TABLE t ENABLE TRIGGER ALL", "ALTER TABLE t RENAME TO u",
        "ALTER TABLE t RENAME a TO b", "ALTER TABLE t RENAME CONSTRAINT a TO b",
        "ALTER TABLE t SET SCHEMA s", "ALTER TABLE t ALTER CONSTRAINT c DEFERRABLE",
        "CREATE UNIQUE INDEX ASYNC IF NOT EXISTS i ON ONLY s.t (a NULLS FIRST, lower(b)) INCLUDE "
        "(c) NULLS NOT DISTINCT "
        "WHERE a > 0",
        "CREATE INDEX ASYNC ON t ((a || b))", "DROP INDEX IF EXISTS i, j CASCADE",
        "ALTER INDEX i RENAME TO j",
        "CREATE SEQUENCE s CACHE 1 AS bigint INCREMENT BY 2 OWNED BY t.a",
        "ALTER SEQUENCE s RESTART WITH 5", "ALTER SEQUENCE s OWNER TO r", "DROP SEQUENCE s",
        "CREATE OR REPLACE VIEW v (a) WITH (security_barrier) AS SELECT 1 WITH LOCAL CHECK OPTION",
        "CREATE RECURSIVE VIEW v (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM v WHERE n < 3",
        "ALTER VIEW v SET (security_invoker = true)", "ALTER VIEW v ALTER a SET DEFAULT 1",
        "DROP VIEW v",
        "CREATE OR REPLACE FUNCTION f(a int, b text DEFAULT 'x') RETURNS int LANGUAGE SQL "
        "IMMUTABLE STRICT AS 'SELECT 1'",
        "CREATE FUNCTION f() RETURNS int RETURN 1",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END",
        "ALTER FUNCTION f(int) RENAME TO g", "ALTER ROUTINE f OWNER TO r",
        "DROP FUNCTION IF EXISTS f(int)", "CREATE SCHEMA IF NOT EXISTS s AUTHORIZATION r",
        "CREATE SCHEMA s CREATE TABLE t (a int) CREATE VIEW v AS SELECT 1", "DROP SCHEMA s CASCADE",
        "ALTER SCHEMA s RENAME TO r",
        "CREATE DOMAIN d AS text DEFAULT 'x' NOT NULL CONSTRAINT c CHECK (value <> '')",
        "ALTER DOMAIN d DROP NOT NULL", "ALTER DOMAIN d SET DEFAULT 'y'", "DROP DOMAIN d RESTRICT",
        "COMMENT ON COLUMN t.a IS 'x'", "COMMENT ON FUNCTION f(int) IS NULL",
        "COMMENT ON CONSTRAINT c ON t IS 'x'",
        "CREATE STATISTICS IF NOT EXISTS s (ndistinct, mcv) ON a, (b + 1) FROM t",
        "ALTER STATISTICS s SET STATISTICS 50", "DROP STATISTICS s",
        "DROP TRIGGER IF EXISTS g ON t"));

INSTANTIATE_TEST_SUITE_P(
    SessionsAndRoles, Accepted,
    testing::Values("BEGIN", "START TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
                    "COMMIT AND NO CHAIN", "ABORT", "SET CONSTRAINTS ALL DEFERRED",
                    "SET search_path = a, b", "SET LOCAL TIME ZONE 'UTC'", "SET NAMES 'UTF8'",
                    "SET SCHEMA 'x'", "SET TimeZone TO DEFAULT", "RESET ALL", "RESET ROLE",
                    "SET LOCAL ROLE r", "SET SESSION AUTHORIZATION DEFAULT", "SHOW ALL",
                    "SHOW TRANSACTION ISOLATION LEVEL", "DEALLOCATE ALL",
                    "SET \"DateStyle\" = 'ISO'",
                    "CREATE ROLE r WITH LOGIN INHERIT IN ROLE s NOSUPERUSER",
                    "ALTER ROLE r RENAME TO s", "ALTER ROLE r RESET ALL", "DROP ROLE IF EXISTS r",
                    "GRANT SELECT (a), UPDATE ON t TO r WITH GRANT OPTION",
                    "GRANT USAGE ON SCHEMA mine TO r",
                    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM r CASCADE",
                    "GRANT EXECUTE ON FUNCTION f(int) TO PUBLIC",
                    "GRANT a TO b WITH ADMIN OPTION GRANTED BY CURRENT_USER",
                    "ALTER DEFAULT PRIVILEGES FOR ROLE r IN SCHEMA s GRANT SELECT ON TABLES TO q",
                    "AWS IAM GRANT r TO 'arn:aws:iam::1:role/a'"));

// --- precedence and variants ---------------------------------------------------------------------

TEST(Screen, CreateIndexPrecedence) {
  EXPECT_EQ(rule_of("CREATE INDEX CONCURRENTLY i ON t USING hash (a DESC)"), "index_concurrently");
  EXPECT_EQ(rule_of("CREATE INDEX i ON t USING btree (a DESC)"), "index_using");
  EXPECT_EQ(rule_of("CREATE INDEX i ON t (a DESC)"), "index_async");
  EXPECT_EQ(rule_of("CREATE INDEX ASYNC i ON t (a ASC)"), "index_sort_direction");
  EXPECT_EQ(rule_of("CREATE INDEX i ON t (a) WHERE a > 0", {.as_of = {2026, 8}}), "index_partial");
  EXPECT_EQ(rule_of("CREATE INDEX i ON t (a)", {.sync_create_index = true}), "clean");
  EXPECT_EQ(rule_of("CREATE INDEX ASYNC \"using\" ON s.\"using\" (a)"), "clean");
  EXPECT_EQ(rule_of("SELECT 1; CREATE INDEX ASYNC i ON t /* ( */ using btree (a)"), "index_using");
}

TEST(Screen, IsolationLevelIsLookedAtBeforeTheStatement) {
  EXPECT_EQ(first("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"),
            "transaction_isolation: Unsupported isolation level: SERIALIZABLE");
  EXPECT_EQ(first("BEGIN ISOLATION LEVEL READ COMMITTED"),
            "transaction_isolation: Unsupported isolation level: READ COMMITTED");
  EXPECT_EQ(first("SET TRANSACTION READ ONLY"),
            "set_transaction: setting configuration parameter \"TRANSACTION\" not supported");
  EXPECT_EQ(
      first("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"),
      "set_transaction: setting configuration parameter \"SESSION CHARACTERISTICS\" not supported");
}

TEST(Screen, SettingsAreAnAllowList) {
  EXPECT_EQ(first("SET default_transaction_isolation = 'repeatable read'"),
            "unsupported_setting: setting configuration parameter "
            "\"default_transaction_isolation\" not supported");
  EXPECT_EQ(rule_of("RESET statement_timeout"), "unsupported_setting");
  EXPECT_EQ(rule_of("SET response.headers = 'x'"), "unsupported_setting");
  EXPECT_EQ(first("SELECT pg_catalog.set_config('search_path', '', false)"),
            "unsupported_setting: setting configuration parameter \"search_path\" not supported");
}

TEST(Screen, StatementsInsideStatementsAreScreened) {
  EXPECT_EQ(first("EXPLAIN EXECUTE p"), "unsupported_execute: unsupported statement: Execute");
  EXPECT_EQ(rule_of("EXPLAIN CREATE TABLE t AS SELECT 1"), "create_table_as");
  EXPECT_EQ(rule_of("CREATE SCHEMA s CREATE TABLE t (a int) TABLESPACE x"), "tablespace");
  EXPECT_EQ(rule_of("CREATE VIEW v AS SELECT a FROM t TABLESAMPLE system (1)"), "tablesample");
  EXPECT_EQ(rule_of("INSERT INTO t SELECT pg_backend_pid()"), "unsupported_function");
  EXPECT_EQ(rule_of("CREATE TABLE t (a int DEFAULT pg_backend_pid())"), "unsupported_function");
  EXPECT_EQ(rule_of("SELECT 1 FROM (SELECT a FROM t FOR SHARE) s"), "locking_clause");
}

TEST(Screen, LockingClauses) {
  EXPECT_EQ(rule_of("SELECT 1 FROM t, u FOR UPDATE OF t FOR NO KEY UPDATE OF u"), "locking_clause");
  EXPECT_EQ(rule_of("SELECT 1 FROM (SELECT a FROM t) s FOR SHARE"), "locking_clause");
  EXPECT_EQ(rule_of("SELECT 1 FROM (SELECT 1) s FOR SHARE"), "clean");
  EXPECT_EQ(rule_of("SELECT 1 FROM t FOR KEY SHARE", {.as_of = {2026, 7}}),
            "locking_clause_before_2026_08");
}

TEST(Screen, AlterTableActionsCarryPostgresNames) {
  EXPECT_EQ(first("ALTER TABLE t SET (fillfactor = 70)"),
            "at_unsupported_action: unsupported ALTER TABLE SET statement");
  EXPECT_EQ(first("ALTER TABLE t INHERIT p"),
            "at_unsupported_action: unsupported ALTER TABLE INHERIT statement");
  EXPECT_EQ(first("ALTER TABLE t FORCE ROW LEVEL SECURITY"),
            "at_unsupported_action: unsupported ALTER TABLE FORCE ROW SECURITY statement");
  EXPECT_EQ(first("ALTER TABLE t ATTACH PARTITION p DEFAULT"),
            "at_unsupported_action: unsupported ALTER TABLE ATTACH PARTITION statement");
}

TEST(Screen, AllViolationsOfAStatementAreFound) {
  const ParseTree tree =
      parse("CREATE TEMP TABLE t (a text COLLATE \"C\", b int) INHERITS (p) TABLESPACE s");
  std::vector<std::string> rules;
  for (const Violation& violation : Screen().violations(tree.statements()[0]))
    rules.emplace_back(violation.rule);
  EXPECT_EQ(rules, (std::vector<std::string>{"temp_table", "inherits", "tablespace", "collation"}));
}

TEST(Screen, LocationsAreOffsetsOfWhatBreaksTheRule) {
  const std::string text = "SELECT 1; CREATE TABLE t (a int, b text COLLATE \"C\")";
  const ParseTree tree = parse(text);
  const auto found = Screen().first_violation(tree.statements()[1]);
  ASSERT_TRUE(found);
  EXPECT_EQ(text.substr(static_cast<std::size_t>(found->location), 7), "COLLATE");
}

TEST(Screen, AdmitRaisesTheFirst) {
  const ParseTree tree = parse("TRUNCATE t");
  EXPECT_THROW(Screen().admit(tree.statements()[0]), SqlError);
}

}  // namespace
}  // namespace dsql::rules
