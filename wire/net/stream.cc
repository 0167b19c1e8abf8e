#include "wire/net/stream.h"

#include <cerrno>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/err.h>
#include <poll.h>
#include <sys/socket.h>

namespace dsql::wire {
namespace {

IoResult socket_result(ssize_t result, IoStatus would_block) {
  if (result > 0) return {IoStatus::done, static_cast<std::size_t>(result)};
  if (result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) {
    return {would_block, 0};
  }
  return {IoStatus::closed, 0};
}

}  // namespace

Stream::Stream(Socket socket) : socket_(std::move(socket)) {
  boost::system::error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.set_option(asio::socket_base::keep_alive(true), ignored);
}

IoResult Stream::tls_result(int result) const {
  if (result > 0) return {IoStatus::done, static_cast<std::size_t>(result)};
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ: return {IoStatus::want_read, 0};
    case SSL_ERROR_WANT_WRITE: return {IoStatus::want_write, 0};
    default: return {IoStatus::closed, 0};
  }
}

IoResult Stream::read_some(char* data, std::size_t size) {
  if (ssl_ == nullptr) {
    return socket_result(::recv(socket_.native_handle(), data, size, 0), IoStatus::want_read);
  }
  ERR_clear_error();
  std::size_t got = 0;
  const int ok = SSL_read_ex(ssl_.get(), data, size, &got);
  return ok == 1 ? IoResult{IoStatus::done, got} : tls_result(ok);
}

IoResult Stream::write_some(std::string_view data) {
  if (ssl_ == nullptr) {
    return socket_result(::send(socket_.native_handle(), data.data(), data.size(), MSG_NOSIGNAL),
                         IoStatus::want_write);
  }
  ERR_clear_error();
  std::size_t sent = 0;
  const int ok = SSL_write_ex(ssl_.get(), data.data(), data.size(), &sent);
  return ok == 1 ? IoResult{IoStatus::done, sent} : tls_result(ok);
}

IoResult Stream::peek(char* data, std::size_t size) {
  return socket_result(::recv(socket_.native_handle(), data, size, MSG_PEEK), IoStatus::want_read);
}

Task<bool> Stream::wait(IoStatus wanted) {
  boost::system::error_code error;
  const auto direction = wanted == IoStatus::want_write ? Socket::wait_write : Socket::wait_read;
  co_await socket_.async_wait(direction,
                              asio::redirect_error(asio::use_awaitable_t<Executor>(), error));
  co_return !error;
}

Task<bool> Stream::write_all(std::string_view data) {
  while (!data.empty()) {
    const IoResult result = write_some(data);
    if (result.status == IoStatus::closed) co_return false;
    if (result.status == IoStatus::done) {
      data.remove_prefix(result.bytes);
      continue;
    }
    const bool ready = co_await wait(result.status);
    if (!ready) co_return false;
  }
  co_return true;
}

bool Stream::write_blocking(std::string_view data, bool (*keep_on)(void*), void* argument) {
  while (!data.empty()) {
    const IoResult result = write_some(data);
    if (result.status == IoStatus::closed) return false;
    data.remove_prefix(result.bytes);
    if (result.status == IoStatus::done) continue;
    pollfd ready{socket_.native_handle(),
                 static_cast<short>(result.status == IoStatus::want_read ? POLLIN : POLLOUT), 0};
    constexpr int one_second = 1000;
    if (::poll(&ready, 1, one_second) < 0 && errno != EINTR) return false;
    if (!keep_on(argument)) return false;
  }
  return true;
}

Task<bool> Stream::start_tls(const TlsContext& context) {
  ssl_ = context.make_connection(socket_.native_handle());
  if (ssl_ == nullptr) co_return false;
  for (;;) {
    ERR_clear_error();
    const IoResult result = tls_result(SSL_accept(ssl_.get()));
    if (result.status == IoStatus::done) co_return true;
    if (result.status == IoStatus::closed) co_return false;
    const bool ready = co_await wait(result.status);
    if (!ready) co_return false;
  }
}

bool Stream::alpn_selected() const {
  const unsigned char* protocol = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &protocol, &size);
  return size > 0;  // the context selects nothing but `postgresql`
}

std::string Stream::server_name() const {
  const char* name =
      ssl_ == nullptr ? nullptr : SSL_get_servername(ssl_.get(), TLSEXT_NAMETYPE_host_name);
  return name == nullptr ? std::string() : std::string(name);
}

void Stream::cancel() {
  boost::system::error_code ignored;
  socket_.cancel(ignored);
}

void Stream::say_goodbye() {
  if (ssl_ != nullptr && SSL_is_init_finished(ssl_.get()) == 1) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
  }
  ERR_clear_error();
  boost::system::error_code ignored;
  socket_.shutdown(asio::socket_base::shutdown_send, ignored);
}

Task<> Stream::linger() {
  say_goodbye();
  char unread[4096];
  for (;;) {
    const IoResult got = socket_result(::recv(socket_.native_handle(), unread, sizeof unread, 0),
                                       IoStatus::want_read);
    if (got.status == IoStatus::closed) co_return;
    if (got.status == IoStatus::done) continue;
    const bool ready = co_await wait(IoStatus::want_read);
    if (!ready) co_return;
  }
}

void Stream::close() {
  if (!socket_.is_open()) return;
  say_goodbye();
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace dsql::wire
