#include "engine/plan/expressions.h"

#include <algorithm>

namespace dsql::engine {

namespace {

// Every expression directly below `expr`.
template <class F>
void for_each_child(const Expr& expr, F&& f) {
  for (const ExprPtr& arg : expr.args) {
    if (arg) f(arg);
  }
  if (expr.filter) f(expr.filter);
  for (const SortKey& key : expr.order_by) f(key.expr);
}

}  // namespace

void for_each_column(const Expr& expr, const std::function<void(ColumnId)>& f) {
  if (expr.column != no_column) f(expr.column);
  for (ColumnId id : expr.correlated) f(id);
  for_each_child(expr, [&](const ExprPtr& child) { for_each_column(*child, f); });
}

bool contains(const std::vector<ColumnId>& ids, ColumnId id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool reads_only(const Expr& expr, const std::vector<ColumnId>& ids) {
  bool only = true;
  for_each_column(expr, [&](ColumnId id) { only = only && contains(ids, id); });
  return only;
}

bool reads_any(const Expr& expr, const std::vector<ColumnId>& ids) {
  bool any = false;
  for_each_column(expr, [&](ColumnId id) { any = any || contains(ids, id); });
  return any;
}

bool contains_subquery(const Expr& expr) {
  bool found = expr.subquery != nullptr;
  for_each_child(expr, [&](const ExprPtr& child) { found = found || contains_subquery(*child); });
  return found;
}

bool is_volatile(const Expr& expr) {
  bool found = (expr.function != nullptr && expr.function->volatility == Volatility::volatile_) ||
               (expr.sql_function != nullptr && expr.sql_function->volatility == 'v');
  for_each_child(expr, [&](const ExprPtr& child) { found = found || is_volatile(*child); });
  return found;
}

void split_conjuncts(const ExprPtr& condition, std::vector<ExprPtr>& out) {
  if (!condition) return;
  if (condition->kind == ExprKind::and_) {
    for (const ExprPtr& arg : condition->args) split_conjuncts(arg, out);
  } else {
    out.push_back(condition);
  }
}

ExprPtr join_conjuncts(const std::vector<ExprPtr>& conjuncts) {
  if (conjuncts.empty()) return nullptr;
  if (conjuncts.size() == 1) return conjuncts[0];
  auto conjunction = std::make_shared<Expr>();
  conjunction->kind = ExprKind::and_;
  conjunction->type = oid::boolean;
  conjunction->args = conjuncts;
  return conjunction;
}

ExprPtr rewrite(const ExprPtr& expr, const std::function<ExprPtr(const Expr&)>& f) {
  if (!expr) return nullptr;
  if (ExprPtr replaced = f(*expr)) return replaced;
  std::shared_ptr<Expr> copy;
  auto writable = [&]() -> Expr& {
    if (!copy) copy = std::make_shared<Expr>(*expr);
    return *copy;
  };
  for (std::size_t i = 0; i < expr->args.size(); ++i) {
    ExprPtr arg = rewrite(expr->args[i], f);
    if (arg != expr->args[i]) writable().args[i] = std::move(arg);
  }
  if (ExprPtr filter = rewrite(expr->filter, f); filter != expr->filter)
    writable().filter = std::move(filter);
  for (std::size_t i = 0; i < expr->order_by.size(); ++i) {
    ExprPtr key = rewrite(expr->order_by[i].expr, f);
    if (key != expr->order_by[i].expr) writable().order_by[i].expr = std::move(key);
  }
  return copy ? ExprPtr(copy) : expr;
}

namespace {

void each(std::vector<Projection>& items, const std::function<void(ExprPtr&)>& f) {
  for (Projection& item : items) f(item.expr);
}
void each(std::vector<AggregateItem>& items, const std::function<void(ExprPtr&)>& f) {
  for (AggregateItem& item : items) f(item.call);
}
void each(std::vector<SortKey>& keys, const std::function<void(ExprPtr&)>& f) {
  for (SortKey& key : keys) f(key.expr);
}
void each(std::vector<Assignment>& assignments, const std::function<void(ExprPtr&)>& f) {
  for (Assignment& assignment : assignments) f(assignment.value);
}
void maybe(ExprPtr& expr, const std::function<void(ExprPtr&)>& f) {
  if (expr) f(expr);
}

struct ExpressionVisitor {
  const std::function<void(ExprPtr&)>& f;

  template <class T>
  void operator()(T&) const {}  // bodies without expressions

  void operator()(ValuesList& body) const {
    for (auto& row : body.rows) {
      for (ExprPtr& cell : row) f(cell);
    }
  }
  void operator()(FunctionScan& body) const {
    for (ExprPtr& call : body.calls) f(call);
  }
  void operator()(Join& body) const { maybe(body.condition, f); }
  void operator()(Filter& body) const { maybe(body.condition, f); }
  void operator()(Project& body) const { each(body.items, f); }
  void operator()(ProjectSet& body) const { each(body.items, f); }
  void operator()(AggregateRelation& body) const {
    each(body.keys, f);
    each(body.aggregates, f);
  }
  void operator()(WindowRelation& body) const {
    for (ExprPtr& key : body.spec.partition_by) f(key);
    each(body.spec.order_by, f);
    maybe(body.spec.frame.start.offset, f);
    maybe(body.spec.frame.end.offset, f);
    each(body.calls, f);
  }
  void operator()(SortRelation& body) const { each(body.keys, f); }
  void operator()(LimitRelation& body) const {
    maybe(body.count, f);
    maybe(body.offset, f);
  }
  void operator()(InsertRelation& body) const {
    each(body.values, f);
    if (body.on_conflict) {
      each(body.on_conflict->assignments, f);
      maybe(body.on_conflict->where, f);
    }
    each(body.returning, f);
  }
  void operator()(UpdateRelation& body) const {
    each(body.assignments, f);
    each(body.returning, f);
  }
  void operator()(DeleteRelation& body) const { each(body.returning, f); }
};

}  // namespace

void for_each_expression(Relation& relation, const std::function<void(ExprPtr&)>& f) {
  std::visit(ExpressionVisitor{f}, relation.body);
}

void for_each_subquery(const Expr& expr, const std::function<void(const Expr&)>& f) {
  if (expr.subquery) f(expr);
  for_each_child(expr, [&](const ExprPtr& child) { for_each_subquery(*child, f); });
}

}  // namespace dsql::engine
