// SQL/JSON of PostgreSQL 16: JSON_OBJECT, JSON_ARRAY, their aggregates, IS JSON. They are bound to
// the json functions that compute the same; where a clause drops NULLs or forbids duplicate keys,
// that is an aggregate over the arguments as rows.
#include <string>

#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/rules_query.h"
#include "engine/bind/expression.h"
#include "engine/bind/relation_make.h"
#include "engine/bind/walk.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

// A function name as the parse tree has it.
class NameNode {
 public:
  explicit NameNode(std::string name) : text_(std::move(name)) {
    string_.sval = text_.data();
    node_.node_case = PG_QUERY__NODE__NODE_STRING;
    node_.string = &string_;
  }
  NameNode(const NameNode&) = delete;
  NameNode& operator=(const NameNode&) = delete;
  Nodes parts() const { return {&pointer_, 1}; }

 private:
  std::string text_;
  PgQuery__String string_ = PG_QUERY__STRING__INIT;
  PgQuery__Node node_ = PG_QUERY__NODE__INIT;
  Node* pointer_ = &node_;
};

ExprPtr call_named(Binder& binder, Level& level, const std::string& name, CallParts parts) {
  const NameNode node(name);
  return finish_call(binder, level, node.parts(), std::move(parts));
}

ExprPtr call_with(Binder& binder, Level& level, const std::string& name,
                  std::vector<ExprPtr> arguments, int location) {
  CallParts parts;
  parts.arguments = std::move(arguments);
  parts.location = location;
  return call_named(binder, level, name, std::move(parts));
}

// RETURNING: what the constructor makes, and what that is cast to.
struct Output {
  std::string prefix = "json";
  std::optional<BoundType> cast_to;
};

Output bind_output(Binder& binder, const PgQuery__JsonOutput* output) {
  Output made;
  if (output == nullptr || output->type_name == nullptr) return made;
  const BoundType type = bind_type(*output->type_name, binder.context);
  if (type.type == oid::jsonb) {
    made.prefix = "jsonb";
  } else if (type.type != oid::json) {
    made.cast_to = type;
  }
  return made;
}

ExprPtr apply_output(Binder& binder, const Output& output, const ExprPtr& expr, int location) {
  return output.cast_to ? cast(binder, expr, *output.cast_to, location) : expr;
}

ExprPtr bind_json_value(Binder& binder, Level& level, const PgQuery__JsonValueExpr& value) {
  ExprPtr expr = settle_unknown(binder, bind_node(binder, level, *value.raw_expr));
  const bool formatted = value.format != nullptr &&
                         value.format->format_type == PG_QUERY__JSON_FORMAT_TYPE__JS_FORMAT_JSON;
  if (!formatted || expr->type == oid::json || expr->type == oid::jsonb) return expr;
  return cast(binder, expr, BoundType{oid::json, -1, nullptr}, location_of(value.raw_expr));
}

// The aggregate `name` over `input`'s columns as a scalar sub-select.
ExprPtr aggregate_over(Binder& binder, RelationPtr input, const std::string& name,
                       std::string_view when_empty, int location) {
  std::vector<ExprPtr> arguments;
  std::vector<Oid> types;
  for (ColumnId id : input->outputs) {
    arguments.push_back(column_expr(binder, id, -1));
    types.push_back(arguments.back()->type);
  }
  ResolveFailure failure = ResolveFailure::none;
  const auto resolved = resolve_function_among(functions_named(name), name, types, false, failure);
  if (!resolved || resolved->coercion)
    rules::raise(rules::error(conditions::json_clause_not_supported, name).at(location));
  auto call = new_expr(ExprKind::aggregate, resolved->result, location);
  call->function = resolved->function;
  call->args = std::move(arguments);
  const Oid type = call->type;
  const ColumnId result = binder.new_column(name, type);
  AggregateRelation body;
  body.sets = {{}};
  body.aggregates.push_back({result, std::move(call)});
  auto subquery = new_expr(ExprKind::scalar_subquery, type, location);
  subquery->subquery =
      make_relation(RelationKind::aggregate, {std::move(input)}, {result}, std::move(body));
  subquery->correlated = free_columns(*subquery->subquery);
  if (when_empty.empty()) return subquery;
  auto whole = new_expr(ExprKind::coalesce, type, location);
  whole->args = {subquery, read_literal(binder, when_empty, type, -1, location)};
  return whole;
}

// Rows of expressions as a relation; each row of the same width and types.
RelationPtr rows_of(Binder& binder, std::vector<std::vector<ExprPtr>> rows) {
  std::vector<ColumnId> outputs;
  for (const ExprPtr& cell : rows.front())
    outputs.push_back(binder.new_column("value", cell->type, -1));
  return make_relation(RelationKind::values, {}, std::move(outputs), ValuesList{std::move(rows)});
}

ExprPtr to_json(Binder& binder, Level& level, const std::string& prefix, const ExprPtr& value) {
  const Oid wanted = prefix == "json" ? oid::json : oid::jsonb;
  if (value->type == wanted) return value;
  return call_with(binder, level, "to_" + prefix, {value}, value->location);
}

std::string object_aggregate(const std::string& prefix, bool unique, bool strict) {
  return prefix + "_object_agg" + (unique ? "_unique" : "") + (strict ? "_strict" : "");
}

ExprPtr bind_object(Binder& binder, Level& level, const PgQuery__JsonObjectConstructor& node) {
  const Output output = bind_output(binder, node.output);
  const bool plain = !node.absent_on_null && !node.unique;
  std::vector<ExprPtr> flat;
  std::vector<std::vector<ExprPtr>> rows;
  for (const Node* item : nodes(node.exprs, node.n_exprs)) {
    const auto& pair = *item->json_key_value;
    ExprPtr key = settle_unknown(binder, bind_node(binder, level, *pair.key));
    ExprPtr value = bind_json_value(binder, level, *pair.value);
    if (plain) {
      flat.push_back(std::move(key));
      flat.push_back(std::move(value));
    } else {
      key = cast(binder, key, BoundType{oid::text, -1, nullptr}, key->location);
      rows.push_back({key, to_json(binder, level, output.prefix, value)});
    }
  }
  ExprPtr made =
      rows.empty()
          ? call_with(binder, level, output.prefix + "_build_object", std::move(flat),
                      node.location)
          : aggregate_over(binder, rows_of(binder, std::move(rows)),
                           object_aggregate(output.prefix, node.unique, node.absent_on_null), "{}",
                           node.location);
  return apply_output(binder, output, made, node.location);
}

bool never_null(const ExprPtr& expr) {
  return expr->kind == ExprKind::constant && !expr->value.is_null();
}

ExprPtr bind_json_array(Binder& binder, Level& level, const PgQuery__JsonArrayConstructor& node) {
  const Output output = bind_output(binder, node.output);
  std::vector<ExprPtr> values;
  bool drops_nulls = false;
  for (const Node* item : nodes(node.exprs, node.n_exprs)) {
    values.push_back(bind_json_value(binder, level, *item->json_value_expr));
    drops_nulls |= node.absent_on_null && !never_null(values.back());
  }
  ExprPtr made;
  if (drops_nulls) {
    std::vector<std::vector<ExprPtr>> rows;
    for (const ExprPtr& value : values)
      rows.push_back({to_json(binder, level, output.prefix, value)});
    made = aggregate_over(binder, rows_of(binder, std::move(rows)), output.prefix + "_agg_strict",
                          "[]", node.location);
  } else {
    made =
        call_with(binder, level, output.prefix + "_build_array", std::move(values), node.location);
  }
  return apply_output(binder, output, made, node.location);
}

ExprPtr bind_array_query(Binder& binder, Level& level,
                         const PgQuery__JsonArrayQueryConstructor& node) {
  const Output output = bind_output(binder, node.output);
  BoundSelect select = bind_subselect(binder, &level, *node.query, {.in_expression = true});
  if (select.outputs.size() != 1)
    rules::raise(rules::error(conditions::subquery_columns_one).at(node.location));
  const std::string name = output.prefix + (node.absent_on_null ? "_agg_strict" : "_agg");
  return apply_output(binder, output,
                      aggregate_over(binder, std::move(select.root), name, {}, node.location),
                      node.location);
}

// FILTER, ORDER BY and OVER of an aggregate constructor.
CallParts aggregate_parts(Binder& binder, Level& level, const PgQuery__JsonAggConstructor& node) {
  CallParts parts;
  parts.location = node.location;
  parts.over = node.over;
  parts.order_by = nodes(node.agg_order, node.n_agg_order);
  if (node.agg_filter != nullptr)
    parts.filter = bind_condition(binder, level, *node.agg_filter, Place::filter);
  return parts;
}

template <class BindArguments>
ExprPtr bind_json_aggregate(Binder& binder, Level& level, const PgQuery__JsonAggConstructor& node,
                            const std::string& suffix, BindArguments&& bind_arguments) {
  const Output output = bind_output(binder, node.output);
  const bool framed = node.over == nullptr;
  if (framed) binder.aggregate_frames.push_back({.level = level.depth});
  CallParts parts = aggregate_parts(binder, level, node);
  parts.arguments = bind_arguments();
  ExprPtr made = call_named(binder, level, output.prefix + suffix, std::move(parts));
  if (framed) binder.aggregate_frames.pop_back();
  return apply_output(binder, output, made, node.location);
}

ExprPtr bind_is_json(Binder& binder, Level& level, const PgQuery__JsonIsPredicate& node) {
  const int at = node.location;
  if (node.unique_keys)
    rules::raise(
        rules::error(conditions::json_clause_not_supported, "IS JSON WITH UNIQUE KEYS").at(at));
  const ExprPtr value = settle_unknown(binder, bind_node(binder, level, *node.expr));
  const bool is_json = value->type == oid::json || value->type == oid::jsonb;
  const Type* type = find_type(value->type);
  if (!is_json && (type == nullptr || type->category != 'S'))
    rules::raise(rules::error(conditions::json_predicate_type, type_name_of(*value)).at(at));
  ExprPtr valid;
  ExprPtr json = value;
  if (!is_json) {
    const ExprPtr text = cast(binder, value, BoundType{oid::text, -1, nullptr}, at);
    valid = call_with(binder, level, "pg_input_is_valid", {text, text_literal("json", -1)}, at);
    json = cast(binder, text, BoundType{oid::json, -1, nullptr}, at);
  } else {
    // A json value is JSON; NULL stays NULL.
    auto known = new_expr(ExprKind::case_, oid::boolean, at);
    known->args = {boolean_expr(ExprKind::is_not_null, {value}, at),
                   constant_expr(oid::boolean, Value::of<bool>(true), at),
                   null_expr(oid::boolean, at)};
    valid = known;
  }
  const ExprPtr kind = call_with(
      binder, level, value->type == oid::jsonb ? "jsonb_typeof" : "json_typeof", {json}, at);
  const auto kind_is = [&](std::string_view name, std::string_view op) {
    return operator_expr(binder, op, kind, text_literal(name, -1), at);
  };
  ExprPtr test;
  switch (node.item_type) {
    case PG_QUERY__JSON_VALUE_TYPE__JS_TYPE_OBJECT: test = kind_is("object", "="); break;
    case PG_QUERY__JSON_VALUE_TYPE__JS_TYPE_ARRAY: test = kind_is("array", "="); break;
    case PG_QUERY__JSON_VALUE_TYPE__JS_TYPE_SCALAR:
      test = boolean_expr(ExprKind::and_, {kind_is("object", "<>"), kind_is("array", "<>")}, at);
      break;
    default: return valid;
  }
  if (is_json) return test;
  auto guarded = new_expr(ExprKind::case_, oid::boolean, at);
  guarded->args = {valid, test, valid};
  return guarded;
}

[[noreturn]] void refuse_newer(std::string_view construct, int location) {
  rules::raise(rules::error(rules::refusals::newer_syntax.condition, construct).at(location));
}

}  // namespace

ExprPtr bind_json(Binder& binder, Level& level, const Node& node) {
  switch (node.node_case) {
    case PG_QUERY__NODE__NODE_JSON_OBJECT_CONSTRUCTOR:
      return bind_object(binder, level, *node.json_object_constructor);
    case PG_QUERY__NODE__NODE_JSON_ARRAY_CONSTRUCTOR:
      return bind_json_array(binder, level, *node.json_array_constructor);
    case PG_QUERY__NODE__NODE_JSON_ARRAY_QUERY_CONSTRUCTOR:
      return bind_array_query(binder, level, *node.json_array_query_constructor);
    case PG_QUERY__NODE__NODE_JSON_OBJECT_AGG: {
      const auto& aggregate = *node.json_object_agg;
      const std::string suffix = object_aggregate("", aggregate.unique, aggregate.absent_on_null);
      return bind_json_aggregate(binder, level, *aggregate.constructor, suffix, [&] {
        return std::vector<ExprPtr>{
            settle_unknown(binder, bind_node(binder, level, *aggregate.arg->key)),
            bind_json_value(binder, level, *aggregate.arg->value)};
      });
    }
    case PG_QUERY__NODE__NODE_JSON_ARRAY_AGG: {
      const auto& aggregate = *node.json_array_agg;
      return bind_json_aggregate(
          binder, level, *aggregate.constructor, aggregate.absent_on_null ? "_agg_strict" : "_agg",
          [&] { return std::vector<ExprPtr>{bind_json_value(binder, level, *aggregate.arg)}; });
    }
    case PG_QUERY__NODE__NODE_JSON_IS_PREDICATE:
      return bind_is_json(binder, level, *node.json_is_predicate);
    case PG_QUERY__NODE__NODE_JSON_PARSE_EXPR:
      refuse_newer("JSON()", node.json_parse_expr->location);
    case PG_QUERY__NODE__NODE_JSON_SCALAR_EXPR:
      refuse_newer("JSON_SCALAR", node.json_scalar_expr->location);
    case PG_QUERY__NODE__NODE_JSON_SERIALIZE_EXPR:
      refuse_newer("JSON_SERIALIZE", node.json_serialize_expr->location);
    case PG_QUERY__NODE__NODE_JSON_FUNC_EXPR:
      refuse_newer("JSON_VALUE", node.json_func_expr->location);
    default: return nullptr;
  }
}

}  // namespace dsql::engine
