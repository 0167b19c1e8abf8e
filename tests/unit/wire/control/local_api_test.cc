#include "wire/control/local_api.h"

#include <set>

#include <gtest/gtest.h>
#include <sys/socket.h>

#include "dsqlrules/conditions/control_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "wire/control/control_server.h"
#include "wire/control/request_body.h"
#include "wire/net/listener.h"

namespace dsql::wire {
namespace {

using namespace std::chrono_literals;

// Remembers what it was asked.
class RecordingCluster final : public ClusterControl {
 public:
  HealthReport health() override { return {"0.1.0", "abc", 2}; }
  ClockReading clock() override { return {now, held}; }
  void advance_clock(std::chrono::microseconds by) override { now += by; }
  void hold_clock(std::optional<ControlTime> at) override {
    held = true;
    if (at) now = *at;
  }
  void release_clock() override { held = false; }
  void arm_fault(const FaultOrder& order) override {
    if (order.table == "missing") rules::raise(rules::conditions::undefined_table, order.table);
    faults.push_back(order);
  }
  void clear_faults() override { faults.clear(); }
  std::vector<FaultOrder> armed_faults() override { return faults; }
  std::vector<std::pair<std::string, std::uint64_t>> counters() override {
    return {{"commits", 3}, {"conflicts", 1}};
  }
  std::vector<ConflictReport> conflicts() override {
    return {{.loser = 5,
             .winner = 4,
             .table = "public.t",
             .key = "(1)",
             .loser_mode = "weak",
             .winner_mode = "strong",
             .at = now}};
  }
  void reset() override { ++resets; }
  std::string checkpoint(std::string_view name) override {
    checkpoints.insert(name.empty() ? "c1" : std::string(name));
    return name.empty() ? "c1" : std::string(name);
  }
  void restore(std::string_view name) override {
    if (!checkpoints.contains(std::string(name))) {
      rules::raise(rules::conditions::control_no_checkpoint, name);
    }
    ++restores;
  }

  ControlTime now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 14h;
  bool held = false;
  std::vector<FaultOrder> faults;
  std::set<std::string> checkpoints;
  int resets = 0;
  int restores = 0;
};

class LocalApi : public ::testing::Test {
 protected:
  std::string ask(std::string_view method, std::string_view path, std::string_view body = {}) {
    const ControlAnswer answer =
        serve_control({.method = method, .path = path, .body = body}, cluster_);
    status_ = answer.status;
    return answer.body;
  }

  RecordingCluster cluster_;
  unsigned status_ = 0;
};

TEST_F(LocalApi, Health) {
  EXPECT_EQ(ask("GET", "/_local/health"),
            R"({"status":"ok","version":"0.1.0","cluster":"abc","sessions":2})");
  EXPECT_EQ(status_, 200U);
}

TEST_F(LocalApi, Clock) {
  EXPECT_EQ(ask("GET", "/_local/clock"), R"({"now":"2026-11-22T14:00:00.000000Z","held":false})");
  EXPECT_EQ(ask("POST", "/_local/clock", R"({"advance_seconds":301.5})"),
            R"({"now":"2026-11-22T14:05:01.500000Z","held":false})");
  EXPECT_EQ(ask("POST", "/_local/clock", R"({"set":"2030-01-02T03:04:05.25Z"})"),
            R"({"now":"2030-01-02T03:04:05.250000Z","held":true})");
  EXPECT_EQ(ask("POST", "/_local/clock", R"({"release":true})"),
            R"({"now":"2030-01-02T03:04:05.250000Z","held":false})");
  EXPECT_EQ(ask("POST", "/_local/clock", R"({"hold":true})"),
            R"({"now":"2030-01-02T03:04:05.250000Z","held":true})");
}

TEST_F(LocalApi, ClockRefusesWhatItDoesNotMean) {
  const ControlTime before = cluster_.now;
  for (const char* body :
       {"", "{}", R"({"hold":true,"release":true})", R"({"advance_seconds":-1})",
        R"({"advance_seconds":"1"})", R"({"advance_seconds":1e300})", R"({"set":"yesterday"})",
        R"({"set":"2026-02-30T00:00:00Z"})", R"({"hold":1})", R"({"advance":1})", "[]", "{"}) {
    ask("POST", "/_local/clock", body);
    EXPECT_EQ(status_, 400U) << body;
  }
  EXPECT_EQ(cluster_.now, before);
  EXPECT_EQ(ask("POST", "/_local/clock", R"({"advance":1})"),
            R"({"code":"22023","message":"unknown member \"advance\""})");
}

TEST_F(LocalApi, Faults) {
  EXPECT_EQ(ask("POST", "/_local/faults", R"({"kind":"conflict","table":"t","count":2,"skip":1})"),
            R"({"armed":[{"kind":"row_conflict","table":"t","count":2,"skip":1}]})");
  ASSERT_EQ(cluster_.faults.size(), 1U);
  EXPECT_EQ(cluster_.faults[0].fault, engine::Fault::row_conflict);
  ask("POST", "/_local/faults", R"({"kind":"slow_job","delay_seconds":2})");
  EXPECT_EQ(cluster_.faults[1].fault, engine::Fault::slow_job);
  EXPECT_EQ(cluster_.faults[1].delay, 2s);
  EXPECT_EQ(ask("DELETE", "/_local/faults"), R"({"armed":[]})");

  ask("POST", "/_local/faults", R"({"table":"t"})");
  EXPECT_EQ(status_, 400U);
  ask("POST", "/_local/faults", R"({"kind":"earthquake"})");
  EXPECT_EQ(status_, 400U);
  ask("POST", "/_local/faults", R"({"kind":"conflict","count":-1})");
  EXPECT_EQ(status_, 400U);
  EXPECT_EQ(ask("POST", "/_local/faults", R"({"kind":"conflict","table":"missing"})"),
            R"({"code":"42P01","message":"relation \"missing\" does not exist"})");
  EXPECT_EQ(status_, 404U);
}

TEST_F(LocalApi, CountersAndConflicts) {
  EXPECT_EQ(ask("GET", "/_local/counters"), R"({"commits":3,"conflicts":1})");
  EXPECT_EQ(
      ask("GET", "/_local/conflicts"),
      R"j({"conflicts":[{"loser":5,"winner":4,"table":"public.t","key":"(1)",)j"
      R"j("loser_mode":"weak","winner_mode":"strong","at":"2026-11-22T14:00:00.000000Z"}]})j");
}

TEST_F(LocalApi, Contents) {
  EXPECT_EQ(ask("POST", "/_local/reset", "{}"), "{}");
  EXPECT_EQ(cluster_.resets, 1);
  EXPECT_EQ(ask("POST", "/_local/checkpoint"), R"({"name":"c1"})");
  EXPECT_EQ(ask("POST", "/_local/checkpoint", R"({"name":"before"})"), R"({"name":"before"})");
  EXPECT_EQ(ask("POST", "/_local/restore", R"({"name":"before"})"), R"({"name":"before"})");
  EXPECT_EQ(cluster_.restores, 1);
  ask("POST", "/_local/restore", R"({"name":"after"})");
  EXPECT_EQ(status_, 404U);
  ask("POST", "/_local/restore");
  EXPECT_EQ(status_, 400U);
}

TEST_F(LocalApi, UnknownOperationsAndBrowsers) {
  for (const auto& [method, path] : {std::pair("GET", "/"),
                                     {"GET", "/_local/reset"},
                                     {"PUT", "/_local/clock"},
                                     {"GET", "/cluster"}}) {
    ask(method, path);
    EXPECT_EQ(status_, 404U) << method << ' ' << path;
  }
  EXPECT_EQ(
      serve_control({.method = "POST", .path = "/_local/reset", .from_browser = true}, cluster_)
          .status,
      403U);
  EXPECT_EQ(cluster_.resets, 0);
}

TEST_F(LocalApi, EveryOperationIsServed) {
  for (const ControlOperation& operation : control_operations()) {
    ask(operation.method, operation.path);
    EXPECT_NE(status_, 404U) << operation.method << ' ' << operation.path;
  }
}

TEST_F(LocalApi, OverHttp) {
  WorkerPool pool(2);
  Listener listener(pool, {});
  listener.start([this](Socket socket) { serve_control_connection(std::move(socket), cluster_); });
  const auto ask_http = [&](const std::string& request) {
    asio::io_context context;
    asio::ip::tcp::socket socket(context);
    socket.connect({asio::ip::address_v4::loopback(), listener.port()});
    ::send(socket.native_handle(), request.data(), request.size(), 0);
    std::string answer;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::recv(socket.native_handle(), buffer, sizeof buffer, 0)) > 0;) {
      answer.append(buffer, static_cast<std::size_t>(got));
    }
    return answer;
  };
  const std::string good = ask_http(
      "POST /_local/clock?x=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
      "24\r\n\r\n{\"advance_seconds\":3600}");
  EXPECT_TRUE(good.starts_with("HTTP/1.1 200 OK\r\n")) << good;
  EXPECT_TRUE(good.ends_with(R"({"now":"2026-11-22T15:00:00.000000Z","held":false})")) << good;
  const std::string browser = ask_http(
      "POST /_local/reset HTTP/1.1\r\nHost: a\r\nOrigin: http://evil\r\nConnection: close\r\n"
      "Content-Length: 0\r\n\r\n");
  EXPECT_TRUE(browser.starts_with("HTTP/1.1 403")) << browser;
  EXPECT_EQ(ask_http("garbage\r\n\r\n"), "");
  listener.close();
  pool.stop();
}

}  // namespace
}  // namespace dsql::wire
