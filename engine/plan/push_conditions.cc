#include <algorithm>
#include <utility>

#include "engine/plan/passes.h"

namespace dsql::engine {

namespace {

using Conjuncts = std::vector<ExprPtr>;

RelationPtr push(RelationPtr relation, Conjuncts conjuncts);

RelationPtr filtered(RelationPtr relation, const Conjuncts& conjuncts) {
  if (conjuncts.empty()) return relation;
  auto filter = std::make_shared<Relation>();
  filter->kind = RelationKind::filter;
  filter->outputs = relation->outputs;
  filter->inputs = {std::move(relation)};
  filter->body = Filter{join_conjuncts(conjuncts)};
  return filter;
}

void push_into_inputs(Relation& relation) {
  for (RelationPtr& input : relation.inputs) input = push(std::move(input), {});
}

// The condition cannot pass: it stays above.
RelationPtr stop(RelationPtr relation, const Conjuncts& conjuncts) {
  push_into_inputs(*relation);
  return filtered(std::move(relation), conjuncts);
}

// Takes the conjuncts for which `test` holds out of `from`.
template <class Test>
Conjuncts take(Conjuncts& from, Test test) {
  Conjuncts taken;
  Conjuncts kept;
  for (ExprPtr& conjunct : from) (test(*conjunct) ? taken : kept).push_back(std::move(conjunct));
  from = std::move(kept);
  return taken;
}

// Whether a NULL in one of `ids` makes the conjunct not true: a strict operator directly over such
// a column.
bool rejects_nulls(const Expr& expr, const std::vector<ColumnId>& ids) {
  if (expr.kind == ExprKind::is_not_null) {
    return expr.args[0]->kind == ExprKind::column && contains(ids, expr.args[0]->column);
  }
  if (expr.kind != ExprKind::call || expr.function == nullptr || !expr.function->strict)
    return false;
  for (const ExprPtr& arg : expr.args) {
    const Expr* inner = arg.get();
    while (inner->kind == ExprKind::relabel) inner = inner->args[0].get();
    if (inner->kind == ExprKind::column && contains(ids, inner->column)) return true;
    if (inner->kind == ExprKind::call && rejects_nulls(*inner, ids)) return true;
  }
  return false;
}

void reduce_outer_join(Join& join, const Relation& relation, const Conjuncts& conjuncts) {
  const auto& left = relation.inputs[0]->outputs;
  const auto& right = relation.inputs[1]->outputs;
  for (const ExprPtr& conjunct : conjuncts) {
    const bool not_left = rejects_nulls(*conjunct, left);
    const bool not_right = rejects_nulls(*conjunct, right);
    if (join.kind == JoinKind::left && not_right) join.kind = JoinKind::inner;
    if (join.kind == JoinKind::right && not_left) join.kind = JoinKind::inner;
    if (join.kind == JoinKind::full && not_left)
      join.kind = not_right ? JoinKind::inner : JoinKind::left;
    if (join.kind == JoinKind::full && not_right) join.kind = JoinKind::right;
  }
}

RelationPtr push_join(RelationPtr relation, Conjuncts conjuncts) {
  Join& join = std::get<Join>(relation->body);
  reduce_outer_join(join, *relation, conjuncts);
  const std::vector<ColumnId> left = relation->inputs[0]->outputs;
  const std::vector<ColumnId> right = relation->inputs[1]->outputs;
  auto not_right = [&](const Expr& e) { return !reads_any(e, right) && !is_volatile(e); };
  auto not_left = [&](const Expr& e) { return !reads_any(e, left) && !is_volatile(e); };
  Conjuncts on;
  split_conjuncts(join.condition, on);
  Conjuncts to_left;
  Conjuncts to_right;
  switch (join.kind) {
    case JoinKind::inner: {
      Conjuncts movable = take(conjuncts, [](const Expr& e) { return !is_volatile(e); });
      on.insert(on.end(), movable.begin(), movable.end());
      to_left = take(on, not_right);
      to_right = take(on, not_left);
      break;
    }
    case JoinKind::left:
    case JoinKind::semi:
    case JoinKind::anti:
      to_left = take(conjuncts, not_right);
      to_right = take(on, not_left);
      break;
    case JoinKind::right:
      to_right = take(conjuncts, not_left);
      to_left = take(on, not_right);
      break;
    case JoinKind::full: break;
  }
  join.condition = join_conjuncts(on);
  relation->inputs[0] = push(std::move(relation->inputs[0]), std::move(to_left));
  relation->inputs[1] = push(std::move(relation->inputs[1]), std::move(to_right));
  return filtered(std::move(relation), conjuncts);
}

// The conjunct with the outputs of `items` replaced by what computes them; null if one of those may
// not be computed twice or elsewhere.
ExprPtr substitute(const ExprPtr& conjunct, const std::vector<Projection>& items) {
  bool possible = true;
  ExprPtr result = rewrite(conjunct, [&](const Expr& expr) -> ExprPtr {
    for (const ColumnId id : expr.correlated) {
      for (const Projection& item : items) possible = possible && item.column != id;
    }
    if (expr.kind != ExprKind::column) return nullptr;
    for (const Projection& item : items) {
      if (item.column != expr.column) continue;
      possible = possible && !is_volatile(*item.expr) && !contains_subquery(*item.expr);
      return item.expr;
    }
    return nullptr;
  });
  return possible ? result : nullptr;
}

RelationPtr push_project(RelationPtr relation, const Conjuncts& conjuncts) {
  const auto& items = std::get<Project>(relation->body).items;
  Conjuncts below;
  Conjuncts above;
  for (const ExprPtr& conjunct : conjuncts) {
    ExprPtr moved = is_volatile(*conjunct) ? nullptr : substitute(conjunct, items);
    if (moved) {
      below.push_back(std::move(moved));
    } else {
      above.push_back(conjunct);
    }
  }
  relation->inputs[0] = push(std::move(relation->inputs[0]), std::move(below));
  return filtered(std::move(relation), above);
}

RelationPtr push_aggregate(RelationPtr relation, Conjuncts conjuncts) {
  auto& aggregate = std::get<AggregateRelation>(relation->body);
  Conjuncts below;
  if (aggregate.sets.size() == 1 && !aggregate.sets[0].empty()) {
    std::vector<ColumnId> keys;
    for (const Projection& key : aggregate.keys) keys.push_back(key.column);
    std::vector<ColumnId> others;
    for (ColumnId id : relation->outputs) {
      if (!contains(keys, id)) others.push_back(id);
    }
    Conjuncts movable = take(conjuncts, [&](const Expr& e) {
      return reads_any(e, keys) && !reads_any(e, others) && !is_volatile(e);
    });
    for (const ExprPtr& conjunct : movable) {
      ExprPtr moved = substitute(conjunct, aggregate.keys);
      (moved ? below : conjuncts).push_back(moved ? moved : conjunct);
    }
  }
  relation->inputs[0] = push(std::move(relation->inputs[0]), std::move(below));
  return filtered(std::move(relation), conjuncts);
}

RelationPtr push_union(RelationPtr relation, const Conjuncts& conjuncts) {
  Conjuncts above;
  std::vector<Conjuncts> below(relation->inputs.size());
  for (const ExprPtr& conjunct : conjuncts) {
    if (is_volatile(*conjunct) || contains_subquery(*conjunct)) {
      above.push_back(conjunct);
      continue;
    }
    for (std::size_t i = 0; i < relation->inputs.size(); ++i) {
      below[i].push_back(rewrite(conjunct, [&](const Expr& expr) -> ExprPtr {
        if (expr.kind != ExprKind::column) return nullptr;
        const auto& outputs = relation->outputs;
        const auto at = std::find(outputs.begin(), outputs.end(), expr.column);
        if (at == outputs.end()) return nullptr;
        auto mapped = std::make_shared<Expr>(expr);
        mapped->column =
            relation->inputs[i]->outputs[static_cast<std::size_t>(at - outputs.begin())];
        return mapped;
      }));
    }
  }
  for (std::size_t i = 0; i < relation->inputs.size(); ++i) {
    relation->inputs[i] = push(std::move(relation->inputs[i]), std::move(below[i]));
  }
  return filtered(std::move(relation), above);
}

RelationPtr push(RelationPtr relation, Conjuncts conjuncts) {
  switch (relation->kind) {
    case RelationKind::filter: {
      split_conjuncts(std::get<Filter>(relation->body).condition, conjuncts);
      return push(relation->inputs[0], std::move(conjuncts));
    }
    case RelationKind::join: return push_join(std::move(relation), std::move(conjuncts));
    case RelationKind::project: return push_project(std::move(relation), conjuncts);
    case RelationKind::aggregate: return push_aggregate(std::move(relation), std::move(conjuncts));
    case RelationKind::set_operation: return push_union(std::move(relation), conjuncts);
    case RelationKind::sort:
    case RelationKind::with: {
      Conjuncts kept = take(conjuncts, [](const Expr& e) { return is_volatile(e); });
      relation->inputs[0] = push(std::move(relation->inputs[0]), std::move(conjuncts));
      return filtered(std::move(relation), kept);
    }
    case RelationKind::distinct: {
      const auto& distinct = std::get<DistinctRelation>(relation->body);
      Conjuncts kept = take(conjuncts, [&](const Expr& e) {
        if (is_volatile(e) || contains_subquery(e)) return true;
        return distinct.has_on && !reads_only(e, distinct.on);
      });
      relation->inputs[0] = push(std::move(relation->inputs[0]), std::move(conjuncts));
      return filtered(std::move(relation), kept);
    }
    default: return stop(std::move(relation), conjuncts);
  }
}

}  // namespace

RelationPtr push_conditions(RelationPtr root) { return push(std::move(root), {}); }

}  // namespace dsql::engine
