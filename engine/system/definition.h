// Definitions as SQL text, as PostgreSQL's ruleutils prints them: what pg_get_indexdef,
// pg_get_constraintdef and pg_get_expr answer, with what the service prints differently
// (btree_index, the primary key's INCLUDE; behaviour.md 5.2). Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/catalog/catalog.h"

namespace dsql::engine {

// How names are printed: with their schema, unless `path` finds them.
struct NameStyle {
  const CatalogVersion& catalog;
  std::span<const Oid> path;

  std::string relation(Oid schema, std::string_view name) const;
};

// A stored expression, which is text in PostgreSQL's form already, with the names of sequences as
// they are shown.
std::string expression_text(std::string_view sql);

std::string index_definition(const Table& table, const Index& index, const NameStyle& style);
// One key column of an index (1-based), as pg_get_indexdef(index, column, pretty) answers; empty if
// there is none.
std::string index_column_definition(const Table& table, const Index& index, int column);

std::string key_definition(const Table& table, const KeyConstraint& key);
std::string check_definition(const CheckConstraint& check);
// The same for a domain's, whose checked value is called VALUE.
std::string domain_check_definition(const CheckConstraint& check);
std::string foreign_key_definition(const Table& table, const ForeignKey& key,
                                   const NameStyle& style);
std::string statistics_definition(const Statistics& statistics, const NameStyle& style);

// The letter of pg_constraint.contype and the definition of the constraint of that oid, looked up
// in all tables and domains; empty if there is none.
std::string constraint_definition(Oid constraint, const NameStyle& style);

}  // namespace dsql::engine
