// Overload resolution by PostgreSQL's rules (parse_func.c, parse_oper.c, parse_coerce.c): exact
// match, unknown literals, binary-coercible and implicit casts, preferred types, polymorphic types.
// Pure functions over the rows; positions and error texts with context are the binder's.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/functions/function.h"

namespace dsql::engine {

// A domain counts as its base type; callers pass base types. oid::unknown is an untyped literal or
// parameter.

struct ResolvedCall {
  const FunctionRow* function = nullptr;
  std::vector<Oid>
      argument_types;  // what each given argument must be coerced to, polymorphism resolved
  Oid result = 0;
  bool variadic = false;  // trailing arguments are to be collected
  bool coercion = false;  // function is null: the call is an explicit cast to `result`
};
// undetermined: every polymorphic argument is an untyped literal (42804 "could not determine
// polymorphic type because input has type unknown").
enum class ResolveFailure { none, not_found, ambiguous, undetermined };

// `kinds_with_star`: count(*) has no arguments and star set by the caller choosing the
// zero-argument row.
std::optional<ResolvedCall> resolve_function(std::string_view name, std::span<const Oid> arguments,
                                             bool variadic_array, ResolveFailure& failure);
// The same over overloads the caller has gathered: those of functions_named() with the catalog's.
std::optional<ResolvedCall> resolve_function_among(std::span<const FunctionRow* const> overloads,
                                                   std::string_view name,
                                                   std::span<const Oid> arguments,
                                                   bool variadic_array, ResolveFailure& failure);
struct ResolvedOperator {
  const OperatorRow* op = nullptr;
  Oid left = 0;  // what the operands must be coerced to
  Oid right = 0;
  Oid result = 0;
};
std::optional<ResolvedOperator> resolve_operator(std::string_view name, Oid left, Oid right,
                                                 ResolveFailure& failure);

// How a value of `from` becomes one of `to`.
struct Coercion {
  enum class Kind : std::uint8_t { none, relabel, function, io, array } kind = Kind::none;
  const FunctionRow* function = nullptr;
};
// Whether and how, in the given context (implicit ⊂ assignment ⊂ explicit). nullopt: not allowed.
std::optional<Coercion> find_coercion(Oid from, Oid to, CastContext context);

// The length-coercion function of a type (numeric, varchar, bpchar, timestamp, time, interval,
// bit), that is the cast row from the type to itself; null if the type has none.
const FunctionRow* length_coercion(Oid type);

// The common type of UNION, CASE, VALUES, COALESCE, GREATEST, IN lists; nullopt if they cannot be
// matched. unknown-only gives text.
std::optional<Oid> select_common_type(std::span<const Oid> types);

bool is_polymorphic(Oid type);
bool binary_coercible(Oid from, Oid to);

// The equality and ordering operators of a type by its default btree class (after binary coercion),
// null if it has none: what DISTINCT, GROUP BY, ORDER BY, joins and indexes use.
const OperatorRow* equality_operator(Oid type);
const OperatorRow* less_operator(Oid type);
const OperatorRow* greater_operator(Oid type);

}  // namespace dsql::engine
