// The window operator's side of a WindowPartition (engine/functions/window.h): one partition over
// rows that the operator has buffered.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/exec/row_buffer.h"
#include "engine/functions/window.h"

namespace dsql::engine {

// A partition whose argument values are in a buffer, by partition row.
struct BufferedPartition final : WindowPartition {
  explicit BufferedPartition(const RowBuffer& buffer) : arguments(buffer) {}

  const Column& argument(std::uint64_t row, std::size_t k) const override {
    return arguments.column(row, k);
  }
  std::uint32_t place(std::uint64_t row) const override { return RowBuffer::place(row); }

  const RowBuffer& arguments;
};

}  // namespace dsql::engine
