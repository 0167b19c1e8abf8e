// Codecs of keys and rows, and reads of one store: memtable and table file.
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "bench/micro/account_table.h"

namespace dsql::engine {
namespace {

void key_encode(benchmark::State& state) {
  AccountTable table;
  std::int32_t id = 0;
  for (auto _ : state) benchmark::DoNotOptimize(table.key(++id).data());
}
BENCHMARK(key_encode);

void row_encode(benchmark::State& state) {
  AccountTable table;
  for (auto _ : state) benchmark::DoNotOptimize(table.row().data());
}
BENCHMARK(row_encode);

// range(0): how many of the four columns are wanted.
void row_decode(benchmark::State& state) {
  AccountTable table;
  std::vector<std::uint16_t> wanted;
  std::vector<Column> columns;
  for (std::uint16_t i = 0; i < state.range(0); ++i) {
    wanted.push_back(i);
    columns.emplace_back(table.codec().column(i).type->physical, batch_capacity);
  }
  std::vector<Column*> out;
  for (Column& column : columns) out.push_back(&column);
  const RowDecoder decoder(table.codec(), wanted);
  const std::string row = table.row();
  std::uint32_t at = 0;
  for (auto _ : state) {
    if (at == batch_capacity) {
      at = 0;
      for (Column* column : out) column->prepare(column->physical(), batch_capacity);
    }
    decoder.decode(row, out, at++);
  }
}
BENCHMARK(row_decode)->Arg(1)->Arg(4);

// range(0): 0 from the memtable, 1 from a table file.
void point_read(benchmark::State& state) {
  AccountStore accounts(state.range(0) == 1);
  Pin pin;
  for (auto _ : state) {
    Transaction transaction(accounts.adjudicator);
    if (!transaction.get(accounts.random_key(), every_command, pin)) state.SkipWithError("lost");
    transaction.commit();
  }
}
BENCHMARK(point_read)->Arg(0)->Arg(1);

void scan(benchmark::State& state) {
  AccountStore accounts(state.range(0) == 1);
  for (auto _ : state) {
    Transaction transaction(accounts.adjudicator);
    OverlayIterator at =
        transaction.scan(relation_range(account_table), Direction::forward, every_command);
    std::size_t bytes = 0;
    for (at.start(); at.valid(); at.next()) bytes += at.value().size();
    benchmark::DoNotOptimize(bytes);
  }
  state.SetItemsProcessed(state.iterations() * AccountStore::rows);
}
BENCHMARK(scan)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

// A nested loop's probe: one open scan, a range a row.
void probe(benchmark::State& state) {
  AccountStore accounts(state.range(0) == 1);
  Transaction transaction(accounts.adjudicator);
  OverlayIterator at =
      transaction.scan(relation_range(account_table), Direction::forward, every_command);
  for (auto _ : state) {
    at.seek(prefix_range(accounts.random_key()));
    if (!at.valid()) state.SkipWithError("lost");
  }
}
BENCHMARK(probe)->Arg(0)->Arg(1);

void open_store(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Store::open({}));
}
BENCHMARK(open_store)->Unit(benchmark::kMillisecond);

void restore_store(benchmark::State& state) {
  AccountStore accounts(true);
  for (auto _ : state) accounts.store->restore("loaded");
}
BENCHMARK(restore_store)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dsql::engine

BENCHMARK_MAIN();
