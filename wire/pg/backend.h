// Backend: the engine's session as a conversation uses it: the five verbs prepare, bind, fetch,
// close, sync, the simple query, and COPY. The server opens real ones over engine::Session; tests
// open their own. The contracts of the verbs are those of engine/session/session.h. An error of
// severity FATAL closes the connection after it is sent; one without a message closes it unsent (a
// dropped connection, as tests ask for). One statement at a time; cancel() alone may come from any
// thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/session/session.h"

namespace dsql::wire {

using engine::Description;
using engine::Outcome;
using engine::ParameterValue;
using rules::SqlError;

class Backend {
 public:
  using Step = engine::Session::Step;

  virtual ~Backend() = default;

  virtual void start_query(std::string text) = 0;
  virtual Step step(engine::RowSink& rows, engine::CopySink& copy) = 0;

  virtual std::optional<SqlError> prepare(std::string name, std::string text,
                                          std::span<const engine::Oid> parameter_types) = 0;
  virtual std::optional<SqlError> describe_statement(std::string_view name, Description& out) = 0;
  virtual std::optional<SqlError> bind(std::string portal, std::string_view statement,
                                       std::span<const ParameterValue> parameters,
                                       std::span<const std::int16_t> result_formats) = 0;
  virtual std::optional<SqlError> describe_portal(std::string_view portal, Description& out) = 0;
  virtual std::span<const std::int16_t> result_formats(std::string_view portal) const = 0;
  virtual Outcome fetch(std::string_view portal, std::uint64_t max_rows, engine::RowSink& rows,
                        engine::CopySink& copy) = 0;
  virtual void close_statement(std::string_view name) = 0;
  virtual void close_portal(std::string_view name) = 0;
  virtual std::optional<SqlError> sync() = 0;

  virtual std::optional<SqlError> copy_data(std::string_view bytes) = 0;
  virtual Outcome copy_done() = 0;
  virtual Outcome copy_fail(std::string_view message) = 0;

  // The client broke the protocol: the open transaction, implicit or a block, has failed, as after
  // any other error.
  virtual void fail_block() = 0;

  virtual engine::BlockState block_state() const = 0;
  virtual std::vector<std::pair<std::string, std::string>> reported_settings() const = 0;
  virtual const engine::TextFormat& text_format() const = 0;

  virtual void cancel() = 0;
};

// What a client asked for when it connected.
struct OpenRequest {
  engine::SessionSpec spec;
  // The cluster it means: first label of the server name (SNI), else of the token's host; empty
  // when neither is a service name.
  std::string cluster;
};

class BackendFactory {
 public:
  virtual ~BackendFactory() = default;
  // Any thread. Raises what engine::Session's constructor raises. `listener` outlives the backend.
  virtual std::unique_ptr<Backend> open(OpenRequest request, engine::SessionListener& listener) = 0;
};

}  // namespace dsql::wire
