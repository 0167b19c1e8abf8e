#include <algorithm>
#include <utility>

#include "engine/functions/resolve.h"
#include "engine/plan/passes.h"
#include "engine/plan/translate.h"

namespace dsql::engine {

namespace {

// A sub-select as the right side of a semi or anti join: its relation without correlated
// conditions, and those conditions.
struct Uncorrelated {
  RelationPtr relation;
  std::vector<ExprPtr> conditions;
};

bool reads_outer(const Relation& relation, const std::vector<ColumnId>& outer) {
  std::vector<ColumnId> reads;
  collect_reads(relation, reads);
  return std::any_of(reads.begin(), reads.end(), [&](ColumnId id) { return contains(outer, id); });
}

// Takes [Project over] [Filter over] X apart. The project's items are looked through only for an
// EXISTS, which does not care for them. nullopt if the correlation is anywhere but in the filter.
std::optional<Uncorrelated> separate(RelationPtr relation, const std::vector<ColumnId>& outer,
                                     bool drop_project) {
  if (outer.empty()) return Uncorrelated{std::move(relation), {}};
  if (drop_project && relation->kind == RelationKind::project) relation = relation->inputs[0];
  if (relation->kind == RelationKind::project) {
    const auto& items = std::get<Project>(relation->body).items;
    for (const Projection& item : items) {
      if (reads_any(*item.expr, outer)) return std::nullopt;
    }
    auto below = separate(relation->inputs[0], outer, false);
    if (!below) return std::nullopt;
    // The lifted conditions read columns below the projection: let it pass them.
    auto widened = std::make_shared<Relation>(*relation);
    auto& projection = std::get<Project>(widened->body);
    for (const ExprPtr& condition : below->conditions) {
      for_each_column(*condition, [&](ColumnId id) {
        if (!contains(below->relation->outputs, id) || contains(widened->outputs, id)) return;
        auto column = std::make_shared<Expr>();
        column->kind = ExprKind::column;
        column->column = id;
        column->type = 0;
        widened->outputs.push_back(id);
        projection.items.push_back({id, std::move(column)});
      });
    }
    widened->inputs[0] = below->relation;
    return Uncorrelated{std::move(widened), std::move(below->conditions)};
  }
  if (relation->kind != RelationKind::filter) {
    if (reads_outer(*relation, outer)) return std::nullopt;
    return Uncorrelated{std::move(relation), {}};
  }
  if (reads_outer(*relation->inputs[0], outer)) return std::nullopt;
  std::vector<ExprPtr> conjuncts;
  split_conjuncts(std::get<Filter>(relation->body).condition, conjuncts);
  Uncorrelated result;
  std::vector<ExprPtr> own;
  for (ExprPtr& conjunct : conjuncts) {
    const bool correlated = reads_any(*conjunct, outer);
    if (correlated && (contains_subquery(*conjunct) || is_volatile(*conjunct))) return std::nullopt;
    (correlated ? result.conditions : own).push_back(std::move(conjunct));
  }
  result.relation = relation->inputs[0];
  if (!own.empty()) {
    auto filter = std::make_shared<Relation>();
    filter->kind = RelationKind::filter;
    filter->outputs = result.relation->outputs;
    filter->inputs = {result.relation};
    filter->body = Filter{join_conjuncts(own)};
    result.relation = std::move(filter);
  }
  return result;
}

RelationPtr make_join(JoinKind kind, RelationPtr left, Uncorrelated right) {
  auto join = std::make_shared<Relation>();
  join->kind = RelationKind::join;
  join->outputs = left->outputs;
  join->inputs = {std::move(left), std::move(right.relation)};
  join->body = Join{kind, join_conjuncts(right.conditions), false};
  return join;
}

// WHERE [NOT] EXISTS (…) over `input`; null if it stays a sub-select.
RelationPtr pull_up_exists(const RelationPtr& input, const Expr& exists, bool negated) {
  for (const ColumnId id : exists.correlated) {
    if (!contains(input->outputs, id)) return nullptr;
  }
  if (exists.correlated.empty()) return nullptr;  // computed once anyway
  auto right = separate(exists.subquery, exists.correlated, true);
  if (!right || right->conditions.empty()) return nullptr;
  return make_join(negated ? JoinKind::anti : JoinKind::semi, input, std::move(*right));
}

// WHERE x IN (SELECT …). NOT IN stays, because of NULLs.
RelationPtr pull_up_in(const RelationPtr& input, const Expr& any) {
  if (any.op == nullptr || any.op->name != "=" || any.args.size() != 1 ||
      any.subquery->outputs.empty()) {
    return nullptr;
  }
  for (const ColumnId id : any.correlated) {
    if (!contains(input->outputs, id)) return nullptr;
  }
  if (!reads_any(*any.args[0], input->outputs) || contains_subquery(*any.args[0])) return nullptr;
  auto right = separate(any.subquery, any.correlated, false);
  if (!right) return nullptr;
  auto member = std::make_shared<Expr>();
  member->kind = ExprKind::column;
  member->column = any.subquery->outputs[0];
  member->type = is_polymorphic(any.op->right) ? any.args[0]->type : any.op->right;
  auto equal = std::make_shared<Expr>();
  equal->kind = ExprKind::call;
  equal->type = oid::boolean;
  equal->op = any.op;
  equal->function = any.function;
  equal->args = {any.args[0], std::move(member)};
  right->conditions.push_back(std::move(equal));
  return make_join(JoinKind::semi, input, std::move(*right));
}

RelationPtr pull_up_conjunct(const RelationPtr& input, const Expr& conjunct) {
  if (conjunct.kind == ExprKind::exists_subquery)
    return pull_up_exists(input, conjunct, conjunct.negated);
  if (conjunct.kind == ExprKind::not_ && conjunct.args[0]->kind == ExprKind::exists_subquery) {
    return pull_up_exists(input, *conjunct.args[0], !conjunct.args[0]->negated);
  }
  if (conjunct.kind == ExprKind::any_subquery && !conjunct.negated)
    return pull_up_in(input, conjunct);
  return nullptr;
}

}  // namespace

RelationPtr pull_up_sublinks(RelationPtr root) {
  for (RelationPtr& input : root->inputs) input = pull_up_sublinks(std::move(input));
  if (root->kind != RelationKind::filter) return root;
  std::vector<ExprPtr> conjuncts;
  split_conjuncts(std::get<Filter>(root->body).condition, conjuncts);
  std::vector<ExprPtr> kept;
  RelationPtr input = root->inputs[0];
  for (ExprPtr& conjunct : conjuncts) {
    if (RelationPtr joined = pull_up_conjunct(input, *conjunct)) {
      input = pull_up_sublinks(std::move(joined));
    } else {
      kept.push_back(std::move(conjunct));
    }
  }
  if (kept.size() == conjuncts.size()) {
    root->inputs[0] = std::move(input);
    std::get<Filter>(root->body).condition = join_conjuncts(kept);
    return root;
  }
  if (kept.empty()) return input;
  root->inputs[0] = std::move(input);
  std::get<Filter>(root->body).condition = join_conjuncts(kept);
  return root;
}

}  // namespace dsql::engine
