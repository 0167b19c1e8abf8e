// Making relations: each function builds one node with its outputs. Free functions.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "engine/bind/binder.h"
#include "engine/bind/relation.h"
#include "engine/bind/select.h"

namespace dsql::engine {

template <class Body>
RelationPtr make_relation(RelationKind kind, std::vector<RelationPtr> inputs,
                          std::vector<ColumnId> outputs, Body body) {
  auto relation = std::make_shared<Relation>();
  relation->kind = kind;
  relation->inputs = std::move(inputs);
  relation->outputs = std::move(outputs);
  relation->body = std::move(body);
  return relation;
}

inline RelationPtr make_one_row() { return make_relation(RelationKind::one_row, {}, {}, OneRow{}); }

inline RelationPtr make_filter(RelationPtr input, ExprPtr condition) {
  std::vector<ColumnId> outputs = input->outputs;
  return make_relation(RelationKind::filter, {std::move(input)}, std::move(outputs),
                       Filter{std::move(condition)});
}

inline std::vector<ColumnId> columns_of(const std::vector<Projection>& items) {
  std::vector<ColumnId> columns;
  columns.reserve(items.size());
  for (const Projection& item : items) columns.push_back(item.column);
  return columns;
}

inline RelationPtr make_project(RelationPtr input, std::vector<Projection> items) {
  std::vector<ColumnId> outputs = columns_of(items);
  return make_relation(RelationKind::project, {std::move(input)}, std::move(outputs),
                       Project{std::move(items)});
}

inline RelationPtr make_sort(RelationPtr input, std::vector<SortKey> keys) {
  std::vector<ColumnId> outputs = input->outputs;
  return make_relation(RelationKind::sort, {std::move(input)}, std::move(outputs),
                       SortRelation{std::move(keys)});
}

// A Project that only picks columns of its input.
inline RelationPtr make_pick(const Binder& binder, RelationPtr input,
                             const std::vector<ColumnId>& columns) {
  std::vector<Projection> items;
  items.reserve(columns.size());
  for (ColumnId column : columns) items.push_back({column, column_expr(binder, column, -1)});
  return make_project(std::move(input), std::move(items));
}

// A scan of a table with fresh ids.
RelationPtr make_table_scan(Binder& binder, std::shared_ptr<const Table> table,
                            std::string_view alias);
// Gives the scan a row key if it has none; answers it.
ColumnId need_row_key(Binder& binder, TableScan& scan);

// The one row of a sub-select as a record, and one of its fields.
ExprPtr record_subquery(Binder& binder, BoundSelect select, int location);
ExprPtr record_part(const ExprPtr& record, std::size_t i, Oid type, TypeModifier modifier);

}  // namespace dsql::engine
