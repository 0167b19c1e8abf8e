// JobRecord: a background job as it is stored, one record a job under its id, in the store's space
// for jobs. A DDL statement writes the record of the job it asks for in its own transaction; the
// runner (engine/jobs) keeps it current. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/system/system_relation.h"

namespace dsql::engine {

enum class JobKind : std::uint8_t { index_build, validate_constraint, analyze, drop };
enum class JobStatus : std::uint8_t { submitted, processing, completed, failed };

struct JobRecord {
  Uuid id;
  JobKind kind = JobKind::index_build;
  JobStatus status = JobStatus::submitted;
  Oid table = 0;
  Oid object = 0;  // the index or constraint; for drop, the relation whose keys are to be cleaned
  std::optional<std::string> details;
  std::optional<std::string> object_name;  // schema-qualified; none for ANALYZE and DROP
  std::int64_t start_time = 0;             // microseconds since 2000-01-01 UTC
  std::optional<std::int64_t> update_time;

  bool finished() const { return status == JobStatus::completed || status == JobStatus::failed; }
};

std::string job_key(const Uuid& id);
std::string encode_job(const JobRecord& job);
// Raises: storage_corrupted.
JobRecord decode_job(std::string_view bytes);

// The job as sys.jobs shows it.
JobRow job_row(const JobRecord& job);

}  // namespace dsql::engine
