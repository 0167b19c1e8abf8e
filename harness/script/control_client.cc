#include "harness/script/control_client.h"

#include <chrono>
#include <stdexcept>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

namespace dsql::harness {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

ControlClient::ControlClient(const std::string& address) {
  const auto colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == address.size()) {
    throw std::invalid_argument(fmt::format("not HOST:PORT: {}", address));
  }
  host_ = address.substr(0, colon);
  port_ = address.substr(colon + 1);
}

ControlAnswer ControlClient::request(const std::string& method, const std::string& path,
                                     const std::string& body) const {
  try {
    asio::io_context context;
    beast::tcp_stream stream(context);
    stream.expires_after(std::chrono::seconds(30));
    stream.connect(asio::ip::tcp::resolver(context).resolve(host_, port_));

    http::request<http::string_body> request{http::string_to_verb(method), path, 11};
    request.set(http::field::host, host_);
    request.set(http::field::connection, "close");
    if (!body.empty()) request.set(http::field::content_type, "application/json");
    request.body() = body;
    request.prepare_payload();
    http::write(stream, request);

    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    http::read(stream, buffer, response);
    return {response.result_int(), response.body()};
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error(
        fmt::format("{} {} on {}:{}: {}", method, path, host_, port_, error.what()));
  }
}

}  // namespace dsql::harness
