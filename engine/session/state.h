// The inside of a Session, shared by the files of this folder: run.cc (the stages of a statement),
// transaction.cc (beginning and ending transactions), utility.cc (statements that are no plans),
// session.cc (the verbs). Belongs to the session's thread; only `cancelled` is touched from others.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "dsqlrules/block/transaction_block.h"
#include "dsqlrules/screen/screen.h"
#include "engine/bind/bind.h"
#include "engine/exec/constraint_queue.h"
#include "engine/exec/context.h"
#include "engine/session/cluster_context.h"
#include "engine/session/copy_task.h"
#include "engine/session/plan_cache.h"
#include "engine/session/portal.h"
#include "engine/session/prepared.h"
#include "engine/session/session.h"
#include "engine/session/statement_services.h"
#include "engine/settings/settings.h"

namespace dsql::engine {

struct Session::State {
  State(ClusterContext& context, SessionSpec session_spec, SessionListener& session_listener);
  ~State();

  ClusterContext& cluster;
  SessionSpec spec;
  SessionListener& listener;
  Settings settings;
  std::atomic<bool> cancelled{false};

  // --- the transaction ---
  rules::TransactionBlock block;
  TransactionState transaction;
  std::unique_ptr<StatementServices> services;

  // What this session last saw of each table it used: an older version than the newest is OC001.
  std::unordered_map<Oid, std::shared_ptr<const Table>> seen_tables;

  // --- statements and portals ---
  std::map<std::string, PreparedPtr, std::less<>> statements;
  std::map<std::string, std::unique_ptr<Portal>, std::less<>> portals;
  PlanCache plan_cache;

  // --- the simple query being stepped ---
  std::vector<PreparedPtr> query;
  std::size_t query_at = 0;
  std::unique_ptr<Portal> query_portal;
  std::optional<rules::SqlError> query_error;  // of parsing, positioned

  std::unique_ptr<CopyTask> copy;

  // --- session.cc ---
  void open();  // applies the startup settings
  std::optional<Outcome> start_step(Portal& portal, RowSink& rows, CopySink& copy_sink);
  Outcome finish_step(Outcome outcome, bool last);
  const PreparedPtr& find_statement(std::string_view name) const;
  void refuse_in_failed_block(const Prepared& prepared) const;
  // Runs f; an error, whose place is in `text`, ends what is open and is answered.
  template <class F>
  std::optional<rules::SqlError> guarded(std::string_view text, F&& f) {
    try {
      f();
    } catch (rules::SqlError& error) {
      return std::move(failed(positioned(std::move(error), text)).error);
    }
    return std::nullopt;
  }

  // --- run.cc: the stages ---
  // The one function that runs a statement: starts the portal if it has not been, then pulls rows.
  Outcome run(Portal& portal, std::uint64_t max_rows, RowSink& rows, CopySink& copy_sink);
  PreparedPtr parse_one(std::string text, std::span<const Oid> parameter_types);
  void admit(const Prepared& prepared);
  void screen(const rules::Statement& statement) const;
  void start(Portal& portal, CopySink& copy_sink);
  void bind(Prepared& prepared);
  void check_schema(const Prepared& prepared);
  // Valid until the statement is bound again.
  const Description& describe(Prepared& prepared);
  ExecContext exec_context(std::span<const Value> parameters);
  BindContext bind_context(const Prepared& prepared);
  // Ends what is open after an error; the first forms turn its byte offset into a protocol
  // position.
  Outcome failed(rules::SqlError error, const Prepared* prepared);
  Outcome failed(rules::SqlError error);
  static rules::SqlError positioned(rules::SqlError error, std::string_view text);

  // --- transaction.cc ---
  void need_transaction();  // pins catalog and snapshot for a statement that reads or writes
  void finish_statement(Portal& portal);  // constraints and the next command number
  // BEGIN, COMMIT, ROLLBACK and their forms; answers the command tag.
  std::string run_transaction_statement(const PgQuery__TransactionStmt& statement);
  void commit();  // raises the verdict; the block is then over
  void commit_work();
  void end_transaction();
  void end_implicit();  // commits what no BEGIN opened

  // --- utility.cc: SHOW, SET, EXPLAIN, CALL, DDL and the like ---
  void run_utility(Portal& portal, CopySink& copy_sink);
  void run_ddl_statement(Portal& portal);
  void run_explain(Portal& portal, const PgQuery__ExplainStmt& statement);
  void run_call(Portal& portal, const PgQuery__CallStmt& statement);
  void run_copy(Portal& portal, const PgQuery__CopyStmt& statement, CopySink& copy_sink);
  void finish_analyze();
  PlanPtr plan_text(std::string text, const Prepared& prepared);
  PlanSettings plan_settings() const;
  Description describe_utility(Prepared& prepared);
  const Role& current_role();
  std::uint64_t environment() const;
};

// A query or DML statement, which has a plan; everything else is a utility statement.
bool is_plannable(const rules::Statement& statement);

}  // namespace dsql::engine
