// JOIN: ON, USING, NATURAL, merged columns (transformJoinUsingClause, buildMergedJoinVar).
#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/expression.h"
#include "engine/bind/from.h"
#include "engine/bind/relation_make.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

JoinKind join_kind(PgQuery__JoinType type) {
  switch (type) {
    case PG_QUERY__JOIN_TYPE__JOIN_INNER: return JoinKind::inner;
    case PG_QUERY__JOIN_TYPE__JOIN_LEFT: return JoinKind::left;
    case PG_QUERY__JOIN_TYPE__JOIN_RIGHT: return JoinKind::right;
    case PG_QUERY__JOIN_TYPE__JOIN_FULL: return JoinKind::full;
    default: break;
  }
  rules::raise(conditions::unsupported_node, PG_QUERY__NODE__NODE_JOIN_EXPR);
}

// A column of both sides that the join merges.
struct Merged {
  std::string_view name;
  ScopeColumn left, right;
  ExprPtr value;
};

ScopeColumn find_common(const std::vector<ScopeColumn>& columns, std::string_view name,
                        const rules::Condition<std::string_view>& undefined,
                        const rules::Condition<std::string_view>& ambiguous) {
  ScopeColumn found;
  for (const ScopeColumn& column : columns) {
    if (column.name != name) continue;
    if (found.id != no_column) rules::raise(ambiguous, name);
    found = column;
  }
  if (found.id == no_column) rules::raise(undefined, name);
  return found;
}

std::vector<std::string_view> common_names(const PgQuery__JoinExpr& join,
                                           const std::vector<ScopeColumn>& left,
                                           const std::vector<ScopeColumn>& right) {
  std::vector<std::string_view> names;
  if (join.is_natural) {
    for (const ScopeColumn& column : left) {
      const bool shared = std::ranges::any_of(
          right, [&](const ScopeColumn& other) { return other.name == column.name; });
      if (shared) names.push_back(column.name);
    }
    return names;
  }
  for (const Node* node : nodes(join.using_clause, join.n_using_clause)) {
    const std::string_view name = string_of(*node);
    if (std::ranges::find(names, name) != names.end())
      rules::raise(conditions::duplicate_column_in_using, name);
    names.push_back(name);
  }
  return names;
}

// The value of a merged column: that of the side that is always there, or of either.
ExprPtr merged_value(Binder& binder, JoinKind kind, const ScopeColumn& left,
                     const ScopeColumn& right) {
  const ExprPtr left_column = column_expr(binder, left.id, -1);
  const ExprPtr right_column = column_expr(binder, right.id, -1);
  const std::vector<ExprPtr> both{left_column, right_column};
  const Oid type = common_type(both, "JOIN/USING");
  const ExprPtr left_value = coerce_to_common(binder, left_column, type, "JOIN/USING");
  const ExprPtr right_value = coerce_to_common(binder, right_column, type, "JOIN/USING");
  switch (kind) {
    case JoinKind::right: return right_value;
    case JoinKind::full: {
      auto expr = new_expr(ExprKind::coalesce, type, -1);
      expr->modifier = common_modifier(both, type);
      expr->args = {left_value, right_value};
      return expr;
    }
    case JoinKind::inner:
      if (left_value != left_column && right_value == right_column) return right_value;
      return left_value;
    default: return left_value;
  }
}

std::vector<Merged> merge_columns(const PgQuery__JoinExpr& join,
                                  const std::vector<ScopeColumn>& left,
                                  const std::vector<ScopeColumn>& right) {
  std::vector<Merged> merged;
  for (std::string_view name : common_names(join, left, right)) {
    Merged column{.name = name,
                  .left = find_common(left, name, conditions::undefined_column_in_using_left,
                                      conditions::ambiguous_common_column_left),
                  .right = find_common(right, name, conditions::undefined_column_in_using_right,
                                       conditions::ambiguous_common_column_right),
                  .value = nullptr};
    merged.push_back(std::move(column));
  }
  return merged;
}

ExprPtr merged_condition(Binder& binder, const std::vector<Merged>& merged) {
  std::vector<ExprPtr> tests;
  for (const Merged& column : merged) {
    tests.push_back(operator_expr(binder, "=", column_expr(binder, column.left.id, -1),
                                  column_expr(binder, column.right.id, -1), -1));
  }
  if (tests.empty()) return nullptr;
  if (tests.size() == 1) return tests[0];
  return boolean_expr(ExprKind::and_, std::move(tests), -1);
}

// Binds one side with the other side's names visible to LATERAL, or none.
FromItem bind_side(Binder& binder, Level& level, const Node& node,
                   const std::vector<ScopeItem*>& lateral_names, bool lateral_ok, bool nullable) {
  const std::size_t before = level.visible.size();
  for (ScopeItem* item : lateral_names) {
    item->lateral_only = true;
    item->lateral_ok = lateral_ok;
    level.visible.push_back(item);
  }
  level.outer_join_depth += nullable;
  FromItem side = bind_from_item(binder, level, node);
  level.outer_join_depth -= nullable;
  level.visible.resize(before);
  return side;
}

ExprPtr bind_on(Binder& binder, Level& level, const Node& condition,
                const std::vector<ScopeItem*>& names) {
  for (ScopeItem* item : names) {
    item->lateral_only = false;
    item->lateral_ok = true;
  }
  std::vector<ScopeItem*> outside = names;
  std::swap(level.visible, outside);
  ExprPtr bound = bind_condition(binder, level, condition, Place::join_on);
  std::swap(level.visible, outside);
  return bound;
}

// The join as one item: merged columns first, then the rest of both sides.
ScopeItem join_item(Binder& binder, Level& level, RelationPtr& relation,
                    const std::vector<Merged>& merged, const std::vector<ScopeColumn>& left,
                    const std::vector<ScopeColumn>& right) {
  ScopeItem item;
  item.kind = ScopeItem::Kind::join;
  item.table_visible = false;
  std::vector<Projection> computed;
  for (const Merged& column : merged) {
    ColumnId id = column.value->column;
    if (column.value->kind != ExprKind::column) {
      id = binder.new_column(column.name, *column.value);
      computed.push_back({id, column.value});
      level.merged.emplace_back(id, column.value);
    }
    const RangeColumn from = id == column.left.id    ? column.left.from
                             : id == column.right.id ? column.right.from
                                                     : RangeColumn{};
    item.columns.push_back({column.name, id, from});
  }
  const auto add_rest = [&](const std::vector<ScopeColumn>& side) {
    for (const ScopeColumn& column : side) {
      const bool is_merged = std::ranges::any_of(
          merged, [&](const Merged& common) { return common.name == column.name; });
      if (!is_merged) item.columns.push_back(column);
    }
  };
  add_rest(left);
  add_rest(right);
  if (!computed.empty()) {
    std::vector<Projection> items;
    for (ColumnId id : relation->outputs) items.push_back({id, column_expr(binder, id, -1)});
    items.insert(items.end(), computed.begin(), computed.end());
    relation = make_project(std::move(relation), std::move(items));
  }
  return item;
}

// Notes the join, and gives its own columns their places in it: those it computes, or all under an
// alias.
void record_join(Binder& binder, Level& level, const PgQuery__JoinExpr& join, FromItem& result,
                 RangeForm form, const std::vector<Merged>& merged, ScopeItem* item) {
  if (binder.forms == nullptr) return;
  form.kind = RangeForm::Kind::join;
  for (const Merged& column : merged)
    form.using_columns.push_back({std::string(column.name), column.left.from, column.right.from});
  if (join.join_using_alias != nullptr)
    form.using_alias = text_of(join.join_using_alias->aliasname);
  ScopeItem plain;
  ScopeItem& recorded = item == nullptr ? plain : *item;
  for (const ScopeColumn& column : recorded.columns) form.shown.push_back(column.from);
  const std::vector<ScopeColumn> before = recorded.columns;
  record_range(binder, level, recorded, join.alias, std::move(form));
  result.range = recorded.range;
  for (std::size_t i = 0; i < before.size(); ++i)
    if (join.alias == nullptr && before[i].from.range != 0) recorded.columns[i] = before[i];
}

}  // namespace

FromItem bind_join(Binder& binder, Level& level, const PgQuery__JoinExpr& join) {
  const JoinKind kind = join_kind(join.jointype);
  const bool left_nullable = kind == JoinKind::right || kind == JoinKind::full;
  const bool right_nullable = kind == JoinKind::left || kind == JoinKind::full;
  FromItem left = bind_side(binder, level, *join.larg, {}, true, left_nullable);
  const bool lateral_ok = kind == JoinKind::inner || kind == JoinKind::left;
  FromItem right = bind_side(binder, level, *join.rarg, left.names, lateral_ok, right_nullable);
  check_item_names(left.names, right.names);
  std::vector<ScopeItem*> names = left.names;
  names.insert(names.end(), right.names.begin(), right.names.end());
  const bool merges = join.is_natural || join.n_using_clause > 0;
  std::vector<ScopeColumn> left_columns, right_columns;
  std::vector<Merged> merged;
  ExprPtr condition;
  if (merges || join.alias != nullptr) {
    left_columns = bare_columns(left.names);
    right_columns = bare_columns(right.names);
  }
  if (merges) {
    merged = merge_columns(join, left_columns, right_columns);
    condition = merged_condition(binder, merged);
    for (Merged& column : merged)
      column.value = merged_value(binder, kind, column.left, column.right);
  } else if (join.quals != nullptr) {
    condition = bind_on(binder, level, *join.quals, names);
  }
  FromItem result;
  RangeForm form;
  form.left = left.range;
  form.right = right.range;
  form.join = kind;
  if (!merges) form.condition = condition;
  result.relation =
      make_join(kind, std::move(left.relation), std::move(right.relation), condition, true);
  result.names = std::move(names);
  if (!merges && join.alias == nullptr) {
    record_join(binder, level, join, result, std::move(form), merged, nullptr);
    return result;
  }
  ScopeItem item = join_item(binder, level, result.relation, merged, left_columns, right_columns);
  item.relation = result.relation.get();
  if (join.alias == nullptr)
    record_join(binder, level, join, result, std::move(form), merged, &item);
  for (ScopeItem* name : result.names) name->columns_visible = false;
  if (join.join_using_alias != nullptr) {
    ScopeItem using_item;
    using_item.kind = ScopeItem::Kind::join;
    using_item.name = text_of(join.join_using_alias->aliasname);
    using_item.aliased = true;
    using_item.columns_visible = false;
    using_item.columns.assign(item.columns.begin(),
                              item.columns.begin() + static_cast<std::ptrdiff_t>(merged.size()));
    ScopeItem& added = level.add_item(std::move(using_item));
    check_item_names(result.names, {&added});
    result.names.push_back(&added);
  }
  if (join.alias != nullptr) {
    item.name = text_of(join.alias->aliasname);
    item.aliased = true;
    item.table_visible = true;
    apply_alias(item, join.alias);
    record_join(binder, level, join, result, std::move(form), merged, &item);
    result.names.clear();
  }
  result.names.push_back(&level.add_item(std::move(item)));
  return result;
}

}  // namespace dsql::engine
