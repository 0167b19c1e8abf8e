#include "engine/jobs/job_runner.h"

#include <algorithm>

#include "dsqlrules/conditions/job_texts.h"
#include "dsqlrules/conditions/limits.h"
#include "dsqlrules/conditions/sql_error.h"
#include "dsqlrules/conditions/transaction_errors.h"
#include "engine/jobs/work.h"

namespace dsql::engine {

JobRunner::JobRunner(const JobEnvironment& environment) : environment_(environment) {}

// --- life ---

void JobRunner::start() {
  load();
  stopping_ = false;
  thread_ = std::thread([this] { run(); });
}

void JobRunner::stop() {
  if (!thread_.joinable()) return;
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  environment_.clock.wake();
  thread_.join();
}

void JobRunner::load() {
  const Snapshot snapshot = environment_.store.snapshot();
  Cursor cursor = snapshot.cursor(relation_range(system_relation::jobs), Direction::forward);
  std::vector<JobRecord> found;
  for (cursor.seek_start(); cursor.valid(); cursor.next())
    found.push_back(decode_job(cursor.value()));
  std::sort(found.begin(), found.end(),
            [](const JobRecord& a, const JobRecord& b) { return a.start_time < b.start_time; });
  const std::scoped_lock lock(mutex_);
  jobs_.clear();
  queue_.clear();
  for (JobRecord& job : found) {
    if (!job.finished()) queue_.push_back(job.id);
    jobs_.emplace(job.id, std::move(job));
  }
}

// --- from outside ---

void JobRunner::submit(std::span<const JobRequest> requests) {
  if (requests.empty()) return;
  forget_old_jobs();
  const Snapshot snapshot = environment_.store.snapshot();
  Pin pin;
  {
    const std::scoped_lock lock(mutex_);
    for (const JobRequest& request : requests) {
      std::string_view bytes;
      if (!snapshot.get(job_key(request.id), pin, bytes)) continue;
      jobs_.emplace(request.id, decode_job(bytes));
      queue_.push_back(request.id);
    }
  }
  changed_.notify_all();
}

std::optional<bool> JobRunner::wait(const Uuid& id, const std::atomic<bool>& cancelled) {
  std::unique_lock lock(mutex_);
  while (true) {
    const auto found = jobs_.find(id);
    if (found == jobs_.end()) return std::nullopt;
    if (found->second.finished()) return found->second.status == JobStatus::completed;
    if (stopping_) return std::nullopt;
    if (cancelled) rules::raise(rules::conditions::query_canceled);
    changed_.wait(lock);
  }
}

void JobRunner::wake() {
  { const std::scoped_lock lock(mutex_); }  // nobody is between its look and its wait
  changed_.notify_all();
}

std::vector<JobRow> JobRunner::jobs() const {
  std::vector<JobRecord> records;
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& [id, job] : jobs_) records.push_back(job);
  }
  std::sort(records.begin(), records.end(),
            [](const JobRecord& a, const JobRecord& b) { return a.start_time < b.start_time; });
  std::vector<JobRow> rows;
  for (const JobRecord& job : records) rows.push_back(job_row(job));
  return rows;
}

void JobRunner::set_delay(Micros delay) { delay_ = delay; }

void JobRunner::hold() {
  const std::scoped_lock lock(mutex_);
  held_ = true;
}

void JobRunner::release() {
  {
    const std::scoped_lock lock(mutex_);
    held_ = false;
  }
  changed_.notify_all();
}

void JobRunner::drain() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stopping_ || (queue_.empty() && !busy_); });
}

// --- the thread ---

void JobRunner::run() {
  while (true) {
    JobRecord job;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return stopping_ || (!queue_.empty() && !held_); });
      if (stopping_) return;
      job = jobs_.at(queue_.front());
      queue_.pop_front();
      busy_ = true;
    }
    run_job(std::move(job));
    {
      const std::scoped_lock lock(mutex_);
      busy_ = false;
    }
    changed_.notify_all();
  }
}

bool JobRunner::wait_for_start(const JobRecord& job, Micros extra) {
  const Micros delay = delay_ + extra;
  return delay <= 0 || environment_.clock.wait_until(job.start_time + delay, stopping_);
}

void JobRunner::run_job(JobRecord job) {
  const FaultPlan::JobFault fault = environment_.faults.at_job(job.table);
  if (!wait_for_start(job, fault.delay)) return;
  WorkOutcome outcome;
  try {
    update(job, JobStatus::processing, std::nullopt);
    if (fault.fail) {
      outcome = {WorkOutcome::Kind::failed, std::string(rules::texts::job_failed_on_request)};
    } else {
      switch (job.kind) {
        case JobKind::index_build: outcome = build_index(job, environment_, stopping_); break;
        case JobKind::validate_constraint:
          outcome = validate_constraint(job, environment_, stopping_);
          break;
        case JobKind::analyze: outcome = analyze_table(job, environment_, stopping_); break;
        case JobKind::drop: outcome = clean_relation(job, environment_); break;
      }
    }
  } catch (const rules::SqlError& error) {
    outcome = {WorkOutcome::Kind::failed, error.message};
  }
  if (outcome.kind == WorkOutcome::Kind::stopped || stopping_) return;
  const bool failed = outcome.kind == WorkOutcome::Kind::failed;
  try {
    if (failed && job.kind == JobKind::index_build) invalidate_index(job, environment_, stopping_);
    update(job, failed ? JobStatus::failed : JobStatus::completed, std::move(outcome.details));
  } catch (const rules::SqlError&) {
    // The store takes nothing more; the job is done again at the next start.
  }
}

void JobRunner::update(JobRecord& job, JobStatus status, std::optional<std::string> details) {
  job.status = status;
  job.details = std::move(details);
  job.update_time = environment_.clock.now();
  WriteBatch batch;
  batch.put(job_key(job.id), encode_job(job));
  environment_.store.apply(batch);
  {
    const std::scoped_lock lock(mutex_);
    jobs_[job.id] = job;
  }
  changed_.notify_all();
}

void JobRunner::forget_old_jobs() {
  const std::int64_t retention =
      std::chrono::microseconds(rules::limits::finished_job_retention).count();
  const Instant now = environment_.clock.now();
  WriteBatch batch;
  {
    const std::scoped_lock lock(mutex_);
    std::erase_if(jobs_, [&](const auto& entry) {
      const JobRecord& job = entry.second;
      if (!job.finished() || now - job.update_time.value_or(job.start_time) < retention)
        return false;
      batch.erase(job_key(job.id));
      return true;
    });
  }
  if (!batch.empty()) environment_.store.apply(batch);
}

}  // namespace dsql::engine
