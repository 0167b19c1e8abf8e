// Operator: one node of a running plan. Pull model over batches: open() starts (again) from the
// first row, next() answers a batch until there is none. Operators are built for one execution and
// belong to its thread. One file an operator; build.cc knows them all.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/exec/evaluator.h"
#include "engine/exec/row_buffer.h"
#include "engine/plan/plan.h"

namespace dsql::engine {

class Operator {
 public:
  explicit Operator(std::vector<ColumnId> outputs) : layout_(outputs) {}
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;
  virtual ~Operator() = default;

  // Starts from the first row, reading the outer row's values anew. Called before the first next()
  // and whenever the rows are wanted again.
  virtual void open() = 0;

  // The next rows, never an empty batch; null when there are no more. The batch is valid until the
  // next call on this operator.
  virtual const Batch* next() = 0;

  // Rows changed, of a data-modifying operator once it has run: what the command tag says.
  virtual std::uint64_t affected() const { return 0; }

  const Layout& layout() const { return layout_; }

 private:
  Layout layout_;
};

// A batch whose values are made for it ends when these hold this much, if not before.
inline constexpr std::size_t batch_bytes = std::size_t{4} << 20;

using OperatorPtr = std::unique_ptr<Operator>;

// The operator of a plan node and everything below it.
OperatorPtr build(const PlanNode& node, Execution& execution);

// The operator of a sub-select's or CTE's plan.
OperatorPtr build_subplan(const Relation& relation, Execution& execution);

// Types of columns by id, from the statement's origins.
Oid column_type(const Execution& execution, ColumnId id);
std::vector<Physical> column_physicals(const Execution& execution,
                                       const std::vector<ColumnId>& ids);

// Makers, one a file; build() is the only caller.
namespace operators {
OperatorPtr make_one_row(const PlanNode& node, Execution& execution);
OperatorPtr make_values(const PlanNode& node, Execution& execution);
OperatorPtr make_table_access(const PlanNode& node, Execution& execution);
OperatorPtr make_system_scan(const PlanNode& node, Execution& execution);
OperatorPtr make_function_scan(const PlanNode& node, Execution& execution);
OperatorPtr make_filter(const PlanNode& node, Execution& execution);
OperatorPtr make_project(const PlanNode& node, Execution& execution);
OperatorPtr make_project_set(const PlanNode& node, Execution& execution);
OperatorPtr make_hash_join(const PlanNode& node, Execution& execution);
OperatorPtr make_nested_loop(const PlanNode& node, Execution& execution);
OperatorPtr make_aggregate(const PlanNode& node, Execution& execution);
OperatorPtr make_window(const PlanNode& node, Execution& execution);
OperatorPtr make_sort(const PlanNode& node, Execution& execution);
OperatorPtr make_limit(const PlanNode& node, Execution& execution);
OperatorPtr make_distinct(const PlanNode& node, Execution& execution);
OperatorPtr make_set_operation(const PlanNode& node, Execution& execution);
OperatorPtr make_with(const PlanNode& node, Execution& execution);
OperatorPtr make_cte_scan(const PlanNode& node, Execution& execution);
OperatorPtr make_recursive_union(const PlanNode& node, Execution& execution);
OperatorPtr make_working_table_scan(const PlanNode& node, Execution& execution);
OperatorPtr make_lock_rows(const PlanNode& node, Execution& execution);
OperatorPtr make_insert(const PlanNode& node, Execution& execution);
OperatorPtr make_update(const PlanNode& node, Execution& execution);
OperatorPtr make_delete(const PlanNode& node, Execution& execution);
}  // namespace operators

}  // namespace dsql::engine
