// Environment: the clock, the chance and the faults of a process's clusters, built once at start
// and handed down. Tests build their own, two in one process if they like, and hold them.
#pragma once

#include <cstdint>

#include "dsqlrules/conditions/as_of.h"
#include "engine/txn/clock.h"
#include "engine/txn/fault_plan.h"
#include "engine/txn/random.h"

namespace dsql::engine {

struct Environment {
  explicit Environment(std::uint64_t seed) : random(seed) {}

  Clock clock;
  Random random;
  FaultPlan faults;
  rules::AsOf as_of = rules::newest_profile;
};

}  // namespace dsql::engine
