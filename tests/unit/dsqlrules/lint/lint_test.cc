#include "dsqlrules/lint/lint.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/lint_text.h"
#include "dsqlrules/conditions/rules.h"

namespace dsql::rules {
namespace {

using Words = std::vector<std::string>;

// "rule line:column" of every finding.
Words found(std::string_view sql, LintOptions options = {}) {
  Linter linter(std::move(options));
  Words words;
  for (const Diagnostic& made : linter.check(sql).diagnostics)
    words.push_back(std::string(made.rule) + ' ' + std::to_string(made.line) + ':' +
                    std::to_string(made.column));
  return words;
}

Diagnostic first(std::string_view sql) {
  Linter linter;
  const LintReport report = linter.check(sql);
  return report.diagnostics.empty() ? Diagnostic{} : report.diagnostics.front();
}

TEST(Lint, WhatTheServiceAcceptsIsClean) {
  for (const std::string_view sql :
       {"", "SELECT 1", "ALTER SEQUENCE s RESTART WITH 5", "ALTER DOMAIN d DROP NOT NULL",
        "GRANT r TO u", "AWS IAM GRANT r TO 'arn:aws:iam::123456789012:role/x'",
        "CREATE TABLE t (LIKE u INCLUDING ALL)", "ALTER TABLE ASYNC t VALIDATE CONSTRAINT c",
        "CREATE UNIQUE INDEX ASYNC i ON t (a) INCLUDE (b) NULLS NOT DISTINCT WHERE a > 0",
        "COPY t FROM STDIN;\n1\tit's\n\\.\n", "\\set ON_ERROR_STOP on\nSELECT :'x', :y, a::int",
        "BEGIN; INSERT INTO t VALUES (1); SELECT 1; COMMIT;",
        "BEGIN; CREATE TABLE t (a int); SELECT 1; COMMIT;"}) {
    EXPECT_EQ(found(sql), Words{}) << sql;
  }
}

TEST(Lint, RulesLinesAndColumns) {
  EXPECT_EQ(found("CREATE TABLE t (\n  id SERIAL,\n  tags text[]\n);\nTRUNCATE t;"),
            (Words{"serial_type 2:6", "array_type 3:8", "truncate 5:1"}));
  EXPECT_EQ(found("CREATE INDEX ASYNC i\n ON t\n USING gin\n (x\n DESC);"),
            (Words{"index_using 3:2", "index_sort_direction 5:2"}));
  EXPECT_EQ(found("ALTER TABLE t\n DROP COLUMN a,\n ALTER COLUMN b TYPE text"),
            Words{"at_unsupported_alter_column_set_type 3:2"});
}

TEST(Lint, EveryViolationOfAStatementIsReported) {
  EXPECT_EQ(found("CREATE TEMP TABLE t (a int GENERATED ALWAYS AS IDENTITY) TABLESPACE s").size(),
            4U);
}

TEST(Lint, ASyntaxErrorIsOneFindingAndOthersGoOn) {
  EXPECT_EQ(found("SELECT 1;\nSELCT 2;\nTRUNCATE t;\nSELECT 3"),
            (Words{"parse_error 2:1", "truncate 3:1"}));
  EXPECT_EQ(found("CREATE TABLE t (a int;\nTRUNCATE t"),
            (Words{"parse_error 1:22", "truncate 2:1"}));
  EXPECT_EQ(first("SELCT 1").message(), "Failed to parse SQL: syntax error at or near \"SELCT\"");
}

TEST(Lint, SyntaxOfOtherVersionsHasRulesOfItsOwn) {
  EXPECT_EQ(found("CREATE TABLE c (a int REFERENCES p (a) NOT ENFORCED)"),
            Words{"foreign_key_enforced 1:40"});
  EXPECT_EQ(found("CREATE TABLE c (a int, FOREIGN KEY (a) REFERENCES p MATCH PARTIAL)"),
            Words{"foreign_key_match_partial 1:53"});
  EXPECT_EQ(found("DROP TRIGGER IF EXISTS g"), Words{"unsupported_drop_trigger 1:1"});
  EXPECT_EQ(found("CREATE PROCEDURE p() AS BEGIN END"), Words{"unsupported_create_procedure 1:1"});
}

TEST(Lint, TransactionsAreJudgedAtTheirBegin) {
  EXPECT_EQ(found("BEGIN;\nCREATE TABLE a (x int);\nCREATE TABLE b (x int);\nCOMMIT;"),
            Words{"multi_ddl_transaction 1:1"});
  EXPECT_EQ(found("BEGIN;\nCREATE TABLE a (x int);\nINSERT INTO a VALUES (1);\nROLLBACK;"),
            Words{"mixed_ddl_dml_transaction 1:1"});
  EXPECT_EQ(found("BEGIN; SELECT 1; ANALYZE t; COMMIT"), Words{"analyze_in_transaction 1:18"});
  EXPECT_EQ(found("BEGIN READ ONLY; DELETE FROM t; COMMIT"), Words{"read_only_transaction 1:18"});
  EXPECT_EQ(found("BEGIN; CREATE TABLE a (x int); COMMIT; BEGIN; CREATE TABLE b (x int); COMMIT"),
            Words{});
}

std::string insert_rows(int rows) {
  std::string sql = "INSERT INTO t VALUES (0)";
  for (int i = 1; i < rows; ++i) sql += ",(" + std::to_string(i) + ')';
  return sql + ";\n";
}

TEST(Lint, LiteralRowsAreCounted) {
  EXPECT_EQ(found(insert_rows(3000)), Words{});
  EXPECT_EQ(found(insert_rows(3001)), Words{"transaction_rows 1:1"});
  EXPECT_EQ(found("BEGIN;\n" + insert_rows(2000) + insert_rows(2000) + insert_rows(9) + "COMMIT;"),
            Words{"transaction_rows 3:1"});
  EXPECT_EQ(found(insert_rows(2000) + insert_rows(2000)), Words{});
  std::string copy = "COPY t FROM STDIN;\n";
  for (int i = 0; i < 3001; ++i) copy += "1\n";
  EXPECT_EQ(found(copy + "\\.\nSELECT 1;"), Words{"transaction_rows 1:1"});
}

TEST(Lint, TheScriptsTablesAreRemembered) {
  const std::string table =
      "CREATE TABLE a (id int PRIMARY KEY, b int, j jsonb, t text NOT NULL);\n";
  EXPECT_EQ(found(table + "ALTER TABLE a DROP CONSTRAINT a_pkey;"),
            Words{"primary_key_removal 2:1"});
  EXPECT_EQ(found(table + "ALTER TABLE public.a DROP COLUMN id;"),
            Words{"primary_key_removal 2:1"});
  EXPECT_EQ(found(table + "ALTER TABLE a RENAME TO z; ALTER TABLE z DROP COLUMN id;"),
            Words{"primary_key_removal 2:28"});
  EXPECT_EQ(found(table + "DROP TABLE a; ALTER TABLE a DROP COLUMN id;"), Words{});
  EXPECT_EQ(found(table + "CREATE INDEX ASYNC i ON a (j);"), Words{"key_type 2:25"});
  EXPECT_EQ(found(table + "ALTER TABLE a ALTER b ADD GENERATED ALWAYS AS IDENTITY (CACHE 1);"),
            (Words{"identity_type 2:27", "identity_not_null 2:27"}));
}

TEST(Lint, SeveralScriptsAreOneSchema) {
  Linter linter;
  EXPECT_TRUE(linter.check("CREATE TABLE a (id int PRIMARY KEY);").diagnostics.empty());
  const LintReport second = linter.check("ALTER TABLE a DROP COLUMN id;");
  ASSERT_EQ(second.diagnostics.size(), 1U);
  EXPECT_EQ(second.diagnostics[0].rule, "primary_key_removal");
}

TEST(Lint, FunctionsAndCollationsByName) {
  EXPECT_EQ(found("CREATE INDEX ASYNC i ON t (gen_random_uuid())"),
            Words{"index_volatile_function 1:28"});
  EXPECT_EQ(found("CREATE INDEX ASYNC i ON t (a) WHERE b > CURRENT_TIMESTAMP"),
            Words{"index_volatile_function 1:41"});
  EXPECT_EQ(found("CREATE INDEX ASYNC i ON t (lower(a))"), Words{});
  EXPECT_EQ(found("SELECT a COLLATE \"de_DE\", b COLLATE \"C\" FROM t"), Words{"collation 1:10"});
}

TEST(Lint, WordsOfDsqlLint) {
  const Diagnostic serial = first("CREATE TABLE t (id BIGSERIAL PRIMARY KEY);");
  EXPECT_EQ(serial.message(), "Column `id` uses BIGSERIAL, which is not supported in DSQL.");
  EXPECT_EQ(serial.status, FixStatus::fixed_with_warning);
  EXPECT_EQ(serial.preview, "CREATE TABLE t (id BIGSERIAL PRIMARY KEY);");
  EXPECT_EQ(serial.sqlstate, "42704");
  EXPECT_EQ(first("ALTER TABLE t ADD COLUMN id SERIAL").status, FixStatus::unfixable);
  EXPECT_EQ(first("CREATE TABLE t (a text COLLATE \"C\")").detail(),
            "Removed COLLATE \"C\" from column `a`");
  EXPECT_EQ(first("CREATE INDEX i ON t (a)").message(),
            "CREATE INDEX without ASYNC is not supported in DSQL. Index: i");
  EXPECT_EQ(first("CREATE INDEX ON t (a)").message(),
            "CREATE INDEX without ASYNC is not supported in DSQL.");
  EXPECT_EQ(first("CREATE TABLE t (a bigint GENERATED ALWAYS AS IDENTITY (CACHE 7))").message(),
            "CACHE value 7 is invalid in DSQL. Only CACHE 1 or CACHE >= 65536 are allowed.");
  EXPECT_EQ(first("ALTER ROLE r CREATEROLE CREATEDB").message(),
            "ALTER ROLE with CREATEROLE, CREATEDB is not supported in DSQL.");
  EXPECT_EQ(first("ALTER USER u WITH PASSWORD 'x'").rule, "unsupported_alter_user");
}

TEST(Lint, ElementsOfASchemaAreStatements) {
  Linter linter;
  const LintReport report = linter.check(
      "CREATE SCHEMA s CREATE TABLE t (id serial) CREATE INDEX i ON t (id) CREATE SEQUENCE q");
  ASSERT_EQ(report.diagnostics.size(), 3U);
  EXPECT_EQ(report.diagnostics[0].message(),
            "CREATE INDEX without ASYNC is not supported in DSQL.");
  EXPECT_EQ(report.diagnostics[1].message(),
            "Column `id` uses SERIAL, which is not supported in DSQL.");
}

TEST(Lint, OtherRulesSpeakWithTheServicesWords) {
  const Diagnostic made = first("CREATE TABLE t (a money)");
  EXPECT_EQ(made.message(), "datatype money not supported");
  EXPECT_EQ(made.service_message, "datatype money not supported");
  EXPECT_FALSE(made.suggestion().empty());
}

TEST(Lint, PreviewsAreCut) {
  const std::string list(100, 'x');
  EXPECT_EQ(first("TRUNCATE\n\t " + list).preview, "TRUNCATE " + list.substr(0, 71) + "…");
}

TEST(Lint, RulesInForce) {
  LintOptions july;
  july.as_of = *parse_as_of("2026-07");
  EXPECT_EQ(found("CREATE TABLE c (a int REFERENCES p (a))", july), Words{"foreign_key 1:23"});
  EXPECT_EQ(found("CREATE TABLE c (a int REFERENCES p (a))"), Words{});
}

TEST(Lint, RulesCanBeChosen) {
  LintOptions only;
  only.only = {"truncate"};
  EXPECT_EQ(found("TRUNCATE t; VACUUM", only), Words{"truncate 1:1"});
  LintOptions without;
  without.ignored = {"truncate"};
  EXPECT_EQ(found("TRUNCATE t; VACUUM", without), Words{"unsupported_vacuum 1:13"});
}

TEST(Lint, Suppressions) {
  EXPECT_EQ(found("-- dsql-lint: ignore truncate because\nTRUNCATE t;\nTRUNCATE t;"),
            Words{"truncate 3:1"});
  EXPECT_EQ(found("TRUNCATE t; -- dsql-lint: ignore truncate\nTRUNCATE t;"), Words{"truncate 2:1"});
  EXPECT_EQ(found("CREATE TABLE t (\n id serial, -- dsql-lint: ignore serial_type, array_type\n a "
                  "int[]);"),
            Words{});
  Linter linter;
  const LintReport report = linter.check(
      "-- dsql-lint: ignore truncate\nSELECT 1;\n-- dsql-lint: ignore nothing_like_it\nSELECT 2;\n"
      "-- dsql-lint: whatever\nSELECT 3;");
  ASSERT_EQ(report.notes.size(), 3U);
  EXPECT_EQ(report.notes[0].line, 1);
  EXPECT_NE(report.notes[0].text.find("does not break"), std::string::npos);
  EXPECT_NE(report.notes[1].text.find("no such rule"), std::string::npos);
  EXPECT_EQ(report.notes[2].line, 5);
}

TEST(Lint, PatternsOfDumps) {
  EXPECT_EQ(found("CREATE TABLE t (a int);\nALTER TABLE ONLY t ADD CONSTRAINT u UNIQUE (a);"),
            (Words{"alter_add_unique_collapse 2:1", "at_unsupported_add_unique 2:24"}));
  // The sequence is what the service accepts: nothing to say.
  EXPECT_EQ(found("CREATE TABLE t (a int); CREATE SEQUENCE s CACHE 1; ALTER TABLE t ALTER a SET "
                  "DEFAULT nextval('s');"),
            Words{});
}

TEST(Lint, EveryRulesWitnessIsReported) {
  for (const RuleView& rule : all_rules()) {
    const bool decidable =
        rule.phase == Phase::screen || rule.phase == Phase::shape || rule.phase == Phase::parse;
    const bool abridged = rule.witness.find('<') != std::string_view::npos || !rule.setup.empty();
    if (!decidable || abridged || !in_force(rule, newest_profile)) continue;
    Linter linter;
    bool reported = false;
    for (const Diagnostic& made : linter.check(rule.witness).diagnostics)
      reported = reported || made.row == rule.id;
    EXPECT_TRUE(reported) << rule.id << ": " << rule.witness;
  }
}

TEST(Lint, EveryTextBelongsToARule) {
  for (const RuleView& rule : all_rules()) {
    const LintText* text = find_lint_text(rule.id);
    if (text == nullptr) continue;
    EXPECT_EQ(text->detail.empty(), rule.fix.empty()) << rule.id;
  }
  for (const RuleView& rule : all_rules()) {
    const bool silent = find_lint_text(rule.id) == nullptr && !rule.fix.empty();
    if (!silent) continue;
    EXPECT_NE(find_fix_text(rule.fix), nullptr) << rule.id << ' ' << rule.fix;
  }
}

}  // namespace
}  // namespace dsql::rules
