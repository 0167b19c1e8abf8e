// Whole connections over loopback sockets: encryption, cancellation, limits, shutdown.
#include "wire/pg/connection.h"

#include <filesystem>
#include <thread>

#include <gtest/gtest.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "tests/unit/wire/pg/echo_backend.h"
#include "tests/unit/wire/pg/wire_client.h"
#include "wire/net/listener.h"

namespace dsql::wire {
namespace {

using namespace test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

// A blocking client, plain or TLS.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const asio::ip::tcp::endpoint server(asio::ip::address_v4::loopback(), port);
    EXPECT_EQ(::connect(socket_, server.data(), static_cast<socklen_t>(server.size())), 0);
    timeval patience{.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { ::close(socket_); }

  bool start_tls(bool alpn) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket_);
    if (alpn) {
      SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>("\x0apostgresql"), 11);
    }
    return SSL_connect(ssl_.get()) == 1;
  }

  void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const int size = static_cast<int>(bytes.size());
      const ssize_t sent = ssl_ ? SSL_write(ssl_.get(), bytes.data(), size)
                                : ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  // One byte; 0 at the end of the connection.
  char byte() {
    char value = 0;
    return receive(&value, 1) == 1 ? value : '\0';
  }
  // Everything until the connection ends.
  Lines rest() {
    std::string bytes;
    char buffer[4096];
    for (ssize_t got = 0; (got = receive(buffer, sizeof buffer)) > 0;) {
      bytes.append(buffer, static_cast<std::size_t>(got));
    }
    return readable(bytes);
  }
  // Everything up to ReadyForQuery.
  Lines until_ready() {
    std::string bytes;
    for (;;) {
      char header[5];
      if (!receive_all(header, sizeof header)) break;
      std::string body(load_uint32(header + 1) - 4, '\0');
      if (!receive_all(body.data(), body.size())) break;
      bytes.append(header, sizeof header).append(body);
      if (header[0] == 'K') key_ = body;
      if (header[0] == 'Z') break;
    }
    return readable(bytes);
  }
  Lines begin() {
    send(startup({{"user", "admin"}, {"database", "postgres"}}));
    return until_ready();
  }
  const std::string& key() const { return key_; }

 private:
  struct ContextFree {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  ssize_t receive(char* data, std::size_t size) {
    return ssl_ ? SSL_read(ssl_.get(), data, static_cast<int>(size))
                : ::recv(socket_, data, size, 0);
  }
  bool receive_all(char* data, std::size_t size) {
    for (std::size_t filled = 0; filled < size;) {
      const ssize_t got = receive(data + filled, size - filled);
      if (got <= 0) return false;
      filled += static_cast<std::size_t>(got);
    }
    return true;
  }

  int socket_;
  std::unique_ptr<SSL_CTX, ContextFree> context_;
  SslHandle ssl_;
  std::string key_;
};

class ConnectionTest : public ::testing::Test {
 protected:
  ConnectionTest()
      : folder_(make_folder()),
        tls_(ensure_certificates(folder_, service_names({"us-east-1"}))),
        authenticator_({.mode = AuthMode::trust}),
        registry_(3, [] { return 0x1234'5678U; }),
        host_{.conversation = {factory_, authenticator_, [] { return std::chrono::sys_seconds{}; }},
              .registry = registry_,
              .tls = &tls_,
              .tls_mode = TlsMode::optional,
              .clock = [this] { return Time{} + age_.load(); }},
        pool_(4),
        listener_(pool_, {}) {}
  ~ConnectionTest() override {
    listener_.close();
    registry_.abort_all();
    EXPECT_TRUE(registry_.wait_empty(10s)) << "a connection outlived its test";
    pool_.stop();
    fs::remove_all(folder_);
  }

  void serve() {
    listener_.start([this](Socket socket) { serve_connection(std::move(socket), host_); });
  }
  Client connect() { return Client(listener_.port()); }

  using Time = std::chrono::system_clock::time_point;
  static fs::path make_folder() {
    std::string name = (fs::temp_directory_path() / "dsql-connection-XXXXXX").string();
    return ::mkdtemp(name.data());
  }

  fs::path folder_;
  TlsContext tls_;
  EchoFactory factory_;
  Authenticator authenticator_;
  ConnectionRegistry registry_;
  std::atomic<std::chrono::seconds> age_{0s};
  ConnectionHost host_;
  WorkerPool pool_;
  Listener listener_;
};

constexpr std::int64_t special = 1234 << 16;
std::string ssl_request() { return int32(8) + int32(special + 5679); }

TEST_F(ConnectionTest, Plain) {
  serve();
  Client client = connect();
  client.send(int32(8) + int32(special + 5680));
  EXPECT_EQ(client.byte(), 'N') << "no GSS encryption";
  EXPECT_EQ(client.begin().back(), "Z I");
  client.send(query("rows 1"));
  EXPECT_EQ(client.until_ready(), (Lines{"T 2", "D 1|row 1", "C SELECT 1", "Z I"}));
  client.send(query("rows 100000"));
  EXPECT_EQ(client.until_ready().size(), 100'003U);
  client.send(message('X'));
  EXPECT_EQ(client.rest(), Lines());
}

TEST_F(ConnectionTest, TlsByRequest) {
  serve();
  Client client = connect();
  client.send(ssl_request());
  ASSERT_EQ(client.byte(), 'S');
  ASSERT_TRUE(client.start_tls(false));
  EXPECT_EQ(client.begin().back(), "Z I");
  client.send(query("rows 50000"));
  EXPECT_EQ(client.until_ready().size(), 50'003U);
  // Several messages in one record, and one message in many.
  client.send(query("rows 1") + query("rows 2") + query("rows " + std::string(100'000, ' ') + "3"));
  EXPECT_EQ(client.until_ready().size(), 4U);
  EXPECT_EQ(client.until_ready().size(), 5U);
  EXPECT_EQ(client.until_ready().size(), 6U);
}

TEST_F(ConnectionTest, DirectTlsNeedsAlpn) {
  serve();
  Client good = connect();
  ASSERT_TRUE(good.start_tls(true));
  EXPECT_EQ(good.begin().back(), "Z I");

  Client bad = connect();
  bad.start_tls(false);
  EXPECT_EQ(bad.rest(), Lines());
}

TEST_F(ConnectionTest, BytesAfterAnSslRequestAreNotTrusted) {
  serve();
  Client client = connect();
  client.send(ssl_request() + startup({{"user", "admin"}}));
  EXPECT_EQ(client.byte(), 'S');
  for (const std::string& line : client.rest()) EXPECT_NE(line.front(), 'R') << line;
}

TEST_F(ConnectionTest, TlsRequired) {
  host_.tls_mode = TlsMode::required;
  serve();
  Client client = connect();
  client.send(startup({{"user", "admin"}}));
  EXPECT_EQ(client.rest(),
            Lines{"E FATAL 08006 unable to accept connection, access denied H=TLS is "
                  "required: connect with sslmode=require or stronger"});
}

TEST_F(ConnectionTest, TlsOff) {
  host_.tls_mode = TlsMode::off;
  host_.tls = nullptr;
  serve();
  Client client = connect();
  client.send(ssl_request());
  EXPECT_EQ(client.byte(), 'N');
  EXPECT_EQ(client.begin().back(), "Z I");
}

TEST_F(ConnectionTest, ServerNameRequired) {
  host_.server_name_required = true;
  serve();
  Client client = connect();
  ASSERT_TRUE(client.start_tls(true));
  client.send(startup({{"user", "admin"}}));
  EXPECT_EQ(client.rest(),
            Lines{"E FATAL 08006 unable to accept connection, sni was not received"});
}

TEST_F(ConnectionTest, GarbageBeforeStartup) {
  serve();
  for (const std::string& garbage :
       {std::string("GET / HTTP/1.1\r\n\r\n"), int32(3), int32(10'001), int32(7) + "abc",
        std::string(100, '\xff'), std::string("\x16\x03\x01garbage")}) {
    Client client = connect();
    client.send(garbage);
    client.rest();
  }
  {
    Client client = connect();
    client.send(startup({{"user", "a"}}, 2 << 16));
    EXPECT_EQ(client.rest(),
              Lines{"E FATAL 0A000 unsupported frontend protocol 2.0: server supports 3.0 to 3.0"});
  }
  EXPECT_TRUE(registry_.wait_empty(10s));
}

TEST_F(ConnectionTest, OversizedMessagesEndInSilence) {
  serve();
  Client client = connect();
  client.begin();
  std::thread sender([&] { client.send(query(std::string(11 << 20, 'x'))); });
  EXPECT_EQ(client.rest(), Lines());
  sender.join();
}

TEST_F(ConnectionTest, CancelRequest) {
  serve();
  Client client = connect();
  client.begin();
  client.send(query("wait"));
  const auto request = [&](const std::string& key) {
    Client canceller = connect();
    canceller.send(int32(16) + int32(special + 5678) + key);
    EXPECT_EQ(canceller.rest(), Lines());
  };
  request(client.key().substr(0, 4) + int32(1));  // a wrong secret does nothing
  request(client.key());
  EXPECT_EQ(client.until_ready(),
            (Lines{"E ERROR 57014 canceling statement due to user request", "Z I"}));
}

TEST_F(ConnectionTest, AuthenticationTimesOut) {
  host_.authentication_timeout = 1s;
  serve();
  Client silent = connect();
  Client half = connect();
  half.send(ssl_request());
  EXPECT_EQ(half.byte(), 'S');
  EXPECT_EQ(silent.rest(), Lines());
  EXPECT_EQ(half.rest(), Lines());
}

TEST_F(ConnectionTest, SessionsHaveAQuota) {
  serve();
  Client one = connect(), two = connect(), three = connect();
  for (Client* client : {&one, &two, &three}) EXPECT_EQ(client->begin().back(), "Z I");
  Client four = connect();
  four.send(startup({{"user", "admin"}}));
  EXPECT_EQ(four.rest(),
            Lines{"E FATAL 53300 Unable to accept connection, too many open connections."});
  one.send(message('X'));
  EXPECT_EQ(one.rest(), Lines());
  for (int i = 0; i < 1000 && registry_.sessions() > 2; ++i) std::this_thread::sleep_for(5ms);
  Client five = connect();
  EXPECT_EQ(five.begin().back(), "Z I");
}

TEST_F(ConnectionTest, SessionsEndAfterAnHour) {
  serve();
  Client talking = connect(), silent = connect();
  talking.begin();
  silent.begin();
  age_ = 3599s;
  talking.send(query("rows 0"));
  EXPECT_EQ(talking.until_ready().back(), "Z I");
  age_ = 3600s;
  talking.send(query("rows 0"));
  EXPECT_EQ(talking.rest(), Lines()) << "closed without a word";
  registry_.end_older(Time{} + 3600s - host_.session_lifetime);
  EXPECT_EQ(silent.rest(), Lines());
}

TEST_F(ConnectionTest, ShutdownTellsIdleClientsAndLetsStatementsEnd) {
  serve();
  Client idle = connect(), busy = connect(), half = connect();
  idle.begin();
  busy.begin();
  busy.send(query("wait"));
  std::this_thread::sleep_for(50ms);
  registry_.end_all(EndReason::shutdown);
  EXPECT_EQ(idle.rest(),
            Lines{"E FATAL 57P01 terminating connection due to administrator command"});
  EXPECT_EQ(half.rest(), Lines());
  EXPECT_FALSE(registry_.wait_empty(100ms)) << "the statement still runs";
  Client canceller = connect();
  canceller.send(int32(16) + int32(special + 5678) + busy.key());
  EXPECT_EQ(canceller.rest(), Lines()) << "no connection is let in any more";
  registry_.abort_all();
  busy.rest();
  EXPECT_TRUE(registry_.wait_empty(10s));
}

}  // namespace
}  // namespace dsql::wire
