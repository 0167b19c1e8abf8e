#include "engine/bind/json_records.h"

#include <algorithm>
#include <array>

#include "dsqlrules/conditions/json_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/declared_type.h"
#include "engine/bind/json_array.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

constexpr Oid json_elements = 3955, jsonb_elements = 3219;

struct Named {
  std::string_view name;
  JsonRecordFunction function;
};
constexpr std::array<Named, 8> functions{{
    {"json_to_record", {false, false, false}},
    {"jsonb_to_record", {true, false, false}},
    {"json_to_recordset", {false, false, true}},
    {"jsonb_to_recordset", {true, false, true}},
    {"json_populate_record", {false, true, false}},
    {"jsonb_populate_record", {true, true, false}},
    {"json_populate_recordset", {false, true, true}},
    {"jsonb_populate_recordset", {true, true, true}},
}};

RecordShape defined_shape(Binder& binder, Nodes definitions) {
  RecordShape shape;
  for (const Node* node : definitions) {
    const auto& definition = *node->column_def;
    const BoundType type = bind_type(*definition.type_name, binder.context);
    const Oid declared = declared_oid(type);
    shape.push_back({std::string(text_of(definition.colname)), type.type, type.modifier,
                     declared == type.type ? 0 : declared});
  }
  return shape;
}

ExprPtr is_null(const ExprPtr& value) {
  auto test = new_expr(ExprKind::is_null, oid::boolean, -1);
  test->args.push_back(value);
  return test;
}

// CASE WHEN condition THEN yes ELSE no END, of one type.
ExprPtr choice(ExprPtr condition, ExprPtr yes, ExprPtr no) {
  auto expr = new_expr(ExprKind::case_, no->type, -1);
  expr->modifier = no->modifier;
  expr->declared = no->declared;
  expr->args = {std::move(condition), std::move(yes), std::move(no)};
  return expr;
}

// The field, which may be a JSON array, as an SQL array.
ExprPtr array_field(Binder& binder, const ExprPtr& field, const RecordField& column, int location) {
  const Oid element = find_type(column.type)->element;
  const bool of_json = element == oid::json || element == oid::jsonb;
  const ExprPtr json = cast(binder, field, BoundType{oid::json, -1, nullptr}, location);
  const ExprPtr text = call_expr(json_array_text(), oid::text,
                                 {json, constant_expr(oid::text, Value::bytes(column.name), -1),
                                  constant_expr(oid::boolean, Value::of<bool>(of_json), -1)},
                                 location);
  const ExprPtr read = cast(binder, text, BoundType{column.type, -1, nullptr}, location);
  return apply_modifier(read, column.modifier, false);
}

// The field of the object as the column's type; JSON's null is NULL.
ExprPtr converted(Binder& binder, const ExprPtr& field, const ExprPtr& text,
                  const RecordField& column, int location) {
  const Type* type = find_type(column.type);
  if (type != nullptr && type->category == 'A' && type->element != 0 && column.declared == 0)
    return array_field(binder, field, column, location);
  if (column.type == oid::json || column.type == oid::jsonb) {
    const ExprPtr value = cast(binder, field, BoundType{column.type, -1, nullptr}, location);
    return choice(is_null(text), null_expr(column.type, -1), value);
  }
  const ExprPtr read = cast(binder, text, BoundType{column.type, -1, nullptr}, location);
  const ExprPtr fitted = apply_modifier(read, column.modifier, false);
  if (column.declared == 0) return fitted;
  return cast(binder, fitted, bound_type(binder.catalog, column.declared), location);
}

bool same_columns(const RecordShape& a, const RecordShape& b) {
  return std::ranges::equal(
      a, b, [](const RecordField& x, const RecordField& y) { return x.type == y.type; });
}

}  // namespace

std::optional<JsonRecordFunction> json_record_function(Nodes name) {
  if (name.size() > 2 || (name.size() == 2 && string_of(*name[0]) != "pg_catalog"))
    return std::nullopt;
  const auto* found = std::ranges::find(functions, last_name(name), &Named::name);
  return found == functions.end() ? std::nullopt : std::optional(found->function);
}

std::optional<JsonRecordCall> bind_json_record(Binder& binder, JsonRecordFunction function,
                                               std::string_view name,
                                               const std::vector<ExprPtr>& arguments,
                                               Nodes definitions, bool in_from, int location) {
  if (arguments.size() != (function.populates ? 2U : 1U)) return std::nullopt;
  JsonRecordCall call{.function = function, .base = nullptr, .json = nullptr, .shape = {}};
  call.json = coerce(binder, arguments.back(), function.of_jsonb ? oid::jsonb : oid::json,
                     CastContext::implicit);
  if (call.json == nullptr) return std::nullopt;
  if (function.populates) {
    call.base = arguments[0];
    if (call.base->type != oid::record) return std::nullopt;
    call.row_type = call.base->declared;
    RecordShape room;
    if (const RecordShape* shape = shape_of(binder, *call.base, room)) call.shape = *shape;
  }
  if (!definitions.empty()) {
    RecordShape defined = defined_shape(binder, definitions);
    if (!call.shape.empty() && !same_columns(call.shape, defined))
      rules::raise(conditions::return_row_mismatch);
    call.shape = std::move(defined);
  }
  if (call.shape.empty() && !function.populates && in_from)
    rules::raise(rules::error(conditions::column_definition_list_required).at(location));
  if (call.shape.empty()) rules::raise(conditions::json_row_type_unknown, name);
  return call;
}

ExprPtr json_record_row(Binder& binder, const JsonRecordCall& call, const ExprPtr& object) {
  auto row = new_expr(ExprKind::row, oid::record, object->location);
  row->declared = call.row_type;
  for (std::size_t i = 0; i < call.shape.size(); ++i) {
    const RecordField& column = call.shape[i];
    const ExprPtr key = constant_expr(oid::text, Value::bytes(column.name), -1);
    const ExprPtr field = operator_expr(binder, "->", object, key, -1);
    const ExprPtr text = operator_expr(binder, "->>", object, key, -1);
    ExprPtr value = converted(binder, field, text, column, object->location);
    if (call.base != nullptr && (call.base->kind != ExprKind::constant)) {
      auto before = new_expr(ExprKind::field, column.type, -1);
      before->modifier = column.modifier;
      before->declared = column.declared;
      before->number = static_cast<std::uint32_t>(i + 1);
      before->args.push_back(call.base);
      value = choice(is_null(field), before, value);
    }
    row->args.push_back(std::move(value));
    row->field_names.push_back(column.name);
  }
  return row;
}

std::shared_ptr<Expr> json_record_elements(const JsonRecordCall& call) {
  const FunctionRow* elements =
      find_function(call.function.of_jsonb ? jsonb_elements : json_elements);
  auto set = new_expr(ExprKind::set_call, elements->result, call.json->location);
  set->function = elements;
  set->args.push_back(call.json);
  return set;
}

}  // namespace dsql::engine
