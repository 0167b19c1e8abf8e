// Queries and data changes: clauses, locking, functions and expressions that Aurora DSQL refuses.
#pragma once

#include <array>
#include <string_view>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/rule.h"
#include "dsqlrules/conditions/value_errors.h"

namespace dsql::rules::refusals {

inline constexpr Rule tablesample =
    refusal("tablesample", Evidence::captured, "TABLESAMPLE clause not supported",
            "SELECT a FROM t TABLESAMPLE system (1)", "Use WHERE random() < p.");
inline constexpr Rule locking_clause = dated(
    refusal("locking_clause", Evidence::captured,
            "locking clauses other than FOR UPDATE/FOR KEY SHARE are not supported",
            "SELECT a FROM t FOR SHARE", "Use FOR UPDATE or FOR KEY SHARE.", "share_to_key_share"),
    {2026, 8}, never);
inline constexpr Rule locking_clause_before =
    dated(refusal("locking_clause_before_2026_08", Evidence::captured,
                  "locking clauses other than FOR UPDATE are not supported",
                  "SELECT a FROM t WHERE a = 1 FOR KEY SHARE", "Use FOR UPDATE."),
          service_start, {2026, 8});
inline constexpr Rule call_subquery =
    refusal("call_subquery", Evidence::captured, "cannot use subquery in CALL argument",
            "CALL sys.wait_for_job((SELECT job_id FROM sys.jobs LIMIT 1))",
            "Read the value first and pass it as a literal or parameter.");
// Argument: the name. Advisory locks and pg_backend_pid.
inline constexpr Rule<std::string_view> blocked_function{
    .id = "unsupported_function",
    .evidence = Evidence::documented,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .message = "function {} not supported"},
    .witness = "SELECT pg_advisory_lock(1)",
    .advice = "Use a row of a table and SELECT ... FOR UPDATE; the loser fails at COMMIT."};
// Only PostgreSQL 17 has it. Argument: the construct.
inline constexpr Rule<std::string_view> newer_syntax{
    .id = "postgresql_17_syntax",
    .evidence = Evidence::assumed,
    .condition = {.sqlstate = sqlstate::feature_not_supported, .message = "{} is not supported"},
    .witness = "SELECT JSON_SCALAR(1)",
    .advice = "The service speaks PostgreSQL 16."};
inline constexpr Rule xml_expression =
    refusal("unsupported_xml", Evidence::assumed, "datatype xml not supported",
            "SELECT xmlelement(name a)", "Build XML in the application.");
// PostgreSQL's own: no cursor can exist, since DECLARE is refused.
inline constexpr Rule<std::string_view> current_of{
    .id = "where_current_of",
    .evidence = Evidence::documented,
    .condition = {.sqlstate = sqlstate::invalid_cursor_name,
                  .message = "cursor \"{}\" does not exist"},
    .witness = "DELETE FROM t WHERE CURRENT OF c",
    .advice = "Change rows by their key."};

// --- decided while binding or running ------------------------------------------------------------
inline constexpr Rule wait_for_job_select = decided_in(
    Rule<std::string_view>{.id = "wait_for_job_select",
                           .evidence = Evidence::captured,
                           .condition = conditions::is_a_procedure,
                           .witness = "SELECT sys.wait_for_job('aaaaaaaaaaaaaaaaaaaaaaaaaa')",
                           .advice = "Use CALL sys.wait_for_job('...')."},
    Phase::bind);
inline constexpr Rule wait_for_job_id =
    decided_in(Rule<>{.id = "wait_for_job_id",
                      .evidence = Evidence::captured,
                      .condition = conditions::text_to_uuid,
                      .witness = "CALL sys.wait_for_job('no-such-job')",
                      .advice = "Pass the job_id that the statement answered."},
               Phase::run);
inline constexpr Rule text_search = decided_in(
    Rule<std::string_view>{
        .id = "text_search",
        .evidence = Evidence::captured,
        .condition = conditions::undefined_text_search_configuration,
        .witness = "SELECT to_tsvector('english', 'a b')",
        .advice = "Search outside the database, or with LIKE and regular expressions."},
    Phase::bind);
inline constexpr Rule nullable_side_lock = decided_in(
    Rule<std::string_view>{
        .id = "locking_nullable_side",
        .evidence = Evidence::assumed,
        .condition = {.sqlstate = sqlstate::feature_not_supported,
                      .message = "{} cannot be applied to the nullable side of an outer join"},
        .witness = "SELECT 1 FROM t LEFT JOIN t u ON t.a = u.a FOR UPDATE",
        .advice = "Name the other side with OF."},
    Phase::bind, "CREATE TABLE t (a int PRIMARY KEY)");
inline constexpr Rule for_update_key_before = dated(
    decided_in(
        Rule<>{.id = "for_update_key_before_2026_08",
               .evidence = Evidence::captured,
               .condition = {.sqlstate = sqlstate::feature_not_supported,
                             .message =
                                 "locking clause such as FOR UPDATE can be applied only on tables "
                                 "with equality predicates on the key"},
               .witness = "SELECT 1 FROM t WHERE b > 0 FOR UPDATE",
               .advice = "Select by the whole primary key."},
        Phase::bind, "CREATE TABLE t (a int PRIMARY KEY, b int)"),
    service_start, {2026, 8});

inline constexpr std::array query_rules{
    view(tablesample),          view(locking_clause),   view(locking_clause_before),
    view(call_subquery),        view(blocked_function), view(newer_syntax),
    view(xml_expression),       view(current_of),       view(wait_for_job_select),
    view(wait_for_job_id),      view(text_search),      view(nullable_side_lock),
    view(for_update_key_before)};

}  // namespace dsql::rules::refusals
