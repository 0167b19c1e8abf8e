#include "engine/storage/store.h"

#include <filesystem>
#include <map>
#include <thread>

#include <gtest/gtest.h>

#include "tests/unit/engine/storage/temporary_directory.h"

namespace dsql::engine {
namespace {

Sequence put(Store& store, std::string_view key, std::string_view value) {
  WriteBatch batch;
  batch.put(key, value);
  return store.apply(batch);
}

std::string read(const Snapshot& snapshot, std::string_view key) {
  Pin pin;
  std::string_view value;
  return snapshot.get(key, pin, value) ? std::string(value) : "(none)";
}

// Memory and disk behave alike.
class StoreTest : public testing::TestWithParam<bool> {
 protected:
  StoreOptions options() const { return {GetParam() ? directory_.path() : ""}; }
  TemporaryDirectory directory_;
  std::unique_ptr<Store> store_ = Store::open(options());
};

INSTANTIATE_TEST_SUITE_P(Where, StoreTest, testing::Values(false, true),
                         [](const auto& where) { return where.param ? "Disk" : "Memory"; });

TEST_P(StoreTest, ASnapshotSeesWhatWasAppliedBeforeIt) {
  const Sequence first = put(*store_, "k", "1");
  const Snapshot before = store_->snapshot();
  const Sequence second = put(*store_, "k", "2");
  const Snapshot after = store_->snapshot();
  EXPECT_EQ(read(before, "k"), "1");
  EXPECT_EQ(read(after, "k"), "2");
  EXPECT_EQ(before.sequence(), first);
  EXPECT_EQ(after.sequence(), second);
  EXPECT_GT(second, first);
}

TEST_P(StoreTest, ABatchIsOneStepAndItsLastOperationWins) {
  WriteBatch batch;
  batch.put("a", "1");
  batch.put("b", "1");
  batch.erase("a");
  EXPECT_EQ(batch.count(), 3U);
  const Sequence sequence = store_->apply(batch);
  const Snapshot snapshot = store_->snapshot();
  EXPECT_EQ(snapshot.sequence(), sequence);
  EXPECT_EQ(read(snapshot, "a"), "(none)");
  EXPECT_EQ(read(snapshot, "b"), "1");
}

TEST_P(StoreTest, AnEmptyBatchStillAdvancesTheSequence) {
  const Sequence before = store_->latest();
  WriteBatch batch;
  EXPECT_GT(store_->apply(batch), before);
}

std::string walk(Cursor& cursor) {
  std::string keys;
  for (; cursor.valid(); cursor.next()) keys += cursor.key();
  return keys;
}

TEST_P(StoreTest, CursorsWalkBothWaysWithinTheirLimits) {
  for (const char* key : {"a", "b", "c", "d", "e"}) put(*store_, key, key);
  const Snapshot snapshot = store_->snapshot();
  Cursor forward = snapshot.cursor({"b", "e"}, Direction::forward);
  forward.seek_start();
  EXPECT_EQ(walk(forward), "bcd");
  forward.seek("c");
  EXPECT_EQ(walk(forward), "cd");
  forward.seek("a");
  EXPECT_EQ(walk(forward), "bcd");
  Cursor backward = snapshot.cursor({"b", "e"}, Direction::backward);
  backward.seek_start();
  EXPECT_EQ(walk(backward), "dcb");
  backward.seek("d");
  EXPECT_EQ(walk(backward), "cb");
  backward.seek("");
  EXPECT_EQ(walk(backward), "dcb");
}

TEST_P(StoreTest, ErasedRangesStayInOlderSnapshots) {
  for (const char* key : {"a", "b", "c"}) put(*store_, key, "x");
  const Snapshot before = store_->snapshot();
  store_->erase_range({"a", "c"});
  const Snapshot after = store_->snapshot();
  EXPECT_EQ(read(before, "a"), "x");
  EXPECT_EQ(read(after, "a"), "(none)");
  EXPECT_EQ(read(after, "b"), "(none)");
  EXPECT_EQ(read(after, "c"), "x");
}

TEST_P(StoreTest, ACheckpointBringsEverythingBack) {
  put(*store_, "k", "kept");
  const Sequence at = store_->latest();
  store_->checkpoint("fresh/1");
  put(*store_, "k", "changed");
  put(*store_, "l", "added");
  const Snapshot old = store_->snapshot();
  const std::uint64_t generation = store_->generation();

  EXPECT_FALSE(store_->restore("other"));
  EXPECT_TRUE(store_->restore("fresh/1"));
  EXPECT_EQ(read(store_->snapshot(), "k"), "kept");
  EXPECT_EQ(read(store_->snapshot(), "l"), "(none)");
  EXPECT_EQ(store_->latest(), at);
  EXPECT_NE(store_->generation(), generation);
  // The transaction that was running reads on, but cannot commit.
  EXPECT_EQ(read(old, "k"), "changed");
  WriteBatch late;
  late.put("k", "late");
  EXPECT_EQ(store_->apply(late, old.generation()), 0U);
  EXPECT_EQ(read(store_->snapshot(), "k"), "kept");

  // Again, and to a newer one of the same name.
  put(*store_, "k", "second");
  store_->checkpoint("fresh/1");
  EXPECT_EQ(store_->checkpoints(), std::vector<std::string>{"fresh/1"});
  put(*store_, "k", "third");
  EXPECT_TRUE(store_->restore("fresh/1"));
  EXPECT_EQ(read(store_->snapshot(), "k"), "second");
  EXPECT_TRUE(store_->drop_checkpoint("fresh/1"));
  EXPECT_FALSE(store_->drop_checkpoint("fresh/1"));
  EXPECT_FALSE(store_->restore("fresh/1"));
  EXPECT_EQ(read(store_->snapshot(), "k"), "second");
}

TEST_P(StoreTest, ResetEmptiesAndKeepsCheckpoints) {
  put(*store_, "k", "1");
  store_->checkpoint("c");
  store_->reset();
  EXPECT_EQ(read(store_->snapshot(), "k"), "(none)");
  put(*store_, "k", "2");
  EXPECT_TRUE(store_->restore("c"));
  EXPECT_EQ(read(store_->snapshot(), "k"), "1");
}

TEST_P(StoreTest, RowIdsAreNeverGivenOutTwice) {
  const std::uint64_t first = store_->allocate_row_ids(3);
  EXPECT_GE(store_->allocate_row_ids(1), first + 3);
  store_->checkpoint("c");
  const std::uint64_t far = store_->allocate_row_ids(200000) + 200000;
  EXPECT_GE(store_->allocate_row_ids(1), far);
  EXPECT_TRUE(store_->restore("c"));
  EXPECT_GT(store_->allocate_row_ids(1), far);
}

TEST_P(StoreTest, ReadersRunWhileTheStoreIsRestored) {
  put(*store_, "k", "1");
  store_->checkpoint("c");
  std::atomic<bool> stop{false};
  std::atomic<int> reads{0};
  std::thread reader([&] {
    while (!stop) {
      EXPECT_EQ(read(store_->snapshot(), "k"), "1");
      ++reads;
    }
  });
  while (reads == 0) std::this_thread::yield();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(store_->restore("c"));
  stop = true;
  reader.join();
}

TEST(Store, WhatIsOnDiskIsThereAfterReopening) {
  const TemporaryDirectory directory;
  std::uint64_t id = 0;
  {
    const auto store = Store::open({directory.path()});
    put(*store, "k", "1");
    store->checkpoint("c");
    put(*store, "k", "2");
    id = store->allocate_row_ids(10) + 10;
  }
  {
    const auto store = Store::open({directory.path()});
    EXPECT_EQ(read(store->snapshot(), "k"), "2");
    EXPECT_GE(store->allocate_row_ids(1), id);
    EXPECT_EQ(store->checkpoints(), std::vector<std::string>{"c"});
    EXPECT_TRUE(store->restore("c"));
  }
  const auto store = Store::open({directory.path()});
  EXPECT_EQ(read(store->snapshot(), "k"), "1");
}

TEST(Store, ApproximateBytesGrowWithTheRange) {
  const auto store = Store::open({});
  for (int i = 0; i < 2000; ++i) put(*store, "t" + std::to_string(i), std::string(100, 'x'));
  store->checkpoint("c");  // into a table file, where sizes are known
  EXPECT_GT(store->approximate_bytes(prefix_range("t")), 100000U);
  EXPECT_LT(store->approximate_bytes(prefix_range("u")), 100000U);
}

}  // namespace
}  // namespace dsql::engine
