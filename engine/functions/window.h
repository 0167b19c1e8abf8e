// WindowPartition: the rows of one partition as a window function sees them, in the window's order.
// The window operator makes it (engine/exec/window.h); a WindowKernel fills the result of every
// row. One thread, valid during the call.
#pragma once

#include <cstdint>
#include <span>

#include "engine/functions/function.h"

namespace dsql::engine {

// Rows [begin, end) of the partition, less what EXCLUDE leaves out: [excluded_begin, excluded_end)
// but for `kept`.
struct FrameRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  std::uint64_t excluded_begin = 0;
  std::uint64_t excluded_end = 0;
  std::uint64_t kept = UINT64_MAX;

  bool holds(std::uint64_t row) const {
    return row >= begin && row < end &&
           (row < excluded_begin || row >= excluded_end || row == kept);
  }
};

struct WindowPartition {
  virtual ~WindowPartition() = default;

  // Argument `k` of partition row `row`: a column and the place there.
  virtual const Column& argument(std::uint64_t row, std::size_t k) const = 0;
  virtual std::uint32_t place(std::uint64_t row) const = 0;
  bool argument_is_null(std::uint64_t row, std::size_t k) const {
    return argument(row, k).is_null(place(row));
  }

  std::uint64_t rows = 0;
  // For each row the first row of its peer group, and the first row after it.
  std::span<const std::uint64_t> peer_begin;
  std::span<const std::uint64_t> peer_end;
  std::span<const FrameRange> frames;
};

}  // namespace dsql::engine
