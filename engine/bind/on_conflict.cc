#include "engine/bind/on_conflict.h"

#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/implication.h"
#include "engine/bind/table_expressions.h"
#include "engine/bind/walk.h"
#include "engine/system/operator_classes.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

// What ON CONFLICT (…) WHERE … asks of an index; columns have their attribute numbers as ids.
struct Wanted {
  std::vector<AttributeNumber> columns;
  std::vector<ExprPtr> expressions;
  ExprPtr predicate;
  // A collation or an operator class that no key of DSQL has: no index can be meant.
  bool other_order = false;
};

// The target by the names the statement uses.
TableItem arbiter_item(const DmlTarget& target) {
  TableItem item{target.table.get(), target.alias, {}};
  for (const TargetColumn& column : target.columns)
    if (column.number != 0) item.columns.emplace_back(column.name, column.number);
  return item;
}

bool has_other_collation(const Binder& binder, const PgQuery__IndexElem& element, int location) {
  if (element.n_collation == 0) return false;
  const Nodes parts = nodes(element.collation, element.n_collation);
  return collation_named(binder, parts, location) != "default";
}

// Keys have the default classes. PostgreSQL's others for btree keys order by bytes.
bool has_other_class(const PgQuery__IndexElem& element) {
  if (element.n_opclass == 0) return false;
  const Nodes parts = nodes(element.opclass, element.n_opclass);
  const std::string_view name = string_of(*parts.back());
  if (std::ranges::find(operator_classes, name, &OperatorClass::name) != operator_classes.end())
    return false;
  if (!name.ends_with("_pattern_ops") && name != "record_image_ops")
    rules::raise(conditions::undefined_operator_class, joined_name(parts), "btree");
  return true;
}

Wanted bind_wanted(Binder& binder, const DmlTarget& target, const PgQuery__InferClause& infer) {
  Wanted wanted;
  const TableItem item = arbiter_item(target);
  for (const Node* node : nodes(infer.index_elems, infer.n_index_elems)) {
    const auto& element = *node->index_elem;
    if (element.ordering > PG_QUERY__SORT_BY_DIR__SORTBY_DEFAULT)
      rules::raise(rules::error(conditions::order_in_on_conflict, "ASC/DESC").at(infer.location));
    if (element.nulls_ordering > PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_DEFAULT)
      rules::raise(
          rules::error(conditions::order_in_on_conflict, "NULLS FIRST/LAST").at(infer.location));
    if (has_other_collation(binder, element, infer.location) || has_other_class(element))
      wanted.other_order = true;
    if (present(element.name)) {
      const std::string_view name = element.name;
      const auto found = std::ranges::find(target.columns, name, &TargetColumn::name);
      if (found == target.columns.end())
        rules::raise(rules::error(conditions::undefined_column, name).at(infer.location));
      if (std::ranges::find(wanted.columns, found->number) == wanted.columns.end())
        wanted.columns.push_back(found->number);
      continue;
    }
    ExprPtr expr = bind_over_item(*element.expr, item, 0, -1, binder.context);
    if (expr->kind == ExprKind::column) {
      wanted.columns.push_back(static_cast<AttributeNumber>(expr->column));
    } else {
      wanted.expressions.push_back(std::move(expr));
    }
  }
  if (infer.where_clause != nullptr)
    wanted.predicate = bind_over_item(*infer.where_clause, item, oid::boolean, -1, binder.context);
  return wanted;
}

bool matches(const Index& index, const TableExpressions::IndexExpressions& bound,
             const Wanted& wanted) {
  if (!index.unique || index.state != IndexState::valid) return false;
  std::vector<AttributeNumber> columns;
  std::vector<ExprPtr> expressions;
  for (std::size_t i = 0; i < index.keys.size(); ++i) {
    if (index.keys[i].column != 0) {
      if (std::ranges::find(columns, index.keys[i].column) == columns.end())
        columns.push_back(index.keys[i].column);
    } else {
      expressions.push_back(bound.keys[i]);
    }
  }
  if (!std::ranges::is_permutation(columns, wanted.columns)) return false;
  const auto in = [](const ExprPtr& expr, const std::vector<ExprPtr>& list) {
    return std::ranges::any_of(list,
                               [&](const ExprPtr& other) { return equal_exprs(expr, other); });
  };
  const SameExpr same = [](const Expr& needed, const Expr& given) {
    return same_exprs(needed, given);
  };
  const bool all_wanted = std::ranges::all_of(
      wanted.expressions, [&](const ExprPtr& expr) { return in(expr, expressions); });
  const bool all_keyed = std::ranges::all_of(
      expressions, [&](const ExprPtr& expr) { return in(expr, wanted.expressions); });
  return all_wanted && all_keyed &&
         (bound.predicate == nullptr ||
          (wanted.predicate != nullptr && implied_by(*bound.predicate, *wanted.predicate, same)));
}

std::vector<Oid> arbiters(Binder& binder, const DmlTarget& target,
                          const PgQuery__InferClause& infer) {
  const Table& table = *target.table;
  if (present(infer.conname)) {
    const auto key =
        std::ranges::find(table.keys, std::string_view(infer.conname),
                          [](const KeyConstraint& k) { return std::string_view(k.name); });
    if (key == table.keys.end())
      rules::raise(
          rules::error(conditions::undefined_constraint_for_table, infer.conname, table.name));
    return {key->index};
  }
  const Wanted wanted = bind_wanted(binder, target, infer);
  const auto bound = expressions_of(table, binder.catalog);
  std::vector<Oid> found;
  for (std::size_t i = 0; i < table.indexes.size() && !wanted.other_order; ++i)
    if (matches(table.indexes[i], bound->indexes[i], wanted)) found.push_back(table.indexes[i].oid);
  if (found.empty()) rules::raise(conditions::no_unique_constraint_for_on_conflict);
  return found;
}

}  // namespace

OnConflict bind_on_conflict(Binder& binder, Level& level, const DmlTarget& target,
                            const PgQuery__OnConflictClause& clause) {
  OnConflict result;
  result.update = clause.action == PG_QUERY__ON_CONFLICT_ACTION__ONCONFLICT_UPDATE;
  if (clause.infer != nullptr) {
    result.arbiters = arbiters(binder, target, *clause.infer);
  } else if (result.update) {
    rules::raise(rules::error(conditions::on_conflict_requires_target).at(clause.location));
  }
  result.existing = binder.new_columns(*target.table);
  result.excluded = binder.new_columns(*target.table);
  if (!result.update) return result;
  binder.privileges.need(binder.catalog, binder.role, *target.table, ObjectKind::table, 'w');
  ScopeItem excluded = target_item(target, result.excluded);
  excluded.name = "excluded";
  excluded.aliased = true;
  excluded.table = nullptr;
  // `existing` replaces whatever the target showed before.
  std::vector<ScopeItem*> visible{&level.add_item(target_item(target, result.existing)),
                                  &level.add_item(std::move(excluded))};
  std::swap(level.visible, visible);
  result.assignments =
      bind_assignments(binder, level, target, nodes(clause.target_list, clause.n_target_list));
  if (clause.where_clause != nullptr)
    result.where = bind_condition(binder, level, *clause.where_clause, Place::where);
  std::swap(level.visible, visible);
  return result;
}

}  // namespace dsql::engine
