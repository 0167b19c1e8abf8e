// Every number that bounds something a user can see, with its unit and its source: "live" was
// observed on a cluster, "documented" stands in the AWS documentation, "PostgreSQL" is PostgreSQL
// 16's own, "ours" is chosen by this project. The rules that refuse beyond them are in
// rules_limit.h and limit_errors.h.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace dsql::rules::limits {

// --- transactions --------------------------------------------------------------------------------
// Base-table rows (cascades included, index entries not) a transaction may change; live.
inline constexpr std::int64_t rows_per_transaction = 3000;
// Bytes written by a transaction, counted at COMMIT; live (10 MiB).
inline constexpr std::int64_t bytes_per_transaction = 10LL * 1024 * 1024;
// Age after which the next interaction of a transaction fails; live.
inline constexpr std::chrono::seconds transaction_age{300};
// DDL statements in a transaction; live.
inline constexpr int ddl_per_transaction = 1;

// --- queries -------------------------------------------------------------------------------------
// Temporary space of one query, in KiB (128 MiB); live.
inline constexpr std::int64_t query_temp_space_kib = 131072;
// Memory asked for at once, and so the size of a value, in bytes (MaxAllocSize); PostgreSQL.
inline constexpr std::size_t memory_request_bytes = 0x3fffffff;
// A protocol message, in bytes, above which the server closes the connection silently; live (10
// MiB).
inline constexpr std::int64_t protocol_message_bytes = 10LL * 1024 * 1024;
// Nested nodes of a parse tree before `stack depth limit exceeded`; ours: a thread of 8 MiB of
// stack must carry it through every stage. Other stages that recurse over expressions rely on it.
inline constexpr int tree_depth = 2500;
// Stack that calls of SQL functions within each other may take, in bytes (max_stack_depth);
// PostgreSQL.
inline constexpr std::size_t stack_bytes = std::size_t{2048} * 1024;
// Links of left-deep chains (operators, set operations, joins) that are handed to the grammar;
// ours.
inline constexpr int operator_chain = 6000;
// Arguments of a function call (FUNC_MAX_ARGS); PostgreSQL.
inline constexpr int function_arguments = 100;
// Entries of a target list (MaxTupleAttributeNumber); PostgreSQL.
inline constexpr int target_list_entries = 1664;
// Grouping sets of one GROUP BY; PostgreSQL.
inline constexpr int grouping_sets = 4096;
// Elements of CUBE; PostgreSQL.
inline constexpr int cube_elements = 12;
// Bytes of an identifier, beyond which it is cut (NAMEDATALEN - 1); PostgreSQL, live.
inline constexpr int identifier_bytes = 63;
// Array dimensions (MAXDIM); PostgreSQL.
inline constexpr int array_dimensions = 6;

// --- rows and values -----------------------------------------------------------------------------
// Bytes of a row; live (2 MiB).
inline constexpr std::int64_t row_bytes = 2LL * 1024 * 1024;
// Bytes of a value of a non-key column, after compression; live (1 MiB).
inline constexpr std::int64_t value_bytes = 1048576;
// Bytes of the key of a row or an index entry with one key column; live. Each further column costs
// key_bytes_per_further_column.
inline constexpr int key_bytes = 1981;
inline constexpr int key_bytes_per_further_column = 7;
// Declared bytes of all key columns of an index; live.
inline constexpr int declared_key_bytes = 2000;
// n of char(n), in bytes; live.
inline constexpr int char_length = 4096;
// n of varchar(n), in bytes; live.
inline constexpr int varchar_length = 65535;
// numeric(p,s); live.
inline constexpr int numeric_precision = 1000;
inline constexpr int numeric_scale = 1000;
// Precision and scale of a bare numeric column; live.
inline constexpr int default_numeric_precision = 18;
inline constexpr int default_numeric_scale = 6;
// Bytes of a stored numeric; documented.
inline constexpr int numeric_bytes = 510;

// --- objects -------------------------------------------------------------------------------------
// Columns of a key (primary key, unique constraint, index); live.
inline constexpr int columns_per_key = 8;
// Columns of a table; live: 256 pass, 257 fail.
inline constexpr int columns_per_table = 256;
// Columns of a table over its life, dropped ones included; documented.
inline constexpr int lifetime_columns_per_table = 1600;
// Indexes of a table, its primary key included; live.
inline constexpr int indexes_per_table = 24;
// Extended statistics of a table; live.
inline constexpr int statistics_per_table = 5;
// Target of ALTER STATISTICS … SET STATISTICS; live.
inline constexpr int statistics_target = 100;
// Schemas of a database without public and sys; live.
inline constexpr int schemas_per_database = 10;
// Documented, not exercised live.
inline constexpr int tables_per_database = 1000;
inline constexpr int views_per_database = 5000;
inline constexpr int sequences_per_database = 5000;
// Internal (node tree) size of a view definition, in bytes; live (512 KiB).
inline constexpr std::int64_t view_definition_bytes = 512LL * 1024;
// CACHE of a sequence or identity column: this or more, or 1; live.
inline constexpr std::int64_t sequence_cache = 65536;

// --- connections and cluster: documented ---------------------------------------------------------
inline constexpr int connections_per_cluster = 10000;
inline constexpr int connections_per_second = 100;
inline constexpr int connection_burst = 1000;
inline constexpr std::chrono::minutes connection_duration{60};
inline constexpr std::int64_t cluster_bytes = 10LL << 40;
inline constexpr int single_region_clusters = 20;
inline constexpr int multi_region_clusters = 5;
inline constexpr int streams_per_cluster = 5;
inline constexpr int concurrent_restores = 4;
// Validity of a connection token.
inline constexpr std::chrono::seconds token_validity{15 * 60};
inline constexpr std::chrono::seconds token_validity_maximum{604800};
// Age at which a finished job leaves sys.jobs; live, about.
inline constexpr std::chrono::minutes finished_job_retention{30};

}  // namespace dsql::rules::limits
