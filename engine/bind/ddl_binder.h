// DdlBinder: what the binding of one DDL statement shares: catalog, role, notices, and the
// questions every statement asks of them: where a new object goes, which object a name means, who
// may change it. Made by bind_ddl(); one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/bind/ddl.h"
#include "engine/bind/tree_access.h"
#include "engine/catalog/search_path.h"

namespace dsql::engine {

struct DdlBinder {
  explicit DdlBinder(const BindContext& bind_context);

  // --- schemas ---
  // Raises undefined_schema.
  const Schema& schema_named(std::string_view name) const;
  // The schema a new object goes to: the named one, or the first of the search path. Raises:
  // undefined_schema, no_schema_selected, permission_denied for one where the role may not create.
  Oid creation_schema(std::string_view named) const;
  // The schemas to look a name up in: the named one (raises undefined_schema) or the search path.
  std::vector<Oid> lookup_path(std::string_view named) const;

  // --- relations ---
  // Raises cross_database_reference for another database's name.
  void check_database(const PgQuery__RangeVar& name) const;
  // Kind 0 if there is none. Raises undefined_schema unless `missing_ok`, permission_denied for a
  // relation of the system.
  FoundRelation find(const PgQuery__RangeVar& name, bool missing_ok = false) const;
  // A table that the role owns. Raises undefined_table, not_a_table, must_be_owner.
  const Table& owned_table(const PgQuery__RangeVar& name) const;

  // --- rights ---
  Oid role_id() const { return role.oid; }
  // Raises must_be_owner; `kind`: "table", "view", …
  void require_owner(const Object& object, std::string_view kind) const;
  // The right to make schemas, roles and the like. Raises permission_denied("database", …).
  void require_admin_for_database() const;
  // The role a specification names, 0 for PUBLIC. Raises undefined_role.
  Oid role_of(const PgQuery__RoleSpec& spec) const;
  // The same for the new owner of something: the current role must be able to become it. Raises
  // must_be_member_of_role.
  Oid new_owner(const PgQuery__RoleSpec& spec) const;

  // --- text ---
  void notice(rules::SqlError&& what) { notices.push_back(std::move(what)); }
  // Where the notices of the statement are about a missing schema: IF EXISTS.
  bool schema_exists_or_notice(std::string_view name);

  const BindContext& context;
  const CatalogVersion& catalog;
  const Role& role;
  std::vector<rules::SqlError> notices;

 private:
  const Role& role_of_context() const;
};

// Splits the parts of a name into schema (may be empty) and name. Raises improper_qualified_name.
struct SplitName {
  std::string schema;
  std::string name;
};
SplitName split_name(Nodes parts);

// WITH (…) of views. Raise unrecognized_parameter, invalid_check_option.
void set_view_options(View& view, Nodes options);
void reset_view_options(View& view, Nodes options);

// --- one binder a family of statements ---
BoundDdl bind_create_table(DdlBinder& binder, const PgQuery__CreateStmt& statement);
BoundDdl bind_create_index(DdlBinder& binder, const PgQuery__IndexStmt& statement, bool async);
BoundDdl bind_alter_table(DdlBinder& binder, const PgQuery__AlterTableStmt& statement, bool async);
BoundDdl bind_drop(DdlBinder& binder, const PgQuery__DropStmt& statement);
BoundDdl bind_create_schema(DdlBinder& binder, const PgQuery__CreateSchemaStmt& statement);
BoundDdl bind_create_sequence(DdlBinder& binder, const PgQuery__CreateSeqStmt& statement);
BoundDdl bind_alter_sequence(DdlBinder& binder, const PgQuery__AlterSeqStmt& statement);
BoundDdl bind_create_view(DdlBinder& binder, const PgQuery__ViewStmt& statement);
BoundDdl bind_create_domain(DdlBinder& binder, const PgQuery__CreateDomainStmt& statement);
BoundDdl bind_alter_domain(DdlBinder& binder, const PgQuery__AlterDomainStmt& statement);
BoundDdl bind_create_function(DdlBinder& binder, const PgQuery__CreateFunctionStmt& statement);
BoundDdl bind_create_role(DdlBinder& binder, const PgQuery__CreateRoleStmt& statement);
BoundDdl bind_alter_role_set(DdlBinder& binder, const PgQuery__AlterRoleSetStmt& statement);
BoundDdl bind_drop_role(DdlBinder& binder, const PgQuery__DropRoleStmt& statement);
BoundDdl bind_grant_role(DdlBinder& binder, const PgQuery__GrantRoleStmt& statement);
BoundDdl bind_iam(DdlBinder& binder, const rules::IamStatement& statement);
BoundDdl bind_grant(DdlBinder& binder, const PgQuery__GrantStmt& statement);
BoundDdl bind_default_privileges(DdlBinder& binder,
                                 const PgQuery__AlterDefaultPrivilegesStmt& statement);
BoundDdl bind_rename(DdlBinder& binder, const PgQuery__RenameStmt& statement);
BoundDdl bind_set_schema(DdlBinder& binder, const PgQuery__AlterObjectSchemaStmt& statement);
BoundDdl bind_owner(DdlBinder& binder, const PgQuery__AlterOwnerStmt& statement);
BoundDdl bind_comment(DdlBinder& binder, const PgQuery__CommentStmt& statement);
BoundDdl bind_create_statistics(DdlBinder& binder, const PgQuery__CreateStatsStmt& statement);
BoundDdl bind_alter_statistics(DdlBinder& binder, const PgQuery__AlterStatsStmt& statement);
BoundDdl bind_analyze(DdlBinder& binder, const PgQuery__VacuumStmt& statement);
BoundDdl bind_set_constraints(DdlBinder& binder, const PgQuery__ConstraintsSetStmt& statement);

}  // namespace dsql::engine
