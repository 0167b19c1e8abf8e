// FaultPlan: the failures a test has asked for, and counters that prove they happened. Consulted by
// the adjudicator at commit, by the job runner and by the server. With nothing armed it costs one
// atomic read. Owned by the Environment; any thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/txn/clock.h"
#include "engine/types/physical.h"

namespace dsql::engine {

enum class Fault : std::uint8_t {
  row_conflict,        // the commit fails with OC000
  schema_conflict,     // the commit fails with OC001
  server_unavailable,  // the commit fails with XX000, the connection survives
  drop_before_commit,  // the connection closes, nothing is committed
  drop_after_commit,   // the connection closes, everything is committed
  slow_job,            // the job starts `delay` later by the cluster's clock
  fail_job,            // the job fails
};
inline constexpr std::size_t fault_count = 7;

// "row_conflict", …: as the test API names them.
std::string_view fault_name(Fault fault);
std::optional<Fault> fault_named(std::string_view name);

struct ArmedFault {
  Fault fault = Fault::row_conflict;
  Oid table = 0;            // only commits and jobs that touch it; 0: any
  std::uint32_t skip = 0;   // let this many matching ones pass first
  std::uint32_t times = 1;  // then hit this many
  Micros delay = 0;         // of slow_job
};

class FaultPlan {
 public:
  void arm(const ArmedFault& fault);
  void clear();  // disarms everything; counters stay
  std::vector<ArmedFault> armed() const;

  // Whether anything is armed: lets callers skip the collecting of tables.
  bool active() const { return armed_count_.load(std::memory_order_relaxed) != 0; }

  // The fault a commit that wrote or locked rows of `tables` meets, if any; counts it.
  std::optional<Fault> at_commit(std::span<const Oid> tables);

  struct JobFault {
    Micros delay = 0;
    bool fail = false;
  };
  // What a job on `table` meets; counts it.
  JobFault at_job(Oid table);

  // How often the fault has happened since the last reset_counters().
  std::uint64_t fired(Fault fault) const;
  void reset_counters();

 private:
  bool hits(ArmedFault& armed);
  void count(Fault fault);
  void forget_spent();

  mutable std::mutex mutex_;
  std::vector<ArmedFault> armed_;
  std::atomic<std::size_t> armed_count_{0};
  std::array<std::atomic<std::uint64_t>, fault_count> fired_{};
};

}  // namespace dsql::engine
