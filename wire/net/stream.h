// Stream: the bytes of one connection, plain or TLS, over a non-blocking socket. Reads and writes
// never wait; wait() does, as a coroutine. Owned by its connection and used on its strand only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

#include "wire/net/tls_context.h"
#include "wire/net/worker_pool.h"

namespace dsql::wire {

using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

enum class IoStatus : std::uint8_t {
  done,        // some bytes went
  want_read,   // nothing now; go on when the socket is readable
  want_write,  // … writable
  closed,      // by the peer, or broken
};

struct IoResult {
  IoStatus status = IoStatus::closed;
  std::size_t bytes = 0;
};

class Stream {
 public:
  // Takes over an open socket, which becomes non-blocking and undelayed (TCP_NODELAY).
  explicit Stream(Socket socket);

  IoResult read_some(char* data, std::size_t size);
  IoResult write_some(std::string_view data);

  // The first bytes of a plain connection, left in place. Never on TLS.
  IoResult peek(char* data, std::size_t size);

  // Waits for what an operation wanted; false if the wait was cancelled or the socket broke.
  Task<bool> wait(IoStatus wanted);
  // Writes all of `data`, waiting as needed.
  Task<bool> write_all(std::string_view data);
  // Waits with the thread, for a producer that cannot be suspended. `keep_on` is asked once a
  // second.
  bool write_blocking(std::string_view data, bool (*keep_on)(void*), void* argument);

  // Turns the connection into TLS; false if the handshake fails.
  Task<bool> start_tls(const TlsContext& context);
  bool encrypted() const { return ssl_ != nullptr; }
  // Whether the handshake agreed on ALPN `postgresql`.
  bool alpn_selected() const;
  // The name the client asked for (SNI), empty without.
  std::string server_name() const;

  // Whether TLS holds bytes that were received and not read yet: the socket will not announce them.
  bool buffered() const { return ssl_ != nullptr && SSL_has_pending(ssl_.get()) == 1; }

  // Ends waits that are going on; they answer false.
  void cancel();
  // Says goodbye (in TLS too, if that does not wait), then throws away what the client still sends
  // until it has heard: closing a socket with unread bytes would destroy what was sent last.
  Task<> linger();
  // Says goodbye and closes.
  void close();

 private:
  IoResult tls_result(int result) const;
  void say_goodbye();

  Socket socket_;
  SslHandle ssl_;
};

}  // namespace dsql::wire
