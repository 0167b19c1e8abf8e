#include "wire/pg/conversation.h"

#include "dsqlrules/conditions/connection_errors.h"
#include "dsqlrules/conditions/copy_errors.h"
#include "dsqlrules/conditions/limits.h"
#include "wire/pg/server_messages.h"

namespace dsql::wire {
namespace {

namespace conditions = rules::conditions;
using rules::error;

constexpr std::int64_t longest_small_message = 10'000;  // PostgreSQL's bound where no data travels
constexpr std::int64_t longest_password = 65'535;

std::int64_t message_limit(char type) {
  switch (type) {
    case 'Q':
    case 'P':
    case 'B':
    case 'F':
    case 'd': return rules::limits::protocol_message_bytes - 4;  // the length counts itself
    case 'C':
    case 'D':
    case 'E':
    case 'H':
    case 'S':
    case 'X':
    case 'c':
    case 'f': return longest_small_message;
    default: return no_such_type;
  }
}

std::int64_t password_limit(char type) { return type == 'p' ? longest_password : no_such_type; }

// The cluster a client means, by the name it used.
std::string cluster_of(std::string_view server_name, std::string_view password) {
  if (auto host = parse_service_host(server_name)) return std::move(host->cluster);
  const auto token_host = parse_service_host(password.substr(0, password.find("/?")));
  return token_host ? token_host->cluster : std::string();
}

}  // namespace

Conversation::Conversation(const ConversationHost& host, ConnectionKey key, OutputDrain& drain,
                           std::function<std::optional<SqlError>()> admit)
    : host_(host), key_(key), drain_(drain), admit_(std::move(admit)), sink_(output_) {}

Conversation::~Conversation() {
  const std::lock_guard lock(backend_mutex_);
  backend_.reset();
}

void Conversation::start(StartupMessage message, std::string server_name) {
  startup_ = std::move(message);
  server_name_ = std::move(server_name);
  if (startup_.newer) write_negotiate_version(output_, startup_.unrecognized_options);
  if (host_.authenticator.wants_password()) {
    write_password_request(output_);
  } else {
    open_session(cluster_of(server_name_, {}));
  }
}

void Conversation::refuse(const SqlError& error) { fatal(error); }

void Conversation::on_password(const Frame& frame) {
  std::string_view password;
  if (read_text(frame.body, password)) {
    return fatal(error(conditions::invalid_password_packet));
  }
  const auto refusal = host_.authenticator.check(
      {.user = startup_.user, .password = password, .server_name = server_name_},
      host_.token_clock());
  if (refusal) return fatal(*refusal);
  open_session(cluster_of(server_name_, password));
}

void Conversation::open_session(std::string cluster) {
  if (const auto refusal = admit_()) return fatal(*refusal);
  engine::SessionSpec spec{.user = std::move(startup_.user),
                           .database = std::move(startup_.database),
                           .settings = std::move(startup_.settings),
                           .process_id = key_.process_id};
  startup_ = {};
  std::unique_ptr<Backend> backend;
  try {
    backend = host_.backends.open({std::move(spec), std::move(cluster)}, *this);
  } catch (const SqlError& refusal) {
    return fatal(refusal);
  }
  sink_.connect(backend->text_format(), drain_);
  write_authentication_ok(output_);
  for (const auto& [name, value] : backend->reported_settings()) {
    write_parameter_status(output_, name, value);
  }
  write_backend_key(output_, key_.process_id, key_.secret);
  write_ready(output_, backend->block_state());
  phase_ = Phase::ready;
  const std::lock_guard lock(backend_mutex_);
  backend_ = std::move(backend);
}

Conversation::Next Conversation::advance() {
  try {
    return work();
  } catch (const SqlError& leaked) {
    fatal(leaked);
  } catch (const std::exception& defect) {
    fatal(error(conditions::internal_error, defect.what()));
  }
  return Next::close;
}

Conversation::Next Conversation::work() {
  for (;;) {
    if (phase_ == Phase::closed) return Next::close;
    if (output_.size() >= output_high_water) return Next::flush;
    if (phase_ == Phase::query) {
      step_query();
      continue;
    }
    if (phase_ == Phase::execute) {
      step_execute();
      continue;
    }
    Frame frame;
    const bool password = phase_ == Phase::password;
    switch (input_.next(frame, password ? password_limit : message_limit)) {
      case FrameReader::Status::need_more: return Next::read;
      case FrameReader::Status::bad_length: phase_ = Phase::closed; break;  // silently
      case FrameReader::Status::unknown_type: on_unknown_type(frame.type); break;
      case FrameReader::Status::frame: on_frame(frame); break;
    }
  }
}

void Conversation::on_unknown_type(char type) {
  const auto number = static_cast<unsigned char>(type);
  if (phase_ == Phase::password) {
    return fatal(error(conditions::expected_password_response, int{number}));
  }
  if (phase_ == Phase::copy) {
    write_error(output_, error(conditions::copy_unexpected_message, unsigned{number}));
    return fatal(error(conditions::protocol_synchronization_lost));
  }
  fatal(error(conditions::invalid_message_type, int{number}));
}

void Conversation::on_frame(const Frame& frame) {
  if (phase_ == Phase::password) return on_password(frame);
  if (phase_ == Phase::copy) return on_copy(frame);
  if (frame.type == 'X') return on_terminate();
  if (frame.type == 'S') return on_sync();
  if (skip_to_sync_) return;
  switch (frame.type) {
    case 'Q': return on_query(frame.body);
    case 'P': return on_parse(frame.body);
    case 'B': return on_bind(frame.body);
    case 'D': return on_describe(frame.body);
    case 'E': return on_execute(frame.body);
    case 'C': return on_close(frame.body);
    case 'F': refuse_message(error(conditions::function_call_not_supported)); return end_query();
    default: return;  // Flush; COPY messages that come after the COPY has failed
  }
}

void Conversation::on_terminate() {
  terminated_ = true;
  phase_ = Phase::closed;
}

void Conversation::fatal(const SqlError& error) {
  write_error(output_, error);
  phase_ = Phase::closed;
}

void Conversation::answer(const SqlError& error) {
  const bool closes = error.severity == rules::Severity::fatal;
  if (!closes || !error.message.empty()) write_error(output_, error);
  if (closes) phase_ = Phase::closed;
}

void Conversation::refuse_message(const SqlError& error) {
  backend_->fail_block();
  write_error(output_, error);
}

void Conversation::end_query() {
  if (phase_ == Phase::closed) return;
  phase_ = Phase::ready;
  write_ready(output_, backend_->block_state());
}

void Conversation::cancel() {
  const std::lock_guard lock(backend_mutex_);
  if (backend_ != nullptr) backend_->cancel();
}

void Conversation::notice(const SqlError& notice) { write_notice(output_, notice); }

void Conversation::parameter_changed(std::string_view name, std::string_view value) {
  // While the session opens, reported_settings() is still to come.
  if (backend_ != nullptr) write_parameter_status(output_, name, value);
}

}  // namespace dsql::wire
