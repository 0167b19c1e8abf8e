// Transaction state and concurrency (class 25 and 40): failed blocks, warnings of BEGIN and COMMIT,
// read-only transactions, and the conflicts of optimistic concurrency control with their OC tokens.
#pragma once

#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

inline constexpr Condition<> in_failed_transaction{
    .sqlstate = sqlstate::in_failed_sql_transaction,
    .message = "current transaction is aborted, commands ignored until end of transaction block"};
inline constexpr Condition<> no_transaction_in_progress{
    .sqlstate = sqlstate::no_active_sql_transaction,
    .severity = Severity::warning,
    .message = "there is no transaction in progress"};
inline constexpr Condition<> transaction_already_in_progress{
    .sqlstate = sqlstate::active_sql_transaction,
    .severity = Severity::warning,
    .message = "there is already a transaction in progress"};
// Argument: the command tag, `SET LOCAL`, `SET TRANSACTION`, `LOCK TABLE`, `DECLARE CURSOR`.
inline constexpr Condition<std::string_view> only_in_transaction_block{
    .sqlstate = sqlstate::no_active_sql_transaction,
    .message = "{} can only be used in transaction blocks"};
inline constexpr Condition<std::string_view> only_in_transaction_block_warning{
    .sqlstate = sqlstate::no_active_sql_transaction,
    .severity = Severity::warning,
    .message = "{} can only be used in transaction blocks"};
inline constexpr Condition<std::string_view> not_in_transaction_block{
    .sqlstate = sqlstate::active_sql_transaction,
    .message = "{} cannot run inside a transaction block"};
inline constexpr Condition<std::string_view> read_only_transaction{
    .sqlstate = sqlstate::read_only_sql_transaction,
    .message = "cannot execute {} in a read-only transaction"};

// Optimistic concurrency control. The SQLSTATE is always 40001; drivers search the message for the
// token.
inline constexpr Condition<> conflict_on_rows{
    .sqlstate = sqlstate::serialization_failure,
    .message = "change conflicts with another transaction (OC000)"};
inline constexpr Condition<> conflict_on_schema{
    .sqlstate = sqlstate::serialization_failure,
    .message = "schema has been updated by another transaction (OC001)"};
// A transient failure of the service: the connection survives, the whole transaction is retried.
inline constexpr Condition<> server_unavailable{.sqlstate = sqlstate::internal_error,
                                                .message = "server unavailable"};

// --- running statements --------------------------------------------------------------------------
inline constexpr Condition<> query_canceled{.sqlstate = sqlstate::query_canceled,
                                            .message = "canceling statement due to user request"};
inline constexpr Condition<std::string_view> cursor_does_not_exist{
    .sqlstate = sqlstate::invalid_cursor_name, .message = "portal \"{}\" does not exist"};
inline constexpr Condition<std::string_view> duplicate_cursor{
    .sqlstate = sqlstate::duplicate_cursor, .message = "cursor \"{}\" already exists"};
inline constexpr Condition<std::string_view> portal_cannot_be_run{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "portal \"{}\" cannot be run"};
inline constexpr Condition<std::string_view> prepared_statement_missing{
    .sqlstate = sqlstate::invalid_sql_statement_name,
    .message = "prepared statement \"{}\" does not exist"};
inline constexpr Condition<> unnamed_prepared_statement_missing{
    .sqlstate = sqlstate::invalid_sql_statement_name,
    .message = "unnamed prepared statement does not exist"};
inline constexpr Condition<std::string_view> duplicate_prepared_statement{
    .sqlstate = sqlstate::duplicate_prepared_statement,
    .message = "prepared statement \"{}\" already exists"};
inline constexpr Condition<> cached_plan_result_type{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "cached plan must not change result type"};

}  // namespace dsql::rules::conditions
