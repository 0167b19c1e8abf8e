// UPDATE.
#include "engine/exec/returning.h"
#include "engine/exec/slices.h"
#include "engine/exec/table_writer.h"
#include "engine/exec/touched_rows.h"
#include "engine/exec/view_checks.h"

namespace dsql::engine {

namespace {

class UpdateOperator final : public Operator {
 public:
  UpdateOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        body_(std::get<UpdateRelation>(node.body)),
        execution_(execution),
        input_(build(*node.inputs[0], execution)),
        slices_(execution),
        writer_(body_.table, execution),
        touched_(execution),
        view_checks_(body_.view_checks, body_.new_columns, execution),
        returning_(body_.returning, returning_layout(), execution) {
    for (const Assignment& assignment : body_.assignments) {
      assignments_.emplace_back(assignment.column,
                                compile(*assignment.value, input_->layout(), execution));
      slices_.computes(*assignment.value);
    }
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
  Layout returning_layout() const {
    Layout layout(live_ids(body_.new_columns));
    layout.append(input_->layout().ids());
    return layout;
  }

  void run() {
    done_ = true;
    input_->open();
    slices_.restart();
    while (const Batch* in = slices_.next(*input_)) {
      execution_.context.check_cancelled();
      const Selection rows = touched_.first_touches(*in, *in->columns[key_slot_]);
      if (rows.count > 0) update(Batch{in->columns, rows});
    }
  }

  void update(const Batch& in) {
    const std::uint32_t extent = in.rows.extent();
    old_.prepare(*body_.table, extent);
    new_.prepare(*body_.table, extent);
    for (std::size_t c = 0; c < old_slots_.size(); ++c) {
      for (std::uint32_t i = 0; i < in.rows.count; ++i) {
        const std::uint32_t row = in.rows[i];
        if (old_slots_[c] < 0) {
          old_.targets()[c]->set_null(row);
          new_.targets()[c]->set_null(row);
          continue;
        }
        const Column& from = *in.columns[static_cast<std::size_t>(old_slots_[c])];
        old_.targets()[c]->copy_value(row, from, row, false);
        new_.targets()[c]->copy_value(row, from, row, false);
      }
    }
    for (const auto& [number, evaluator] : assignments_) {
      const Column& value = evaluator->evaluate(in, in.rows);
      Column& target = new_.column(number);
      in.rows.for_each([&](std::uint32_t row) { target.copy_value(row, value, row, true); });
    }
    writer_.complete(new_, in.rows);
    view_checks_.run(new_.columns(), in.rows);
    writer_.prepare_entries(new_, in.rows, 0);
    writer_.prepare_entries(old_, in.rows, 1);
    const Column& keys = *in.columns[key_slot_];
    in.rows.for_each([&](std::uint32_t row) {
      writer_.update(keys.at<std::string_view>(row), old_, new_, row);
    });
    affected_ += in.rows.count;
    if (!returning_.wanted()) return;
    view_.columns.clear();
    live_columns(body_.new_columns, new_.columns(), view_.columns);
    view_.columns.insert(view_.columns.end(), in.columns.begin(), in.columns.end());
    view_.rows = in.rows;
    returning_.add(view_);
  }

  const UpdateRelation& body_;
  Execution& execution_;
  OperatorPtr input_;
  Slices slices_;
  TableWriter writer_;
  std::vector<std::pair<AttributeNumber, EvaluatorPtr>> assignments_;
  std::size_t key_slot_ = 0;
  std::vector<int> old_slots_;
  TouchedRows touched_;
  ViewChecks view_checks_;
  TableRows old_;
  TableRows new_;
  Returning returning_;
  Batch view_;
  bool done_ = false;
  std::uint64_t affected_ = 0;
};

}  // namespace

OperatorPtr operators::make_update(const PlanNode& node, Execution& execution) {
  return std::make_unique<UpdateOperator>(node, execution);
}

}  // namespace dsql::engine
