// Calls of CREATE FUNCTION … LANGUAGE SQL functions: the body runs as a query of its own with the
// arguments as parameters.
#pragma once

#include "engine/exec/evaluator.h"

namespace dsql::engine {

EvaluatorPtr make_sql_function(const Expr& expr, const Layout& layout, Execution& execution);

}  // namespace dsql::engine
