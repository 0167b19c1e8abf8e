#include "engine/txn/clock.h"

#include <algorithm>
#include <chrono>

namespace dsql::engine {
namespace {

using RealClock = std::chrono::system_clock;

// 2000-01-01 00:00 UTC.
constexpr RealClock::time_point epoch{
    std::chrono::sys_days{std::chrono::year{2000} / std::chrono::January / 1}};

Instant real_time() {
  return std::chrono::duration_cast<std::chrono::microseconds>(RealClock::now() - epoch).count();
}

// A waiter of a running clock looks at least this often, in case the machine's clock is changed.
constexpr Micros longest_sleep = 1'000'000;

}  // namespace

Instant Clock::base() const { return held_ ? held_at_ : real_time() + offset_; }

Instant Clock::now() {
  const std::lock_guard lock(mutex_);
  last_ = std::max(base(), last_ == INT64_MIN ? last_ : last_ + 1);
  return last_;
}

void Clock::hold() {
  const std::lock_guard lock(mutex_);
  held_at_ = std::max(base(), last_);
  held_ = true;
  changed_.notify_all();
}

void Clock::hold_at(Instant time) {
  const std::lock_guard lock(mutex_);
  held_at_ = time;
  held_ = true;
  if (last_ >= time) last_ = time - 1;
  changed_.notify_all();
}

void Clock::advance(Micros by) {
  const std::lock_guard lock(mutex_);
  if (held_)
    held_at_ = std::max(held_at_, last_) + by;
  else
    offset_ += by;
  changed_.notify_all();
}

void Clock::release() {
  const std::lock_guard lock(mutex_);
  if (!held_) return;
  offset_ = std::max(held_at_, last_) - real_time();
  held_ = false;
  changed_.notify_all();
}

bool Clock::held() const {
  const std::lock_guard lock(mutex_);
  return held_;
}

bool Clock::wait_until(Instant when, const std::atomic<bool>& interrupted) {
  std::unique_lock lock(mutex_);
  while (!interrupted.load()) {
    const Instant now = base();
    if (now >= when) return true;
    if (held_)
      changed_.wait(lock);
    else
      changed_.wait_until(
          lock, RealClock::now() + std::chrono::microseconds(std::min(when - now, longest_sleep)));
  }
  return false;
}

void Clock::wake() {
  const std::lock_guard lock(mutex_);
  changed_.notify_all();
}

}  // namespace dsql::engine
