// jsonpath: the SQL/JSON path language as a tree. Columns hold a path as its canonical text, which
// print() writes and parse() reads; it exists only while a query runs. A tree is a value, immutable
// once parsed.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/types/numeric.h"
#include "engine/types/text.h"

namespace dsql::engine {

struct PathItem;
using PathItemPtr = std::unique_ptr<PathItem>;

enum class PathKind : std::uint8_t {
  // Where a path starts.
  null,
  boolean,
  number,
  string,
  variable,
  root,
  current,
  last,
  // Operators over values.
  plus,
  minus,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  // Predicates: true, false or unknown.
  logical_or,
  logical_and,
  logical_not,
  is_unknown,
  exists,
  equal,
  not_equal,
  less,
  greater,
  less_or_equal,
  greater_or_equal,
  starts_with,
  like_regex,
  // Accessors, behind something else.
  key,
  any_key,    // .*
  any_level,  // .** with levels
  any_element,
  elements,  // [a, b to c]
  filter,
  method,
};

enum class PathMethod : std::uint8_t {
  type,
  size,
  abs,
  floor,
  ceiling,
  double_,
  keyvalue,
  datetime
};

struct PathItem {
  struct Subscript {
    PathItemPtr from;
    PathItemPtr to;  // null: one element
  };
  static constexpr std::uint32_t last_level = std::numeric_limits<std::uint32_t>::max();

  PathKind kind = PathKind::null;
  bool truth = false;                    // boolean
  PathMethod method = PathMethod::type;  // method
  std::uint32_t first = 0, last = 0;     // any_level
  std::string text;                      // string, variable, key; the pattern of like_regex
  std::string flags;                     // like_regex: letters of "ismxq" in that order
  Numeric number;                        // number
  PathItemPtr left, right;               // operands; of a filter and a predicate on one: left
  std::vector<Subscript> subscripts;     // elements
  PathItemPtr next;                      // the accessor applied to what this gives
};

struct JsonPath {
  bool lax = true;
  PathItemPtr root;

  // Raises: PostgreSQL's syntax errors "… of jsonpath input".
  static JsonPath parse(std::string_view text);
  std::string print() const;
};

std::string_view path_method_name(PathMethod method);
// "+", "==", "starts with", …
std::string_view path_operator_name(PathKind kind);

struct JsonPathCodec : TextCodec {
  static void text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                         std::uint32_t row) {
    out.own(row, JsonPath::parse(text).print());
  }
  static void binary_input(std::string_view bytes, TypeModifier, Column& out, std::uint32_t row);
  static void binary_output(const Column& in, std::uint32_t row, std::string& out) {
    out += '\1';  // the version of the form
    out += in.at<std::string_view>(row);
  }
};

}  // namespace dsql::engine
