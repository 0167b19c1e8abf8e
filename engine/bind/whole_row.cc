// Rows of the nullable side of an outer join as values: made below the join, handed up through it.
#include <algorithm>
#include <utility>

#include "engine/bind/relation_make.h"
#include "engine/bind/scope.h"

namespace dsql::engine {
namespace {

bool has_output(const Relation& relation, ColumnId id) {
  return std::ranges::find(relation.outputs, id) != relation.outputs.end();
}

// Makes `relation` a Project over what it was, with the row besides.
void add_row(Binder& binder, Relation& relation, ColumnId id, const Expr& row) {
  auto below = std::make_shared<Relation>(std::move(relation));
  std::vector<Projection> items;
  for (ColumnId output : below->outputs) items.push_back({output, column_expr(binder, output, -1)});
  items.push_back({id, std::make_shared<Expr>(row)});
  relation = std::move(*make_project(std::move(below), std::move(items)));
}

// Whether the subtree has the column; if it does, every relation above it gives it out.
bool pass_up(Binder& binder, Relation& relation, ColumnId id) {
  if (has_output(relation, id)) return true;
  bool found = false;
  for (const RelationPtr& input : relation.inputs) found = found || pass_up(binder, *input, id);
  if (!found) return false;
  relation.outputs.push_back(id);
  if (relation.kind == RelationKind::project)
    std::get<Project>(relation.body).items.push_back({id, column_expr(binder, id, -1)});
  return true;
}

}  // namespace

ColumnId need_whole_row(Binder& binder, ScopeItem& item, const Expr& row) {
  if (item.whole_row != no_column) return item.whole_row;
  item.whole_row = binder.new_column(item.name, row);
  add_row(binder, *item.relation, item.whole_row, row);
  return item.whole_row;
}

void pass_whole_rows(Binder& binder, const Level& level, Relation& from) {
  for (const auto& item : level.items)
    if (item->whole_row != no_column) pass_up(binder, from, item->whole_row);
}

}  // namespace dsql::engine
