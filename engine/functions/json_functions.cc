// Functions and operators of type json, which keep the text they were given; and the functions that
// build json and jsonb from SQL values.
#include <fmt/format.h>

#include "engine/functions/any_arguments.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/json_build.h"
#include "engine/functions/json_text.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"
#include "engine/types/array.h"

namespace dsql::engine {
namespace {

using namespace sql;

using Args = std::span<const Column* const>;
using View = std::string_view;
using MaybeText = std::optional<std::string>;
using i4 = std::int32_t;
namespace conditions = rules::conditions;

// --- access
// ----------------------------------------------------------------------------------------

MaybeText as_json(const JsonNode* node, View whole) {
  if (node == nullptr) return std::nullopt;
  return std::string(node->text(whole));
}
// What ->> answers: strings bare, null as NULL.
MaybeText as_text(const JsonNode* node, View whole) {
  if (node == nullptr || node->kind == JsonKind::null) return std::nullopt;
  if (node->kind == JsonKind::string) return node->value;
  return std::string(node->text(whole));
}
using Show = MaybeText (*)(const JsonNode*, View);

template <Show show>
MaybeText member(View text, View name) {
  const JsonNode root = parse_json_tree(text);
  return show(root.find(name), text);
}
template <Show show>
MaybeText element(View text, i4 index) {
  const JsonNode root = parse_json_tree(text);
  return show(root.at(index), text);
}
template <Show show>
MaybeText at_path(View text, View path_bytes) {
  const ArrayView path(path_bytes);
  const JsonNode root = parse_json_tree(text);
  const JsonNode* node = &root;
  for (std::uint32_t i = 0; i < path.size() && node != nullptr; ++i) {
    if (path.is_null(i)) return std::nullopt;
    const View step = path.at<View>(i);
    if (node->kind == JsonKind::object) {
      node = node->find(step);
    } else {
      const auto index = json_subscript(step);
      node = index ? node->at(*index) : nullptr;
    }
  }
  return show(node, text);
}

i4 array_length(View text) {
  const JsonNode root = parse_json_tree(text);
  if (root.kind == JsonKind::object) rules::raise(conditions::cannot_get_array_length_of_non_array);
  if (root.is_scalar()) rules::raise(conditions::cannot_get_array_length_of_scalar);
  return static_cast<i4>(root.members.size());
}
View kind_name(JsonKind kind) {
  switch (kind) {
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
View kind_of_json(View text) { return kind_name(parse_json_tree(text).kind); }

void strip(const JsonNode& node, View whole, std::string& out) {
  if (node.kind == JsonKind::string) {
    append_json_string(out, node.value);
  } else if (node.is_scalar()) {
    out.append(node.text(whole));
  } else {
    const bool object = node.kind == JsonKind::object;
    bool first = true;
    out.push_back(object ? '{' : '[');
    for (const JsonNode& each : node.members) {
      if (object && each.kind == JsonKind::null) continue;
      if (!first) out.push_back(',');
      first = false;
      if (object) {
        append_json_string(out, each.key);
        out.push_back(':');
      }
      strip(each, whole, out);
    }
    out.push_back(object ? '}' : ']');
  }
}
std::string strip_nulls(View text) {
  std::string out;
  strip(parse_json_tree(text), text, out);
  return out;
}

// --- building
// --------------------------------------------------------------------------------------

void to_json(CallContext& context, Args args, Selection rows, Column& out) {
  rows.for_each([&](std::uint32_t row) {
    std::string text;
    const bool line_feeds = args.size() > 1 && args[1]->at<bool>(row);
    append_as_json(context, context.argument_types[0], *args[0], row, text, line_feeds);
    out.own(row, text);
  });
}
void to_jsonb(CallContext& context, Args args, Selection rows, Column& out) {
  rows.for_each([&](std::uint32_t row) {
    JsonbWriter writer;
    write_as_jsonb(context, context.argument_types[0], *args[0], row, writer);
    out.own(row, writer.take());
  });
}

void build_array(CallContext& context, Args args, Selection rows, Column& out) {
  AnyArguments arguments(context, args, 0);
  rows.for_each([&](std::uint32_t row) {
    if (!arguments.open(row)) return out.set_null(row);
    std::string text = "[";
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (i > 0) text.append(", ");
      arguments.visit(i, [&](Oid type, const Column& column, std::uint32_t at) {
        append_as_json(context, type, column, at, text);
      });
    }
    out.own(row, text + "]");
  });
}
void build_array_jsonb(CallContext& context, Args args, Selection rows, Column& out) {
  AnyArguments arguments(context, args, 0);
  rows.for_each([&](std::uint32_t row) {
    if (!arguments.open(row)) return out.set_null(row);
    JsonbWriter writer;
    writer.begin_array();
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      arguments.visit(i, [&](Oid type, const Column& column, std::uint32_t at) {
        write_as_jsonb(context, type, column, at, writer);
      });
    }
    writer.end_array();
    out.own(row, writer.take());
  });
}

void check_pairs(std::size_t count, View function) {
  if (count % 2 == 0) return;
  rules::raise(rules::error(conditions::object_odd_arguments)
                   .with_hint(fmt::format(conditions::object_odd_arguments_hint, function)));
}

void build_object(CallContext& context, Args args, Selection rows, Column& out) {
  AnyArguments arguments(context, args, 0);
  rows.for_each([&](std::uint32_t row) {
    if (!arguments.open(row)) return out.set_null(row);
    check_pairs(arguments.size(), "json_build_object");
    std::string text = "{";
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
      if (i > 0) text.append(", ");
      arguments.visit(i, [&](Oid type, const Column& column, std::uint32_t at) {
        if (column.is_null(at)) rules::raise(conditions::object_key_is_null);
        append_json_string(text, json_key(context, type, column, at));
      });
      text.append(" : ");
      arguments.visit(i + 1, [&](Oid type, const Column& column, std::uint32_t at) {
        append_as_json(context, type, column, at, text);
      });
    }
    out.own(row, text + "}");
  });
}
void build_object_jsonb(CallContext& context, Args args, Selection rows, Column& out) {
  AnyArguments arguments(context, args, 0);
  rows.for_each([&](std::uint32_t row) {
    if (!arguments.open(row)) return out.set_null(row);
    check_pairs(arguments.size(), "jsonb_build_object");
    JsonbWriter writer;
    writer.begin_object();
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
      arguments.visit(i, [&](Oid type, const Column& column, std::uint32_t at) {
        if (column.is_null(at)) {
          rules::raise(conditions::jsonb_key_argument_null, static_cast<int>(i + 1));
        }
        writer.key(json_key(context, type, column, at));
      });
      arguments.visit(i + 1, [&](Oid type, const Column& column, std::uint32_t at) {
        write_as_jsonb(context, type, column, at, writer);
      });
    }
    writer.end_object();
    out.own(row, writer.take());
  });
}

// --- json_object(text[]): the pairs as names and string values
// -------------------------------------

using Pair = std::pair<View, std::optional<View>>;

std::optional<View> text_at(const ArrayView& array, std::uint32_t index) {
  if (array.is_null(index)) return std::nullopt;
  return array.at<View>(index);
}
Pair pair_of(std::optional<View> name, std::optional<View> value) {
  if (!name) rules::raise(conditions::object_key_is_null);
  return {*name, value};
}
std::vector<Pair> pairs_of(View bytes) {
  const ArrayView array(bytes);
  if (array.dimensions() == 1 && array.size() % 2 != 0)
    rules::raise(conditions::array_elements_odd);
  if (array.dimensions() == 2 && array.dimension(1).size != 2)
    rules::raise(conditions::array_not_two_columns);
  if (array.dimensions() > 2) rules::raise(conditions::wrong_number_of_subscripts);
  std::vector<Pair> pairs;
  for (std::uint32_t i = 0; i < array.size(); i += 2)
    pairs.push_back(pair_of(text_at(array, i), text_at(array, i + 1)));
  return pairs;
}
std::vector<Pair> pairs_of_two(View names_bytes, View values_bytes) {
  const ArrayView names(names_bytes);
  const ArrayView values(values_bytes);
  if (names.dimensions() > 1 || values.dimensions() > 1)
    rules::raise(conditions::wrong_number_of_subscripts);
  if (names.size() != values.size()) rules::raise(conditions::mismatched_array_dimensions);
  std::vector<Pair> pairs;
  for (std::uint32_t i = 0; i < names.size(); ++i)
    pairs.push_back(pair_of(text_at(names, i), text_at(values, i)));
  return pairs;
}
std::string object_text(const std::vector<Pair>& pairs) {
  std::string text = "{";
  for (const auto& [name, value] : pairs) {
    if (text.size() > 1) text.append(", ");
    append_json_string(text, name);
    text.append(" : ");
    if (value) {
      append_json_string(text, *value);
    } else {
      text.append("null");
    }
  }
  return text + "}";
}
std::string object_jsonb(const std::vector<Pair>& pairs) {
  JsonbWriter writer;
  writer.begin_object();
  for (const auto& [name, value] : pairs) {
    writer.key(name);
    if (value) {
      writer.string(*value);
    } else {
      writer.null();
    }
  }
  writer.end_object();
  return writer.take();
}
std::string json_object(View array) { return object_text(pairs_of(array)); }
std::string json_object_of_two(View names, View values) {
  return object_text(pairs_of_two(names, values));
}
std::string jsonb_object(View array) { return object_jsonb(pairs_of(array)); }
std::string jsonb_object_of_two(View names, View values) {
  return object_jsonb(pairs_of_two(names, values));
}

constexpr FunctionRow rows[] = {
    fn(3947, "json_object_field", {json, text}, json, lift<&member<&as_json>>),
    fn(3948, "json_object_field_text", {json, text}, text, lift<&member<&as_text>>),
    fn(3949, "json_array_element", {json, int4}, json, lift<&element<&as_json>>),
    fn(3950, "json_array_element_text", {json, int4}, text, lift<&element<&as_text>>),
    variadic(text,
             fn(3951, "json_extract_path", {json, text_array}, json, lift<&at_path<&as_json>>)),
    variadic(text, fn(3953, "json_extract_path_text", {json, text_array}, text,
                      lift<&at_path<&as_text>>)),
    fn(3956, "json_array_length", {json}, int4, lift<&array_length>),
    fn(3968, "json_typeof", {json}, text, lift<&kind_of_json>),
    fn(3261, "json_strip_nulls", {json}, json, lift<&strip_nulls>),
    stable(fn(3176, "to_json", {anyelement}, json, &to_json)),
    stable(fn(3787, "to_jsonb", {anyelement}, jsonb, &to_jsonb)),
    stable(fn(3155, "row_to_json", {record}, json, &to_json)),
    stable(fn(3156, "row_to_json", {record, boolean}, json, &to_json)),
    stable(fn(3153, "array_to_json", {anyarray}, json, &to_json)),
    stable(fn(3154, "array_to_json", {anyarray, boolean}, json, &to_json)),
    variadic(any, stable(called_on_null(fn(3198, "json_build_array", {any}, json, &build_array)))),
    stable(called_on_null(fn(3199, "json_build_array", {}, json, &build_array))),
    variadic(any, stable(called_on_null(
                      fn(3271, "jsonb_build_array", {any}, jsonb, &build_array_jsonb)))),
    stable(called_on_null(fn(3272, "jsonb_build_array", {}, jsonb, &build_array_jsonb))),
    variadic(any,
             stable(called_on_null(fn(3200, "json_build_object", {any}, json, &build_object)))),
    stable(called_on_null(fn(3201, "json_build_object", {}, json, &build_object))),
    variadic(any, stable(called_on_null(
                      fn(3273, "jsonb_build_object", {any}, jsonb, &build_object_jsonb)))),
    stable(called_on_null(fn(3274, "jsonb_build_object", {}, jsonb, &build_object_jsonb))),
    fn(3202, "json_object", {text_array}, json, lift<&json_object>),
    fn(3203, "json_object", {text_array, text_array}, json, lift<&json_object_of_two>),
    fn(3263, "jsonb_object", {text_array}, jsonb, lift<&jsonb_object>),
    fn(3264, "jsonb_object", {text_array, text_array}, jsonb, lift<&jsonb_object_of_two>),
};

}  // namespace

std::span<const FunctionRow> json_functions() { return rows; }

}  // namespace dsql::engine
