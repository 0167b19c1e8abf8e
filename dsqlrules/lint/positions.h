// Positions: byte offsets of a script → lines and columns, in steps that do not depend on the
// length of a line. A value that borrows the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dsql::rules {

struct Position {
  int line = 1;    // 1-based
  int column = 1;  // 1-based, in characters
};

class Positions {
 public:
  explicit Positions(std::string_view text);

  Position at(std::size_t offset) const;

 private:
  std::size_t characters_before(std::size_t offset) const;

  std::string_view text_;
  std::vector<std::size_t> line_starts_;
  std::vector<std::uint32_t> characters_before_block_;
};

}  // namespace dsql::rules
