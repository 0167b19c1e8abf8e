// Many threads over few keys: no update is lost, every group is whole, and nothing is remembered at
// the end. Bounded to well under two seconds.
#include <atomic>
#include <barrier>
#include <thread>

#include <gtest/gtest.h>

#include "tests/unit/engine/txn/cluster_fixture.h"

namespace dsql::engine {
namespace {

using Kind = CommitOutcome::Kind;
constexpr int threads = 6;

std::string key_of(std::uint64_t n) { return "counter" + std::to_string(n); }

std::uint64_t number(std::optional<std::string_view> text) {
  return text ? std::stoull(std::string(*text)) : 0;
}

template <class F>
void in_parallel(F&& work) {
  std::vector<std::thread> workers;
  for (int t = 0; t < threads; ++t) workers.emplace_back([&work, t] { work(t); });
  for (std::thread& worker : workers) worker.join();
}

TEST(CommitStress, CountersEndAtTheNumberOfSuccessfulIncrements) {
  TestCluster cluster;
  constexpr int counters = 4;
  std::array<std::atomic<std::uint64_t>, counters> succeeded{};
  std::atomic<int> conflicts{0};
  in_parallel([&](int t) {
    Random random(static_cast<std::uint64_t>(t));
    Pin pin;
    for (int i = 0; i < 400; ++i) {
      const std::uint64_t n = random.below(counters);
      Transaction transaction(cluster.adjudicator);
      const std::uint64_t value = number(transaction.get(key_of(n), every_command, pin));
      if (i % 8 == 0) std::this_thread::yield();
      transaction.put(key_of(n), std::to_string(value + 1), {.table = 1, .mode = LockMode::weak});
      if (transaction.commit().kind == Kind::committed)
        ++succeeded[n];
      else
        ++conflicts;
    }
  });
  std::uint64_t total = 0;
  for (std::uint64_t n = 0; n < counters; ++n) {
    EXPECT_EQ(number(cluster.read(key_of(n))), succeeded[n]);
    total += succeeded[n];
  }
  EXPECT_EQ(total + static_cast<std::uint64_t>(conflicts), threads * 400U);
  const Adjudicator::Counters counters_now = cluster.adjudicator.counters();
  EXPECT_EQ(counters_now.commits, total);
  EXPECT_EQ(counters_now.remembered_keys, 0U);
  EXPECT_EQ(counters_now.running, 0U);
}

TEST(CommitStress, OfManyAtOnceOnOneKeyExactlyOneWins) {
  TestCluster cluster;
  constexpr int rounds = 100;
  std::barrier begun(threads);
  std::atomic<int> winners{0};
  in_parallel([&](int) {
    for (int round = 0; round < rounds; ++round) {
      Transaction transaction(cluster.adjudicator);
      transaction.lock("k", 1, LockMode::strong);
      begun.arrive_and_wait();
      if (transaction.commit().kind == Kind::committed) ++winners;
      begun.arrive_and_wait();
    }
  });
  EXPECT_EQ(winners, rounds);
}

// Holds the lead until told to go on.
class SlowGuard : public SchemaGuard {
 public:
  explicit SlowGuard(const std::atomic<bool>& go) : go_(go) {}
  bool current() override {
    entered = true;
    while (!go_) std::this_thread::yield();
    return true;
  }
  std::atomic<bool> entered{false};

 private:
  const std::atomic<bool>& go_;
};

TEST(CommitStress, ConflictsWithinAGroupAreDecidedByItsOrder) {
  TestCluster cluster;
  std::atomic<bool> go{false};
  SlowGuard guard(go);
  std::thread leader([&] {
    Transaction transaction(cluster.adjudicator, &guard);
    transaction.put("leader", "v", {.table = 1});
    transaction.commit();
  });
  while (!guard.entered) std::this_thread::yield();

  std::array<CommitOutcome, threads> outcomes;
  std::thread release([&] {
    while (cluster.adjudicator.counters().queued < threads) std::this_thread::yield();
    go = true;
  });
  in_parallel([&](int t) {
    Transaction transaction(cluster.adjudicator);
    transaction.put(key_of(static_cast<std::uint64_t>(t)), "v", {.table = 1});
    // Even ones contend for a key; odd ones hold it in a mode that does not mind.
    transaction.lock("common", 1, t % 2 == 0 ? LockMode::weak : LockMode::share);
    outcomes[static_cast<std::size_t>(t)] = transaction.commit();
  });
  leader.join();
  release.join();
  int committed = 0;
  for (std::size_t t = 0; t < threads; ++t) {
    const CommitOutcome& outcome = outcomes[t];
    committed += outcome.kind == Kind::committed;
    EXPECT_EQ(cluster.read(key_of(t)), outcome.kind == Kind::committed ? "v" : "(none)");
    if (t % 2 == 1) {
      EXPECT_EQ(outcome.kind, Kind::committed);
    }
    if (outcome.kind == Kind::conflict) {
      ASSERT_TRUE(outcome.conflict.has_value());
      EXPECT_EQ(outcome.conflict->key, "common");
      EXPECT_EQ(outcome.conflict->winner_commit, 0U);  // of the same group
    }
  }
  EXPECT_EQ(committed, threads / 2 + 1);
  EXPECT_EQ(cluster.adjudicator.counters().groups, 2U);
}

// A version of the catalog that a row in the store goes with.
class VersionGuard : public SchemaGuard {
 public:
  explicit VersionGuard(std::atomic<std::uint64_t>& version) : version_(version) {}
  bool current() override { return true; }
  bool publishes() const override { return true; }
  void publish(Sequence) noexcept override { ++version_; }

 private:
  std::atomic<std::uint64_t>& version_;
};

TEST(CommitStress, ASnapshotAndTheCatalogVersionBelongTogether) {
  TestCluster cluster;
  std::atomic<std::uint64_t> version{0};
  std::atomic<bool> stop{false};
  std::thread reader([&] {
    Pin pin;
    while (!stop) {
      // Taken between two equal readings of the version, a snapshot is that version's.
      const std::uint64_t before = version;
      Transaction transaction(cluster.adjudicator);
      transaction.snapshot();
      if (version == before) {
        EXPECT_EQ(number(transaction.get("version", every_command, pin)), before);
      }
    }
  });
  for (int i = 1; i <= 300; ++i) {
    VersionGuard guard(version);
    Transaction transaction(cluster.adjudicator, &guard);
    transaction.put("version", std::to_string(i), {.kind = EntryKind::system});
    transaction.commit();
  }
  stop = true;
  reader.join();
  EXPECT_EQ(version, 300U);
}

TEST(CommitStress, SnapshotsNeverSeeHalfATransfer) {
  TestCluster cluster;
  constexpr std::uint64_t accounts = 8;
  constexpr std::uint64_t total = 800;
  {
    Transaction transaction(cluster.adjudicator);
    for (std::uint64_t n = 0; n < accounts; ++n)
      transaction.put(key_of(n), std::to_string(total / accounts), {.table = 1});
    transaction.commit();
  }
  in_parallel([&](int t) {
    Random random(static_cast<std::uint64_t>(100 + t));
    Pin pin;
    for (int i = 0; i < 200; ++i) {
      Transaction transaction(cluster.adjudicator);
      if (t == 0) {
        std::uint64_t sum = 0;
        OverlayIterator at = transaction.scan({}, Direction::forward, every_command);
        for (at.start(); at.valid(); at.next())
          if (at.key().starts_with("counter")) sum += number(at.value());
        EXPECT_EQ(sum, total);
        continue;
      }
      const std::uint64_t from = random.below(accounts);
      const std::uint64_t to = (from + 1 + random.below(accounts - 1)) % accounts;
      const std::uint64_t source = number(transaction.get(key_of(from), every_command, pin));
      const std::uint64_t target = number(transaction.get(key_of(to), every_command, pin));
      if (source == 0) continue;
      transaction.put(key_of(from), std::to_string(source - 1), {.table = 1});
      transaction.put(key_of(to), std::to_string(target + 1), {.table = 1});
      transaction.commit();
    }
  });
  std::uint64_t sum = 0;
  for (std::uint64_t n = 0; n < accounts; ++n) sum += number(cluster.read(key_of(n)));
  EXPECT_EQ(sum, total);
}

// Commits while the store is restored again and again: each either is in the store it saw or fails.
TEST(CommitStress, RestoreUnderLoad) {
  TestCluster cluster;
  cluster.write("k", "base");
  cluster.store->checkpoint("c");
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) {
      const Kind kind = cluster.write("w" + std::to_string(i % 10), "v").kind;
      EXPECT_TRUE(kind == Kind::committed || kind == Kind::schema_conflict);
    }
  });
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(cluster.store->restore("c"));
  stop = true;
  writer.join();
  EXPECT_TRUE(cluster.store->restore("c"));
  EXPECT_EQ(cluster.read("k"), "base");
  EXPECT_EQ(cluster.read("w0"), "(none)");
}

}  // namespace
}  // namespace dsql::engine
