// WindowPartition: the rows of one partition as a window function sees them, in the window's order. Made by
// the window operator; a WindowKernel fills the result for every row of the partition.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/exec/row_buffer.h"
#include "engine/functions/function.h"

namespace dsql::engine {

// Rows [begin, end) of the partition, less what EXCLUDE leaves out, which `excluded` says of a row.
struct FrameRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t excluded_begin = 0;  // rows [excluded_begin, excluded_end) are out, `kept` excepted
  std::uint64_t excluded_end = 0;
  std::uint64_t kept = UINT64_MAX;

  bool holds(std::uint64_t row) const {
    return row >= begin && row < end && (row < excluded_begin || row >= excluded_end || row == kept);
  }
};

struct WindowPartition {
  CallContext& context;
  std::uint64_t rows = 0;
  // Argument values, by partition row.
  const RowBuffer* arguments = nullptr;
  std::uint64_t first = 0;  // the partition's first row in the buffer
  // For each row the first row of its peer group, and the first row after it.
  std::span<const std::uint64_t> peer_begin;
  std::span<const std::uint64_t> peer_end;
  std::span<const FrameRange> frames;

  const Column& argument(std::uint64_t row, std::size_t k) const { return arguments->column(first + row, k); }
  std::uint32_t place(std::uint64_t row) const { return RowBuffer::place(first + row); }
  bool argument_is_null(std::uint64_t row, std::size_t k) const { return argument(row, k).is_null(place(row)); }
};

}  // namespace dsql::engine
