// Making expressions and giving them types: literals read, parameters settled, casts put in
// (parse_coerce.c). Functions over a Binder; one thread.
#pragma once

#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

#include "engine/bind/binder.h"
#include "engine/bind/expr.h"
#include "engine/bind/place.h"
#include "engine/functions/resolve.h"

namespace dsql::engine {

// --- making expressions ---
std::shared_ptr<Expr> new_expr(ExprKind kind, Oid type, int location);
ExprPtr column_expr(const Binder& binder, ColumnId column, int location);
ExprPtr constant_expr(Oid type, Value value, int location);
ExprPtr null_expr(Oid type, int location);
ExprPtr text_literal(std::string_view text, int location);  // an untyped literal
ExprPtr call_expr(const FunctionRow& function, Oid result, std::vector<ExprPtr> arguments,
                  int location);
ExprPtr boolean_expr(ExprKind kind, std::vector<ExprPtr> arguments, int location);
// A call of the built-in function of this oid, whose arguments have its types already.
ExprPtr call_builtin(Oid function, std::vector<ExprPtr> arguments, int location);

// `type_display` of an expression's type, "unknown" for an untyped literal.
std::string type_name_of(const Expr& expr);

// --- coercing ---
// The text of a literal as a value of `type`. Raises the type's input errors at the location.
ExprPtr read_literal(Binder& binder, std::string_view text, Oid type, TypeModifier modifier,
                     int location);

// `expr` as `type`; null if no cast allows it in this context.
ExprPtr coerce(Binder& binder, const ExprPtr& expr, Oid type, CastContext context,
               TypeModifier modifier = -1);
// As coerce() implicitly, for types that resolution has chosen.
ExprPtr coerce_resolved(Binder& binder, const ExprPtr& expr, Oid type);
// Applies a length (varchar(n), numeric(p,s), …) to an expression of its type.
ExprPtr apply_modifier(const ExprPtr& expr, TypeModifier modifier, bool explicit_cast);

// CAST(expr AS type(modifier)). Raises cannot_cast at `location`.
ExprPtr cast(Binder& binder, const ExprPtr& expr, const BoundType& type, int location);

// For a column: by assignment and with its length. Raises column_type_mismatch.
ExprPtr coerce_to_column(Binder& binder, const ExprPtr& expr, const TableColumn& column,
                         int location);

// A condition. Raises argument_must_be_type, argument_must_not_return_set.
ExprPtr coerce_to_boolean(Binder& binder, const ExprPtr& expr, std::string_view clause);
// LIMIT and the like. Raises argument_must_be_of_type.
ExprPtr coerce_to_type(Binder& binder, const ExprPtr& expr, Oid type, std::string_view clause);

// An untyped literal or open parameter becomes text, anything else stays.
ExprPtr settle_unknown(Binder& binder, const ExprPtr& expr);

// --- common types ---
// The type to which all can be brought. Raises types_cannot_be_matched at the offender.
Oid common_type(std::span<const ExprPtr> exprs, std::string_view clause);
// Coerces one to it. Raises clause_could_not_convert_type.
ExprPtr coerce_to_common(Binder& binder, const ExprPtr& expr, Oid type, std::string_view clause);
// The modifier all share, -1 if they differ.
TypeModifier common_modifier(std::span<const ExprPtr> exprs, Oid type);

// --- operators ---
// left OP right (left null: prefix), coerced. Raises undefined_operator, ambiguous_operator.
ExprPtr operator_expr(Binder& binder, std::string_view name, const ExprPtr& left,
                      const ExprPtr& right, int location);
// The operator and both operands coerced to it.
struct OperatorCall {
  const OperatorRow* op = nullptr;
  const FunctionRow* function = nullptr;
  Oid result = 0;
  ExprPtr left, right;
};
OperatorCall resolve_operands(Binder& binder, std::string_view name, const ExprPtr& left,
                              const ExprPtr& right, int location);
// Raises the error for an operator that was not resolved.
[[noreturn]] void raise_no_operator(std::string_view name, Oid left, Oid right,
                                    ResolveFailure failure, int location);

// The fields of a record expression, if its shape is known.
const RecordShape* shape_of(Binder& binder, const Expr& expr, RecordShape& room);

}  // namespace dsql::engine
