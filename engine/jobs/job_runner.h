// JobRunner: the background work of one cluster: index builds, validation of constraints, ANALYZE,
// cleaning of what was dropped. One thread; every step is an ordinary transaction of at most 3,000
// rows that is tried again when it meets a conflict. Jobs stand in the store (engine/system/
// job_record.h), so that a restart goes on with those that had not ended. Owned by the cluster; all
// functions may be called from any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "engine/catalog/catalog_head.h"
#include "engine/catalog/table_statistics.h"
#include "engine/exec/context.h"
#include "engine/storage/store.h"
#include "engine/system/job_record.h"
#include "engine/txn/adjudicator.h"
#include "engine/txn/clock.h"
#include "engine/txn/fault_plan.h"

namespace dsql::engine {

// What a job works with; outlives the runner.
struct JobEnvironment {
  Store& store;
  CatalogHead& catalog;
  Adjudicator& adjudicator;
  TableStatistics& statistics;
  Clock& clock;
  FaultPlan& faults;
};

class JobRunner {
 public:
  explicit JobRunner(const JobEnvironment& environment);
  ~JobRunner() { stop(); }
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  // Reads the jobs of the store and starts the thread, which goes on with those that had not ended.
  void start();
  // Ends the thread after the step it is in. What had not ended stays as it is, for the next
  // start(). Waiters return.
  void stop();

  // The transaction that asked for them has committed: they may begin. Forgets jobs that ended long
  // ago.
  void submit(std::span<const JobRequest> requests);

  // Waits for the end of the job and answers whether it succeeded; nullopt if there is no such job
  // (any more), or the runner stops. Raises query_canceled when `cancelled` is set (its setter
  // calls wake()).
  std::optional<bool> wait(const Uuid& id, const std::atomic<bool>& cancelled);
  // Lets every waiter look at its `cancelled` again.
  void wake();

  // The rows of sys.jobs, by start time.
  std::vector<JobRow> jobs() const;

  // --- for tests ---
  // Every job begins this much later than it was submitted, by the cluster's clock. Default 0.
  void set_delay(Micros delay);
  // Jobs submitted from now on stay `submitted` until release().
  void hold();
  void release();
  // Waits until nothing is left to do.
  void drain();

 private:
  void run();
  void load();
  void run_job(JobRecord job);
  bool wait_for_start(const JobRecord& job, Micros extra);
  void update(JobRecord& job, JobStatus status, std::optional<std::string> details);
  void forget_old_jobs();

  JobEnvironment environment_;
  std::thread thread_;
  std::atomic<bool> stopping_{false};
  std::atomic<Micros> delay_{0};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Uuid, JobRecord> jobs_;
  std::deque<Uuid> queue_;
  bool held_ = false;
  bool busy_ = false;
};

}  // namespace dsql::engine
