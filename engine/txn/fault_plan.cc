#include "engine/txn/fault_plan.h"

#include <algorithm>

namespace dsql::engine {
namespace {

constexpr std::array<std::string_view, fault_count> names{"row_conflict",
                                                          "schema_conflict",
                                                          "server_unavailable",
                                                          "drop_before_commit",
                                                          "drop_after_commit",
                                                          "slow_job",
                                                          "fail_job"};

bool of_job(Fault fault) { return fault == Fault::slow_job || fault == Fault::fail_job; }

}  // namespace

std::string_view fault_name(Fault fault) { return names[static_cast<std::size_t>(fault)]; }

std::optional<Fault> fault_named(std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Fault>(found - names.begin());
}

void FaultPlan::arm(const ArmedFault& fault) {
  const std::lock_guard lock(mutex_);
  armed_.push_back(fault);
  forget_spent();
}

void FaultPlan::clear() {
  const std::lock_guard lock(mutex_);
  armed_.clear();
  forget_spent();
}

std::vector<ArmedFault> FaultPlan::armed() const {
  const std::lock_guard lock(mutex_);
  return armed_;
}

std::optional<Fault> FaultPlan::at_commit(std::span<const Oid> tables) {
  if (!active()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  for (ArmedFault& armed : armed_) {
    if (of_job(armed.fault)) continue;
    const bool touched =
        armed.table == 0 || std::find(tables.begin(), tables.end(), armed.table) != tables.end();
    if (!touched || !hits(armed)) continue;
    const Fault fault = armed.fault;
    count(fault);
    forget_spent();
    return fault;
  }
  return std::nullopt;
}

FaultPlan::JobFault FaultPlan::at_job(Oid table) {
  JobFault result;
  if (!active()) return result;
  const std::lock_guard lock(mutex_);
  for (ArmedFault& armed : armed_) {
    if (!of_job(armed.fault) || (armed.table != 0 && armed.table != table) || !hits(armed))
      continue;
    count(armed.fault);
    if (armed.fault == Fault::slow_job)
      result.delay += armed.delay;
    else
      result.fail = true;
  }
  forget_spent();
  return result;
}

std::uint64_t FaultPlan::fired(Fault fault) const {
  return fired_[static_cast<std::size_t>(fault)].load();
}

void FaultPlan::reset_counters() {
  for (auto& counter : fired_) counter = 0;
}

bool FaultPlan::hits(ArmedFault& armed) {
  if (armed.skip > 0) {
    --armed.skip;
    return false;
  }
  if (armed.times == 0) return false;
  --armed.times;
  return true;
}

void FaultPlan::count(Fault fault) { ++fired_[static_cast<std::size_t>(fault)]; }

void FaultPlan::forget_spent() {
  std::erase_if(armed_, [](const ArmedFault& armed) { return armed.times == 0; });
  armed_count_.store(armed_.size(), std::memory_order_relaxed);
}

}  // namespace dsql::engine
