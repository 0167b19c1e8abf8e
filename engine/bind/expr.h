// Expr: a bound scalar expression. Names, types and overloads are settled; what is left is what the
// evaluator computes. Columns are named by ColumnId, a number that is unique within one statement:
// a relation makes fresh ids for its outputs and everything above it refers to them, so plans can
// be rearranged without renumbering. A reference to an id that no input of the operator provides is
// a correlated one: its value comes from the enclosing row. Immutable once bound; shared by cached
// plans.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/functions/function.h"
#include "engine/types/type.h"
#include "engine/types/value.h"

namespace dsql::engine {

using ColumnId = std::uint32_t;
inline constexpr ColumnId no_column = 0;

struct Expr;
using ExprPtr = std::shared_ptr<const Expr>;
struct Relation;
using RelationPtr = std::shared_ptr<Relation>;
struct Domain;
struct SqlFunction;

enum class ExprKind : std::uint8_t {
  constant,   // value
  parameter,  // $number
  column,     // column
  call,       // function(args); operators and function casts are calls too (op set for an operator)
  relabel,    // args[0] seen as another type of the same physical form
  io_cast,    // text_output of args[0]'s type, then text_input of `type`
  array_cast,  // args[0] an array; function or io applied to each element (function null: io)
  and_,
  or_,
  not_,
  is_null,
  is_not_null,  // args[0]; a row is null if all its fields are (row_fields)
  is_true,
  is_not_true,
  is_false,
  is_not_false,
  is_unknown,
  is_not_unknown,
  is_distinct,
  is_not_distinct,  // args[0], args[1]; function is the equality
  case_,  // args: [when, then]…, else (always present); a simple CASE is bound to equality calls
          // over its operand, which is one shared Expr in all of them
  coalesce,
  greatest,
  least,      // function: the type's less-than for greatest and least
  nullif,     // args[0], args[1]; function is the equality; the result is args[0]
  array,      // ARRAY[args]; of arrays where element is an array
  row,        // ROW(args)
  field,      // field `number` (1-based) of the record args[0]
  subscript,  // args[0][args[1]]…; slices: see `slice`
  any_array,
  all_array,    // args[0] op ANY|ALL (args[1] array); function is the operator's
  in_list,      // args[0] = ANY of args[1…], all constants or expressions; function the equality;
                // `negated` NOT IN
  row_compare,  // (args[0…n]) op (args[n…2n]) for <, <=, >, >=; functions: see row_operators
  scalar_subquery,  // the subquery's one output; NULL if no row, an error if several
  exists_subquery,
  any_subquery,  // args[0…n] op ANY|ALL (subquery's n outputs, coerced already). n = 1: function
  all_subquery,  // is the operator's. n > 1: row_operators has n functions where op is = (all must
                 // hold) or <> (one must hold), and 2n as in row_compare for <, <=, >, >=
  array_subquery,
  domain_check,     // args[0] checked against `domain`
  aggregate,        // only inside an Aggregate relation's list
  window,           // only inside a Window relation's list
  set_call,         // set-returning call; only inside a ProjectSet relation's list
  grouping,         // GROUPING(…): bit mask computed by the Aggregate relation; column
  sql_function,     // call of a CREATE FUNCTION … LANGUAGE SQL function
  current_row_key,  // the key of the row under a DML node; internal
};

// One key of ORDER BY, of an aggregate, a window or a sort.
struct SortKey {
  ExprPtr expr;
  bool descending = false;
  bool nulls_first = false;
};

struct WindowFrame;  // relation.h

// How the expression was written, where its kind leaves that open. It changes nothing but what is
// printed (deparse.h).
enum class Notation : std::uint8_t {
  plain,
  implicit_cast,   // a coercion nobody wrote
  explicit_cast,   // CAST or ::
  sql_syntax,      // a call with keywords: EXTRACT(x FROM y)
  value_function,  // CURRENT_DATE and its kind; `number` is the keyword's
  simple_case,     // CASE x WHEN …
  row_subquery,    // (a, b) = (SELECT …): a comparison of the fields; `form` is the sub-select's
  collated,        // x COLLATE y; field_names[0] is y
};
struct QueryForm;  // query_form.h

struct Expr {
  ExprKind kind = ExprKind::constant;
  Oid type = 0;
  TypeModifier modifier = -1;
  Oid declared = 0;   // the domain, or the row type of a relation, that `type` stands for; 0: none
  int location = -1;  // byte offset in the statement, for errors
  std::vector<ExprPtr> args;

  const FunctionRow* function = nullptr;
  const OperatorRow* op = nullptr;
  Value value;                  // constant
  ColumnId column = no_column;  // column, grouping
  std::uint32_t number = 0;     // parameter (1-based), field
  bool negated = false;
  bool variadic_array = false;  // call: the last argument was written as VARIADIC array
  std::vector<const FunctionRow*>
      row_operators;                     // row_compare: per position, equality then the operator
  std::vector<std::string> field_names;  // row: names where known (whole-row references)

  // sub-selects
  RelationPtr subquery;
  std::vector<ColumnId> correlated;  // outer ids the subquery refers to (transitively)

  // aggregate, window
  bool distinct = false;
  ExprPtr filter;
  std::vector<SortKey> order_by;  // of an aggregate, or WITHIN GROUP
  const Domain* domain = nullptr;
  const SqlFunction* sql_function = nullptr;
  std::shared_ptr<const void> keep_alive;  // owner of domain or sql_function
  bool slice =
      false;  // subscript: args after the first are lower, upper pairs (null ExprPtr: omitted)

  // as written
  Notation notation = Notation::plain;
  std::int16_t range_column = 0;  // 1-based position in FROM item `range`; 0 for its whole row
  std::uint32_t range = 0;        // the FROM item a column or whole row was named of; 0: none
  std::shared_ptr<const QueryForm> form;  // of the sub-select; null unless recorded
};

}  // namespace dsql::engine
