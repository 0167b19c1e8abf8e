// A JSON text taken apart: the tree of its values with where each stands in the text, so that
// functions of type json answer the very text they were given. A value of one call.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/types/json.h"

namespace dsql::engine {

struct JsonNode {
  JsonKind kind = JsonKind::null;
  std::size_t begin = 0;  // bytes of the text
  std::size_t end = 0;
  std::string key;    // of an object's member
  std::string value;  // a string without quotes and escapes
  std::vector<JsonNode> members;

  bool is_scalar() const { return kind < JsonKind::array; }
  std::string_view text(std::string_view whole) const { return whole.substr(begin, end - begin); }
  // The last member of that name; null if there is none.
  const JsonNode* find(std::string_view name) const;
  // The element at `index`, counted from the end if negative; null if there is none.
  const JsonNode* at(std::int64_t index) const;
};

// Raises what parse_json() raises.
JsonNode parse_json_tree(std::string_view text);

// The subscript that a path element says, nullopt if it is no integer.
std::optional<std::int32_t> json_subscript(std::string_view text);

}  // namespace dsql::engine
