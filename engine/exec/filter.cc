#include "engine/exec/slices.h"

namespace dsql::engine {

namespace {

class FilterOperator final : public Operator {
 public:
  FilterOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        input_(build(*node.inputs[0], execution)),
        slices_(execution),
        predicate_(std::get<Filter>(node.body).condition, input_->layout(), execution) {
    slices_.computes(*std::get<Filter>(node.body).condition);
  }

  void open() override {
    input_->open();
    slices_.restart();
  }

  const Batch* next() override {
    while (const Batch* in = slices_.next(*input_)) {
      batch_.columns = in->columns;
      batch_.rows = predicate_.select(*in, in->rows);
      if (!batch_.empty()) return &batch_;
    }
    return nullptr;
  }

 private:
  OperatorPtr input_;
  Slices slices_;
  Predicate predicate_;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_filter(const PlanNode& node, Execution& execution) {
  return std::make_unique<FilterOperator>(node, execution);
}

}  // namespace dsql::engine
