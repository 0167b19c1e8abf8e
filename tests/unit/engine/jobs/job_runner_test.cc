#include "engine/jobs/job_runner.h"

#include <gtest/gtest.h>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/catalog/catalog_edit.h"
#include "engine/exec/table_storage.h"

namespace dsql::engine {
namespace {

// A cluster without sessions: store, catalog and runner, and a table t (id, v) whose rows and index
// entries the tests write themselves.
struct Jobs : testing::Test {
  Jobs()
      : store(Store::open({})),
        head(CatalogVersion::initial()),
        adjudicator(*store, clock, faults),
        runner({*store, head, adjudicator, statistics, clock, faults}) {
    clock.hold_at(1'000'000'000'000);
    CatalogEdit edit(head.newest());
    Table table;
    table.oid = table_oid = edit.allocate_oid();
    table.schema = oid::schema_public;
    table.owner = oid::role_admin;
    table.name = "t";
    table.columns = {{.name = "id", .number = 1, .type = oid::int4, .not_null = true},
                     {.name = "v", .number = 2, .type = oid::int4}};
    Index primary{.oid = edit.allocate_oid(), .table = table.oid, .name = "t_pkey"};
    primary.unique = primary.primary = true;
    primary.keys = {{.column = 1, .type = oid::int4}};
    Index index{.oid = index_oid = edit.allocate_oid(), .table = table.oid, .name = "t_v_idx"};
    index.unique = true;
    index.state = IndexState::building;
    index.keys = {{.column = 2, .type = oid::int4}};
    table.indexes = {primary, index};
    table.checks = {
        {.oid = check_oid = edit.allocate_oid(), .name = "small", .expression_sql = "v < 100"}};
    table.checks[0].validated = false;
    edit.put(table);
    head.publish(edit.rebase(head.newest())->version);
  }

  void insert(std::int32_t id, std::int32_t v) {
    const auto storage = storage_of(*head.newest()->table(table_oid));
    Column ids(Physical::int32, 1);
    Column values(Physical::int32, 1);
    ids.set(0, id);
    values.set(0, v);
    const Column* row[] = {&ids, &values};
    const Column* key_columns[] = {&ids};
    std::string key;
    std::string bytes;
    storage->key.encode(key_columns, 0, key);
    storage->row.encode(row, 0, bytes);
    WriteBatch batch;
    batch.put(key, bytes);
    store->apply(batch);
  }

  // A job as a DDL statement leaves it: its record committed, then submitted.
  Uuid submit(JobRequest::Kind kind, Oid object) {
    JobRecord job;
    job.id.bytes[15] = ++last_id;
    job.kind = static_cast<JobKind>(kind);
    job.table = table_oid;
    job.object = object;
    job.start_time = clock.now();
    job.object_name = "public.t_v_idx";
    WriteBatch batch;
    batch.put(job_key(job.id), encode_job(job));
    store->apply(batch);
    const JobRequest request{.kind = kind, .id = job.id, .table = table_oid, .object = object};
    runner.submit({&request, 1});
    return job.id;
  }

  const Index& index() { return *head.newest()->index(index_oid).second; }
  std::size_t entries() {
    const Snapshot snapshot = store->snapshot();
    Cursor cursor = snapshot.cursor(relation_range(index_oid), Direction::forward);
    std::size_t count = 0;
    for (cursor.seek_start(); cursor.valid(); cursor.next()) ++count;
    return count;
  }
  JobRow only_job() {
    EXPECT_EQ(runner.jobs().size(), 1U);
    return runner.jobs().front();
  }

  std::unique_ptr<Store> store;
  Clock clock;
  FaultPlan faults;
  CatalogHead head;
  Adjudicator adjudicator;
  TableStatistics statistics;
  JobRunner runner;
  std::atomic<bool> cancelled{false};
  Oid table_oid = 0;
  Oid index_oid = 0;
  Oid check_oid = 0;
  std::uint8_t last_id = 0;
};

TEST_F(Jobs, AnIndexIsFilledAndBecomesValid) {
  for (int i = 0; i < 2500; ++i) insert(i, i * 3);
  runner.start();
  const Uuid id = submit(JobRequest::Kind::index_build, index_oid);
  EXPECT_EQ(runner.wait(id, cancelled), true);
  EXPECT_EQ(index().state, IndexState::valid);
  EXPECT_EQ(entries(), 2500U);
  EXPECT_EQ(only_job().status, "completed");
  EXPECT_EQ(only_job().details, std::nullopt);
}

TEST_F(Jobs, DuplicatesFailAUniqueBuildAndLeaveItInvalid) {
  insert(1, 7);
  insert(2, 7);
  runner.start();
  const Uuid id = submit(JobRequest::Kind::index_build, index_oid);
  EXPECT_EQ(runner.wait(id, cancelled), false);
  EXPECT_EQ(index().state, IndexState::invalid);
  EXPECT_EQ(only_job().details, "found duplicate key(s) while validating index uniqueness");
}

TEST_F(Jobs, EntriesThatWritersMadeMeanwhileAreNoDuplicates) {
  insert(1, 7);
  runner.start();
  EXPECT_EQ(runner.wait(submit(JobRequest::Kind::index_build, index_oid), cancelled), true);
  EXPECT_EQ(runner.wait(submit(JobRequest::Kind::index_build, index_oid), cancelled), true);
  EXPECT_EQ(entries(), 1U);
}

TEST_F(Jobs, ABuildOfADroppedIndexEndsAsCompleted) {
  CatalogEdit edit(head.newest());
  edit.drop<Table>(table_oid);
  head.publish(edit.rebase(head.newest())->version);
  runner.start();
  EXPECT_EQ(runner.wait(submit(JobRequest::Kind::index_build, index_oid), cancelled), true);
  EXPECT_EQ(only_job().details, "relation \"public.t_v_idx\" does not exist");
}

TEST_F(Jobs, AConstraintIsValidatedByItsRows) {
  insert(1, 99);
  runner.start();
  EXPECT_EQ(runner.wait(submit(JobRequest::Kind::validate_constraint, check_oid), cancelled), true);
  EXPECT_TRUE(head.newest()->table(table_oid)->checks[0].validated);
}

TEST_F(Jobs, ARowThatBreaksTheConstraintFailsTheJob) {
  insert(1, 99);
  insert(2, 100);
  runner.start();
  EXPECT_EQ(runner.wait(submit(JobRequest::Kind::validate_constraint, check_oid), cancelled),
            false);
  EXPECT_FALSE(head.newest()->table(table_oid)->checks[0].validated);
  EXPECT_EQ(only_job().details, "check constraint \"small\" is violated by some row");
}

TEST_F(Jobs, AnalyzeCountsRows) {
  for (int i = 0; i < 10; ++i) insert(i, i);
  runner.start();
  EXPECT_EQ(statistics.numbers(table_oid).rows, -1);
  EXPECT_EQ(runner.wait(submit(JobRequest::Kind::analyze, table_oid), cancelled), true);
  EXPECT_EQ(statistics.numbers(table_oid).rows, 10);
}

TEST_F(Jobs, CleaningRemovesOnlyWhatIsDropped) {
  insert(1, 1);
  runner.start();
  runner.wait(submit(JobRequest::Kind::index_build, index_oid), cancelled);
  runner.wait(submit(JobRequest::Kind::drop, index_oid), cancelled);
  EXPECT_EQ(entries(), 1U);  // it is in the catalog
  CatalogEdit edit(head.newest());
  edit.drop<Table>(table_oid);
  head.publish(edit.rebase(head.newest())->version);
  runner.wait(submit(JobRequest::Kind::drop, index_oid), cancelled);
  EXPECT_EQ(entries(), 0U);
}

TEST_F(Jobs, AJobWaitsForItsDelayByTheClock) {
  insert(1, 1);
  runner.set_delay(20'000'000);
  runner.start();
  const Uuid id = submit(JobRequest::Kind::index_build, index_oid);
  EXPECT_EQ(only_job().status, "submitted");
  EXPECT_EQ(only_job().update_time, std::nullopt);
  clock.advance(21'000'000);
  EXPECT_EQ(runner.wait(id, cancelled), true);
}

TEST_F(Jobs, HeldJobsStaySubmittedUntilReleased) {
  runner.hold();
  runner.start();
  const Uuid id = submit(JobRequest::Kind::analyze, table_oid);
  EXPECT_EQ(only_job().status, "submitted");
  runner.release();
  EXPECT_EQ(runner.wait(id, cancelled), true);
}

TEST_F(Jobs, ARestartGoesOnWithWhatHadNotEnded) {
  insert(1, 1);
  runner.hold();
  runner.start();
  const Uuid id = submit(JobRequest::Kind::index_build, index_oid);
  runner.stop();
  runner.release();
  JobRunner next({*store, head, adjudicator, statistics, clock, faults});
  next.start();
  EXPECT_EQ(next.wait(id, cancelled), true);
  EXPECT_EQ(index().state, IndexState::valid);
}

TEST_F(Jobs, FinishedJobsAreForgottenWhenANewOneStartsHalfAnHourLater) {
  runner.start();
  const Uuid first = submit(JobRequest::Kind::analyze, table_oid);
  runner.wait(first, cancelled);
  clock.advance(29LL * 60 * 1'000'000);
  runner.wait(submit(JobRequest::Kind::analyze, table_oid), cancelled);
  EXPECT_EQ(runner.jobs().size(), 2U);
  clock.advance(2LL * 60 * 1'000'000);
  runner.wait(submit(JobRequest::Kind::analyze, table_oid), cancelled);
  EXPECT_EQ(runner.jobs().size(), 2U);
  EXPECT_EQ(runner.wait(first, cancelled), std::nullopt);
}

TEST_F(Jobs, ATestCanMakeAJobFail) {
  runner.start();
  faults.arm({.fault = Fault::fail_job});
  EXPECT_EQ(runner.wait(submit(JobRequest::Kind::index_build, index_oid), cancelled), false);
  EXPECT_EQ(index().state, IndexState::invalid);
}

TEST_F(Jobs, ACancelledWaitEndsWithAnError) {
  runner.hold();
  runner.start();
  const Uuid id = submit(JobRequest::Kind::analyze, table_oid);
  cancelled = true;
  EXPECT_THROW(runner.wait(id, cancelled), rules::SqlError);
}

}  // namespace
}  // namespace dsql::engine
