#include "engine/system/job_record.h"

#include <gtest/gtest.h>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/system/job_id.h"

namespace dsql::engine {
namespace {

Uuid uuid_of(std::uint8_t first) {
  Uuid id;
  for (std::size_t i = 0; i < id.bytes.size(); ++i)
    id.bytes[i] = static_cast<std::uint8_t>(first + 7 * i);
  return id;
}

TEST(JobId, TwentySixLowerCaseCharacters) {
  const std::string text = uuid_to_base32(uuid_of(3));
  EXPECT_EQ(text.size(), 26U);
  EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567"), std::string::npos);
}

TEST(JobId, KnownValues) {
  EXPECT_EQ(uuid_to_base32(Uuid{}), std::string(26, 'a'));
  Uuid ones;
  ones.bytes.fill(0xFF);
  EXPECT_EQ(uuid_to_base32(ones), std::string(25, '7') + "4");  // the last digit has 3 bits
}

TEST(JobId, ReadsBack) {
  for (int first = 0; first < 256; first += 5) {
    const Uuid id = uuid_of(static_cast<std::uint8_t>(first));
    EXPECT_EQ(base32_to_uuid(uuid_to_base32(id)), id);
  }
}

TEST(JobId, RefusesWhatIsNoId) {
  EXPECT_EQ(base32_to_uuid(""), std::nullopt);
  EXPECT_EQ(base32_to_uuid(std::string(25, 'a')), std::nullopt);
  EXPECT_EQ(base32_to_uuid(std::string(25, 'a') + "1"), std::nullopt);
  EXPECT_EQ(base32_to_uuid(std::string(27, 'a')), std::nullopt);
}

JobRecord finished_job() {
  JobRecord job;
  job.id = uuid_of(9);
  job.kind = JobKind::validate_constraint;
  job.status = JobStatus::failed;
  job.table = 26384;
  job.object = 26390;
  job.details = "check constraint \"c\" is violated by some row";
  job.object_name = "public.t";
  job.start_time = 814'000'000'123'456;
  job.update_time = 814'000'005'999'999;
  return job;
}

TEST(JobRecord, ReadsBack) {
  const JobRecord job = finished_job();
  const JobRecord read = decode_job(encode_job(job));
  EXPECT_EQ(read.id, job.id);
  EXPECT_EQ(read.kind, job.kind);
  EXPECT_EQ(read.status, job.status);
  EXPECT_EQ(read.table, job.table);
  EXPECT_EQ(read.object, job.object);
  EXPECT_EQ(read.details, job.details);
  EXPECT_EQ(read.object_name, job.object_name);
  EXPECT_EQ(read.start_time, job.start_time);
  EXPECT_EQ(read.update_time, job.update_time);
}

TEST(JobRecord, AbsentTextsStayAbsent) {
  JobRecord job;
  const JobRecord read = decode_job(encode_job(job));
  EXPECT_FALSE(read.details.has_value());
  EXPECT_FALSE(read.object_name.has_value());
  EXPECT_FALSE(read.update_time.has_value());
}

TEST(JobRecord, CutOffRecordsAreReported) {
  const std::string bytes = encode_job(finished_job());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_THROW(decode_job(std::string_view(bytes).substr(0, size)), rules::SqlError);
}

TEST(JobRecord, ShowsWholeSecondsAndWords) {
  const JobRow row = job_row(finished_job());
  EXPECT_EQ(row.status, "failed");
  EXPECT_EQ(row.job_type, "VALIDATE_CONSTRAINT");
  EXPECT_EQ(row.class_id, 1259U);
  EXPECT_EQ(row.start_time, 814'000'000'000'000);
  EXPECT_EQ(row.update_time, 814'000'005'000'000);
}

}  // namespace
}  // namespace dsql::engine
