// The rewrites of a bound query, in the order planner.cc runs them. Each works on one query level;
// the sub-selects inside expressions are planned as queries of their own.
#pragma once

#include "engine/plan/expressions.h"
#include "engine/plan/planner.h"

namespace dsql::engine {

// Replaces immutable calls of constants by their value, and drops what constant conditions rule
// out. Raises what the calls raise, whether or not a row would have needed them, as PostgreSQL
// does; behind a condition that a parameter decides, the call is left as it is.
void fold_constants(Relation& root, const TextFormat& format, FunctionServices& services);

// WHERE EXISTS (…), IN (SELECT …) and their negations become semi and anti joins where that is the
// same.
RelationPtr pull_up_sublinks(RelationPtr root);

// Moves conditions towards the scans they concern, and into joins; outer joins whose null-extended
// rows a condition would drop become inner.
RelationPtr push_conditions(RelationPtr root);

}  // namespace dsql::engine
