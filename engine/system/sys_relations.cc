// The schema sys: the service's own views (behaviour.md 8 and 9).
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using namespace sql;

constexpr SystemColumn jobs_columns[] = {{"job_id", text},
                                         {"status", text},
                                         {"details", text},
                                         {"job_type", text},
                                         {"class_id", oid_},
                                         {"object_id", oid_},
                                         {"object_name", text},
                                         {"start_time", timestamptz},
                                         {"update_time", timestamptz}};

constexpr SystemColumn mapping_columns[] = {{"iam_oid", oid_},
                                            {"arn", text},
                                            {"pg_role_oid", oid_},
                                            {"pg_role_name", name},
                                            {"grantor_pg_role_oid", oid_},
                                            {"grantor_pg_role_name", name}};

void scan_jobs(const SystemScanContext& context, RowAppender& rows) {
  for (const JobRow& job : context.state.jobs()) {
    rows.text(job.job_id).text(job.status).text_or_null(job.details).text(job.job_type);
    rows.integer(job.class_id).integer(job.object_id).text_or_null(job.object_name);
    rows.integer(job.start_time);
    if (job.update_time) {
      rows.integer(*job.update_time);
    } else {
      rows.null();
    }
    rows.end_row();
  }
}

void scan_mappings(const SystemScanContext& context, RowAppender& rows) {
  // A mapping has no oid in the catalog; like the service's, the one shown is stable and its own.
  std::int64_t number = 0;
  for (const auto& [oid, role] : context.catalog.roles()) {
    for (const std::string& arn : role->iam_arns) {
      rows.integer(oid::first_user + 1'000'000 + number++).text(arn).integer(oid);
      rows.text(role->name).integer(oid::role_admin).text("admin").end_row();
    }
  }
}

const SystemRelation list[] = {
    {.oid = 14001,
     .schema = oid::schema_sys,
     .name = "jobs",
     .kind = 'v',
     .columns = jobs_columns,
     .scan = scan_jobs},
    {.oid = 14002,
     .schema = oid::schema_sys,
     .name = "iam_pg_role_mappings",
     .kind = 'v',
     .columns = mapping_columns,
     .scan = scan_mappings},
};

}  // namespace

std::span<const SystemRelation> sys_relations() { return list; }

}  // namespace dsql::engine
