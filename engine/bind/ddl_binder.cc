#include "engine/bind/ddl_binder.h"

#include "dsqlrules/conditions/name_errors.h"
#include "engine/catalog/privileges.h"
#include "engine/system/system_relation.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

DdlBinder::DdlBinder(const BindContext& bind_context)
    : context(bind_context), catalog(*bind_context.catalog), role(role_of_context()) {}

const Role& DdlBinder::role_of_context() const {
  return context.role != nullptr ? *context.role : *catalog.role(oid::role_admin);
}

// --- schemas ---

const Schema& DdlBinder::schema_named(std::string_view name) const {
  const Schema* found = catalog.find_schema(name);
  if (found == nullptr) rules::raise(conditions::undefined_schema, name);
  return *found;
}

Oid DdlBinder::creation_schema(std::string_view named) const {
  Oid schema = 0;
  if (named.empty()) {
    const auto path = effective_path(catalog, context.search_path, role.name, false);
    if (path.empty()) rules::raise(conditions::no_schema_selected);
    schema = path.front();
  } else {
    schema = schema_named(named).oid;
  }
  const bool of_the_system = schema != oid::schema_public && schema < oid::first_user;
  if (of_the_system ||
      !has_privilege(catalog, *catalog.schema(schema), ObjectKind::schema, role_id(), 'C')) {
    rules::raise(conditions::permission_denied, "schema", catalog.schema(schema)->name);
  }
  return schema;
}

std::vector<Oid> DdlBinder::lookup_path(std::string_view named) const {
  if (!named.empty()) return {schema_named(named).oid};
  return effective_path(catalog, context.search_path, role.name, true);
}

bool DdlBinder::schema_exists_or_notice(std::string_view name) {
  if (name.empty() || catalog.find_schema(name) != nullptr) return true;
  notice(rules::error(conditions::object_missing_skipping, "schema", name));
  return false;
}

// --- relations ---

void DdlBinder::check_database(const PgQuery__RangeVar& name) const {
  const std::string_view database = text_of(name.catalogname);
  if (database.empty() || database == "postgres") return;
  rules::raise(conditions::cross_database_reference,
               std::string(database) + "." + name.schemaname + "." + name.relname);
}

FoundRelation DdlBinder::find(const PgQuery__RangeVar& name, bool missing_ok) const {
  check_database(name);
  const std::string_view schema = text_of(name.schemaname);
  if (missing_ok && !schema.empty() && catalog.find_schema(schema) == nullptr) return {};
  for (const Oid place : lookup_path(schema)) {
    if (find_system_relation(place, name.relname) != nullptr)
      rules::raise(conditions::permission_denied_system_catalog, name.relname);
    if (const FoundRelation found = find_relation(catalog, place, name.relname)) return found;
  }
  return {};
}

namespace {

std::string printed_name(const PgQuery__RangeVar& name) {
  return present(name.schemaname) ? std::string(name.schemaname) + "." + name.relname
                                  : std::string(name.relname);
}

}  // namespace

const Table& DdlBinder::owned_table(const PgQuery__RangeVar& name) const {
  const FoundRelation found = find(name);
  if (!found) rules::raise(conditions::undefined_table, printed_name(name));
  if (found.kind != 'r') rules::raise(conditions::not_a_table, name.relname);
  require_owner(*found.table, "table");
  return *found.table;
}

// --- rights ---

void DdlBinder::require_owner(const Object& object, std::string_view kind) const {
  if (!is_owner(catalog, object, role_id()))
    rules::raise(conditions::must_be_owner, kind, object.name);
}

void DdlBinder::require_admin_for_database() const {
  if (!role.superuser_like) rules::raise(conditions::permission_denied, "database", "postgres");
}

Oid DdlBinder::role_of(const PgQuery__RoleSpec& spec) const {
  switch (spec.roletype) {
    case PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_PUBLIC: return 0;
    case PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_CURRENT_ROLE:
    case PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_CURRENT_USER:
    case PG_QUERY__ROLE_SPEC_TYPE__ROLESPEC_SESSION_USER: return role_id();
    default: break;
  }
  const Role* found = catalog.find_role(text_of(spec.rolename));
  if (found == nullptr) rules::raise(conditions::undefined_role, text_of(spec.rolename));
  return found->oid;
}

Oid DdlBinder::new_owner(const PgQuery__RoleSpec& spec) const {
  const Oid owner = role_of(spec);
  if (!is_member_of(catalog, role_id(), owner))
    rules::raise(conditions::must_be_member_of_role, catalog.role(owner)->name);
  return owner;
}

SplitName split_name(Nodes parts) {
  switch (parts.size()) {
    case 1: return {"", std::string(string_of(*parts[0]))};
    case 2: return {std::string(string_of(*parts[0])), std::string(string_of(*parts[1]))};
    case 3: return {std::string(string_of(*parts[1])), std::string(string_of(*parts[2]))};
    default: rules::raise(conditions::improper_qualified_name, joined_name(parts));
  }
}

}  // namespace dsql::engine
