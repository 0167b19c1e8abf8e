// Beginning and ending transactions.
#include "dsqlrules/conditions/transaction_errors.h"
#include "dsqlrules/parse/node.h"
#include "engine/exec/commit.h"
#include "engine/session/state.h"

namespace dsql::engine {

namespace {

bool wants_read_only(const PgQuery__TransactionStmt& statement) {
  for (const rules::Node* option : rules::nodes(statement.n_options, statement.options)) {
    if (option->def_elem != nullptr &&
        std::string_view(option->def_elem->defname) == "transaction_read_only") {
      return rules::integer_of(option->def_elem->arg) == 1 ||
             rules::boolean_of(option->def_elem->arg).value_or(false);
    }
  }
  return false;
}

// A test asked for the connection to close without an answer: FATAL without a message (see
// wire/pg/backend.h).
rules::SqlError dropped_connection() {
  return {rules::Severity::fatal, rules::sqlstate::connection_failure, {}, {}, {}};
}

}  // namespace

void Session::State::need_transaction() {
  if (!transaction.catalog) {
    begin_reading(transaction, cluster.adjudicator, cluster.catalog);
    if (!transaction.constraints) transaction.constraints = std::make_unique<ConstraintQueue>();
  }
  const std::int64_t now = cluster.clock.now();
  if (transaction.started_at == 0) transaction.started_at = now;
  settings.set_transaction_time(transaction.started_at);
  services->start_statement(now);
}

// The statement has given its last row: what it left to be checked is checked, and the next one
// will see what it wrote.
void Session::State::finish_statement(Portal& portal) {
  if (transaction.txn && transaction.constraints && !transaction.constraints->empty()) {
    RunningQuery* running = portal.query();
    if (running != nullptr) transaction.constraints->finish_statement(running->execution);
  }
  if (transaction.txn) transaction.txn->next_command();
}

std::string Session::State::run_transaction_statement(const PgQuery__TransactionStmt& statement) {
  const std::chrono::microseconds now(cluster.clock.now());
  rules::BlockOutcome outcome;
  const bool in_block =
      block.state() == rules::BlockState::in_block || block.state() == rules::BlockState::failed;
  if (statement.chain && !in_block) {
    const bool commit = statement.kind == PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT;
    rules::raise(rules::conditions::only_in_transaction_block,
                 commit ? "COMMIT AND CHAIN" : "ROLLBACK AND CHAIN");
  }
  switch (statement.kind) {
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_BEGIN:
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_START: {
      const bool start = statement.kind == PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_START;
      outcome = block.begin(now, wants_read_only(statement), start ? "START TRANSACTION" : "BEGIN");
      if (transaction.started_at == 0) transaction.started_at = now.count();
      break;
    }
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT:
      // What the commit itself refuses leaves the block failed only as long as this statement runs.
      if (block.state() == rules::BlockState::in_block ||
          block.state() == rules::BlockState::implicit)
        commit();
      outcome = block.commit(now, statement.chain);
      end_transaction();
      break;
    default: outcome = block.roll_back(now, statement.chain); end_transaction();
  }
  if (outcome.warning) listener.notice(*outcome.warning);
  if (outcome.chained) transaction.started_at = now.count();
  return std::string(outcome.tag);
}

void Session::State::commit() {
  try {
    commit_work();
    settings.commit();
  } catch (rules::SqlError&) {
    block.roll_back(std::chrono::microseconds(cluster.clock.now()));
    throw;
  }
}

// Deferred constraints, the size limit, then the verdict of the adjudicator.
void Session::State::commit_work() {
  if (!transaction.txn) return;
  if (transaction.constraints && !transaction.constraints->empty()) {
    const Plan none{};
    ExecContext context = exec_context({});
    Execution execution{context, none, {}, nullptr};
    transaction.constraints->finish_transaction(execution);
  }
  block.charge_bytes(static_cast<std::int64_t>(transaction.txn->bytes_written()) - block.bytes());
  if (auto refused = block.check_commit()) rules::raise(std::move(refused->error));
  const CommitResult result = commit_transaction(transaction, cluster.catalog);
  const std::vector<JobRequest> jobs = std::move(transaction.jobs);
  switch (result.outcome.kind) {
    case CommitOutcome::Kind::committed: break;
    case CommitOutcome::Kind::conflict:
      if (result.outcome.drop_connection) rules::raise(dropped_connection());
      rules::raise(rules::conditions::conflict_on_rows);
    case CommitOutcome::Kind::schema_conflict:
      seen_tables.clear();
      rules::raise(rules::conditions::conflict_on_schema);
    case CommitOutcome::Kind::unavailable: rules::raise(rules::conditions::server_unavailable);
  }
  if (result.published) {
    // This session knows what it has done itself.
    for (auto& [oid, seen] : seen_tables) {
      if (auto now = result.published->shared_table(oid)) seen = std::move(now);
    }
  }
  if (!jobs.empty()) cluster.jobs.submit(jobs);
  if (result.outcome.drop_connection) rules::raise(dropped_connection());
}

// Everything that belonged to the transaction is gone.
void Session::State::end_transaction() {
  for (auto& [name, portal] : portals) portal->close();
  portals.clear();
  transaction = TransactionState{};
  settings.rollback();  // nothing, if the transaction has committed
}

void Session::State::end_implicit() {
  if (block.state() != rules::BlockState::implicit) {
    if (block.state() == rules::BlockState::idle) end_transaction();
    return;
  }
  commit();
  block.end_implicit();
  end_transaction();
}

}  // namespace dsql::engine
