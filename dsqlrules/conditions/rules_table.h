// CREATE TABLE and ALTER TABLE: clauses, constraints and actions that Aurora DSQL refuses.
#pragma once

#include <array>
#include <string_view>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/rule.h"

namespace dsql::rules::refusals {

// --- CREATE TABLE --------------------------------------------------------------------------------
inline constexpr Rule temporary_table = refusal(
    "temp_table", Evidence::captured, "TEMPORARY or TEMP table not supported for CREATE TABLE",
    "CREATE TEMPORARY TABLE t (a int)", "Use a table, or a WITH query.", "remove_temporary");
inline constexpr Rule unlogged_table =
    refusal("unlogged_table", Evidence::captured, "UNLOGGED table not supported for CREATE TABLE",
            "CREATE UNLOGGED TABLE t (a int)", "Remove UNLOGGED.", "remove_unlogged");
inline constexpr Rule partition_by = refusal(
    "partition_by", Evidence::captured, "PARTITION BY clause not supported for CREATE TABLE",
    "CREATE TABLE t (a int) PARTITION BY RANGE (a)",
    "Remove it: rows are distributed by the primary key.", "remove_partition_by");
inline constexpr Rule partition_of =
    refusal("unsupported_partition_of", Evidence::captured,
            "PARTITION OF clause not supported for CREATE TABLE",
            "CREATE TABLE t PARTITION OF p DEFAULT", "Write to one table without partitions.");
inline constexpr Rule inherits = refusal(
    "inherits", Evidence::assumed, "INHERITS not supported for CREATE TABLE",
    "CREATE TABLE t (a int) INHERITS (p)", "Repeat the parent's columns.", "remove_inherits");
inline constexpr Rule typed_table =
    refusal("unsupported_typed_table", Evidence::assumed, "OF not supported for CREATE TABLE",
            "CREATE TABLE t OF pair", "List the columns.");
inline constexpr Rule tablespace =
    refusal("tablespace", Evidence::assumed, "TABLESPACE not supported for CREATE TABLE",
            "CREATE TABLE t (a int) TABLESPACE s", "Remove it: storage is managed by the service.",
            "remove_tablespace");
inline constexpr Rule storage_parameters =
    refusal("unsupported_create_table_with_storage_parameters", Evidence::assumed,
            "WITH not supported for CREATE TABLE", "CREATE TABLE t (a int) WITH (fillfactor = 70)",
            "Remove it: storage is managed by the service.", "remove_storage_parameters");
inline constexpr Rule on_commit =
    refusal("unsupported_on_commit", Evidence::assumed, "ON COMMIT not supported for CREATE TABLE",
            "CREATE TABLE t (a int) ON COMMIT DROP", "Remove it: there are no temporary tables.",
            "remove_on_commit");
inline constexpr Rule table_access_method = refusal(
    "unsupported_table_access_method", Evidence::assumed, "USING not supported for CREATE TABLE",
    "CREATE TABLE t (a int) USING heap", "Remove it.", "remove_using");
inline constexpr Rule exclusion_constraint =
    refusal("unsupported_exclude", Evidence::assumed, "EXCLUDE not supported for CREATE TABLE",
            "CREATE TABLE t (a int, EXCLUDE USING btree (a WITH =))",
            "Use UNIQUE, or check in the application.");
inline constexpr Rule column_compression = refusal(
    "unsupported_column_compression", Evidence::assumed,
    "COMPRESSION not supported for CREATE TABLE", "CREATE TABLE t (a text COMPRESSION pglz)",
    "Remove it: values are compressed by the service.", "remove_compression");
inline constexpr Rule column_collation =
    refusal("collation", Evidence::documented, "COLLATE clause not supported",
            "CREATE TABLE t (a text COLLATE \"C\")", "Remove it: the only collation is C.",
            "remove_collate");
inline constexpr Rule constraint_storage_parameters =
    refusal("unsupported_constraint_storage_parameters", Evidence::assumed,
            "WITH storage parameters not supported for constraints",
            "CREATE TABLE t (a int PRIMARY KEY WITH (fillfactor = 70))", "Remove it.",
            "remove_storage_parameters");
inline constexpr Rule constraint_tablespace =
    refusal("unsupported_constraint_tablespace", Evidence::assumed,
            "USING INDEX TABLESPACE not supported for constraints",
            "CREATE TABLE t (a int PRIMARY KEY USING INDEX TABLESPACE s)", "Remove it.",
            "remove_tablespace");
inline constexpr Rule deferrable_unique =
    refusal("unsupported_deferrable_unique", Evidence::assumed,
            "DEFERRABLE not supported for UNIQUE or PRIMARY KEY constraints",
            "CREATE TABLE t (a int UNIQUE DEFERRABLE)",
            "Only foreign keys can be deferred: remove DEFERRABLE.", "remove_deferrable");
inline constexpr Rule foreign_key_before = dated(
    refusal("foreign_key", Evidence::captured, "FOREIGN KEY constraint not supported",
            "CREATE TABLE c (a int REFERENCES p (a))", "Check references in the application."),
    service_start, {2026, 8});
// PostgreSQL's own refusal, decidable from syntax. Argument: DEFERRABLE, NOT DEFERRABLE, INITIALLY
// …
inline constexpr Rule<std::string_view> misplaced_clause{
    .id = "misplaced_constraint_attribute",
    .evidence = Evidence::documented,
    .condition = {.sqlstate = sqlstate::syntax_error, .message = "misplaced {} clause"},
    .witness = "CREATE TABLE t (a int DEFERRABLE)",
    .advice = "Write the attribute behind the foreign key that it belongs to."};

// --- ALTER TABLE ---------------------------------------------------------------------------------
inline constexpr Rule add_column_constraint =
    refusal("add_column_constraint", Evidence::captured,
            "ALTER TABLE ADD COLUMN with constraint not supported",
            "ALTER TABLE t ADD COLUMN a int NOT NULL DEFAULT 0",
            "Add the bare column, then ALTER COLUMN SET DEFAULT, and ADD CHECK (a IS NOT NULL) NOT "
            "VALID with "
            "ALTER TABLE ASYNC ... VALIDATE CONSTRAINT.");
inline constexpr Rule alter_column_type =
    refusal("at_unsupported_alter_column_set_type", Evidence::captured,
            "unsupported ALTER TABLE ALTER COLUMN ... SET DATA TYPE statement",
            "ALTER TABLE t ALTER COLUMN a TYPE bigint",
            "Add a column of the new type, copy in batches, drop the old one and rename.");
inline constexpr Rule set_not_null = refusal(
    "at_unsupported_alter_column_set_not_null", Evidence::captured,
    "unsupported ALTER TABLE ALTER COLUMN ... SET NOT NULL statement",
    "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
    "Declare NOT NULL in CREATE TABLE, or ADD CHECK (a IS NOT NULL) NOT VALID and validate it.");
inline constexpr Rule set_statistics =
    refusal("at_unsupported_alter_column_set_statistics", Evidence::captured,
            "unsupported ALTER TABLE ALTER COLUMN ... SET STATISTICS statement",
            "ALTER TABLE t ALTER COLUMN a SET STATISTICS 100", "Remove it.", "remove_statement");
inline constexpr Rule check_needs_not_valid = refusal(
    "check_not_valid", Evidence::captured, "unsupported ALTER TABLE ADD CONSTRAINT statement",
    "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)",
    "Add NOT VALID, then ALTER TABLE ASYNC ... VALIDATE CONSTRAINT.", "add_not_valid");
inline constexpr Rule foreign_key_needs_not_valid = refusal(
    "foreign_key_not_valid", Evidence::captured, "unsupported ALTER TABLE ADD CONSTRAINT statement",
    "ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p (a)",
    "Add NOT VALID, then ALTER TABLE ASYNC ... VALIDATE CONSTRAINT.", "add_not_valid");
inline constexpr Rule add_unique = refusal(
    "at_unsupported_add_unique", Evidence::captured,
    "unsupported ALTER TABLE ADD CONSTRAINT statement", "ALTER TABLE t ADD CONSTRAINT u UNIQUE (a)",
    "CREATE UNIQUE INDEX ASYNC, wait for it, then ADD CONSTRAINT ... UNIQUE USING INDEX.");
inline constexpr Rule add_primary_key = refusal(
    "at_unsupported_add_primary_key", Evidence::captured,
    "unsupported ALTER TABLE ADD CONSTRAINT statement",
    "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (a)", "Declare the primary key in CREATE TABLE.");
inline constexpr Rule primary_key_using_index =
    refusal("at_unsupported_primary_key_using_index", Evidence::assumed,
            "unsupported ALTER TABLE ADD CONSTRAINT statement",
            "ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX i",
            "Declare the primary key in CREATE TABLE.");
inline constexpr Rule add_exclusion =
    refusal("at_unsupported_add_exclude", Evidence::assumed,
            "unsupported ALTER TABLE ADD CONSTRAINT statement",
            "ALTER TABLE t ADD CONSTRAINT x EXCLUDE USING btree (a WITH =)",
            "Use UNIQUE, or check in the application.");
inline constexpr Rule add_constraint_before =
    dated(refusal("at_unsupported_add_constraint_before_2026_08", Evidence::captured,
                  "unsupported ALTER TABLE ADD CONSTRAINT statement",
                  "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID",
                  "Declare it in CREATE TABLE."),
          service_start, {2026, 8});
inline constexpr Rule validate_needs_async = refusal(
    "validate_constraint_async", Evidence::captured,
    "unsupported ALTER TABLE VALIDATE CONSTRAINT statement", "ALTER TABLE t VALIDATE CONSTRAINT c",
    "Use ALTER TABLE ASYNC ... VALIDATE CONSTRAINT.", "add_async");
inline constexpr Rule enable_row_security =
    refusal("at_unsupported_row_level_security", Evidence::captured,
            "unsupported ALTER TABLE ENABLE ROW SECURITY statement",
            "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
            "Control access by row in the application or by views.");
inline constexpr Rule replica_identity =
    refusal("at_unsupported_replica_identity", Evidence::assumed,
            "unsupported ALTER TABLE REPLICA IDENTITY statement",
            "ALTER TABLE t REPLICA IDENTITY FULL", "Remove it: there is no logical replication.");
inline constexpr Rule set_compression =
    refusal("alter_column_set_compression_strip", Evidence::assumed,
            "unsupported ALTER TABLE ALTER COLUMN ... SET COMPRESSION statement",
            "ALTER TABLE t ALTER COLUMN a SET COMPRESSION pglz",
            "Remove it: values are compressed by the service.", "remove_statement");
// Every other action; the argument is PostgreSQL's name of it, the way the captured texts are
// built.
inline constexpr Rule<std::string_view> alter_table_action{
    .id = "at_unsupported_action",
    .evidence = Evidence::assumed,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .message = "unsupported ALTER TABLE {} statement"},
    .witness = "ALTER TABLE t SET UNLOGGED",
    .advice = "Remove the action, or create a new table."};
inline constexpr Rule rewrite_rule_action{decided_in(
    Rule<std::string_view>{.id = "at_unsupported_rewrite_rule",
                           .evidence = Evidence::assumed,
                           .condition = {.sqlstate = sqlstate::feature_not_supported,
                                         .message = "unsupported ALTER TABLE {} statement"},
                           .witness = "ALTER TABLE t DISABLE RULE r",
                           .advice = "Remove it: there are no rewrite rules."},
    Phase::screen)};
// Actions that came with the release of 2026-07-06.
inline constexpr Rule<std::string_view> alter_table_action_before{
    .id = "at_unsupported_action_before_2026_07",
    .evidence = Evidence::documented,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .message = "unsupported ALTER TABLE {} statement"},
    .witness = "ALTER TABLE t ALTER COLUMN a SET DEFAULT 1",
    .advice = "Create a new table.",
    .until = {2026, 7}};
inline constexpr Rule drop_column_before =
    dated(refusal("at_unsupported_drop_column_before_2026_08", Evidence::captured,
                  "unsupported ALTER TABLE DROP COLUMN statement", "ALTER TABLE t DROP COLUMN a",
                  "Leave the column, or create a new table."),
          service_start, {2026, 8});
inline constexpr Rule<std::string_view> alter_table_async{
    .id = "alter_table_async_action",
    .evidence = Evidence::assumed,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .message = "unsupported ALTER TABLE ASYNC {} statement"},
    .witness = "ALTER TABLE ASYNC t DROP COLUMN a",
    .advice = "Only VALIDATE CONSTRAINT runs with ASYNC.",
    .fix = "remove_async"};
// Argument: the kind of relation, INDEX, MATERIALIZED VIEW, FOREIGN TABLE.
inline constexpr Rule<std::string_view> alter_relation_kind{
    .id = "unsupported_alter_index",
    .evidence = Evidence::assumed,
    .condition = {.sqlstate = sqlstate::feature_not_supported, .message = "ALTER {} not supported"},
    .witness = "ALTER INDEX i SET (fillfactor = 70)",
    .advice = "Drop the object and create it again; indexes can be renamed."};
inline constexpr Rule<std::string_view> primary_key_drop =
    decided_in(Rule<std::string_view>{.id = "primary_key_removal",
                                      .evidence = Evidence::captured,
                                      .condition = {.sqlstate = sqlstate::feature_not_supported,
                                                    .message = "cannot drop primary key column {}"},
                                      .witness = "ALTER TABLE t DROP COLUMN id",
                                      .advice = "The primary key stays for the life of the table."},
               Phase::bind, "CREATE TABLE t (id int PRIMARY KEY, a text)");
inline constexpr Rule primary_key_constraint_drop =
    decided_in(refusal("at_unsupported_drop_primary_key", Evidence::captured,
                       "unsupported ALTER TABLE DROP CONSTRAINT statement",
                       "ALTER TABLE t DROP CONSTRAINT t_pkey",
                       "The primary key stays for the life of the table."),
               Phase::bind, "CREATE TABLE t (id int PRIMARY KEY, a text)");

// --- names: PostgreSQL's own, decidable without the catalog --------------------------------------
inline constexpr Rule<std::string_view> duplicate_column{
    .id = "duplicate_column",
    .phase = Phase::shape,
    .evidence = Evidence::documented,
    .condition = conditions::duplicate_column,
    .witness = "CREATE TABLE t (a int, a text)",
    .advice = "Give every column its own name."};
inline constexpr Rule<std::string_view> duplicate_primary_key_column{
    .id = "duplicate_primary_key_column",
    .phase = Phase::shape,
    .evidence = Evidence::documented,
    .condition = conditions::duplicate_key_column_in_primary_key,
    .witness = "CREATE TABLE t (a int, PRIMARY KEY (a, a))",
    .advice = "Name every key column once."};
inline constexpr Rule<std::string_view> duplicate_unique_column{
    .id = "duplicate_unique_column",
    .phase = Phase::shape,
    .evidence = Evidence::documented,
    .condition = conditions::duplicate_key_column_in_unique,
    .witness = "CREATE TABLE t (a int, UNIQUE (a, a))",
    .advice = "Name every key column once."};
inline constexpr Rule<std::string_view> multiple_primary_keys{
    .id = "multiple_primary_keys",
    .phase = Phase::shape,
    .evidence = Evidence::documented,
    .condition = conditions::multiple_primary_keys,
    .witness = "CREATE TABLE t (a int PRIMARY KEY, b int PRIMARY KEY)",
    .advice = "Keep one primary key; declare the other UNIQUE."};

inline constexpr std::array table_rules{view(temporary_table),
                                        view(unlogged_table),
                                        view(partition_by),
                                        view(partition_of),
                                        view(inherits),
                                        view(typed_table),
                                        view(tablespace),
                                        view(storage_parameters),
                                        view(on_commit),
                                        view(table_access_method),
                                        view(exclusion_constraint),
                                        view(column_compression),
                                        view(column_collation),
                                        view(constraint_storage_parameters),
                                        view(constraint_tablespace),
                                        view(deferrable_unique),
                                        view(foreign_key_before),
                                        view(misplaced_clause),
                                        view(add_column_constraint),
                                        view(alter_column_type),
                                        view(set_not_null),
                                        view(set_statistics),
                                        view(check_needs_not_valid),
                                        view(foreign_key_needs_not_valid),
                                        view(add_unique),
                                        view(add_primary_key),
                                        view(primary_key_using_index),
                                        view(add_exclusion),
                                        view(add_constraint_before),
                                        view(validate_needs_async),
                                        view(enable_row_security),
                                        view(replica_identity),
                                        view(set_compression),
                                        view(alter_table_action),
                                        view(rewrite_rule_action),
                                        view(alter_table_action_before),
                                        view(drop_column_before),
                                        view(alter_table_async),
                                        view(alter_relation_kind),
                                        view(primary_key_drop),
                                        view(primary_key_constraint_drop),
                                        view(duplicate_column),
                                        view(duplicate_primary_key_column),
                                        view(duplicate_unique_column),
                                        view(multiple_primary_keys)};

}  // namespace dsql::rules::refusals
