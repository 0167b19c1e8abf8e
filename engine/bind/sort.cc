#include "engine/bind/sort.h"

#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/walk.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

// The select-list column called `name`, if exactly one (or several equal ones) are.
std::optional<std::size_t> target_named(const std::vector<Target>& targets, std::string_view name,
                                        std::string_view clause, int location) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (targets[i].junk || targets[i].name != name) continue;
    if (found && !equal_exprs(targets[*found].expr, targets[i].expr))
      rules::raise(rules::error(conditions::clause_name_ambiguous, clause, name).at(location));
    if (!found) found = i;
  }
  return found;
}

std::size_t target_at_position(const std::vector<Target>& targets, const PgQuery__AConst& constant,
                               std::string_view clause) {
  if (constant.isnull || constant.val_case != PG_QUERY__A__CONST__VAL_IVAL)
    rules::raise(
        rules::error(conditions::non_integer_constant_in_clause, clause).at(constant.location));
  const int position = constant.ival->ival;
  int at = 0;
  for (std::size_t i = 0; i < targets.size(); ++i)
    if (!targets[i].junk && ++at == position) return i;
  rules::raise(rules::error(conditions::order_by_position, clause, position).at(constant.location));
}

struct Direction {
  bool descending = false;
  bool nulls_first = false;
};

Direction direction_of(const PgQuery__SortBy& sort) {
  Direction direction;
  direction.descending = sort.sortby_dir == PG_QUERY__SORT_BY_DIR__SORTBY_DESC;
  if (sort.sortby_dir == PG_QUERY__SORT_BY_DIR__SORTBY_USING) {
    const std::string_view op = last_name(nodes(sort.use_op, sort.n_use_op));
    if (op != "<" && op != ">")
      rules::raise(rules::error(conditions::not_ordering_operator, op).at(sort.location));
    direction.descending = op == ">";
  }
  switch (sort.sortby_nulls) {
    case PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST: direction.nulls_first = true; break;
    case PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_LAST: direction.nulls_first = false; break;
    default: direction.nulls_first = direction.descending;
  }
  return direction;
}

void check_sortable(const Expr& expr, int location) {
  if (less_operator(expr.type) == nullptr)
    rules::raise(rules::error(conditions::no_ordering_operator, type_name_of(expr)).at(location));
}

}  // namespace

SortKey sort_key(const ExprPtr& expr, const PgQuery__SortBy& sort) {
  check_sortable(*expr, expr->location);
  const Direction direction = direction_of(sort);
  return {expr, direction.descending, direction.nulls_first};
}

std::vector<SortKey> bind_sort_expressions(Binder& binder, Level& level, Nodes list) {
  std::vector<SortKey> keys;
  PlaceScope place(level, level.place == Place::window_order ? Place::window_order
                          : level.place == Place::none       ? Place::order_by
                                                             : level.place);
  for (const Node* node : list) {
    const auto& sort = *node->sort_by;
    keys.push_back(sort_key(settle_unknown(binder, bind_node(binder, level, *sort.node)), sort));
  }
  return keys;
}

std::size_t find_target(Binder& binder, Level& level, const Node& node,
                        std::vector<Target>& targets, Place place) {
  const std::string_view clause = rules_of(place).clause;
  if (node.node_case == PG_QUERY__NODE__NODE_COLUMN_REF && node.column_ref->n_fields == 1 &&
      !is_star(*node.column_ref->fields[0])) {
    const std::string_view name = string_of(*node.column_ref->fields[0]);
    const int location = node.column_ref->location;
    // GROUP BY takes a column of FROM before a name of the select list.
    const bool is_column = place == Place::group_by &&
                           find_local_column(binder, level, name, location).id != no_column;
    if (!is_column) {
      if (const auto found = target_named(targets, name, clause, location)) return *found;
    }
  }
  if (node.node_case == PG_QUERY__NODE__NODE_A_CONST)
    return target_at_position(targets, *node.a_const, clause);
  ExprPtr expr = bind_expression(binder, level, node, place);
  for (std::size_t i = 0; i < targets.size(); ++i)
    if (equal_exprs(targets[i].expr, expr)) return i;
  targets.push_back({.name = "?column?", .expr = std::move(expr), .junk = true});
  return targets.size() - 1;
}

std::vector<SortItem> bind_sort_clause(Binder& binder, Level& level, Nodes list,
                                       std::vector<Target>& targets) {
  std::vector<SortItem> items;
  for (const Node* node : list) {
    const auto& sort = *node->sort_by;
    const std::size_t at = find_target(binder, level, *sort.node, targets, Place::order_by);
    targets[at].expr = settle_unknown(binder, targets[at].expr);
    const int location = location_of(sort.node);
    check_sortable(*targets[at].expr, location);
    const bool known =
        std::ranges::any_of(items, [&](const SortItem& other) { return other.target == at; });
    if (known) continue;
    const Direction direction = direction_of(sort);
    items.push_back({at, direction.descending, direction.nulls_first, location});
  }
  return items;
}

std::vector<SortKey> bind_output_sort(Binder& binder, Level& level,
                                      const PgQuery__SelectStmt& statement,
                                      const std::vector<SelectOutput>& outputs) {
  std::vector<Target> targets;
  for (const SelectOutput& output : outputs)
    targets.push_back({output.name, column_expr(binder, output.column, -1), output.column});
  // The result's columns are what expressions see, too; but expressions are then refused.
  ScopeItem item;
  item.kind = ScopeItem::Kind::join;
  item.table_visible = false;
  for (const SelectOutput& output : outputs) item.columns.push_back({output.name, output.column});
  std::vector<ScopeItem*> visible{&item};
  std::swap(level.visible, visible);
  std::vector<SortKey> keys;
  for (const Node* node : nodes(statement.sort_clause, statement.n_sort_clause)) {
    const auto& sort = *node->sort_by;
    const std::size_t at = find_target(binder, level, *sort.node, targets, Place::order_by);
    if (targets[at].junk)
      rules::raise(rules::error(conditions::set_operation_order_by, "UNION/INTERSECT/EXCEPT")
                       .at(location_of(sort.node)));
    keys.push_back(sort_key(targets[at].expr, sort));
    if (level.form != nullptr)
      level.form->sort.push_back({at, keys.back().descending, keys.back().nulls_first});
  }
  std::swap(level.visible, visible);
  return keys;
}

RelationPtr add_limit(Binder& binder, Level& level, const PgQuery__SelectStmt& statement,
                      RelationPtr input) {
  LimitRelation limit;
  const auto bind_count = [&](const Node& node, Place place) -> ExprPtr {
    const std::string_view clause = rules_of(place).clause;
    ExprPtr expr =
        coerce_to_type(binder, bind_expression(binder, level, node, place), oid::int8, clause);
    bool local = false;
    for_each_expr(expr, [&](const Expr& inner) {
      local |= inner.kind == ExprKind::column &&
               std::ranges::find(input->outputs, inner.column) != input->outputs.end();
    });
    for (const auto& item : level.items)
      for (const ScopeColumn& column : item->columns)
        for_each_expr(expr, [&](const Expr& inner) {
          local |= inner.kind == ExprKind::column && inner.column == column.id;
        });
    if (local)
      rules::raise(rules::error(conditions::must_not_contain_variables, clause).at(expr->location));
    return expr;
  };
  const auto is_null = [](const Node* node) {
    return node != nullptr && node->node_case == PG_QUERY__NODE__NODE_A_CONST &&
           node->a_const->isnull;
  };
  limit.with_ties = statement.limit_option == PG_QUERY__LIMIT_OPTION__LIMIT_OPTION_WITH_TIES;
  if (statement.limit_offset != nullptr && !is_null(statement.limit_offset))
    limit.offset = bind_count(*statement.limit_offset, Place::offset);
  if (is_null(statement.limit_count) && limit.with_ties)
    rules::raise(conditions::with_ties_null_count);
  if (statement.limit_count != nullptr && !is_null(statement.limit_count))
    limit.count = bind_count(*statement.limit_count, Place::limit);
  if (level.form != nullptr) {
    level.form->limit = limit.count;
    level.form->offset = limit.offset;
    level.form->limit_all = is_null(statement.limit_count);
    level.form->with_ties = limit.with_ties;
  }
  if (limit.count == nullptr && limit.offset == nullptr) return input;
  std::vector<ColumnId> outputs = input->outputs;
  return make_relation(RelationKind::limit, {std::move(input)}, std::move(outputs),
                       std::move(limit));
}

}  // namespace dsql::engine
