// The bound expressions of a stored table: defaults, generated columns, checks, index keys and
// predicates. Made once for each immutable Table and kept in its DerivedSlot. In all of them the
// ColumnId of column n is n (its attribute number), so they evaluate over a batch laid out as the
// table's columns.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/bind/bind.h"
#include "engine/bind/expr.h"
#include "engine/catalog/catalog.h"

namespace dsql::engine {

struct TableExpressions {
  std::vector<ExprPtr>
      defaults;  // by attribute number - 1; already of the column's type; null: NULL
  std::vector<ExprPtr> generated;  // by attribute number - 1; null: not generated
  std::vector<ExprPtr>
      domain_checks;  // by attribute number - 1: a domain_check over the column; null: no domain
  std::vector<ExprPtr> checks;  // as Table::checks
  struct IndexExpressions {
    std::vector<ExprPtr> keys;  // as Index::keys: a column or an expression
    ExprPtr predicate;          // null: not partial
  };
  std::vector<IndexExpressions> indexes;  // as Table::indexes
};

// Thread-safe. Raises nothing for a table that DDL accepted.
std::shared_ptr<const TableExpressions> expressions_of(const Table& table,
                                                       const CatalogVersion& catalog);

// A table as the expressions over it name it: alias and columns may be a view's.
struct TableItem {
  const Table* table = nullptr;
  std::string_view name;
  std::vector<std::pair<std::string_view, AttributeNumber>> columns;
};

// As bind_table_expression() in a check constraint's place, over the item's names.
ExprPtr bind_over_item(const rules::Node& expression, const TableItem& item, Oid target,
                       TypeModifier modifier, const BindContext& context);

// As bind_table_expression(), for printing (deparse.h); null if it holds what cannot be printed.
ExprPtr bind_expression_form(const rules::Node& expression, const Table* table, Oid value_type,
                             Oid target, TypeModifier modifier, const BindContext& context);

}  // namespace dsql::engine
