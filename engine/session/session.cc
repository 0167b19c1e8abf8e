#include "engine/session/session.h"

#include "dsqlrules/conditions/copy_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/transaction_errors.h"
#include "engine/session/copy_task.h"
#include "engine/session/parameters.h"
#include "engine/session/state.h"

namespace dsql::engine {

Session::State::State(ClusterContext& context, SessionSpec session_spec,
                      SessionListener& session_listener)
    : cluster(context), spec(std::move(session_spec)), listener(session_listener) {
  services =
      std::make_unique<StatementServices>(cluster, settings, transaction, spec.user, cancelled);
  settings.set_object_names(*services);
}

Session::State::~State() = default;

void Session::State::open() {
  if (cluster.catalog.newest()->find_role(spec.user) == nullptr) {
    if (!spec.trusted) {
      rules::SqlError unknown = rules::error(rules::conditions::undefined_role, spec.user);
      unknown.severity = rules::Severity::fatal;
      rules::raise(std::move(unknown));
    }
    spec.user = "admin";
  }
  for (const auto& [name, value] : spec.settings) {
    try {
      settings.set_at_start(name, value);
    } catch (rules::SqlError& error) {
      error.severity = rules::Severity::fatal;
      throw;
    }
  }
}

const PreparedPtr& Session::State::find_statement(std::string_view name) const {
  const auto found = statements.find(name);
  if (found == statements.end()) {
    if (name.empty()) rules::raise(rules::conditions::unnamed_prepared_statement_missing);
    rules::raise(rules::conditions::prepared_statement_missing, name);
  }
  return found->second;
}

void Session::State::refuse_in_failed_block(const Prepared& prepared) const {
  if (prepared.statement == nullptr || block.state() != rules::BlockState::failed ||
      prepared.traits.ends_block)
    return;
  rules::raise(rules::conditions::in_failed_transaction);
}

Session::Session(ClusterContext& cluster, SessionSpec spec, SessionListener& listener)
    : state_(std::make_unique<State>(cluster, std::move(spec), listener)) {
  state_->open();
}

Session::~Session() = default;

// --- simple query
// ----------------------------------------------------------------------------------

void Session::start_query(std::string text) {
  State& s = *state_;
  s.query.clear();
  s.query_at = 0;
  s.query_portal.reset();
  s.query_error.reset();
  const std::string original = text;
  try {
    if (PreparedPtr cached = s.plan_cache.find(text, {})) {
      s.query.push_back(std::move(cached));
      return;
    }
    auto tree = std::make_shared<rules::ParseTree>(rules::parse(std::move(text)));
    for (const rules::Statement& statement : tree->statements()) {
      auto prepared = std::make_shared<Prepared>();
      prepared->tree = tree;
      prepared->statement = &statement;
      prepared->traits = rules::traits_of(statement);
      s.query.push_back(std::move(prepared));
    }
    if (s.query.size() == 1) s.plan_cache.offer(s.query[0]);
    if (s.query.empty()) s.query.push_back(std::make_shared<Prepared>());
  } catch (rules::SqlError& error) {
    // A message that does not parse is one error, and fails an open block.
    s.query_error = State::positioned(std::move(error), original);
  }
}

Session::Step Session::step(RowSink& rows, CopySink& copy) {
  State& s = *state_;
  if (s.query_error) {
    rules::SqlError error = std::move(*s.query_error);
    s.query_error.reset();
    if (s.block.state() == rules::BlockState::failed) {
      // Even a syntax error is 25P02's turn only after parsing, as in PostgreSQL: the text comes
      // first.
      return {Outcome{.kind = Outcome::Kind::failed, .error = std::move(error)}, false};
    }
    return {s.failed(std::move(error)), false};
  }
  const PreparedPtr prepared = s.query[s.query_at];
  const bool last = s.query_at + 1 == s.query.size();
  if (!s.query_portal) {
    s.query_portal =
        std::make_unique<Portal>(prepared, std::vector<Value>(), std::vector<std::int16_t>());
    if (auto refused = s.start_step(*s.query_portal, rows, copy))
      return {std::move(*refused), false};
  }
  Outcome outcome = s.copy
                        ? Outcome{.kind = Outcome::Kind::copy_in, .copy_columns = s.copy->columns()}
                        : s.run(*s.query_portal, 0, rows, copy);
  if (outcome.kind == Outcome::Kind::suspended) return {std::move(outcome), true};
  if (outcome.kind == Outcome::Kind::copy_in) return {std::move(outcome), !last};
  if (outcome.kind == Outcome::Kind::failed) {
    s.query_portal.reset();
    return {std::move(outcome), false};
  }
  return {s.finish_step(std::move(outcome), last), !last};
}

// The row description of a statement with rows goes out before its first row.
std::optional<Outcome> Session::State::start_step(Portal& portal, RowSink& rows,
                                                  CopySink& copy_sink) {
  const Prepared& prepared = *portal.prepared();
  if (prepared.statement == nullptr) return std::nullopt;
  cancelled.store(false, std::memory_order_relaxed);
  try {
    admit(prepared);
    start(portal, copy_sink);
    if (const RowShape* shape = portal.shape()) {
      rows.start(*shape);
    } else if (portal.query() != nullptr) {
      const Description& description = describe(*portal.prepared());
      if (description.returns_rows) rows.start(description.shape);
    }
  } catch (rules::SqlError& error) {
    Outcome outcome = failed(std::move(error), &prepared);
    query_portal.reset();
    return outcome;
  }
  return std::nullopt;
}

// A statement of the message is done; after the last one the implicit transaction commits, before
// the client hears that the statement is complete.
Outcome Session::State::finish_step(Outcome outcome, bool last) {
  const PreparedPtr prepared = query_portal->prepared();
  query_portal.reset();
  ++query_at;
  if (!last) return outcome;
  try {
    end_implicit();
  } catch (rules::SqlError& error) {
    return failed(std::move(error), prepared.get());
  }
  return outcome;
}

// --- extended protocol
// -------------------------------------------------------------------------------

std::optional<rules::SqlError> Session::prepare(std::string name, std::string text,
                                                std::span<const Oid> parameter_types) {
  State& s = *state_;
  return s.guarded(text, [&] {
    if (!name.empty() && s.statements.count(name) != 0) {
      rules::raise(rules::conditions::duplicate_prepared_statement, name);
    }
    PreparedPtr prepared = s.parse_one(text, parameter_types);
    s.refuse_in_failed_block(*prepared);
    if (prepared->statement != nullptr) s.screen(*prepared->statement);
    s.describe(*prepared);
    s.statements.insert_or_assign(std::move(name), std::move(prepared));
  });
}

std::optional<rules::SqlError> Session::describe_statement(std::string_view name,
                                                           Description& out) {
  State& s = *state_;
  return s.guarded({}, [&] {
    const PreparedPtr& prepared = s.find_statement(name);
    s.refuse_in_failed_block(*prepared);
    out = s.describe(*prepared);
  });
}

std::optional<rules::SqlError> Session::bind(std::string portal, std::string_view statement,
                                             std::span<const ParameterValue> parameters,
                                             std::span<const std::int16_t> result_formats) {
  State& s = *state_;
  return s.guarded({}, [&] {
    const PreparedPtr prepared = s.find_statement(statement);
    if (!portal.empty() && s.portals.count(portal) != 0)
      rules::raise(rules::conditions::duplicate_cursor, portal);
    s.refuse_in_failed_block(*prepared);
    const Description& description = s.describe(*prepared);
    check_parameter_count(parameters.size(), description.parameters.size(), statement);
    std::vector<Value> values =
        read_parameters(parameters, description.parameters, s.settings.text_format(), *s.services);
    std::vector<std::int16_t> formats = spread_formats(result_formats, description.shape.size());
    s.portals.erase(portal);
    s.portals.emplace(std::move(portal),
                      std::make_unique<Portal>(prepared, std::move(values), std::move(formats)));
  });
}

std::optional<rules::SqlError> Session::describe_portal(std::string_view portal, Description& out) {
  State& s = *state_;
  return s.guarded({}, [&] {
    const auto found = s.portals.find(portal);
    if (found == s.portals.end()) rules::raise(rules::conditions::cursor_does_not_exist, portal);
    s.refuse_in_failed_block(*found->second->prepared());
    out = s.describe(*found->second->prepared());
  });
}

std::span<const std::int16_t> Session::result_formats(std::string_view portal) const {
  const auto found = state_->portals.find(portal);
  return found == state_->portals.end() ? std::span<const std::int16_t>()
                                        : found->second->formats();
}

Outcome Session::fetch(std::string_view portal, std::uint64_t max_rows, RowSink& rows,
                       CopySink& copy) {
  State& s = *state_;
  const auto found = s.portals.find(portal);
  if (found == s.portals.end()) {
    return s.failed(rules::error(rules::conditions::cursor_does_not_exist, portal), nullptr);
  }
  Portal& running = *found->second;
  // A COMMIT or ROLLBACK drops every portal, this one too: it stays alive until its answer is made.
  const bool ends = running.prepared()->traits.ends_block;
  if (!ends) return s.run(running, max_rows, rows, copy);
  const std::unique_ptr<Portal> alive = std::move(found->second);
  s.portals.erase(found);
  return s.run(*alive, max_rows, rows, copy);
}

void Session::close_statement(std::string_view name) {
  const auto found = state_->statements.find(name);
  if (found != state_->statements.end()) state_->statements.erase(found);
}

void Session::close_portal(std::string_view name) {
  const auto found = state_->portals.find(name);
  if (found != state_->portals.end()) state_->portals.erase(found);
}

std::optional<rules::SqlError> Session::sync() {
  State& s = *state_;
  return s.guarded({}, [&] { s.end_implicit(); });
}

// --- COPY FROM STDIN
// -----------------------------------------------------------------------------------

std::optional<rules::SqlError> Session::copy_data(std::string_view bytes) {
  State& s = *state_;
  if (!s.copy) return std::nullopt;
  return s.guarded({}, [&] { s.copy->data(bytes); });
}

Outcome Session::copy_done() {
  State& s = *state_;
  if (!s.copy) return s.failed(rules::error(rules::conditions::no_copy_in_progress), nullptr);
  try {
    const std::string tag = s.copy->finish();
    s.copy.reset();
    if (s.transaction.txn) s.transaction.txn->next_command();
    Outcome outcome{.kind = Outcome::Kind::done, .tag = tag};
    if (!s.query_portal) return outcome;
    return s.finish_step(std::move(outcome), s.query_at + 1 == s.query.size());
  } catch (rules::SqlError& error) {
    return s.failed(std::move(error), nullptr);
  }
}

Outcome Session::copy_fail(std::string_view message) {
  State& s = *state_;
  s.copy.reset();
  return s.failed(rules::error(rules::conditions::copy_failed_by_client, message), nullptr);
}

// --- state
// ---------------------------------------------------------------------------------------------

void Session::fail_block() {
  State& s = *state_;
  s.failed(rules::error(rules::conditions::in_failed_transaction), nullptr);
}

BlockState Session::block_state() const {
  switch (state_->block.state()) {
    case rules::BlockState::in_block: return BlockState::in_block;
    case rules::BlockState::failed: return BlockState::failed;
    default: return BlockState::idle;
  }
}

std::vector<std::pair<std::string, std::string>> Session::reported_settings() const {
  std::vector<std::pair<std::string, std::string>> reported = state_->settings.reported();
  reported.emplace_back("is_superuser", state_->spec.user == "admin" ? "on" : "off");
  reported.emplace_back("session_authorization", state_->spec.user);
  return reported;
}

const TextFormat& Session::text_format() const { return state_->settings.text_format(); }

void Session::cancel() {
  state_->cancelled.store(true, std::memory_order_relaxed);
  state_->cluster.clock.wake();
  state_->cluster.jobs.wake();
}

}  // namespace dsql::engine
