// Statements that would run for hours, or for ever, end soon after Session::cancel(), whatever
// their operators are at.
#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "engine/fleet/cluster.h"
#include "engine/session/session.h"

namespace dsql::engine {
namespace {

class Discard final : public SessionListener, public RowSink, public CopySink {
 public:
  void notice(const rules::SqlError&) override {}
  void parameter_changed(std::string_view, std::string_view) override {}
  void start(const RowShape&) override {}
  bool accept(const Batch&) override { return takes_more; }
  void start(std::int16_t) override {}
  void data(std::string_view) override {}
  void end() override {}

  bool takes_more = true;
};

struct Connection {
  Connection() : cluster({}, environment), session(cluster.context(), {}, sink) {}

  Outcome run(std::string text) {
    session.start_query(std::move(text));
    return session.step(sink, sink).outcome;
  }

  Environment environment{1};
  Cluster cluster;
  Discard sink;
  Session session;
};

std::string sqlstate(const Outcome& outcome) {
  return outcome.error ? std::string(outcome.error->sqlstate.text()) : std::string();
}

class Cancellation : public testing::TestWithParam<const char*> {};

TEST_P(Cancellation, EndsTheStatement) {
  Connection connection;
  std::atomic<bool> done = false;
  // A cancellation that comes before the statement has begun is lost, as on the service: repeat it.
  std::thread canceller([&] {
    while (!done) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      connection.session.cancel();
    }
  });
  const Outcome outcome = connection.run(GetParam());
  done = true;
  canceller.join();
  EXPECT_EQ(sqlstate(outcome), "57014");
}

INSTANTIATE_TEST_SUITE_P(
    Statements, Cancellation,
    testing::Values(
        "SELECT count(*) FROM generate_series(1, 1000000000000)",
        "SELECT * FROM generate_series(1, 1000000000000)",
        "SELECT generate_series(1, 1000000000000)",
        "SELECT * FROM (SELECT generate_series(1, 1000000000000) g) s WHERE g < 0",
        "SELECT * FROM generate_series(1, 1000000000000) OFFSET 900000000000",
        "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b",
        "SELECT * FROM generate_series(1, 1000000) a JOIN generate_series(1, 1000000) b "
        "ON a + b < 0",
        "SELECT * FROM generate_series(1, 1000000) a WHERE NOT EXISTS "
        "(SELECT FROM generate_series(1, 1000000) b WHERE a + b < 0)",
        "SELECT count(*) FROM generate_series(1, 1000000) a, LATERAL "
        "(SELECT max(b) FROM generate_series(1, 1000000 + a) b) s",
        "SELECT count(*) FROM (SELECT 1 k, a FROM generate_series(1, 100000) a) x JOIN "
        "(SELECT 1 k, b FROM generate_series(1, 100000) b) y ON x.k = y.k AND a + b < 0",
        "SELECT count(*) FROM (SELECT 1 k, a FROM generate_series(1, 100000) a) x WHERE EXISTS "
        "(SELECT FROM (SELECT 1 k, b FROM generate_series(1, 100000) b) y "
        "WHERE x.k = y.k AND a + b < 0)",
        "WITH RECURSIVE t(n) AS (SELECT 1::bigint UNION ALL SELECT n + 1 FROM t) "
        "SELECT count(*) FROM t",
        "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n FROM t) SELECT * FROM t WHERE n < 0",
        "SELECT DISTINCT a / 1000000000000 FROM generate_series(1, 999999999999) a",
        "SELECT a FROM generate_series(1, 1000000) a WHERE a > ALL "
        "(SELECT b + 0 FROM generate_series(-1000000, 0) b)",
        "SELECT sum(a) OVER (ORDER BY a ROWS BETWEEN 500000 PRECEDING AND 500000 FOLLOWING) "
        "FROM generate_series(1, 1000000) a",
        "SELECT count(*) FROM generate_series(1, 1000000000000) a "
        "WHERE a::text ~ '^(1|2|3)+x$'",
        "SELECT pg_sleep(100000)"));

// A result that the client takes slowly: between two of its parts the request is still running.
TEST(CancellationOfAStream, IsNotLostWhileTheClientReads) {
  Connection connection;
  connection.sink.takes_more = false;
  Outcome outcome = connection.run("SELECT g FROM generate_series(1, 100000) g ORDER BY 1 DESC");
  ASSERT_EQ(outcome.kind, Outcome::Kind::suspended);
  connection.session.cancel();
  outcome = connection.session.step(connection.sink, connection.sink).outcome;
  EXPECT_EQ(sqlstate(outcome), "57014");
}

TEST(CancellationOfAStream, ReachesAnExecuteThatGoesOn) {
  Connection connection;
  Discard& sink = connection.sink;
  sink.takes_more = false;
  ASSERT_FALSE(connection.session.prepare("s", "SELECT generate_series(1, 100000)", {}));
  ASSERT_FALSE(connection.session.bind("", "s", {}, {}));
  ASSERT_EQ(connection.session.fetch("", 0, sink, sink).kind, Outcome::Kind::suspended);
  connection.session.cancel();
  EXPECT_EQ(sqlstate(connection.session.fetch("", 0, sink, sink)), "57014");
}

// What comes while the session is idle concerns nobody.
TEST(CancellationOfAStream, WithoutARequestIsForgotten) {
  Connection connection;
  Discard& sink = connection.sink;
  ASSERT_FALSE(connection.session.prepare("s", "SELECT generate_series(1, 10)", {}));
  ASSERT_FALSE(connection.session.bind("", "s", {}, {}));
  ASSERT_EQ(connection.session.fetch("", 3, sink, sink).kind, Outcome::Kind::suspended);
  connection.session.cancel();
  EXPECT_EQ(connection.session.fetch("", 3, sink, sink).kind, Outcome::Kind::suspended);
  connection.session.cancel();
  EXPECT_EQ(connection.run("SELECT 1").kind, Outcome::Kind::done);
}

}  // namespace
}  // namespace dsql::engine
