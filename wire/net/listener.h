// Listener: accepts connections at one address and hands each, on a strand of its own, to a
// handler. Owned by the server; close() may be called from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

#include "wire/net/stream.h"
#include "wire/net/worker_pool.h"

namespace dsql::wire {

struct Address {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  // 0 lets the system choose
};

// Reads `host:port`, `[v6]:port`, `:port` (every interface) or `port`. Throws
// std::invalid_argument.
Address parse_address(std::string_view text);

class Listener {
 public:
  using Handler = std::function<void(Socket)>;

  // Opens the port; connections are taken from start() on. Throws boost::system::system_error when
  // the address is taken or unknown.
  Listener(WorkerPool& pool, const Address& address);
  ~Listener();

  void start(Handler handler);
  // Takes no more connections, soon. Those already taken are not touched.
  void close();
  // Makes sure that the port is closed; once the pool's threads have ended.
  void close_stopped();
  std::uint16_t port() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace dsql::wire
