// Commits: alone, beside running snapshots, from several threads, and of many rows.
#include <deque>
#include <memory>
#include <string>

#include <benchmark/benchmark.h>

#include "bench/micro/account_table.h"

namespace dsql::engine {
namespace {

constexpr KeyUse weak_row{.table = account_table, .mode = LockMode::weak};

// range(0): how many other transactions hold a snapshot, so that keys must be remembered.
void commit_one_row(benchmark::State& state) {
  AccountStore accounts(false);
  std::deque<std::unique_ptr<Transaction>> running;
  for (auto _ : state) {
    if (state.range(0) > 0) {
      running.push_back(std::make_unique<Transaction>(accounts.adjudicator));
      running.back()->snapshot();
      if (running.size() > static_cast<std::size_t>(state.range(0))) running.pop_front();
    }
    Transaction transaction(accounts.adjudicator);
    transaction.put(accounts.random_key(), accounts.table.row(), weak_row);
    if (transaction.commit().kind != CommitOutcome::Kind::committed) state.SkipWithError("lost");
  }
}
BENCHMARK(commit_one_row)->Arg(0)->Arg(8);

void read_and_update(benchmark::State& state) {
  static std::unique_ptr<AccountStore> accounts;
  if (state.thread_index() == 0) accounts = std::make_unique<AccountStore>(false);
  AccountTable table;
  Random random(static_cast<std::uint64_t>(state.thread_index()));
  Pin pin;
  for (auto _ : state) {
    Transaction transaction(accounts->adjudicator);
    const std::string& key = table.key(static_cast<std::int32_t>(random.below(AccountStore::rows)));
    if (!transaction.get(key, every_command, pin)) state.SkipWithError("lost");
    transaction.put(key, table.row(), weak_row);
    transaction.commit();
  }
  state.SetItemsProcessed(state.iterations());
  if (state.thread_index() == 0) accounts.reset();
}
BENCHMARK(read_and_update)->Threads(1)->Threads(2)->Threads(8)->UseRealTime();

void commit_rows(benchmark::State& state) {
  AccountStore accounts(false);
  for (auto _ : state) {
    Transaction transaction(accounts.adjudicator);
    for (int i = 0; i < state.range(0); ++i)
      transaction.put(accounts.random_key(), accounts.table.row(), weak_row);
    transaction.commit();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(commit_rows)->Arg(3000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dsql::engine

BENCHMARK_MAIN();
