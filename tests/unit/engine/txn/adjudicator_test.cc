#include "engine/txn/adjudicator.h"

#include <deque>
#include <thread>

#include <gtest/gtest.h>

#include "tests/unit/engine/txn/cluster_fixture.h"

namespace dsql::engine {
namespace {

using Kind = CommitOutcome::Kind;
constexpr std::array modes{LockMode::none, LockMode::observe, LockMode::share, LockMode::weak,
                           LockMode::strong};

// Uses key "k" in `mode`: by a write where the mode allows one.
void use(Transaction& transaction, LockMode mode, bool write) {
  if (write)
    transaction.put("k", "v", {.table = 1, .mode = mode});
  else
    transaction.lock("k", 1, mode);
}

// behaviour.md 7.1, and the two modes it does not know.
bool expected_conflict(LockMode second, LockMode first) {
  if (second == LockMode::none || first == LockMode::none) return false;
  if (first == LockMode::observe) return false;
  if (second == LockMode::observe) return first != LockMode::share;
  if (second == LockMode::strong || first == LockMode::strong) return true;
  return second == LockMode::weak && first == LockMode::weak;
}

TEST(Adjudicator, EveryPairOfModesEndsAsTheMatrixSays) {
  for (const LockMode first : modes) {
    for (const LockMode second : modes) {
      for (const bool first_writes : {false, true}) {
        for (const bool second_writes : {false, true}) {
          TestCluster cluster;
          Transaction a(cluster.adjudicator);
          Transaction b(cluster.adjudicator);
          use(a, first, first_writes);
          use(b, second, second_writes);
          EXPECT_EQ(a.commit().kind, Kind::committed);
          const CommitOutcome outcome = b.commit();
          EXPECT_EQ(outcome.kind == Kind::conflict, expected_conflict(second, first))
              << lock_mode_name(first) << " then " << lock_mode_name(second);
          // One that begins now has nothing to fear.
          Transaction later(cluster.adjudicator);
          use(later, LockMode::strong, true);
          EXPECT_EQ(later.commit().kind, Kind::committed);
        }
      }
    }
  }
}

TEST(Adjudicator, TheFirstCommitterWinsAndTheLoserIsToldWhoDid) {
  TestCluster cluster;
  cluster.clock.hold_at(1000);
  Transaction loser(cluster.adjudicator);
  loser.lock("k", 7, LockMode::strong);
  Transaction winner(cluster.adjudicator);
  winner.put("k", "v", {.table = 7, .mode = LockMode::weak});
  const CommitOutcome won = winner.commit();
  const CommitOutcome lost = loser.commit();
  ASSERT_TRUE(lost.conflict.has_value());
  const ConflictRecord& record = *lost.conflict;
  EXPECT_EQ(record.loser, loser.id());
  EXPECT_EQ(record.winner, winner.id());
  EXPECT_EQ(record.table, 7U);
  EXPECT_EQ(record.key, "k");
  EXPECT_EQ(record.loser_mode, LockMode::strong);
  EXPECT_EQ(record.winner_mode, LockMode::weak);
  EXPECT_EQ(record.winner_commit, won.sequence);
  EXPECT_LT(record.loser_snapshot, won.sequence);
  EXPECT_GE(record.at, 1000);
  ASSERT_EQ(cluster.adjudicator.recent_conflicts().size(), 1U);
  EXPECT_EQ(cluster.adjudicator.recent_conflicts()[0].key, "k");
}

TEST(Adjudicator, ConflictsAreFoundOnAnyKeyAndOnlyOnCommonOnes) {
  TestCluster cluster;
  Transaction a(cluster.adjudicator);
  Transaction b(cluster.adjudicator);
  Transaction c(cluster.adjudicator);
  for (const char* key : {"1", "2", "3"}) a.put(key, "a", {.table = 1});
  for (const char* key : {"3", "4"}) b.put(key, "b", {.table = 1});
  for (const char* key : {"4", "5"}) c.put(key, "c", {.table = 1});
  EXPECT_EQ(a.commit().kind, Kind::committed);
  EXPECT_EQ(b.commit().kind, Kind::conflict);
  EXPECT_EQ(c.commit().kind, Kind::committed);  // what the loser wrote never happened
  EXPECT_EQ(cluster.read("4"), "c");
}

TEST(Adjudicator, ALockOnlyCommitIsOrderedAgainstLaterSnapshots) {
  TestCluster cluster;
  Transaction before(cluster.adjudicator);
  before.lock("k", 1, LockMode::strong);
  Transaction locker(cluster.adjudicator);
  locker.lock("k", 1, LockMode::strong);
  EXPECT_EQ(locker.commit().kind, Kind::committed);
  Transaction after(cluster.adjudicator);
  after.put("k", "v", {.table = 1});
  EXPECT_EQ(after.commit().kind, Kind::committed);
  EXPECT_EQ(before.commit().kind, Kind::conflict);
}

TEST(Adjudicator, RemembersKeysOnlyWhileASnapshotNeedsThem) {
  TestCluster cluster;
  cluster.write("alone", "v");
  EXPECT_EQ(cluster.adjudicator.counters().remembered_keys, 0U);

  std::deque<Transaction> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back(cluster.adjudicator).snapshot();
    for (int k = 0; k < 10; ++k) cluster.write("k" + std::to_string(i * 5 + k), "v");
  }
  EXPECT_EQ(cluster.adjudicator.counters().remembered_keys, 20U);
  readers[1].rollback();  // not the oldest: nothing can be forgotten
  EXPECT_EQ(cluster.adjudicator.counters().remembered_keys, 20U);
  readers[0].rollback();  // the third still needs what came after it
  EXPECT_EQ(cluster.adjudicator.counters().remembered_keys, 10U);
  readers[2].rollback();
  EXPECT_EQ(cluster.adjudicator.counters().remembered_keys, 0U);
}

TEST(Adjudicator, TheRingOfConflictsIsBounded) {
  TestCluster cluster;
  for (std::size_t i = 0; i < Adjudicator::conflict_memory + 10; ++i) {
    Transaction a(cluster.adjudicator);
    Transaction b(cluster.adjudicator);
    use(a, LockMode::strong, true);
    use(b, LockMode::strong, true);
    a.commit();
    EXPECT_EQ(b.commit().kind, Kind::conflict);
  }
  EXPECT_EQ(cluster.adjudicator.recent_conflicts().size(), Adjudicator::conflict_memory);
  EXPECT_EQ(cluster.adjudicator.counters().conflicts, Adjudicator::conflict_memory + 10);
}

// --- the catalog's part --------------------------------------------------------------------------

// A catalog that is a number.
struct Catalog {
  int version = 1;
};

class Guard : public SchemaGuard {
 public:
  Guard(Catalog& catalog, bool publishes)
      : catalog_(catalog), pinned_(catalog.version), publishes_(publishes) {}
  bool current() override { return catalog_.version == pinned_; }
  bool publishes() const override { return publishes_; }
  void publish(Sequence sequence) noexcept override {
    ++catalog_.version;
    published_at = sequence;
  }
  Sequence published_at = 0;

 private:
  Catalog& catalog_;
  int pinned_;
  bool publishes_;
};

TEST(Adjudicator, AStaleCatalogIsASchemaConflict) {
  TestCluster cluster;
  Catalog catalog;
  Guard ddl_guard(catalog, true);
  Guard dml_guard(catalog, false);
  Transaction dml(cluster.adjudicator, &dml_guard);
  dml.put("row", "v", {.table = 1});
  Transaction ddl(cluster.adjudicator, &ddl_guard);
  ddl.put("catalog", "v2", {.kind = EntryKind::system});
  const CommitOutcome outcome = ddl.commit();
  EXPECT_EQ(outcome.kind, Kind::committed);
  EXPECT_EQ(ddl_guard.published_at, outcome.sequence);
  EXPECT_EQ(dml.commit().kind, Kind::schema_conflict);
  EXPECT_EQ(cluster.read("row"), "(none)");
  EXPECT_EQ(cluster.adjudicator.counters().schema_conflicts, 1U);
}

TEST(Adjudicator, ALosingDdlIsNotPublished) {
  TestCluster cluster;
  Catalog catalog;
  Guard guard(catalog, true);
  Transaction ddl(cluster.adjudicator, &guard);
  use(ddl, LockMode::strong, true);
  cluster.write("k", "first");
  EXPECT_EQ(ddl.commit().kind, Kind::conflict);
  EXPECT_EQ(catalog.version, 1);
}

// --- faults --------------------------------------------------------------------------------------

TEST(Adjudicator, FaultsHappenAtTheCommitTheyWereArmedFor) {
  TestCluster cluster;
  cluster.faults.arm({.fault = Fault::row_conflict, .table = 5, .skip = 1, .times = 2});
  EXPECT_EQ(cluster.write("k", "1", 4).kind, Kind::committed);
  EXPECT_EQ(cluster.write("k", "2", 5).kind, Kind::committed);  // skipped
  const CommitOutcome injected = cluster.write("k", "3", 5);
  EXPECT_EQ(injected.kind, Kind::conflict);
  EXPECT_FALSE(injected.conflict.has_value());
  EXPECT_EQ(cluster.write("k", "4", 5).kind, Kind::conflict);
  EXPECT_EQ(cluster.write("k", "5", 5).kind, Kind::committed);
  EXPECT_EQ(cluster.faults.fired(Fault::row_conflict), 2U);
  EXPECT_EQ(cluster.read("k"), "5");
}

TEST(Adjudicator, EveryFaultHasItsOutcome) {
  TestCluster cluster;
  const auto outcome_of = [&](Fault fault) {
    cluster.write("k", "old");
    cluster.faults.arm({.fault = fault});
    return cluster.write("k", "new");
  };
  EXPECT_EQ(outcome_of(Fault::schema_conflict).kind, Kind::schema_conflict);
  EXPECT_EQ(outcome_of(Fault::server_unavailable).kind, Kind::unavailable);
  EXPECT_EQ(cluster.read("k"), "old");
  const CommitOutcome before = outcome_of(Fault::drop_before_commit);
  EXPECT_TRUE(before.drop_connection);
  EXPECT_EQ(before.kind, Kind::unavailable);
  EXPECT_EQ(cluster.read("k"), "old");
  const CommitOutcome after = outcome_of(Fault::drop_after_commit);
  EXPECT_TRUE(after.drop_connection);
  EXPECT_EQ(after.kind, Kind::committed);
  EXPECT_EQ(cluster.read("k"), "new");
}

}  // namespace
}  // namespace dsql::engine
