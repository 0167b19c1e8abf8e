// Bound queries as text: one line a relation, indented by depth; columns as name#id. For tests and
// for looking into what the binder made.
#pragma once

#include <string>

#include "engine/bind/relation.h"

namespace dsql::engine {

std::string print_query(const BoundQuery& query);
std::string print_relation(const Relation& relation, const std::vector<ColumnOrigin>& columns,
                           int indent = 0);
// The expression in one line. `columns` names the ids; empty: bare ids.
std::string print_expr(const Expr& expr, const std::vector<ColumnOrigin>& columns);

}  // namespace dsql::engine
