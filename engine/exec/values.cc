// FROM nothing, and VALUES lists.
#include <algorithm>

#include "engine/exec/operator.h"

namespace dsql::engine {

namespace {

class OneRowOperator final : public Operator {
 public:
  using Operator::Operator;
  void open() override { done_ = false; }
  const Batch* next() override {
    if (done_) return nullptr;
    done_ = true;
    batch_.rows = Selection::all(1);
    return &batch_;
  }

 private:
  bool done_ = false;
  Batch batch_;
};

class ValuesOperator final : public Operator {
 public:
  ValuesOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        rows_(std::get<ValuesList>(node.body).rows),
        execution_(execution),
        physical_(column_physicals(execution, node.outputs)),
        columns_(node.outputs.size()) {}

  void open() override { at_ = 0; }

  const Batch* next() override {
    if (at_ >= rows_.size()) return nullptr;
    execution_.context.check_cancelled();
    const auto count =
        static_cast<std::uint32_t>(std::min<std::size_t>(rows_.size() - at_, batch_capacity));
    batch_.columns.clear();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      columns_[c].prepare(physical_[c], count);
      batch_.columns.push_back(&columns_[c]);
    }
    for (std::uint32_t r = 0; r < count; ++r) {
      for (std::size_t c = 0; c < columns_.size(); ++c) store(*rows_[at_ + r][c], columns_[c], r);
    }
    at_ += count;
    batch_.rows = Selection::all(count);
    return &batch_;
  }

 private:
  // Constants, which nearly every cell is, are stored without an evaluator.
  void store(const Expr& cell, Column& column, std::uint32_t row) {
    if (cell.kind == ExprKind::constant) {
      cell.value.store(column, row);
    } else {
      evaluate_scalar(cell, execution_).store(column, row);
    }
  }

  const std::vector<std::vector<ExprPtr>>& rows_;
  Execution& execution_;
  std::vector<Physical> physical_;
  std::vector<Column> columns_;
  std::size_t at_ = 0;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_one_row(const PlanNode& node, Execution&) {
  return std::make_unique<OneRowOperator>(node.outputs);
}

OperatorPtr operators::make_values(const PlanNode& node, Execution& execution) {
  return std::make_unique<ValuesOperator>(node, execution);
}

}  // namespace dsql::engine
