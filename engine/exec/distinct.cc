// DISTINCT and DISTINCT ON: the first row of each key passes.
#include "engine/exec/key_table.h"
#include "engine/exec/operator.h"

namespace dsql::engine {

namespace {

class DistinctOperator final : public Operator {
 public:
  DistinctOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        execution_(execution),
        input_(build(*node.inputs[0], execution)),
        seen_(key_types(node), &execution.context.space->rows) {}

  void open() override {
    input_->open();
    seen_.clear();
  }

  const Batch* next() override {
    while (const Batch* in = input_->next()) {
      execution_.context.check_cancelled();
      keys_.clear();
      for (const std::size_t slot : slots_) keys_.push_back(in->columns[slot]);
      batch_.columns = in->columns;
      batch_.rows = seen_.insert_new(keys_, in->rows);
      if (batch_.empty()) continue;
      return &batch_;
    }
    return nullptr;
  }

 private:
  std::vector<Oid> key_types(const PlanNode& node) {
    const auto& body = std::get<DistinctRelation>(node.body);
    std::vector<Oid> types;
    for (const ColumnId id : body.has_on ? body.on : input_->layout().ids()) {
      slots_.push_back(static_cast<std::size_t>(input_->layout().slot(id)));
      types.push_back(column_type(execution_, id));
    }
    return types;
  }

  Execution& execution_;
  OperatorPtr input_;
  std::vector<std::size_t> slots_;
  KeyTable seen_;
  std::vector<const Column*> keys_;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_distinct(const PlanNode& node, Execution& execution) {
  return std::make_unique<DistinctOperator>(node, execution);
}

}  // namespace dsql::engine
