// Functions, views, dropping, renaming, ownership, roles and grants.
#pragma once

#include <array>
#include <string_view>

#include "dsqlrules/conditions/connection_errors.h"
#include "dsqlrules/conditions/rule.h"

namespace dsql::rules::refusals {

// --- functions and views -------------------------------------------------------------------------
// Argument: the language as written, folded.
inline constexpr Rule<std::string_view> function_language{
    .id = "unsupported_create_function_non_sql",
    .evidence = Evidence::captured,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .message = "CREATE FUNCTION with language {} not supported"},
    .witness = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$",
    .advice = "Write the function in SQL, or in the application."};
// Argument: the option in capitals.
inline constexpr Rule<std::string_view> function_option{
    .id = "unsupported_create_function_option",
    .evidence = Evidence::assumed,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .message = "CREATE FUNCTION with {} not supported"},
    .witness = "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET timezone = 'UTC' AS 'SELECT 1'",
    .advice = "Remove the option."};
inline constexpr Rule procedure = refusal(
    "unsupported_create_procedure", Evidence::captured, "PROCEDURE is not supported",
    "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'", "Use a function, or the application.");
inline constexpr Rule temporary_view =
    refusal("unsupported_temp_view", Evidence::assumed,
            "TEMPORARY or TEMP view not supported for CREATE VIEW",
            "CREATE TEMP VIEW v AS SELECT 1", "Remove TEMPORARY.", "remove_temporary");

// --- objects by kind -----------------------------------------------------------------------------
inline constexpr Rule drop_object =
    refusal("unsupported_drop_object", Evidence::captured, "unsupported object in DROP statement",
            "DROP EXTENSION x", "There is no such kind of object.", "remove_statement");
inline constexpr Rule drop_type =
    refusal("unsupported_drop_type", Evidence::captured, "unsupported object in DROP statement",
            "DROP TYPE IF EXISTS mood", "There are no user-defined types but domains.");
inline constexpr Rule drop_materialized_view = refusal(
    "unsupported_drop_materialized_view", Evidence::assumed, "unsupported object in DROP statement",
    "DROP MATERIALIZED VIEW v", "There are no materialized views.");
inline constexpr Rule drop_policy =
    refusal("unsupported_drop_policy", Evidence::assumed, "unsupported object in DROP statement",
            "DROP POLICY p ON t", "There are no policies.");
inline constexpr Rule drop_trigger =
    refusal("unsupported_drop_trigger", Evidence::assumed, "unsupported object in DROP statement",
            "DROP TRIGGER g ON t", "Use DROP TRIGGER IF EXISTS, or remove it.");
inline constexpr Rule rename_object = refusal(
    "unsupported_rename_object", Evidence::captured, "unsupported object in RENAME statement",
    "ALTER TYPE mood RENAME TO temper", "There is no such kind of object.");
inline constexpr Rule alter_aggregate = refusal(
    "unsupported_alter_aggregate", Evidence::assumed, "unsupported object in RENAME statement",
    "ALTER AGGREGATE a (int) RENAME TO b", "Aggregates cannot be created or changed.");
inline constexpr Rule set_schema_object =
    refusal("unsupported_set_schema_object", Evidence::assumed,
            "unsupported object in SET SCHEMA statement", "ALTER TYPE mood SET SCHEMA s",
            "There is no such kind of object.");
inline constexpr Rule owner_object = refusal(
    "unsupported_owner_object", Evidence::assumed, "unsupported object in OWNER TO statement",
    "ALTER TYPE mood OWNER TO r", "There is no such kind of object.");
inline constexpr Rule comment_object = refusal(
    "unsupported_comment_object", Evidence::assumed, "unsupported object in COMMENT statement",
    "COMMENT ON EXTENSION x IS 'y'", "Remove it.", "remove_statement");

// --- grants and roles ----------------------------------------------------------------------------
inline constexpr Rule grant_object =
    refusal("unsupported_grant_object", Evidence::documented, "unsupported object type in GRANT",
            "GRANT CONNECT ON DATABASE postgres TO r", "Remove it: every role may connect.",
            "remove_statement");
inline constexpr Rule system_entity =
    refusal("grant_on_system_schema", Evidence::captured, "feature not supported on system entity",
            "GRANT USAGE ON SCHEMA public TO r", "Remove it: every role has USAGE on public.",
            "remove_statement");
// Argument: the attribute in capitals: PASSWORD, SUPERUSER, VALID UNTIL, …
inline constexpr Rule<std::string_view> create_role_option{
    .id = "unsupported_create_role_property",
    .evidence = Evidence::assumed,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .message = "CREATE ROLE with {} not supported"},
    .witness = "CREATE ROLE r PASSWORD 'x'",
    .advice = "Remove it: roles sign in with IAM tokens (AWS IAM GRANT)."};
inline constexpr Rule<std::string_view> alter_role_option{
    .id = "unsupported_alter_role_property",
    .evidence = Evidence::assumed,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .message = "ALTER ROLE with {} not supported"},
    .witness = "ALTER ROLE r VALID UNTIL '2030-01-01'",
    .advice = "Remove it: roles sign in with IAM tokens (AWS IAM GRANT)."};
inline constexpr Rule alter_role_set =
    refusal("unsupported_alter_role_set", Evidence::assumed, "unsupported statement: AlterRoleSet",
            "ALTER ROLE r SET timezone = 'UTC'", "Set it in the session.");
inline constexpr Rule role_missing_login = decided_in(
    Rule<std::string_view>{.id = "iam_role_login",
                           .evidence = Evidence::documented,
                           .condition = conditions::iam_role_needs_login,
                           .witness = "AWS IAM GRANT r TO 'arn:aws:iam::123456789012:role/r'",
                           .advice = "Create the role WITH LOGIN."},
    Phase::bind, "CREATE ROLE r");
inline constexpr Rule arn_malformed =
    decided_in(Rule<>{.id = "iam_arn",
                      .evidence = Evidence::documented,
                      .condition = conditions::iam_arn_malformed,
                      .witness = "AWS IAM GRANT r TO 'x'",
                      .advice = "Use arn:aws:iam::<account>:role/<name> or user/<name>."},
               Phase::bind, "CREATE ROLE r WITH LOGIN");

inline constexpr std::array object_rules{
    view(function_language),      view(function_option),    view(procedure),
    view(temporary_view),         view(drop_object),        view(drop_type),
    view(drop_materialized_view), view(drop_policy),        view(drop_trigger),
    view(rename_object),          view(alter_aggregate),    view(set_schema_object),
    view(owner_object),           view(comment_object),     view(grant_object),
    view(system_entity),          view(create_role_option), view(alter_role_option),
    view(alter_role_set),         view(role_missing_login), view(arn_malformed)};

}  // namespace dsql::rules::refusals
