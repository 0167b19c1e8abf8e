#include "engine/bind/walk.h"

#include <algorithm>
#include <unordered_set>

namespace dsql::engine {
namespace {

bool equal_values(const Value& a, const Value& b) {
  if (a.is_null() != b.is_null() || a.physical() != b.physical()) return false;
  if (a.is_null()) return true;
  return with_physical(a.physical(), [&]<class T>() { return a.as<T>() == b.as<T>(); });
}

bool equal_lists(const std::vector<ExprPtr>& a, const std::vector<ExprPtr>& b) {
  return std::ranges::equal(a, b, equal_exprs);
}

bool equal_keys(const std::vector<SortKey>& a, const std::vector<SortKey>& b) {
  return std::ranges::equal(a, b, [](const SortKey& x, const SortKey& y) {
    return x.descending == y.descending && x.nulls_first == y.nulls_first &&
           equal_exprs(x.expr, y.expr);
  });
}

// Calls f(ExprPtr&) for every expression the relation itself holds, inputs apart.
template <class RelationType, class F>
struct HeldExprs {
  RelationType& relation;
  F& f;

  void expr(auto& e) {
    if (e != nullptr) f(e);
  }
  void keys(auto& list) {
    for (auto& key : list) expr(key.expr);
  }
  void projections(auto& list) {
    for (auto& item : list) expr(item.expr);
  }
  void projections(auto& list, auto member) {
    for (auto& item : list) expr(item.*member);
  }
  void assignments(auto& list) {
    for (auto& item : list) expr(item.value);
  }
  void operator()(auto& body) {
    using Body = std::remove_cvref_t<decltype(body)>;
    if constexpr (std::is_same_v<Body, ValuesList>) {
      for (auto& row : body.rows)
        for (auto& cell : row) expr(cell);
    } else if constexpr (std::is_same_v<Body, FunctionScan>) {
      for (auto& call : body.calls) expr(call);
    } else if constexpr (std::is_same_v<Body, Join> || std::is_same_v<Body, Filter>) {
      expr(body.condition);
    } else if constexpr (std::is_same_v<Body, Project> || std::is_same_v<Body, ProjectSet>) {
      projections(body.items);
    } else if constexpr (std::is_same_v<Body, AggregateRelation>) {
      projections(body.keys);
      for (auto& item : body.aggregates) expr(item.call);
    } else if constexpr (std::is_same_v<Body, WindowRelation>) {
      for (auto& e : body.spec.partition_by) expr(e);
      keys(body.spec.order_by);
      expr(body.spec.frame.start.offset);
      expr(body.spec.frame.end.offset);
      for (auto& item : body.calls) expr(item.call);
    } else if constexpr (std::is_same_v<Body, SortRelation>) {
      keys(body.keys);
    } else if constexpr (std::is_same_v<Body, LimitRelation>) {
      expr(body.count);
      expr(body.offset);
    } else if constexpr (std::is_same_v<Body, InsertRelation>) {
      assignments(body.values);
      if (body.on_conflict) {
        assignments(body.on_conflict->assignments);
        expr(body.on_conflict->where);
      }
      projections(body.view_checks, &ViewCheck::condition);
      projections(body.returning);
    } else if constexpr (std::is_same_v<Body, UpdateRelation>) {
      assignments(body.assignments);
      projections(body.view_checks, &ViewCheck::condition);
      projections(body.returning);
    } else if constexpr (std::is_same_v<Body, DeleteRelation>) {
      projections(body.returning);
    }
  }
};

template <class RelationType, class F>
void held_exprs(RelationType& relation, F&& f) {
  std::visit(HeldExprs<RelationType, F>{relation, f}, relation.body);
}

template <class RelationType, class F>
void for_each_child(RelationType& relation, F&& f) {
  for (const RelationPtr& input : relation.inputs) f(*input);
  if (auto* with = std::get_if<With>(&relation.body)) {
    for (auto& cte : with->ctes) f(*cte.query);
  }
}

void add_ids(std::unordered_set<ColumnId>& made, const std::vector<ColumnId>& ids) {
  made.insert(ids.begin(), ids.end());
}

// A column passed through keeps its id and is made further down, or is an outer one.
void add_computed(std::unordered_set<ColumnId>& made, const std::vector<Projection>& items) {
  for (const Projection& item : items) {
    const bool passed = item.expr->kind == ExprKind::column && item.expr->column == item.column;
    if (!passed) made.insert(item.column);
  }
}

// The ids a relation itself makes.
struct MadeIds {
  const Relation& relation;
  std::unordered_set<ColumnId>& made;

  template <class Body>
  void operator()(const Body& body) const {
    if constexpr (std::is_same_v<Body, TableScan>) {
      add_ids(made, body.columns);
      made.insert(body.row_key);
    } else if constexpr (std::is_same_v<Body, Project> || std::is_same_v<Body, ProjectSet>) {
      add_computed(made, body.items);
    } else if constexpr (std::is_same_v<Body, AggregateRelation>) {
      add_computed(made, body.keys);
      for (const AggregateItem& item : body.aggregates) made.insert(item.column);
      for (const auto& grouping : body.groupings) made.insert(grouping.first);
    } else if constexpr (std::is_same_v<Body, WindowRelation>) {
      for (const AggregateItem& item : body.calls) made.insert(item.column);
    } else if constexpr (std::is_same_v<Body, InsertRelation>) {
      add_ids(made, body.new_columns);
      add_computed(made, body.returning);
      if (!body.on_conflict) return;
      add_ids(made, body.on_conflict->existing);
      add_ids(made, body.on_conflict->excluded);
    } else if constexpr (std::is_same_v<Body, UpdateRelation>) {
      add_ids(made, body.new_columns);
      add_computed(made, body.returning);
    } else if constexpr (std::is_same_v<Body, DeleteRelation>) {
      add_computed(made, body.returning);
    } else if constexpr (std::is_same_v<Body, SystemScan> || std::is_same_v<Body, ValuesList> ||
                         std::is_same_v<Body, FunctionScan> || std::is_same_v<Body, SetOperation> ||
                         std::is_same_v<Body, CteScan> || std::is_same_v<Body, RecursiveUnion> ||
                         std::is_same_v<Body, WorkingTableScan>) {
      add_ids(made, relation.outputs);
    }
  }
};

void collect(const Relation& relation, std::unordered_set<ColumnId>& used,
             std::unordered_set<ColumnId>& made) {
  std::visit(MadeIds{relation, made}, relation.body);
  // A scan depends on what its definition depends on.
  if (const auto* scan = std::get_if<CteScan>(&relation.body))
    used.insert(scan->outer.begin(), scan->outer.end());
  held_exprs(relation, [&](const ExprPtr& expr) {
    for_each_expr(expr, [&](const Expr& inner) {
      if (inner.kind == ExprKind::column) used.insert(inner.column);
      if (inner.subquery != nullptr) collect(*inner.subquery, used, made);
    });
  });
  for_each_child(relation, [&](const Relation& child) { collect(child, used, made); });
}

}  // namespace

bool equal_exprs(const ExprPtr& a, const ExprPtr& b) {
  if (a == b) return true;
  return a != nullptr && b != nullptr && same_exprs(*a, *b);
}

bool same_exprs(const Expr& left, const Expr& right) {
  const Expr* a = &left;
  const Expr* b = &right;
  if (a == b) return true;
  if (a->subquery != nullptr || b->subquery != nullptr) return false;
  return a->kind == b->kind && a->type == b->type && a->column == b->column &&
         a->number == b->number && a->function == b->function && a->negated == b->negated &&
         a->variadic_array == b->variadic_array && a->distinct == b->distinct &&
         a->slice == b->slice && a->modifier == b->modifier && a->domain == b->domain &&
         a->sql_function == b->sql_function && a->row_operators == b->row_operators &&
         equal_values(a->value, b->value) && equal_lists(a->args, b->args) &&
         equal_exprs(a->filter, b->filter) && equal_keys(a->order_by, b->order_by);
}

ExprPtr replace_in_expr(const ExprPtr& expr, const Replace& replace) {
  if (expr == nullptr) return nullptr;
  if (ExprPtr replaced = replace(expr)) return replaced;
  std::shared_ptr<Expr> changed;
  const auto change = [&]() -> Expr& {
    if (changed == nullptr) changed = std::make_shared<Expr>(*expr);
    return *changed;
  };
  for (std::size_t i = 0; i < expr->args.size(); ++i) {
    ExprPtr now = replace_in_expr(expr->args[i], replace);
    if (now != expr->args[i]) change().args[i] = std::move(now);
  }
  if (expr->filter != nullptr) {
    ExprPtr now = replace_in_expr(expr->filter, replace);
    if (now != expr->filter) change().filter = std::move(now);
  }
  for (std::size_t i = 0; i < expr->order_by.size(); ++i) {
    ExprPtr now = replace_in_expr(expr->order_by[i].expr, replace);
    if (now != expr->order_by[i].expr) change().order_by[i].expr = std::move(now);
  }
  if (expr->subquery != nullptr && !expr->correlated.empty()) {
    replace_in_relation(*expr->subquery, replace);
    change().correlated = free_columns(*expr->subquery);
  }
  return changed == nullptr ? expr : changed;
}

void replace_in_relation(Relation& relation, const Replace& replace) {
  held_exprs(relation, [&](ExprPtr& expr) { expr = replace_in_expr(expr, replace); });
  for_each_child(relation, [&](Relation& child) { replace_in_relation(child, replace); });
}

void for_each_expr(const ExprPtr& expr, const std::function<void(const Expr&)>& f) {
  if (expr == nullptr) return;
  f(*expr);
  for (const ExprPtr& argument : expr->args) for_each_expr(argument, f);
  for_each_expr(expr->filter, f);
  for (const SortKey& key : expr->order_by) for_each_expr(key.expr, f);
  if (expr->subquery != nullptr) for_each_expr(*expr->subquery, f);
}

void for_each_expr(const Relation& relation, const std::function<void(const Expr&)>& f) {
  held_exprs(relation, [&](const ExprPtr& expr) { for_each_expr(expr, f); });
  for_each_child(relation, [&](const Relation& child) { for_each_expr(child, f); });
}

std::vector<ColumnId> free_columns(const Relation& relation) {
  std::unordered_set<ColumnId> used, made;
  collect(relation, used, made);
  std::vector<ColumnId> free;
  for (ColumnId id : used)
    if (!made.contains(id) && id != no_column) free.push_back(id);
  std::ranges::sort(free);
  return free;
}

bool is_volatile(const ExprPtr& expr) {
  bool found = false;
  for_each_expr(expr, [&](const Expr& inner) {
    found |= inner.function != nullptr && inner.function->volatility == Volatility::volatile_;
    found |= inner.sql_function != nullptr && inner.sql_function->volatility == 'v';
  });
  return found;
}

bool is_volatile(const Relation& relation) {
  bool found = false;
  for_each_expr(relation, [&](const Expr& inner) {
    found |= inner.function != nullptr && inner.function->volatility == Volatility::volatile_;
    found |= inner.sql_function != nullptr && inner.sql_function->volatility == 'v';
  });
  return found;
}

}  // namespace dsql::engine
