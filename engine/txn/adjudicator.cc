#include "engine/txn/adjudicator.h"

#include <exception>
#include <utility>

namespace dsql::engine {

// One transaction at its commit; lives on its thread's stack.
struct Adjudicator::Request {
  enum class State : std::uint8_t { queued, leader, done };
  Participant& participant;
  const WriteSet& writes;
  SchemaGuard* guard;
  CommitOutcome outcome = {};
  std::exception_ptr failure = {};
  State state = State::queued;
  std::condition_variable changed = {};

  bool publishes() const { return guard != nullptr && guard->publishes(); }
  bool won() const { return !failure && outcome.kind == CommitOutcome::Kind::committed; }
};

Adjudicator::Adjudicator(Store& store, Clock& clock, FaultPlan& faults)
    : store_(store), clock_(clock), faults_(faults), generation_(store.generation()) {}

// --- running transactions ------------------------------------------------------------------------

void Adjudicator::enter(Participant& participant) {
  const std::lock_guard lock(mutex_);
  // Under the mutex, so that a group that is being applied either is in the snapshot or finds the
  // participant when it decides what to remember.
  participant.snapshot_ = store_.snapshot();
  participant.id_ = next_id_++;
  participant.older_ = newest_;
  participant.newer_ = nullptr;
  (newest_ != nullptr ? newest_->newer_ : oldest_) = &participant;
  newest_ = &participant;
  participant.registered_ = true;
  ++running_;
}

void Adjudicator::leave(Participant& participant) {
  if (!participant.registered_) return;
  {
    const std::lock_guard lock(mutex_);
    const bool was_oldest = oldest_ == &participant;
    unlink(participant);
    if (was_oldest && !leading_) forget_passed();
  }
  participant.snapshot_.release();
}

void Adjudicator::unlink(Participant& participant) {
  (participant.older_ != nullptr ? participant.older_->newer_ : oldest_) = participant.newer_;
  (participant.newer_ != nullptr ? participant.newer_->older_ : newest_) = participant.older_;
  participant.registered_ = false;
  --running_;
}

// Snapshots of an earlier generation cannot commit any more and hold nothing back.
void Adjudicator::forget_passed() {
  if (history_.size() == 0) return;
  const Participant* oldest = oldest_;
  while (oldest != nullptr && oldest->snapshot_.generation() != generation_)
    oldest = oldest->newer_;
  if (oldest != nullptr)
    history_.forget_until(oldest->snapshot_.sequence());
  else
    history_.clear();
}

// --- commit --------------------------------------------------------------------------------------

CommitOutcome Adjudicator::commit(Participant& participant, const WriteSet& writes,
                                  SchemaGuard* guard) {
  Request request{participant, writes, guard};
  {
    std::unique_lock lock(mutex_);
    queue_.push_back(&request);
    if (leading_)
      request.changed.wait(lock, [&] { return request.state != Request::State::queued; });
    if (request.state != Request::State::done) lead(lock);
  }
  participant.snapshot_.release();
  if (request.failure) std::rethrow_exception(request.failure);
  return std::move(request.outcome);
}

// Commits the queue as one group, its first member being this thread's, then hands the lead on.
void Adjudicator::lead(std::unique_lock<std::mutex>& lock) {
  leading_ = true;
  take_group();
  lock.unlock();
  adjudicate_group();
  if (group_.back()->publishes()) {
    lock.lock();  // no snapshot between the write and the catalog version that belongs to it
    apply_winners();
  } else {
    apply_winners();
    lock.lock();
  }
  finish_group();
  leading_ = false;
  if (queue_.empty()) return;
  leading_ = true;
  queue_.front()->state = Request::State::leader;
  queue_.front()->changed.notify_one();
}

// A transaction that publishes a catalog ends its group, so that the next ones are judged by it.
void Adjudicator::take_group() {
  group_.clear();
  while (!queue_.empty() && (group_.empty() || !group_.back()->publishes())) {
    group_.push_back(queue_.front());
    queue_.pop_front();
  }
  remembering_ = group_.size() > 1 || running_ > group_.size();
}

void Adjudicator::adjudicate_group() {
  const std::uint64_t generation = store_.generation();
  if (generation != std::exchange(generation_, generation)) history_.clear();
  batch_.clear();
  try {
    for (Request* request : group_) adjudicate(*request);
  } catch (...) {
    // Out of memory, with the batch in an unknown state: nobody commits.
    batch_.clear();
    for (Request* request : group_) request->failure = std::current_exception();
  }
}

void Adjudicator::adjudicate(Request& request) {
  CommitOutcome& outcome = request.outcome;
  if (faults_.active() && meets_fault(request)) return;
  const bool current = request.participant.snapshot_.generation() == generation_ &&
                       (request.guard == nullptr || request.guard->current());
  if (!current) {
    outcome.kind = CommitOutcome::Kind::schema_conflict;
    return;
  }
  outcome.conflict = find_conflict(request);
  if (outcome.conflict) {
    outcome.kind = CommitOutcome::Kind::conflict;
    return;
  }
  request.writes.append_to(batch_);
  if (remembering_) history_.add(request.participant.id_, request.writes);
}

// Answers whether a fault decided the outcome.
bool Adjudicator::meets_fault(Request& request) {
  using Kind = CommitOutcome::Kind;
  const std::vector<Oid> tables = request.writes.tables();
  const std::optional<Fault> fault = faults_.at_commit(tables);
  if (!fault) return false;
  CommitOutcome& outcome = request.outcome;
  switch (*fault) {
    case Fault::row_conflict: outcome.kind = Kind::conflict; return true;
    case Fault::schema_conflict: outcome.kind = Kind::schema_conflict; return true;
    case Fault::server_unavailable: outcome.kind = Kind::unavailable; return true;
    case Fault::drop_before_commit:
      outcome.kind = Kind::unavailable;
      outcome.drop_connection = true;
      return true;
    case Fault::drop_after_commit: outcome.drop_connection = true; return false;
    case Fault::slow_job:
    case Fault::fail_job: break;
  }
  return false;
}

std::optional<ConflictRecord> Adjudicator::find_conflict(const Request& request) const {
  if (history_.size() == 0 || !request.writes.adjudicated()) return std::nullopt;
  const Sequence snapshot = request.participant.snapshot_.sequence();
  for (const auto& [key, entry] : request.writes.entries()) {
    const auto blocker = history_.blocker(key, entry.use.mode, snapshot);
    if (!blocker) continue;
    return ConflictRecord{
        .loser = request.participant.id_,
        .winner = blocker->transaction,
        .table = entry.use.table,
        .key = std::string(key),
        .loser_mode = entry.use.mode,
        .winner_mode = blocker->mode,
        .loser_snapshot = snapshot,
        .winner_commit = blocker->sequence == CommitHistory::pending ? 0 : blocker->sequence,
        .at = clock_.now()};
  }
  return std::nullopt;
}

// One batch for all winners. If it fails none of them has committed.
void Adjudicator::apply_winners() {
  Sequence sequence = 0;
  std::exception_ptr failure;
  bool any = false;
  for (const Request* request : group_) any |= request->won();
  if (!any) return;
  try {
    sequence = store_.apply(batch_, generation_);
  } catch (...) {
    failure = std::current_exception();
  }
  // What failed is remembered as if it had happened: at worst a commit is refused that need not be.
  history_.settle(sequence != 0 ? sequence : store_.latest());
  for (Request* request : group_) {
    if (!request->won()) continue;
    request->failure = failure;
    if (failure) continue;
    if (sequence == 0) {
      request->outcome.kind = CommitOutcome::Kind::schema_conflict;  // the store was restored
      continue;
    }
    request->outcome.sequence = sequence;
    if (request->publishes()) request->guard->publish(sequence);
  }
}

// Under the mutex: the group's transactions end and their threads go on.
void Adjudicator::finish_group() {
  for (Request* request : group_) unlink(request->participant);
  if (!remembering_ && running_ > 0 && group_.front()->won()) {
    // Someone took a snapshot while the group, which had seemed alone, was being applied.
    history_.add(group_.front()->participant.id_, group_.front()->writes);
    history_.settle(group_.front()->outcome.sequence);
  }
  forget_passed();
  bool applied = false;
  for (Request* request : group_) {
    CommitOutcome& outcome = request->outcome;
    if (request->won()) {
      ++counters_.commits;
      applied = true;
    }
    if (outcome.kind == CommitOutcome::Kind::schema_conflict) ++counters_.schema_conflicts;
    if (outcome.kind == CommitOutcome::Kind::conflict) ++counters_.conflicts;
    if (outcome.conflict) {
      conflicts_.push_back(*outcome.conflict);
      if (conflicts_.size() > conflict_memory) conflicts_.pop_front();
    }
    request->state = Request::State::done;
    request->changed.notify_one();
  }
  if (applied) ++counters_.groups;
}

// --- what happened -------------------------------------------------------------------------------

std::vector<ConflictRecord> Adjudicator::recent_conflicts() const {
  const std::lock_guard lock(mutex_);
  return {conflicts_.begin(), conflicts_.end()};
}

Adjudicator::Counters Adjudicator::counters() const {
  const std::lock_guard lock(mutex_);
  Counters counters = counters_;
  // The history belongs to the leader while there is one.
  counters.remembered_keys = leading_ ? 0 : history_.size();
  counters.running = running_;
  counters.queued = queue_.size();
  return counters;
}

}  // namespace dsql::engine
