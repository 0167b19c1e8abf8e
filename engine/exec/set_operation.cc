// UNION, INTERSECT and EXCEPT, with and without ALL. Inputs are matched by position.
#include <algorithm>

#include "engine/exec/key_table.h"
#include "engine/exec/operator.h"

namespace dsql::engine {

namespace {

std::vector<Oid> output_types(const PlanNode& node, const Execution& execution) {
  std::vector<Oid> types;
  for (const ColumnId id : node.outputs) types.push_back(column_type(execution, id));
  return types;
}

class SetOperationOperator final : public Operator {
 public:
  SetOperationOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        body_(std::get<SetOperation>(node.body)),
        execution_(execution),
        keys_(output_types(node, execution), &execution.context.space->rows),
        counts_use_(&execution.context.space->rows) {
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
      inputs_.push_back(build(*node.inputs[i], execution));
      std::vector<std::size_t> slots;
      for (const ColumnId id : node.input_columns[i]) {
        slots.push_back(static_cast<std::size_t>(inputs_[i]->layout().slot(id)));
      }
      slots_.push_back(std::move(slots));
    }
  }

  void open() override {
    for (const OperatorPtr& input : inputs_) input->open();
    keys_.clear();
    counts_.clear();
    at_ = 0;
    prepared_ = body_.kind == SetOperationKind::union_;
  }

  const Batch* next() override {
    if (!prepared_) {
      count_right();
      prepared_ = true;
    }
    return body_.kind == SetOperationKind::union_ ? next_union() : next_matched();
  }

 private:
  const Batch* pull(std::size_t input) {
    const Batch* in = inputs_[input]->next();
    if (in == nullptr) return nullptr;
    execution_.context.check_cancelled();
    batch_.columns.clear();
    for (const std::size_t slot : slots_[input]) batch_.columns.push_back(in->columns[slot]);
    batch_.rows = in->rows;
    return &batch_;
  }

  const Batch* next_union() {
    while (at_ < inputs_.size()) {
      if (const Batch* out = pull(at_)) {
        if (!body_.all) batch_.rows = keys_.insert_new(batch_.columns, batch_.rows);
        if (!out->empty()) return out;
      } else {
        ++at_;
      }
    }
    return nullptr;
  }

  // Room for a count of every key.
  void count_keys() {
    counts_.resize(keys_.size());
    counts_use_.set(counts_.capacity() * sizeof(counts_[0]));
  }

  void count_right() {
    while (pull(1) != nullptr) {
      keys_.look_up(batch_.columns, batch_.rows, true, numbers_);
      count_keys();
      for (const std::uint32_t number : numbers_) ++counts_[number];
    }
  }

  // INTERSECT and EXCEPT: a left row passes by how often its key stands on the right.
  const Batch* next_matched() {
    while (pull(0) != nullptr) {
      keys_.look_up(batch_.columns, batch_.rows, body_.kind == SetOperationKind::except, numbers_);
      count_keys();
      kept_.clear();
      for (std::uint32_t i = 0; i < batch_.rows.count; ++i) {
        if (passes(numbers_[i])) kept_.push_back(static_cast<std::uint16_t>(batch_.rows[i]));
      }
      if (kept_.empty()) continue;
      batch_.rows = {kept_.data(), static_cast<std::uint32_t>(kept_.size())};
      return &batch_;
    }
    return nullptr;
  }

  bool passes(std::uint32_t number) {
    constexpr std::int64_t shown = -1;  // without ALL: the key has been put out
    if (body_.kind == SetOperationKind::intersect) {
      if (number == KeyTable::none || counts_[number] <= 0) return false;
      counts_[number] = body_.all ? counts_[number] - 1 : shown;
      return true;
    }
    std::int64_t& count = counts_[number];
    if (body_.all) {
      if (count > 0) {
        --count;
        return false;
      }
      return true;
    }
    if (count != 0) return false;
    count = shown;
    return true;
  }

  const SetOperation& body_;
  Execution& execution_;
  std::vector<OperatorPtr> inputs_;
  std::vector<std::vector<std::size_t>> slots_;
  KeyTable keys_;
  std::vector<std::int64_t> counts_;  // by key number
  TempUse counts_use_;
  std::size_t at_ = 0;
  bool prepared_ = false;
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint16_t> kept_;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_set_operation(const PlanNode& node, Execution& execution) {
  return std::make_unique<SetOperationOperator>(node, execution);
}

}  // namespace dsql::engine
