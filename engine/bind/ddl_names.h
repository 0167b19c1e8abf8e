// Names that PostgreSQL makes itself: of constraints, indexes and sequences that the statement does
// not name. Same words, same truncation, same counting up as PostgreSQL's makeObjectName and
// ChooseRelationName. Pure.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bind/tree_access.h"
#include "engine/catalog/catalog.h"

namespace dsql::engine {

// name1_name2_label within 63 bytes, the longer of the names cut first and never inside a
// character; empty parts are left out.
std::string make_object_name(std::string_view name1, std::string_view name2,
                             std::string_view label);

// A name that no other relation or constraint of the schema has. Names given out by it are `taken`
// for the rest of the statement.
class NameChooser {
 public:
  NameChooser(const CatalogVersion& catalog, Oid schema) : catalog_(catalog), schema_(schema) {}

  // Of a relation; `constraint`: it must not be the name of a constraint either (indexes of UNIQUE
  // and PRIMARY KEY).
  std::string relation(std::string_view name1, std::string_view name2, std::string_view label,
                       bool constraint);
  std::string constraint(std::string_view name1, std::string_view name2, std::string_view label);

  void take(std::string name) { taken_.insert(std::move(name)); }
  // A name the statement gave itself. Raises duplicate_table if a relation of the schema (or of
  // this statement) has it.
  void take_relation(const std::string& name);

 private:
  bool relation_exists(const std::string& name) const;
  bool constraint_exists(const std::string& name) const;
  std::string choose(std::string_view name1, std::string_view name2, std::string_view label,
                     const std::function<bool(const std::string&)>& free);

  const CatalogVersion& catalog_;
  Oid schema_;
  std::set<std::string> taken_;
};

// The name an expression gives to an index column ("lower" of lower(x)), or "expr".
std::string index_column_name(const Node& expression);
std::string index_column_name(std::string_view expression_sql);

// The names of index columns joined for the middle of an index name; equal ones are numbered.
std::string index_name_addition(const std::vector<std::string>& columns);

// An identifier as the parser would cut it: 63 bytes, whole characters.
std::string truncated_identifier(std::string_view name);

}  // namespace dsql::engine
