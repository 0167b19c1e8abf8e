// A select list with set-returning calls: each input row is repeated until its longest set has
// ended.
#include "engine/exec/operator.h"
#include "engine/exec/set_call.h"

namespace dsql::engine {

namespace {

class ProjectSetOperator final : public Operator {
 public:
  ProjectSetOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs), execution_(execution), input_(build(*node.inputs[0], execution)) {
    for (const Projection& item : std::get<ProjectSet>(node.body).items) {
      Item made;
      made.physical = type_of(item.expr->type).physical;
      const bool sql_set =
          item.expr->kind == ExprKind::sql_function && item.expr->sql_function->returns_set;
      if (sql_set || item.expr->kind == ExprKind::set_call) {
        made.set = std::make_unique<SetCall>(*item.expr, std::vector<Physical>{made.physical},
                                             false, input_->layout(), execution);
      } else {
        made.value = compile(*item.expr, input_->layout(), execution);
      }
      items_.push_back(std::move(made));
    }
    columns_.resize(items_.size());
  }

  void open() override {
    input_->open();
    in_ = nullptr;
    row_open_ = false;
    at_ = 0;
  }

  const Batch* next() override {
    for (std::size_t c = 0; c < columns_.size(); ++c)
      columns_[c].prepare(items_[c].physical, batch_capacity);
    execution_.context.check_cancelled();
    std::uint32_t rows = 0;
    std::size_t bytes = 0;
    while (rows < batch_capacity && bytes < batch_bytes) {
      if (!row_open_ && !next_row()) break;
      if (advance()) {
        bytes += store(rows++);
      } else {
        row_open_ = false;
      }
    }
    if (rows == 0) return nullptr;
    batch_.columns.clear();
    for (const Column& column : columns_) batch_.columns.push_back(&column);
    batch_.rows = Selection::all(rows);
    return &batch_;
  }

 private:
  struct Item {
    Physical physical = Physical::int32;
    EvaluatorPtr value;
    std::unique_ptr<SetCall> set;
    const Column* column = nullptr;  // of value, for the present batch
    bool ended = false;
  };

  bool next_row() {
    if (in_ == nullptr || ++at_ >= in_->rows.count) {
      in_ = input_->next();
      if (in_ == nullptr) return false;
      execution_.context.check_cancelled();
      at_ = 0;
      for (Item& item : items_) {
        if (item.value) item.column = &item.value->evaluate(*in_, in_->rows);
      }
    }
    for (Item& item : items_) {
      if (item.set) item.set->start(*in_, in_->rows[at_]);
      item.ended = false;
    }
    row_open_ = true;
    return true;
  }

  bool advance() {
    bool any = false;
    for (Item& item : items_) {
      if (!item.set) continue;
      if (!item.ended && !item.set->advance()) item.ended = true;
      any = any || !item.ended;
    }
    return any;
  }

  // Answers the bytes of the row's values.
  std::size_t store(std::uint32_t row) {
    std::size_t bytes = 0;
    for (std::size_t c = 0; c < items_.size(); ++c) {
      Item& item = items_[c];
      if (!item.set) {
        columns_[c].copy_value(row, *item.column, in_->rows[at_], true);
      } else if (item.ended) {
        columns_[c].set_null(row);
      } else {
        columns_[c].copy_value(row, item.set->column(0), item.set->place(), true);
      }
      if (item.physical == Physical::bytes && !columns_[c].is_null(row))
        bytes += columns_[c].at<std::string_view>(row).size();
    }
    return bytes;
  }

  Execution& execution_;
  OperatorPtr input_;
  std::vector<Item> items_;
  const Batch* in_ = nullptr;
  std::uint32_t at_ = 0;
  bool row_open_ = false;
  std::vector<Column> columns_;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_project_set(const PlanNode& node, Execution& execution) {
  return std::make_unique<ProjectSetOperator>(node, execution);
}

}  // namespace dsql::engine
