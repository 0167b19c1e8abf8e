// FROM clauses (parse_clause.c): what each item is and which names it brings. One thread.
#pragma once

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/bind/scope.h"
#include "engine/catalog/search_path.h"
#include "engine/system/system_relation.h"

namespace dsql::engine {

// A bound FROM item: its rows, and the names under which they can be seen.
struct FromItem {
  RelationPtr relation;
  std::vector<ScopeItem*> names;
  bool lateral = false;  // may refer to what stands to its left
  RangeId range = 0;     // where forms are recorded
};

// The whole clause, joined by cross joins; null for an empty one. Fills level.visible.
RelationPtr bind_from_clause(Binder& binder, Level& level, Nodes list);

FromItem bind_range_var(Binder& binder, Level& level, const PgQuery__RangeVar& range);
FromItem bind_range_function(Binder& binder, Level& level, const PgQuery__RangeFunction& range);
FromItem bind_join(Binder& binder, Level& level, const PgQuery__JoinExpr& join);
FromItem bind_from_item(Binder& binder, Level& level, const Node& node);

// Joins without condition; lateral if the right side refers to the left's columns.
RelationPtr make_join(JoinKind kind, RelationPtr left, RelationPtr right, ExprPtr condition,
                      bool may_be_lateral);

// Renames the first columns of an item as its alias says. Raises table_alias_column_count.
void apply_alias(ScopeItem& item, const PgQuery__Alias* alias);

// Columns of items that a bare name can find, in order.
std::vector<ScopeColumn> bare_columns(const std::vector<ScopeItem*>& names);

// What a relation's name stands for.
struct NamedRelation {
  FoundRelation found;                     // of the catalog; kind 0 if none
  const SystemRelation* system = nullptr;  // or of pg_catalog, information_schema, sys
};
// Along the search path, or in the schema given; empty if there is none.
// Raises cross_database_reference, permission_denied for a schema.
NamedRelation find_named_relation(Binder& binder, const PgQuery__RangeVar& range);
// Raises undefined_table at the range variable.
[[noreturn]] void raise_undefined_table(const PgQuery__RangeVar& range);

// The view's query with its owner's rights; outputs in the order of View::columns. `lock`: strength
// of a locking clause that reaches it.
struct BoundSelect;
BoundSelect bind_view_query(Binder& binder, const View& view, int lock);

}  // namespace dsql::engine
