// One client's socket: a coroutine that negotiates encryption, reads, lets the Conversation work
// and writes. It runs on the connection's strand; a statement runs on the thread that read it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

#include "dsqlrules/conditions/limits.h"
#include "wire/net/stream.h"
#include "wire/net/tls_context.h"
#include "wire/pg/connection_registry.h"
#include "wire/pg/conversation.h"

namespace dsql::wire {

enum class TlsMode : std::uint8_t {
  required,  // as on the service
  optional,  // plain connections are let in too
  off,       // SSLRequest is answered N
};

// What connections share. Outlives them.
struct ConnectionHost {
  ConversationHost conversation;
  ConnectionRegistry& registry;
  const TlsContext* tls;  // null with TlsMode::off
  TlsMode tls_mode = TlsMode::required;
  bool server_name_required = false;  // refuse TLS without SNI, as the service does
  // How long a client may take to authenticate, by the machine's clock.
  std::chrono::seconds authentication_timeout{60};
  // How long a session lives, by `clock`.
  std::chrono::seconds session_lifetime{rules::limits::connection_duration};
  std::function<std::chrono::system_clock::time_point()> clock;
};

// Takes over a socket that was just accepted and returns; the connection lives until its client
// leaves, the protocol ends it, or the registry is told to.
void serve_connection(Socket socket, const ConnectionHost& host);

}  // namespace dsql::wire
