// A whole server over a made-up engine: ports, ready file, control port, shutdown.
#include "wire/server/server.h"

#include <fstream>
#include <sstream>
#include <thread>

#include <boost/asio/ip/tcp.hpp>
#include <boost/json/parse.hpp>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "tests/unit/wire/pg/echo_backend.h"
#include "tests/unit/wire/pg/wire_client.h"

namespace dsql::wire {
namespace {

using namespace test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

class NoControl final : public ClusterControl {
 public:
  HealthReport health() override { return {"0", "c", 0}; }
  ClockReading clock() override { return {}; }
  void advance_clock(std::chrono::microseconds) override {}
  void hold_clock(std::optional<ControlTime>) override {}
  void release_clock() override {}
  void arm_fault(const FaultOrder&) override {}
  void clear_faults() override {}
  std::vector<FaultOrder> armed_faults() override { return {}; }
  std::vector<std::pair<std::string, std::uint64_t>> counters() override { return {}; }
  std::vector<ConflictReport> conflicts() override { return {}; }
  void reset() override {}
  std::string checkpoint(std::string_view) override { return {}; }
  void restore(std::string_view) override {}
};

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() {
    std::string name = (fs::temp_directory_path() / "dsql-server-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~ServerTest() override { fs::remove_all(folder_); }

  Options options() {
    Options options;
    options.listen.port = options.control.port = 0;
    options.auth = AuthMode::trust;
    options.tls = TlsMode::optional;
    options.cert_dir = folder_ / "certificates";
    options.ready_file = folder_ / "ready.json";
    options.grace = 200ms;
    return options;
  }
  ServerParts parts() {
    return {factory_, control_,
            [this] { return std::chrono::system_clock::time_point() + age_.load(); },
            [] { return std::chrono::sys_seconds(); }, [] { return 1U; }};
  }
  // What the server sends until it closes.
  static std::string exchange(
      std::uint16_t port, const std::string& request,
      const std::function<void()>& meanwhile = [] {}) {
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    socket.connect({asio::ip::address_v4::loopback(), port});
    ::send(socket.native_handle(), request.data(), request.size(), MSG_NOSIGNAL);
    std::thread other(meanwhile);
    std::string answer;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::recv(socket.native_handle(), buffer, sizeof buffer, 0)) > 0;) {
      answer.append(buffer, static_cast<std::size_t>(got));
    }
    other.join();
    return answer;
  }

  fs::path folder_;
  EchoFactory factory_;
  NoControl control_;
  std::atomic<std::chrono::seconds> age_{0s};
};

const std::string hello = startup({{"user", "admin"}, {"database", "postgres"}});

TEST_F(ServerTest, ReadyFileSaysWhere) {
  Server server(options(), parts());
  EXPECT_FALSE(fs::exists(folder_ / "ready.json"));
  server.start();
  std::ifstream file(folder_ / "ready.json");
  std::stringstream text;
  text << file.rdbuf();
  const auto ready = boost::json::parse(text.str()).as_object();
  EXPECT_EQ(ready.at("pg_port").as_int64(), server.pg_port());
  EXPECT_EQ(ready.at("control_port").as_int64(), server.control_port());
  EXPECT_EQ(ready.at("pid").as_int64(), ::getpid());
  EXPECT_TRUE(fs::exists(std::string(ready.at("ca").as_string())));

  const auto lines = readable(exchange(server.pg_port(), hello + query("rows 1") + message('X')));
  ASSERT_EQ(lines.size(), 10U);
  EXPECT_EQ(lines[7], "D 1|row 1");
  const std::string http = exchange(server.control_port(),
                                    "GET /_local/health HTTP/1.1\r\nHost: a\r\nConnection: "
                                    "close\r\n\r\n");
  EXPECT_NE(http.find("\"status\":\"ok\""), std::string::npos) << http;
}

TEST_F(ServerTest, ShutdownDrains) {
  Server server(options(), parts());
  server.start();
  const std::uint16_t port = server.pg_port();
  const auto lines = readable(exchange(port, hello, [&] {
    while (server.sessions() == 0) std::this_thread::sleep_for(1ms);
    server.shutdown();
  }));
  EXPECT_EQ(lines.back(), "E FATAL 57P01 terminating connection due to administrator command");
  EXPECT_THROW(exchange(port, hello), boost::system::system_error) << "the port is closed";
}

TEST_F(ServerTest, StatementsAreCancelledAfterTheGrace) {
  Server server(options(), parts());
  server.start();
  exchange(server.pg_port(), hello + query("wait"), [&] {
    while (server.sessions() == 0) std::this_thread::sleep_for(1ms);
    std::this_thread::sleep_for(20ms);
    server.shutdown();
  });
  EXPECT_EQ(server.sessions(), 0U);
}

TEST_F(ServerTest, SilentSessionsEndAfterAnHour) {
  Server server(options(), parts());
  server.start();
  const auto lines = readable(exchange(server.pg_port(), hello, [&] {
    while (server.sessions() == 0) std::this_thread::sleep_for(1ms);
    age_ = 3600s;
  }));
  EXPECT_EQ(lines.back(), "Z I") << "closed without a word";
}

TEST_F(ServerTest, ASignalIsWaitedFor) {
  Server server(options(), parts());
  server.start();
  std::thread sender([] {
    std::this_thread::sleep_for(50ms);
    ::kill(::getpid(), SIGTERM);
  });
  server.wait_for_signal();
  sender.join();
  server.shutdown();
}

TEST_F(ServerTest, ATakenPortIsAnError) {
  Server server(options(), parts());
  Options second = options();
  second.listen.port = server.pg_port();
  EXPECT_THROW(Server(second, parts()), std::runtime_error);
}

}  // namespace
}  // namespace dsql::wire
