// Session: one client's conversation with a cluster, without the protocol. It owns the settings,
// the prepared statements, the portals and the transaction block; it is the one place where the
// stages of a statement are run in order (parse, admit, screen, bind, plan, pull, finish) and where
// SqlError is caught for foreground work. Wire knows the five verbs prepare, bind, fetch, close,
// sync; run() is those in sequence for a simple query.
//
// Not thread-safe: one statement of a session at a time. cancel() alone may come from any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/types/batch.h"
#include "engine/types/type.h"

namespace dsql::engine {

struct ClusterContext;

// One column of a result, as RowDescription says it.
struct ResultColumn {
  std::string name;
  Oid table = 0;               // oid of the table the column comes from, 0 for an expression
  std::int16_t attribute = 0;  // its attribute number there
  Oid type = 0;
  std::int16_t type_size = -1;
  std::int32_t type_modifier = -1;
};

using RowShape = std::vector<ResultColumn>;

// Where the rows of a portal go. A sink is bounded: when accept() answers false the portal is
// suspended after the rows already taken, and the next fetch goes on from there.
class RowSink {
 public:
  virtual ~RowSink() = default;

  // Called once before the first row of a statement in run(); not called by fetch(), whose caller
  // has described the portal.
  virtual void start(const RowShape& shape) = 0;

  // Takes rows [0, n) of the batch's selection and returns whether more may be sent now. The batch
  // is valid during the call only.
  virtual bool accept(const Batch& batch) = 0;
};

// How a fetch, or a whole statement of run(), ended.
struct Outcome {
  enum class Kind : std::uint8_t {
    done,       // `tag` is the command tag
    suspended,  // row limit reached or the sink is full
    empty,      // an empty query string
    copy_in,    // COPY … FROM STDIN: feed copy_data(), end with copy_done() or copy_fail()
    failed,     // `error` says why
  };
  Kind kind = Kind::done;
  std::string tag;
  std::optional<rules::SqlError> error;
  std::int16_t copy_columns = 0;  // of a copy_in, and of a COPY … TO STDOUT (see CopySink)
};

enum class BlockState : char { idle = 'I', in_block = 'T', failed = 'E' };

// What a statement looks like before it runs.
struct Description {
  std::vector<Oid> parameters;
  bool returns_rows = false;
  RowShape shape;
};

// One bound parameter as it came over the wire.
struct ParameterValue {
  bool is_null = false;
  bool binary = false;
  std::string_view bytes;
};

// Who hears about a session beside its results. Called on the thread that runs the statement.
class SessionListener {
 public:
  virtual ~SessionListener() = default;
  virtual void notice(const rules::SqlError& notice) = 0;
  // A setting that the protocol reports (GUC_REPORT) has changed.
  virtual void parameter_changed(std::string_view name, std::string_view value) = 0;
};

// A statement of run() that produces COPY … TO STDOUT text. Each call is one line of output,
// newline included.
class CopySink {
 public:
  virtual ~CopySink() = default;
  virtual void start(std::int16_t columns) = 0;
  virtual void data(std::string_view line) = 0;
  virtual void end() = 0;
};

// Who is connecting and with what: the startup message after authentication.
struct SessionSpec {
  std::string user = "admin";
  std::string database = "postgres";
  bool trusted = false;  // nobody was authenticated: a user that does not exist acts as admin
  std::vector<std::pair<std::string, std::string>>
      settings;                  // startup parameters and `-c` options, in order
  std::uint32_t process_id = 0;  // BackendKeyData's, shown nowhere else
};

class Session {
 public:
  // Raises: setting_not_supported (severity FATAL) for a startup parameter off the list,
  // role and database errors. `cluster` and `listener` outlive the session.
  Session(ClusterContext& cluster, SessionSpec spec, SessionListener& listener);
  ~Session();

  // --- simple query ------------------------------------------------------------------------------
  // A simple query is started once and then stepped: each step runs to the end of one statement of
  // the message, or to the point where the sink is full (suspended; step again), or to a COPY FROM
  // STDIN (copy_in; feed it, then step on). `more` is false after the last one or a failure. The
  // whole message is one implicit transaction unless it says BEGIN itself.
  struct Step {
    Outcome outcome;
    bool more = false;
  };
  void start_query(std::string text);
  Step step(RowSink& rows, CopySink& copy);

  // --- extended protocol
  // -------------------------------------------------------------------------- Each answers nullopt
  // on success or the error; after an error the caller skips to sync().
  std::optional<rules::SqlError> prepare(std::string name, std::string text,
                                         std::span<const Oid> parameter_types);
  std::optional<rules::SqlError> describe_statement(std::string_view name, Description& out);
  // result_formats: none (all text), one for all, or one a column; 0 text, 1 binary.
  std::optional<rules::SqlError> bind(std::string portal, std::string_view statement,
                                      std::span<const ParameterValue> parameters,
                                      std::span<const std::int16_t> result_formats);
  std::optional<rules::SqlError> describe_portal(std::string_view portal, Description& out);
  // The result formats given to bind(), one a column.
  std::span<const std::int16_t> result_formats(std::string_view portal) const;
  // max_rows 0 is no limit. `suspended` with the row limit reached is PortalSuspended; with the
  // sink full the caller flushes and fetches on with what is left of its limit.
  Outcome fetch(std::string_view portal, std::uint64_t max_rows, RowSink& rows, CopySink& copy);
  void close_statement(std::string_view name);
  void close_portal(std::string_view name);
  // Ends the implicit transaction; commits it unless it failed. Answers a commit's failure.
  std::optional<rules::SqlError> sync();

  // --- COPY FROM STDIN
  // ----------------------------------------------------------------------------
  std::optional<rules::SqlError> copy_data(std::string_view bytes);
  Outcome copy_done();
  Outcome copy_fail(std::string_view message);

  // --- state
  // --------------------------------------------------------------------------------------
  // The client broke the protocol: what is open has failed, as after any other error.
  void fail_block();

  BlockState block_state() const;
  // Settings that the protocol reports, as name and value, for the start of a connection.
  std::vector<std::pair<std::string, std::string>> reported_settings() const;
  // Text output of values follows these (DateStyle, IntervalStyle, extra_float_digits, TimeZone,
  // bytea).
  const TextFormat& text_format() const;

  // The running statement answers 57014 at its next batch. Any thread.
  void cancel();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dsql::engine
