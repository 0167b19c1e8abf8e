#include <algorithm>

#include "dsqlrules/conditions/job_texts.h"
#include "engine/exec/constraint_queue.h"
#include "engine/jobs/job_transaction.h"
#include "engine/jobs/work.h"

namespace dsql::engine {

namespace {

template <class T>
const T* by_oid(const std::vector<T>& list, Oid oid) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const T& each) { return each.oid == oid; });
  return found == list.end() ? nullptr : &*found;
}

// Whether a row of the batch breaks the check: it is false, NULL passes.
bool breaks_check(const std::shared_ptr<const Table>& table, const CheckConstraint& check,
                  TableRows& rows, std::uint32_t count, JobTransaction& transaction) {
  const auto expressions = expressions_of(*table, transaction.catalog());
  const auto position = static_cast<std::size_t>(&check - table->checks.data());
  std::vector<ColumnId> ids(table->columns.size());
  for (std::size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<ColumnId>(i + 1);
  const EvaluatorPtr evaluator =
      compile(*expressions->checks[position], Layout(ids), transaction.execution());
  const Selection selection = Selection::all(count);
  const Column& holds = evaluator->evaluate(rows.batch(selection), selection);
  for (std::uint32_t row = 0; row < count; ++row) {
    if (!holds.is_null(row) && !holds.at<bool>(row)) return true;
  }
  return false;
}

// Raises foreign_key_violation for a row without its parent.
void check_foreign_key(const std::shared_ptr<const Table>& table, const ForeignKey& key,
                       TableRows& rows, std::uint32_t count, JobTransaction& transaction) {
  ConstraintQueue& queue = *transaction.state().constraints;
  for (std::uint32_t row = 0; row < count; ++row) {
    ConstraintQueue::Key values;
    for (const AttributeNumber number : key.columns)
      values.push_back(Value::from(rows.column(number), row));
    queue.check_child(table, key, std::move(values));
  }
  queue.finish_statement(transaction.execution());
  queue.finish_transaction(transaction.execution());
}

// False: the constraint or its table is there no more.
bool make_valid(const JobRecord& job, const JobEnvironment& environment,
                const std::atomic<bool>& stopping) {
  while (true) {
    JobTransaction transaction(environment, stopping);
    const Table* before = transaction.catalog().table(job.table);
    if (before == nullptr) return false;
    Table table = *before;
    bool found = false;
    const auto mark = [&](auto& list) {
      for (auto& constraint : list) {
        if (constraint.oid == job.object) constraint.validated = found = true;
      }
    };
    mark(table.checks);
    mark(table.foreign_keys);
    if (!found) return false;
    transaction.edit().put(std::move(table));
    if (transaction.commit()) return true;
  }
}

WorkOutcome gone(const JobRecord& job) {
  return {WorkOutcome::Kind::completed,
          rules::texts::job_relation_missing(job.object_name.value_or(""))};
}

}  // namespace

WorkOutcome validate_constraint(const JobRecord& job, const JobEnvironment& environment,
                                const std::atomic<bool>& stopping) {
  TableCursor cursor;
  while (!stopping) {
    JobTransaction transaction(environment, stopping);
    const auto table = transaction.catalog().shared_table(job.table);
    if (table == nullptr) return gone(job);
    const CheckConstraint* check = by_oid(table->checks, job.object);
    const ForeignKey* key = by_oid(table->foreign_keys, job.object);
    if (check == nullptr && key == nullptr) return gone(job);
    TableRows rows;
    const std::uint32_t count = cursor.read(*table, transaction, rows);
    if (count == 0) return make_valid(job, environment, stopping) ? WorkOutcome{} : gone(job);
    if (check != nullptr && breaks_check(table, *check, rows, count, transaction))
      return {WorkOutcome::Kind::failed, rules::texts::job_check_violated(check->name)};
    if (key != nullptr) check_foreign_key(table, *key, rows, count, transaction);
    if (transaction.commit()) {
      cursor.accept();
    } else {
      cursor.retry();  // a conflict over a parent row
    }
  }
  return {WorkOutcome::Kind::stopped, std::nullopt};
}

}  // namespace dsql::engine
