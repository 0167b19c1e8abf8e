// Statements without a socket: the stages of a simple query, a prepared point read and update, and
// the evaluation of expressions over batches.
#include <memory>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "engine/fleet/cluster.h"
#include "engine/session/session.h"

namespace dsql::engine {
namespace {

class Silence final : public SessionListener, public RowSink, public CopySink {
 public:
  void notice(const rules::SqlError&) override {}
  void parameter_changed(std::string_view, std::string_view) override {}
  void start(const RowShape&) override {}
  bool accept(const Batch& batch) override {
    rows += batch.rows.count;
    return true;
  }
  void start(std::int16_t) override {}
  void data(std::string_view) override {}
  void end() override {}

  std::uint64_t rows = 0;
};

constexpr int accounts = 10'000;

// One session of a cluster in memory, with a table of accounts.
struct Bench {
  Bench() : cluster({}, environment), session(cluster.context(), {}, silence) {
    run("CREATE TABLE accounts (id int PRIMARY KEY, balance int, filler char(84))");
    for (int first = 1; first < accounts; first += 2500) {
      run("INSERT INTO accounts SELECT i, 0, 'x' FROM generate_series(" + std::to_string(first) +
          ", " + std::to_string(first + 2499) + ") i");
    }
  }

  // Runs one statement; false if it failed.
  bool run(std::string text) {
    session.start_query(std::move(text));
    const Session::Step step = session.step(silence, silence);
    return step.outcome.kind == Outcome::Kind::done;
  }

  // Runs the unnamed prepared statement with one parameter.
  bool execute(std::string_view parameter) {
    const ParameterValue value{.bytes = parameter};
    if (session.bind("", "s", {&value, 1}, {})) return false;
    if (session.fetch("", 0, silence, silence).kind != Outcome::Kind::done) return false;
    return !session.sync();
  }

  Environment environment{1};
  Cluster cluster;
  Silence silence;
  Session session;
};

// Another literal each time, so that nothing is remembered.
void simple_point_read(benchmark::State& state) {
  Bench bench;
  for (auto _ : state) {
    const auto id = 1 + bench.environment.random.below(accounts);
    if (!bench.run("SELECT balance FROM accounts WHERE id = " + std::to_string(id)))
      state.SkipWithError("failed");
  }
}
BENCHMARK(simple_point_read);

void prepared(benchmark::State& state, const std::string& text) {
  Bench bench;
  if (bench.session.prepare("s", text, {})) state.SkipWithError("not prepared");
  for (auto _ : state) {
    const auto id = 1 + bench.environment.random.below(accounts);
    if (!bench.execute(std::to_string(id))) state.SkipWithError("failed");
  }
}
BENCHMARK_CAPTURE(prepared, point_read, "SELECT balance FROM accounts WHERE id = $1");
BENCHMARK_CAPTURE(prepared, join,
                  "SELECT a.balance, b.filler FROM accounts a JOIN accounts b ON a.id = b.id WHERE "
                  "a.id = $1 AND b.balance >= 0 ORDER BY b.filler");
BENCHMARK_CAPTURE(prepared, update, "UPDATE accounts SET balance = balance + 1 WHERE id = $1");

// An expression over a million rows; the first one is the cost of the rows alone.
void evaluate(benchmark::State& state, const std::string& expression) {
  Bench bench;
  const std::string text = "SELECT count(" + expression + ") FROM generate_series(1, 1000000) i";
  for (auto _ : state) {
    if (!bench.run(text)) state.SkipWithError("failed");
  }
  state.SetItemsProcessed(state.iterations() * 1'000'000);
}
BENCHMARK_CAPTURE(evaluate, rows, "i")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(evaluate, arithmetic, "i * 2 + 1")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(evaluate, comparison, "i > 500 AND i % 2 = 0")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(evaluate, choice, "CASE WHEN i % 3 = 0 THEN i END")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(evaluate, numeric, "i::numeric * 1.5")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(evaluate, text, "lower('A' || i)")->Unit(benchmark::kMillisecond);

void scan(benchmark::State& state, const std::string& text) {
  Bench bench;
  for (auto _ : state) {
    if (!bench.run(text)) state.SkipWithError("failed");
  }
  state.SetItemsProcessed(state.iterations() * accounts);
}
BENCHMARK_CAPTURE(scan, count, "SELECT count(*) FROM accounts")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, sum, "SELECT sum(balance) FROM accounts")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(scan, sort, "SELECT id FROM accounts ORDER BY balance DESC, id LIMIT 10")
    ->Unit(benchmark::kMillisecond);

void insert_rows(benchmark::State& state) {
  Bench bench;
  bench.run("CREATE TABLE batch (id uuid PRIMARY KEY, n int, name text)");
  std::string text = "INSERT INTO batch VALUES ";
  for (int i = 0; i < state.range(0); ++i) {
    text += (i > 0 ? ", (gen_random_uuid(), 5 + " : "(gen_random_uuid(), 5 + ") +
            std::to_string(i) + ", 'row number " + std::to_string(i) + "')";
  }
  for (auto _ : state) {
    if (!bench.run(text)) state.SkipWithError("failed");
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(insert_rows)->Arg(100)->Arg(3000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dsql::engine

BENCHMARK_MAIN();
