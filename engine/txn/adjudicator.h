// Adjudicator: decides which transactions commit, and commits them. It keeps, for every key
// committed since the oldest running snapshot, when it was last committed in each mode. A
// transaction commits iff none of its keys was committed in a conflicting mode after its snapshot:
// the first committer wins, nobody waits for a lock. Committers that arrive together are
// adjudicated in order and applied as one batch (group commit) by one of them, the leader. Owned by
// the cluster; all functions may be called from any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/storage/store.h"
#include "engine/txn/clock.h"
#include "engine/txn/commit_history.h"
#include "engine/txn/fault_plan.h"
#include "engine/txn/write_set.h"

namespace dsql::engine {

using TransactionId = std::uint64_t;

// Who beat whom on which row.
struct ConflictRecord {
  TransactionId loser = 0;
  TransactionId winner = 0;
  Oid table = 0;
  std::string key;
  LockMode loser_mode = LockMode::none;
  LockMode winner_mode = LockMode::none;
  Sequence loser_snapshot = 0;
  Sequence winner_commit = 0;  // 0: committed in the same group
  Instant at = 0;
};

// How a commit ended.
struct CommitOutcome {
  enum class Kind : std::uint8_t {
    committed,
    conflict,         // OC000; `conflict` says with whom, unless a test asked for it
    schema_conflict,  // OC001
    unavailable,      // XX000 server unavailable, asked for by a test
  };
  Kind kind = Kind::committed;
  Sequence sequence = 0;  // from which on snapshots see it; of a committed transaction that wrote
  std::optional<ConflictRecord> conflict = {};
  bool drop_connection = false;  // a test asked for the connection to close without an answer
};

// What a transaction brings to its commit beside its keys: the catalog it relied on. Implemented by
// the owner of the catalog; called by the leader, one at a time over all transactions of the store.
class SchemaGuard {
 public:
  virtual ~SchemaGuard() = default;
  // Whether the catalog version the transaction relied on still stands for it. Called in the order
  // of commits, so that a publish() before it is seen. Does not throw.
  virtual bool current() = 0;
  // Whether the transaction changes the catalog; it is then the last of its group.
  virtual bool publishes() const { return false; }
  // The transaction's writes are applied (and durable): make its catalog version the present one.
  // Nothing else is adjudicated, and no snapshot is taken by enter(), between the two: a snapshot
  // sees the catalog's rows iff the version is the present one. Does not throw or call the
  // adjudicator.
  virtual void publish(Sequence) noexcept {}
};

// A running transaction as the adjudicator knows it. Held by Transaction.
class Participant {
 public:
  Participant() = default;
  Participant(const Participant&) = delete;
  Participant& operator=(const Participant&) = delete;

  TransactionId id() const { return id_; }
  const Snapshot& snapshot() const { return snapshot_; }

 private:
  friend class Adjudicator;
  TransactionId id_ = 0;
  Snapshot snapshot_;
  Participant* older_ = nullptr;  // neighbours in the list of running snapshots
  Participant* newer_ = nullptr;
  bool registered_ = false;
};

class Adjudicator {
 public:
  Adjudicator(Store& store, Clock& clock, FaultPlan& faults);
  Adjudicator(const Adjudicator&) = delete;
  Adjudicator& operator=(const Adjudicator&) = delete;

  // Gives the transaction its id and its snapshot. From here to leave() or commit() the keys that
  // others commit are remembered for it.
  void enter(Participant& participant);
  // The transaction ends without a commit. Does nothing if it has ended.
  void leave(Participant& participant);

  // Adjudicates and applies. `guard` may be null. Raises what Store::apply raises, to every member
  // of the group. The participant has left afterwards, however it ends.
  CommitOutcome commit(Participant& participant, const WriteSet& writes, SchemaGuard* guard);

  // The newest conflicts, oldest first; at most conflict_memory of them.
  static constexpr std::size_t conflict_memory = 256;
  std::vector<ConflictRecord> recent_conflicts() const;

  struct Counters {
    std::uint64_t commits = 0;    // transactions that wrote or locked
    std::uint64_t groups = 0;     // batches they were applied in
    std::uint64_t conflicts = 0;  // OC000
    std::uint64_t schema_conflicts = 0;
    std::uint64_t remembered_keys = 0;
    std::uint64_t running = 0;  // transactions with a snapshot
    std::uint64_t queued = 0;   // of these, waiting for the next group
  };
  Counters counters() const;

 private:
  struct Request;
  using Group = std::vector<Request*>;
  void lead(std::unique_lock<std::mutex>& lock);
  void take_group();
  void adjudicate_group();
  void adjudicate(Request& request);
  bool meets_fault(Request& request);
  std::optional<ConflictRecord> find_conflict(const Request& request) const;
  void apply_winners();
  void finish_group();
  void forget_passed();
  void unlink(Participant& participant);

  Store& store_;
  Clock& clock_;
  FaultPlan& faults_;
  std::atomic<TransactionId> next_id_{1};

  mutable std::mutex mutex_;
  std::deque<Request*> queue_;
  bool leading_ = false;
  Participant* oldest_ = nullptr;  // running transactions, by age
  Participant* newest_ = nullptr;
  std::uint64_t running_ = 0;
  std::deque<ConflictRecord> conflicts_;
  Counters counters_;

  // Only the leader touches these, or whoever holds the mutex while there is none.
  Group group_;
  bool remembering_ = false;  // someone outside the group may have an older snapshot
  CommitHistory history_;
  std::uint64_t generation_ = 0;
  WriteBatch batch_;
};

}  // namespace dsql::engine
