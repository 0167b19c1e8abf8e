// FOR UPDATE and FOR KEY SHARE: the rows that pass are noted for adjudication at COMMIT; nothing waits.
#include "engine/exec/operator.h"

namespace dsql::engine {

namespace {

class LockRowsOperator final : public Operator {
 public:
  LockRowsOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs), execution_(execution), input_(build(*node.inputs[0], execution)) {
    for (const LockRows::Target& target : std::get<LockRows>(node.body).targets) {
      targets_.push_back({target.table->oid, static_cast<std::size_t>(input_->layout().slot(target.row_key)),
                          target.strength == LockStrength::update ? LockMode::strong : LockMode::share});
    }
  }

  void open() override { input_->open(); }

  const Batch* next() override {
    const Batch* in = input_->next();
    if (in == nullptr) return nullptr;
    for (const Target& target : targets_) {
      const Column& keys = *in->columns[target.slot];
      in->rows.for_each([&](std::uint32_t row) {
        if (!keys.is_null(row)) execution_.context.txn().lock(keys.at<std::string_view>(row), target.table, target.mode);
      });
    }
    return in;
  }

 private:
  struct Target {
    Oid table = 0;
    std::size_t slot = 0;
    LockMode mode = LockMode::strong;
  };
  Execution& execution_;
  OperatorPtr input_;
  std::vector<Target> targets_;
};

}  // namespace

OperatorPtr operators::make_lock_rows(const PlanNode& node, Execution& execution) {
  return std::make_unique<LockRowsOperator>(node, execution);
}

}  // namespace dsql::engine
