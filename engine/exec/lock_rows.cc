// FOR UPDATE and FOR KEY SHARE: the rows that pass are noted for adjudication at COMMIT; nothing
// waits.
#include "engine/exec/operator.h"

namespace dsql::engine {

namespace {

class LockRowsOperator final : public Operator {
 public:
  LockRowsOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs), execution_(execution), input_(build(*node.inputs[0], execution)) {
    row_by_row_ = std::get<LockRows>(node.body).row_by_row;
    for (const LockRows::Target& target : std::get<LockRows>(node.body).targets) {
      targets_.push_back(
          {target.table->oid, static_cast<std::size_t>(input_->layout().slot(target.row_key)),
           target.strength == LockStrength::update ? LockMode::strong : LockMode::share});
    }
  }

  void open() override {
    input_->open();
    in_ = nullptr;
  }

  const Batch* next() override {
    if (row_by_row_) return next_row();
    const Batch* in = input_->next();
    if (in != nullptr) lock(*in, in->rows);
    return in;
  }

 private:
  const Batch* next_row() {
    if (in_ == nullptr || ++at_ >= in_->rows.count) {
      in_ = input_->next();
      at_ = 0;
      if (in_ == nullptr) return nullptr;
    }
    row_ = static_cast<std::uint16_t>(in_->rows[at_]);
    one_.columns = in_->columns;
    one_.rows = {&row_, 1};
    lock(one_, one_.rows);
    return &one_;
  }

  void lock(const Batch& in, Selection rows) {
    for (const Target& target : targets_) {
      const Column& keys = *in.columns[target.slot];
      rows.for_each([&](std::uint32_t row) {
        if (!keys.is_null(row))
          execution_.context.txn().lock(keys.at<std::string_view>(row), target.table, target.mode);
      });
    }
  }

  struct Target {
    Oid table = 0;
    std::size_t slot = 0;
    LockMode mode = LockMode::strong;
  };
  Execution& execution_;
  OperatorPtr input_;
  std::vector<Target> targets_;
  bool row_by_row_ = false;
  const Batch* in_ = nullptr;
  std::uint32_t at_ = 0;
  std::uint16_t row_ = 0;
  Batch one_;
};

}  // namespace

OperatorPtr operators::make_lock_rows(const PlanNode& node, Execution& execution) {
  return std::make_unique<LockRowsOperator>(node, execution);
}

}  // namespace dsql::engine
