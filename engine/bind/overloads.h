// Overloads: every function a call could mean: built-in rows, those of the system schemas, and the
// catalog's SQL functions along the search path. Lives for one call.
#pragma once

#include <deque>
#include <span>
#include <utility>
#include <vector>

#include "engine/bind/binder.h"
#include "engine/bind/expr.h"
#include "engine/bind/tree_access.h"
#include "engine/functions/function.h"

namespace dsql::engine {

class Overloads {
 public:
  // Raises undefined_schema for a qualified name whose schema does not exist.
  Overloads(Binder& binder, Nodes name, int location);
  Overloads(const Overloads&) = delete;
  Overloads& operator=(const Overloads&) = delete;

  std::span<const FunctionRow* const> rows() const { return rows_; }
  // The catalog's function that a row stands for, null for a built-in.
  const SqlFunction* sql_function(const FunctionRow& row) const;
  const std::vector<std::pair<const FunctionRow*, const SqlFunction*>>& sql_functions() const {
    return sql_functions_;
  }

 private:
  void add_schema(const CatalogVersion& catalog, Oid schema, std::string_view name);

  std::span<const FunctionRow* const> rows_;
  std::vector<const FunctionRow*> all_;
  std::deque<FunctionRow> made_;
  std::vector<std::pair<const FunctionRow*, const SqlFunction*>> sql_functions_;
};

// Whether some built-in function of the name is an aggregate.
bool may_be_aggregate(Nodes name);

// A call of a SQL function, arguments coerced and defaults filled in. `result`: as resolved, of the
// base type. Needs EXECUTE.
std::shared_ptr<Expr> sql_function_call(Binder& binder, const SqlFunction& function,
                                        const std::vector<Oid>& types,
                                        std::vector<ExprPtr> arguments, Oid result, int location);

// Puts named arguments where their names say, for the overload that has all of them, with its
// defaults in the gaps. False if no overload fits.
bool place_named_arguments(Binder& binder, const Overloads& overloads, std::string_view name,
                           std::vector<ExprPtr>& arguments,
                           const std::vector<std::string_view>& names);

}  // namespace dsql::engine
