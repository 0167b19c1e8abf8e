// Statements that name an object of any kind: DROP, RENAME, SET SCHEMA, OWNER TO, COMMENT; and
// schemas.
#include <algorithm>
#include <span>

#include "dsqlrules/conditions/rules_index.h"
#include "dsqlrules/conditions/rules_object.h"
#include "dsqlrules/conditions/rules_type.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

using Kind = PgQuery__ObjectType;

constexpr Kind droppable[] = {
    PG_QUERY__OBJECT_TYPE__OBJECT_TABLE,        PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE,
    PG_QUERY__OBJECT_TYPE__OBJECT_VIEW,         PG_QUERY__OBJECT_TYPE__OBJECT_INDEX,
    PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA,       PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN,
    PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION,     PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE,
    PG_QUERY__OBJECT_TYPE__OBJECT_STATISTIC_EXT};
constexpr Kind renamable[] = {
    PG_QUERY__OBJECT_TYPE__OBJECT_TABLE,         PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN,
    PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT, PG_QUERY__OBJECT_TYPE__OBJECT_VIEW,
    PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE,      PG_QUERY__OBJECT_TYPE__OBJECT_INDEX,
    PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA,        PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN,
    PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT, PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION,
    PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE,       PG_QUERY__OBJECT_TYPE__OBJECT_ROLE,
    PG_QUERY__OBJECT_TYPE__OBJECT_STATISTIC_EXT};
constexpr Kind movable[] = {
    PG_QUERY__OBJECT_TYPE__OBJECT_TABLE,        PG_QUERY__OBJECT_TYPE__OBJECT_VIEW,
    PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE,     PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN,
    PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION,     PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE,
    PG_QUERY__OBJECT_TYPE__OBJECT_STATISTIC_EXT};
constexpr Kind ownable[] = {
    PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN, PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA,
    PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION, PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE,
    PG_QUERY__OBJECT_TYPE__OBJECT_STATISTIC_EXT};
constexpr Kind commentable[] = {
    PG_QUERY__OBJECT_TYPE__OBJECT_TABLE,         PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN,
    PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT, PG_QUERY__OBJECT_TYPE__OBJECT_VIEW,
    PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE,      PG_QUERY__OBJECT_TYPE__OBJECT_INDEX,
    PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA,        PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN,
    PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT, PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION,
    PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE,       PG_QUERY__OBJECT_TYPE__OBJECT_ROLE,
    PG_QUERY__OBJECT_TYPE__OBJECT_STATISTIC_EXT, PG_QUERY__OBJECT_TYPE__OBJECT_TYPE};

bool contains(std::span<const Kind> kinds, Kind kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

void check_drop(const PgQuery__DropStmt& drop, Walker& walker) {
  switch (drop.remove_type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE: return walker.report(refusals::drop_type, -1);
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW:
      return walker.report(refusals::drop_materialized_view, -1);
    case PG_QUERY__OBJECT_TYPE__OBJECT_POLICY: return walker.report(refusals::drop_policy, -1);
    // With IF EXISTS these two answer a notice, for nothing of the kind exists.
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
      if (!drop.missing_ok) walker.report(refusals::drop_trigger, -1);
      return;
    case PG_QUERY__OBJECT_TYPE__OBJECT_EVENT_TRIGGER:
      if (!drop.missing_ok) walker.report(refusals::drop_object, -1);
      return;
    default: break;
  }
  if (!contains(droppable, drop.remove_type)) return walker.report(refusals::drop_object, -1);
  if (drop.concurrent) walker.report(refusals::drop_index_concurrently, -1);
  if (drop.remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN &&
      drop.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE) {
    walker.report(refusals::drop_domain_cascade, -1);
  }
}

void check_rename(const PgQuery__RenameStmt& rename, Walker& walker) {
  if (rename.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_AGGREGATE) {
    return walker.report(refusals::alter_aggregate, -1);
  }
  if (!contains(renamable, rename.rename_type)) walker.report(refusals::rename_object, -1);
}

void check_set_schema(const PgQuery__AlterObjectSchemaStmt& alter, Walker& walker) {
  if (!contains(movable, alter.object_type)) walker.report(refusals::set_schema_object, -1);
}

void check_owner(const PgQuery__AlterOwnerStmt& alter, Walker& walker) {
  if (!contains(ownable, alter.object_type)) walker.report(refusals::owner_object, -1);
}

void check_comment(const PgQuery__CommentStmt& comment, Walker& walker) {
  if (!contains(commentable, comment.objtype)) walker.report(refusals::comment_object, -1);
}

constexpr MessageRow rows[] = {
    {.type = &pg_query__drop_stmt__descriptor,
     .screened = "objects",
     .checked = "remove_type behavior missing_ok concurrent",
     .check = check<check_drop>},
    {.type = &pg_query__rename_stmt__descriptor,
     .screened = "relation object",
     .checked = "rename_type",
     .free = "relation_type subname newname behavior missing_ok",
     .check = check<check_rename>},
    {.type = &pg_query__alter_object_schema_stmt__descriptor,
     .screened = "relation object",
     .checked = "object_type",
     .free = "newschema missing_ok",
     .check = check<check_set_schema>},
    {.type = &pg_query__alter_owner_stmt__descriptor,
     .screened = "relation object newowner",
     .checked = "object_type",
     .check = check<check_owner>},
    {.type = &pg_query__comment_stmt__descriptor,
     .screened = "object",
     .checked = "objtype",
     .free = "comment",
     .check = check<check_comment>},
    // The elements are statements and are screened as such.
    {.type = &pg_query__create_schema_stmt__descriptor,
     .screened = "authrole schema_elts",
     .free = "schemaname if_not_exists"},
};

}  // namespace

std::span<const MessageRow> object_rows() { return rows; }

}  // namespace dsql::rules
