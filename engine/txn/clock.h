// Clock: what time it is, for everything that the engine does. No two readings are equal, so that a
// reading can order events. A test can hold the clock still, move it and let it go again; callers
// that wait for a time wake when it arrives, whichever way. Owned by the cluster's Environment; all
// functions may be called from any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace dsql::engine {

// Microseconds since 2000-01-01 00:00 UTC, as timestamptz.
using Instant = std::int64_t;
using Micros = std::int64_t;

class Clock {
 public:
  // Greater than every reading before it, since the last hold_at() to an earlier time.
  Instant now();

  // --- for tests ---
  void hold();                 // stands still at the present reading
  void hold_at(Instant time);  // stands still there; the only way back in time
  void advance(Micros by);     // forward; held or not
  void release();              // goes on at the pace of real time from where it stands
  bool held() const;

  // Waits until the clock reads `when`. Answers false, at once, when `interrupted` becomes true;
  // its setter calls wake().
  bool wait_until(Instant when, const std::atomic<bool>& interrupted);
  // Lets every waiter look at its `interrupted` again.
  void wake();

 private:
  Instant base() const;  // the time without regard to readings; under the mutex

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;
  Instant held_at_ = 0;
  Micros offset_ = 0;  // added to real time while not held
  Instant last_ = INT64_MIN;
};

}  // namespace dsql::engine
