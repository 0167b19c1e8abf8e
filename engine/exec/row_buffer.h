// RowBuffer: rows kept in memory, column by column in chunks of a batch's size. What sorts, hash
// tables, CTEs, window partitions and DML hold on to. Values are deep copies, counted against a
// statement's temp space where there is one. One thread at a time.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/types/batch.h"
#include "engine/types/type.h"

namespace dsql::engine {

class RowBuffer {
 public:
  RowBuffer() = default;
  // `space`, if not null, outlives the buffer.
  explicit RowBuffer(TempSpace* space) : space_(space) {}
  explicit RowBuffer(std::vector<Physical> columns, TempSpace* space = nullptr)
      : physical_(std::move(columns)), space_(space) {}

  void reset(std::vector<Physical> columns) {
    physical_ = std::move(columns);
    clear();
  }
  void clear() {
    chunks_.clear();
    rows_ = 0;
  }

  std::uint64_t size() const { return rows_; }
  std::size_t width() const { return physical_.size(); }

  // Appends the selected rows; `columns` as many as the buffer's. Raises: query_temp_space, and has
  // then appended a part of them.
  void append(std::span<const Column* const> columns, Selection rows);

  // Value of a row in column `c`: the chunk's column and the row there.
  const Column& column(std::uint64_t row, std::size_t c) const {
    return chunks_[row / batch_capacity]->columns[c];
  }
  static std::uint32_t place(std::uint64_t row) {
    return static_cast<std::uint32_t>(row % batch_capacity);
  }

  // Whole chunks, for reading back as batches.
  std::size_t chunk_count() const { return chunks_.size(); }
  // Makes `batch` the chunk's rows, without copying.
  void view(std::size_t chunk, Batch& batch) const;

 private:
  struct Chunk {
    std::vector<Column> columns;
    std::uint32_t rows = 0;
  };
  Chunk& room();

  std::vector<Physical> physical_;
  TempSpace* space_ = nullptr;
  std::vector<std::unique_ptr<Chunk>> chunks_;
  std::uint64_t rows_ = 0;
};

// The physical types of columns, by their ids.
std::vector<Physical> physical_types(std::span<const Oid> types);

}  // namespace dsql::engine
