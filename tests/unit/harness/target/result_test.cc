#include "harness/target/result.h"

#include <gtest/gtest.h>

namespace dsql::harness {
namespace {

TEST(TypeName, PlainTypes) {
  EXPECT_EQ(type_name(23), "integer");
  EXPECT_EQ(type_name(1700), "numeric");
  EXPECT_EQ(type_name(2950), "uuid");
  EXPECT_EQ(type_name(4096), "regrole");
  EXPECT_EQ(type_name(99999), "oid 99999");
}

// Modifiers as PostgreSQL sends them in RowDescription.
TEST(TypeName, Modifiers) {
  EXPECT_EQ(type_name(1043, 14), "character varying(10)");
  EXPECT_EQ(type_name(1042, 5), "character(1)");
  EXPECT_EQ(type_name(1700, ((18 << 16) | 6) + 4), "numeric(18,6)");
  EXPECT_EQ(type_name(1700, ((3 << 16) | (-2 & 0x7ff)) + 4), "numeric(3,-2)");
  EXPECT_EQ(type_name(1114, 3), "timestamp(3) without time zone");
  EXPECT_EQ(type_name(1186, 0x7fffffff), "interval");
  EXPECT_EQ(type_name(25, -1), "text");
}

}  // namespace
}  // namespace dsql::harness
