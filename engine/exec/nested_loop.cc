// A nested loop: for each left row all right rows, reopened where they depend on it, else kept in
// memory.
#include "engine/exec/join_output.h"
#include "engine/exec/operator.h"

namespace dsql::engine {

namespace {

class NestedLoopOperator final : public Operator {
 public:
  NestedLoopOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        body_(std::get<NestedLoop>(node.body)),
        execution_(execution),
        left_(build(*node.inputs[0], execution)),
        right_(build(*node.inputs[1], execution)),
        left_physical_(column_physicals(execution, left_->layout().ids())),
        right_physical_(column_physicals(execution, right_->layout().ids())),
        pairs_(left_physical_, right_physical_, &execution.context.space->values),
        right_rows_(right_physical_, &execution.context.space->rows) {
    Layout both(left_->layout().ids());
    both.append(right_->layout().ids());
    if (body_.condition) condition_.emplace(body_.condition, both, execution);
    for (const ColumnId id : body_.passed) {
      passed_.emplace_back(id, static_cast<std::size_t>(left_->layout().slot(id)));
    }
  }

  void open() override {
    left_->open();
    left_batch_ = nullptr;
    buffered_ = false;
    at_left_ = 0;
    left_done_ = false;
    unmatched_right_ = 0;
    row_open_ = false;
  }

  const Batch* next() override {
    while (true) {
      execution_.context.check_cancelled();
      pairs_.clear();
      if (left_done_) return next_unmatched();
      if (!row_open_ && !advance_left()) {
        left_done_ = true;
        if (!keeps_right()) return nullptr;
        continue;
      }
      if (const Batch* out = match()) return out;
    }
  }

 private:
  bool emits_right() const { return body_.kind != JoinKind::semi && body_.kind != JoinKind::anti; }
  bool keeps_left() const { return body_.kind == JoinKind::left || body_.kind == JoinKind::full; }
  bool keeps_right() const { return body_.kind == JoinKind::right || body_.kind == JoinKind::full; }

  bool advance_left() {
    if (left_batch_ != nullptr && ++at_left_ < left_batch_->rows.count) {
      start_row();
      return true;
    }
    left_batch_ = left_->next();
    at_left_ = 0;
    if (left_batch_ == nullptr) return false;
    start_row();
    return true;
  }

  void start_row() {
    const std::uint32_t row = left_batch_->rows[at_left_];
    for (const auto& [id, slot] : passed_)
      execution_.outer.set(id, *left_batch_->columns[slot], row);
    matched_ = false;
    row_open_ = true;
    chunk_ = 0;
    if (passed_.empty()) {
      if (!buffered_) fill_right();
    } else {
      right_->open();
    }
  }

  void fill_right() {
    right_->open();
    right_rows_.clear();
    while (const Batch* in = right_->next()) {
      execution_.context.check_cancelled();
      right_rows_.append(in->columns, in->rows);
    }
    matched_right_.assign(right_rows_.size(), false);
    buffered_ = true;
  }

  // The next batch of the right side for this left row; null when there are no more.
  const Batch* next_right() {
    if (!passed_.empty()) return right_->next();
    if (chunk_ >= right_rows_.chunk_count()) return nullptr;
    right_rows_.view(chunk_++, right_view_);
    return &right_view_;
  }

  // Works through the right side of the present left row; answers output or null if there is none
  // yet.
  const Batch* match() {
    const std::uint32_t row = left_batch_->rows[at_left_];
    const Batch* right = next_right();
    if (right == nullptr) return finish_row(row);
    Selection matches = right->rows;
    if (condition_) matches = select(row, *right);
    if (matches.count == 0) return nullptr;
    matched_ = true;
    if (body_.kind == JoinKind::anti) {
      row_open_ = false;
      return nullptr;
    }
    if (body_.kind == JoinKind::semi) {
      row_open_ = false;
      return emit_left(row);
    }
    if (keeps_right()) {
      const std::uint64_t first = (chunk_ - 1) * std::uint64_t{batch_capacity};
      matches.for_each([&](std::uint32_t r) { matched_right_[first + r] = true; });
    }
    return emit_pairs(row, *right, matches);
  }

  // The right rows that satisfy the condition with the left row held constant.
  Selection select(std::uint32_t row, const Batch& right) {
    both_.columns.clear();
    constants_.resize(left_batch_->columns.size());
    for (std::size_t c = 0; c < constants_.size(); ++c) {
      constants_[c].prepare(left_physical_[c], 1);
      constants_[c].copy_value(0, *left_batch_->columns[c], row, false);
      constants_[c].set_constant();
      both_.columns.push_back(&constants_[c]);
    }
    both_.columns.insert(both_.columns.end(), right.columns.begin(), right.columns.end());
    both_.rows = right.rows;
    return condition_->select(both_, right.rows);
  }

  const Batch* emit_pairs(std::uint32_t row, const Batch& right, Selection matches) {
    const bool deep = !passed_.empty();
    matches.for_each([&](std::uint32_t r) {
      pairs_.set_left(left_batch_, row, false);
      pairs_.set_right(&right, r, deep);
      pairs_.push();
    });
    return pairs_.batch();
  }

  const Batch* emit_left(std::uint32_t row) {
    one_row_[0] = static_cast<std::uint16_t>(row);
    left_view_.columns = left_batch_->columns;
    left_view_.rows = {one_row_, 1};
    return &left_view_;
  }

  const Batch* finish_row(std::uint32_t row) {
    row_open_ = false;
    if (matched_) return nullptr;
    if (body_.kind == JoinKind::anti) return emit_left(row);
    if (!keeps_left()) return nullptr;
    pairs_.set_left(left_batch_, row, false);
    pairs_.set_right(nullptr, 0, false);
    pairs_.push();
    return pairs_.batch();
  }

  const Batch* next_unmatched() {
    if (!keeps_right()) return nullptr;
    if (!buffered_) fill_right();
    while (unmatched_right_ < right_rows_.size() && !pairs_.full()) {
      const std::uint64_t r = unmatched_right_++;
      if (matched_right_[r]) continue;
      pairs_.set_left(nullptr, 0, false);
      pairs_.set_right(right_rows_, r);
      pairs_.push();
    }
    return pairs_.empty() ? nullptr : pairs_.batch();
  }

  const NestedLoop& body_;
  Execution& execution_;
  OperatorPtr left_;
  OperatorPtr right_;
  std::vector<Physical> left_physical_;
  std::vector<Physical> right_physical_;
  std::vector<std::pair<ColumnId, std::size_t>> passed_;
  std::optional<Predicate> condition_;
  JoinOutput pairs_;

  const Batch* left_batch_ = nullptr;
  std::uint32_t at_left_ = 0;
  bool left_done_ = false;
  bool row_open_ = false;
  bool matched_ = false;

  RowBuffer right_rows_;
  bool buffered_ = false;
  std::size_t chunk_ = 0;
  std::vector<bool> matched_right_;
  std::uint64_t unmatched_right_ = 0;

  Batch right_view_;
  Batch left_view_;
  Batch both_;
  std::vector<Column> constants_;
  std::uint16_t one_row_[1] = {};
};

}  // namespace

OperatorPtr operators::make_nested_loop(const PlanNode& node, Execution& execution) {
  return std::make_unique<NestedLoopOperator>(node, execution);
}

}  // namespace dsql::engine
