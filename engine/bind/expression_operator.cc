// Operators in all their forms (A_Expr): plain, ANY/ALL over arrays, DISTINCT, NULLIF, IN lists,
// LIKE, BETWEEN, and rows on both sides.
#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/expression.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

bool is_row(const Node& node) { return node.node_case == PG_QUERY__NODE__NODE_ROW_EXPR; }

std::vector<ExprPtr> row_items(Binder& binder, Level& level, const Node& node) {
  const auto& row = *node.row_expr;
  return bind_list_with_stars(binder, level, nodes(row.args, row.n_args));
}

ExprPtr distinct_test(Binder& binder, const ExprPtr& left, const ExprPtr& right, bool distinct,
                      int location) {
  OperatorCall equal = resolve_operands(binder, "=", left, right, location);
  auto expr = new_expr(distinct ? ExprKind::is_distinct : ExprKind::is_not_distinct, oid::boolean,
                       location);
  expr->function = equal.function;
  expr->op = equal.op;
  expr->args = {std::move(equal.left), std::move(equal.right)};
  return expr;
}

// Rows are distinct if any field is.
ExprPtr row_distinct(Binder& binder, const std::vector<ExprPtr>& left,
                     const std::vector<ExprPtr>& right, bool distinct, int location) {
  if (left.size() != right.size())
    rules::raise(rules::error(conditions::unequal_row_sizes).at(location));
  std::vector<ExprPtr> tests;
  for (std::size_t i = 0; i < left.size(); ++i)
    tests.push_back(distinct_test(binder, left[i], right[i], distinct, location));
  if (tests.empty()) return constant_expr(oid::boolean, Value::of<bool>(!distinct), location);
  if (tests.size() == 1) return tests[0];
  return boolean_expr(distinct ? ExprKind::or_ : ExprKind::and_, std::move(tests), location);
}

bool is_null_constant(const Node& node) {
  return node.node_case == PG_QUERY__NODE__NODE_A_CONST && node.a_const->isnull;
}

ExprPtr bind_distinct(Binder& binder, Level& level, const PgQuery__AExpr& expr, bool distinct) {
  // x IS DISTINCT FROM NULL is x IS NOT NULL.
  const Node* other = is_null_constant(*expr.rexpr)   ? expr.lexpr
                      : is_null_constant(*expr.lexpr) ? expr.rexpr
                                                      : nullptr;
  if (other != nullptr) {
    return boolean_expr(distinct ? ExprKind::is_not_null : ExprKind::is_null,
                        {settle_unknown(binder, bind_node(binder, level, *other))}, expr.location);
  }
  if (is_row(*expr.lexpr) && is_row(*expr.rexpr)) {
    return row_distinct(binder, row_items(binder, level, *expr.lexpr),
                        row_items(binder, level, *expr.rexpr), distinct, expr.location);
  }
  const ExprPtr left = bind_node(binder, level, *expr.lexpr);
  return distinct_test(binder, left, bind_node(binder, level, *expr.rexpr), distinct,
                       expr.location);
}

ExprPtr bind_nullif(Binder& binder, Level& level, const PgQuery__AExpr& expr) {
  const ExprPtr left = bind_node(binder, level, *expr.lexpr);
  OperatorCall equal =
      resolve_operands(binder, "=", left, bind_node(binder, level, *expr.rexpr), expr.location);
  auto result = new_expr(ExprKind::nullif, equal.left->type, expr.location);
  result->modifier = equal.left->modifier;
  result->function = equal.function;
  result->op = equal.op;
  result->args = {std::move(equal.left), std::move(equal.right)};
  return result;
}

// One list of a common type that the left side's operator takes whole; null if there is none.
ExprPtr in_one_list(Binder& binder, const ExprPtr& left, const std::vector<ExprPtr>& items,
                    std::string_view op, int location) {
  std::vector<Oid> types{left->type};
  for (const ExprPtr& item : items) types.push_back(item->type);
  const auto common = select_common_type(types);
  if (!common || *common == oid::record) return nullptr;
  auto expr = new_expr(ExprKind::in_list, oid::boolean, location);
  std::vector<ExprPtr> coerced;
  coerced.reserve(items.size() + 1);
  for (const ExprPtr& item : items) {
    ExprPtr same = coerce(binder, item, *common, CastContext::implicit);
    if (same == nullptr) return nullptr;
    coerced.push_back(std::move(same));
  }
  ResolveFailure failure = ResolveFailure::none;
  const auto found = resolve_operator("=", left->type, *common, failure);
  if (!found) raise_no_operator(op, left->type, *common, failure, location);
  expr->args.push_back(coerce_resolved(binder, left, found->left));
  for (const ExprPtr& item : coerced)
    expr->args.push_back(coerce_resolved(binder, item, found->right));
  expr->op = found->op;
  expr->function = find_function(found->op->function);
  if (expr->function == nullptr)
    raise_no_operator(op, left->type, *common, ResolveFailure::not_found, location);
  expr->negated = op == "<>";
  return expr;
}

ExprPtr bind_in(Binder& binder, Level& level, const PgQuery__AExpr& expr) {
  const std::string_view op = last_name(nodes(expr.name, expr.n_name));
  const bool negative = op == "<>";
  const Nodes list = list_of(*expr.rexpr);
  const bool rows = is_row(*expr.lexpr);
  std::vector<ExprPtr> tests;
  if (rows) {
    const std::vector<ExprPtr> left = row_items(binder, level, *expr.lexpr);
    for (const Node* item : list) {
      if (is_row(*item)) {
        tests.push_back(
            row_comparison(binder, op, left, row_items(binder, level, *item), expr.location));
        continue;
      }
      auto row = new_expr(ExprKind::row, oid::record, location_of(expr.lexpr));
      row->args = left;
      tests.push_back(
          operator_expr(binder, op, row, bind_node(binder, level, *item), expr.location));
    }
  } else {
    const ExprPtr left = bind_node(binder, level, *expr.lexpr);
    std::vector<ExprPtr> items;
    items.reserve(list.size());
    for (const Node* item : list) items.push_back(bind_node(binder, level, *item));
    if (items.size() == 1) return operator_expr(binder, op, left, items[0], expr.location);
    if (ExprPtr one = in_one_list(binder, left, items, op, expr.location)) return one;
    for (const ExprPtr& item : items)
      tests.push_back(operator_expr(binder, op, left, item, expr.location));
  }
  if (tests.size() == 1) return tests[0];
  return boolean_expr(negative ? ExprKind::and_ : ExprKind::or_, std::move(tests), expr.location);
}

ExprPtr bind_between(Binder& binder, Level& level, const PgQuery__AExpr& expr, bool symmetric,
                     bool negative) {
  const Nodes bounds = list_of(*expr.rexpr);
  const int at = expr.location;
  const ExprPtr value = bind_node(binder, level, *expr.lexpr);
  const ExprPtr low = bind_node(binder, level, *bounds[0]);
  const ExprPtr high = bind_node(binder, level, *bounds[1]);
  const auto inside = [&](const ExprPtr& from, const ExprPtr& to) {
    return boolean_expr(
        ExprKind::and_,
        {operator_expr(binder, ">=", value, from, at), operator_expr(binder, "<=", value, to, at)},
        at);
  };
  const auto outside = [&](const ExprPtr& from, const ExprPtr& to) {
    return boolean_expr(
        ExprKind::or_,
        {operator_expr(binder, "<", value, from, at), operator_expr(binder, ">", value, to, at)},
        at);
  };
  if (negative) {
    ExprPtr test = outside(low, high);
    if (!symmetric) return test;
    return boolean_expr(ExprKind::and_, {test, outside(high, low)}, at);
  }
  ExprPtr test = inside(low, high);
  if (!symmetric) return test;
  return boolean_expr(ExprKind::or_, {test, inside(high, low)}, at);
}

ExprPtr bind_op_array(Binder& binder, Level& level, const PgQuery__AExpr& expr, bool any) {
  const std::string_view name = last_name(nodes(expr.name, expr.n_name));
  const ExprPtr left = bind_node(binder, level, *expr.lexpr);
  const ExprPtr right = bind_node(binder, level, *expr.rexpr);
  Oid element = oid::unknown;
  if (right->type != oid::unknown) {
    const Type* array = find_type(right->type);
    element = array == nullptr || array->category != 'A' ? 0 : array->element;
    if (right->type == oid::record_array) element = oid::record;
    if (element == 0)
      rules::raise(rules::error(conditions::op_any_requires_array).at(expr.location));
  }
  ResolveFailure failure = ResolveFailure::none;
  const auto found = resolve_operator(name, left->type, element, failure);
  if (!found) raise_no_operator(name, left->type, element, failure, expr.location);
  if (found->result != oid::boolean)
    rules::raise(rules::error(conditions::op_any_requires_boolean).at(expr.location));
  const Type* operand = find_type(found->right);
  if (operand == nullptr || operand->array == 0)
    rules::raise(
        rules::error(conditions::no_array_type, type_display(found->right, -1)).at(expr.location));
  auto result =
      new_expr(any ? ExprKind::any_array : ExprKind::all_array, oid::boolean, expr.location);
  result->op = found->op;
  result->function = find_function(found->op->function);
  if (result->function == nullptr)
    raise_no_operator(name, left->type, element, ResolveFailure::not_found, expr.location);
  result->args = {
      coerce_resolved(binder, left, found->left),
      is_polymorphic(found->right) ? right : coerce_resolved(binder, right, operand->array)};
  return result;
}

ExprPtr bind_plain(Binder& binder, Level& level, const PgQuery__AExpr& expr) {
  const std::string_view name = last_name(nodes(expr.name, expr.n_name));
  if (expr.lexpr == nullptr)
    return operator_expr(binder, name, nullptr, bind_node(binder, level, *expr.rexpr),
                         expr.location);
  // (a, b) = (SELECT …)
  if (is_row(*expr.lexpr) && expr.rexpr->node_case == PG_QUERY__NODE__NODE_SUB_LINK &&
      expr.rexpr->sub_link->sub_link_type == PG_QUERY__SUB_LINK_TYPE__EXPR_SUBLINK) {
    PgQuery__SubLink link = *expr.rexpr->sub_link;
    link.sub_link_type = PG_QUERY__SUB_LINK_TYPE__ROWCOMPARE_SUBLINK;
    link.testexpr = expr.lexpr;
    link.oper_name = expr.name;
    link.n_oper_name = expr.n_name;
    link.location = expr.location;
    return bind_sub_link(binder, level, link);
  }
  if (is_row(*expr.lexpr) && is_row(*expr.rexpr)) {
    return row_comparison(binder, name, row_items(binder, level, *expr.lexpr),
                          row_items(binder, level, *expr.rexpr), expr.location);
  }
  const ExprPtr left = bind_node(binder, level, *expr.lexpr);
  return operator_expr(binder, name, left, bind_node(binder, level, *expr.rexpr), expr.location);
}

}  // namespace

ExprPtr row_comparison(Binder& binder, std::string_view op, const std::vector<ExprPtr>& left,
                       const std::vector<ExprPtr>& right, int location) {
  if (left.size() != right.size())
    rules::raise(rules::error(conditions::unequal_row_sizes).at(location));
  if (left.empty())
    rules::raise(rules::error(conditions::compare_rows_of_zero_length).at(location));
  if (left.size() == 1) return operator_expr(binder, op, left[0], right[0], location);
  if (op == "=" || op == "<>") {
    std::vector<ExprPtr> tests;
    for (std::size_t i = 0; i < left.size(); ++i)
      tests.push_back(operator_expr(binder, op, left[i], right[i], location));
    return boolean_expr(op == "=" ? ExprKind::and_ : ExprKind::or_, std::move(tests), location);
  }
  auto expr = new_expr(ExprKind::row_compare, oid::boolean, location);
  std::vector<ExprPtr> rights;
  for (std::size_t i = 0; i < left.size(); ++i) {
    OperatorCall call = resolve_operands(binder, op, left[i], right[i], location);
    if (op != "<" && op != "<=" && op != ">" && op != ">=")
      rules::raise(rules::error(conditions::row_comparison_operator, op).at(location));
    const OperatorCall equal = resolve_operands(binder, "=", call.left, call.right, location);
    expr->op = call.op;
    expr->row_operators.push_back(equal.function);
    expr->row_operators.push_back(call.function);
    expr->args.push_back(std::move(call.left));
    rights.push_back(std::move(call.right));
  }
  expr->args.insert(expr->args.end(), rights.begin(), rights.end());
  return expr;
}

ExprPtr bind_a_expr(Binder& binder, Level& level, const PgQuery__AExpr& expr) {
  const Nodes name = nodes(expr.name, expr.n_name);
  if (name.size() > 1 && string_of(*name[0]) != "pg_catalog") {
    const ExprPtr right = bind_node(binder, level, *expr.rexpr);
    const Oid left = expr.lexpr == nullptr ? 0 : bind_node(binder, level, *expr.lexpr)->type;
    raise_no_operator(joined_name(name), left, right->type, ResolveFailure::not_found,
                      expr.location);
  }
  switch (expr.kind) {
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP:
    case PG_QUERY__A__EXPR__KIND__AEXPR_LIKE:
    case PG_QUERY__A__EXPR__KIND__AEXPR_ILIKE:
    case PG_QUERY__A__EXPR__KIND__AEXPR_SIMILAR: return bind_plain(binder, level, expr);
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY: return bind_op_array(binder, level, expr, true);
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ALL: return bind_op_array(binder, level, expr, false);
    case PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT: return bind_distinct(binder, level, expr, true);
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_DISTINCT:
      return bind_distinct(binder, level, expr, false);
    case PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF: return bind_nullif(binder, level, expr);
    case PG_QUERY__A__EXPR__KIND__AEXPR_IN: return bind_in(binder, level, expr);
    case PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN:
      return bind_between(binder, level, expr, false, false);
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN:
      return bind_between(binder, level, expr, false, true);
    case PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN_SYM:
      return bind_between(binder, level, expr, true, false);
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN_SYM:
      return bind_between(binder, level, expr, true, true);
    default: break;
  }
  rules::raise(
      rules::error(conditions::unsupported_node, PG_QUERY__NODE__NODE_A_EXPR).at(expr.location));
}

}  // namespace dsql::engine
