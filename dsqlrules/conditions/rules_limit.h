// Limits of transactions, rows, keys and objects. The numbers are in limits.h.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "dsqlrules/conditions/limit_errors.h"
#include "dsqlrules/conditions/rule.h"

namespace dsql::rules::refusals {

// --- transactions --------------------------------------------------------------------------------
inline constexpr Rule row_limit =
    decided_in(Rule<>{.id = "transaction_rows",
                      .evidence = Evidence::captured,
                      .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                                    .message = "transaction row limit exceeded"},
                      .witness = "INSERT INTO t SELECT generate_series(1, 3001)",
                      .advice = "Change at most 3,000 rows a transaction: work in batches."},
               Phase::block, "CREATE TABLE t (a int)");
// The raiser adds the detail.
inline constexpr Rule size_limit{
    Rule<>{.id = "transaction_size",
           .phase = Phase::commit,
           .evidence = Evidence::captured,
           .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                         .message = "transaction size limit 10mb exceeded"},
           .witness = "COMMIT <of more than 10 MiB>",
           .advice = "Write at most 10 MiB a transaction, index entries included."}};
inline constexpr Rule age_limit{
    Rule<>{.id = "transaction_age",
           .phase = Phase::block,
           .evidence = Evidence::captured,
           .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                         .message = "transaction age limit of 300s exceeded"},
           .witness = "COMMIT <of a block that began 310 s ago>",
           .advice = "Commit within five minutes."}};

// --- queries, rows and values --------------------------------------------------------------------
inline constexpr Rule temp_space{Rule<>{
    .id = "query_temp_space",
    .phase = Phase::run,
    .evidence = Evidence::captured,
    .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                  .message = "query requires more than allowed temp space of 131072 KB to execute"},
    .witness = "SELECT count(*) FROM (SELECT g FROM generate_series(1, 100000000) g ORDER BY g) s",
    .advice = "Read less at once: filter, use an index, page by key."}};
inline constexpr Rule key_too_large{Rule<>{
    .id = "key_size",
    .phase = Phase::run,
    .evidence = Evidence::captured,
    .condition = {.sqlstate = sqlstate::program_limit_exceeded, .message = "key size too large"},
    .witness = "INSERT INTO t VALUES (repeat('x', 2000))",
    .setup = "CREATE TABLE t (a text PRIMARY KEY)",
    .advice = "Keep key values under about 1,981 bytes in all: use a hash of the long value."}};
inline constexpr Rule row_too_large{
    Rule<>{.id = "row_size",
           .phase = Phase::run,
           .evidence = Evidence::documented,
           .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                         .message = "maximum row size exceeded"},
           .witness = "INSERT INTO t SELECT 1, v, v, v FROM (SELECT "
                      "decode(string_agg(md5(g::text), ''), 'hex') v "
                      "FROM generate_series(1, 60000) g) s",
           .setup = "CREATE TABLE t (id int PRIMARY KEY, a bytea, b bytea, c bytea)",
           .advice = "Split the row, or keep large values in an object store."}};
// Argument: text, bytea, jsonb, …
inline constexpr Rule<std::string_view> value_too_large{
    .id = "value_size",
    .phase = Phase::run,
    .evidence = Evidence::captured,
    .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                  .message = "datatype limit greater than 1048576 bytes not supported for {}"},
    .witness =
        "INSERT INTO t SELECT 1, decode(string_agg(md5(g::text), ''), 'hex') FROM "
        "generate_series(1, 70000) g",
    .setup = "CREATE TABLE t (id int PRIMARY KEY, a bytea)",
    .advice = "Keep values larger than 1 MiB after compression in an object store."};

// --- objects -------------------------------------------------------------------------------------
inline constexpr Rule declared_key_size{
    Rule<>{.id = "declared_key_size",
           .phase = Phase::shape,
           .evidence = Evidence::captured,
           .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                         .message = "key size greater than 2000 bytes not supported"},
           .witness = "CREATE TABLE t (a varchar(2001) PRIMARY KEY)",
           .advice = "Declare key columns with at most 2,000 bytes in all."}};
inline constexpr Rule key_columns{
    Rule<>{.id = "key_columns",
           .phase = Phase::shape,
           .evidence = Evidence::captured,
           .condition = {.sqlstate = sqlstate::too_many_columns,
                         .message = "more than 8 column keys in an index are not supported"},
           .witness = "CREATE INDEX ASYNC i ON t (a, b, c, d, e, f, g, h, i)",
           .advice = "Use at most 8 key columns; INCLUDE the others."}};
inline constexpr Rule table_columns{
    Rule<>{.id = "table_columns",
           .phase = Phase::shape,
           .evidence = Evidence::captured,
           .condition = {.sqlstate = sqlstate::too_many_columns,
                         .message = "tables can have at most 255 columns"},
           .witness = "CREATE TABLE t (<257 columns>)",
           .advice = "Use at most 256 columns: split the table, or use jsonb."}};
inline constexpr Rule table_columns_with_key{
    Rule<>{.id = "table_columns_with_key",
           .phase = Phase::shape,
           .evidence = Evidence::captured,
           .condition = {.sqlstate = sqlstate::too_many_columns,
                         .message = "cannot use more than 256 columns in an index"},
           .witness = "CREATE TABLE t (<257 columns>, PRIMARY KEY (c1))",
           .advice = "Use at most 256 columns: split the table, or use jsonb."}};
inline constexpr Rule table_indexes{Rule<>{
    .id = "table_indexes",
    .phase = Phase::shape,
    .evidence = Evidence::captured,
    .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                  .message = "more than 24 indexes per table are not allowed"},
    .witness = "CREATE TABLE t (<25 unique columns>)",
    .advice = "Use at most 24 indexes a table, primary key and unique constraints included."}};
inline constexpr Rule table_statistics{
    Rule<>{.id = "table_statistics",
           .phase = Phase::shape,
           .evidence = Evidence::captured,
           .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                         .message = "more than 5 extended statistics per table are not allowed"},
           .witness = "CREATE STATISTICS s6 ON a, b FROM t",
           .setup = "CREATE TABLE t (a int, b int); <5 statistics>",
           .advice = "Drop a statistics object first."}};
inline constexpr Rule<std::int64_t> statistics_target{
    .id = "statistics_target",
    .phase = Phase::shape,
    .evidence = Evidence::captured,
    .condition = {.sqlstate = sqlstate::invalid_parameter_value,
                  .message = "statistics target {} exceeds maximum allowed value of 100"},
    .witness = "ALTER STATISTICS s SET STATISTICS 101",
    .advice = "Use a target of at most 100."};
inline constexpr Rule schema_count{
    Rule<>{.id = "schema_count",
           .phase = Phase::shape,
           .evidence = Evidence::captured,
           .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                         .message = "more than 10 schemas not allowed"},
           .witness = "CREATE SCHEMA s11",
           .setup = "<10 schemas>",
           .advice = "Use at most 10 schemas beside public."}};
inline constexpr Rule table_count{
    Rule<>{.id = "table_count",
           .phase = Phase::shape,
           .evidence = Evidence::documented,
           .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                         .message = "creating more than 1000 tables not allowed"},
           .witness = "CREATE TABLE t1001 (a int)",
           .setup = "<1000 tables>",
           .advice = "Use at most 1,000 tables a database."}};
inline constexpr Rule view_count{
    Rule<>{.id = "view_count",
           .phase = Phase::shape,
           .evidence = Evidence::documented,
           .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                         .message = "creating more than 5000 views not allowed"},
           .witness = "CREATE VIEW v5001 AS SELECT 1",
           .setup = "<5000 views>",
           .advice = "Use at most 5,000 views a database."}};
inline constexpr Rule sequence_count{
    Rule<>{.id = "sequence_count",
           .phase = Phase::shape,
           .evidence = Evidence::documented,
           .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                         .message = "creating more than 5000 sequences is not allowed"},
           .witness = "CREATE SEQUENCE s5001 CACHE 1",
           .setup = "<5000 sequences>",
           .advice = "Use at most 5,000 sequences a database."}};
inline constexpr Rule view_definition{
    Rule<>{.id = "view_definition_size",
           .phase = Phase::shape,
           .evidence = Evidence::captured,
           .condition = {.sqlstate = sqlstate::program_limit_exceeded,
                         .message = "view definition too large"},
           .witness = "CREATE VIEW v AS SELECT <a list of 600 KiB>",
           .advice = "Keep a view's text under about 120 KiB."}};
inline constexpr Rule nesting{
    Rule<>{.id = "expression_nesting",
           .phase = Phase::parse,
           .evidence = Evidence::captured,
           .condition = conditions::stack_depth_limit_exceeded,
           .witness = "SELECT <1 + 1 + ... 20000 times>",
           .advice = "Nest less: use IN, VALUES or a join instead of long chains of operators."}};

inline constexpr std::array limit_rules{view(row_limit),
                                        view(size_limit),
                                        view(age_limit),
                                        view(temp_space),
                                        view(key_too_large),
                                        view(row_too_large),
                                        view(value_too_large),
                                        view(declared_key_size),
                                        view(key_columns),
                                        view(table_columns),
                                        view(table_columns_with_key),
                                        view(table_indexes),
                                        view(table_statistics),
                                        view(statistics_target),
                                        view(schema_count),
                                        view(table_count),
                                        view(view_count),
                                        view(sequence_count),
                                        view(view_definition),
                                        view(nesting)};

}  // namespace dsql::rules::refusals
