// DELETE.
#include "engine/exec/returning.h"
#include "engine/exec/table_writer.h"
#include "engine/exec/touched_rows.h"

namespace dsql::engine {

namespace {

class DeleteOperator final : public Operator {
 public:
  DeleteOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        body_(std::get<DeleteRelation>(node.body)),
        execution_(execution),
        input_(build(*node.inputs[0], execution)),
        writer_(body_.table, execution),
        touched_(execution),
        returning_(body_.returning, input_->layout(), execution) {
    key_slot_ = static_cast<std::size_t>(input_->layout().slot(body_.row_key));
    for (const ColumnId id : body_.old_columns)
      old_slots_.push_back(id == no_column ? -1 : input_->layout().slot(id));
  }

  void open() override {
    done_ = false;
    affected_ = 0;
    returning_.clear();
  }

  const Batch* next() override {
    if (!done_) run();
    return returning_.next();
  }

  std::uint64_t affected() const override { return affected_; }

 private:
  void run() {
    done_ = true;
    input_->open();
    while (const Batch* in = input_->next()) {
      execution_.context.check_cancelled();
      const Selection rows = touched_.first_touches(*in, *in->columns[key_slot_]);
      if (rows.count > 0) remove(Batch{in->columns, rows});
    }
  }

  void remove(const Batch& in) {
    old_.prepare(*body_.table, in.rows.extent());
    for (std::size_t c = 0; c < old_slots_.size(); ++c) {
      in.rows.for_each([&](std::uint32_t row) {
        if (old_slots_[c] < 0) {
          old_.targets()[c]->set_null(row);
        } else {
          old_.targets()[c]->copy_value(row, *in.columns[static_cast<std::size_t>(old_slots_[c])],
                                        row, false);
        }
      });
    }
    writer_.prepare_entries(old_, in.rows, 1);
    returning_.add(in);
    const Column& keys = *in.columns[key_slot_];
    in.rows.for_each(
        [&](std::uint32_t row) { writer_.remove(keys.at<std::string_view>(row), old_, row); });
    affected_ += in.rows.count;
  }

  const DeleteRelation& body_;
  Execution& execution_;
  OperatorPtr input_;
  TableWriter writer_;
  std::size_t key_slot_ = 0;
  std::vector<int> old_slots_;
  TouchedRows touched_;
  TableRows old_;
  Returning returning_;
  bool done_ = false;
  std::uint64_t affected_ = 0;
};

}  // namespace

OperatorPtr operators::make_delete(const PlanNode& node, Execution& execution) {
  return std::make_unique<DeleteOperator>(node, execution);
}

}  // namespace dsql::engine
