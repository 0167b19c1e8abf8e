#include "engine/txn/fault_plan.h"

#include <gtest/gtest.h>

namespace dsql::engine {
namespace {

TEST(FaultPlan, HitsTheNamedTablesAfterTheSkippedOnes) {
  FaultPlan plan;
  EXPECT_FALSE(plan.active());
  plan.arm({.fault = Fault::row_conflict, .table = 2, .skip = 1, .times = 1});
  EXPECT_TRUE(plan.active());
  const std::array<Oid, 1> other{1};
  const std::array<Oid, 2> both{1, 2};
  EXPECT_EQ(plan.at_commit(other), std::nullopt);
  EXPECT_EQ(plan.at_commit(both), std::nullopt);
  EXPECT_EQ(plan.at_commit(both), Fault::row_conflict);
  EXPECT_EQ(plan.at_commit(both), std::nullopt);
  EXPECT_FALSE(plan.active());
  EXPECT_EQ(plan.fired(Fault::row_conflict), 1U);
  plan.reset_counters();
  EXPECT_EQ(plan.fired(Fault::row_conflict), 0U);
}

TEST(FaultPlan, JobsAndCommitsDoNotMeetEachOthersFaults) {
  FaultPlan plan;
  plan.arm({.fault = Fault::slow_job, .delay = 5});
  plan.arm({.fault = Fault::fail_job, .table = 3});
  EXPECT_EQ(plan.at_commit({}), std::nullopt);
  const FaultPlan::JobFault slow = plan.at_job(1);
  EXPECT_EQ(slow.delay, 5);
  EXPECT_FALSE(slow.fail);
  const FaultPlan::JobFault failing = plan.at_job(3);
  EXPECT_EQ(failing.delay, 0);
  EXPECT_TRUE(failing.fail);
  EXPECT_FALSE(plan.active());
}

TEST(FaultPlan, ClearDisarms) {
  FaultPlan plan;
  plan.arm({.fault = Fault::schema_conflict, .times = 10});
  EXPECT_EQ(plan.armed().size(), 1U);
  plan.clear();
  EXPECT_FALSE(plan.active());
  EXPECT_EQ(plan.at_commit({}), std::nullopt);
}

TEST(FaultPlan, NamesGoBothWays) {
  for (std::size_t i = 0; i < fault_count; ++i) {
    const auto fault = static_cast<Fault>(i);
    EXPECT_EQ(fault_named(fault_name(fault)), fault);
  }
  EXPECT_EQ(fault_named("flood"), std::nullopt);
}

}  // namespace
}  // namespace dsql::engine
