// The window operator's side of a WindowPartition (engine/functions/window.h): one partition over
// rows that the operator has buffered.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/exec/row_buffer.h"
#include "engine/functions/window.h"

namespace dsql::engine {

// Buffered rows, numbered by their place in an order.
struct SortedRows {
  explicit SortedRows(TempSpace* space) : buffer(space) {}

  std::uint64_t size() const { return order.size(); }
  const Column& column(std::uint64_t row, std::size_t c) const {
    return buffer.column(order[row], c);
  }
  std::uint32_t place(std::uint64_t row) const { return RowBuffer::place(order[row]); }

  RowBuffer buffer;
  std::vector<std::uint32_t> order;
};

// A partition whose rows begin at `begin`, with a call's arguments from column `first` on.
struct BufferedPartition final : WindowPartition {
  BufferedPartition(const SortedRows& sorted, std::uint64_t begin_row, std::size_t first_column)
      : sorted_rows(sorted), begin(begin_row), first(first_column) {}

  const Column& argument(std::uint64_t row, std::size_t k) const override {
    return sorted_rows.column(begin + row, first + k);
  }
  std::uint32_t place(std::uint64_t row) const override { return sorted_rows.place(begin + row); }

  const SortedRows& sorted_rows;
  std::uint64_t begin;
  std::size_t first;
};

}  // namespace dsql::engine
