// Roles, privileges, membership.
#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "dsqlrules/conditions/rules_object.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

// --- GRANT and REVOKE ----------------------------------------------------------------------------

bool is_grantable(PgQuery__ObjectType type) {
  switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA:
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN: return true;
    default: return false;
  }
}

bool is_system_schema(std::string_view name) {
  return name == "public" || name == "sys" || name == "pg_catalog" || name == "information_schema";
}

void check_grant(const PgQuery__GrantStmt& grant, Walker& walker) {
  const bool defaults = grant.targtype == PG_QUERY__GRANT_TARGET_TYPE__ACL_TARGET_DEFAULTS;
  const bool schema = grant.objtype == PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA;
  if (!is_grantable(grant.objtype) || (defaults && schema))
    return walker.report(refusals::grant_object, -1);
  if (!schema) return;
  for (const Node* object : nodes(grant.n_objects, grant.objects)) {
    if (is_system_schema(string_of(*object))) return walker.report(refusals::system_entity, -1);
  }
}

// --- roles ---------------------------------------------------------------------------------------

struct RoleOption {
  std::string_view name;     // of the grammar's DefElem
  std::string_view written;  // as a user writes it
};

constexpr std::array refused_role_options{
    RoleOption{"bypassrls", "BYPASSRLS"},       RoleOption{"connectionlimit", "CONNECTION LIMIT"},
    RoleOption{"createdb", "CREATEDB"},         RoleOption{"createrole", "CREATEROLE"},
    RoleOption{"isreplication", "REPLICATION"}, RoleOption{"password", "PASSWORD"},
    RoleOption{"superuser", "SUPERUSER"},       RoleOption{"sysid", "SYSID"},
    RoleOption{"validUntil", "VALID UNTIL"}};

// NOSUPERUSER, NOCREATEDB and their kind ask for what every role has anyway.
bool asks_for_nothing(const PgQuery__DefElem& option) {
  return option.arg != nullptr && boolean_of(option.arg) == false;
}

void check_role_options(std::span<Node* const> options, const Rule<std::string_view>& rule,
                        Walker& walker) {
  for (const Node* node : options) {
    const PgQuery__DefElem& option = *node->def_elem;
    const auto refused =
        std::find_if(refused_role_options.begin(), refused_role_options.end(),
                     [&](const RoleOption& row) { return row.name == option.defname; });
    if (refused == refused_role_options.end() || asks_for_nothing(option)) continue;
    walker.report(rule, option.location, refused->written);
  }
}

void check_create_role(const PgQuery__CreateRoleStmt& create, Walker& walker) {
  check_role_options(nodes(create.n_options, create.options), refusals::create_role_option, walker);
}

void check_alter_role(const PgQuery__AlterRoleStmt& alter, Walker& walker) {
  check_role_options(nodes(alter.n_options, alter.options), refusals::alter_role_option, walker);
}

void check_alter_role_set(const PgQuery__AlterRoleSetStmt& alter, Walker& walker) {
  const auto kind = alter.setstmt->kind;
  const bool resets = kind == PG_QUERY__VARIABLE_SET_KIND__VAR_RESET ||
                      kind == PG_QUERY__VARIABLE_SET_KIND__VAR_RESET_ALL;
  if (!resets) walker.report(refusals::alter_role_set, -1);
}

constexpr MessageRow rows[] = {
    {.type = &pg_query__role_spec__descriptor, .free = "roletype rolename location"},
    {.type = &pg_query__grant_stmt__descriptor,
     .screened = "objects privileges grantees grantor",
     .checked = "targtype objtype",
     .free = "is_grant grant_option behavior",
     .check = check<check_grant>},
    {.type = &pg_query__access_priv__descriptor, .free = "priv_name cols"},
    {.type = &pg_query__grant_role_stmt__descriptor,
     .screened = "granted_roles grantee_roles opt grantor",
     .free = "is_grant behavior"},
    {.type = &pg_query__alter_default_privileges_stmt__descriptor, .screened = "options action"},
    {.type = &pg_query__create_role_stmt__descriptor,
     .screened = "options",
     .free = "stmt_type role",
     .check = check<check_create_role>},
    {.type = &pg_query__alter_role_stmt__descriptor,
     .screened = "role options",
     .free = "action",
     .check = check<check_alter_role>},
    {.type = &pg_query__alter_role_set_stmt__descriptor,
     .screened = "role",
     .checked = "setstmt",
     .free = "database",
     .check = check<check_alter_role_set>},
    {.type = &pg_query__drop_role_stmt__descriptor, .screened = "roles", .free = "missing_ok"},
};

}  // namespace

std::span<const MessageRow> role_grant_rows() { return rows; }

}  // namespace dsql::rules
