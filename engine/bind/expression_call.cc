// Function calls (ParseFuncOrColumn): gathering overloads, resolving them, and what each kind of
// function may be decorated with.
#include <algorithm>
#include <array>
#include <utility>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/rules_query.h"
#include "engine/bind/argument_names.h"
#include "engine/bind/expression.h"
#include "engine/bind/hypothetical.h"
#include "engine/bind/json_records.h"
#include "engine/bind/literal.h"
#include "engine/bind/overloads.h"
#include "engine/bind/walk.h"
#include "engine/catalog/search_path.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

constexpr Oid pg_typeof = 1619, pg_collation_for = 3162;

// Whether an untyped literal stays one as its argument.
bool takes_unknown(Oid function) { return function == pg_typeof || function == pg_collation_for; }

std::string signature(std::string_view name, const CallParts& parts) {
  std::string text(name);
  text += '(';
  const std::size_t first_named = parts.arguments.size() - parts.names.size();
  for (std::size_t i = 0; i < parts.arguments.size(); ++i) {
    if (i > 0) text += ", ";
    if (i >= first_named) text += std::string(parts.names[i - first_named]) + " => ";
    text += type_name_of(*parts.arguments[i]);
  }
  return text + ')';
}

// Functions over the text search configurations, of which the service has none (captured).
constexpr std::array<std::string_view, 9> text_search_functions{
    "to_tsvector",      "to_tsquery",           "plainto_tsquery",
    "phraseto_tsquery", "websearch_to_tsquery", "ts_headline",
    "json_to_tsvector", "jsonb_to_tsvector",    "get_current_ts_config"};

// The configuration that a call names, or means by naming none.
std::string_view text_search_configuration(const CallParts& parts) {
  const bool named =
      parts.arguments.size() > 1 && parts.arguments.front()->kind == ExprKind::constant &&
      parts.arguments.front()->type == oid::unknown && !parts.arguments.front()->value.is_null();
  return named ? parts.arguments.front()->value.as<std::string_view>() : "english";
}

// What the service says of functions and types of PostgreSQL that it does not have.
void refuse_absent_feature(std::string_view name, const CallParts& parts) {
  if (std::ranges::find(text_search_functions, name) != text_search_functions.end())
    rules::raise(
        rules::error(rules::refusals::text_search.condition, text_search_configuration(parts))
            .at(parts.location));
  const Type* type = find_type(name);
  if (type != nullptr && type->text_input == nullptr && type->category != 'P')
    raise_unsupported_type(type->oid, parts.location);
}

[[noreturn]] void raise_unresolved(std::string_view name, const CallParts& parts,
                                   ResolveFailure failure) {
  if (failure == ResolveFailure::ambiguous)
    rules::raise(
        rules::error(conditions::ambiguous_function, signature(name, parts)).at(parts.location));
  if (failure == ResolveFailure::undetermined)
    rules::raise(rules::error(conditions::polymorphic_unknown, "unknown").at(parts.location));
  refuse_absent_feature(name, parts);
  rules::raise(
      rules::error(conditions::undefined_function, signature(name, parts)).at(parts.location));
}

bool is_ordered_set(const FunctionRow& row) {
  return row.kind == FunctionKind::aggregate &&
         (row.name == "percentile_cont" || row.name == "percentile_disc" || row.name == "mode");
}

// What may not decorate a function that is neither aggregate nor window.
void check_plain(std::string_view name, const CallParts& parts) {
  const int at = parts.location;
  if (parts.star)
    rules::raise(rules::error(conditions::star_only_for_aggregate, name, name).at(at));
  if (parts.distinct) rules::raise(rules::error(conditions::distinct_not_aggregate, name).at(at));
  if (parts.within_group)
    rules::raise(rules::error(conditions::within_group_not_aggregate, name).at(at));
  if (!parts.order_by.empty())
    rules::raise(rules::error(conditions::order_by_not_aggregate, name).at(at));
  if (parts.filter != nullptr)
    rules::raise(rules::error(conditions::filter_not_aggregate, name).at(at));
  if (parts.over != nullptr) rules::raise(rules::error(conditions::over_not_window, name).at(at));
}

void check_aggregate(const FunctionRow& row, std::string_view name, const CallParts& parts) {
  const int at = parts.location;
  if (is_ordered_set(row) && !parts.within_group)
    rules::raise(rules::error(conditions::within_group_required, name).at(at));
  if (is_ordered_set(row) && parts.over != nullptr)
    rules::raise(rules::error(conditions::ordered_set_over, name).at(at));
  if (!is_ordered_set(row) && parts.within_group)
    rules::raise(rules::error(conditions::not_ordered_set_aggregate, name).at(at));
  if (parts.arguments.empty() && !parts.star && !parts.within_group)
    rules::raise(rules::error(conditions::aggregate_star_required, name).at(at));
}

void check_window(const FunctionRow& row, std::string_view name, const CallParts& parts) {
  const int at = parts.location;
  if (row.kind == FunctionKind::window) {
    if (parts.over == nullptr)
      rules::raise(rules::error(conditions::window_function_requires_over, name).at(at));
    if (parts.within_group)
      rules::raise(rules::error(conditions::within_group_not_aggregate, name).at(at));
    if (parts.filter != nullptr)
      rules::raise(rules::error(conditions::filter_non_aggregate_window).at(at));
    if (parts.star)
      rules::raise(rules::error(conditions::star_only_for_aggregate, name, name).at(at));
  }
  if (parts.distinct)
    rules::raise(rules::error(conditions::distinct_window_not_implemented).at(at));
  if (!parts.order_by.empty())
    rules::raise(rules::error(conditions::window_order_by_not_implemented).at(at));
}

// Brings the arguments to what resolution chose; expanded VARIADIC ones are collected in an array.
std::vector<ExprPtr> coerced_arguments(Binder& binder, const ResolvedCall& call,
                                       std::vector<ExprPtr> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Oid wanted = i < call.argument_types.size() ? call.argument_types[i] : oid::any;
    arguments[i] = coerce_resolved(binder, arguments[i], wanted);
    const bool literal = arguments[i]->kind == ExprKind::constant;
    if (literal && arguments[i]->type == oid::unknown && !takes_unknown(call.function->oid) &&
        binder.forms == nullptr)
      arguments[i] = settle_unknown(binder, arguments[i]);
  }
  if (!call.variadic || call.function->variadic == oid::any) return arguments;
  const std::size_t fixed = call.function->argument_count - 1U;
  const Oid element = arguments.size() > fixed ? arguments[fixed]->type : call.function->variadic;
  const Type* type = find_type(element);
  auto array = new_expr(ExprKind::array, type == nullptr ? oid::anyarray : type->array, -1);
  array->args.assign(arguments.begin() + static_cast<std::ptrdiff_t>(fixed), arguments.end());
  arguments.resize(fixed);
  arguments.push_back(std::move(array));
  return arguments;
}

// What is given for VARIADIC "any"; for other rows the resolution sees to it.
void check_variadic_array(const Expr& last) {
  const Type* type = find_type(last.type);
  if (last.type != oid::unknown && (type == nullptr || type->category != 'A'))
    rules::raise(rules::error(conditions::variadic_must_be_array).at(last.location));
}

// pg_typeof of a domain's value or a table's row. The argument is evaluated, for it may raise.
ExprPtr declared_type_of(const ExprPtr& argument, int location) {
  auto test = new_expr(ExprKind::is_null, oid::boolean, location);
  test->args.push_back(argument);
  const ExprPtr answer = constant_expr(oid::regtype, Value::of<Oid>(argument->declared), location);
  auto choice = new_expr(ExprKind::case_, oid::regtype, location);
  choice->args = {test, answer, answer};
  return choice;
}

// Takes a set-returning call out of its expression, or leaves it as the top of a FROM item.
ExprPtr place_set(Binder& binder, Level& level, std::shared_ptr<Expr> call, std::string_view name,
                  bool top_of_from) {
  if (top_of_from) return call;
  if (level.place == Place::from_function)
    rules::raise(rules::error(conditions::set_not_at_top_of_from).at(call->location));
  if (!binder.aggregate_frames.empty() && binder.aggregate_frames.back().level == level.depth)
    rules::raise(rules::error(conditions::aggregate_contains_set_returning).at(call->location));
  if (level.in_window_call)
    rules::raise(rules::error(conditions::window_contains_set_returning).at(call->location));
  if (!rules_of(level.place).sets)
    rules::raise(rules::error(conditions::sets_not_allowed, rules_of(level.place).forbidder)
                     .at(call->location));
  SetUse use{.column = binder.new_column(name, *call), .call = call, .depth = 0};
  for (const ExprPtr& argument : call->args) {
    for (const SetUse& other : level.sets) {
      bool inside = false;
      const auto look = [&](const auto& self, const ExprPtr& expr) -> void {
        inside |= expr->kind == ExprKind::column && expr->column == other.column;
        for (const ExprPtr& inner : expr->args) self(self, inner);
      };
      look(look, argument);
      if (inside) use.depth = std::max(use.depth, other.depth + 1);
    }
  }
  level.sets.push_back(use);
  record_call(binder, use.column, {.call = call, .grouping = {}, .window = {}});
  return column_expr(binder, use.column, call->location);
}

// The aggregated arguments of an ordered-set aggregate become its order.
void take_ordered_arguments(Expr& call, std::vector<SortKey> keys) {
  const std::size_t direct = call.args.size() - keys.size();
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i].expr = call.args[direct + i];
  call.args.resize(direct);
  call.order_by = std::move(keys);
}

AggregateFrame current_frame(const Binder& binder, const Level& level) {
  return binder.aggregate_frames.empty() ? AggregateFrame{.level = level.depth}
                                         : binder.aggregate_frames.back();
}

// Whether DISTINCT over the argument puts the key in order: it is the same, but for the cast that
// the aggregate's declared type has put on it.
bool orders(const ExprPtr& argument, const ExprPtr& key) {
  const bool cast =
      argument->kind == ExprKind::relabel && argument->notation == Notation::implicit_cast;
  return equal_exprs(cast ? argument->args[0] : argument, key);
}

void check_distinct(const Expr& call) {
  if (!call.distinct) return;
  for (const SortKey& key : call.order_by) {
    const bool is_argument = std::ranges::any_of(
        call.args, [&](const ExprPtr& argument) { return orders(argument, key.expr); });
    if (!is_argument)
      rules::raise(rules::error(conditions::distinct_aggregate_order_by).at(key.expr->location));
  }
  for (const ExprPtr& argument : call.args) {
    if (equality_operator(argument->type) == nullptr)
      rules::raise(rules::error(conditions::no_equality_operator, type_name_of(*argument))
                       .at(argument->location));
  }
}

struct SplitArguments {
  std::vector<ExprPtr> values;
  std::vector<std::string_view> names;
};

SplitArguments bind_arguments(Binder& binder, Level& level, Nodes arguments) {
  SplitArguments split;
  split.values.reserve(arguments.size());
  for (const Node* argument : arguments) {
    const bool named = argument->node_case == PG_QUERY__NODE__NODE_NAMED_ARG_EXPR;
    if (named) {
      const auto& expr = *argument->named_arg_expr;
      const std::string_view name = text_of(expr.name);
      if (std::ranges::find(split.names, name) != split.names.end())
        rules::raise(rules::error(conditions::named_argument_twice, name).at(expr.location));
      split.values.push_back(bind_node(binder, level, *expr.arg));
      split.names.push_back(name);
    } else {
      if (!split.names.empty())
        rules::raise(rules::error(conditions::positional_after_named).at(location_of(argument)));
      split.values.push_back(bind_node(binder, level, *argument));
    }
  }
  return split;
}

// What COLLATION FOR (x COLLATE y) names.
std::optional<std::string_view> written_collation(const PgQuery__FuncCall& node) {
  const Nodes name = nodes(node.funcname, node.n_funcname);
  if (last_name(name) != "pg_collation_for" || node.n_args != 1) return std::nullopt;
  if (node.args[0]->node_case != PG_QUERY__NODE__NODE_COLLATE_CLAUSE) return std::nullopt;
  const auto& clause = *node.args[0]->collate_clause;
  return last_name(nodes(clause.collname, clause.n_collname));
}

}  // namespace

ExprPtr finish_call(Binder& binder, Level& level, Nodes name_parts, CallParts parts) {
  const std::string_view name = last_name(name_parts);
  const bool top_of_from = std::exchange(level.in_from_function, false);
  const Overloads overloads(binder, name_parts, parts.location);
  std::vector<SortKey> keys;
  const std::string printed = joined_name(name_parts);
  if (parts.within_group) {
    keys = bind_sort_expressions(binder, level, parts.order_by);
    if (is_hypothetical(name) && parts.over == nullptr) {
      if (ExprPtr value =
              bind_hypothetical(binder, level, name, parts, keys, current_frame(binder, level)))
        return value;
    }
    for (const SortKey& key : keys) parts.arguments.push_back(key.expr);
    parts.order_by = {};
  }
  if (const auto json = json_record_function(name_parts)) {
    if (auto call =
            bind_json_record(binder, *json, name, parts.arguments, {}, false, parts.location)) {
      check_plain(printed, parts);
      note_unprintable(binder);
      if (!json->is_set) return json_record_row(binder, *call, call->json);
      const ExprPtr element =
          place_set(binder, level, json_record_elements(*call), name, top_of_from);
      return json_record_row(binder, *call, element);
    }
  }
  if (!parts.names.empty()) {
    if (!place_named_arguments(binder, overloads, name, parts.arguments, parts.names))
      raise_unresolved(printed, parts, ResolveFailure::not_found);
    parts.names.clear();
  }
  std::vector<Oid> types;
  types.reserve(parts.arguments.size());
  for (const ExprPtr& argument : parts.arguments) types.push_back(argument->type);
  ResolveFailure failure = ResolveFailure::none;
  const auto resolved =
      resolve_function_among(overloads.rows(), name, types, parts.variadic, failure);
  if (!resolved) raise_unresolved(printed, parts, failure);
  if (resolved->coercion) {
    check_plain(printed, parts);
    return cast(binder, parts.arguments[0], BoundType{resolved->result, -1, nullptr},
                parts.location);
  }
  const FunctionRow& row = *resolved->function;
  if (row.kind == FunctionKind::procedure)
    rules::raise(
        rules::error(conditions::is_a_procedure, signature(printed, parts)).at(parts.location));
  if (const SqlFunction* sql = overloads.sql_function(row)) {
    check_plain(printed, parts);
    std::vector<Oid> wanted = resolved->argument_types;
    if (resolved->variadic) {
      parts.arguments = coerced_arguments(binder, *resolved, std::move(parts.arguments));
      wanted.resize(row.argument_count);
      wanted.back() = parts.arguments.back()->type;
    }
    auto expr = sql_function_call(binder, *sql, wanted, std::move(parts.arguments),
                                  resolved->result, parts.location);
    return sql->returns_set ? place_set(binder, level, std::move(expr), name, top_of_from) : expr;
  }
  auto call = new_expr(ExprKind::call, resolved->result, parts.location);
  call->function = &row;
  if (parts.sql_syntax) call->notation = Notation::sql_syntax;
  call->variadic_array = parts.variadic && row.variadic == oid::any;
  if (call->variadic_array) check_variadic_array(*parts.arguments.back());
  call->args = coerced_arguments(binder, *resolved, std::move(parts.arguments));
  if (row.oid == pg_typeof && call->args[0]->declared != 0 && binder.forms == nullptr)
    return declared_type_of(call->args[0], parts.location);
  if (row.kind == FunctionKind::function) {
    parts.arguments.clear();
    check_plain(printed, parts);
    if (!row.returns_set) return call;
    call->kind = ExprKind::set_call;
    return place_set(binder, level, std::move(call), name, top_of_from);
  }
  parts.arguments = call->args;
  if (row.kind == FunctionKind::aggregate) check_aggregate(row, printed, parts);
  call->filter = parts.filter;
  if (row.kind == FunctionKind::window || parts.over != nullptr) {
    check_window(row, printed, parts);
    call->kind = ExprKind::window;
    return add_window_call(binder, level, std::move(call), *parts.over);
  }
  call->kind = ExprKind::aggregate;
  call->distinct = parts.distinct;
  if (parts.within_group) {
    take_ordered_arguments(*call, std::move(keys));
  } else {
    call->order_by = bind_sort_expressions(binder, level, parts.order_by);
    check_distinct(*call);
  }
  return add_aggregate(binder, level, std::move(call), current_frame(binder, level));
}

ExprPtr bind_call(Binder& binder, Level& level, const PgQuery__FuncCall& node) {
  const Nodes name = nodes(node.funcname, node.n_funcname);
  const bool top_of_from = std::exchange(level.in_from_function, false);
  const bool framed =
      node.over == nullptr && (may_be_aggregate(name) || node.agg_within_group != 0);
  if (framed) binder.aggregate_frames.push_back({.level = level.depth});
  const bool outer_window = level.in_window_call;
  if (node.over != nullptr) {
    if (outer_window) rules::raise(rules::error(conditions::nested_window).at(node.location));
    level.in_window_call = true;
  }
  CallParts parts;
  SplitArguments split = bind_arguments(binder, level, nodes(node.args, node.n_args));
  parts.arguments = std::move(split.values);
  parts.names = std::move(split.names);
  parts.variadic = node.func_variadic;
  parts.star = node.agg_star;
  parts.distinct = node.agg_distinct;
  parts.within_group = node.agg_within_group;
  parts.sql_syntax = node.funcformat == PG_QUERY__COERCION_FORM__COERCE_SQL_SYNTAX;
  parts.order_by = nodes(node.agg_order, node.n_agg_order);
  parts.over = node.over;
  parts.location = node.location;
  if (node.agg_filter != nullptr)
    parts.filter = bind_condition(binder, level, *node.agg_filter, Place::filter);
  level.in_window_call = outer_window;
  level.in_from_function = top_of_from;
  if (const auto collation = written_collation(node); collation && binder.forms == nullptr)
    return constant_expr(oid::text, Value::bytes(quote_identifier(*collation)), node.location);
  ExprPtr result = finish_call(binder, level, name, std::move(parts));
  if (framed) binder.aggregate_frames.pop_back();
  return result;
}

}  // namespace dsql::engine
