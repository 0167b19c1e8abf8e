#include "engine/txn/transaction.h"

#include <gtest/gtest.h>

#include "tests/unit/engine/txn/cluster_fixture.h"

namespace dsql::engine {
namespace {

constexpr KeyUse row_use{.table = 1};

TEST(Transaction, ReadsItsSnapshotAndItsEarlierCommands) {
  TestCluster cluster;
  cluster.write("k", "committed");
  Transaction transaction(cluster.adjudicator);
  Pin pin;
  EXPECT_EQ(transaction.get("k", transaction.command(), pin), "committed");
  cluster.write("k", "later");
  EXPECT_EQ(transaction.get("k", transaction.command(), pin), "committed");

  transaction.put("n", "mine", row_use);
  EXPECT_EQ(transaction.get("n", transaction.command(), pin), std::nullopt);
  EXPECT_EQ(transaction.get("n", every_command, pin), "mine");
  EXPECT_TRUE(transaction.written_by_command("n"));
  transaction.next_command();
  EXPECT_EQ(transaction.get("n", transaction.command(), pin), "mine");
  EXPECT_FALSE(transaction.written_by_command("n"));
  transaction.erase("n", row_use);
  transaction.next_command();
  EXPECT_EQ(transaction.get("n", transaction.command(), pin), std::nullopt);
  EXPECT_EQ(cluster.read("n"), "(none)");
}

TEST(Transaction, TheSnapshotIsTakenAtTheFirstUse) {
  TestCluster cluster;
  Transaction transaction(cluster.adjudicator);
  EXPECT_EQ(cluster.adjudicator.counters().running, 0U);
  cluster.write("k", "before the first read");
  Pin pin;
  EXPECT_EQ(transaction.get("k", every_command, pin), "before the first read");
  EXPECT_EQ(cluster.adjudicator.counters().running, 1U);
}

TEST(Transaction, CommitShowsEverythingAtOnceAndRollbackNothing) {
  TestCluster cluster;
  {
    Transaction transaction(cluster.adjudicator);
    transaction.put("a", "1", row_use);
    transaction.put("b", "1", row_use);
    const CommitOutcome outcome = transaction.commit();
    EXPECT_EQ(outcome.kind, CommitOutcome::Kind::committed);
    EXPECT_EQ(outcome.sequence, cluster.store->latest());
  }
  {
    Transaction transaction(cluster.adjudicator);
    transaction.put("a", "2", row_use);
    transaction.rollback();
  }
  {
    Transaction transaction(cluster.adjudicator);
    transaction.put("b", "2", row_use);
  }
  EXPECT_EQ(cluster.read("a"), "1");
  EXPECT_EQ(cluster.read("b"), "1");
  EXPECT_EQ(cluster.adjudicator.counters().running, 0U);
}

TEST(Transaction, ReadOnlyOnesCommitWithoutTheAdjudicator) {
  TestCluster cluster;
  cluster.write("k", "1");
  const Sequence before = cluster.store->latest();
  Transaction transaction(cluster.adjudicator);
  Pin pin;
  transaction.get("k", every_command, pin);
  cluster.write("k", "2");
  const Sequence between = cluster.store->latest();
  EXPECT_EQ(transaction.commit().kind, CommitOutcome::Kind::committed);
  EXPECT_EQ(cluster.store->latest(), between);
  EXPECT_GT(between, before);
}

TEST(Transaction, ScansLieOverItsWrites) {
  TestCluster cluster;
  cluster.write("a", "1");
  cluster.write("c", "1");
  Transaction transaction(cluster.adjudicator);
  transaction.put("b", "2", row_use);
  transaction.erase("c", row_use);
  transaction.next_command();
  for (const Direction direction : {Direction::forward, Direction::backward}) {
    OverlayIterator at = transaction.scan({"a", "d"}, direction, transaction.command());
    std::string keys;
    for (at.start(); at.valid(); at.next()) keys += at.key();
    EXPECT_EQ(keys, direction == Direction::forward ? "ab" : "ba");
  }
}

TEST(Transaction, CountsWhatItWrote) {
  TestCluster cluster;
  Transaction transaction(cluster.adjudicator);
  transaction.put("a", std::string(5000, 'x'), row_use);
  transaction.put("i", "", {.table = 1, .kind = EntryKind::index_entry});
  transaction.lock("b", 1, LockMode::strong);
  EXPECT_EQ(transaction.rows_written(), 1U);
  EXPECT_GT(transaction.bytes_written(), 5000U);
}

TEST(Transaction, CannotCommitOverARestoredStore) {
  TestCluster cluster;
  cluster.write("k", "1");
  cluster.store->checkpoint("c");
  cluster.write("k", "2");
  Transaction transaction(cluster.adjudicator);
  Pin pin;
  EXPECT_EQ(transaction.get("k", every_command, pin), "2");
  cluster.store->restore("c");
  transaction.put("k", "3", row_use);
  EXPECT_EQ(transaction.commit().kind, CommitOutcome::Kind::schema_conflict);
  EXPECT_EQ(cluster.read("k"), "1");
  EXPECT_EQ(cluster.write("k", "4").kind, CommitOutcome::Kind::committed);
}

}  // namespace
}  // namespace dsql::engine
