// FROM f(…), ROWS FROM (…), WITH ORDINALITY.
#include <algorithm>

#include "engine/exec/operator.h"
#include "engine/exec/set_call.h"

namespace dsql::engine {

namespace {

class FunctionScanOperator final : public Operator {
 public:
  FunctionScanOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs), body_(std::get<FunctionScan>(node.body)), execution_(execution) {
    for (std::size_t i = 0; i < body_.calls.size(); ++i) {
      calls_.push_back(std::make_unique<SetCall>(*body_.calls[i],
                                                 column_physicals(execution, body_.call_columns[i]),
                                                 true, Layout(), execution));
    }
    physical_ = column_physicals(execution, node.outputs);
    columns_.resize(physical_.size());
    makes_bytes_ = std::ranges::find(physical_, Physical::bytes) != physical_.end();
  }

  void open() override {
    const Batch nothing{{}, Selection::all(1)};
    for (const auto& call : calls_) call->start(nothing, 0);
    ended_.assign(calls_.size(), false);
    ordinal_ = 0;
    done_ = false;
  }

  const Batch* next() override {
    if (done_) return nullptr;
    execution_.context.check_cancelled();
    for (std::size_t c = 0; c < columns_.size(); ++c)
      columns_[c].prepare(physical_[c], batch_capacity);
    std::uint32_t rows = 0;
    std::size_t bytes = 0;
    while (rows < batch_capacity && bytes < batch_bytes) {
      if (!advance()) {
        done_ = true;
        break;
      }
      store(rows);
      if (makes_bytes_) bytes += bytes_of(rows);
      ++rows;
    }
    if (rows == 0) return nullptr;
    batch_.columns.clear();
    for (const Column& column : columns_) batch_.columns.push_back(&column);
    batch_.rows = Selection::all(rows);
    return &batch_;
  }

 private:
  // Sets that end before the longest go on as NULLs.
  bool advance() {
    bool any = false;
    for (std::size_t i = 0; i < calls_.size(); ++i) {
      if (!ended_[i] && !calls_[i]->advance()) ended_[i] = true;
      any = any || !ended_[i];
    }
    return any;
  }

  std::size_t bytes_of(std::uint32_t row) const {
    std::size_t bytes = 0;
    for (const Column& column : columns_) {
      if (column.physical() == Physical::bytes && !column.is_null(row))
        bytes += column.at<std::string_view>(row).size();
    }
    return bytes;
  }

  void store(std::uint32_t row) {
    for (std::size_t i = 0; i < calls_.size(); ++i) {
      for (std::size_t c = 0; c < body_.call_columns[i].size(); ++c) {
        const int slot = layout().slot(body_.call_columns[i][c]);
        if (slot < 0) continue;
        Column& to = columns_[static_cast<std::size_t>(slot)];
        if (ended_[i]) {
          to.set_null(row);
        } else {
          to.copy_value(row, calls_[i]->column(c), calls_[i]->place(), true);
        }
      }
    }
    ++ordinal_;
    if (body_.ordinality != no_column) {
      const int slot = layout().slot(body_.ordinality);
      if (slot >= 0) columns_[static_cast<std::size_t>(slot)].set(row, ordinal_);
    }
  }

  const FunctionScan& body_;
  Execution& execution_;
  std::vector<std::unique_ptr<SetCall>> calls_;
  std::vector<Physical> physical_;
  std::vector<Column> columns_;
  std::vector<bool> ended_;
  bool makes_bytes_ = false;
  std::int64_t ordinal_ = 0;
  bool done_ = false;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_function_scan(const PlanNode& node, Execution& execution) {
  return std::make_unique<FunctionScanOperator>(node, execution);
}

}  // namespace dsql::engine
