#include "engine/bind/expression.h"

#include <array>
#include <charconv>
#include <cstring>
#include <limits>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/name_texts.h"
#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/rules_query.h"
#include "engine/bind/declared_type.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;
namespace texts = rules::texts;

ExprPtr bind_bool_expr(Binder& binder, Level& level, const PgQuery__BoolExpr& expr) {
  static constexpr std::array<std::string_view, 4> names{"", "AND", "OR", "NOT"};
  static constexpr std::array<ExprKind, 4> kinds{ExprKind::and_, ExprKind::and_, ExprKind::or_,
                                                 ExprKind::not_};
  std::vector<ExprPtr> arguments;
  arguments.reserve(expr.n_args);
  for (const Node* argument : nodes(expr.args, expr.n_args)) {
    arguments.push_back(
        coerce_to_boolean(binder, bind_node(binder, level, *argument), names.at(expr.boolop)));
  }
  return boolean_expr(kinds.at(expr.boolop), std::move(arguments), expr.location);
}

ExprPtr bind_null_test(Binder& binder, Level& level, const PgQuery__NullTest& test) {
  const bool is_null = test.nulltesttype == PG_QUERY__NULL_TEST_TYPE__IS_NULL;
  return boolean_expr(is_null ? ExprKind::is_null : ExprKind::is_not_null,
                      {settle_unknown(binder, bind_node(binder, level, *test.arg))}, test.location);
}

ExprPtr bind_boolean_test(Binder& binder, Level& level, const PgQuery__BooleanTest& test) {
  static constexpr std::array<std::string_view, 7> names{
      "", "IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE", "IS UNKNOWN", "IS NOT UNKNOWN"};
  static constexpr std::array<ExprKind, 7> kinds{
      ExprKind::is_true,      ExprKind::is_true,    ExprKind::is_not_true,   ExprKind::is_false,
      ExprKind::is_not_false, ExprKind::is_unknown, ExprKind::is_not_unknown};
  return boolean_expr(
      kinds.at(test.booltesttype),
      {coerce_to_boolean(binder, bind_node(binder, level, *test.arg), names.at(test.booltesttype))},
      test.location);
}

ExprPtr bind_case(Binder& binder, Level& level, const PgQuery__CaseExpr& expr) {
  const std::size_t sets_before = level.sets.size();
  ExprPtr operand;
  if (expr.arg != nullptr) operand = settle_unknown(binder, bind_node(binder, level, *expr.arg));
  std::vector<ExprPtr> conditions_of_when, results;
  results.push_back(nullptr);  // PostgreSQL looks at the ELSE first
  for (const Node* item : nodes(expr.args, expr.n_args)) {
    const PgQuery__CaseWhen& when = *item->case_when;
    ExprPtr condition = bind_node(binder, level, *when.expr);
    if (operand != nullptr)
      condition = operator_expr(binder, "=", operand, condition, when.location);
    conditions_of_when.push_back(coerce_to_boolean(binder, condition, "CASE/WHEN"));
    results.push_back(bind_node(binder, level, *when.result));
  }
  results[0] = expr.defresult != nullptr ? bind_node(binder, level, *expr.defresult)
                                         : null_expr(oid::unknown, -1);
  check_no_sets(level, sets_before, "CASE", expr.location);
  const Oid type = common_type(results, "CASE");
  auto result = new_expr(ExprKind::case_, type, expr.location);
  if (operand != nullptr) result->notation = Notation::simple_case;
  for (ExprPtr& branch : results) branch = coerce_to_common(binder, branch, type, "CASE/WHEN");
  result->modifier = common_modifier(results, type);
  result->declared = common_declared(results);
  for (std::size_t i = 0; i < conditions_of_when.size(); ++i) {
    result->args.push_back(std::move(conditions_of_when[i]));
    result->args.push_back(results[i + 1]);
  }
  result->args.push_back(results[0]);
  return result;
}

// COALESCE, GREATEST, LEAST: arguments of one type.
std::shared_ptr<Expr> bind_same_typed(Binder& binder, Level& level, ExprKind kind, Nodes arguments,
                                      std::string_view name, int location) {
  std::vector<ExprPtr> bound;
  for (const Node* argument : arguments) bound.push_back(bind_node(binder, level, *argument));
  const Oid type = common_type(bound, name);
  for (ExprPtr& argument : bound) argument = coerce_to_common(binder, argument, type, name);
  auto result = new_expr(kind, type, location);
  result->modifier = common_modifier(bound, type);
  result->declared = common_declared(bound);
  result->args = std::move(bound);
  return result;
}

ExprPtr bind_min_max(Binder& binder, Level& level, const PgQuery__MinMaxExpr& expr) {
  const bool greatest = expr.op == PG_QUERY__MIN_MAX_OP__IS_GREATEST;
  auto result = bind_same_typed(binder, level, greatest ? ExprKind::greatest : ExprKind::least,
                                nodes(expr.args, expr.n_args), greatest ? "GREATEST" : "LEAST",
                                expr.location);
  const OperatorRow* less = less_operator(result->type);
  if (less == nullptr)
    rules::raise(rules::error(conditions::no_comparison_function, type_display(result->type, -1))
                     .at(expr.location));
  result->op = less;
  result->function = find_function(less->function);
  return result;
}

ExprPtr bind_type_cast(Binder& binder, Level& level, const PgQuery__TypeCast& node) {
  const BoundType type = bind_type(*node.type_name, binder.context);
  const int location = node.location >= 0 ? node.location : node.type_name->location;
  if (node.arg->node_case == PG_QUERY__NODE__NODE_A_ARRAY_EXPR && type.domain == nullptr) {
    return cast(binder, bind_array(binder, level, *node.arg->a_array_expr, &type), type, location);
  }
  return cast(binder, bind_node(binder, level, *node.arg), type, location);
}

}  // namespace

std::string_view collation_named(const Binder& binder, Nodes parts, int location) {
  const std::string_view name = last_name(parts);
  const bool known = name == "default" || name == "C" || name == "POSIX" || name == "ucs_basic";
  if (parts.size() > 1 && binder.catalog.find_schema(string_of(*parts[0])) == nullptr)
    rules::raise(rules::error(conditions::undefined_schema, string_of(*parts[0])).at(location));
  const bool in_catalog = parts.size() == 1 || string_of(*parts[0]) == "pg_catalog";
  if (!known || !in_catalog)
    rules::raise(rules::error(conditions::undefined_collation, joined_name(parts)).at(location));
  return name;
}

namespace {

ExprPtr bind_collate(Binder& binder, Level& level, const PgQuery__CollateClause& clause) {
  ExprPtr expr = settle_unknown(binder, bind_node(binder, level, *clause.arg));
  const Type* type = find_type(expr->type);
  if (type == nullptr || type->category != 'S') {
    rules::raise(rules::error(conditions::collations_not_supported, type_name_of(*expr))
                     .at(clause.location));
  }
  const Nodes parts = nodes(clause.collname, clause.n_collname);
  collation_named(binder, parts, clause.location);
  if (binder.forms == nullptr) return expr;
  auto collated = new_expr(ExprKind::relabel, expr->type, expr->location);
  collated->modifier = expr->modifier;
  collated->notation = Notation::collated;
  collated->field_names.emplace_back(last_name(parts));
  collated->args.push_back(expr);
  return collated;
}

ExprPtr bind_parameter(Binder& binder, const PgQuery__ParamRef& ref) {
  if (ref.number <= 0)
    rules::raise(rules::error(conditions::undefined_parameter, ref.number).at(ref.location));
  const Oid type = binder.parameter_type(ref.number);
  auto expr = new_expr(ExprKind::parameter, type, ref.location);
  expr->number = static_cast<std::uint32_t>(ref.number);
  expr->declared = binder.parameter_declared(ref.number);
  return expr;
}

}  // namespace

void check_no_sets(const Level& level, std::size_t before, std::string_view what, int location) {
  if (level.sets.size() <= before) return;
  const int at = level.sets.back().call->location;
  rules::raise(rules::error(conditions::sets_not_allowed, what)
                   .with_hint(std::string(texts::move_set_to_lateral))
                   .at(at >= 0 ? at : location));
}

ExprPtr bind_constant(Binder& binder, const PgQuery__AConst& constant) {
  const int location = constant.location;
  if (constant.isnull) return null_expr(oid::unknown, location);
  switch (constant.val_case) {
    case PG_QUERY__A__CONST__VAL_IVAL:
      return constant_expr(oid::int4, Value::of<std::int32_t>(constant.ival->ival), location);
    case PG_QUERY__A__CONST__VAL_BOOLVAL:
      return constant_expr(oid::boolean, Value::of<bool>(constant.boolval->boolval != 0), location);
    case PG_QUERY__A__CONST__VAL_SVAL: return text_literal(text_of(constant.sval->sval), location);
    case PG_QUERY__A__CONST__VAL_FVAL: {
      const std::string_view text = text_of(constant.fval->fval);
      std::int64_t number = 0;
      const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
      const bool whole = failure == std::errc() && end == text.data() + text.size();
      // The grammar folds a minus into the literal: -2147483648 fits an integer again.
      if (whole && number == std::numeric_limits<std::int32_t>::min())
        return constant_expr(oid::int4, Value::of(static_cast<std::int32_t>(number)), location);
      if (whole) return constant_expr(oid::int8, Value::of<std::int64_t>(number), location);
      return read_literal(binder, text, oid::numeric, -1, location);
    }
    case PG_QUERY__A__CONST__VAL_BSVAL: {
      static constexpr Oid bit = 1560;
      return read_literal(binder, text_of(constant.bsval->bsval), bit, -1, location);
    }
    default: break;
  }
  rules::raise(
      rules::error(conditions::unsupported_node, PG_QUERY__NODE__NODE_A_CONST).at(location));
}

ExprPtr bind_node(Binder& binder, Level& level, const Node& node) {
  switch (node.node_case) {
    case PG_QUERY__NODE__NODE_A_CONST: return bind_constant(binder, *node.a_const);
    case PG_QUERY__NODE__NODE_COLUMN_REF: return bind_column_ref(binder, level, *node.column_ref);
    case PG_QUERY__NODE__NODE_PARAM_REF: return bind_parameter(binder, *node.param_ref);
    case PG_QUERY__NODE__NODE_A_EXPR: return bind_a_expr(binder, level, *node.a_expr);
    case PG_QUERY__NODE__NODE_BOOL_EXPR: return bind_bool_expr(binder, level, *node.bool_expr);
    case PG_QUERY__NODE__NODE_FUNC_CALL: return bind_call(binder, level, *node.func_call);
    case PG_QUERY__NODE__NODE_TYPE_CAST: return bind_type_cast(binder, level, *node.type_cast);
    case PG_QUERY__NODE__NODE_SUB_LINK: return bind_sub_link(binder, level, *node.sub_link);
    case PG_QUERY__NODE__NODE_CASE_EXPR: return bind_case(binder, level, *node.case_expr);
    case PG_QUERY__NODE__NODE_NULL_TEST: return bind_null_test(binder, level, *node.null_test);
    case PG_QUERY__NODE__NODE_BOOLEAN_TEST:
      return bind_boolean_test(binder, level, *node.boolean_test);
    case PG_QUERY__NODE__NODE_COALESCE_EXPR: {
      const auto& expr = *node.coalesce_expr;
      const std::size_t sets_before = level.sets.size();
      ExprPtr bound = bind_same_typed(binder, level, ExprKind::coalesce,
                                      nodes(expr.args, expr.n_args), "COALESCE", expr.location);
      check_no_sets(level, sets_before, "COALESCE", expr.location);
      return bound;
    }
    case PG_QUERY__NODE__NODE_MIN_MAX_EXPR: return bind_min_max(binder, level, *node.min_max_expr);
    case PG_QUERY__NODE__NODE_SQLVALUE_FUNCTION:
      return bind_value_function(binder, *node.sqlvalue_function);
    case PG_QUERY__NODE__NODE_ROW_EXPR: return bind_row(binder, level, *node.row_expr);
    case PG_QUERY__NODE__NODE_A_ARRAY_EXPR:
      return bind_array(binder, level, *node.a_array_expr, nullptr);
    case PG_QUERY__NODE__NODE_A_INDIRECTION:
      return bind_indirection(binder, level, *node.a_indirection);
    case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
      return bind_collate(binder, level, *node.collate_clause);
    case PG_QUERY__NODE__NODE_GROUPING_FUNC:
      return bind_grouping(binder, level, *node.grouping_func);
    case PG_QUERY__NODE__NODE_SET_TO_DEFAULT:
      rules::raise(
          rules::error(conditions::default_not_allowed_here).at(node.set_to_default->location));
    case PG_QUERY__NODE__NODE_CURRENT_OF_EXPR:
      rules::raise(rules::refusals::current_of, text_of(node.current_of_expr->cursor_name));
    case PG_QUERY__NODE__NODE_XML_EXPR:
    case PG_QUERY__NODE__NODE_XML_SERIALIZE:
      rules::raise(rules::error(conditions::xml_not_supported).at(location_of(&node)));
    default: break;
  }
  if (ExprPtr json = bind_json(binder, level, node)) {
    note_unprintable(binder);
    return json;
  }
  rules::raise(rules::error(conditions::unsupported_node, static_cast<int>(node.node_case))
                   .at(location_of(&node)));
}

ExprPtr bind_expression(Binder& binder, Level& level, const Node& node, Place place) {
  PlaceScope scope(level, place);
  return bind_node(binder, level, node);
}

ExprPtr bind_condition(Binder& binder, Level& level, const Node& node, Place place) {
  return coerce_to_boolean(binder, bind_expression(binder, level, node, place),
                           rules_of(place).clause);
}

ExprPtr bind_value_function(Binder& binder, const PgQuery__SQLValueFunction& function) {
  // pg_proc oids of what each keyword computes; where two stand, the second is applied to the
  // first.
  constexpr Oid now = 1299, to_date = 1178, to_timetz = 1388, to_time = 2019, to_timestamp = 2027;
  struct Meaning {
    Oid first;
    Oid second;
  };
  static constexpr std::array<Meaning, 16> meanings{{{0, 0},
                                                     {now, to_date},
                                                     {now, to_timetz},
                                                     {now, to_timetz},
                                                     {now, 0},
                                                     {now, 0},
                                                     {now, to_time},
                                                     {now, to_time},
                                                     {now, to_timestamp},
                                                     {now, to_timestamp},
                                                     {745, 0},
                                                     {745, 0},
                                                     {745, 0},
                                                     {746, 0},
                                                     {861, 0},
                                                     {1402, 0}}};
  (void)binder;
  const Meaning& meaning = meanings.at(function.op);
  ExprPtr expr = call_builtin(meaning.first, {}, function.location);
  if (meaning.second != 0) expr = call_builtin(meaning.second, {expr}, function.location);
  // Precisions above 6 count as 6.
  const bool precise = function.op == PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIME_N ||
                       function.op == PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_CURRENT_TIMESTAMP_N ||
                       function.op == PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIME_N ||
                       function.op == PG_QUERY__SQLVALUE_FUNCTION_OP__SVFOP_LOCALTIMESTAMP_N;
  if (precise) expr = apply_modifier(expr, std::min(function.typmod, 6), true);
  auto named = std::make_shared<Expr>(*expr);
  named->notation = Notation::value_function;
  named->number = function.op;
  return named;
}

}  // namespace dsql::engine
