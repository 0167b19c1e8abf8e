#include "dsqlrules/conditions/job_texts.h"
#include "engine/jobs/job_transaction.h"
#include "engine/jobs/work.h"

namespace dsql::engine {

namespace {

constexpr std::uint64_t page_bytes = 8192;  // of pg_class.relpages

}  // namespace

WorkOutcome analyze_table(const JobRecord& job, const JobEnvironment& environment,
                          const std::atomic<bool>& stopping) {
  JobTransaction transaction(environment, stopping);
  if (transaction.catalog().table(job.table) == nullptr)
    return {WorkOutcome::Kind::completed, std::string(rules::texts::job_table_missing)};
  const KeyRange range = relation_range(job.table);
  OverlayIterator rows = transaction.txn().scan(range, Direction::forward, every_command);
  std::uint64_t count = 0;
  for (rows.start(); rows.valid(); rows.next()) {
    if ((++count & 1023) == 0 && stopping) return {WorkOutcome::Kind::stopped, std::nullopt};
  }
  const std::uint64_t bytes = environment.store.approximate_bytes(range);
  environment.statistics.set(
      job.table, {.rows = static_cast<double>(count),
                  .pages = static_cast<std::int64_t>((bytes + page_bytes - 1) / page_bytes),
                  .analyzed_at = environment.clock.now()});
  return {};
}

WorkOutcome clean_relation(const JobRecord& job, const JobEnvironment& environment) {
  // A relation that is there again (the store was put back to an older state) keeps its keys.
  const CatalogPointer catalog = environment.catalog.newest();
  if (catalog->table(job.object) == nullptr && catalog->index(job.object).second == nullptr) {
    environment.store.erase_range(relation_range(job.object));
    environment.statistics.forget(job.object);
  }
  return {};
}

}  // namespace dsql::engine
