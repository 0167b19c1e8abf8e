// CREATE INDEX, ALTER/DROP INDEX, and keys. The order of the rows of CREATE INDEX is the service's
// order of precedence.
#pragma once

#include <array>
#include <string_view>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/rule.h"

namespace dsql::rules {

// Functions whose every overload is stable or volatile, so that no index expression or predicate
// can call them; sorted. The engine knows each overload; this is what a name alone tells.
inline constexpr std::array<std::string_view, 25> never_immutable_functions{
    "clock_timestamp",    "concat",          "concat_ws", "current_database",
    "current_schema",     "current_setting", "currval",   "format",
    "gen_random_uuid",    "lastval",         "nextval",   "now",
    "pg_current_xact_id", "pg_sleep",        "random",    "random_normal",
    "set_config",         "setseed",         "setval",    "statement_timestamp",
    "timeofday",          "to_char",         "to_date",   "transaction_timestamp",
    "txid_current"};

}  // namespace dsql::rules

namespace dsql::rules::refusals {

inline constexpr Rule index_concurrently = refusal(
    "index_concurrently", Evidence::captured, "CONCURRENTLY not supported for CREATE INDEX",
    "CREATE INDEX CONCURRENTLY i ON t (a)", "Use CREATE INDEX ASYNC.", "concurrently_to_async");
inline constexpr Rule index_using =
    refusal("index_using", Evidence::captured, "USING not supported for CREATE INDEX",
            "CREATE INDEX ASYNC i ON t USING btree (a)", "Remove USING: every index is a B-tree.",
            "remove_using");
inline constexpr Rule index_where_before =
    dated(refusal("index_partial", Evidence::captured, "WHERE not supported for CREATE INDEX",
                  "CREATE INDEX ASYNC i ON t (a) WHERE a > 0", "Index all rows."),
          service_start, {2026, 9});
inline constexpr Rule index_storage_parameters =
    refusal("index_storage_parameters", Evidence::assumed, "WITH not supported for CREATE INDEX",
            "CREATE INDEX ASYNC i ON t (a) WITH (fillfactor = 70)", "Remove it.",
            "remove_storage_parameters");
inline constexpr Rule index_tablespace =
    refusal("index_tablespace", Evidence::assumed, "TABLESPACE not supported for CREATE INDEX",
            "CREATE INDEX ASYNC i ON t (a) TABLESPACE s", "Remove it.", "remove_tablespace");
inline constexpr Rule index_async =
    refusal("index_async", Evidence::captured, "unsupported mode. please use CREATE INDEX ASYNC.",
            "CREATE INDEX i ON t (a)",
            "Add ASYNC; the statement answers a job_id, and CALL sys.wait_for_job(job_id) waits "
            "for the build.",
            "add_async");
inline constexpr Rule index_sort_direction = refusal(
    "index_sort_direction", Evidence::captured,
    "specifying sort order not supported for index keys", "CREATE INDEX ASYNC i ON t (a DESC)",
    "Remove ASC or DESC; NULLS FIRST and LAST may stay.", "remove_sort_direction");
inline constexpr Rule index_operator_class = refusal(
    "index_operator_class", Evidence::captured, "opclass not supported for index keys",
    "CREATE INDEX ASYNC i ON t (a text_pattern_ops)",
    "Remove it: with the C collation the default class serves LIKE too.", "remove_operator_class");
inline constexpr Rule index_collation =
    refusal("index_collation", Evidence::assumed, "COLLATE clause not supported for index keys",
            "CREATE INDEX ASYNC i ON t (a COLLATE \"C\")", "Remove it: the only collation is C.",
            "remove_collate");
inline constexpr Rule index_expression_before = dated(
    refusal("index_expression", Evidence::assumed, "expressions not supported for index keys",
            "CREATE INDEX ASYNC i ON t (lower(a))", "Store the value in a column of its own."),
    service_start, {2026, 8});
inline constexpr Rule index_include_expression =
    refusal("index_include_expression", Evidence::captured,
            "expressions are not supported in included columns",
            "CREATE INDEX ASYNC i ON t (a) INCLUDE ((b + 1))", "Include columns only.");
inline constexpr Rule drop_index_concurrently = refusal(
    "drop_index_concurrently", Evidence::assumed, "CONCURRENTLY not supported for DROP INDEX",
    "DROP INDEX CONCURRENTLY i", "Remove CONCURRENTLY: nothing blocks.", "remove_concurrently");

// --- decided with the catalog --------------------------------------------------------------------
// Argument: the type as format_type prints it, without modifiers.
inline constexpr Rule<std::string_view> type_not_in_key{
    .id = "key_type",
    .phase = Phase::shape,
    .evidence = Evidence::captured,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .message = "datatype {} is not supported in a key"},
    .witness = "CREATE TABLE t (a jsonb PRIMARY KEY)",
    .advice = "Use a column of another type in the key, for instance a generated text column."};
inline constexpr Rule index_volatile_function =
    decided_in(Rule<>{.id = "index_volatile_function",
                      .evidence = Evidence::captured,
                      .condition = conditions::index_functions_must_be_immutable,
                      .witness = "CREATE INDEX ASYNC i ON t ((a + random()))",
                      .advice = "Use immutable functions only."},
               Phase::bind, "CREATE TABLE t (id int PRIMARY KEY, a float8)");
inline constexpr Rule<std::string_view> unique_index_not_valid = decided_in(
    Rule<std::string_view>{
        .id = "unique_using_index_not_valid",
        .evidence = Evidence::captured,
        .condition = conditions::index_not_valid,
        .witness = "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i",
        .advice = "Wait for the index build with CALL sys.wait_for_job(job_id)."},
    Phase::bind,
    "CREATE TABLE t (id int PRIMARY KEY, a int); CREATE UNIQUE INDEX ASYNC i ON t (a)");

inline constexpr std::array index_rules{
    view(index_concurrently),       view(index_using),
    view(index_where_before),       view(index_storage_parameters),
    view(index_tablespace),         view(index_async),
    view(index_sort_direction),     view(index_operator_class),
    view(index_collation),          view(index_expression_before),
    view(index_include_expression), view(drop_index_concurrently),
    view(type_not_in_key),          view(index_volatile_function),
    view(unique_index_not_valid)};

}  // namespace dsql::rules::refusals
