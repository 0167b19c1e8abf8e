#include "wire/control/control_server.h"

#include <chrono>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include "wire/control/local_api.h"

namespace dsql::wire {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;
using HttpStream = beast::basic_stream<asio::ip::tcp, Executor>;

constexpr std::size_t longest_body = std::size_t{1} << 20;
constexpr std::chrono::seconds patience{60};

http::response<http::string_body> respond(const http::request<http::string_body>& request,
                                          ClusterControl& cluster) {
  const std::string_view method(request.method_string().data(), request.method_string().size());
  std::string_view path(request.target().data(), request.target().size());
  path = path.substr(0, path.find('?'));
  const bool from_browser = request.find(http::field::origin) != request.end();
  ControlAnswer answer = serve_control(
      {.method = method, .path = path, .body = request.body(), .from_browser = from_browser},
      cluster);
  http::response<http::string_body> response(static_cast<http::status>(answer.status),
                                             request.version());
  response.set(http::field::content_type, "application/json");
  response.keep_alive(request.keep_alive());
  response.body() = std::move(answer.body);
  response.prepare_payload();
  return response;
}

Task<> converse(Socket socket, ClusterControl& cluster) {
  HttpStream stream(std::move(socket));
  beast::flat_buffer buffer;
  boost::system::error_code error;
  for (;;) {
    stream.expires_after(patience);
    http::request_parser<http::string_body> parser;
    parser.body_limit(longest_body);
    co_await http::async_read(stream, buffer, parser,
                              asio::redirect_error(asio::use_awaitable_t<Executor>(), error));
    if (error) break;
    http::response<http::string_body> response = respond(parser.get(), cluster);
    co_await http::async_write(stream, response,
                               asio::redirect_error(asio::use_awaitable_t<Executor>(), error));
    if (error || !response.keep_alive()) break;
  }
  boost::system::error_code ignored;
  stream.socket().shutdown(asio::socket_base::shutdown_send, ignored);
}

}  // namespace

void serve_control_connection(Socket socket, ClusterControl& cluster) {
  const Executor executor = socket.get_executor();
  asio::co_spawn(executor, converse(std::move(socket), cluster), asio::detached);
}

}  // namespace dsql::wire
