// JoinOutput: collects pairs of a left and a right row into one batch, columns of both sides deep
// enough to outlive the inputs' batches. Shared by both joins.
#pragma once

#include <vector>

#include "engine/exec/row_buffer.h"

namespace dsql::engine {

class JoinOutput {
 public:
  // What is copied deeply is counted against `space`, which outlives this.
  JoinOutput(std::vector<Physical> left, std::vector<Physical> right, TempSpace* space)
      : left_width_(left.size()), physical_(std::move(left)) {
    physical_.insert(physical_.end(), right.begin(), right.end());
    columns_.resize(physical_.size());
    for (Column& column : columns_) column.heap().count_in(space, Arena::Counting::all_but_largest);
    clear();
  }

  void clear() {
    rows_ = 0;
    for (std::size_t c = 0; c < columns_.size(); ++c)
      columns_[c].prepare(physical_[c], batch_capacity);
  }
  bool full() const { return rows_ == batch_capacity; }
  bool empty() const { return rows_ == 0; }
  std::uint32_t size() const { return rows_; }

  // Sets the left half of the next row; a null batch makes it NULL. `deep` where the values do not
  // live as long as this batch.
  void set_left(const Batch* in, std::uint32_t row, bool deep) {
    set(0, left_width_, in, row, deep);
  }
  void set_right(const Batch* in, std::uint32_t row, bool deep) {
    set(left_width_, columns_.size() - left_width_, in, row, deep);
  }
  void set_right(const RowBuffer& rows, std::uint64_t row) {
    for (std::size_t c = left_width_; c < columns_.size(); ++c) {
      columns_[c].copy_value(rows_, rows.column(row, c - left_width_), RowBuffer::place(row),
                             false);
    }
  }
  void set_left(const RowBuffer& rows, std::uint64_t row) {
    for (std::size_t c = 0; c < left_width_; ++c) {
      columns_[c].copy_value(rows_, rows.column(row, c), RowBuffer::place(row), false);
    }
  }
  void push() { ++rows_; }

  const Batch* batch() {
    batch_.columns.clear();
    for (const Column& column : columns_) batch_.columns.push_back(&column);
    batch_.rows = Selection::all(rows_);
    return &batch_;
  }

 private:
  void set(std::size_t first, std::size_t count, const Batch* in, std::uint32_t row, bool deep) {
    for (std::size_t c = 0; c < count; ++c) {
      if (in == nullptr) {
        columns_[first + c].set_null(rows_);
      } else {
        columns_[first + c].copy_value(rows_, *in->columns[c], row, deep);
      }
    }
  }

  std::size_t left_width_;
  std::vector<Physical> physical_;
  std::vector<Column> columns_;
  std::uint32_t rows_ = 0;
  Batch batch_;
};

}  // namespace dsql::engine
