// What the engine refuses with its catalog, as far as the script itself says it: tables that the
// script created, and functions known by their names. The rules are rows like all others. Pure.
#pragma once

#include <vector>

#include "dsqlrules/conditions/rule.h"
#include "dsqlrules/lint/schema.h"
#include "dsqlrules/parse/statement.h"

namespace dsql::rules {

// Violations of rules of phase bind and, with the types of known columns, shape.
std::vector<Violation> foreseen_violations(const Statement& statement, const Schema& schema,
                                           AsOf as_of);

}  // namespace dsql::rules
