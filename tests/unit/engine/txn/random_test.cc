#include "engine/txn/random.h"

#include <set>

#include <gtest/gtest.h>

namespace dsql::engine {
namespace {

TEST(Random, TheSameSeedGivesTheSameNumbers) {
  Random a(42);
  Random b(42);
  Random c(43);
  EXPECT_EQ(a.next(), b.next());
  EXPECT_NE(a.next(), c.next());
  std::array<unsigned char, 13> first{};
  std::array<unsigned char, 13> second{};
  a.reseed(7);
  a.fill(first);
  a.reseed(7);
  a.fill(second);
  EXPECT_EQ(first, second);
  EXPECT_NE(first, (std::array<unsigned char, 13>{}));
}

TEST(Random, NumbersLieInTheirRange) {
  Random random(1);
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t n = random.below(7);
    ASSERT_LT(n, 7U);
    seen.insert(n);
    const double unit = random.unit();
    ASSERT_GE(unit, 0.0);
    ASSERT_LT(unit, 1.0);
  }
  EXPECT_EQ(seen.size(), 7U);
}

}  // namespace
}  // namespace dsql::engine
