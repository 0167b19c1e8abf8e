// Proposed objects as plain values, and the limits they must keep: types, sizes, keys, counts,
// identity columns and sequences. The engine fills them from its catalog, lint from the statements
// of a script (from_syntax.h). Pure values and functions; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsqlrules/conditions/rule.h"

namespace dsql::rules {

// A column's type. `name` is PostgreSQL's format_type without modifiers ("character varying",
// "integer", "text[]"), or "serial" and its kin as written; empty for a name that only the catalog
// can resolve (a domain, a mistake): such a type is not checked.
struct TypeShape {
  std::string name;
  std::optional<std::int64_t> length;     // char(n), varchar(n), bpchar(n)
  std::optional<std::int64_t> precision;  // numeric(p, s)
  std::optional<std::int64_t> scale;
};

// GENERATED … AS IDENTITY (…).
struct IdentityShape {
  std::optional<std::int64_t> cache;
};

struct ColumnShape {
  std::string name;
  TypeShape type;
  std::optional<IdentityShape> identity;
  int location = -1;  // byte offset in the query string, for lint
};

enum class KeyKind { primary, unique, index };

// A primary key, a unique constraint or an index. An index on expressions has key columns without
// name; those included are not listed.
struct KeyShape {
  struct Column {
    std::string name;
    TypeShape type;
  };
  KeyKind kind = KeyKind::index;
  std::vector<Column> columns;
  int location = -1;
};

struct TableShape {
  std::string name;
  std::vector<ColumnShape> columns;
  std::vector<KeyShape> keys;  // the primary key, unique constraints, and for ALTER all indexes
};

// CREATE SEQUENCE, ALTER SEQUENCE; `type` as in TypeShape, empty if not given.
struct SequenceShape {
  bool create = true;
  std::optional<std::int64_t> cache;
  std::string type;
  int location = -1;
};

// --- checks --------------------------------------------------------------------------------------
// Each returns what the service would refuse, in its order; empty if nothing.

std::vector<Violation> check_table(const TableShape& table, AsOf as_of = newest_profile);

// A column of CREATE TABLE, ADD COLUMN or a domain: type, declared sizes, identity.
std::vector<Violation> check_column(const ColumnShape& column, AsOf as_of = newest_profile);

// Number, types and declared size of key columns.
std::vector<Violation> check_key(const KeyShape& key, AsOf as_of = newest_profile);

std::vector<Violation> check_sequence(const SequenceShape& sequence, AsOf as_of = newest_profile);

// Counts: each takes how many there would be with the new one.
std::optional<Violation> check_columns_of_table(std::size_t columns, bool has_primary_key);
std::optional<Violation> check_indexes_of_table(std::size_t indexes);
std::optional<Violation> check_statistics_of_table(std::size_t statistics);
std::optional<Violation> check_schemas(std::size_t schemas);  // without public and sys
std::optional<Violation> check_tables(std::size_t tables);
std::optional<Violation> check_views(std::size_t views);
std::optional<Violation> check_sequences(std::size_t sequences);

// The target of ALTER STATISTICS … SET STATISTICS.
std::optional<Violation> check_statistics_target(std::int64_t target);

// The bytes of a view's definition as a node tree.
std::optional<Violation> check_view_definition(std::int64_t bytes);

}  // namespace dsql::rules
