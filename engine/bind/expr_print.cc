#include "engine/bind/expr_print.h"

#include <array>

#include "engine/bind/relation_print.h"
#include "engine/types/timezone.h"

namespace dsql::engine {
namespace {

using Columns = std::vector<ColumnOrigin>;

constexpr std::array<std::string_view, 48> kind_names{"constant",
                                                      "parameter",
                                                      "column",
                                                      "call",
                                                      "relabel",
                                                      "io_cast",
                                                      "array_cast",
                                                      "and",
                                                      "or",
                                                      "not",
                                                      "is_null",
                                                      "is_not_null",
                                                      "is_true",
                                                      "is_not_true",
                                                      "is_false",
                                                      "is_not_false",
                                                      "is_unknown",
                                                      "is_not_unknown",
                                                      "is_distinct",
                                                      "is_not_distinct",
                                                      "case",
                                                      "coalesce",
                                                      "greatest",
                                                      "least",
                                                      "nullif",
                                                      "array",
                                                      "row",
                                                      "field",
                                                      "subscript",
                                                      "any_array",
                                                      "all_array",
                                                      "in_list",
                                                      "row_compare",
                                                      "scalar_subquery",
                                                      "exists_subquery",
                                                      "any_subquery",
                                                      "all_subquery",
                                                      "array_subquery",
                                                      "domain_check",
                                                      "aggregate",
                                                      "window",
                                                      "set_call",
                                                      "grouping",
                                                      "sql_function",
                                                      "current_row_key",
                                                      "",
                                                      "",
                                                      ""};

std::string constant_text(const Expr& expr) {
  if (expr.value.is_null()) return "NULL:" + type_display(expr.type, expr.modifier);
  const Type* type = find_type(expr.type);
  TextFormat format;
  format.zone = &utc_zone();
  std::string text;
  if (type == nullptr || type->text_output == nullptr) {
    text = expr.value.physical() == Physical::bytes ? std::string(expr.value.as<std::string_view>())
                                                    : "?";
  } else {
    text = value_to_text(expr.type, expr.value, format);
  }
  const bool bare = expr.type == oid::int4 || expr.type == oid::boolean;
  return bare ? text : "'" + text + "':" + type_display(expr.type, expr.modifier);
}

std::string arguments(const Expr& expr, const Columns& columns) {
  std::string text;
  for (const ExprPtr& argument : expr.args) {
    if (!text.empty()) text += ", ";
    text += argument == nullptr ? "-" : print_expr(*argument, columns);
  }
  return text;
}

std::string call_text(const Expr& expr, const Columns& columns) {
  if (expr.op != nullptr && expr.kind == ExprKind::call) {
    const std::string name(expr.op->name);
    if (expr.args.size() == 2)
      return "(" + print_expr(*expr.args[0], columns) + " " + name + " " +
             print_expr(*expr.args[1], columns) + ")";
    return "(" + name + " " + print_expr(*expr.args[0], columns) + ")";
  }
  std::string text = std::string(expr.function->name) + "(" + (expr.distinct ? "distinct " : "") +
                     arguments(expr, columns) + ")";
  if (!expr.order_by.empty()) text += " order " + print_keys(expr.order_by, columns);
  if (expr.filter != nullptr) text += " filter " + print_expr(*expr.filter, columns);
  return text;
}

std::string subquery_text(const Expr& expr, const Columns& columns) {
  std::string text(kind_names[static_cast<std::size_t>(expr.kind)]);
  if (expr.op != nullptr) text += " " + std::string(expr.op->name);
  if (!expr.args.empty()) text += " (" + arguments(expr, columns) + ")";
  for (ColumnId id : expr.correlated) text += " ^" + column_label(id, columns);
  std::string inside = print_relation(*expr.subquery, columns);
  while (!inside.empty() && inside.back() == '\n') inside.pop_back();
  std::string flat;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (inside[i] != '\n') {
      flat += inside[i];
      continue;
    }
    flat += " <- ";
    while (i + 1 < inside.size() && inside[i + 1] == ' ') ++i;
  }
  return "<" + text + " { " + flat + " }>";
}

}  // namespace

std::string column_label(ColumnId id, const Columns& columns) {
  std::string text = id < columns.size() ? columns[id].name : "";
  return text + "#" + std::to_string(id);
}

std::string print_keys(const std::vector<SortKey>& keys, const Columns& columns) {
  std::string text = "[";
  for (const SortKey& key : keys) {
    if (text.size() > 1) text += ", ";
    text += print_expr(*key.expr, columns);
    if (key.descending) text += " desc";
    if (key.nulls_first != key.descending) text += key.nulls_first ? " nulls first" : " nulls last";
  }
  return text + "]";
}

std::string print_expr(const Expr& expr, const std::vector<ColumnOrigin>& columns) {
  switch (expr.kind) {
    case ExprKind::constant: return constant_text(expr);
    case ExprKind::parameter:
      return "$" + std::to_string(expr.number) + ":" + type_display(expr.type, -1);
    case ExprKind::column: return column_label(expr.column, columns);
    case ExprKind::call:
    case ExprKind::aggregate:
    case ExprKind::window:
    case ExprKind::set_call:
      if (expr.function != nullptr) return call_text(expr, columns);
      break;
    case ExprKind::sql_function:
      return expr.sql_function->name + "(" + arguments(expr, columns) + ")";
    case ExprKind::relabel:
    case ExprKind::io_cast:
    case ExprKind::array_cast:
      return print_expr(*expr.args[0], columns) + "::" + type_display(expr.type, expr.modifier);
    case ExprKind::field:
      return print_expr(*expr.args[0], columns) + "." + std::to_string(expr.number);
    default: break;
  }
  if (expr.subquery != nullptr) return subquery_text(expr, columns);
  std::string text(kind_names[static_cast<std::size_t>(expr.kind)]);
  if (expr.negated) text = "not_" + text;
  if (expr.op != nullptr) text += " " + std::string(expr.op->name);
  return text + "(" + arguments(expr, columns) + ")";
}

}  // namespace dsql::engine
