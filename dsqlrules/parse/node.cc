#include "dsqlrules/parse/node.h"

#include <charconv>
#include <cstddef>

namespace dsql::rules {
namespace {

// The message inside a Node, and its descriptor.
const ProtobufCFieldDescriptor* node_field(const Node& node) {
  return protobuf_c_message_descriptor_get_field(&pg_query__node__descriptor, node.node_case);
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

const PgQuery__AConst* constant(const Node* node) {
  return node != nullptr && node->node_case == PG_QUERY__NODE__NODE_A_CONST ? node->a_const
                                                                            : nullptr;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] | 0x20) != lower[i] && text[i] != lower[i]) return false;
  }
  return true;
}

std::optional<std::int64_t> negated_integer(const PgQuery__AExpr& expression) {
  if (expression.lexpr != nullptr || last_name(expression.n_name, expression.name) != "-")
    return std::nullopt;
  const std::optional<std::int64_t> value = integer_of(expression.rexpr);
  if (!value) return std::nullopt;
  return -*value;
}

}  // namespace

std::string_view node_type_name(const Node& node) {
  const ProtobufCFieldDescriptor* field = node_field(node);
  if (field == nullptr) return "Node";
  return static_cast<const ProtobufCMessageDescriptor*>(field->descriptor)->short_name;
}

std::string_view statement_node_name(const Node& node) {
  std::string_view name = node_type_name(node);
  if (name.ends_with("Stmt")) name.remove_suffix(4);
  return name;
}

std::string_view string_of(const Node& node) {
  return node.node_case == PG_QUERY__NODE__NODE_STRING ? std::string_view(node.string->sval)
                                                       : std::string_view();
}

std::vector<std::string_view> name_parts(std::size_t count, Node* const* array) {
  std::vector<std::string_view> parts;
  parts.reserve(count);
  for (const Node* part : nodes(count, array)) {
    parts.push_back(part->node_case == PG_QUERY__NODE__NODE_A_STAR ? "*" : string_of(*part));
  }
  return parts;
}

std::string_view last_name(std::size_t count, Node* const* array) {
  return count == 0 ? std::string_view() : string_of(*array[count - 1]);
}

std::string dotted_name(std::size_t count, Node* const* array) {
  std::string result;
  for (const std::string_view part : name_parts(count, array)) {
    if (!result.empty()) result += '.';
    result += part;
  }
  return result;
}

std::vector<std::string_view> object_name(const Node& object) {
  switch (object.node_case) {
    case PG_QUERY__NODE__NODE_LIST: return name_parts(object.list->n_items, object.list->items);
    case PG_QUERY__NODE__NODE_STRING: return {string_of(object)};
    case PG_QUERY__NODE__NODE_TYPE_NAME:
      return name_parts(object.type_name->n_names, object.type_name->names);
    case PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS:
      return name_parts(object.object_with_args->n_objname, object.object_with_args->objname);
    default: return {};
  }
}

std::string dotted_name(const PgQuery__RangeVar& relation) {
  std::string result;
  for (const std::string_view part :
       {std::string_view(relation.catalogname), std::string_view(relation.schemaname)}) {
    if (part.empty()) continue;
    result += part;
    result += '.';
  }
  return result + relation.relname;
}

std::optional<std::int64_t> integer_of(const Node* node) {
  if (node == nullptr) return std::nullopt;
  switch (node->node_case) {
    case PG_QUERY__NODE__NODE_INTEGER: return node->integer->ival;
    case PG_QUERY__NODE__NODE_FLOAT: return parse_integer(node->float_->fval);
    case PG_QUERY__NODE__NODE_A_EXPR: return negated_integer(*node->a_expr);
    case PG_QUERY__NODE__NODE_A_CONST: break;
    default: return std::nullopt;
  }
  switch (node->a_const->val_case) {
    case PG_QUERY__A__CONST__VAL_IVAL: return node->a_const->ival->ival;
    case PG_QUERY__A__CONST__VAL_FVAL: return parse_integer(node->a_const->fval->fval);
    default: return std::nullopt;
  }
}

std::optional<std::string_view> constant_string_of(const Node* node) {
  if (node != nullptr && node->node_case == PG_QUERY__NODE__NODE_STRING) return node->string->sval;
  const PgQuery__AConst* value = constant(node);
  if (value == nullptr || value->val_case != PG_QUERY__A__CONST__VAL_SVAL) return std::nullopt;
  return value->sval->sval;
}

std::optional<bool> boolean_of(const Node* node) {
  if (node != nullptr && node->node_case == PG_QUERY__NODE__NODE_BOOLEAN)
    return node->boolean->boolval != 0;
  const PgQuery__AConst* value = constant(node);
  if (value == nullptr || value->val_case != PG_QUERY__A__CONST__VAL_BOOLVAL) return std::nullopt;
  return value->boolval->boolval != 0;
}

bool is_null_constant(const Node* node) {
  const PgQuery__AConst* value = constant(node);
  return value != nullptr && value->isnull != 0;
}

const PgQuery__DefElem* find_option(std::size_t count, Node* const* options,
                                    std::string_view name) {
  const PgQuery__DefElem* found = nullptr;
  for (const Node* option : nodes(count, options)) {
    if (option->node_case != PG_QUERY__NODE__NODE_DEF_ELEM) continue;
    if (option->def_elem->defname == name) found = option->def_elem;
  }
  return found;
}

std::string option_text(const PgQuery__DefElem& option) {
  const Node* value = option.arg;
  if (value == nullptr) return {};
  if (const auto text = constant_string_of(value)) return std::string(*text);
  if (const auto number = integer_of(value)) return std::to_string(*number);
  if (const auto truth = boolean_of(value)) return *truth ? "true" : "false";
  if (value->node_case == PG_QUERY__NODE__NODE_FLOAT) return value->float_->fval;
  if (const auto* literal = constant(value);
      literal && literal->val_case == PG_QUERY__A__CONST__VAL_FVAL) {
    return literal->fval->fval;
  }
  std::string result;
  for (const std::string_view part : object_name(*value)) {
    if (!result.empty()) result += '.';
    result += part;
  }
  return result;
}

std::optional<bool> option_boolean(const PgQuery__DefElem& option) {
  if (option.arg == nullptr) return true;
  const std::string text = option_text(option);
  for (const std::string_view yes : {"true", "on", "1"}) {
    if (equals_ignoring_case(text, yes)) return true;
  }
  for (const std::string_view no : {"false", "off", "0"}) {
    if (equals_ignoring_case(text, no)) return false;
  }
  return std::nullopt;
}

std::string_view type_base_name(const PgQuery__TypeName& type) {
  return last_name(type.n_names, type.names);
}

std::string_view type_schema_name(const PgQuery__TypeName& type) {
  return type.n_names < 2 ? std::string_view() : string_of(*type.names[type.n_names - 2]);
}

std::optional<std::int64_t> type_modifier(const PgQuery__TypeName& type, std::size_t i) {
  return i < type.n_typmods ? integer_of(type.typmods[i]) : std::nullopt;
}

int node_location(const Node& node) {
  const ProtobufCFieldDescriptor* outer = node_field(node);
  if (outer == nullptr) return -1;
  const auto& type = *static_cast<const ProtobufCMessageDescriptor*>(outer->descriptor);
  const ProtobufCFieldDescriptor* location =
      protobuf_c_message_descriptor_get_field_by_name(&type, "location");
  if (location == nullptr || location->type != PROTOBUF_C_TYPE_INT32) return -1;
  const auto* message =
      reinterpret_cast<const std::byte*>(node.a_const);  // every member of the union is a pointer
  return *reinterpret_cast<const std::int32_t*>(message + location->offset);
}

}  // namespace dsql::rules
