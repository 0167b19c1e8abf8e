// Transactions: control statements, isolation, one DDL statement a transaction, concurrency.
#pragma once

#include <array>
#include <string_view>

#include "dsqlrules/conditions/rule.h"
#include "dsqlrules/conditions/transaction_errors.h"

namespace dsql::rules::refusals {

// --- control statements --------------------------------------------------------------------------
inline constexpr Rule savepoint = refusal(
    "unsupported_savepoint", Evidence::captured, "unsupported transaction statement: SAVEPOINT",
    "SAVEPOINT s", "Retry the whole transaction instead of a part of it.");
inline constexpr Rule rollback_to_savepoint =
    refusal("unsupported_rollback_to_savepoint", Evidence::captured,
            "unsupported transaction statement: ROLLBACK TO", "ROLLBACK TO SAVEPOINT s",
            "Retry the whole transaction instead of a part of it.");
inline constexpr Rule release_savepoint =
    refusal("unsupported_release_savepoint", Evidence::assumed,
            "unsupported transaction statement: RELEASE", "RELEASE SAVEPOINT s",
            "Retry the whole transaction instead of a part of it.");
inline constexpr Rule prepare_transaction =
    refusal("unsupported_prepare_transaction", Evidence::assumed,
            "unsupported transaction statement: PREPARE TRANSACTION", "PREPARE TRANSACTION 'x'",
            "There is no two-phase commit.");
inline constexpr Rule commit_prepared =
    refusal("unsupported_commit_prepared", Evidence::assumed,
            "unsupported transaction statement: COMMIT PREPARED", "COMMIT PREPARED 'x'",
            "There is no two-phase commit.");
inline constexpr Rule rollback_prepared =
    refusal("unsupported_rollback_prepared", Evidence::assumed,
            "unsupported transaction statement: ROLLBACK PREPARED", "ROLLBACK PREPARED 'x'",
            "There is no two-phase commit.");
// Argument: the level in capitals.
inline constexpr Rule<std::string_view> isolation_level{
    .id = "transaction_isolation",
    .evidence = Evidence::captured,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .message = "Unsupported isolation level: {}"},
    .witness = "BEGIN ISOLATION LEVEL SERIALIZABLE",
    .advice =
        "Every transaction is REPEATABLE READ (snapshot isolation); guard against write skew with "
        "SELECT ... FOR UPDATE.",
    .fix = "isolation_repeatable_read"};

// --- the transaction block -----------------------------------------------------------------------
inline constexpr Rule in_failed_block{
    Rule<>{.id = "in_failed_transaction",
           .phase = Phase::block,
           .evidence = Evidence::captured,
           .condition = conditions::in_failed_transaction,
           .witness = "SELECT 1 <in a block after an error>",
           .advice = "ROLLBACK, then retry the whole transaction."}};
inline constexpr Rule multiple_ddl{
    Rule<>{.id = "multi_ddl_transaction",
           .phase = Phase::block,
           .evidence = Evidence::captured,
           .condition = {.sqlstate = sqlstate::feature_not_supported,
                         .message = "multiple ddl statements not supported in a transaction"},
           .witness = "BEGIN; CREATE TABLE a (x int); CREATE TABLE b (x int)",
           .advice = "One DDL statement (GRANT and REVOKE included) a transaction.",
           .fix = "split_transaction"}};
inline constexpr Rule ddl_and_dml{
    Rule<>{.id = "mixed_ddl_dml_transaction",
           .phase = Phase::block,
           .evidence = Evidence::captured,
           .condition = {.sqlstate = sqlstate::feature_not_supported,
                         .message = "ddl and dml are not supported in the same transaction"},
           .witness = "BEGIN; CREATE TABLE a (x int); INSERT INTO a VALUES (1)",
           .advice = "Commit the DDL statement first.",
           .fix = "split_transaction"}};
inline constexpr Rule<std::string_view> analyze_in_block{
    .id = "analyze_in_transaction",
    .phase = Phase::block,
    .evidence = Evidence::documented,
    .condition = conditions::not_in_transaction_block,
    .witness = "BEGIN; ANALYZE t",
    .advice = "Run ANALYZE outside BEGIN ... COMMIT."};
inline constexpr Rule<std::string_view> read_only_transaction{
    .id = "read_only_transaction",
    .phase = Phase::block,
    .evidence = Evidence::assumed,
    .condition = conditions::read_only_transaction,
    .witness = "BEGIN READ ONLY; DELETE FROM t",
    .advice = "Begin the transaction READ WRITE."};

// --- concurrency ---------------------------------------------------------------------------------
inline constexpr Rule row_conflict{
    Rule<>{.id = "occ_row_conflict",
           .phase = Phase::commit,
           .evidence = Evidence::captured,
           .condition = conditions::conflict_on_rows,
           .witness = "COMMIT <after another session changed the same row>",
           .advice = "Retry the whole transaction."}};
inline constexpr Rule schema_conflict{
    Rule<>{.id = "occ_schema_conflict",
           .phase = Phase::run,
           .evidence = Evidence::captured,
           .condition = conditions::conflict_on_schema,
           .witness = "SELECT 1 FROM t <after another session's ALTER TABLE t>",
           .advice = "Retry the whole transaction; the retry reads the new schema."}};

inline constexpr std::array transaction_rules{
    view(savepoint),           view(rollback_to_savepoint), view(release_savepoint),
    view(prepare_transaction), view(commit_prepared),       view(rollback_prepared),
    view(isolation_level),     view(in_failed_block),       view(multiple_ddl),
    view(ddl_and_dml),         view(analyze_in_block),      view(read_only_transaction),
    view(row_conflict),        view(schema_conflict)};

}  // namespace dsql::rules::refusals
