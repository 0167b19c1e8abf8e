// EXPLAIN, COPY, ANALYZE, DEALLOCATE, extended statistics.
#include "dsqlrules/conditions/rules_statement.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

void check_copy(const PgQuery__CopyStmt& copy, Walker& walker) {
  if (copy.is_program || *copy.filename != '\0') walker.report(refusals::copy_file, -1);
}

void check_vacuum(const PgQuery__VacuumStmt& vacuum, Walker& walker) {
  if (vacuum.is_vacuumcmd) walker.report(refusals::vacuum, -1);
}

void check_deallocate(const PgQuery__DeallocateStmt& deallocate, Walker& walker) {
  if (!deallocate.isall) walker.report(refusals::deallocate, -1);
}

void check_create_statistics(const PgQuery__CreateStatsStmt&, Walker& walker) {
  walker.report(refusals::create_statistics_before, -1);
}

void check_alter_statistics(const PgQuery__AlterStatsStmt&, Walker& walker) {
  walker.report(refusals::alter_statistics_before, -1);
}

constexpr MessageRow rows[] = {
    // The explained statement is screened as a statement.
    {.type = &pg_query__explain_stmt__descriptor, .screened = "query options"},
    {.type = &pg_query__copy_stmt__descriptor,
     .screened = "relation query attlist options where_clause",
     .checked = "is_program filename",
     .free = "is_from",
     .check = check<check_copy>},
    {.type = &pg_query__vacuum_stmt__descriptor,
     .screened = "options rels",
     .checked = "is_vacuumcmd",
     .check = check<check_vacuum>},
    {.type = &pg_query__vacuum_relation__descriptor,
     .screened = "relation",
     .free = "va_cols",
     .never = "oid"},
    {.type = &pg_query__deallocate_stmt__descriptor,
     .checked = "isall",
     .free = "name location",
     .check = check<check_deallocate>},
    {.type = &pg_query__create_stats_stmt__descriptor,
     .screened = "exprs relations",
     .free = "defnames stat_types if_not_exists",
     .never = "stxcomment transformed",
     .check = check<check_create_statistics>},
    {.type = &pg_query__stats_elem__descriptor, .screened = "expr", .free = "name"},
    {.type = &pg_query__alter_stats_stmt__descriptor,
     .screened = "stxstattarget",
     .free = "defnames missing_ok",
     .check = check<check_alter_statistics>},
};

}  // namespace

std::span<const MessageRow> utility_rows() { return rows; }

}  // namespace dsql::rules
