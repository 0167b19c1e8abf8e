// EchoBackend: a session of a few made-up statements, for tests of the protocol around it. Its rows
// are (n integer, text) with n counting from 1; every second text is NULL.
//
//   rows N        N rows               fail          42601 with position, detail and hint
//   begin, commit, poison              copy in       COPY FROM STDIN of two columns
//   notice        a notice             copy out N    N lines
//   set           a reported setting   wait          until cancelled, then 57014
//   die           a FATAL error        throw         a defect of the engine
#pragma once

#include <atomic>
#include <charconv>
#include <chrono>
#include <map>
#include <stdexcept>
#include <thread>

#include "dsqlrules/conditions/connection_errors.h"
#include "dsqlrules/conditions/copy_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/transaction_errors.h"
#include "engine/types/batch.h"
#include "engine/types/type.h"
#include "wire/pg/backend.h"

namespace dsql::wire::test {

inline constexpr rules::Condition<std::string_view> echo_failure{
    .sqlstate = rules::sqlstate::syntax_error, .message = "syntax error at or near \"{}\""};
inline constexpr rules::Condition<> echo_notice{.sqlstate = rules::sqlstate::warning,
                                                .severity = rules::Severity::notice,
                                                .message = "noticed"};

class EchoBackend final : public Backend {
 public:
  EchoBackend(OpenRequest request, engine::SessionListener& listener)
      : request_(std::move(request)), listener_(listener) {
    for (const auto& [name, value] : request_.spec.settings) {
      if (name == "bad") rules::raise(rules::error(rules::conditions::internal_error, value));
    }
  }

  void start_query(std::string text) override {
    statements_.clear();
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find(';', at), text.size());
      statements_.push_back(trimmed(text.substr(at, end - at)));
      at = end + 1;
    }
    next_ = 0;
    if (statements_.size() > 1 && statements_.back().empty()) statements_.pop_back();
    run_ = {};
  }

  Step step(engine::RowSink& rows, engine::CopySink& copy) override {
    if (!run_.started) run_ = {.statement = statements_[next_]};
    Outcome outcome = run(run_, 0, rows, copy, /*simple=*/true);
    if (outcome.kind == Outcome::Kind::suspended) return {std::move(outcome), true};
    run_.started = false;
    const bool more = outcome.kind != Outcome::Kind::failed && ++next_ < statements_.size();
    return {std::move(outcome), more};
  }

  std::optional<SqlError> prepare(std::string name, std::string text,
                                  std::span<const engine::Oid> types) override {
    if (text == "fail") return failure();
    prepared_[std::move(name)] = {std::move(text), {types.begin(), types.end()}};
    return std::nullopt;
  }
  std::optional<SqlError> describe_statement(std::string_view name, Description& out) override {
    const auto& [text, types] = prepared_.at(std::string(name));
    describe(text, out);
    out.parameters = types;
    return std::nullopt;
  }
  std::optional<SqlError> bind(std::string portal, std::string_view statement,
                               std::span<const ParameterValue> parameters,
                               std::span<const std::int16_t> formats) override {
    const auto found = prepared_.find(std::string(statement));
    if (found == prepared_.end()) {
      return rules::error(rules::conditions::internal_error, "no such statement");
    }
    std::string text = found->second.first;
    for (const ParameterValue& value : parameters) {
      text += value.is_null ? " NULL" : " " + std::string(value.bytes);
    }
    portals_[std::move(portal)] = {{.statement = std::move(text)},
                                   {formats.begin(), formats.end()}};
    return std::nullopt;
  }
  std::optional<SqlError> describe_portal(std::string_view portal, Description& out) override {
    const auto found = portals_.find(std::string(portal));
    if (found == portals_.end()) {
      return rules::error(rules::conditions::cursor_does_not_exist, portal);
    }
    describe(found->second.first.statement, out);
    return std::nullopt;
  }
  std::span<const std::int16_t> result_formats(std::string_view portal) const override {
    return portals_.at(std::string(portal)).second;
  }
  Outcome fetch(std::string_view portal, std::uint64_t max_rows, engine::RowSink& rows,
                engine::CopySink& copy) override {
    return run(portals_.at(std::string(portal)).first, max_rows, rows, copy, false);
  }
  void close_statement(std::string_view name) override { prepared_.erase(std::string(name)); }
  void close_portal(std::string_view name) override { portals_.erase(std::string(name)); }
  std::optional<SqlError> sync() override {
    portals_.clear();
    return std::nullopt;
  }

  std::optional<SqlError> copy_data(std::string_view bytes) override {
    if (bytes == "bad\n") return failure();
    copied_ += bytes;
    return std::nullopt;
  }
  Outcome copy_done() override {
    return {.tag = "COPY " + std::to_string(std::count(copied_.begin(), copied_.end(), '\n')),
            .error = {}};
  }
  Outcome copy_fail(std::string_view message) override {
    return {.kind = Outcome::Kind::failed,
            .tag = {},
            .error = rules::error(rules::conditions::copy_failed_by_client, message)};
  }

  void fail_block() override {
    if (state_ == engine::BlockState::in_block) state_ = engine::BlockState::failed;
  }
  engine::BlockState block_state() const override { return state_; }
  std::vector<std::pair<std::string, std::string>> reported_settings() const override {
    return {{"server_version", "16.15"},
            {"session_authorization", request_.spec.user},
            {"cluster", request_.cluster}};
  }
  const engine::TextFormat& text_format() const override { return format_; }
  void cancel() override { cancelled_.store(true); }

 private:
  struct Run {
    std::string statement;
    bool started = false;
    std::uint32_t sent = 0;
  };

  static std::string trimmed(std::string text) {
    text.erase(0, text.find_first_not_of(" \n"));
    text.erase(text.find_last_not_of(" \n") + 1);
    return text;
  }
  static std::uint32_t number_of(std::string_view statement) {
    constexpr std::uint32_t most = 100'000;  // a fuzzer asks for any number
    std::uint32_t number = 0;
    const std::string_view digits = statement.substr(statement.rfind(' ') + 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return std::min(number, most);
  }
  static SqlError failure() {
    SqlError error = rules::error(echo_failure, "fail");
    error.location = 3;
    error.detail = "the detail";
    error.hint = "the hint";
    error.where = "the context";
    error.schema = "public";
    error.table = "t";
    error.column = "c";
    error.datatype = "int4";
    error.constraint = "k";
    return error;
  }
  static Outcome failed(SqlError error) {
    return {.kind = Outcome::Kind::failed, .tag = {}, .error = std::move(error)};
  }
  static engine::RowShape shape() {
    return {{.name = "n", .type = engine::oid::int4, .type_size = 4},
            {.name = "label", .table = 26384, .attribute = 2, .type = engine::oid::text}};
  }
  static void describe(const std::string& statement, Description& out) {
    out.parameters.clear();
    out.returns_rows = statement.starts_with("rows");
    out.shape = out.returns_rows ? shape() : engine::RowShape{};
  }

  Outcome run(Run& run, std::uint64_t limit, engine::RowSink& rows, engine::CopySink& copy,
              bool simple) {
    const std::string& statement = run.statement;
    const bool first = !run.started;
    run.started = true;
    if (statement.empty()) return {.kind = Outcome::Kind::empty, .tag = {}, .error = {}};
    if (statement.starts_with("rows")) {
      if (simple && first) rows.start(shape());
      return send_rows(run, limit, rows);
    }
    if (statement == "begin") return state_ = engine::BlockState::in_block, done("BEGIN");
    if (statement == "commit") return state_ = engine::BlockState::idle, done("COMMIT");
    if (statement == "notice") return listener_.notice(rules::error(echo_notice)), done("NOTICE");
    if (statement == "set") return listener_.parameter_changed("TimeZone", "UTC"), done("SET");
    if (statement == "copy in") {
      copied_.clear();
      return {.kind = Outcome::Kind::copy_in, .tag = {}, .error = {}, .copy_columns = 2};
    }
    if (statement.starts_with("copy out")) return copy_out(number_of(statement), copy);
    if (statement == "wait") return wait_for_cancel();
    if (statement == "die") {
      return failed(rules::error(rules::conditions::admin_shutdown));
    }
    if (statement == "throw") throw std::runtime_error("defect");
    fail_block();
    return failed(failure());
  }

  static Outcome done(std::string tag) { return {.tag = std::move(tag), .error = {}}; }

  Outcome send_rows(Run& run, std::uint64_t limit, engine::RowSink& rows) {
    const std::uint32_t total = number_of(run.statement);
    for (std::uint64_t taken = 0; run.sent < total; ++run.sent, ++taken) {
      if (limit > 0 && taken == limit)
        return {.kind = Outcome::Kind::suspended, .tag = {}, .error = {}};
      engine::Column numbers(engine::Physical::int32, 1), labels(engine::Physical::bytes, 1);
      numbers.set(0, static_cast<std::int32_t>(run.sent + 1));
      if (run.sent % 2 == 0) {
        labels.own(0, "row " + std::to_string(run.sent + 1));
      } else {
        labels.set_null(0);
      }
      engine::Batch batch{{&numbers, &labels}, engine::Selection::all(1)};
      if (!rows.accept(batch)) {
        ++run.sent;
        return {.kind = Outcome::Kind::suspended, .tag = {}, .error = {}};
      }
    }
    return done("SELECT " + std::to_string(total));
  }

  Outcome copy_out(std::uint32_t lines, engine::CopySink& copy) {
    copy.start(2);
    for (std::uint32_t i = 0; i < lines; ++i) copy.data(std::to_string(i) + "\tx\n");
    copy.end();
    return done("COPY " + std::to_string(lines));
  }

  Outcome wait_for_cancel() {
    while (!cancelled_.exchange(false)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return failed(rules::error(rules::conditions::query_canceled));
  }

  OpenRequest request_;
  engine::SessionListener& listener_;
  engine::TextFormat format_;
  engine::BlockState state_ = engine::BlockState::idle;
  std::atomic<bool> cancelled_{false};
  std::vector<std::string> statements_;
  std::size_t next_ = 0;
  Run run_;
  std::map<std::string, std::pair<std::string, std::vector<engine::Oid>>> prepared_;
  std::map<std::string, std::pair<Run, std::vector<std::int16_t>>> portals_;
  std::string copied_;
};

class EchoFactory final : public BackendFactory {
 public:
  std::unique_ptr<Backend> open(OpenRequest request, engine::SessionListener& listener) override {
    return std::make_unique<EchoBackend>(std::move(request), listener);
  }
};

}  // namespace dsql::wire::test
