#include "engine/txn/clock.h"

#include <thread>

#include <gtest/gtest.h>

namespace dsql::engine {
namespace {

constexpr Micros second = 1'000'000;

TEST(Clock, NoTwoReadingsAreEqual) {
  Clock clock;
  Instant last = clock.now();
  for (int i = 0; i < 1000; ++i) {
    if (i == 300) clock.hold();
    if (i == 600) clock.release();
    const Instant now = clock.now();
    EXPECT_GT(now, last);
    last = now;
  }
}

TEST(Clock, RunsWithRealTime) {
  Clock clock;
  // Between 2024 and 2100.
  EXPECT_GT(clock.now(), 24LL * 365 * 86400 * second);
  EXPECT_LT(clock.now(), 101LL * 365 * 86400 * second);
}

TEST(Clock, HeldItStandsUntilMoved) {
  Clock clock;
  clock.hold_at(5 * second);
  EXPECT_TRUE(clock.held());
  EXPECT_EQ(clock.now(), 5 * second);
  EXPECT_EQ(clock.now(), 5 * second + 1);
  clock.advance(301 * second);
  EXPECT_EQ(clock.now(), 306 * second + 1);
  clock.hold_at(2 * second);
  EXPECT_EQ(clock.now(), 2 * second);
  clock.release();
  EXPECT_FALSE(clock.held());
  const Instant released = clock.now();
  EXPECT_GT(released, 2 * second);
  EXPECT_LT(released, 60 * second);
}

TEST(Clock, AdvancesWhileRunning) {
  Clock clock;
  const Instant before = clock.now();
  clock.advance(3600 * second);
  EXPECT_GE(clock.now() - before, 3600 * second);
}

TEST(Clock, WaitersWakeWhenTheHeldClockArrives) {
  Clock clock;
  clock.hold_at(0);
  const std::atomic<bool> never{false};
  std::atomic<bool> woken{false};
  std::thread waiter([&] {
    EXPECT_TRUE(clock.wait_until(10 * second, never));
    woken = true;
  });
  clock.advance(9 * second);
  EXPECT_FALSE(woken);
  clock.advance(second);
  waiter.join();
  EXPECT_TRUE(woken);
  EXPECT_TRUE(clock.wait_until(3 * second, never));  // already past
}

TEST(Clock, WaitersWakeWhenInterrupted) {
  Clock clock;
  clock.hold_at(0);
  std::atomic<bool> interrupted{false};
  std::thread waiter([&] { EXPECT_FALSE(clock.wait_until(second, interrupted)); });
  interrupted = true;
  clock.wake();
  waiter.join();
}

TEST(Clock, WaitersOfARunningClockWake) {
  Clock clock;
  const std::atomic<bool> never{false};
  const Instant start = clock.now();
  EXPECT_TRUE(clock.wait_until(start + 20'000, never));
  EXPECT_GE(clock.now(), start + 20'000);
}

}  // namespace
}  // namespace dsql::engine
