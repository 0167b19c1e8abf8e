// CteStore: the rows of the CTEs and working tables of one execution. A CTE is computed when it is
// first read, one that modifies data at the latest when its statement ends. One thread.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "engine/exec/operator.h"

namespace dsql::engine {

class CteStore {
 public:
  struct Rows {
    std::vector<ColumnId> columns;
    RowBuffer rows;
  };

  // Declares a CTE; its rows are read by rows().
  void define(const CteDefinition& definition, Execution& execution);
  // Forgets the definition's rows, so that they are computed again for another outer row.
  void restart(std::uint32_t id);

  const Rows& rows(std::uint32_t id);

  // Runs a data-modifying CTE that nobody has read.
  void finish(std::uint32_t id);

  // --- recursive unions: the working table of `id` ---
  Rows& working_table(std::uint32_t id) { return working_[id]; }

 private:
  struct Cte {
    const CteDefinition* definition = nullptr;
    Execution* execution = nullptr;
    bool computed = false;
    OperatorPtr plan;
    Rows result;
  };
  std::unordered_map<std::uint32_t, Cte> ctes_;
  std::unordered_map<std::uint32_t, Rows> working_;
};

}  // namespace dsql::engine
