// INSERT, UPDATE, DELETE. MERGE is refused (refused.cc).
#include "dsqlrules/screen/field_plan.h"

namespace dsql::rules {
namespace {

constexpr MessageRow rows[] = {
    {.type = &pg_query__insert_stmt__descriptor,
     .screened = "relation cols select_stmt on_conflict_clause returning_list with_clause",
     .free = "override"},
    {.type = &pg_query__update_stmt__descriptor,
     .screened = "relation target_list where_clause from_clause returning_list with_clause"},
    {.type = &pg_query__delete_stmt__descriptor,
     .screened = "relation using_clause where_clause returning_list with_clause"},
    {.type = &pg_query__multi_assign_ref__descriptor,
     .screened = "source",
     .free = "colno ncolumns"},
    {.type = &pg_query__on_conflict_clause__descriptor,
     .screened = "infer target_list where_clause",
     .free = "action location"},
    {.type = &pg_query__infer_clause__descriptor,
     .screened = "index_elems where_clause",
     .free = "conname location"},
};

}  // namespace

std::span<const MessageRow> dml_rows() { return rows; }

}  // namespace dsql::rules
