#include "engine/bind/coerce.h"

#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/declared_type.h"
#include "engine/bind/literal.h"
#include "engine/system/functions.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

// Notes how an expression that was just made is to be printed: nobody else has it yet.
ExprPtr note(const ExprPtr& made, Notation notation) {
  std::const_pointer_cast<Expr>(made)->notation = notation;
  return made;
}

bool is_cast(const Expr& expr) {
  return expr.kind == ExprKind::relabel || expr.kind == ExprKind::io_cast ||
         expr.kind == ExprKind::array_cast || expr.kind == ExprKind::call;
}

// The arguments a cast function takes: the value, then the modifier and whether the cast was
// written, as far as the function wants them.
std::vector<ExprPtr> cast_arguments(const FunctionRow& function, const ExprPtr& expr,
                                    TypeModifier modifier, bool explicit_cast) {
  std::vector<ExprPtr> arguments{expr};
  if (function.argument_count >= 2)
    arguments.push_back(constant_expr(oid::int4, Value::of<std::int32_t>(modifier), -1));
  if (function.argument_count >= 3)
    arguments.push_back(constant_expr(oid::boolean, Value::of<bool>(explicit_cast), -1));
  return arguments;
}

ExprPtr retyped(ExprKind kind, const ExprPtr& expr, Oid type) {
  auto result = new_expr(kind, type, expr->location);
  result->args.push_back(expr);
  return result;
}

ExprPtr coerce_parameter(Binder& binder, const Expr& parameter, Oid type) {
  binder.settle_parameter(static_cast<int>(parameter.number), type, parameter.location);
  auto settled = std::make_shared<Expr>(parameter);
  settled->type = type;
  return settled;
}

ExprPtr coerce_unknown(Binder& binder, const ExprPtr& expr, Oid type, TypeModifier modifier) {
  if (expr->kind == ExprKind::constant) {
    if (expr->value.is_null()) return null_expr(type, expr->location);
    // Only interval's input looks at the modifier; other lengths are applied afterwards.
    return read_literal(binder, expr->value.as<std::string_view>(), type,
                        type == oid::interval ? modifier : -1, expr->location);
  }
  if (expr->kind == ExprKind::parameter) return coerce_parameter(binder, *expr, type);
  return retyped(ExprKind::io_cast, expr, type);
}

ExprPtr apply(const Binder& binder, const Coercion& how, const ExprPtr& expr, Oid type,
              TypeModifier modifier, bool explicit_cast) {
  switch (how.kind) {
    case Coercion::Kind::none: return expr;
    case Coercion::Kind::relabel: {
      // What is to be printed keeps the cast.
      if (expr->kind == ExprKind::constant && binder.forms == nullptr) {
        auto constant = std::make_shared<Expr>(*expr);
        constant->type = type;
        constant->modifier = -1;
        return constant;
      }
      return retyped(ExprKind::relabel, expr, type);
    }
    case Coercion::Kind::function: {
      ExprPtr call =
          call_expr(*how.function, how.function->result,
                    cast_arguments(*how.function, expr, modifier, explicit_cast), expr->location);
      if (call->type == type) return call;
      return retyped(ExprKind::relabel, note(call, Notation::implicit_cast), type);
    }
    case Coercion::Kind::io: return retyped(ExprKind::io_cast, expr, type);
    case Coercion::Kind::array: {
      auto result = new_expr(ExprKind::array_cast, type, expr->location);
      result->args.push_back(expr);
      result->function = how.function;
      return result;
    }
  }
  return nullptr;
}

ExprPtr coercion_of(Binder& binder, const ExprPtr& expr, Oid type, CastContext context,
                    TypeModifier modifier) {
  if (expr->type == type) return expr;
  if (expr->type == oid::unknown && type != oid::any) {
    if (is_polymorphic(type)) return settle_unknown(binder, expr);
    return coerce_unknown(binder, expr, type, modifier);
  }
  if (type == oid::any || is_polymorphic(type)) return expr;
  const auto how = find_coercion(expr->type, type, context);
  if (!how) return nullptr;
  if (const FunctionRow* row = catalog_cast(expr->type, type)) {
    const ExprPtr call = call_expr(*row, row->result, {expr}, expr->location);
    return retyped(ExprKind::relabel, note(call, Notation::implicit_cast), type);
  }
  return apply(binder, *how, expr, type, modifier, context == CastContext::explicit_);
}

bool accepts_anything(Oid type) {
  return type == oid::any || type == oid::record || is_polymorphic(type);
}

}  // namespace

ExprPtr coerce(Binder& binder, const ExprPtr& expr, Oid type, CastContext context,
               TypeModifier modifier) {
  ExprPtr result = coercion_of(binder, expr, type, context, modifier);
  const bool made = result != nullptr && result != expr && is_cast(*result);
  if (!made) return result;
  return note(result, context == CastContext::explicit_ ? Notation::explicit_cast
                                                        : Notation::implicit_cast);
}

ExprPtr coerce_resolved(Binder& binder, const ExprPtr& expr, Oid type) {
  if (expr->type == type || (accepts_anything(type) && expr->type != oid::unknown)) return expr;
  if (type == oid::any) return expr;
  ExprPtr coerced = coerce(binder, expr, type, CastContext::implicit);
  if (coerced == nullptr) {
    rules::raise(rules::error(conditions::cannot_cast, type_name_of(*expr), type_display(type, -1))
                     .at(expr->location));
  }
  return coerced;
}

ExprPtr apply_modifier(const ExprPtr& expr, TypeModifier modifier, bool explicit_cast) {
  if (modifier < 0 || expr->modifier == modifier) return expr;
  Oid type = expr->type;
  const Type* descriptor = find_type(type);
  const bool array = descriptor != nullptr && descriptor->element != 0 &&
                     descriptor->length == -1 && descriptor->category == 'A';
  if (array) type = descriptor->element;
  const FunctionRow* function = length_coercion(type);
  if (function == nullptr) return expr;
  std::shared_ptr<Expr> result;
  if (array) {
    result = new_expr(ExprKind::array_cast, expr->type, expr->location);
    result->function = function;
    result->args = cast_arguments(*function, expr, modifier, explicit_cast);
  } else {
    result = new_expr(ExprKind::call, expr->type, expr->location);
    result->function = function;
    result->args = cast_arguments(*function, expr, modifier, explicit_cast);
  }
  result->modifier = modifier;
  result->notation = explicit_cast ? Notation::explicit_cast : Notation::implicit_cast;
  return result;
}

ExprPtr cast(Binder& binder, const ExprPtr& expr, const BoundType& type, int location) {
  if (type.domain != nullptr && expr->declared == type.domain->oid) return expr;
  if (type.row_type != 0) {
    ExprPtr row = cast_to_row(binder, expr, type.row_type, location);
    if (row == nullptr)
      rules::raise(rules::error(conditions::cannot_cast, declared_name(binder, *expr),
                                declared_name(binder.catalog, type.row_type))
                       .at(location));
    return row;
  }
  ExprPtr coerced = coerce(binder, expr, type.type, CastContext::explicit_, type.modifier);
  if (coerced == nullptr) {
    rules::raise(
        rules::error(conditions::cannot_cast, type_name_of(*expr), type_display(type.type, -1))
            .at(location));
  }
  const ExprPtr inner = coerced;
  coerced = apply_modifier(coerced, type.modifier, true);
  // One cast was written, so the outer one is shown alone.
  const bool two = coerced != inner || type.domain != nullptr;
  if (two && inner != expr && is_cast(*inner)) note(inner, Notation::implicit_cast);
  if (type.domain == nullptr) {
    // What was a domain's or a table's is now of the plain type.
    const bool declared = coerced == expr && expr->declared != 0;
    if (!declared) return coerced;
    return note(retyped(ExprKind::relabel, expr, type.type), Notation::explicit_cast);
  }
  if (coerced != expr && coerced != inner) note(coerced, Notation::implicit_cast);
  auto checked = new_expr(ExprKind::domain_check, type.type, expr->location);
  checked->modifier = type.modifier;
  checked->args.push_back(coerced);
  checked->domain = type.domain;
  checked->declared = type.domain->oid;
  checked->notation = Notation::explicit_cast;
  if (const auto owner = binder.catalog.domains().find(type.domain->oid);
      owner != binder.catalog.domains().end())
    checked->keep_alive = owner->second;
  return checked;
}

ExprPtr coerce_to_column(Binder& binder, const ExprPtr& expr, const TableColumn& column,
                         int location) {
  const ExprPtr coerced =
      coerce(binder, expr, column.type, CastContext::assignment, column.modifier);
  if (coerced == nullptr) {
    rules::raise(rules::error(conditions::column_type_mismatch, column.name,
                              type_display(column.type, -1), type_name_of(*expr))
                     .at(location));
  }
  return apply_modifier(coerced, column.modifier, false);
}

ExprPtr coerce_to_boolean(Binder& binder, const ExprPtr& expr, std::string_view clause) {
  if (expr->type == oid::boolean) return expr;
  ExprPtr coerced = coerce(binder, expr, oid::boolean, CastContext::assignment);
  if (coerced == nullptr) {
    rules::raise(rules::error(conditions::argument_must_be_type, clause, type_name_of(*expr))
                     .at(expr->location));
  }
  return coerced;
}

ExprPtr coerce_to_type(Binder& binder, const ExprPtr& expr, Oid type, std::string_view clause) {
  ExprPtr coerced = coerce(binder, expr, type, CastContext::assignment);
  if (coerced == nullptr) {
    rules::raise(rules::error(conditions::argument_must_be_of_type, clause, type_display(type, -1),
                              type_name_of(*expr))
                     .at(expr->location));
  }
  return coerced;
}

ExprPtr settle_unknown(Binder& binder, const ExprPtr& expr) {
  if (expr->type != oid::unknown) return expr;
  return coerce(binder, expr, oid::text, CastContext::implicit);
}

Oid common_type(std::span<const ExprPtr> exprs, std::string_view clause) {
  std::vector<Oid> types;
  types.reserve(exprs.size());
  for (const ExprPtr& expr : exprs) types.push_back(expr->type);
  if (const auto common = select_common_type(types)) return *common;
  // Find the first that does not go with those before it.
  Oid before = types[0];
  for (std::size_t n = 2; n <= types.size(); ++n) {
    const auto so_far = select_common_type(std::span(types).first(n));
    if (!so_far) {
      rules::raise(rules::error(conditions::types_cannot_be_matched, clause,
                                type_display(before, -1), type_display(types[n - 1], -1))
                       .at(exprs[n - 1]->location));
    }
    before = *so_far;
  }
  return before;
}

ExprPtr coerce_to_common(Binder& binder, const ExprPtr& expr, Oid type, std::string_view clause) {
  ExprPtr coerced = coerce(binder, expr, type, CastContext::implicit);
  if (coerced == nullptr) {
    rules::raise(rules::error(conditions::clause_could_not_convert_type, clause,
                              type_name_of(*expr), type_display(type, -1))
                     .at(expr->location));
  }
  return coerced;
}

TypeModifier common_modifier(std::span<const ExprPtr> exprs, Oid type) {
  const TypeModifier modifier = exprs.front()->modifier;
  const bool same = std::ranges::all_of(
      exprs, [&](const ExprPtr& expr) { return expr->type == type && expr->modifier == modifier; });
  return same ? modifier : -1;
}

void raise_no_operator(std::string_view name, Oid left, Oid right, ResolveFailure failure,
                       int location) {
  std::string signature;
  if (left != 0) signature = type_display(left, -1) + " ";
  signature += std::string(name) + " " + type_display(right, -1);
  if (failure == ResolveFailure::ambiguous)
    rules::raise(rules::error(conditions::ambiguous_operator, signature).at(location));
  if (left == 0)
    rules::raise(rules::error(conditions::undefined_prefix_operator, signature).at(location));
  rules::raise(rules::error(conditions::undefined_operator, signature).at(location));
}

OperatorCall resolve_operands(Binder& binder, std::string_view name, const ExprPtr& left,
                              const ExprPtr& right, int location) {
  ResolveFailure failure = ResolveFailure::none;
  const Oid left_type = left == nullptr ? 0 : left->type;
  const auto found = resolve_operator(name, left_type, right->type, failure);
  if (!found) raise_no_operator(name, left_type, right->type, failure, location);
  OperatorCall call{.op = found->op,
                    .function = find_function(found->op->function),
                    .result = found->result,
                    .left = nullptr,
                    .right = coerce_resolved(binder, right, found->right)};
  if (left != nullptr) call.left = coerce_resolved(binder, left, found->left);
  if (call.function == nullptr) raise_no_operator(name, left_type, right->type, failure, location);
  return call;
}

ExprPtr operator_expr(Binder& binder, std::string_view name, const ExprPtr& left,
                      const ExprPtr& right, int location) {
  OperatorCall call = resolve_operands(binder, name, left, right, location);
  auto expr = new_expr(ExprKind::call, call.result, location);
  expr->function = call.function;
  expr->op = call.op;
  if (call.left != nullptr) expr->args.push_back(std::move(call.left));
  expr->args.push_back(std::move(call.right));
  return expr;
}

}  // namespace dsql::engine
