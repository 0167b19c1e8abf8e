// VALUES as a query or FROM item (transformValuesClause).
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/declared_type.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/sort.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

using Rows = std::vector<std::vector<ExprPtr>>;

Rows bind_rows(Binder& binder, Level& level, Nodes lists) {
  Rows rows;
  rows.reserve(lists.size());
  PlaceScope place(level, Place::values);
  for (const Node* list : lists) {
    const Nodes cells = list_of(*list);
    for (const Node* cell : cells)
      if (cell->node_case == PG_QUERY__NODE__NODE_SET_TO_DEFAULT)
        rules::raise(
            rules::error(conditions::default_not_allowed_here).at(cell->set_to_default->location));
    rows.push_back(bind_list_with_stars(binder, level, cells));
    if (rows.back().size() != rows.front().size())
      rules::raise(rules::error(conditions::values_lists_length)
                       .at(cells.empty() ? -1 : location_of(cells[0])));
  }
  return rows;
}

// Brings the cells of one column to their common type; answers the column.
ColumnId settle_column(Binder& binder, Rows& rows, std::size_t column, std::string_view name) {
  std::vector<ExprPtr> cells;
  cells.reserve(rows.size());
  for (const auto& row : rows) cells.push_back(row[column]);
  const Oid type = common_type(cells, "VALUES");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    cells[i] = coerce_to_common(binder, cells[i], type, "VALUES");
    rows[i][column] = cells[i];
  }
  const ColumnId id = binder.new_column(name, *cells.front());
  binder.columns[id].modifier = common_modifier(cells, type);
  binder.columns[id].declared = common_declared(cells);
  return id;
}

}  // namespace

BoundSelect bind_values(Binder& binder, Level& level, const PgQuery__SelectStmt& statement,
                        const SelectOptions& options) {
  if (statement.n_locking_clause > 0) {
    const auto strength = static_cast<int>(statement.locking_clause[0]->locking_clause->strength);
    rules::raise(conditions::locking_cannot_be_applied_to, lock_words(strength), "VALUES");
  }
  (void)options;
  Rows rows = bind_rows(binder, level, nodes(statement.values_lists, statement.n_values_lists));
  BoundSelect result;
  std::vector<ColumnId> outputs;
  for (std::size_t column = 0; column < rows.front().size(); ++column) {
    const std::string_view name = binder.keep("column" + std::to_string(column + 1));
    outputs.push_back(settle_column(binder, rows, column, name));
    result.outputs.push_back({name, outputs.back()});
  }
  if (level.form != nullptr) {
    level.form->values = rows;
    for (const SelectOutput& output : result.outputs)
      level.form->targets.push_back(
          {std::string(output.name), column_expr(binder, output.column, -1)});
  }
  result.root =
      make_relation(RelationKind::values, {}, std::move(outputs), ValuesList{std::move(rows)});
  if (statement.n_sort_clause > 0)
    result.root = make_sort(std::move(result.root),
                            bind_output_sort(binder, level, statement, result.outputs));
  result.root = add_limit(binder, level, statement, std::move(result.root));
  return result;
}

}  // namespace dsql::engine
