#include "engine/system/job_record.h"

#include <array>
#include <cstring>

#include "dsqlrules/conditions/storage_errors.h"
#include "engine/storage/key_range.h"
#include "engine/system/job_id.h"

namespace dsql::engine {

namespace {

constexpr char format = 1;
constexpr std::int64_t second = 1'000'000;

constexpr std::array<std::string_view, 4> kind_names{"INDEX_BUILD", "VALIDATE_CONSTRAINT",
                                                     "ANALYZE", "DROP"};
constexpr std::array<std::string_view, 4> status_names{"submitted", "processing", "completed",
                                                       "failed"};

// Fixed part of a record; the two texts follow, each with its length, -1 for none.
struct Head {
  char format = 0;
  JobKind kind{};
  JobStatus status{};
  bool updated = false;
  Oid table = 0;
  Oid object = 0;
  std::int64_t start_time = 0;
  std::int64_t update_time = 0;
  Uuid id;
};

void append_text(std::string& out, const std::optional<std::string>& text) {
  const std::int32_t size = text ? static_cast<std::int32_t>(text->size()) : -1;
  out.append(reinterpret_cast<const char*>(&size), sizeof size);
  if (text) out += *text;
}

[[noreturn]] void raise_corrupted() {
  rules::raise(rules::conditions::storage_corrupted, "job record");
}

std::optional<std::string> read_text(std::string_view& in) {
  std::int32_t size = 0;
  if (in.size() < sizeof size) raise_corrupted();
  std::memcpy(&size, in.data(), sizeof size);
  in.remove_prefix(sizeof size);
  if (size < 0) return std::nullopt;
  if (in.size() < static_cast<std::size_t>(size)) raise_corrupted();
  std::string text(in.substr(0, static_cast<std::size_t>(size)));
  in.remove_prefix(static_cast<std::size_t>(size));
  return text;
}

std::int64_t whole_seconds(std::int64_t time) { return time - ((time % second) + second) % second; }

}  // namespace

std::string job_key(const Uuid& id) {
  std::string key;
  append_relation(system_relation::jobs, key);
  key.append(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
  return key;
}

std::string encode_job(const JobRecord& job) {
  Head head;
  std::memset(static_cast<void*>(&head), 0, sizeof head);  // padding too: equal jobs, equal bytes
  head.format = format;
  head.kind = job.kind;
  head.status = job.status;
  head.updated = job.update_time.has_value();
  head.table = job.table;
  head.object = job.object;
  head.start_time = job.start_time;
  head.update_time = job.update_time.value_or(0);
  head.id = job.id;
  std::string out(reinterpret_cast<const char*>(&head), sizeof head);
  append_text(out, job.details);
  append_text(out, job.object_name);
  return out;
}

JobRecord decode_job(std::string_view bytes) {
  Head head;
  if (bytes.size() < sizeof head || bytes[0] != format) raise_corrupted();
  std::memcpy(static_cast<void*>(&head), bytes.data(), sizeof head);
  bytes.remove_prefix(sizeof head);
  JobRecord job;
  job.id = head.id;
  job.kind = head.kind;
  job.status = head.status;
  job.table = head.table;
  job.object = head.object;
  job.start_time = head.start_time;
  if (head.updated) job.update_time = head.update_time;
  job.details = read_text(bytes);
  job.object_name = read_text(bytes);
  return job;
}

JobRow job_row(const JobRecord& job) {
  JobRow row;
  row.job_id = uuid_to_base32(job.id);
  row.status = status_names[static_cast<std::size_t>(job.status)];
  row.details = job.details;
  row.job_type = kind_names[static_cast<std::size_t>(job.kind)];
  row.object_id = job.kind == JobKind::validate_constraint ? job.table : job.object;
  row.object_name = job.object_name;
  row.start_time = whole_seconds(job.start_time);
  if (job.update_time) row.update_time = whole_seconds(*job.update_time);
  return row;
}

}  // namespace dsql::engine
