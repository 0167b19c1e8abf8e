#include "dsqlrules/shape/from_syntax.h"

#include <algorithm>

#include "dsqlrules/parse/node.h"
#include "dsqlrules/shape/column_types.h"

namespace dsql::rules {
namespace {

std::optional<KeyKind> key_kind(const PgQuery__Constraint& constraint) {
  switch (constraint.contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY: return KeyKind::primary;
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE: return KeyKind::unique;
    default: return std::nullopt;
  }
}

TypeShape type_of(const TableShape& table, std::string_view column) {
  const auto found =
      std::find_if(table.columns.begin(), table.columns.end(),
                   [&](const ColumnShape& candidate) { return candidate.name == column; });
  return found == table.columns.end() ? TypeShape{} : found->type;
}

void add_column_keys(const PgQuery__ColumnDef& column, TableShape& table) {
  for (const Node* node : nodes(column.n_constraints, column.constraints)) {
    const auto kind = key_kind(*node->constraint);
    if (!kind) continue;
    table.keys.push_back(
        {*kind, {{column.colname, type_of(table, column.colname)}}, node->constraint->location});
  }
}

void add_table_key(const PgQuery__Constraint& constraint, TableShape& table) {
  const auto kind = key_kind(constraint);
  if (!kind) return;
  KeyShape key{*kind, {}, constraint.location};
  for (const Node* name : nodes(constraint.n_keys, constraint.keys)) {
    key.columns.push_back({std::string(string_of(*name)), type_of(table, string_of(*name))});
  }
  table.keys.push_back(std::move(key));
}

}  // namespace

std::optional<std::int64_t> cache_option(std::size_t count, Node* const* options) {
  const PgQuery__DefElem* cache = find_option(count, options, "cache");
  return cache == nullptr ? std::nullopt : integer_of(cache->arg);
}

ColumnShape column_shape(const PgQuery__ColumnDef& column) {
  ColumnShape shape;
  shape.name = column.colname;
  shape.location = column.location;
  if (column.type_name != nullptr) {
    shape.type = type_shape(*column.type_name);
    shape.location = column.type_name->location;
  }
  for (const Node* node : nodes(column.n_constraints, column.constraints)) {
    const PgQuery__Constraint& constraint = *node->constraint;
    if (constraint.contype != PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY) continue;
    shape.identity = IdentityShape{cache_option(constraint.n_options, constraint.options)};
  }
  return shape;
}

TableShape table_shape(const PgQuery__CreateStmt& create) {
  TableShape table;
  table.name = create.relation->relname;
  const auto elements = nodes(create.n_table_elts, create.table_elts);
  for (const Node* element : elements) {
    if (element->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF) {
      table.columns.push_back(column_shape(*element->column_def));
    }
  }
  for (const Node* element : elements) {
    if (element->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF) {
      add_column_keys(*element->column_def, table);
    } else if (element->node_case == PG_QUERY__NODE__NODE_CONSTRAINT) {
      add_table_key(*element->constraint, table);
    }
  }
  return table;
}

KeyShape index_shape(const PgQuery__IndexStmt& index) {
  KeyShape key;
  key.location = index.relation->location;
  for (const Node* node : nodes(index.n_index_params, index.index_params)) {
    key.columns.push_back({node->index_elem->name, {}});
  }
  return key;
}

}  // namespace dsql::rules
