// Set-returning functions of json and jsonb: members and elements as rows.
#include "engine/functions/function_lists.h"
#include "engine/functions/json_text.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"
#include "engine/functions/set_streams.h"

namespace dsql::engine {
namespace {

using namespace sql;

using Args = std::span<const Column* const>;
using Stream = std::unique_ptr<SetStream>;
using View = std::string_view;
namespace conditions = rules::conditions;

Value text_value(View text) { return Value::bytes(std::string(text)); }
Value no_text() { return Value::null(Physical::bytes); }

// --- json
// ------------------------------------------------------------------------------------------

Value shown(const JsonNode& node, View whole, bool as_text) {
  if (!as_text) return text_value(node.text(whole));
  if (node.kind == JsonKind::null) return no_text();
  return text_value(node.kind == JsonKind::string ? View(node.value) : node.text(whole));
}

template <bool as_text>
Stream members(CallContext& context, Args args, std::uint32_t row) {
  const View text = args[0]->at<View>(row);
  const JsonNode root = parse_json_tree(text);
  if (root.kind == JsonKind::array) rules::raise(conditions::cannot_deconstruct_array);
  if (root.is_scalar()) rules::raise(conditions::cannot_deconstruct_scalar);
  auto rows = std::make_unique<ListedRows>(context, std::vector{Physical::bytes, Physical::bytes});
  for (const JsonNode& member : root.members)
    rows->add({text_value(member.key), shown(member, text, as_text)});
  return rows;
}

Stream keys(CallContext& context, Args args, std::uint32_t row) {
  const JsonNode root = parse_json_tree(args[0]->at<View>(row));
  if (root.kind == JsonKind::array)
    rules::raise(conditions::cannot_call_on_array, "json_object_keys");
  if (root.is_scalar()) rules::raise(conditions::cannot_call_on_scalar, "json_object_keys");
  auto rows = std::make_unique<ListedRows>(context, std::vector{Physical::bytes});
  for (const JsonNode& member : root.members) rows->add({text_value(member.key)});
  return rows;
}

template <bool as_text>
Stream elements(CallContext& context, Args args, std::uint32_t row) {
  constexpr View name = as_text ? "json_array_elements_text" : "json_array_elements";
  const View text = args[0]->at<View>(row);
  const JsonNode root = parse_json_tree(text);
  if (root.kind == JsonKind::object) rules::raise(conditions::cannot_call_on_non_array, name);
  if (root.is_scalar()) rules::raise(conditions::cannot_call_on_scalar, name);
  auto rows = std::make_unique<ListedRows>(context, std::vector{Physical::bytes});
  for (const JsonNode& each : root.members) rows->add({shown(each, text, as_text)});
  return rows;
}

// --- jsonb
// -----------------------------------------------------------------------------------------

Value shown(JsonbView value, bool as_text) {
  if (!as_text) return text_value(value.bytes());
  if (value.kind() == JsonKind::null) return no_text();
  if (value.kind() == JsonKind::string) return text_value(value.string());
  std::string text;
  jsonb_append_text(value, text);
  return Value::bytes(std::move(text));
}

template <bool as_text>
Stream jsonb_members(CallContext& context, Args args, std::uint32_t row) {
  const JsonbView object(args[0]->at<View>(row));
  if (object.kind() != JsonKind::object)
    rules::raise(conditions::cannot_call_on_non_object, as_text ? "jsonb_each_text" : "jsonb_each");
  auto rows = std::make_unique<ListedRows>(context, std::vector{Physical::bytes, Physical::bytes});
  for (std::uint32_t i = 0; i < object.size(); ++i)
    rows->add({text_value(object.key(i)), shown(object.value(i), as_text)});
  return rows;
}

Stream jsonb_keys(CallContext& context, Args args, std::uint32_t row) {
  const JsonbView object(args[0]->at<View>(row));
  if (object.kind() == JsonKind::array)
    rules::raise(conditions::cannot_call_on_array, "jsonb_object_keys");
  if (object.is_scalar()) rules::raise(conditions::cannot_call_on_scalar, "jsonb_object_keys");
  auto rows = std::make_unique<ListedRows>(context, std::vector{Physical::bytes});
  for (std::uint32_t i = 0; i < object.size(); ++i) rows->add({text_value(object.key(i))});
  return rows;
}

template <bool as_text>
Stream jsonb_elements(CallContext& context, Args args, std::uint32_t row) {
  const JsonbView array(args[0]->at<View>(row));
  if (array.kind() == JsonKind::object)
    rules::raise(conditions::cannot_extract_elements_from_object);
  if (array.is_scalar()) rules::raise(conditions::cannot_extract_elements_from_scalar);
  auto rows = std::make_unique<ListedRows>(context, std::vector{Physical::bytes});
  for (std::uint32_t i = 0; i < array.size(); ++i) rows->add({shown(array.element(i), as_text)});
  return rows;
}

constexpr OutColumn pair_of_json[] = {{"key", text}, {"value", json}};
constexpr OutColumn pair_of_jsonb[] = {{"key", text}, {"value", jsonb}};
constexpr OutColumn pair_of_text[] = {{"key", text}, {"value", text}};
constexpr OutColumn value_of_json[] = {{"value", json}};
constexpr OutColumn value_of_jsonb[] = {{"value", jsonb}};
constexpr OutColumn value_of_text[] = {{"value", text}};

constexpr FunctionRow rows[] = {
    with_columns(pair_of_json, set(3958, "json_each", {json}, record, &members<false>)),
    with_columns(pair_of_text, set(3959, "json_each_text", {json}, record, &members<true>)),
    with_columns(value_of_json, set(3955, "json_array_elements", {json}, json, &elements<false>)),
    with_columns(value_of_text,
                 set(3969, "json_array_elements_text", {json}, text, &elements<true>)),
    set(3957, "json_object_keys", {json}, text, &keys),
    with_columns(pair_of_jsonb, set(3208, "jsonb_each", {jsonb}, record, &jsonb_members<false>)),
    with_columns(pair_of_text, set(3932, "jsonb_each_text", {jsonb}, record, &jsonb_members<true>)),
    with_columns(value_of_jsonb,
                 set(3219, "jsonb_array_elements", {jsonb}, jsonb, &jsonb_elements<false>)),
    with_columns(value_of_text,
                 set(3465, "jsonb_array_elements_text", {jsonb}, text, &jsonb_elements<true>)),
    set(3931, "jsonb_object_keys", {jsonb}, text, &jsonb_keys),
};

}  // namespace

std::span<const FunctionRow> json_sets() { return rows; }

}  // namespace dsql::engine
