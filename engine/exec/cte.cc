// WITH: definitions, scans of them, and recursive unions.
#include "engine/exec/cte_store.h"
#include "engine/exec/key_table.h"

namespace dsql::engine {

void CteStore::define(const CteDefinition& definition, Execution& execution) {
  Cte& cte = ctes_[definition.id];
  cte.definition = &definition;
  cte.execution = &execution;
}

void CteStore::restart(std::uint32_t id) {
  Cte& cte = ctes_.at(id);
  if (!cte.definition->modifies) cte.open = cte.ended = false;
}

void CteStore::start(Cte& cte) {
  cte.open = true;
  cte.ended = false;
  if (!cte.plan) cte.plan = build_subplan(*cte.definition->query, *cte.execution);
  const auto& ids = cte.plan->layout().ids();
  cte.result.columns = ids;
  cte.result.rows =
      RowBuffer(column_physicals(*cte.execution, ids), &cte.execution->context.space->rows);
  cte.plan->open();
}

void CteStore::pull(Cte& cte) {
  cte.execution->context.check_cancelled();
  const Batch* in = cte.plan->next();
  if (in == nullptr) {
    cte.ended = true;
  } else {
    cte.result.rows.append(in->columns, in->rows);
  }
}

bool CteStore::fetch(std::uint32_t id, std::uint64_t row) {
  Cte& cte = ctes_.at(id);
  if (!cte.open) start(cte);
  while (!cte.ended && (cte.definition->modifies || cte.result.rows.size() <= row)) pull(cte);
  return row < cte.result.rows.size();
}

void CteStore::finish(std::uint32_t id) { fetch(id, 0); }

namespace {

class WithOperator final : public Operator {
 public:
  WithOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs), body_(std::get<With>(node.body)), execution_(execution) {
    if (!execution.ctes) execution.ctes = std::make_shared<CteStore>();
    for (const CteDefinition& cte : body_.ctes) execution.ctes->define(cte, execution);
    input_ = build(*node.inputs[0], execution);
  }

  void open() override {
    for (const CteDefinition& cte : body_.ctes) execution_.ctes->restart(cte.id);
    input_->open();
    finished_ = false;
  }

  const Batch* next() override {
    if (const Batch* out = input_->next()) return out;
    if (!finished_) {
      finished_ = true;
      for (const CteDefinition& cte : body_.ctes) {
        if (cte.modifies) execution_.ctes->finish(cte.id);
      }
    }
    return nullptr;
  }

  std::uint64_t affected() const override { return input_->affected(); }

 private:
  const With& body_;
  Execution& execution_;
  OperatorPtr input_;
  bool finished_ = false;
};

// Reads rows that stand in a store, under this node's own ids.
class StoredRowsOperator : public Operator {
 public:
  using Operator::Operator;

  void open() override { at_ = 0; }

  const Batch* next() override {
    if (!reach(at_)) return nullptr;
    const CteStore::Rows& stored = rows();
    if (at_ == 0) find_slots(stored);
    stored.rows.view(at_ / batch_capacity, view_);
    batch_.columns.clear();
    for (const std::size_t slot : slots_) batch_.columns.push_back(view_.columns[slot]);
    batch_.rows = behind(static_cast<std::uint32_t>(at_ % batch_capacity));
    at_ += batch_.rows.count;
    return &batch_;
  }

 protected:
  // Whether there is a row of that number; computes it if need be.
  virtual bool reach(std::uint64_t row) { return row < rows().rows.size(); }
  virtual const CteStore::Rows& rows() = 0;
  // The stored id for each output.
  virtual const std::vector<ColumnId>& sources() = 0;

 private:
  // The rows of the viewed chunk from `first` on: it may have grown since it was last read.
  Selection behind(std::uint32_t first) {
    if (first == 0) return view_.rows;
    places_.clear();
    for (std::uint32_t i = first; i < view_.rows.count; ++i)
      places_.push_back(static_cast<std::uint16_t>(view_.rows[i]));
    return {places_.data(), static_cast<std::uint32_t>(places_.size())};
  }

  void find_slots(const CteStore::Rows& stored) {
    const Layout layout(stored.columns);
    slots_.clear();
    for (const ColumnId id : sources()) slots_.push_back(static_cast<std::size_t>(layout.slot(id)));
  }

  std::uint64_t at_ = 0;  // the next row
  std::vector<std::size_t> slots_;
  std::vector<std::uint16_t> places_;
  Batch view_;
  Batch batch_;
};

class CteScanOperator final : public StoredRowsOperator {
 public:
  CteScanOperator(const PlanNode& node, Execution& execution)
      : StoredRowsOperator(node.outputs),
        body_(std::get<CteScan>(node.body)),
        execution_(execution) {}

 protected:
  bool reach(std::uint64_t row) override { return execution_.ctes->fetch(body_.cte, row); }
  const CteStore::Rows& rows() override { return execution_.ctes->rows(body_.cte); }
  const std::vector<ColumnId>& sources() override { return body_.source; }

 private:
  const CteScan& body_;
  Execution& execution_;
};

class WorkingTableScanOperator final : public StoredRowsOperator {
 public:
  WorkingTableScanOperator(const PlanNode& node, Execution& execution)
      : StoredRowsOperator(node.outputs),
        id_(std::get<WorkingTableScan>(node.body).id),
        execution_(execution) {}

 protected:
  const CteStore::Rows& rows() override { return execution_.ctes->working_table(id_); }
  // The working table has the union's columns, position by position.
  const std::vector<ColumnId>& sources() override {
    return execution_.ctes->working_table(id_).columns;
  }

 private:
  std::uint32_t id_;
  Execution& execution_;
};

std::vector<Oid> output_types(const PlanNode& node, const Execution& execution) {
  std::vector<Oid> types;
  for (const ColumnId id : node.outputs) types.push_back(column_type(execution, id));
  return types;
}

// Runs the recursive term over the rows that the last round added, until a round adds none.
class RecursiveUnionOperator final : public Operator {
 public:
  RecursiveUnionOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        body_(std::get<RecursiveUnion>(node.body)),
        execution_(execution),
        seen_(output_types(node, execution), &execution.context.space->rows),
        physical_(column_physicals(execution, node.outputs)),
        next_rows_(&execution.context.space->rows) {
    if (!execution.ctes) execution.ctes = std::make_shared<CteStore>();
    for (std::size_t i = 0; i < 2; ++i) {
      inputs_[i] = build(*node.inputs[i], execution);
      for (const ColumnId id : node.input_columns[i]) {
        slots_[i].push_back(static_cast<std::size_t>(inputs_[i]->layout().slot(id)));
      }
    }
  }

  void open() override {
    seen_.clear();
    recursing_ = false;
    next_rows_.reset(physical_);
    inputs_[0]->open();
  }

  const Batch* next() override {
    while (true) {
      execution_.context.check_cancelled();
      const std::size_t from = recursing_ ? 1 : 0;
      const Batch* in = inputs_[from]->next();
      if (in == nullptr) {
        if (next_rows_.size() == 0) return nullptr;
        start_round();
        continue;
      }
      batch_.columns.clear();
      for (const std::size_t slot : slots_[from]) batch_.columns.push_back(in->columns[slot]);
      batch_.rows = in->rows;
      if (!body_.all) batch_.rows = seen_.insert_new(batch_.columns, batch_.rows);
      if (batch_.empty()) continue;
      next_rows_.append(batch_.columns, batch_.rows);
      return &batch_;
    }
  }

 private:
  void start_round() {
    CteStore::Rows& working = execution_.ctes->working_table(body_.id);
    working.columns = layout().ids();
    working.rows = std::move(next_rows_);
    next_rows_ = RowBuffer(physical_, &execution_.context.space->rows);
    recursing_ = true;
    inputs_[1]->open();
  }

  const RecursiveUnion& body_;
  Execution& execution_;
  KeyTable seen_;
  std::vector<Physical> physical_;
  OperatorPtr inputs_[2];
  std::vector<std::size_t> slots_[2];
  bool recursing_ = false;
  RowBuffer next_rows_;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_with(const PlanNode& node, Execution& execution) {
  return std::make_unique<WithOperator>(node, execution);
}
OperatorPtr operators::make_cte_scan(const PlanNode& node, Execution& execution) {
  return std::make_unique<CteScanOperator>(node, execution);
}
OperatorPtr operators::make_recursive_union(const PlanNode& node, Execution& execution) {
  return std::make_unique<RecursiveUnionOperator>(node, execution);
}
OperatorPtr operators::make_working_table_scan(const PlanNode& node, Execution& execution) {
  return std::make_unique<WorkingTableScanOperator>(node, execution);
}

}  // namespace dsql::engine
