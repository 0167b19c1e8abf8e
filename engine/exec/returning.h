// Returning: the RETURNING list of a data-modifying operator. Rows are computed batch by batch
// while the statement does its work and handed out when it has. One thread.
#pragma once

#include <vector>

#include "engine/exec/operator.h"

namespace dsql::engine {

class Returning {
 public:
  Returning(const std::vector<Projection>& items, const Layout& layout, Execution& execution)
      : rows_(&execution.context.space->rows) {
    std::vector<Physical> physical;
    for (const Projection& item : items) {
      items_.push_back(compile(*item.expr, layout, execution));
      physical.push_back(type_of(item.expr->type).physical);
    }
    rows_.reset(std::move(physical));
  }

  bool wanted() const { return !items_.empty(); }

  void clear() {
    rows_.clear();
    at_ = 0;
  }

  // Adds the rows that `in`, laid out as given, makes.
  void add(const Batch& in) {
    if (items_.empty() || in.empty()) return;
    columns_.clear();
    for (const EvaluatorPtr& item : items_) columns_.push_back(&item->evaluate(in, in.rows));
    rows_.append(columns_, in.rows);
  }

  const Batch* next() {
    if (at_ >= rows_.chunk_count()) return nullptr;
    rows_.view(at_++, batch_);
    return &batch_;
  }

 private:
  std::vector<EvaluatorPtr> items_;
  RowBuffer rows_;
  std::size_t at_ = 0;
  std::vector<const Column*> columns_;
  Batch batch_;
};

// Ids of the columns of `table` that a row layout has: those of dropped columns are left out.
inline std::vector<ColumnId> live_ids(const std::vector<ColumnId>& ids) {
  std::vector<ColumnId> live;
  for (const ColumnId id : ids) {
    if (id != no_column) live.push_back(id);
  }
  return live;
}

// The columns of `rows` in the order of live_ids().
inline void live_columns(const std::vector<ColumnId>& ids,
                         const std::vector<const Column*>& columns,
                         std::vector<const Column*>& out) {
  for (std::size_t c = 0; c < ids.size(); ++c) {
    if (ids[c] != no_column) out.push_back(columns[c]);
  }
}

}  // namespace dsql::engine
