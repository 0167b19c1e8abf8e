// SET and RESET: from the parse tree to Settings.
#pragma once

#include <optional>

#include "dsqlrules/conditions/sql_error.h"
#include "dsqlrules/parse/tree.h"
#include "engine/settings/settings.h"

namespace dsql::engine {

// Applies the statement. Answers a warning: SET LOCAL outside a block.
std::optional<rules::SqlError> run_set(const PgQuery__VariableSetStmt& statement,
                                       Settings& settings, bool in_block);

}  // namespace dsql::engine
