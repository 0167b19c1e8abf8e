// The way of a statement: parse, admit and screen, bind, plan, pull, finish. Session::State::run is
// the whole of it; the functions below it are its stages in order.
#include <algorithm>

#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/transaction_errors.h"
#include "dsqlrules/shape/from_syntax.h"
#include "engine/bind/bind.h"
#include "engine/exec/sql_function.h"
#include "engine/plan/planner.h"
#include "engine/session/state.h"

namespace dsql::engine {

Outcome Session::State::run(Portal& portal, std::uint64_t max_rows, RowSink& rows,
                            CopySink& copy_sink) {
  const Prepared& prepared = *portal.prepared();
  if (prepared.statement == nullptr) return {.kind = Outcome::Kind::empty};
  // A cancellation is of the request that runs when it comes.
  const bool begins = !portal.started() || (&portal != query_portal.get() && !portal.interrupted());
  if (begins) cancelled.store(false, std::memory_order_relaxed);
  try {
    if (!portal.started()) {
      admit(prepared);
      start(portal, copy_sink);
      if (copy) return {.kind = Outcome::Kind::copy_in, .copy_columns = copy->columns()};
    }
    const bool was_finished = portal.finished();
    Outcome outcome = portal.pull(max_rows, rows);
    if (outcome.kind == Outcome::Kind::done && !was_finished) finish_statement(portal);
    return outcome;
  } catch (rules::SqlError& error) {
    return failed(std::move(error), &prepared);
  }
}

PreparedPtr Session::State::parse_one(std::string text, std::span<const Oid> parameter_types) {
  if (PreparedPtr cached = plan_cache.find(text, parameter_types)) return cached;
  auto tree = std::make_shared<rules::ParseTree>(rules::parse(std::move(text)));
  if (tree->statements().size() > 1)
    rules::raise(rules::conditions::multiple_commands_in_prepared_statement);
  auto prepared = std::make_shared<Prepared>();
  prepared->given_types.assign(parameter_types.begin(), parameter_types.end());
  if (!tree->statements().empty()) {
    prepared->statement = &tree->statements()[0];
    prepared->traits = rules::traits_of(*prepared->statement);
  }
  prepared->tree = std::move(tree);
  if (prepared->statement != nullptr) plan_cache.offer(prepared);
  return prepared;
}

void Session::State::screen(const rules::Statement& statement) const {
  rules::ScreenOptions options;
  options.as_of = cluster.as_of;
  options.sync_create_index = settings.sync_create_index();
  rules::Screen(options).admit(statement);
}

// What the transaction's state refuses comes first, even for statements that do not exist; what a
// transaction may mix comes after the statement's own refusals.
void Session::State::admit(const Prepared& prepared) {
  const std::chrono::microseconds now(cluster.clock.now());
  if (auto refused = block.admit(prepared.traits, now)) rules::raise(std::move(refused->error));
  screen(*prepared.statement);
  if (prepared.traits.counts_as_ddl()) {
    for (rules::Violation& violation :
         rules::shape_violations(*prepared.statement, cluster.as_of)) {
      rules::raise(std::move(violation.error));
    }
  }
  if (auto refused = block.enter(prepared.traits, now)) rules::raise(std::move(refused->error));
}

// Binds, plans and starts a query; runs a utility statement.
void Session::State::start(Portal& portal, CopySink& copy_sink) {
  Prepared& prepared = *portal.prepared();
  if (!is_plannable(*prepared.statement)) {
    run_utility(portal, copy_sink);
    return;
  }
  need_transaction();
  bind(prepared);
  check_schema(prepared);
  portal.start_query(
      std::make_unique<RunningQuery>(exec_context(portal.parameters()), prepared.plan));
}

namespace {

Description description_of(const Prepared& prepared) {
  Description description;
  description.parameters = prepared.parameter_types;
  const BoundQuery& bound = prepared.plan->query;
  description.returns_rows = !bound.results.empty() || bound.tag == "SELECT";
  for (const auto& [name, id] : bound.results) {
    const ColumnOrigin& origin = bound.columns[id];
    const bool row = origin.type == oid::record && origin.declared != 0;
    description.shape.push_back({name, origin.table, origin.attribute,
                                 row ? origin.declared : origin.type, type_of(origin.type).length,
                                 origin.modifier});
  }
  return description;
}

}  // namespace

// Makes the plan, unless the one at hand was made for this catalog and these settings.
void Session::State::bind(Prepared& prepared) {
  if (prepared.plan && prepared.catalog == transaction.catalog &&
      prepared.environment == environment())
    return;
  BoundQuery bound = bind_query(*prepared.statement->node, bind_context(prepared));
  prepared.parameter_types = bound.parameter_types;
  const PlanContext context{*transaction.catalog, *services, plan_settings(),
                            settings.text_format(), *services};
  prepared.plan = plan_query(std::move(bound), context);
  prepared.description = description_of(prepared);
  prepared.catalog = transaction.catalog;
  prepared.environment = environment();
}

// OC001: another session has changed a table since this one last used it. New, valid or dropped
// indexes alone do not change what a statement means: the server carries such changes over.
void Session::State::check_schema(const Prepared& prepared) {
  if (transaction.edit) return;  // sees its own changes
  bool changed = false;
  for (const Oid oid : prepared.plan->query.tables) {
    std::shared_ptr<const Table> now = transaction.catalog->shared_table(oid);
    if (!now) continue;
    std::shared_ptr<const Table>& seen = seen_tables[oid];
    if (seen && seen != now && !same_structure(*seen, *now)) changed = true;
    seen = std::move(now);
  }
  if (changed) rules::raise(rules::conditions::conflict_on_schema);
}

BindContext Session::State::bind_context(const Prepared& prepared) {
  return {.catalog = transaction.catalog,
          .search_path = settings.search_path(),
          .role = &current_role(),
          .format = &settings.text_format(),
          .parameter_types = prepared.given_types,
          .lateral_defect = false};
}

ExecContext Session::State::exec_context(std::span<const Value> parameters) {
  return {.transaction = transaction,
          .block = block,
          .services = *services,
          .system = *services,
          .store = cluster.store,
          .format = settings.text_format(),
          .parameters = parameters,
          .cancelled = cancelled,
          .command = transaction.txn->command()};
}

const Description& Session::State::describe(Prepared& prepared) {
  if (prepared.statement == nullptr) return prepared.description;
  if (is_plannable(*prepared.statement)) {
    need_transaction();
    bind(prepared);
  } else {
    prepared.description = describe_utility(prepared);
  }
  return prepared.description;
}

namespace {

// The protocol counts characters from 1, the parser bytes from 0.
int character_position(std::string_view text, int byte_offset) {
  int characters = 1;
  for (int i = 0; i < byte_offset && i < static_cast<int>(text.size()); ++i) {
    if ((static_cast<unsigned char>(text[static_cast<std::size_t>(i)]) & 0xC0U) != 0x80U)
      ++characters;
  }
  return characters;
}

}  // namespace

Outcome Session::State::failed(rules::SqlError error, const Prepared* prepared) {
  const std::string_view text =
      prepared != nullptr && prepared->tree ? prepared->tree->text() : std::string_view();
  return failed(positioned(std::move(error), text));
}

rules::SqlError Session::State::positioned(rules::SqlError error, std::string_view text) {
  error.location =
      error.location >= 0 && !text.empty() ? character_position(text, error.location) : 0;
  return error;
}

// The error has its protocol position. What is open has failed: a block waits for its end,
// everything else is over.
Outcome Session::State::failed(rules::SqlError error) {
  copy.reset();
  block.fail();
  for (auto& [name, portal] : portals) portal->close();
  if (query_portal) query_portal->close();
  transaction = TransactionState{};
  if (block.state() != rules::BlockState::failed) end_transaction();
  return {.kind = Outcome::Kind::failed, .error = std::move(error)};
}

}  // namespace dsql::engine
