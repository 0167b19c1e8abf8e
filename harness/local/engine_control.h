// EngineControl: what the `/_local` API holds and looks at, over an engine cluster. Owned by
// LocalCluster; any thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "engine/fleet/cluster.h"
#include "wire/control/cluster_control.h"

namespace dsql::harness {

class EngineControl final : public wire::ClusterControl {
 public:
  // `cluster` outlives it; `sessions` tells how many are open.
  EngineControl(engine::Cluster& cluster, std::string version,
                std::function<std::uint64_t()> sessions);

  wire::HealthReport health() override;
  wire::ClockReading clock() override;
  void advance_clock(std::chrono::microseconds by) override;
  void hold_clock(std::optional<wire::ControlTime> at) override;
  void release_clock() override;
  void arm_fault(const wire::FaultOrder& order) override;
  void clear_faults() override;
  std::vector<wire::FaultOrder> armed_faults() override;
  std::vector<std::pair<std::string, std::uint64_t>> counters() override;
  std::vector<wire::ConflictReport> conflicts() override;
  void reset() override;
  std::string checkpoint(std::string_view name) override;
  void restore(std::string_view name) override;

 private:
  engine::Environment& environment() { return cluster_.environment(); }
  engine::Oid table_named(const std::string& name);
  std::string name_of(engine::Oid table);

  engine::Cluster& cluster_;
  std::string version_;
  std::function<std::uint64_t()> sessions_;
  std::atomic<unsigned> made_up_names_{0};
  std::mutex mutex_;
  engine::Adjudicator::Counters at_reset_;  // the adjudicator counts on; a reset starts from here
};

}  // namespace dsql::harness
