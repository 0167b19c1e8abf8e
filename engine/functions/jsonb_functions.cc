// Functions and operators of jsonb: access, containment, changes along a path, casts to numbers.
#include <cmath>
#include <limits>

#include "engine/functions/function_lists.h"
#include "engine/functions/json_text.h"
#include "engine/functions/jsonb_path.h"
#include "engine/functions/rows.h"
#include "engine/functions/value_slots.h"
#include "engine/types/array.h"

namespace dsql::engine {
namespace {

using namespace sql;

using View = std::string_view;
using i4 = std::int32_t;
using Found = std::optional<JsonbView>;
namespace conditions = rules::conditions;

// --- access
// ----------------------------------------------------------------------------------------

Found member(JsonbView value, View name) {
  if (value.kind() != JsonKind::object) return std::nullopt;
  return value.find(name);
}
Found element(JsonbView value, i4 index) {
  if (value.kind() != JsonKind::array) return std::nullopt;
  const std::int64_t size = value.size();
  const std::int64_t at = index < 0 ? size + index : index;
  if (at < 0 || at >= size) return std::nullopt;
  return value.element(static_cast<std::uint32_t>(at));
}
Found at_path(JsonbView value, View path_bytes) {
  const ArrayView path(path_bytes);
  Found here = value;
  for (std::uint32_t i = 0; i < path.size() && here; ++i) {
    if (path.is_null(i)) return std::nullopt;
    const View step = path.at<View>(i);
    if (here->kind() == JsonKind::object) {
      here = here->find(step);
    } else {
      const auto index = json_subscript(step);
      here = index ? element(*here, *index) : std::nullopt;
    }
  }
  return here;
}

// What ->> answers: strings bare, null as NULL.
std::optional<std::string> as_text(const Found& value) {
  if (!value || value->kind() == JsonKind::null) return std::nullopt;
  if (value->kind() == JsonKind::string) return std::string(value->string());
  std::string text;
  jsonb_append_text(*value, text);
  return text;
}
std::optional<std::string> member_text(JsonbView value, View name) {
  return as_text(member(value, name));
}
std::optional<std::string> element_text(JsonbView value, i4 index) {
  return as_text(element(value, index));
}
std::optional<std::string> path_text(JsonbView value, View path) {
  return as_text(at_path(value, path));
}

i4 array_length(JsonbView value) {
  if (value.kind() == JsonKind::object)
    rules::raise(conditions::cannot_get_array_length_of_non_array);
  if (value.is_scalar()) rules::raise(conditions::cannot_get_array_length_of_scalar);
  return static_cast<i4>(value.size());
}
View kind_name(JsonbView value) {
  switch (value.kind()) {
    case JsonKind::null: return "null";
    case JsonKind::false_:
    case JsonKind::true_: return "boolean";
    case JsonKind::number: return "number";
    case JsonKind::string: return "string";
    case JsonKind::array: return "array";
    case JsonKind::object: return "object";
  }
  return "";
}
std::string pretty(JsonbView value) {
  std::string text;
  jsonb_append_text(value, text, true);
  return text;
}

// --- containment
// -----------------------------------------------------------------------------------

bool contains(JsonbView whole, JsonbView part) { return jsonb_contains(whole, part); }
bool contained(JsonbView part, JsonbView whole) { return jsonb_contains(whole, part); }

bool is_string(JsonbView value, View text) {
  return value.kind() == JsonKind::string && value.string() == text;
}
bool exists(JsonbView value, View name) {
  if (value.kind() == JsonKind::object) return value.find(name).has_value();
  if (value.kind() != JsonKind::array) return is_string(value, name);
  for (std::uint32_t i = 0; i < value.size(); ++i)
    if (is_string(value.element(i), name)) return true;
  return false;
}
template <bool all>
bool exist(JsonbView value, View names_bytes) {
  const ArrayView names(names_bytes);
  for (std::uint32_t i = 0; i < names.size(); ++i)
    if (!names.is_null(i) && exists(value, names.at<View>(i)) != all) return !all;
  return all;
}

// --- changes
// ---------------------------------------------------------------------------------------

void strip(JsonbView value, JsonbWriter& writer) {
  if (value.is_scalar()) return writer.node(value);
  if (value.kind() == JsonKind::array) {
    writer.begin_array();
    for (std::uint32_t i = 0; i < value.size(); ++i) strip(value.element(i), writer);
    writer.end_array();
    return;
  }
  writer.begin_object();
  for (std::uint32_t i = 0; i < value.size(); ++i) {
    if (value.value(i).kind() == JsonKind::null) continue;
    writer.key(value.key(i));
    strip(value.value(i), writer);
  }
  writer.end_object();
}
std::string strip_nulls(JsonbView value) {
  JsonbWriter writer;
  strip(value, writer);
  return writer.take();
}

void append_elements(JsonbView value, JsonbWriter& writer) {
  if (value.kind() != JsonKind::array) return writer.node(value);
  for (std::uint32_t i = 0; i < value.size(); ++i) writer.node(value.element(i));
}
void append_pairs(JsonbView value, JsonbWriter& writer) {
  for (std::uint32_t i = 0; i < value.size(); ++i) {
    writer.key(value.key(i));
    writer.node(value.value(i));
  }
}
// Objects merge; anything else is joined as arrays.
std::string concatenated(JsonbView a, JsonbView b) {
  JsonbWriter writer;
  if (a.kind() == JsonKind::object && b.kind() == JsonKind::object) {
    writer.begin_object();
    append_pairs(a, writer);
    append_pairs(b, writer);
    writer.end_object();
  } else {
    writer.begin_array();
    append_elements(a, writer);
    append_elements(b, writer);
    writer.end_array();
  }
  return writer.take();
}

// Without the members, or string elements, that `drop` names.
template <class Drop>
std::string without(JsonbView value, Drop&& drop) {
  if (value.is_scalar()) rules::raise(conditions::cannot_delete_from_scalar);
  JsonbWriter writer;
  if (value.kind() == JsonKind::object) {
    writer.begin_object();
    for (std::uint32_t i = 0; i < value.size(); ++i) {
      if (drop(value.key(i))) continue;
      writer.key(value.key(i));
      writer.node(value.value(i));
    }
    writer.end_object();
  } else {
    writer.begin_array();
    for (std::uint32_t i = 0; i < value.size(); ++i) {
      const JsonbView each = value.element(i);
      if (each.kind() == JsonKind::string && drop(each.string())) continue;
      writer.node(each);
    }
    writer.end_array();
  }
  return writer.take();
}
std::string without_key(JsonbView value, View name) {
  return without(value, [&](View each) { return each == name; });
}
std::string without_keys(JsonbView value, View names_bytes) {
  const ArrayView names(names_bytes);
  return without(value, [&](View each) {
    for (std::uint32_t i = 0; i < names.size(); ++i)
      if (!names.is_null(i) && names.at<View>(i) == each) return true;
    return false;
  });
}
std::string without_element(JsonbView value, i4 index) {
  if (value.is_scalar()) rules::raise(conditions::cannot_delete_from_scalar);
  if (value.kind() == JsonKind::object) rules::raise(conditions::cannot_delete_by_index);
  const std::int64_t at = index < 0 ? std::int64_t{value.size()} + index : index;
  JsonbWriter writer;
  writer.begin_array();
  for (std::uint32_t i = 0; i < value.size(); ++i)
    if (i != at) writer.node(value.element(i));
  writer.end_array();
  return writer.take();
}

std::string set_at(JsonbView value, View path, JsonbView added, std::optional<bool> create) {
  return jsonb_change(value, path, added,
                      create.value_or(true) ? JsonbChange::create : JsonbChange::replace);
}
std::string insert_at(JsonbView value, View path, JsonbView added, std::optional<bool> after) {
  const bool behind = after.value_or(false);
  return jsonb_change(value, path, added,
                      behind ? JsonbChange::insert_after : JsonbChange::insert_before);
}
std::string delete_at(JsonbView value, View path) {
  return jsonb_change(value, path, std::nullopt, JsonbChange::remove);
}
// jsonb_set_lax: the third argument may be NULL, the fifth says what that means.
std::optional<std::string> set_lax(Found value, std::optional<View> path, Found added,
                                   std::optional<bool> create, std::optional<View> treatment) {
  if (!value || !path) return std::nullopt;
  if (added) return set_at(*value, *path, *added, create);
  const View meaning = treatment.value_or("use_json_null");
  if (meaning == "raise_exception") rules::raise(conditions::json_value_null);
  if (meaning == "use_json_null") {
    JsonbWriter writer;
    writer.null();
    const std::string null = writer.take();
    return set_at(*value, *path, JsonbView(null), create);
  }
  if (meaning == "delete_key") return delete_at(*value, *path);
  if (meaning == "return_target") return std::string(value->bytes());
  rules::raise(conditions::null_value_treatment_unknown);
}

// --- casts
// -----------------------------------------------------------------------------------------

View cast_name(JsonbView value) {
  return value.kind() == JsonKind::number ? View("numeric") : kind_name(value);
}
Numeric number_for(JsonbView value, View type) {
  if (value.kind() != JsonKind::number) {
    rules::raise(conditions::cannot_cast_jsonb, cast_name(value), type);
  }
  return value.number();
}
bool to_boolean(JsonbView value) {
  if (value.kind() != JsonKind::true_ && value.kind() != JsonKind::false_)
    rules::raise(conditions::cannot_cast_jsonb, cast_name(value), "boolean");
  return value.boolean();
}
Numeric to_numeric(JsonbView value) { return number_for(value, "numeric"); }
template <class T>
T to_integer(JsonbView value) {
  constexpr View name = sizeof(T) == 2 ? "smallint" : sizeof(T) == 4 ? "integer" : "bigint";
  return static_cast<T>(
      number_for(value, name)
          .to_integer(std::numeric_limits<T>::min(), std::numeric_limits<T>::max(), name));
}
template <class T>
T to_float(JsonbView value) {
  constexpr View name = sizeof(T) == 4 ? "real" : "double precision";
  const Numeric number = number_for(value, name);
  const T result = static_cast<T>(number.to_double());
  if (std::isinf(result) || (result == 0 && !number.is_zero()))
    rules::raise(conditions::text_out_of_range_for_type, number.text(), name);
  return result;
}

constexpr FunctionRow rows[] = {
    fn(3478, "jsonb_object_field", {jsonb, text}, jsonb, lift<&member>),
    fn(3214, "jsonb_object_field_text", {jsonb, text}, text, lift<&member_text>),
    fn(3215, "jsonb_array_element", {jsonb, int4}, jsonb, lift<&element>),
    fn(3216, "jsonb_array_element_text", {jsonb, int4}, text, lift<&element_text>),
    variadic(text, fn(3217, "jsonb_extract_path", {jsonb, text_array}, jsonb, lift<&at_path>)),
    variadic(text,
             fn(3940, "jsonb_extract_path_text", {jsonb, text_array}, text, lift<&path_text>)),
    fn(3207, "jsonb_array_length", {jsonb}, int4, lift<&array_length>),
    fn(3210, "jsonb_typeof", {jsonb}, text, lift<&kind_name>),
    fn(3306, "jsonb_pretty", {jsonb}, text, lift<&pretty>),
    fn(4046, "jsonb_contains", {jsonb, jsonb}, boolean, lift<&contains>),
    fn(4050, "jsonb_contained", {jsonb, jsonb}, boolean, lift<&contained>),
    fn(4047, "jsonb_exists", {jsonb, text}, boolean, lift<&exists>),
    fn(4048, "jsonb_exists_any", {jsonb, text_array}, boolean, lift<&exist<false>>),
    fn(4049, "jsonb_exists_all", {jsonb, text_array}, boolean, lift<&exist<true>>),
    fn(3262, "jsonb_strip_nulls", {jsonb}, jsonb, lift<&strip_nulls>),
    fn(3301, "jsonb_concat", {jsonb, jsonb}, jsonb, lift<&concatenated>),
    fn(3302, "jsonb_delete", {jsonb, text}, jsonb, lift<&without_key>),
    variadic(text, fn(3343, "jsonb_delete", {jsonb, text_array}, jsonb, lift<&without_keys>)),
    fn(3303, "jsonb_delete", {jsonb, int4}, jsonb, lift<&without_element>),
    fn(3304, "jsonb_delete_path", {jsonb, text_array}, jsonb, lift<&delete_at>),
    defaults(1, fn(3305, "jsonb_set", {jsonb, text_array, jsonb, boolean}, jsonb, lift<&set_at>)),
    defaults(2, called_on_null(fn(5054, "jsonb_set_lax", {jsonb, text_array, jsonb, boolean, text},
                                  jsonb, lift<&set_lax>))),
    defaults(
        1, fn(3579, "jsonb_insert", {jsonb, text_array, jsonb, boolean}, jsonb, lift<&insert_at>)),
    fn(3556, "bool", {jsonb}, boolean, lift<&to_boolean>),
    fn(3449, "numeric", {jsonb}, numeric, lift<&to_numeric>),
    fn(3450, "int2", {jsonb}, int2, lift<&to_integer<std::int16_t>>),
    fn(3451, "int4", {jsonb}, int4, lift<&to_integer<std::int32_t>>),
    fn(3452, "int8", {jsonb}, int8, lift<&to_integer<std::int64_t>>),
    fn(3453, "float4", {jsonb}, float4, lift<&to_float<float>>),
    fn(2580, "float8", {jsonb}, float8, lift<&to_float<double>>),
};

}  // namespace

std::span<const FunctionRow> jsonb_functions() { return rows; }

}  // namespace dsql::engine
