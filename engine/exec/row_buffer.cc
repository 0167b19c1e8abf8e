#include "engine/exec/row_buffer.h"

#include <algorithm>

namespace dsql::engine {

RowBuffer::Chunk& RowBuffer::room() {
  if (!chunks_.empty() && chunks_.back()->rows < batch_capacity) return *chunks_.back();
  auto chunk = std::make_unique<Chunk>();
  // A buffer of few rows is common and should be small; a full first chunk shows that it is not.
  const std::uint32_t capacity = chunks_.empty() ? 16 : batch_capacity;
  chunk->columns.reserve(physical_.size());
  for (const Physical physical : physical_) {
    Column& column = chunk->columns.emplace_back(physical, 0);
    if (space_ != nullptr) column.count_in(space_);
    column.reserve(capacity);
  }
  chunks_.push_back(std::move(chunk));
  return *chunks_.back();
}

void RowBuffer::append(std::span<const Column* const> columns, Selection rows) {
  std::uint32_t done = 0;
  while (done < rows.count) {
    Chunk& chunk = room();
    const std::uint32_t taken = std::min(rows.count - done, batch_capacity - chunk.rows);
    for (std::size_t c = 0; c < physical_.size(); ++c) {
      Column& to = chunk.columns[c];
      if (to.capacity() < chunk.rows + taken) {
        to.reserve(std::min(std::max(chunk.rows + taken, chunk.rows * 4), batch_capacity));
      }
      for (std::uint32_t i = 0; i < taken; ++i)
        to.copy_value(chunk.rows + i, *columns[c], rows[done + i], true);
    }
    chunk.rows += taken;
    done += taken;
    rows_ += taken;
  }
}

void RowBuffer::view(std::size_t chunk, Batch& batch) const {
  const Chunk& from = *chunks_[chunk];
  batch.columns.clear();
  for (const Column& column : from.columns) batch.columns.push_back(&column);
  batch.rows = Selection::all(from.rows);
}

std::vector<Physical> physical_types(std::span<const Oid> types) {
  std::vector<Physical> physical;
  physical.reserve(types.size());
  for (const Oid type : types) physical.push_back(type_of(type).physical);
  return physical;
}

}  // namespace dsql::engine
