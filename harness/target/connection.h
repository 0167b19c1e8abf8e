// Connection: one conversation with a server over libpq, the real service, dsql-local or PostgreSQL
// alike. Every answer is a value: errors of statements come back in the Result, notices are
// collected. Owned by one thread at a time.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "harness/target/result.h"

namespace dsql::harness {

// Where and as whom to connect: libpq's keywords ("host", "port", "user", "dbname", "sslmode",
// "sslrootcert", "options", "application_name", …).
using ConnectionKeywords = std::map<std::string, std::string, std::less<>>;

// Makes the password of a connect that is about to happen; a token is made here, so that it is
// fresh at every connect. Empty: no password.
using PasswordProvider = std::function<std::string(const ConnectionKeywords&)>;

struct ConnectionSpec {
  ConnectionKeywords keywords;
  PasswordProvider password;
};

// Reads "host=… port=…" or "postgresql://…" as libpq does.
// Throws std::invalid_argument with libpq's words.
ConnectionKeywords parse_connection_string(const std::string& text);

// A connect that the server or the network refused.
class ConnectError : public std::runtime_error {
 public:
  explicit ConnectError(Diagnostic reason)
      : std::runtime_error(reason.message), diagnostic(std::move(reason)) {}

  Diagnostic diagnostic;
};

// An answer that did not come in time; the statement has been cancelled and its answer thrown away.
class Timeout : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// How statements travel: one Query message, Parse/Bind/Execute of the unnamed statement, or of a
// named one that is prepared and described first.
enum class Protocol : std::uint8_t { simple, extended, prepared };

enum class TransactionStatus : std::uint8_t { idle, in_block, failed, active, broken };

class Connection {
 public:
  // Connects. Throws ConnectError.
  explicit Connection(const ConnectionSpec& spec);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  // Runs one statement and returns its answer. With Protocol::simple, `text` may hold several
  // statements; the answer is then the last one, or the error. Throws Timeout.
  Result run(std::string_view text, Protocol protocol = Protocol::simple,
             std::span<const Field> parameters = {});

  // The two halves of run(), so that several connections can work at once. Parameters need the
  // extended protocol: with Protocol::simple and parameters, send() uses the extended one.
  void send(std::string_view text, Protocol protocol = Protocol::simple,
            std::span<const Field> parameters = {});
  // The answers to what was sent, one a statement of the text. Stops at a COPY … FROM STDIN, whose
  // answer ends the list; go on with copy_in(). Throws Timeout.
  std::vector<Result> receive();
  // Sends the data of a COPY … FROM STDIN and returns the answer to the whole of it.
  Result copy_in(std::string_view data);

  // The notices since the last call.
  std::vector<Diagnostic> take_notices();
  TransactionStatus transaction_status() const;
  // A value the server reports ("server_version"), empty when it does not.
  std::string parameter(const char* name) const;

  // How long receive() waits for the next answer; 60 s at first.
  void set_timeout(std::chrono::milliseconds timeout);
  // Asks the server to stop the running statement; its answer still has to be received.
  void cancel();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dsql::harness
