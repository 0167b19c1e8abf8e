// What lint says of statements, sessions, transactions and the script as a whole, in the words of
// AWS's dsql-lint 0.2.20 where it has the rule. Rules without a row here speak with their own
// message and advice. Holes are named; lint_text.h lists the names.
#pragma once

#include <array>

#include "dsqlrules/conditions/lint_text.h"

namespace dsql::rules::lint_texts {

inline constexpr std::array statement_texts{
    LintText{.rule = "parse_error",
             .message = "Failed to parse SQL: {error}",
             .suggestion = "Fix the SQL syntax and try again."},

    LintText{.rule = "truncate",
             .message = "TRUNCATE is not supported in DSQL.",
             .suggestion =
                 "Use DELETE FROM table_name instead. Note: DELETE does not reset "
                 "identity/sequence counters or skip triggers the way TRUNCATE does, and DSQL "
                 "caps a transaction at 3,000 rows — delete large tables in batches."},
    LintText{
        .rule = "transaction_isolation",
        .status = FixStatus::fixed_with_warning,
        .message = "Transaction isolation level {level} is not supported in DSQL. Only REPEATABLE "
                   "READ is supported.",
        .suggestion = "Remove the isolation level clause, or use ISOLATION LEVEL REPEATABLE READ.",
        .detail =
            "Changed isolation level from {level} to REPEATABLE READ — this changes the "
            "transaction's concurrency semantics (e.g. SERIALIZABLE no longer prevents the "
            "anomalies it guarded against; READ COMMITTED now sees a frozen snapshot and may hit "
            "more OCC aborts); verify the application's correctness assumptions still hold"},
    LintText{.rule = "set_transaction",
             .message = "SET TRANSACTION is not supported in DSQL.",
             .suggestion = "Use `BEGIN ISOLATION LEVEL REPEATABLE READ` instead."},
    LintText{.rule = "unsupported_temp_view",
             .status = FixStatus::fixed_with_warning,
             .message = "CREATE TEMPORARY VIEW is not supported in DSQL.",
             .suggestion = "Use a regular CREATE VIEW instead.",
             .detail = "Removed TEMPORARY keyword from view"},
    LintText{.rule = "unsupported_materialized_view",
             .message = "CREATE MATERIALIZED VIEW is not supported in DSQL.",
             .suggestion = "Use a regular CREATE VIEW instead."},
    LintText{.rule = "unsupported_create_trigger",
             .message = "CREATE TRIGGER is not supported in DSQL.",
             .suggestion = "Implement trigger logic in application layer."},
    LintText{.rule = "unsupported_create_extension",
             .message = "CREATE EXTENSION is not supported in DSQL.",
             .suggestion = "Extensions not available in DSQL."},
    LintText{.rule = "unsupported_create_function_non_sql",
             .message = "CREATE FUNCTION (LANGUAGE {language}) is not supported in DSQL. Only "
                        "LANGUAGE SQL is allowed.",
             .suggestion = "Use LANGUAGE SQL or implement in application layer."},
    LintText{.rule = "unsupported_create_procedure",
             .message = "CREATE PROCEDURE is not supported in DSQL.",
             .suggestion = "Implement in application layer."},
    LintText{.rule = "unsupported_create_database",
             .message = "CREATE DATABASE is not supported in DSQL. Each cluster provides a single "
                        "'postgres' database.",
             .suggestion = "Use separate DSQL clusters for logical separation, or use schemas "
                           "within a single cluster."},
    LintText{.rule = "unsupported_create_policy",
             .message = "CREATE POLICY (Row-Level Security) is not supported in DSQL.",
             .suggestion = "Implement row-level access control in the application layer."},
    LintText{.rule = "unsupported_savepoint",
             .message = "SAVEPOINT is not supported in DSQL.",
             .suggestion =
                 "Restructure logic to use separate transactions instead of partial rollbacks."},
    LintText{.rule = "unsupported_release_savepoint",
             .message = "RELEASE SAVEPOINT is not supported in DSQL.",
             .suggestion =
                 "Restructure logic to use separate transactions instead of partial rollbacks."},
    LintText{.rule = "unsupported_rollback_to_savepoint",
             .message = "ROLLBACK TO SAVEPOINT is not supported in DSQL.",
             .suggestion =
                 "Restructure logic to use separate transactions instead of partial rollbacks."},
    LintText{.rule = "unsupported_declare_cursor",
             .message = "DECLARE CURSOR is not supported in DSQL.",
             .suggestion = "Use LIMIT/OFFSET pagination or application-side cursoring."},
    LintText{.rule = "unsupported_create_type",
             .message = "CREATE TYPE is not supported in DSQL.",
             .suggestion = "Use CHECK constraints for enum-like validation, or TEXT with "
                           "application-layer validation."},
    LintText{.rule = "unsupported_create_server",
             .message = "CREATE SERVER is not supported in DSQL.",
             .suggestion = "Access external data sources from the application layer."},
    LintText{.rule = "unsupported_vacuum",
             .message = "VACUUM is not supported in DSQL.",
             .suggestion = "Remove VACUUM commands. DSQL manages maintenance automatically."},
    LintText{.rule = "unsupported_alter_index",
             .message = "ALTER INDEX is not supported in DSQL.",
             .suggestion = "Drop and recreate the index with the desired properties."},
    LintText{
        .rule = "unsupported_copy_from_file",
        .message = "COPY with {target} is not supported in DSQL. Only STDIN/STDOUT are allowed.",
        .suggestion = "Use COPY ... FROM STDIN / COPY ... TO STDOUT, or load data from the "
                      "application layer."},
    LintText{
        .rule = "unsupported_lock_table",
        .message = "LOCK TABLE is not supported in DSQL.",
        .suggestion = "Remove LOCK TABLE statements. DSQL uses optimistic concurrency control."},
    LintText{
        .rule = "unsupported_alter_aggregate",
        .message = "ALTER AGGREGATE is not supported in DSQL.",
        .suggestion = "Drop and recreate the aggregate, or manage it from the application layer."},
    LintText{.rule = "unsupported_alter_function_property",
             .message = "ALTER FUNCTION property changes (IMMUTABLE/STRICT/COST/SET/...) are not "
                        "supported in DSQL.",
             .suggestion = "Drop and recreate the function with the desired properties."},
    LintText{.rule = "unsupported_alter_policy",
             .message = "ALTER POLICY is not supported in DSQL.",
             .suggestion = "Row-Level Security is not supported. Implement access control in the "
                           "application layer."},
    LintText{.rule = "unsupported_alter_type",
             .message = "ALTER TYPE is not supported in DSQL.",
             .suggestion = "DSQL does not support user-defined types. Use CHECK constraints or "
                           "application-layer validation."},
    LintText{.rule = "unsupported_alter_role_property",
             .message = "ALTER ROLE with {option} is not supported in DSQL.",
             .suggestion = "DSQL does not honor these role attributes; remove them. Use IAM "
                           "(aws_iam_authorize) for authentication and GRANT for privileges."},
    LintText{.rule = "unsupported_alter_role_property",
             .variant = "user",
             .reported_as = "unsupported_alter_user",
             .message = "ALTER USER is not supported in DSQL.",
             .suggestion = "Recreate the role with the desired attributes, or set session "
                           "parameters via SET at connection time."},
    LintText{.rule = "unsupported_alter_role_set",
             .message = "ALTER ROLE ... SET <config> is not supported in DSQL.",
             .suggestion = "Set session parameters via SET at connection time instead."},
    LintText{.rule = "unsupported_alter_role_set",
             .variant = "user",
             .reported_as = "unsupported_alter_user",
             .message = "ALTER USER is not supported in DSQL.",
             .suggestion = "Recreate the role with the desired attributes, or set session "
                           "parameters via SET at connection time."},
    LintText{.rule = "unsupported_drop_materialized_view",
             .message = "DROP MATERIALIZED VIEW '{name}' is not supported in DSQL.",
             .suggestion = "Materialized views are not supported; use a regular VIEW instead."},
    LintText{.rule = "unsupported_drop_type",
             .message = "DROP TYPE '{name}' is not supported in DSQL.",
             .suggestion = "User-defined types are not supported in DSQL."},
    LintText{.rule = "unsupported_drop_trigger",
             .message = "DROP TRIGGER '{name}' is not supported in DSQL.",
             .suggestion = "Use DROP TRIGGER IF EXISTS name ON table."},
    LintText{.rule = "unsupported_drop_policy",
             .message = "DROP POLICY '{name}' is not supported in DSQL.",
             .suggestion = "Row-Level Security policies are not supported; remove policy "
                           "management from migrations."},
    LintText{.rule = "unsupported_listen",
             .message = "LISTEN is not supported in DSQL.",
             .suggestion =
                 "DSQL does not support the LISTEN/NOTIFY subsystem; use an external message bus."},
    LintText{.rule = "unsupported_unlisten",
             .message = "UNLISTEN is not supported in DSQL.",
             .suggestion =
                 "DSQL does not support the LISTEN/NOTIFY subsystem; use an external message bus."},
    LintText{.rule = "unsupported_notify",
             .message = "NOTIFY is not supported in DSQL.",
             .suggestion =
                 "DSQL does not support the LISTEN/NOTIFY subsystem; use an external message bus."},
    LintText{.rule = "unsupported_load",
             .message = "LOAD is not supported in DSQL.",
             .suggestion = "DSQL does not allow loading extensions; remove LOAD statements."},
    LintText{
        .rule = "unsupported_prepare",
        .message = "PREPARE is not supported in DSQL.",
        .suggestion = "Use driver-level prepared statements instead of SQL-level PREPARE/EXECUTE."},
    LintText{
        .rule = "unsupported_deallocate",
        .message = "DEALLOCATE '{name}' is not supported in DSQL. Only DEALLOCATE ALL is allowed.",
        .suggestion = "Use DEALLOCATE ALL, or rely on driver-level prepared statement management."},
    LintText{.rule = "unsupported_discard",
             .message = "DISCARD is not supported in DSQL.",
             .suggestion = "Open a fresh connection if you need a clean session state."},
    LintText{
        .rule = "multi_ddl_transaction",
        .status = FixStatus::fixed_with_warning,
        .message = "Transaction contains {ddl} DDL statements. DSQL supports only one DDL "
                   "statement per transaction.",
        .suggestion =
            "Split into separate transactions: wrap each DDL statement in its own BEGIN/COMMIT "
            "block. Note: this changes semantics — the original transaction's atomicity guarantee "
            "is lost. If a later statement fails, earlier statements remain committed.",
        .detail = "Split multi-DDL transaction into individual BEGIN/COMMIT blocks; atomicity "
                  "guarantee LOST — if a later statement fails after fix, earlier statements "
                  "remain committed. Review carefully before applying."},
    LintText{
        .rule = "mixed_ddl_dml_transaction",
        .status = FixStatus::fixed_with_warning,
        .message = "Transaction mixes DDL and DML ({ddl} DDL, {dml} DML). DSQL does not allow DDL "
                   "and DML in the same transaction.",
        .suggestion =
            "Split into separate transactions so each BEGIN/COMMIT block contains either DDL or "
            "DML, not both. Note: this changes semantics — the original transaction's atomicity "
            "guarantee is lost. If a later statement fails, earlier statements remain committed.",
        .detail = "Split mixed DDL+DML transaction; atomicity guarantee LOST — if a later "
                  "statement fails after fix, earlier statements remain committed. Review "
                  "carefully before applying."},
    // dsql-lint has one rule for every CREATE TYPE, ALTER TYPE and ALTER AGGREGATE.
    LintText{.rule = "unsupported_create_enum_before_2026_09",
             .reported_as = "unsupported_create_type",
             .message = "CREATE TYPE is not supported in DSQL.",
             .suggestion = "Use CHECK constraints for enum-like validation, or TEXT with "
                           "application-layer validation."},
    LintText{.rule = "unsupported_create_composite_type",
             .reported_as = "unsupported_create_type",
             .message = "CREATE TYPE is not supported in DSQL.",
             .suggestion = "Use CHECK constraints for enum-like validation, or TEXT with "
                           "application-layer validation."},
    LintText{.rule = "unsupported_create_range_type",
             .reported_as = "unsupported_create_type",
             .message = "CREATE TYPE is not supported in DSQL.",
             .suggestion = "Use CHECK constraints for enum-like validation, or TEXT with "
                           "application-layer validation."},
    LintText{.rule = "unsupported_create_base_type",
             .reported_as = "unsupported_create_type",
             .message = "CREATE TYPE is not supported in DSQL.",
             .suggestion = "Use CHECK constraints for enum-like validation, or TEXT with "
                           "application-layer validation."},
    LintText{.rule = "unsupported_alter_composite_type",
             .reported_as = "unsupported_alter_type",
             .message = "ALTER TYPE is not supported in DSQL.",
             .suggestion = "DSQL does not support user-defined types. Use CHECK constraints or "
                           "application-layer validation."},
    LintText{.rule = "unsupported_alter_type_options",
             .reported_as = "unsupported_alter_type",
             .message = "ALTER TYPE is not supported in DSQL.",
             .suggestion = "DSQL does not support user-defined types. Use CHECK constraints or "
                           "application-layer validation."},
    LintText{.rule = "unsupported_rename_object",
             .variant = "type",
             .reported_as = "unsupported_alter_type",
             .message = "ALTER TYPE is not supported in DSQL.",
             .suggestion = "DSQL does not support user-defined types. Use CHECK constraints or "
                           "application-layer validation."},
    LintText{
        .rule = "unsupported_rename_object",
        .variant = "aggregate",
        .reported_as = "unsupported_alter_aggregate",
        .message = "ALTER AGGREGATE is not supported in DSQL.",
        .suggestion = "Drop and recreate the aggregate, or manage it from the application layer."},
    LintText{.rule = "unsupported_set_schema_object",
             .variant = "type",
             .reported_as = "unsupported_alter_type",
             .message = "ALTER TYPE is not supported in DSQL.",
             .suggestion = "DSQL does not support user-defined types. Use CHECK constraints or "
                           "application-layer validation."},
    LintText{
        .rule = "unsupported_set_schema_object",
        .variant = "aggregate",
        .reported_as = "unsupported_alter_aggregate",
        .message = "ALTER AGGREGATE is not supported in DSQL.",
        .suggestion = "Drop and recreate the aggregate, or manage it from the application layer."},
    LintText{.rule = "unsupported_owner_object",
             .variant = "type",
             .reported_as = "unsupported_alter_type",
             .message = "ALTER TYPE is not supported in DSQL.",
             .suggestion = "DSQL does not support user-defined types. Use CHECK constraints or "
                           "application-layer validation."},
    LintText{
        .rule = "unsupported_owner_object",
        .variant = "aggregate",
        .reported_as = "unsupported_alter_aggregate",
        .message = "ALTER AGGREGATE is not supported in DSQL.",
        .suggestion = "Drop and recreate the aggregate, or manage it from the application layer."},
};

}  // namespace dsql::rules::lint_texts
