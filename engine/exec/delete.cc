// DELETE.
#include "engine/exec/modify.h"

namespace dsql::engine {

namespace {

class DeleteOperator final : public ModifyExisting {
 public:
  DeleteOperator(const PlanNode& node, const DeleteRelation& body, Execution& execution)
      : ModifyExisting(node, body.table, body.row_key, body.old_columns, execution),
        table_(*body.table) {
    returns(body.returning, input_->layout());
  }

 private:
  void modify_touched(const Batch& in) override {
    old_.prepare(table_, in.rows.extent());
    fill_old(in, old_);
    writer_.prepare_entries(old_, in.rows, 1);
    give(in);
    in.rows.for_each([&](std::uint32_t row) { writer_.remove(key(in, row), old_, row); });
    count_changed(in.rows.count);
  }

  const Table& table_;
  TableRows old_;
};

}  // namespace

OperatorPtr operators::make_delete(const PlanNode& node, Execution& execution) {
  return std::make_unique<DeleteOperator>(node, std::get<DeleteRelation>(node.body), execution);
}

}  // namespace dsql::engine
