// CteStore: the rows of the CTEs and working tables of one execution. A CTE is computed as far as
// it is read, one that modifies data as a whole and at the latest when its statement ends. One
// thread.
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

  // Declares a CTE; its rows are read by fetch() and rows().
  void define(const CteDefinition& definition, Execution& execution);
  // Forgets the definition's rows, so that they are computed again for another outer row.
  void restart(std::uint32_t id);

  // Computes until there is a row number `row` (from 0); false if the CTE has no more than that.
  bool fetch(std::uint32_t id, std::uint64_t row);
  // The rows computed so far.
  const Rows& rows(std::uint32_t id) { return ctes_.at(id).result; }

  // Runs a data-modifying CTE that nobody has read.
  void finish(std::uint32_t id);

  // --- recursive unions: the working table of `id` ---
  Rows& working_table(std::uint32_t id) { return working_[id]; }

 private:
  struct Cte {
    const CteDefinition* definition = nullptr;
    Execution* execution = nullptr;
    bool open = false;   // the plan has been started
    bool ended = false;  // and has given its last row
    OperatorPtr plan;
    Rows result;
  };
  static void start(Cte& cte);
  // Takes one batch from the plan, if there is one.
  static void pull(Cte& cte);

  std::unordered_map<std::uint32_t, Cte> ctes_;
  std::unordered_map<std::uint32_t, Rows> working_;
};

}  // namespace dsql::engine
