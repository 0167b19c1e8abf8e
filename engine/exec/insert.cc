// INSERT, with ON CONFLICT.
#include "dsqlrules/conditions/query_errors.h"
#include "engine/exec/modify.h"
#include "engine/exec/view_checks.h"

namespace dsql::engine {

namespace {

class InsertOperator final : public ModifyOperator {
 public:
  InsertOperator(const PlanNode& node, Execution& execution)
      : ModifyOperator(node, std::get<InsertRelation>(node.body).table, execution),
        body_(std::get<InsertRelation>(node.body)),
        view_checks_(body_.view_checks, body_.new_columns, execution) {
    returns(body_.returning, Layout(live_ids(body_.new_columns)));
    for (const Assignment& assignment : body_.values) {
      values_.emplace_back(assignment.column,
                           compile(*assignment.value, input_->layout(), execution));
    }
    if (body_.on_conflict && body_.on_conflict->update) compile_conflict();
  }

 private:
  void compile_conflict() {
    const OnConflict& conflict = *body_.on_conflict;
    Layout both(live_ids(conflict.existing));
    both.append(live_ids(conflict.excluded));
    for (const Assignment& assignment : conflict.assignments) {
      assignments_.emplace_back(assignment.column, compile(*assignment.value, both, execution_));
    }
    if (conflict.where) where_.emplace(conflict.where, both, execution_);
  }

  void modify(const Batch& in) override {
    fill(in);
    const Selection rows = Selection::all(in.rows.count);
    writer_.complete(rows_, rows);
    view_checks_.run(rows_.columns(), rows);
    writer_.prepare_entries(rows_, rows, 0);
    if (body_.on_conflict) {
      for (std::uint32_t row = 0; row < rows.count; ++row) insert_or_resolve(row);
    } else {
      for (std::uint32_t row = 0; row < rows.count; ++row) writer_.insert(rows_, row);
      changed(rows_, rows);
    }
  }

  // The proposed rows, packed to 0 … count-1.
  void fill(const Batch& in) {
    rows_.prepare(*body_.table, in.rows.count);
    const std::vector<const Column*>& columns = rows_.columns();
    assigned_.assign(columns.size(), false);
    for (const auto& [number, evaluator] : values_) {
      const Column& value = evaluator->evaluate(in, in.rows);
      Column& target = rows_.column(number);
      for (std::uint32_t i = 0; i < in.rows.count; ++i)
        target.copy_value(i, value, in.rows[i], false);
      assigned_[static_cast<std::size_t>(number - 1)] = true;
    }
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (assigned_[c]) continue;
      for (std::uint32_t i = 0; i < in.rows.count; ++i) rows_.targets()[c]->set_null(i);
    }
  }

  void changed(TableRows& rows, Selection selection) {
    count_changed(selection.count);
    if (!gives()) return;
    view_.columns.clear();
    live_columns(body_.new_columns, rows.columns(), view_.columns);
    view_.rows = selection;
    give(view_);
  }

  void insert_or_resolve(std::uint32_t row) {
    const std::optional<std::string> existing =
        writer_.find_conflict(rows_, row, body_.on_conflict->arbiters);
    const auto narrow = static_cast<std::uint16_t>(row);
    if (!existing) {
      writer_.insert(rows_, row);
      changed(rows_, Selection{&narrow, 1});
      return;
    }
    if (!body_.on_conflict->update) return;
    if (execution_.context.txn().written_by_command(*existing)) {
      rules::raise(rules::conditions::on_conflict_second_time);
    }
    update_existing(*existing, row);
  }

  void update_existing(const std::string& key, std::uint32_t row) {
    const OnConflict& conflict = *body_.on_conflict;
    const Selection one = Selection::all(1);
    existing_.prepare(*body_.table, 1);
    writer_.fetch(key, existing_, 0);
    proposed_.prepare(*body_.table, 1);
    for (std::size_t c = 0; c < body_.table->columns.size(); ++c) {
      proposed_.targets()[c]->copy_value(0, *rows_.columns()[c], row, false);
    }
    Batch both;
    live_columns(conflict.existing, existing_.columns(), both.columns);
    live_columns(conflict.excluded, proposed_.columns(), both.columns);
    both.rows = one;
    // The row is held even where the WHERE clause then leaves it alone, as PostgreSQL locks it.
    execution_.context.txn().lock(key, body_.table->oid, LockMode::strong);
    if (where_ && where_->select(both, one).count == 0) return;
    updated_.prepare(*body_.table, 1);
    for (std::size_t c = 0; c < body_.table->columns.size(); ++c) {
      updated_.targets()[c]->copy_value(0, *existing_.columns()[c], 0, false);
    }
    for (const auto& [number, evaluator] : assignments_) {
      updated_.column(number).copy_value(0, evaluator->evaluate(both, one), 0, true);
    }
    writer_.complete(updated_, one);
    view_checks_.run(updated_.columns(), one);
    conflict_writer().prepare_entries(updated_, one, 0);
    conflict_writer().prepare_entries(existing_, one, 1);
    conflict_writer().update(key, existing_, updated_, 0);
    changed(updated_, one);
  }

  // Updates go through a writer of their own: the first one still holds the entries of the proposed
  // rows.
  TableWriter& conflict_writer() {
    if (!conflict_writer_) conflict_writer_.emplace(body_.table, execution_);
    return *conflict_writer_;
  }

  const InsertRelation& body_;
  std::optional<TableWriter> conflict_writer_;
  std::vector<std::pair<AttributeNumber, EvaluatorPtr>> values_;
  std::vector<std::pair<AttributeNumber, EvaluatorPtr>> assignments_;
  std::optional<Predicate> where_;
  std::vector<bool> assigned_;
  TableRows rows_;
  TableRows existing_;
  TableRows proposed_;
  TableRows updated_;
  ViewChecks view_checks_;
  Batch view_;
};

}  // namespace

OperatorPtr operators::make_insert(const PlanNode& node, Execution& execution) {
  return std::make_unique<InsertOperator>(node, execution);
}

}  // namespace dsql::engine
