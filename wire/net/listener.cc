#include "wire/net/listener.h"

#include <charconv>
#include <chrono>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/core.h>

namespace dsql::wire {
namespace {

using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

tcp::endpoint resolve(WorkerPool& pool, const Address& address) {
  if (address.host.empty() || address.host == "*") return {tcp::v4(), address.port};
  tcp::resolver resolver(pool.context());
  const auto found = resolver.resolve(address.host, std::to_string(address.port),
                                      tcp::resolver::numeric_service | tcp::resolver::passive);
  for (const auto& entry : found) {
    if (entry.endpoint().protocol() == tcp::v4()) return entry.endpoint();
  }
  return found.begin()->endpoint();
}

}  // namespace

struct Listener::State {
  State(WorkerPool& workers, const tcp::endpoint& endpoint)
      : pool(workers), acceptor(workers.make_strand(), endpoint) {}

  WorkerPool& pool;
  Acceptor acceptor;
  Handler handler;
};

namespace {

// Out of file descriptors or memory: waiting a little is all that helps.
Task<> pause(Executor executor) {
  Timer timer(executor, std::chrono::milliseconds(50));
  boost::system::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable_t<Executor>(), ignored));
}

template <class State>
Task<> accept_connections(std::shared_ptr<State> state) {
  while (state->acceptor.is_open()) {
    Socket socket(state->pool.make_strand());
    boost::system::error_code error;
    co_await state->acceptor.async_accept(
        socket, asio::redirect_error(asio::use_awaitable_t<Executor>(), error));
    if (!error) {
      state->handler(std::move(socket));
    } else if (state->acceptor.is_open()) {
      co_await pause(state->acceptor.get_executor());
    }
  }
}

}  // namespace

Address parse_address(std::string_view text) {
  Address address;
  const std::size_t colon = text.rfind(':');
  std::string_view port = text;
  if (colon != text.npos) {
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    address.host = host;
    port = text.substr(colon + 1);
  }
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc() || end != port.data() + port.size()) {
    throw std::invalid_argument(fmt::format("not an address (host:port): {}", text));
  }
  return address;
}

Listener::Listener(WorkerPool& pool, const Address& address)
    : state_(std::make_shared<State>(pool, resolve(pool, address))) {}

Listener::~Listener() { close(); }

void Listener::start(Handler handler) {
  state_->handler = std::move(handler);
  asio::co_spawn(state_->acceptor.get_executor(), accept_connections(state_), asio::detached);
}

void Listener::close() {
  asio::post(state_->acceptor.get_executor(), [state = state_] {
    boost::system::error_code ignored;
    state->acceptor.close(ignored);
  });
}

void Listener::close_stopped() {
  boost::system::error_code ignored;
  state_->acceptor.close(ignored);
}

std::uint16_t Listener::port() const {
  boost::system::error_code ignored;
  return state_->acceptor.local_endpoint(ignored).port();
}

}  // namespace dsql::wire
