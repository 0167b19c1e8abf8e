// What INSERT, UPDATE and DELETE share: the first next() reads the whole input and changes the rows
// that it stands for; then the rows of RETURNING are handed out. One thread.
#pragma once

#include <memory>
#include <optional>

#include "engine/exec/returning.h"
#include "engine/exec/slices.h"
#include "engine/exec/table_writer.h"
#include "engine/exec/touched_rows.h"

namespace dsql::engine {

class ModifyOperator : public Operator {
 public:
  void open() final {
    done_ = false;
    affected_ = 0;
    returning_->clear();
  }

  const Batch* next() final {
    if (!done_) run();
    return returning_->next();
  }

  std::uint64_t affected() const final { return affected_; }

 protected:
  ModifyOperator(const PlanNode& node, const std::shared_ptr<const Table>& table,
                 Execution& execution)
      : Operator(node.outputs),
        execution_(execution),
        input_(build(*node.inputs[0], execution)),
        writer_(table, execution),
        slices_(execution) {}

  // To be called by the constructor: RETURNING over rows laid out so.
  void returns(const std::vector<Projection>& items, const Layout& layout) {
    returning_.emplace(items, layout, execution_);
  }

  // Changes the rows that these of the input stand for.
  virtual void modify(const Batch& in) = 0;

  void count_changed(std::uint32_t rows) { affected_ += rows; }
  // Whether there is a RETURNING list; if so give() takes the rows it is computed from.
  bool gives() const { return returning_->wanted(); }
  void give(const Batch& view) { returning_->add(view); }

  Execution& execution_;
  OperatorPtr input_;
  TableWriter writer_;
  Slices slices_;

 private:
  void run() {
    done_ = true;
    input_->open();
    slices_.restart();
    while (const Batch* in = slices_.next(*input_)) {
      execution_.context.check_cancelled();
      modify(*in);
    }
  }

  std::optional<Returning> returning_;
  bool done_ = false;
  std::uint64_t affected_ = 0;
};

// UPDATE and DELETE: each row of the table at most once, by its storage key.
class ModifyExisting : public ModifyOperator {
 protected:
  ModifyExisting(const PlanNode& node, const std::shared_ptr<const Table>& table, ColumnId row_key,
                 const std::vector<ColumnId>& old_columns, Execution& execution)
      : ModifyOperator(node, table, execution),
        key_slot_(static_cast<std::size_t>(input_->layout().slot(row_key))),
        touched_(execution) {
    for (const ColumnId id : old_columns)
      old_slots_.push_back(id == no_column ? -1 : input_->layout().slot(id));
  }

  virtual void modify_touched(const Batch& in) = 0;

  // Makes `rows` the table's rows as the input has them; columns that it has not are NULL.
  void fill_old(const Batch& in, TableRows& rows) const {
    for (std::size_t c = 0; c < old_slots_.size(); ++c) {
      Column& to = *rows.targets()[c];
      const int slot = old_slots_[c];
      in.rows.for_each([&](std::uint32_t row) {
        if (slot < 0) {
          to.set_null(row);
        } else {
          to.copy_value(row, *in.columns[static_cast<std::size_t>(slot)], row, false);
        }
      });
    }
  }
  std::string_view key(const Batch& in, std::uint32_t row) const {
    return in.columns[key_slot_]->at<std::string_view>(row);
  }

 private:
  void modify(const Batch& in) final {
    const Selection rows = touched_.first_touches(in, *in.columns[key_slot_]);
    if (rows.count > 0) modify_touched(Batch{in.columns, rows});
  }

  std::size_t key_slot_;
  std::vector<int> old_slots_;
  TouchedRows touched_;
};

}  // namespace dsql::engine
