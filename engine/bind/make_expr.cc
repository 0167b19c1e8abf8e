#include "engine/bind/coerce.h"
#include "engine/bind/declared_type.h"

namespace dsql::engine {
namespace {

Physical physical_form(Oid type) {
  const Type* found = find_type(type);
  return found == nullptr ? Physical::bytes : found->physical;
}

}  // namespace

std::shared_ptr<Expr> new_expr(ExprKind kind, Oid type, int location) {
  auto expr = std::make_shared<Expr>();
  expr->kind = kind;
  expr->type = type;
  expr->location = location;
  return expr;
}

ExprPtr column_expr(const Binder& binder, ColumnId column, int location) {
  const ColumnOrigin& origin = binder.column(column);
  auto expr = new_expr(ExprKind::column, origin.type, location);
  expr->modifier = origin.modifier;
  expr->declared = origin.declared;
  expr->column = column;
  return expr;
}

ExprPtr constant_expr(Oid type, Value value, int location) {
  auto expr = new_expr(ExprKind::constant, type, location);
  expr->value = std::move(value);
  return expr;
}

ExprPtr null_expr(Oid type, int location) {
  return constant_expr(type, Value::null(physical_form(type)), location);
}

ExprPtr text_literal(std::string_view text, int location) {
  return constant_expr(oid::unknown, Value::bytes(std::string(text)), location);
}

ExprPtr call_expr(const FunctionRow& function, Oid result, std::vector<ExprPtr> arguments,
                  int location) {
  auto expr = new_expr(ExprKind::call, result, location);
  expr->function = &function;
  expr->args = std::move(arguments);
  return expr;
}

ExprPtr call_builtin(Oid function, std::vector<ExprPtr> arguments, int location) {
  const FunctionRow* row = find_function(function);
  return call_expr(*row, row->result, std::move(arguments), location);
}

ExprPtr boolean_expr(ExprKind kind, std::vector<ExprPtr> arguments, int location) {
  auto expr = new_expr(kind, oid::boolean, location);
  expr->args = std::move(arguments);
  return expr;
}

std::string type_name_of(const Expr& expr) { return type_display(expr.type, -1); }

const RecordShape* shape_of(Binder& binder, const Expr& expr, RecordShape& room) {
  room.clear();
  if (expr.kind == ExprKind::row) {
    for (std::size_t i = 0; i < expr.args.size(); ++i) {
      const Expr& field = *expr.args[i];
      const bool named = i < expr.field_names.size();
      room.push_back({named ? expr.field_names[i] : "f" + std::to_string(i + 1), field.type,
                      field.modifier, field.declared});
    }
    return &room;
  }
  if (expr.declared != 0 && expr.type == oid::record) {
    room = row_shape(binder.catalog, expr.declared);
    return &room;
  }
  if (expr.kind == ExprKind::column) {
    const auto found = binder.record_shapes.find(expr.column);
    return found == binder.record_shapes.end() ? nullptr : &found->second;
  }
  if (expr.function != nullptr && !expr.function->out_columns.empty()) {
    for (const auto& [name, type] : expr.function->out_columns)
      room.push_back({std::string(name), type});
    return &room;
  }
  if (expr.sql_function != nullptr && !expr.sql_function->out_columns.empty()) {
    for (const auto& [name, type] : expr.sql_function->out_columns) {
      const BoundType column = bound_type(binder.catalog, type);
      const Oid declared = declared_oid(column);
      room.push_back({name, column.type, -1, declared == column.type ? 0 : declared});
    }
    return &room;
  }
  return nullptr;
}

}  // namespace dsql::engine
