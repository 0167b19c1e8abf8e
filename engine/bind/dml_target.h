// The table an INSERT, UPDATE or DELETE changes, named directly or through simple views
// (setTargetTable, and the rewriter's view_query_is_auto_updatable). Belongs to one statement.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "engine/bind/scope.h"
#include "engine/bind/select.h"

namespace dsql::engine {

// A column by the name the statement uses, and the table's column behind it.
struct TargetColumn {
  std::string_view name;
  AttributeNumber number = 0;  // 0: a view's expression, which cannot be assigned to
  ColumnId id = no_column;     // in `source`
};

struct DmlTarget {
  std::shared_ptr<const Table> table;
  const View* view = nullptr;      // named in the statement
  std::string_view relation_name;  // as named
  std::string_view alias;
  bool aliased = false;
  std::vector<TargetColumn> columns;
  RelationPtr source;  // the rows that can be changed: the scan, under the view's filter
  TableScan* scan = nullptr;
  std::vector<ViewCheck> checks;  // over the scan's ids

  const TableColumn& column(AttributeNumber number) const {
    return table->columns[static_cast<std::size_t>(number - 1)];
  }
};

// What is done to the target: the letter of the privilege, and how errors call it.
enum class Change : std::uint8_t { insert, update, delete_ };

// Raises undefined_table, cannot_*_view, permission errors for system catalogs.
DmlTarget open_target(Binder& binder, const PgQuery__RangeVar& range, Change change);

// The target as a FROM item with these ids for the table's columns (by attribute number - 1).
ScopeItem target_item(const DmlTarget& target, const std::vector<ColumnId>& ids);

// A column the statement assigns to. Raises undefined_column_of_relation and, for a view's
// expression, cannot_*_view_column.
AttributeNumber assigned_column(const DmlTarget& target, std::string_view name, Change change,
                                int location);

// SET a = …, (b, c) = …: one assignment a column, each of the column's type. `defaults`: by
// attribute number - 1. Raises multiple_assignments_to_column, can_only_update_to_default.
std::vector<Assignment> bind_assignments(Binder& binder, Level& level, const DmlTarget& target,
                                         Nodes list);

// Raises what forbids a value in an identity or generated column.
void check_assignable(const TableColumn& column, bool is_default, Change change, bool overriding);

// The default of a column, NULL where it has none.
ExprPtr default_of(Binder& binder, const Table& table, AttributeNumber number);

// RETURNING over the level's visible items. Answers the outputs; none for an empty list.
std::vector<SelectOutput> bind_returning(Binder& binder, Level& level, Nodes list,
                                         std::vector<Projection>& returning);

// The view checks over the new row's ids.
std::vector<ViewCheck> checks_over(const DmlTarget& target, const std::vector<ColumnId>& ids);

}  // namespace dsql::engine
