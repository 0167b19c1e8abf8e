// JobTransaction: one transaction of a job, with everything that evaluating a table's expressions
// needs. Begins reading when it is made. One thread.
#pragma once

#include <algorithm>
#include <memory>

#include "engine/exec/commit.h"
#include "engine/exec/evaluator.h"
#include "engine/exec/table_writer.h"
#include "engine/jobs/job_runner.h"
#include "engine/plan/plan.h"

namespace dsql::engine {

class JobServices;

class JobTransaction {
 public:
  JobTransaction(const JobEnvironment& environment, const std::atomic<bool>& stopping);
  ~JobTransaction();

  const CatalogVersion& catalog() const { return *state_.catalog; }
  const CatalogPointer& catalog_pointer() const { return state_.catalog; }
  Transaction& txn() { return *state_.txn; }
  TransactionState& state() { return state_; }
  Execution& execution() { return *execution_; }

  // The edit of a transaction that changes the catalog.
  CatalogEdit& edit();

  // Whether it committed; false: it met a conflict and everything is to be done again.
  // Raises: what commit_transaction() raises.
  bool commit();

 private:
  const JobEnvironment& environment_;
  TransactionState state_;
  rules::TransactionBlock block_;
  TextFormat format_;
  std::unique_ptr<JobServices> services_;
  Plan plan_;
  std::unique_ptr<ExecContext> context_;
  std::unique_ptr<Execution> execution_;
};

// Reads the rows of a table in key order, a batch at a time, each batch in a transaction of its
// own.
class TableCursor {
 public:
  static constexpr std::uint32_t batch_rows = 1000;

  // Reads the next rows of `table` behind those of the last accepted batch. Answers how many.
  std::uint32_t read(const Table& table, JobTransaction& transaction, TableRows& rows);
  // The batch is dealt with: the next read goes on behind it.
  void accept() {
    resume_ = last_;
    limit_ = std::min(limit_ * 2, batch_rows);
  }
  // The batch met a conflict: the next read begins with it again, with fewer rows, so that a job
  // gets through rows that are written all the time.
  void retry() { limit_ = std::max(limit_ / 2, 1U); }

  // The storage key of a row of the batch.
  const std::string& key(std::uint32_t row) const { return keys_[row]; }

 private:
  std::uint32_t limit_ = batch_rows;
  std::string resume_;  // empty: from the start
  std::string last_;
  std::vector<std::string> keys_;
};

}  // namespace dsql::engine
