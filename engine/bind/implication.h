// Whether one condition follows from another (predtest.c, the part a partial index needs): what a
// conjunct says itself, comparisons of one expression with constants, IS NOT NULL from a strict
// operator. Pure.
#pragma once

#include <functional>

#include "engine/bind/expr.h"

namespace dsql::engine {

// Whether two expressions are the same to the caller, whose column ids may differ.
using SameExpr = std::function<bool(const Expr& needed, const Expr& given)>;

// Whether `needed` is true in every row in which `given` is true. A `false` says nothing.
bool implied_by(const Expr& needed, const Expr& given, const SameExpr& same);

}  // namespace dsql::engine
