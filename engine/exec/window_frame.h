// FrameBuilder: the frame of every row of a partition, from the window's frame clause.
#pragma once

#include <span>
#include <vector>

#include "engine/exec/evaluator.h"
#include "engine/exec/window.h"

namespace dsql::engine {

struct FrameBuilder {
  const WindowSpec& spec;
  Execution& execution;
  const SortedRows& rows;
  std::uint64_t first = 0;  // the partition's first row in `rows`
  std::uint64_t count = 0;
  std::span<const std::uint64_t> peer_begin;
  std::span<const std::uint64_t> peer_end;
  std::size_t order_key = 0;  // column of the first ORDER BY key in `rows`

  // Raises: frame offsets that are NULL or negative.
  std::vector<FrameRange> build() const;

 private:
  std::int64_t row_offset(const FrameBound& bound, bool start) const;
  std::uint64_t rows_bound(const FrameBound& bound, std::uint64_t row, bool start,
                           std::int64_t offset) const;
  std::uint64_t groups_bound(const FrameBound& bound, std::uint64_t row, bool start,
                             std::int64_t offset) const;
  void range_bounds(std::vector<FrameRange>& frames) const;
  std::uint64_t range_bound(const FrameBound& bound, std::uint64_t row, bool start,
                            const Value& offset) const;
  void exclude(FrameRange& frame, std::uint64_t row) const;
};

}  // namespace dsql::engine
