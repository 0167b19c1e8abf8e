// The kinds of background work, one function each. They run on the runner's thread, take their own
// transactions, try again after conflicts, and end early when `stopping` is set.
#pragma once

#include <optional>
#include <string>

#include "engine/jobs/job_runner.h"

namespace dsql::engine {

// How a piece of work ended.
struct WorkOutcome {
  enum class Kind : std::uint8_t { completed, failed, stopped } kind = Kind::completed;
  std::optional<std::string> details;
};

// Fills an index that writers have kept in step since it was published, and makes it valid.
WorkOutcome build_index(const JobRecord& job, const JobEnvironment& environment,
                        const std::atomic<bool>& stopping);

// Checks every row of the table against a CHECK or foreign key that was added NOT VALID, and makes
// it valid.
WorkOutcome validate_constraint(const JobRecord& job, const JobEnvironment& environment,
                                const std::atomic<bool>& stopping);

// Counts the table's rows.
WorkOutcome analyze_table(const JobRecord& job, const JobEnvironment& environment,
                          const std::atomic<bool>& stopping);

// Removes the keys of a relation that is in the catalog no more.
WorkOutcome clean_relation(const JobRecord& job, const JobEnvironment& environment);

// Marks an index invalid: its build has failed.
void invalidate_index(const JobRecord& job, const JobEnvironment& environment,
                      const std::atomic<bool>& stopping);

}  // namespace dsql::engine
