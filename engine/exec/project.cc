#include "engine/exec/operator.h"

namespace dsql::engine {

namespace {

class ProjectOperator final : public Operator {
 public:
  ProjectOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs), input_(build(*node.inputs[0], execution)) {
    for (const Projection& item : std::get<Project>(node.body).items) {
      items_.push_back(compile(*item.expr, input_->layout(), execution));
    }
  }

  void open() override { input_->open(); }

  const Batch* next() override {
    const Batch* in = input_->next();
    if (in == nullptr) return nullptr;
    batch_.columns.clear();
    for (const EvaluatorPtr& item : items_)
      batch_.columns.push_back(&item->evaluate(*in, in->rows));
    batch_.rows = in->rows;
    return &batch_;
  }

 private:
  OperatorPtr input_;
  std::vector<EvaluatorPtr> items_;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_project(const PlanNode& node, Execution& execution) {
  return std::make_unique<ProjectOperator>(node, execution);
}

}  // namespace dsql::engine
