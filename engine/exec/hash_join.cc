// A hash join: the right input is built into a table of keys, the left one probes it.
#include "engine/exec/join_output.h"
#include "engine/exec/key_table.h"
#include "engine/exec/operator.h"

namespace dsql::engine {

namespace {

std::vector<Oid> types_of(const std::vector<ExprPtr>& keys) {
  std::vector<Oid> types;
  for (const ExprPtr& key : keys) types.push_back(key->type);
  return types;
}

class HashJoinOperator final : public Operator {
 public:
  HashJoinOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        body_(std::get<HashJoin>(node.body)),
        execution_(execution),
        left_(build(*node.inputs[0], execution)),
        right_(build(*node.inputs[1], execution)),
        left_physical_(column_physicals(execution, left_->layout().ids())),
        right_rows_(column_physicals(execution, right_->layout().ids()),
                    &execution.context.space->rows),
        table_(types_of(body_.build_keys), &execution.context.space->rows),
        chains_use_(&execution.context.space->rows),
        pairs_(left_physical_, column_physicals(execution, right_->layout().ids()),
               &execution.context.space->values) {
    for (const ExprPtr& key : body_.probe_keys)
      probe_keys_.push_back(compile(*key, left_->layout(), execution));
    for (const ExprPtr& key : body_.build_keys)
      build_keys_.push_back(compile(*key, right_->layout(), execution));
    Layout both(left_->layout().ids());
    both.append(right_->layout().ids());
    if (body_.condition) condition_.emplace(body_.condition, both, execution);
  }

  void open() override {
    left_->open();
    built_ = false;
    in_ = nullptr;
    unmatched_ = 0;
  }

  const Batch* next() override {
    if (!built_) build_table();
    while (true) {
      execution_.context.check_cancelled();
      if (in_ == nullptr && !next_probe()) return next_unmatched();
      if (const Batch* out = semi_or_anti() ? filter_left() : join()) return out;
    }
  }

 private:
  bool semi_or_anti() const { return body_.kind == JoinKind::semi || body_.kind == JoinKind::anti; }
  bool keeps_left() const { return body_.kind == JoinKind::left || body_.kind == JoinKind::full; }
  bool keeps_right() const { return body_.kind == JoinKind::right || body_.kind == JoinKind::full; }

  void build_table() {
    right_->open();
    right_rows_.clear();
    table_.clear();
    first_.clear();
    next_.clear();
    std::vector<const Column*> keys(build_keys_.size());
    while (const Batch* in = right_->next()) {
      execution_.context.check_cancelled();
      for (std::size_t k = 0; k < keys.size(); ++k)
        keys[k] = &build_keys_[k]->evaluate(*in, in->rows);
      const Selection valid = without_nulls(keys, in->rows, valid_rows_);
      // Rows with a NULL key match nothing; only an outer join of the right side shows them.
      if (keeps_right() && valid.count != in->rows.count) {
        append_nulls(*in, keys);
      }
      const std::uint64_t first = right_rows_.size();
      right_rows_.append(in->columns, valid);
      next_.resize(right_rows_.size(), none);
      table_.look_up(keys, valid, true, numbers_);
      first_.resize(table_.size(), none);
      for (std::uint32_t i = 0; i < valid.count; ++i) {
        next_[first + i] = first_[numbers_[i]];
        first_[numbers_[i]] = static_cast<std::uint32_t>(first + i);
      }
      chains_use_.set((first_.capacity() + next_.capacity()) * sizeof(next_[0]));
    }
    if (keeps_right()) matched_.assign(right_rows_.size(), false);
    built_ = true;
  }

  void append_nulls(const Batch& in, std::span<const Column* const> keys) {
    std::vector<std::uint16_t> nulls;
    in.rows.for_each([&](std::uint32_t row) {
      for (const Column* key : keys) {
        if (key->is_null(row)) {
          nulls.push_back(static_cast<std::uint16_t>(row));
          return;
        }
      }
    });
    right_rows_.append(in.columns,
                       Selection{nulls.data(), static_cast<std::uint32_t>(nulls.size())});
    next_.resize(right_rows_.size(), none);
  }

  bool next_probe() {
    in_ = left_->next();
    if (in_ == nullptr) return false;
    keys_.resize(probe_keys_.size());
    for (std::size_t k = 0; k < keys_.size(); ++k)
      keys_[k] = &probe_keys_[k]->evaluate(*in_, in_->rows);
    const Selection valid = without_nulls(keys_, in_->rows, valid_rows_);
    table_.look_up(keys_, valid, false, numbers_);
    chain_.assign(in_->rows.extent(), none);
    for (std::uint32_t i = 0; i < valid.count; ++i) {
      if (numbers_[i] != KeyTable::none) chain_[valid[i]] = first_[numbers_[i]];
    }
    if (keeps_left()) left_matched_.assign(in_->rows.extent(), false);
    at_ = 0;
    return true;
  }

  // The next joined rows of the present probe batch: its pairs first, then, for an outer join, the
  // left rows that matched nothing.
  const Batch* join() {
    pairs_.clear();
    origins_.clear();
    while (at_ < in_->rows.count && !pairs_.full()) {
      const std::uint32_t row = in_->rows[at_];
      std::uint32_t& candidate = chain_[row];
      if (candidate == none) {
        ++at_;
        continue;
      }
      pairs_.set_left(in_, row, false);
      pairs_.set_right(right_rows_, candidate);
      pairs_.push();
      origins_.push_back({row, candidate});
      candidate = next_[candidate];
    }
    if (!pairs_.empty()) return keep_matching();
    const Batch* out = keeps_left() ? unmatched_left() : nullptr;
    in_ = nullptr;
    return out;
  }

  // Applies the condition to the collected pairs and marks what matched; null if nothing did.
  const Batch* keep_matching() {
    const Batch* pairs = pairs_.batch();
    out_.columns = pairs->columns;
    out_.rows = condition_ ? condition_->select(*pairs, pairs->rows) : pairs->rows;
    out_.rows.for_each([&](std::uint32_t i) {
      if (keeps_left()) left_matched_[origins_[i].left] = true;
      if (keeps_right()) matched_[origins_[i].right] = true;
    });
    return out_.empty() ? nullptr : &out_;
  }

  const Batch* unmatched_left() {
    in_->rows.for_each([&](std::uint32_t row) {
      if (left_matched_[row]) return;
      pairs_.set_left(in_, row, false);
      pairs_.set_right(nullptr, 0, false);
      pairs_.push();
    });
    return pairs_.empty() ? nullptr : pairs_.batch();
  }

  // Semi and anti joins: the left rows that have, or have not, a match.
  const Batch* filter_left() {
    selected_.clear();
    in_->rows.for_each([&](std::uint32_t row) {
      if (has_match(row) == (body_.kind == JoinKind::semi))
        selected_.push_back(static_cast<std::uint16_t>(row));
    });
    out_.columns = in_->columns;
    out_.rows = {selected_.data(), static_cast<std::uint32_t>(selected_.size())};
    in_ = nullptr;
    return out_.empty() ? nullptr : &out_;
  }

  bool has_match(std::uint32_t row) {
    std::uint32_t candidate = chain_[row];
    if (!condition_) return candidate != none;
    while (candidate != none) {
      execution_.context.check_cancelled();
      pairs_.clear();
      while (candidate != none && !pairs_.full()) {
        pairs_.set_left(in_, row, false);
        pairs_.set_right(right_rows_, candidate);
        pairs_.push();
        candidate = next_[candidate];
      }
      const Batch* pairs = pairs_.batch();
      if (condition_->select(*pairs, pairs->rows).count > 0) return true;
    }
    return false;
  }

  const Batch* next_unmatched() {
    if (!keeps_right()) return nullptr;
    pairs_.clear();
    while (unmatched_ < right_rows_.size() && !pairs_.full()) {
      const std::uint64_t row = unmatched_++;
      if (matched_[row]) continue;
      pairs_.set_left(nullptr, 0, false);
      pairs_.set_right(right_rows_, row);
      pairs_.push();
    }
    return pairs_.empty() ? nullptr : pairs_.batch();
  }

  static constexpr std::uint32_t none = UINT32_MAX;
  struct Origin {
    std::uint32_t left = 0;
    std::uint32_t right = none;
  };

  const HashJoin& body_;
  Execution& execution_;
  OperatorPtr left_;
  OperatorPtr right_;
  std::vector<Physical> left_physical_;
  std::vector<EvaluatorPtr> probe_keys_;
  std::vector<EvaluatorPtr> build_keys_;
  std::optional<Predicate> condition_;

  RowBuffer right_rows_;
  KeyTable table_;
  std::vector<std::uint32_t> first_;  // by key number: a row of right_rows_
  std::vector<std::uint32_t> next_;   // by row: the next one of the same key
  TempUse chains_use_;
  std::vector<bool> matched_;
  bool built_ = false;
  std::uint64_t unmatched_ = 0;

  const Batch* in_ = nullptr;
  std::vector<const Column*> keys_;
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint32_t> chain_;  // by left row: the next candidate
  std::uint32_t at_ = 0;
  std::vector<bool> left_matched_;  // by left row of the batch
  std::vector<Origin> origins_;
  std::vector<std::uint16_t> valid_rows_;
  std::vector<std::uint16_t> selected_;
  JoinOutput pairs_;
  Batch out_;
};

}  // namespace

OperatorPtr operators::make_hash_join(const PlanNode& node, Execution& execution) {
  return std::make_unique<HashJoinOperator>(node, execution);
}

}  // namespace dsql::engine
