#include "harness/target/connection.h"

#include <array>
#include <cerrno>
#include <utility>

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

namespace dsql::harness {
namespace {

using Clock = std::chrono::steady_clock;
using PgConnection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using PgResult = std::unique_ptr<PGresult, decltype(&PQclear)>;

std::string field_of(const PGresult* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? std::string() : std::string(text);
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

Diagnostic diagnostic_of(const PGresult* result) {
  Diagnostic made{.severity = field_of(result, PG_DIAG_SEVERITY_NONLOCALIZED),
                  .sqlstate = field_of(result, PG_DIAG_SQLSTATE),
                  .message = field_of(result, PG_DIAG_MESSAGE_PRIMARY),
                  .detail = field_of(result, PG_DIAG_MESSAGE_DETAIL),
                  .hint = field_of(result, PG_DIAG_MESSAGE_HINT),
                  .context = field_of(result, PG_DIAG_CONTEXT),
                  .position = field_of(result, PG_DIAG_STATEMENT_POSITION),
                  .schema = field_of(result, PG_DIAG_SCHEMA_NAME),
                  .table = field_of(result, PG_DIAG_TABLE_NAME),
                  .column = field_of(result, PG_DIAG_COLUMN_NAME),
                  .datatype = field_of(result, PG_DIAG_DATATYPE_NAME),
                  .constraint = field_of(result, PG_DIAG_CONSTRAINT_NAME)};
  if (made.message.empty()) made.message = trimmed(PQresultErrorMessage(result));
  return made;
}

std::string rest_of_line(std::string_view text, std::string_view label) {
  const auto start = text.find(label);
  if (start == std::string_view::npos) return {};
  const auto from = start + label.size();
  return trimmed(text.substr(from, text.find('\n', from) - from));
}

// libpq keeps no fields of an error at connect, only its text, which in verbose form reads
// `connection to server at "…" failed: FATAL:  08006: message\nHINT:  …`.
Diagnostic diagnostic_of_connect(std::string_view text) {
  Diagnostic made{.severity = "FATAL", .message = trimmed(text)};
  constexpr std::string_view fatal = "FATAL:  ";
  const auto start = text.find(fatal);
  if (start == std::string_view::npos) return made;
  const auto code = start + fatal.size();
  const std::string line = rest_of_line(text.substr(start), fatal);
  if (line.size() > 7 && text.substr(code + 5, 2) == ": ") {
    made.sqlstate = line.substr(0, 5);
    made.message = line.substr(7);
  } else {
    made.message = line;
  }
  made.detail = rest_of_line(text, "\nDETAIL:  ");
  made.hint = rest_of_line(text, "\nHINT:  ");
  return made;
}

// Waits until the socket can be read or written; false when the deadline has passed.
bool wait_for(int socket, short events, Clock::time_point deadline) {
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    pollfd descriptor{.fd = socket, .events = events, .revents = 0};
    const int ready = poll(&descriptor, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

PgConnection connect(const ConnectionSpec& spec) {
  ConnectionKeywords keywords = spec.keywords;
  if (spec.password && !keywords.contains("password")) {
    std::string password = spec.password(keywords);
    if (!password.empty()) keywords["password"] = std::move(password);
  }
  std::vector<const char*> names;
  std::vector<const char*> values;
  for (const auto& [name, value] : keywords) {
    names.push_back(name.c_str());
    values.push_back(value.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);

  PgConnection connection(PQconnectStartParams(names.data(), values.data(), 0), &PQfinish);
  if (!connection) throw ConnectError({.severity = "FATAL", .message = "out of memory"});
  PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
  const auto deadline = Clock::now() + std::chrono::seconds(30);
  for (auto step = PGRES_POLLING_WRITING; step != PGRES_POLLING_OK;
       step = PQconnectPoll(connection.get())) {
    if (step == PGRES_POLLING_FAILED || PQstatus(connection.get()) == CONNECTION_BAD) {
      throw ConnectError(diagnostic_of_connect(PQerrorMessage(connection.get())));
    }
    const short events = step == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (!wait_for(PQsocket(connection.get()), events, deadline)) {
      throw ConnectError({.severity = "FATAL", .message = "no answer to the connect"});
    }
  }
  PQsetErrorVerbosity(connection.get(), PQERRORS_DEFAULT);
  return connection;
}

void collect_notice(void* notices, const PGresult* result) {
  static_cast<std::vector<Diagnostic>*>(notices)->push_back(diagnostic_of(result));
}

Result::Kind kind_of(ExecStatusType status) {
  switch (status) {
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE: return Result::Kind::rows;
    case PGRES_COMMAND_OK: return Result::Kind::command;
    case PGRES_EMPTY_QUERY: return Result::Kind::empty;
    case PGRES_COPY_IN: return Result::Kind::copy_in;
    case PGRES_COPY_OUT: return Result::Kind::copy_out;
    default: return Result::Kind::error;
  }
}

void read_rows(PGresult* from, Result& into) {
  const int columns = PQnfields(from);
  for (int column = 0; column < columns; ++column) {
    into.columns.push_back({PQfname(from, column), PQftype(from, column), PQfmod(from, column)});
  }
  into.rows.reserve(static_cast<std::size_t>(PQntuples(from)));
  for (int row = 0; row < PQntuples(from); ++row) {
    Row& fields = into.rows.emplace_back();
    for (int column = 0; column < columns; ++column) {
      if (PQgetisnull(from, row, column) != 0) {
        fields.emplace_back(std::nullopt);
      } else {
        fields.emplace_back(std::in_place, PQgetvalue(from, row, column),
                            static_cast<std::size_t>(PQgetlength(from, row, column)));
      }
    }
  }
}

Result result_of(PGresult* from) {
  Result made{.kind = kind_of(PQresultStatus(from))};
  if (made.kind == Result::Kind::error) {
    made.error = diagnostic_of(from);
    return made;
  }
  made.tag = PQcmdStatus(from);
  if (made.kind == Result::Kind::rows) read_rows(from, made);
  return made;
}

Result broken(const PGconn* connection) {
  return {.kind = Result::Kind::error,
          .error = Diagnostic{.severity = "FATAL", .message = trimmed(PQerrorMessage(connection))}};
}

}  // namespace

ConnectionKeywords parse_connection_string(const std::string& text) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(text.c_str(), &message), &PQconninfoFree);
  if (!options) {
    const std::string words = message == nullptr ? "not a connection string" : trimmed(message);
    PQfreemem(message);
    throw std::invalid_argument(words);
  }
  ConnectionKeywords keywords;
  for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) keywords[option->keyword] = option->val;
  }
  return keywords;
}

struct Connection::State {
  PgConnection connection;
  std::vector<Diagnostic> notices = {};
  std::chrono::milliseconds timeout = std::chrono::seconds(60);
  unsigned prepared_statements = 0;
  std::optional<Result> refused = {};  // the answer of a statement that could not even be sent

  explicit State(const ConnectionSpec& spec) : connection(connect(spec)) {
    PQsetNoticeReceiver(connection.get(), &collect_notice, &notices);
  }

  PGconn* get() const { return connection.get(); }

  // The next answer, or null when the statement's answers are at an end.
  PgResult next() {
    const auto deadline = Clock::now() + timeout;
    while (PQflush(get()) == 1) {
      if (!wait_for(PQsocket(get()), POLLOUT | POLLIN, deadline)) give_up();
      PQconsumeInput(get());
    }
    while (PQisBusy(get()) != 0) {
      if (!wait_for(PQsocket(get()), POLLIN, deadline)) give_up();
      if (PQconsumeInput(get()) == 0) break;  // broken: PQgetResult says how
    }
    return {PQgetResult(get()), &PQclear};
  }

  // Cancels, and takes the answer off the wire; a server that does not even cancel loses the
  // connection.
  [[noreturn]] void give_up() {
    request_cancel();
    const auto deadline = Clock::now() + std::chrono::seconds(5);
    while (PQisBusy(get()) != 0) {
      if (!wait_for(PQsocket(get()), POLLIN, deadline) || PQconsumeInput(get()) == 0) {
        connection.reset();
        break;
      }
      while (PQisBusy(get()) == 0) {
        if (!PgResult(PQgetResult(get()), &PQclear)) break;
      }
    }
    throw Timeout(fmt::format("no answer within {} ms", timeout.count()));
  }

  // Parse and Describe of a named statement; answers the refusal, if it is one.
  std::optional<Result> prepare(const std::string& name, const std::string& sql) {
    for (const bool describing : {false, true}) {
      const int sent = describing ? PQsendDescribePrepared(get(), name.c_str())
                                  : PQsendPrepare(get(), name.c_str(), sql.c_str(), 0, nullptr);
      if (sent == 0) return broken(get());
      std::optional<Result> refusal;
      while (const PgResult answer = next()) {
        Result result = result_of(answer.get());
        if (!result.ok()) refusal = std::move(result);
      }
      if (refusal) return refusal;
    }
    return std::nullopt;
  }

  void request_cancel() {
    const std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> request(PQgetCancel(get()),
                                                                     &PQfreeCancel);
    std::array<char, 256> reason{};
    if (request) PQcancel(request.get(), reason.data(), static_cast<int>(reason.size()));
  }

  void copy_out_into(Result& result) {
    char* line = nullptr;
    for (int length = PQgetCopyData(get(), &line, 0); length > 0;
         length = PQgetCopyData(get(), &line, 0)) {
      auto size = static_cast<std::size_t>(length);
      if (line[size - 1] == '\n') --size;
      result.rows.push_back({std::string(line, size)});
      PQfreemem(line);
    }
  }
};

Connection::Connection(const ConnectionSpec& spec) : state_(std::make_unique<State>(spec)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

void Connection::send(std::string_view text, Protocol protocol, std::span<const Field> parameters) {
  const std::string sql(text);
  std::vector<const char*> values;
  for (const Field& parameter : parameters)
    values.push_back(parameter ? parameter->c_str() : nullptr);
  const int count = static_cast<int>(values.size());
  PGconn* connection = state_->get();
  int sent = 0;
  if (protocol == Protocol::prepared) {
    const std::string name = fmt::format("script_{}", ++state_->prepared_statements);
    state_->refused = state_->prepare(name, sql);
    if (state_->refused) return;
    sent = PQsendQueryPrepared(connection, name.c_str(), count, values.data(), nullptr, nullptr, 0);
  } else if (protocol == Protocol::extended || count > 0) {
    sent = PQsendQueryParams(connection, sql.c_str(), count, nullptr, values.data(), nullptr,
                             nullptr, 0);
  } else {
    sent = PQsendQuery(connection, sql.c_str());
  }
  if (sent == 0) state_->refused = broken(connection);
}

std::vector<Result> Connection::receive() {
  std::vector<Result> results;
  if (state_->refused) {
    results.push_back(*std::exchange(state_->refused, std::nullopt));
    return results;
  }
  while (const PgResult answer = state_->next()) {
    Result& result = results.emplace_back(result_of(answer.get()));
    if (result.kind == Result::Kind::copy_in) return results;
    if (result.kind == Result::Kind::copy_out) {
      state_->copy_out_into(result);
      // The answer that follows carries the tag, or the error that ended the copy.
      const PgResult end = state_->next();
      if (!end) continue;
      Result ended = result_of(end.get());
      if (ended.ok()) {
        result.tag = ended.tag;
      } else {
        result = std::move(ended);
      }
    }
  }
  return results;
}

Result Connection::run(std::string_view text, Protocol protocol,
                       std::span<const Field> parameters) {
  send(text, protocol, parameters);
  std::vector<Result> results = receive();
  if (results.empty()) return broken(state_->get());
  return std::move(results.back());
}

Result Connection::copy_in(std::string_view data) {
  PGconn* connection = state_->get();
  if (!data.empty()) PQputCopyData(connection, data.data(), static_cast<int>(data.size()));
  PQputCopyEnd(connection, nullptr);
  std::vector<Result> results = receive();
  if (results.empty()) return broken(connection);
  return std::move(results.back());
}

std::vector<Diagnostic> Connection::take_notices() { return std::exchange(state_->notices, {}); }

TransactionStatus Connection::transaction_status() const {
  if (PQstatus(state_->get()) != CONNECTION_OK) return TransactionStatus::broken;
  switch (PQtransactionStatus(state_->get())) {
    case PQTRANS_IDLE: return TransactionStatus::idle;
    case PQTRANS_ACTIVE: return TransactionStatus::active;
    case PQTRANS_INTRANS: return TransactionStatus::in_block;
    case PQTRANS_INERROR: return TransactionStatus::failed;
    default: return TransactionStatus::broken;
  }
}

std::string Connection::parameter(const char* name) const {
  const char* value = PQparameterStatus(state_->get(), name);
  return value == nullptr ? std::string() : std::string(value);
}

void Connection::set_timeout(std::chrono::milliseconds timeout) { state_->timeout = timeout; }

void Connection::cancel() { state_->request_cancel(); }

}  // namespace dsql::harness
