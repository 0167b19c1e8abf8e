// Statements that are no query plans: SET and SHOW, transactions, EXPLAIN, CALL, COPY, DDL.
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/setting_errors.h"
#include "dsqlrules/conditions/transaction_errors.h"
#include "dsqlrules/conditions/value_errors.h"
#include "dsqlrules/parse/node.h"
#include "engine/exec/ddl.h"
#include "engine/plan/explain.h"
#include "engine/session/copy_task.h"
#include "engine/session/setting_statement.h"
#include "engine/session/state.h"
#include "engine/system/job_id.h"

namespace dsql::engine {

namespace {

RowShape one_column(std::string name, Oid type) {
  return {{std::move(name), 0, 0, type, type_of(type).length, -1}};
}

StaticRows text_rows(RowShape shape, const std::vector<std::vector<std::string>>& rows) {
  StaticRows result{std::move(shape), RowBuffer()};
  std::vector<Physical> physical(result.shape.size(), Physical::bytes);
  result.rows.reset(physical);
  std::vector<Column> columns(physical.size());
  std::vector<const Column*> pointers;
  for (const Column& column : columns) pointers.push_back(&column);
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      columns[c].prepare(Physical::bytes, 1);
      columns[c].own(0, row[c]);
    }
    result.rows.append(pointers, Selection::all(1));
  }
  return result;
}

StaticRows boolean_row(std::string name, bool value) {
  StaticRows result{one_column(std::move(name), oid::boolean), RowBuffer({Physical::boolean})};
  Column column(Physical::boolean, 1);
  column.set(0, value);
  const Column* pointers[] = {&column};
  result.rows.append(std::span<const Column* const>(pointers), Selection::all(1));
  return result;
}

RowShape show_shape(const PgQuery__VariableShowStmt& statement, const Settings& settings) {
  if (std::string_view(statement.name) == "all") {
    RowShape shape = one_column("name", oid::text);
    shape.push_back(one_column("setting", oid::text)[0]);
    shape.push_back(one_column("description", oid::text)[0]);
    return shape;
  }
  const std::string_view name = settings.canonical_name(statement.name);
  if (name.empty()) rules::raise(rules::conditions::unrecognized_setting, statement.name);
  return one_column(std::string(name), oid::text);
}

StaticRows show(const PgQuery__VariableShowStmt& statement, const Settings& settings) {
  std::vector<std::vector<std::string>> rows;
  if (std::string_view(statement.name) == "all") {
    for (const Setting& setting : all_settings())
      rows.push_back({std::string(setting.name), settings.show(setting.name).value_or(""), ""});
  } else {
    const std::optional<std::string> value = settings.show(statement.name);
    if (!value) rules::raise(rules::conditions::unrecognized_setting, statement.name);
    rows.push_back({*value});
  }
  return text_rows(show_shape(statement, settings), rows);
}

bool is_job_statement(const rules::Statement& statement) {
  return statement.async && statement.node != nullptr;
}

const PgQuery__ExplainStmt* explain_of(const rules::Statement& statement) {
  return statement.node != nullptr && statement.node->node_case == PG_QUERY__NODE__NODE_EXPLAIN_STMT
             ? statement.node->explain_stmt
             : nullptr;
}

// CALL takes its arguments as expressions: they are computed as a query of their own.
std::string argument_query(const PgQuery__CallStmt& call) {
  std::string text = "SELECT ";
  const auto args = rules::nodes(call.funccall->n_args, call.funccall->args);
  for (std::size_t i = 0; i < args.size(); ++i) {
    if (i > 0) text += ", ";
    text += "(" + rules::deparse_expression(*args[i]) + ")::text";
  }
  return text;
}

}  // namespace

bool is_plannable(const rules::Statement& statement) {
  if (statement.node == nullptr) return false;
  switch (statement.node->node_case) {
    case PG_QUERY__NODE__NODE_SELECT_STMT:
    case PG_QUERY__NODE__NODE_INSERT_STMT:
    case PG_QUERY__NODE__NODE_UPDATE_STMT:
    case PG_QUERY__NODE__NODE_DELETE_STMT: return true;
    default: return false;
  }
}

Description Session::State::describe_utility(Prepared& prepared) {
  Description description;
  const rules::Statement& statement = *prepared.statement;
  if (is_job_statement(statement)) {
    description.shape = one_column("job_id", oid::text);
  } else if (statement.node == nullptr) {
    return description;
  } else if (statement.node->node_case == PG_QUERY__NODE__NODE_VARIABLE_SHOW_STMT) {
    description.shape = show_shape(*statement.node->variable_show_stmt, settings);
  } else if (const PgQuery__ExplainStmt* explain = explain_of(statement)) {
    need_transaction();
    description.parameters = bind_query(*explain->query, bind_context(prepared)).parameter_types;
    description.shape = one_column("QUERY PLAN", oid::text);
  } else if (statement.node->node_case == PG_QUERY__NODE__NODE_CALL_STMT) {
    need_transaction();
    const rules::ParseTree arguments = rules::parse(argument_query(*statement.node->call_stmt));
    description.parameters =
        bind_query(*arguments.statements()[0].node, bind_context(prepared)).parameter_types;
    description.shape = one_column("succeeded", oid::boolean);
  }
  description.returns_rows = !description.shape.empty();
  return description;
}

void Session::State::run_utility(Portal& portal, CopySink& copy_sink) {
  const rules::Statement& statement = *portal.prepared()->statement;
  if (is_ddl(statement)) return run_ddl_statement(portal);
  const rules::Node& node = *statement.node;
  switch (node.node_case) {
    case PG_QUERY__NODE__NODE_TRANSACTION_STMT: {
      std::string tag = run_transaction_statement(*node.transaction_stmt);
      return portal.finish(std::move(tag));
    }
    case PG_QUERY__NODE__NODE_VARIABLE_SET_STMT: {
      if (auto warning = run_set(*node.variable_set_stmt, settings,
                                 block.state() == rules::BlockState::in_block)) {
        listener.notice(*warning);
      }
      for (const auto& [name, value] : settings.take_reported_changes())
        listener.parameter_changed(name, value);
      return portal.finish(std::string(portal.prepared()->traits.tag));
    }
    case PG_QUERY__NODE__NODE_VARIABLE_SHOW_STMT:
      return portal.start_rows(show(*node.variable_show_stmt, settings), "SHOW");
    case PG_QUERY__NODE__NODE_EXPLAIN_STMT: return run_explain(portal, *node.explain_stmt);
    case PG_QUERY__NODE__NODE_CALL_STMT: return run_call(portal, *node.call_stmt);
    case PG_QUERY__NODE__NODE_DEALLOCATE_STMT:
      statements.clear();
      return portal.finish("DEALLOCATE ALL");
    case PG_QUERY__NODE__NODE_COPY_STMT: return run_copy(portal, *node.copy_stmt, copy_sink);
    default: rules::raise(rules::conditions::unsupported_node, static_cast<int>(node.node_case));
  }
}

void Session::State::run_ddl_statement(Portal& portal) {
  need_transaction();
  const BoundDdl bound = bind_ddl(*portal.prepared()->statement, bind_context(*portal.prepared()));
  ExecContext context = exec_context({});
  if (const auto* constraints = std::get_if<SetConstraints>(&bound.action)) {
    std::vector<Oid> keys;
    for (const auto& [table, key] : constraints->foreign_keys) keys.push_back(key);
    const Plan none{};
    Execution execution{context, none, {}, nullptr};
    if (constraints->all || !keys.empty()) {
      transaction.constraints->set_deferred(keys, constraints->deferred, execution);
    }
    return portal.finish(bound.tag);
  }
  DdlResult result = run_ddl(bound, context);
  for (const rules::SqlError& notice : result.notices) listener.notice(notice);
  if (result.wait_for_jobs) {
    portal.finish(result.tag);
    return finish_analyze();
  }
  if (result.job_id) {
    portal.start_rows(text_rows(one_column("job_id", oid::text), {{*result.job_id}}), result.tag);
  } else {
    portal.finish(result.tag);
  }
}

// ANALYZE is answered when its jobs have ended: they run in transactions of their own, which begin
// now.
void Session::State::finish_analyze() {
  std::vector<Uuid> ids;
  for (const JobRequest& job : transaction.jobs) ids.push_back(job.id);
  commit();
  for (const Uuid& id : ids) cluster.jobs.wait(id, cancelled);
}

void Session::State::run_explain(Portal& portal, const PgQuery__ExplainStmt& statement) {
  need_transaction();
  BoundQuery bound = bind_query(*statement.query, bind_context(*portal.prepared()));
  const PlanContext context{*transaction.catalog, *services, plan_settings(),
                            settings.text_format(), *services};
  const PlanPtr plan = plan_query(std::move(bound), context);
  const ExplainOptions options = explain_options(statement);
  std::vector<std::vector<std::string>> rows;
  std::optional<std::uint64_t> actual;
  if (options.analyze) {
    RunningQuery running(exec_context(portal.parameters()), plan);
    running.root = build(*plan->root, running.execution);
    running.root->open();
    actual = 0;
    while (const Batch* batch = running.root->next()) *actual += batch->rows.count;
    transaction.constraints->finish_statement(running.execution);
  }
  for (std::string& line : explain(*plan, options, actual)) rows.push_back({std::move(line)});
  portal.start_rows(text_rows(one_column("QUERY PLAN", oid::text), rows), "EXPLAIN");
}

// CALL sys.wait_for_job(id) is the only procedure there is.
void Session::State::run_call(Portal& portal, const PgQuery__CallStmt& statement) {
  need_transaction();
  const auto name = rules::name_parts(statement.funccall->n_funcname, statement.funccall->funcname);
  if (name.size() != 2 || name[0] != "sys" || name[1] != "wait_for_job" ||
      statement.funccall->n_args != 1) {
    rules::raise(rules::conditions::undefined_procedure,
                 rules::dotted_name(statement.funccall->n_funcname, statement.funccall->funcname));
  }
  RunningQuery running(exec_context(portal.parameters()),
                       plan_text(argument_query(statement), *portal.prepared()));
  running.root = build(*running.plan->root, running.execution);
  running.root->open();
  const Batch* row = running.root->next();
  std::optional<Uuid> job;
  if (!row->columns[0]->is_null(row->rows[0]))
    job = base32_to_uuid(row->columns[0]->at<std::string_view>(row->rows[0]));
  if (!job) rules::raise(rules::conditions::text_to_uuid);
  const std::optional<bool> succeeded = cluster.jobs.wait(*job, cancelled);
  portal.start_rows(boolean_row("succeeded", succeeded.value_or(true)), "CALL");
}

void Session::State::run_copy(Portal& portal, const PgQuery__CopyStmt& statement,
                              CopySink& copy_sink) {
  need_transaction();
  if (statement.is_from) {
    copy = std::make_unique<CopyTask>(
        statement, plan_text(copy_insert_text(statement), *portal.prepared()), exec_context({}));
    return;
  }
  const PlanPtr plan = plan_text(copy_select_text(statement), *portal.prepared());
  RunningQuery running(exec_context({}), plan);
  portal.finish(copy_to_client(statement, running, copy_sink));
}

// Binds and plans the text of a query that stands for another statement.
PlanPtr Session::State::plan_text(std::string text, const Prepared& prepared) {
  const rules::ParseTree tree = rules::parse(std::move(text));
  BoundQuery bound = bind_query(*tree.statements()[0].node, bind_context(prepared));
  const PlanContext context{*transaction.catalog, *services, plan_settings(),
                            settings.text_format(), *services};
  return plan_query(std::move(bound), context);
}

const Role& Session::State::current_role() {
  const Role* role = transaction.catalog->find_role(services->current_user());
  if (role == nullptr) rules::raise(rules::conditions::undefined_role, services->current_user());
  return *role;
}

std::uint64_t Session::State::environment() const { return settings.environment(); }

PlanSettings Session::State::plan_settings() const {
  return {.enable_hashjoin = settings.enabled("enable_hashjoin"),
          .enable_nestloop = settings.enabled("enable_nestloop"),
          .enable_indexscan = settings.enabled("enable_indexscan"),
          .enable_indexonlyscan = settings.enabled("enable_indexonlyscan"),
          .enable_seqscan = settings.enabled("enable_seqscan")};
}

}  // namespace dsql::engine
