// Walks and rewrites of bound expressions that several passes share.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "engine/bind/relation.h"

namespace dsql::engine {

// Calls f(column id) for every column the expression reads at its own level, the correlated ids of
// its sub-selects included.
void for_each_column(const Expr& expr, const std::function<void(ColumnId)>& f);

// Whether every column the expression reads is among `ids`; `false` for a volatile or set-returning
// one is not implied.
bool reads_only(const Expr& expr, const std::vector<ColumnId>& ids);
bool reads_any(const Expr& expr, const std::vector<ColumnId>& ids);

bool contains_subquery(const Expr& expr);
bool is_volatile(const Expr& expr);

// The conjuncts of a condition, appended to `out`; and back (null for none).
void split_conjuncts(const ExprPtr& condition, std::vector<ExprPtr>& out);
ExprPtr join_conjuncts(const std::vector<ExprPtr>& conjuncts);

// A copy of the expression in which f(node) replaced what it answered for; null keeps a node and
// goes on below it. Sub-selects are not entered.
ExprPtr rewrite(const ExprPtr& expr, const std::function<ExprPtr(const Expr&)>& f);

// Calls f on every expression slot of a relation's body (not of its inputs).
void for_each_expression(Relation& relation, const std::function<void(ExprPtr&)>& f);

// Calls f on every sub-select relation inside the expression, nested expressions included.
void for_each_subquery(const Expr& expr, const std::function<void(const Expr&)>& f);

bool contains(const std::vector<ColumnId>& ids, ColumnId id);

}  // namespace dsql::engine
