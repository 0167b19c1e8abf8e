#include "engine/txn/write_set.h"

#include <gtest/gtest.h>

#include "engine/storage/index_codec.h"
#include "engine/storage/store.h"

namespace dsql::engine {
namespace {

constexpr KeyUse row_use{.table = 1, .kind = EntryKind::row, .mode = LockMode::strong};

// What a reader before `before` sees of `key`: the value, "erased" or "snapshot".
std::string seen(const WriteSet& writes, std::string_view key, CommandId before) {
  const WriteSet::Entry* entry = writes.find(key);
  const WriteSet::Version* version = entry != nullptr ? entry->visible(before) : nullptr;
  if (version == nullptr) return "snapshot";
  return version->erased ? "erased" : std::string(version->value);
}

TEST(WriteSet, AStatementSeesEarlierCommandsOnly) {
  WriteSet writes;
  writes.put("k", "one", 1, row_use);
  writes.erase("k", 2, row_use);
  writes.put("k", "three", 3, row_use);
  EXPECT_EQ(seen(writes, "k", 1), "snapshot");
  EXPECT_EQ(seen(writes, "k", 2), "one");
  EXPECT_EQ(seen(writes, "k", 3), "erased");
  EXPECT_EQ(seen(writes, "k", 4), "three");
  EXPECT_EQ(seen(writes, "k", every_command), "three");
  EXPECT_EQ(seen(writes, "other", every_command), "snapshot");
}

TEST(WriteSet, ASecondWriteOfOneCommandReplacesTheFirst) {
  WriteSet writes;
  writes.put("k", "one", 1, row_use);
  writes.put("k", "two", 2, row_use);
  writes.put("k", "again", 2, row_use);
  EXPECT_EQ(seen(writes, "k", 2), "one");
  EXPECT_EQ(seen(writes, "k", 3), "again");
}

TEST(WriteSet, LocksReadAsNothingAndModesOnlyGrow) {
  WriteSet writes;
  writes.lock("k", {.table = 1, .mode = LockMode::share});
  EXPECT_TRUE(writes.read_only());
  EXPECT_TRUE(writes.adjudicated());
  EXPECT_EQ(seen(writes, "k", every_command), "snapshot");
  writes.put("k", "v", 1, {.table = 1, .mode = LockMode::weak});
  EXPECT_EQ(writes.find("k")->use.mode, LockMode::weak);
  writes.lock("k", {.table = 1, .mode = LockMode::share});
  EXPECT_EQ(writes.find("k")->use.mode, LockMode::weak);
  EXPECT_FALSE(writes.read_only());
  EXPECT_EQ(writes.rows(), 1U);
}

TEST(WriteSet, EntriesOfModeNoneAreNotAdjudicated) {
  WriteSet writes;
  writes.put("k", "v", 1, {.table = 1, .kind = EntryKind::index_entry, .mode = LockMode::none});
  EXPECT_FALSE(writes.adjudicated());
  EXPECT_FALSE(writes.read_only());
}

TEST(WriteSet, CountsDistinctRowsAndTheirLastBytes) {
  WriteSet writes;
  writes.put("row1", std::string(1000, 'x'), 1, row_use);
  const std::uint64_t one = writes.bytes();
  EXPECT_GE(one, 1000U);
  writes.put("row1", std::string(1000, 'y'), 2, row_use);
  EXPECT_EQ(writes.bytes(), one);
  writes.erase("row1", 3, row_use);
  EXPECT_LT(writes.bytes(), one);
  writes.put("row2", "", 3, row_use);
  writes.put("index", "", 3, {.table = 1, .kind = EntryKind::index_entry});
  writes.put("meta", std::string(1000, 'z'), 3, {.kind = EntryKind::system});
  EXPECT_EQ(writes.rows(), 2U);
  EXPECT_LT(writes.bytes(), one);
}

TEST(WriteSet, NamesItsTablesOnce) {
  WriteSet writes;
  for (const Oid table : {Oid{7}, Oid{3}, Oid{7}})
    writes.lock("k" + std::to_string(table), {.table = table});
  writes.put("z", "", 1, {.table = 3});
  EXPECT_EQ(writes.tables(), (std::vector<Oid>{3, 7}));
}

TEST(WriteSet, AppliesTheNewestVersions) {
  const auto store = Store::open({});
  WriteSet writes;
  writes.put("a", "1", 1, row_use);
  writes.put("a", "2", 2, row_use);
  writes.put("b", "1", 1, row_use);
  writes.erase("b", 2, row_use);
  writes.lock("c", row_use);
  WriteBatch batch;
  writes.append_to(batch);
  EXPECT_EQ(batch.count(), 2U);
  store->apply(batch);
  const Snapshot snapshot = store->snapshot();
  Pin pin;
  std::string_view value;
  ASSERT_TRUE(snapshot.get("a", pin, value));
  EXPECT_EQ(value, "2");
  EXPECT_FALSE(snapshot.get("b", pin, value));
  EXPECT_FALSE(snapshot.get("c", pin, value));
}

// --- the 10 MiB account against what the service was seen to accept ------------------------------

// The account of 500 rows (int primary key, text columns) that hold `raw` bytes of text together,
// of which each of `indexes` indexed columns takes 100 a row.
std::uint64_t account(double raw_mebibytes, std::size_t indexes) {
  constexpr std::size_t rows = 500;
  const auto raw = static_cast<std::size_t>(raw_mebibytes * 1048576) / rows;
  std::vector<StoredColumn> columns{{.type = &type_of(oid::int4)}, {.type = &type_of(oid::text)}};
  Column id(Physical::int32, 1);
  Column indexed(Physical::bytes, 1);
  Column filler(Physical::bytes, 1);
  indexed.own(0, std::string(100, 'k'));
  filler.own(0, std::string(raw - 4 - indexes * 100, 'f'));
  std::vector<const Column*> values{&id, &filler};
  for (std::size_t i = 0; i < indexes; ++i) {
    columns.push_back({.type = &type_of(oid::text)});
    values.push_back(&indexed);
  }
  const RowCodec row_codec(columns);
  const KeyCodec key_codec(100, {{&type_of(oid::int4)}});
  WriteSet writes;
  std::string key;
  std::string bytes;
  IndexEntry entry;
  for (std::int32_t n = 0; n < static_cast<std::int32_t>(rows); ++n) {
    id.set(0, n);
    key_codec.encode(values, 0, key);
    row_codec.encode(values, 0, bytes);
    writes.put(key, bytes, 1, row_use);
    for (std::size_t i = 0; i < indexes; ++i) {
      const IndexCodec index(
          {.index = static_cast<Oid>(200 + i), .table = 100, .columns = {{&type_of(oid::text)}}});
      const Column* index_column = &indexed;
      index.encode({&index_column, 1}, {}, 0, key, entry);
      writes.put(entry.key, entry.value, 1, {.table = 100, .kind = EntryKind::index_entry});
    }
  }
  return writes.bytes();
}

TEST(WriteSet, TheAccountHoldsTheServicesExtremes) {
  constexpr std::uint64_t limit = 10 * 1048576;
  EXPECT_LE(account(9.93, 0), limit);
  EXPECT_GT(account(9.95, 0), limit);
  EXPECT_LE(account(9.11, 4), limit);
  EXPECT_GT(account(9.13, 4), limit);
}

}  // namespace
}  // namespace dsql::engine
