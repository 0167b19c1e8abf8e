// What a running statement works with. ExecContext is made by the session for one statement (or by
// a job for one of its transactions) and handed down by reference; TransactionState lives from
// BEGIN to COMMIT. Both belong to one thread at a time.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "dsqlrules/block/transaction_block.h"
#include "engine/bind/relation.h"
#include "engine/catalog/catalog.h"
#include "engine/catalog/catalog_edit.h"
#include "engine/functions/function.h"
#include "engine/system/system_relation.h"
#include "engine/txn/transaction.h"
#include "engine/types/temp_space.h"

namespace dsql::engine {

class ConstraintQueue;  // exec/constraint_queue.h: foreign-key checks due at the end of the
                        // statement or at COMMIT

// A background job that a DDL statement asks for; it starts when the transaction has committed.
struct JobRequest {
  enum class Kind : std::uint8_t { index_build, validate_constraint, analyze, drop };
  Kind kind = Kind::index_build;
  Uuid id;
  Oid table = 0;
  Oid object = 0;  // the index or constraint; for drop, the relation whose keys are to be cleaned
};

// Everything a transaction carries beside its block rules.
struct TransactionState {
  std::unique_ptr<Transaction> txn;
  CatalogPointer catalog;             // pinned at the first statement; own DDL replaces it
  std::unique_ptr<CatalogEdit> edit;  // this transaction's DDL, null if none
  std::unique_ptr<ConstraintQueue> constraints;
  std::vector<JobRequest> jobs;
  std::int64_t started_at = 0;  // microseconds since 2000-01-01 UTC: now()
};

// How deep the thread's stack has become since the statement was last taken up.
class StackGuard {
 public:
  StackGuard() { start(); }
  // The statement goes on, on this thread.
  void start() { base_ = depth(); }
  // Raises stack_depth_limit_exceeded: called where statements are nested without a limit of their
  // own, before each level.
  void check() const;

 private:
  static std::uintptr_t depth();

  std::uintptr_t base_ = 0;
};

// The memory of one statement, sub-selects and SQL functions included: each part is refused beyond
// the service's limit on temp space.
struct StatementSpace {
  TempSpace rows;    // what sorts, hash tables, CTEs, aggregates and the like keep
  TempSpace values;  // what is computed for the batches at hand, one value of each place aside
  StackGuard stack;
};

struct ExecContext {
  TransactionState& transaction;
  rules::TransactionBlock& block;  // charge_rows, charge_bytes
  FunctionServices& services;
  const SystemState& system;  // what system relations show beside the catalog
  Store& store;               // hidden row ids
  const TextFormat& format;
  std::span<const Value> parameters;
  const std::atomic<bool>& cancelled;
  std::uint32_t command = 0;  // this statement's command id in the transaction
  std::shared_ptr<StatementSpace> space = std::make_shared<StatementSpace>();

  Transaction& txn() const { return *transaction.txn; }
  const CatalogVersion& catalog() const { return *transaction.catalog; }

  // Raises query_canceled if the session was cancelled. Called once a batch by every operator that
  // loops.
  void check_cancelled() const;
};

// Asks for cancellation now and then: for loops over rows, comparisons among them.
class CancelPoll {
 public:
  explicit CancelPoll(const ExecContext& context) : context_(context) {}
  void operator()() {
    if (++calls_ % calls_a_check == 0) context_.check_cancelled();
  }

 private:
  static constexpr std::uint32_t calls_a_check = 4096;

  const ExecContext& context_;
  std::uint32_t calls_ = 0;
};

}  // namespace dsql::engine
