// UPDATE.
#include "engine/exec/modify.h"
#include "engine/exec/view_checks.h"

namespace dsql::engine {

namespace {

class UpdateOperator final : public ModifyExisting {
 public:
  UpdateOperator(const PlanNode& node, const UpdateRelation& body, Execution& execution)
      : ModifyExisting(node, body.table, body.row_key, body.old_columns, execution),
        body_(body),
        view_checks_(body.view_checks, body.new_columns, execution) {
    for (const Assignment& assignment : body_.assignments) {
      assignments_.emplace_back(assignment.column,
                                compile(*assignment.value, input_->layout(), execution));
      slices_.computes(*assignment.value);
    }
    Layout returned(live_ids(body_.new_columns));
    returned.append(input_->layout().ids());
    returns(body_.returning, returned);
  }

 private:
  void modify_touched(const Batch& in) override {
    old_.prepare(*body_.table, in.rows.extent());
    new_.prepare(*body_.table, in.rows.extent());
    fill_old(in, old_);
    fill_old(in, new_);
    for (const auto& [number, evaluator] : assignments_) {
      const Column& value = evaluator->evaluate(in, in.rows);
      Column& target = new_.column(number);
      in.rows.for_each([&](std::uint32_t row) { target.copy_value(row, value, row, true); });
    }
    writer_.complete(new_, in.rows);
    view_checks_.run(new_.columns(), in.rows);
    writer_.prepare_entries(new_, in.rows, 0);
    writer_.prepare_entries(old_, in.rows, 1);
    in.rows.for_each([&](std::uint32_t row) { writer_.update(key(in, row), old_, new_, row); });
    count_changed(in.rows.count);
    if (!gives()) return;
    view_.columns.clear();
    live_columns(body_.new_columns, new_.columns(), view_.columns);
    view_.columns.insert(view_.columns.end(), in.columns.begin(), in.columns.end());
    view_.rows = in.rows;
    give(view_);
  }

  const UpdateRelation& body_;
  std::vector<std::pair<AttributeNumber, EvaluatorPtr>> assignments_;
  ViewChecks view_checks_;
  TableRows old_;
  TableRows new_;
  Batch view_;
};

}  // namespace

OperatorPtr operators::make_update(const PlanNode& node, Execution& execution) {
  return std::make_unique<UpdateOperator>(node, std::get<UpdateRelation>(node.body), execution);
}

}  // namespace dsql::engine
