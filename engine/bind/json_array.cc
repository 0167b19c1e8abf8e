#include "engine/bind/json_array.h"

#include <optional>
#include <string>
#include <vector>

#include "dsqlrules/conditions/json_array_errors.h"
#include "engine/functions/json_text.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

using View = std::string_view;

// Writes one JSON array as an array literal. How many dimensions it has is told by the first value
// in it that is no array; from there on arrays are values.
class ArrayLiteral {
 public:
  ArrayLiteral(View whole, View key, bool of_json) : whole_(whole), key_(key), of_json_(of_json) {}

  std::string of(const JsonNode& array) {
    dimensions_ = dimensions_of(array, 1);
    sizes_.assign(dimensions_, std::nullopt);
    walk(array, 1);
    return empty_ ? "{}" : std::move(text_);
  }

 private:
  static std::size_t dimensions_of(const JsonNode& array, std::size_t depth) {
    if (array.members.empty() || array.members.front().kind != JsonKind::array) return depth;
    return dimensions_of(array.members.front(), depth + 1);
  }

  void walk(const JsonNode& array, std::size_t depth) {
    text_ += '{';
    std::size_t index = 0;
    for (const JsonNode& member : array.members) {
      if (index > 0) text_ += ',';
      if (depth == dimensions_) {
        element(member);
      } else if (member.kind == JsonKind::array) {
        path_.push_back(index);
        walk(member, depth + 1);
        path_.pop_back();
      } else {
        refuse(index);
      }
      ++index;
    }
    text_ += '}';
    std::optional<std::size_t>& size = sizes_[depth - 1];
    if (size && *size != index) rules::raise(conditions::malformed_json_array);
    size = index;
  }

  [[noreturn]] void refuse(std::size_t index) const {
    std::string place;
    for (std::size_t outer : path_) place += "[" + std::to_string(outer) + "]";
    place += "[" + std::to_string(index) + "]";
    rules::raise(rules::error(conditions::expected_json_array)
                     .with_hint(conditions::json_element_of_key_hint(place, key_)));
  }

  void element(const JsonNode& node) {
    empty_ = false;
    if (node.kind == JsonKind::null) {
      text_ += "NULL";
      return;
    }
    const View value =
        node.kind == JsonKind::string && !of_json_ ? View(node.value) : node.text(whole_);
    text_ += '"';
    for (const char c : value) {
      if (c == '"' || c == '\\') text_ += '\\';
      text_ += c;
    }
    text_ += '"';
  }

  View whole_;
  View key_;
  bool of_json_;
  std::size_t dimensions_ = 0;
  std::vector<std::optional<std::size_t>> sizes_;  // of each dimension, once known
  std::vector<std::size_t> path_;
  std::string text_;
  bool empty_ = true;
};

std::optional<std::string> array_text(View json, View key, bool of_json) {
  const JsonNode node = parse_json_tree(json);
  if (node.kind == JsonKind::null) return std::nullopt;
  if (node.kind == JsonKind::string) return node.value;
  if (node.kind != JsonKind::array)
    rules::raise(rules::error(conditions::expected_json_array)
                     .with_hint(conditions::json_value_of_key_hint(key)));
  return ArrayLiteral(json, key, of_json).of(node);
}

}  // namespace

const FunctionRow& json_array_text() {
  static constexpr FunctionRow row =
      fn(0, "json_array_text", {sql::json, sql::text, sql::boolean}, sql::text, lift<&array_text>);
  return row;
}

}  // namespace dsql::engine
