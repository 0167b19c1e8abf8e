// Joins: inner joins of one level are flattened and put in a greedy order; each pair becomes a hash
// join, a nested loop over an index, or a plain nested loop.
#include <algorithm>
#include <limits>

#include "engine/plan/translate.h"

namespace dsql::engine {

namespace {

// left_key = right_key of an equality between the two sides.
struct HashKey {
  ExprPtr left;
  ExprPtr right;
};

std::optional<HashKey> hash_key(const ExprPtr& conjunct, const std::vector<ColumnId>& left,
                                const std::vector<ColumnId>& right) {
  const Expr& expr = *conjunct;
  if (expr.kind != ExprKind::call || expr.op == nullptr || expr.op->name != "=" ||
      !expr.op->can_hash) {
    return std::nullopt;
  }
  // Hashes agree only between values of one type; cross-type equalities stay conditions.
  if (expr.args[0]->type != expr.args[1]->type || is_volatile(expr)) return std::nullopt;
  const auto one_side = [](const Expr& e, const std::vector<ColumnId>& own,
                           const std::vector<ColumnId>& other) {
    return reads_any(e, own) && !reads_any(e, other) && !contains_subquery(e);
  };
  if (one_side(*expr.args[0], left, right) && one_side(*expr.args[1], right, left)) {
    return HashKey{expr.args[0], expr.args[1]};
  }
  if (one_side(*expr.args[1], left, right) && one_side(*expr.args[0], right, left)) {
    return HashKey{expr.args[1], expr.args[0]};
  }
  return std::nullopt;
}

bool intersects(const std::vector<ColumnId>& a, const std::vector<ColumnId>& b) {
  return std::any_of(a.begin(), a.end(), [&](ColumnId id) { return contains(b, id); });
}

std::vector<ColumnId> common(const std::vector<ColumnId>& a, const std::vector<ColumnId>& b) {
  std::vector<ColumnId> both;
  for (const ColumnId id : a) {
    if (contains(b, id) && !contains(both, id)) both.push_back(id);
  }
  return both;
}

// The scan and conditions of a relation that can be read through an index; null if it is not one.
const Relation* indexable(const Relation& relation, std::vector<ExprPtr>& conjuncts) {
  if (relation.kind == RelationKind::table_scan) return &relation;
  if (relation.kind == RelationKind::filter &&
      relation.inputs[0]->kind == RelationKind::table_scan) {
    split_conjuncts(std::get<Filter>(relation.body).condition, conjuncts);
    return relation.inputs[0].get();
  }
  return nullptr;
}

double join_rows(JoinKind kind, double left, double right, bool keyed) {
  switch (kind) {
    case JoinKind::semi:
    case JoinKind::anti: return std::max(left * 0.5, 1.0);
    case JoinKind::left: return std::max(keyed ? std::max(left, right) : left * right * 0.3, left);
    default: return std::max(keyed ? std::max(left, right) : left * right * 0.3, 1.0);
  }
}

}  // namespace

std::vector<ColumnId> Translator::outputs_of(const PlanNodePtr& left, const PlanNodePtr& right,
                                             JoinKind kind) const {
  std::vector<ColumnId> outputs = left->outputs;
  if (kind != JoinKind::semi && kind != JoinKind::anti) {
    outputs.insert(outputs.end(), right->outputs.begin(), right->outputs.end());
  }
  return outputs;
}

PlanNodePtr Translator::combine(JoinKind kind, PlanNodePtr left, PlanNodePtr right,
                                const std::vector<ExprPtr>& conjuncts,
                                std::vector<ColumnId> passed) {
  auto node = std::make_shared<PlanNode>();
  std::vector<HashKey> keys;
  std::vector<ExprPtr> rest;
  for (const ExprPtr& conjunct : conjuncts) {
    std::optional<HashKey> key;
    if (passed.empty() && context_.settings.enable_hashjoin)
      key = hash_key(conjunct, left->outputs, right->outputs);
    if (key) {
      keys.push_back(std::move(*key));
    } else {
      rest.push_back(conjunct);
    }
  }
  node->rows = join_rows(kind, left->rows, right->rows, !keys.empty());
  if (!keys.empty()) {
    // The smaller side is built where the join kind lets the sides be exchanged.
    const bool exchange = kind == JoinKind::inner && left->rows < right->rows;
    if (exchange) std::swap(left, right);
    HashJoin join{.kind = kind, .condition = join_conjuncts(rest)};
    for (HashKey& key : keys) {
      join.probe_keys.push_back(exchange ? std::move(key.right) : std::move(key.left));
      join.build_keys.push_back(exchange ? std::move(key.left) : std::move(key.right));
    }
    node->cost = left->cost + right->cost + left->rows + 2 * right->rows;
    node->body = std::move(join);
  } else {
    node->cost = left->cost + (passed.empty() ? right->cost + left->rows * right->rows * 0.2
                                              : left->rows * std::max(right->cost, 1.0));
    node->body = NestedLoop{kind, join_conjuncts(rest), std::move(passed)};
  }
  node->outputs = outputs_of(left, right, kind);
  node->inputs = {std::move(left), std::move(right)};
  return node;
}

// A nested loop whose inner side is looked up by an index with the outer row's values; null if no
// index helps.
PlanNodePtr Translator::index_join(JoinKind kind, const PlanNodePtr& left, const Relation& right,
                                   const std::vector<ExprPtr>& conjuncts) {
  if (!context_.settings.enable_nestloop || kind == JoinKind::right || kind == JoinKind::full)
    return nullptr;
  std::vector<ExprPtr> all;
  const Relation* scanned = indexable(right, all);
  if (scanned == nullptr) return nullptr;
  std::vector<ColumnId> passed;
  for (const ExprPtr& conjunct : conjuncts) {
    if (is_volatile(*conjunct)) return nullptr;
    for_each_column(*conjunct, [&](ColumnId id) {
      if (contains(left->outputs, id) && !contains(passed, id)) passed.push_back(id);
    });
    all.push_back(conjunct);
  }
  if (passed.empty()) return nullptr;
  PlanNodePtr inner = scan(*scanned, all, nullptr);
  const auto& access = std::get<TableAccess>(inner->body);
  const bool keyed_by_outer =
      std::any_of(access.equal.begin(), access.equal.end(),
                  [&](const ExprPtr& value) { return reads_any(*value, passed); });
  if (!keyed_by_outer) return nullptr;
  auto node = std::make_shared<PlanNode>();
  node->rows = join_rows(kind, left->rows, left->rows * inner->rows, true);
  node->cost = left->cost + left->rows * inner->cost;
  node->outputs = outputs_of(left, inner, kind);
  // Every condition of the join is in the inner scan, so the loop itself has none.
  node->body = NestedLoop{kind, nullptr, std::move(passed)};
  node->inputs = {left, std::move(inner)};
  return node;
}

void Translator::flatten(const Relation& relation, std::vector<Leaf>& leaves,
                         std::vector<ExprPtr>& conjuncts, bool lateral) {
  const auto* body = std::get_if<Join>(&relation.body);
  if (body != nullptr && body->kind == JoinKind::inner) {
    require(relation);
    split_conjuncts(body->condition, conjuncts);
    flatten(*relation.inputs[0], leaves, conjuncts, lateral);
    flatten(*relation.inputs[1], leaves, conjuncts, body->lateral || lateral);
    return;
  }
  Leaf leaf;
  leaf.relation = &relation;
  leaf.lateral = lateral;
  if (lateral) {
    collect_reads(relation, leaf.reads);
    require_outer_reads(relation);
  }
  leaves.push_back(std::move(leaf));
}

PlanNodePtr Translator::order_joins(std::vector<Leaf> leaves, std::vector<ExprPtr> conjuncts) {
  for (Leaf& leaf : leaves) leaf.node = translate(*leaf.relation);
  const auto depends = [&](const Leaf& leaf, const std::vector<Leaf>& others) {
    return std::any_of(others.begin(), others.end(), [&](const Leaf& other) {
      return &other != &leaf && intersects(leaf.reads, other.relation->outputs);
    });
  };
  // Start with the smallest relation that depends on no other.
  std::size_t first = 0;
  double smallest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (leaves[i].node->rows < smallest && !depends(leaves[i], leaves)) {
      smallest = leaves[i].node->rows;
      first = i;
    }
  }
  PlanNodePtr joined = leaves[first].node;
  leaves.erase(leaves.begin() + static_cast<std::ptrdiff_t>(first));
  while (!leaves.empty()) {
    PlanNodePtr best;
    std::size_t best_at = 0;
    std::vector<bool> best_used;
    bool best_connected = false;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      if (depends(leaves[i], leaves)) continue;
      std::vector<ExprPtr> usable;
      std::vector<bool> used(conjuncts.size());
      bool connected = false;
      for (std::size_t k = 0; k < conjuncts.size(); ++k) {
        bool ready = true;
        for (const Leaf& other : leaves) {
          if (&other != &leaves[i] && reads_any(*conjuncts[k], other.relation->outputs))
            ready = false;
        }
        if (!ready) continue;
        used[k] = true;
        usable.push_back(conjuncts[k]);
        connected = connected || reads_any(*conjuncts[k], leaves[i].relation->outputs);
      }
      PlanNodePtr candidate = combine(JoinKind::inner, joined, leaves[i].node, usable,
                                      common(leaves[i].reads, joined->outputs));
      if (leaves[i].reads.empty()) {
        PlanNodePtr by_index = index_join(JoinKind::inner, joined, *leaves[i].relation, usable);
        if (by_index && by_index->cost < candidate->cost) candidate = std::move(by_index);
      }
      const bool better = !best || (connected && !best_connected) ||
                          (connected == best_connected && candidate->cost < best->cost);
      if (!better) continue;
      best = std::move(candidate);
      best_at = i;
      best_used = std::move(used);
      best_connected = connected;
    }
    joined = std::move(best);
    leaves.erase(leaves.begin() + static_cast<std::ptrdiff_t>(best_at));
    std::vector<ExprPtr> rest;
    for (std::size_t k = 0; k < conjuncts.size(); ++k) {
      if (!best_used[k]) rest.push_back(conjuncts[k]);
    }
    conjuncts = std::move(rest);
  }
  return joined;
}

PlanNodePtr Translator::join(const Relation& relation) {
  const auto& body = std::get<Join>(relation.body);
  if (body.kind == JoinKind::inner) {
    std::vector<Leaf> leaves;
    std::vector<ExprPtr> conjuncts;
    flatten(relation, leaves, conjuncts, false);
    return order_joins(std::move(leaves), std::move(conjuncts));
  }
  std::vector<ColumnId> passed;
  if (body.lateral) {
    collect_reads(*relation.inputs[1], passed);
    require_outer_reads(*relation.inputs[1]);
  }
  std::vector<ExprPtr> conjuncts;
  split_conjuncts(body.condition, conjuncts);
  PlanNodePtr left = translate(*relation.inputs[0]);
  PlanNodePtr right = translate(*relation.inputs[1]);
  PlanNodePtr plain = combine(body.kind, left, right, conjuncts, common(passed, left->outputs));
  if (!body.lateral) {
    // Conditions on the left side alone must not stop the left row from appearing; they are checked
    // with the lookup, which then finds nothing.
    PlanNodePtr by_index = index_join(body.kind, left, *relation.inputs[1], conjuncts);
    if (by_index && by_index->cost < plain->cost) return by_index;
  }
  return plain;
}

}  // namespace dsql::engine
