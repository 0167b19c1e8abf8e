#include "engine/exec/slices.h"

namespace dsql::engine {

namespace {

class ProjectOperator final : public Operator {
 public:
  ProjectOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs), input_(build(*node.inputs[0], execution)), slices_(execution) {
    for (const Projection& item : std::get<Project>(node.body).items) {
      items_.push_back(compile(*item.expr, input_->layout(), execution));
      slices_.computes(*item.expr);
    }
  }

  void open() override {
    input_->open();
    slices_.restart();
  }

  const Batch* next() override {
    const Batch* in = slices_.next(*input_);
    if (in == nullptr) return nullptr;
    batch_.columns.clear();
    for (const EvaluatorPtr& item : items_)
      batch_.columns.push_back(&item->evaluate(*in, in->rows));
    batch_.rows = in->rows;
    return &batch_;
  }

 private:
  OperatorPtr input_;
  Slices slices_;
  std::vector<EvaluatorPtr> items_;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_project(const PlanNode& node, Execution& execution) {
  return std::make_unique<ProjectOperator>(node, execution);
}

}  // namespace dsql::engine
