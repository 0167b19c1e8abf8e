// Walking bound trees: equality, replacement, and what a subtree refers to. Free functions; the
// trees belong to one thread while they are being bound.
#pragma once

#include <functional>
#include <vector>

#include "engine/bind/expr.h"
#include "engine/bind/relation.h"

namespace dsql::engine {

// Same value whatever the row (locations apart). Sub-selects are equal only to themselves.
bool equal_exprs(const ExprPtr& a, const ExprPtr& b);
bool same_exprs(const Expr& a, const Expr& b);

// Replaces subexpressions from the top: where `replace` answers an expression, that stands in place
// of the one it was given; where it answers null, the walk goes on inside, sub-selects included
// (those relations are changed in place). The result is the same pointer if nothing changed.
using Replace = std::function<ExprPtr(const ExprPtr&)>;
ExprPtr replace_in_expr(const ExprPtr& expr, const Replace& replace);
void replace_in_relation(Relation& relation, const Replace& replace);

// Calls f for the expression and everything inside it, sub-selects' relations included.
void for_each_expr(const ExprPtr& expr, const std::function<void(const Expr&)>& f);
void for_each_expr(const Relation& relation, const std::function<void(const Expr&)>& f);

// The ids that the relation refers to and does not itself make: its correlated columns.
std::vector<ColumnId> free_columns(const Relation& relation);

// Whether evaluating it twice could answer differently.
bool is_volatile(const ExprPtr& expr);
bool is_volatile(const Relation& relation);

}  // namespace dsql::engine
