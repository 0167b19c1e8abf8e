// EXPLAIN: a plan as indented lines, in PostgreSQL's manner. The service's own form is a later
// step.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dsqlrules/parse/tree.h"
#include "engine/plan/plan.h"

namespace dsql::engine {

struct ExplainOptions {
  bool analyze = false;
  bool verbose = false;
  bool costs = true;
};

// The options of an EXPLAIN statement. Raises: unrecognized_explain_option.
ExplainOptions explain_options(const PgQuery__ExplainStmt& statement);

// `actual_rows`: what the root gave, where the plan was run.
std::vector<std::string> explain(const Plan& plan, const ExplainOptions& options,
                                 std::optional<std::uint64_t> actual_rows);

}  // namespace dsql::engine
