// ClusterControl: what a test may hold and look at in a running cluster: its clock, its faults, its
// counters, its contents. The handlers of the `/_local` API speak to this interface; the engine's
// cluster stands behind it. Any thread; one call at a time is not required.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/txn/fault_plan.h"

namespace dsql::wire {

using ControlTime = std::chrono::sys_time<std::chrono::microseconds>;

struct ClockReading {
  ControlTime now{};
  bool held = false;
};

// A failure to arm: the next `times` commits (or jobs) that touch `table` fail, after `skip` that
// do not.
struct FaultOrder {
  engine::Fault fault = engine::Fault::row_conflict;
  std::string table{};  // as SQL names it, with or without schema; empty: any
  std::uint32_t skip = 0;
  std::uint32_t times = 1;
  std::chrono::microseconds delay{0};  // of slow_job
};

// Who beat whom on which row.
struct ConflictReport {
  std::uint64_t loser = 0;  // transaction ids
  std::uint64_t winner = 0;
  std::string table{};
  std::string key{};  // readable where the engine can, else hexadecimal
  std::string loser_mode{};
  std::string winner_mode{};
  ControlTime at{};
};

struct HealthReport {
  std::string version{};
  std::string cluster{};
  std::uint64_t sessions = 0;
};

class ClusterControl {
 public:
  virtual ~ClusterControl() = default;

  virtual HealthReport health() = 0;

  virtual ClockReading clock() = 0;
  virtual void advance_clock(std::chrono::microseconds by) = 0;  // forward
  virtual void hold_clock(std::optional<ControlTime> at) = 0;    // nullopt: where it stands
  virtual void release_clock() = 0;

  // Raises undefined_table.
  virtual void arm_fault(const FaultOrder& order) = 0;
  virtual void clear_faults() = 0;
  virtual std::vector<FaultOrder> armed_faults() = 0;

  // Names and values, in the order to print them.
  virtual std::vector<std::pair<std::string, std::uint64_t>> counters() = 0;
  virtual std::vector<ConflictReport> conflicts() = 0;

  // Empties the cluster: no objects, no rows, no faults, counters at zero, the clock let go.
  virtual void reset() = 0;
  // Keeps the present contents under a name, made up if `name` is empty, and answers it.
  virtual std::string checkpoint(std::string_view name) = 0;
  // Goes back to them; sessions see it as a schema change. Raises control_no_checkpoint.
  virtual void restore(std::string_view name) = 0;
};

}  // namespace dsql::wire
