// Binding of expressions (parse_expr.c): a parse node in a place of a query level becomes an Expr.
// Aggregates, window functions and sets are taken out and noted on their level; the expression
// keeps a reference to the column that will hold their value. One thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/bind/coerce.h"
#include "engine/bind/scope.h"

namespace dsql::engine {

// Binds `node` in `place`. The result may still be an untyped literal. Raises every analysis error.
ExprPtr bind_expression(Binder& binder, Level& level, const Node& node, Place place);
// The same inside an expression: the level's place stays.
ExprPtr bind_node(Binder& binder, Level& level, const Node& node);
// A condition: WHERE, HAVING, JOIN/ON, FILTER.
ExprPtr bind_condition(Binder& binder, Level& level, const Node& node, Place place);

// The collation that a COLLATE clause names: all order by bytes. Raises undefined_schema and
// undefined_collation at `location`.
std::string_view collation_named(const Binder& binder, Nodes parts, int location);

// --- by kind of node; called through bind_node() ---
ExprPtr bind_constant(Binder& binder, const PgQuery__AConst& constant);
ExprPtr bind_column_ref(Binder& binder, Level& level, const PgQuery__ColumnRef& ref);
ExprPtr bind_a_expr(Binder& binder, Level& level, const PgQuery__AExpr& expr);
ExprPtr bind_call(Binder& binder, Level& level, const PgQuery__FuncCall& call);
ExprPtr bind_sub_link(Binder& binder, Level& level, const PgQuery__SubLink& link);
ExprPtr bind_row(Binder& binder, Level& level, const PgQuery__RowExpr& row);
ExprPtr bind_array(Binder& binder, Level& level, const PgQuery__AArrayExpr& array,
                   const BoundType* target);
ExprPtr bind_indirection(Binder& binder, Level& level, const PgQuery__AIndirection& indirection);
ExprPtr bind_value_function(Binder& binder, const PgQuery__SQLValueFunction& function);
ExprPtr bind_grouping(Binder& binder, Level& level, const PgQuery__GroupingFunc& grouping);
// JSON constructors and predicates; null if the node is none of them.
ExprPtr bind_json(Binder& binder, Level& level, const Node& node);

// --- pieces that several kinds share ---
// The row of all columns of an item.
ExprPtr whole_row(Binder& binder, const FoundItem& found, int location);
// Several expressions, `*` and `t.*` expanded (arguments of ROW).
std::vector<ExprPtr> bind_list_with_stars(Binder& binder, Level& level, Nodes list);
// (a, b, …) OP (c, d, …). Raises unequal_row_sizes.
ExprPtr row_comparison(Binder& binder, std::string_view op, const std::vector<ExprPtr>& left,
                       const std::vector<ExprPtr>& right, int location);
// expr.field of a record. Raises if it has no such field.
ExprPtr record_field(Binder& binder, const ExprPtr& record, std::string_view name, int location);
// Raises sets_not_allowed if binding `what` has added sets to the level.
void check_no_sets(const Level& level, std::size_t before, std::string_view what, int location);

// One resolved call, arguments coerced (shared by function calls and JSON aggregates).
struct CallParts {
  std::vector<ExprPtr> arguments;
  std::vector<std::string_view> names;  // of named arguments, aligned to the end of arguments
  bool variadic = false;
  bool star = false;
  bool distinct = false;
  bool within_group = false;
  bool sql_syntax = false;  // written with keywords
  Nodes order_by;
  ExprPtr filter;
  const PgQuery__WindowDef* over = nullptr;
  int location = -1;
};
ExprPtr finish_call(Binder& binder, Level& level, Nodes name, CallParts parts);

// Notes an aggregate on the level it belongs to; answers the reference to its result.
ExprPtr add_aggregate(Binder& binder, Level& level, std::shared_ptr<Expr> call,
                      const AggregateFrame& frame);
// Notes a window call; answers the reference to its result.
ExprPtr add_window_call(Binder& binder, Level& level, std::shared_ptr<Expr> call,
                        const PgQuery__WindowDef& over);
// Binds the definitions of the WINDOW clause that no call has bound.
void bind_named_windows(Binder& binder, Level& level);
// ORDER BY inside an aggregate or window: expressions only.
std::vector<SortKey> bind_sort_expressions(Binder& binder, Level& level, Nodes list);
// Direction and place of NULLs of an ORDER BY item, with its key. Raises no_ordering_operator.
SortKey sort_key(const ExprPtr& expr, const PgQuery__SortBy& sort);

}  // namespace dsql::engine
