// CREATE VIEW, and the two statements that look like it: CREATE TABLE AS and materialized views.
#include <string_view>

#include "dsqlrules/conditions/rules_object.h"
#include "dsqlrules/conditions/rules_statement.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

void check_view(const PgQuery__ViewStmt& view, Walker& walker) {
  if (std::string_view(view.view->relpersistence) == "t")
    walker.report(refusals::temporary_view, -1);
}

void check_create_table_as(const PgQuery__CreateTableAsStmt& create, Walker& walker) {
  if (create.objtype == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW) {
    return walker.report(refusals::materialized_view, -1);
  }
  walker.report(refusals::create_table_as, -1);
}

constexpr MessageRow rows[] = {
    {.type = &pg_query__view_stmt__descriptor,
     .screened = "view query options",
     .free = "aliases replace with_check_option",
     .check = check<check_view>},
    {.type = &pg_query__create_table_as_stmt__descriptor,
     .checked = "query into objtype is_select_into if_not_exists",
     .check = check<check_create_table_as>},
};

}  // namespace

std::span<const MessageRow> view_rows() { return rows; }

}  // namespace dsql::rules
