// CREATE DOMAIN and ALTER DOMAIN. There are no other user-defined types (refused.cc).
#include <string_view>

#include "dsqlrules/conditions/rules_statement.h"
#include "dsqlrules/conditions/rules_table.h"
#include "dsqlrules/conditions/rules_type.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

// PostgreSQL's word for a constraint that a domain cannot have, empty for those it can.
std::string_view foreign_to_domains(PgQuery__ConstrType kind) {
  switch (kind) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE: return "unique";
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY: return "primary key";
    case PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION: return "exclusion";
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN: return "foreign key";
    case PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED: return "generated";
    case PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY: return "identity";
    default: return {};
  }
}

void check_create_domain(const PgQuery__CreateDomainStmt& create, Walker& walker) {
  if (create.coll_clause != nullptr)
    walker.report(refusals::column_collation, create.coll_clause->location);
  for (const Node* node : nodes(create.n_constraints, create.constraints)) {
    const PgQuery__Constraint& constraint = *node->constraint;
    if (const std::string_view kind = foreign_to_domains(constraint.contype); !kind.empty()) {
      walker.report(refusals::domain_constraint_kind, constraint.location, kind);
    }
  }
}

// The subtype is a letter: T default, N drop not null, O set not null, C add, X drop, V validate.
void check_alter_domain(const PgQuery__AlterDomainStmt& alter, Walker& walker) {
  const std::string_view subtype = alter.subtype;
  if (subtype == "O") walker.report(refusals::domain_set_not_null, -1);
  if (subtype == "C") walker.report(refusals::domain_add_constraint, -1);
  if (subtype == "V") walker.report(refusals::domain_validate_constraint, -1);
}

void check_define(const PgQuery__DefineStmt& define, Walker& walker) {
  if (define.kind == PG_QUERY__OBJECT_TYPE__OBJECT_TYPE)
    return walker.report(refusals::create_base_type, -1);
  walker.report(refusals::define_object, -1);
}

constexpr MessageRow rows[] = {
    {.type = &pg_query__create_domain_stmt__descriptor,
     .screened = "type_name constraints",
     .checked = "coll_clause",
     .free = "domainname",
     .check = check<check_create_domain>},
    {.type = &pg_query__alter_domain_stmt__descriptor,
     .screened = "def",
     .checked = "subtype",
     .free = "type_name name behavior missing_ok",
     .check = check<check_alter_domain>},
    {.type = &pg_query__define_stmt__descriptor,
     .checked = "kind oldstyle defnames args definition if_not_exists replace",
     .check = check<check_define>},
};

}  // namespace

std::span<const MessageRow> type_rows() { return rows; }

}  // namespace dsql::rules
