#include "wire/pg/connection_registry.h"

#include <gtest/gtest.h>

namespace dsql::wire {
namespace {

TEST(ConnectionRegistry, TurnsOfOneConnectionAlone) {
  ConnectionRegistry registry(10, [] { return 7U; });
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(registry.takes_turn(1, 3)) << i;
  EXPECT_TRUE(registry.takes_turn(1, 3));
  EXPECT_TRUE(registry.takes_turn(1, 3));
  EXPECT_FALSE(registry.takes_turn(2, 3)) << "another one speaks";
  EXPECT_FALSE(registry.takes_turn(1, 3)) << "counted from the start again";
}

}  // namespace
}  // namespace dsql::wire
