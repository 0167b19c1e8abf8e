// Batch: what operators exchange. Columns in the order of the operator's output, and which of their
// rows are meant. The columns belong to the operator that made the batch (or to one below it) and
// stay valid until that operator's next next().
#pragma once

#include <vector>

#include "engine/types/column.h"

namespace dsql::engine {

struct Batch {
  std::vector<const Column*> columns;
  Selection rows;

  bool empty() const { return rows.count == 0; }
};

}  // namespace dsql::engine
