// ORDER BY: all rows, or only the first few of a TopN.
#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

#include "engine/exec/operator.h"
#include "engine/exec/sort_order.h"

namespace dsql::engine {

namespace {

constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

class SortOperator final : public Operator {
 public:
  SortOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        execution_(execution),
        input_(build(*node.inputs[0], execution)),
        physical_(column_physicals(execution, node.outputs)),
        buffer_(&execution.context.space->rows),
        rows_use_(&execution.context.space->rows),
        poll_(execution.context) {
    const auto* top = std::get_if<TopN>(&node.body);
    const auto& keys = top != nullptr ? top->keys : std::get<SortRelation>(node.body).keys;
    if (top != nullptr) {
      count_ = top->count;
      offset_ = top->offset;
    }
    for (const SortKey& key : keys) {
      order_.add(key);
      const int slot =
          key.expr->kind == ExprKind::column ? input_->layout().slot(key.expr->column) : -1;
      key_slots_.push_back(slot >= 0 ? static_cast<std::size_t>(slot) : physical_.size());
      if (slot >= 0) continue;
      keys_.push_back(compile(*key.expr, input_->layout(), execution));
      physical_.push_back(type_of(key.expr->type).physical);
    }
  }

  void open() override {
    input_->open();
    buffer_.clear();
    sorted_ = false;
    at_ = 0;
  }

  const Batch* next() override {
    if (!sorted_) sort();
    if (at_ >= rows_.size()) return nullptr;
    const auto count =
        static_cast<std::uint32_t>(std::min<std::size_t>(rows_.size() - at_, batch_capacity));
    const std::size_t width = layout().ids().size();
    out_.resize(width);
    batch_.columns.clear();
    for (std::size_t c = 0; c < width; ++c) {
      out_[c].prepare(physical_[c], count);
      for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t row = rows_[at_ + i];
        out_[c].copy_value(i, buffer_.column(row, c), RowBuffer::place(row), false);
      }
      batch_.columns.push_back(&out_[c]);
    }
    at_ += count;
    batch_.rows = Selection::all(count);
    return &batch_;
  }

 private:
  std::uint64_t limit() {
    if (!count_) return no_limit;
    const Value count = evaluate_scalar(*count_, execution_);
    const Value offset =
        offset_ ? evaluate_scalar(*offset_, execution_) : Value::null(Physical::int64);
    if (count.is_null() || count.as<std::int64_t>() < 0)
      return no_limit;  // LIMIT itself raises for negatives
    const std::int64_t skipped =
        offset.is_null() ? 0 : std::max<std::int64_t>(offset.as<std::int64_t>(), 0);
    const auto wanted = static_cast<std::uint64_t>(count.as<std::int64_t>());
    return wanted > no_limit - static_cast<std::uint64_t>(skipped)
               ? no_limit
               : wanted + static_cast<std::uint64_t>(skipped);
  }

  void sort() {
    const std::uint64_t wanted = limit();
    buffer_.reset(physical_);
    rows_.clear();
    last_wanted_.reset();
    std::vector<const Column*> columns;
    while (const Batch* in = input_->next()) {
      execution_.context.check_cancelled();
      columns.assign(in->columns.begin(), in->columns.end());
      for (const EvaluatorPtr& key : keys_) columns.push_back(&key->evaluate(*in, in->rows));
      const std::uint64_t before = buffer_.size();
      buffer_.append(columns, last_wanted_ ? candidates(columns, in->rows) : in->rows);
      for (std::uint64_t row = before; row < buffer_.size(); ++row)
        rows_.push_back(static_cast<std::uint32_t>(row));
      rows_use_.set(rows_.capacity() * sizeof(rows_[0]));
      if (wanted > 0 && wanted < batch_capacity && buffer_.size() >= wanted + batch_capacity)
        shrink(wanted);
    }
    order(wanted);
    sorted_ = true;
  }

  bool before(std::uint32_t a, std::uint32_t b) {
    poll_();
    for (std::size_t k = 0; k < order_.size(); ++k) {
      const int c = order_.compare(k, buffer_.column(a, key_slots_[k]), RowBuffer::place(a),
                                   buffer_.column(b, key_slots_[k]), RowBuffer::place(b));
      if (c != 0) return c < 0;
    }
    return a < b;  // stable
  }

  void order(std::uint64_t wanted) {
    const auto less = [this](std::uint32_t a, std::uint32_t b) { return before(a, b); };
    if (wanted < rows_.size()) {
      const auto middle = rows_.begin() + static_cast<std::ptrdiff_t>(wanted);
      std::partial_sort(rows_.begin(), middle, rows_.end(), less);
      rows_.erase(middle, rows_.end());
    } else {
      std::sort(rows_.begin(), rows_.end(), less);
    }
  }

  // The rows that come before the last one wanted of those seen; an equal one comes after it.
  Selection candidates(std::span<const Column* const> columns, Selection rows) {
    candidate_rows_.clear();
    rows.for_each([&](std::uint32_t row) {
      for (std::size_t k = 0; k < order_.size(); ++k) {
        const int c = order_.compare(k, *columns[key_slots_[k]], row,
                                     buffer_.column(*last_wanted_, key_slots_[k]),
                                     RowBuffer::place(*last_wanted_));
        if (c == 0) continue;
        if (c < 0) candidate_rows_.push_back(static_cast<std::uint16_t>(row));
        return;
      }
    });
    return {candidate_rows_.data(), static_cast<std::uint32_t>(candidate_rows_.size())};
  }

  // Keeps only the rows that can still be among the first `wanted`.
  void shrink(std::uint64_t wanted) {
    order(wanted);
    RowBuffer kept(physical_, &execution_.context.space->rows);
    std::vector<const Column*> columns(physical_.size());
    for (const std::uint32_t row : rows_) {
      for (std::size_t c = 0; c < columns.size(); ++c) columns[c] = &buffer_.column(row, c);
      const auto place = static_cast<std::uint16_t>(RowBuffer::place(row));
      kept.append(columns, Selection{&place, 1});
    }
    buffer_ = std::move(kept);
    rows_.resize(buffer_.size());
    std::iota(rows_.begin(), rows_.end(), 0U);
    last_wanted_ = rows_.back();
  }

  Execution& execution_;
  OperatorPtr input_;
  std::vector<Physical> physical_;      // outputs, then the keys that are computed
  std::vector<EvaluatorPtr> keys_;      // these
  std::vector<std::size_t> key_slots_;  // of all keys
  SortOrder order_;
  ExprPtr count_;
  ExprPtr offset_;
  bool sorted_ = false;
  RowBuffer buffer_;
  std::vector<std::uint32_t> rows_;  // of the buffer, in order
  TempUse rows_use_;
  CancelPoll poll_;
  std::optional<std::uint32_t> last_wanted_;  // of a TopN that has seen enough rows
  std::vector<std::uint16_t> candidate_rows_;
  std::size_t at_ = 0;
  std::vector<Column> out_;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_sort(const PlanNode& node, Execution& execution) {
  return std::make_unique<SortOperator>(node, execution);
}

}  // namespace dsql::engine
