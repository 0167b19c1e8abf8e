// Streams over real loopback sockets, with an OpenSSL client on the other side.
#include "wire/net/stream.h"

#include <filesystem>
#include <future>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "wire/net/listener.h"

namespace dsql::wire {
namespace {

namespace fs = std::filesystem;
using asio::ip::tcp;

TEST(Address, HasFourForms) {
  EXPECT_EQ(parse_address("127.0.0.1:5432").port, 5432);
  EXPECT_EQ(parse_address("[::1]:8006").host, "::1");
  EXPECT_EQ(parse_address(":0").host, "");
  EXPECT_EQ(parse_address("0").host, "127.0.0.1");
  for (const char* bad :
       {"", "localhost", "localhost:", "localhost:x", "localhost:65536", "a:-1"}) {
    EXPECT_THROW(parse_address(bad), std::invalid_argument) << bad;
  }
}

// Echoes until the peer closes; with TLS first if there is a context.
Task<> echo(std::shared_ptr<Stream> stream, const TlsContext* tls,
            std::promise<std::string>* seen) {
  if (tls != nullptr) {
    const bool ok = co_await stream->start_tls(*tls);
    if (!ok) {
      seen->set_value("handshake failed");
      co_return;
    }
  }
  seen->set_value(stream->encrypted()
                      ? stream->server_name() + (stream->alpn_selected() ? "+" : "-")
                      : "plain");
  char buffer[4096];
  for (;;) {
    const IoResult got = stream->read_some(buffer, sizeof buffer);
    if (got.status == IoStatus::closed) break;
    if (got.status == IoStatus::done) {
      const bool sent = co_await stream->write_all({buffer, got.bytes});
      if (!sent) break;
      continue;
    }
    const bool ready = co_await stream->wait(got.status);
    if (!ready) break;
  }
  stream->close();
}

class StreamTest : public ::testing::Test {
 protected:
  StreamTest() : pool_(2), listener_(pool_, {}) {}
  ~StreamTest() override { pool_.stop(); }

  void serve(const TlsContext* tls) {
    listener_.start([this, tls](Socket socket) {
      auto executor = socket.get_executor();
      asio::co_spawn(executor, echo(std::make_shared<Stream>(std::move(socket)), tls, &seen_),
                     asio::detached);
    });
  }
  tcp::socket connect() {
    tcp::socket socket(client_context_);
    socket.connect({asio::ip::address_v4::loopback(), listener_.port()});
    return socket;
  }

  WorkerPool pool_;
  Listener listener_;
  asio::io_context client_context_;
  std::promise<std::string> seen_;
};

std::string round_trip(const std::function<int(const void*, int)>& send,
                       const std::function<int(void*, int)>& receive, const std::string& text) {
  EXPECT_EQ(send(text.data(), static_cast<int>(text.size())), static_cast<int>(text.size()));
  std::string back(text.size(), '\0');
  std::size_t filled = 0;
  while (filled < back.size()) {
    const int got = receive(back.data() + filled, static_cast<int>(back.size() - filled));
    if (got <= 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return back;
}

TEST_F(StreamTest, PlainEcho) {
  serve(nullptr);
  tcp::socket client = connect();
  const int fd = client.native_handle();
  const std::string text(100'000, 'x');
  EXPECT_EQ(round_trip([fd](const void* d, int n) { return (int)::send(fd, d, (size_t)n, 0); },
                       [fd](void* d, int n) { return (int)::recv(fd, d, (size_t)n, 0); }, text),
            text);
  EXPECT_EQ(seen_.get_future().get(), "plain");
}

TEST_F(StreamTest, TlsEchoWithServerNameAndAlpn) {
  std::string name = (fs::temp_directory_path() / "dsql-stream-XXXXXX").string();
  const fs::path folder = ::mkdtemp(name.data());
  const CertificateFiles files = ensure_certificates(folder, service_names({"us-east-1"}));
  const TlsContext tls(files);
  serve(&tls);

  tcp::socket client = connect();
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                            SSL_CTX_free);
  SSL_CTX_load_verify_locations(context.get(), files.ca.c_str(), nullptr);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SslHandle ssl(SSL_new(context.get()));
  SSL_set_fd(ssl.get(), client.native_handle());
  const char* host = "abc.dsql.us-east-1.on.aws";
  SSL_set_tlsext_host_name(ssl.get(), host);
  SSL_set1_host(ssl.get(), host);
  SSL_set_alpn_protos(ssl.get(), reinterpret_cast<const unsigned char*>("\x0apostgresql"), 11);
  ASSERT_EQ(SSL_connect(ssl.get()), 1) << ERR_reason_error_string(ERR_peek_error());
  EXPECT_EQ(seen_.get_future().get(), std::string(host) + "+");

  const std::string text(200'000, 'y');
  std::string back;
  for (std::size_t at = 0; at < text.size(); at += 10'000) {
    back += round_trip([&](const void* d, int n) { return SSL_write(ssl.get(), d, n); },
                       [&](void* d, int n) { return SSL_read(ssl.get(), d, n); },
                       text.substr(at, 10'000));
  }
  EXPECT_EQ(back, text);
  fs::remove_all(folder);
}

TEST_F(StreamTest, TlsRefusesAnotherProtocol) {
  std::string name = (fs::temp_directory_path() / "dsql-stream-XXXXXX").string();
  const fs::path folder = ::mkdtemp(name.data());
  const TlsContext tls(ensure_certificates(folder, service_names({"us-east-1"})));
  serve(&tls);
  tcp::socket client = connect();
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                            SSL_CTX_free);
  SslHandle ssl(SSL_new(context.get()));
  SSL_set_fd(ssl.get(), client.native_handle());
  SSL_set_alpn_protos(ssl.get(), reinterpret_cast<const unsigned char*>("\x02h2"), 3);
  EXPECT_NE(SSL_connect(ssl.get()), 1);
  EXPECT_EQ(seen_.get_future().get(), "handshake failed");
  fs::remove_all(folder);
}

TEST_F(StreamTest, GarbageInsteadOfAHandshakeFails) {
  std::string name = (fs::temp_directory_path() / "dsql-stream-XXXXXX").string();
  const fs::path folder = ::mkdtemp(name.data());
  const TlsContext tls(ensure_certificates(folder, service_names({"us-east-1"})));
  serve(&tls);
  tcp::socket client = connect();
  ::send(client.native_handle(), "GET / HTTP/1.1\r\n\r\n", 18, 0);
  EXPECT_EQ(seen_.get_future().get(), "handshake failed");
  fs::remove_all(folder);
}

}  // namespace
}  // namespace dsql::wire
