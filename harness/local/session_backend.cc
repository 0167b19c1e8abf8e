#include "harness/local/session_backend.h"

#include <utility>

#include "engine/session/session.h"

namespace dsql::harness {
namespace {

// Hands every verb to the session.
class SessionBackend final : public wire::Backend {
 public:
  SessionBackend(engine::ClusterContext& cluster, engine::SessionSpec spec,
                 engine::SessionListener& listener)
      : session_(cluster, std::move(spec), listener) {}

  void start_query(std::string text) override { session_.start_query(std::move(text)); }
  Step step(engine::RowSink& rows, engine::CopySink& copy) override {
    return session_.step(rows, copy);
  }

  std::optional<wire::SqlError> prepare(std::string name, std::string text,
                                        std::span<const engine::Oid> types) override {
    return session_.prepare(std::move(name), std::move(text), types);
  }
  std::optional<wire::SqlError> describe_statement(std::string_view name,
                                                   wire::Description& out) override {
    return session_.describe_statement(name, out);
  }
  std::optional<wire::SqlError> bind(std::string portal, std::string_view statement,
                                     std::span<const wire::ParameterValue> parameters,
                                     std::span<const std::int16_t> result_formats) override {
    return session_.bind(std::move(portal), statement, parameters, result_formats);
  }
  std::optional<wire::SqlError> describe_portal(std::string_view portal,
                                                wire::Description& out) override {
    return session_.describe_portal(portal, out);
  }
  std::span<const std::int16_t> result_formats(std::string_view portal) const override {
    return session_.result_formats(portal);
  }
  wire::Outcome fetch(std::string_view portal, std::uint64_t max_rows, engine::RowSink& rows,
                      engine::CopySink& copy) override {
    return session_.fetch(portal, max_rows, rows, copy);
  }
  void close_statement(std::string_view name) override { session_.close_statement(name); }
  void close_portal(std::string_view name) override { session_.close_portal(name); }
  std::optional<wire::SqlError> sync() override { return session_.sync(); }

  std::optional<wire::SqlError> copy_data(std::string_view bytes) override {
    return session_.copy_data(bytes);
  }
  wire::Outcome copy_done() override { return session_.copy_done(); }
  wire::Outcome copy_fail(std::string_view message) override { return session_.copy_fail(message); }
  void fail_block() override { session_.fail_block(); }

  engine::BlockState block_state() const override { return session_.block_state(); }
  std::vector<std::pair<std::string, std::string>> reported_settings() const override {
    return session_.reported_settings();
  }
  const engine::TextFormat& text_format() const override { return session_.text_format(); }
  void cancel() override { session_.cancel(); }

 private:
  engine::Session session_;
};

}  // namespace

std::unique_ptr<wire::Backend> SessionBackends::open(wire::OpenRequest request,
                                                     engine::SessionListener& listener) {
  request.spec.trusted = trusted_;
  return std::make_unique<SessionBackend>(cluster_, std::move(request.spec), listener);
}

}  // namespace dsql::harness
