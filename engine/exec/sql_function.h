// Calls of CREATE FUNCTION … LANGUAGE SQL functions: the body runs as queries of its own with the
// arguments as parameters.
#pragma once

#include <memory>
#include <span>

#include "engine/exec/evaluator.h"

namespace dsql::engine {

EvaluatorPtr make_sql_function(const Expr& expr, const Layout& layout, Execution& execution);

// A function that returns a set: planned once, started for each row of arguments.
class SqlFunctionSet {
 public:
  virtual ~SqlFunctionSet() = default;
  // The rows the body gives for row `row` of the arguments; null for none (a strict function's
  // NULL). With `spread` its columns are those of the function's record, else there is one: the
  // value. One stream at a time; the set outlives it.
  virtual std::unique_ptr<SetStream> start(std::span<const Column* const> args, std::uint32_t row,
                                           bool spread) = 0;
};
std::unique_ptr<SqlFunctionSet> make_sql_function_set(const Expr& expr, Execution& execution);

}  // namespace dsql::engine
