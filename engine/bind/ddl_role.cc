#include <algorithm>

#include "dsqlrules/conditions/connection_errors.h"
#include "dsqlrules/conditions/constraint_texts.h"
#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/parse/node.h"
#include "engine/bind/ddl_binder.h"
#include "engine/bind/ddl_limits.h"
#include "engine/catalog/catalog_edit.h"
#include "engine/catalog/privileges.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

const Role& role_named(const DdlBinder& binder, std::string_view name) {
  const Role* found = binder.catalog.find_role(name);
  if (found == nullptr) rules::raise(conditions::undefined_role, name);
  return *found;
}

// Changes roles one after the other; each once in the result.
class RoleChanges {
 public:
  explicit RoleChanges(const CatalogVersion& catalog) : catalog_(catalog) {}

  Role& changed(Oid oid) {
    for (Role& role : roles_) {
      if (role.oid == oid) return role;
    }
    return roles_.emplace_back(*catalog_.role(oid));
  }
  PutObjects take() {
    PutObjects put;
    for (Role& role : roles_) put.objects.emplace_back(std::move(role));
    return put;
  }

 private:
  const CatalogVersion& catalog_;
  std::vector<Role> roles_;
};

std::vector<const PgQuery__RoleSpec*> roles_of(const PgQuery__DefElem& option) {
  std::vector<const PgQuery__RoleSpec*> roles;
  for (const Node* node : list_of(*option.arg)) roles.push_back(node->role_spec);
  return roles;
}

bool may_grant(const DdlBinder& binder, const Role& role) {
  if (binder.role.superuser_like) return true;
  return std::any_of(
      binder.role.member_of.begin(), binder.role.member_of.end(),
      [&](const auto& membership) { return membership.first == role.oid && membership.second; });
}

void add_line(std::string& lines, const std::string& line) {
  lines += (lines.empty() ? "" : "\n") + line;
}

// What ties the role to one object: owning it, or privileges on it or on its columns.
template <class T>
void add_dependence(const CatalogVersion& catalog, const Role& role, std::string_view kind,
                    const T& object, std::string& lines) {
  const std::string name =
      std::string(kind) + " " +
      qualified_name(catalog, object.schema, object.name, object.schema == oid::schema_public);
  if (object.owner == role.oid) return add_line(lines, rules::texts::owner_of(name));
  for (const Privilege& privilege : object.privileges) {
    if (privilege.grantee != role.oid) continue;
    if (privilege.column == 0) {
      add_line(lines, rules::texts::privileges_for(name));
      continue;
    }
    if constexpr (requires { object.columns; }) {
      const auto number = static_cast<std::size_t>(privilege.column - 1);
      add_line(lines, rules::texts::privileges_for(
                          rules::texts::column_in(object.columns[number].name, name)));
    }
  }
}

// What stands in the way of dropping a role, as PostgreSQL lists it.
std::string dependents_of(const CatalogVersion& catalog, const Role& role) {
  std::string lines;
  const auto add = [&](std::string_view kind, const auto& map) {
    for (const auto& [oid, object] : map) add_dependence(catalog, role, kind, *object, lines);
  };
  add("schema", catalog.schemas());
  add("table", catalog.tables());
  add("view", catalog.views());
  add("sequence", catalog.sequences());
  add("type", catalog.domains());
  add("function", catalog.functions());
  return lines;
}

}  // namespace

BoundDdl bind_create_role(DdlBinder& binder, const PgQuery__CreateRoleStmt& statement) {
  if (!binder.role.superuser_like) rules::raise(conditions::permission_denied_to_create_role);
  const std::string name(text_of(statement.role));
  if (name.starts_with("pg_")) rules::raise(conditions::reserved_role_name, name);
  if (binder.catalog.find_role(name) != nullptr) rules::raise(conditions::duplicate_role, name);
  CreateRole create;
  create.role.name = name;
  create.role.login = statement.stmt_type == PG_QUERY__ROLE_STMT_TYPE__ROLESTMT_USER;
  // Who creates a role may grant it to others, itself included, but is not in it.
  for (const Node* node : nodes(statement.options, statement.n_options)) {
    const PgQuery__DefElem& option = *node->def_elem;
    const std::string_view word = text_of(option.defname);
    if (word == "canlogin") {
      create.role.login = rules::boolean_of(option.arg).value_or(true);
    } else if (word == "inherit") {
      create.role.inherit = rules::boolean_of(option.arg).value_or(true);
    } else if (word == "addroleto") {
      for (const auto* spec : roles_of(option))
        create.role.member_of.emplace_back(binder.role_of(*spec), false);
    } else if (word == "rolemembers" || word == "adminmembers") {
      for (const auto* spec : roles_of(option))
        create.members.emplace_back(binder.role_of(*spec), word == "adminmembers");
    } else {
      rules::raise(conditions::ddl_form_not_supported, "CREATE ROLE");
    }
  }
  return {.tag = "CREATE ROLE", .notices = {}, .action = std::move(create)};
}

BoundDdl bind_drop_role(DdlBinder& binder, const PgQuery__DropRoleStmt& statement) {
  BoundDdl ddl{.tag = "DROP ROLE", .notices = {}, .action = NothingToDo{}};
  if (!binder.role.superuser_like) rules::raise(conditions::permission_denied_to_drop_role);
  DropObjects dropped;
  for (const Node* node : nodes(statement.roles, statement.n_roles)) {
    const std::string_view name = text_of(node->role_spec->rolename);
    const Role* role = binder.catalog.find_role(name);
    if (role == nullptr) {
      if (!statement.missing_ok) rules::raise(conditions::undefined_role, name);
      binder.notice(rules::error(conditions::object_missing_skipping, "role", name));
      continue;
    }
    if (role->oid == binder.role_id()) rules::raise(conditions::current_user_cannot_be_dropped);
    if (role->superuser_like) refuse_system_entity();
    const std::string lines = dependents_of(binder.catalog, *role);
    if (!lines.empty() || !role->iam_arns.empty())
      rules::raise(rules::error(conditions::role_has_dependents, role->name).with_detail(lines));
    dropped.roles.push_back(role->oid);
  }
  if (!dropped.roles.empty()) ddl.action = std::move(dropped);
  return ddl;
}

BoundDdl bind_alter_role_set(DdlBinder& binder, const PgQuery__AlterRoleSetStmt& statement) {
  // Nothing can be SET for a role (screen), so there is nothing to RESET.
  if (!binder.role.superuser_like) rules::raise(conditions::permission_denied_to_alter_role);
  if (statement.role != nullptr && binder.role_of(*statement.role) == 0)
    rules::raise(conditions::undefined_role, "public");
  const std::string_view database = text_of(statement.database);
  if (!database.empty() && database != "postgres")
    rules::raise(conditions::undefined_database, database);
  return {.tag = "ALTER ROLE", .notices = {}, .action = NothingToDo{}};
}

BoundDdl bind_grant_role(DdlBinder& binder, const PgQuery__GrantRoleStmt& statement) {
  bool admin = false;
  for (const Node* node : nodes(statement.opt, statement.n_opt)) {
    if (text_of(node->def_elem->defname) != "admin")
      rules::raise(conditions::ddl_form_not_supported, "GRANT");
    admin = rules::option_boolean(*node->def_elem).value_or(true);
  }
  RoleChanges changes(binder.catalog);
  for (const Node* granted : nodes(statement.granted_roles, statement.n_granted_roles)) {
    const Role& group = role_named(binder, text_of(granted->access_priv->priv_name));
    if (!may_grant(binder, group))
      rules::raise(conditions::permission_denied_to_grant_role, group.name);
    for (const Node* grantee : nodes(statement.grantee_roles, statement.n_grantee_roles)) {
      const Oid member_oid = binder.role_of(*grantee->role_spec);
      if (member_oid == 0) rules::raise(conditions::undefined_role, "public");
      Role& member = changes.changed(member_oid);
      const auto found = std::find_if(member.member_of.begin(), member.member_of.end(),
                                      [&](const auto& each) { return each.first == group.oid; });
      if (!statement.is_grant) {
        if (found == member.member_of.end()) {
          binder.notice(rules::error(conditions::role_not_member_warning, member.name, group.name));
        } else if (admin) {
          found->second = false;
        } else {
          member.member_of.erase(found);
        }
        continue;
      }
      if (is_member_of(binder.catalog, group.oid, member.oid))
        rules::raise(conditions::role_is_member_of_role, group.name, member.name);
      if (found == member.member_of.end()) {
        member.member_of.emplace_back(group.oid, admin);
      } else if (admin && !found->second) {
        found->second = true;
      } else {
        binder.notice(rules::error(conditions::role_already_member, member.name, group.name));
      }
    }
  }
  return {.tag = statement.is_grant ? "GRANT ROLE" : "REVOKE ROLE",
          .notices = {},
          .action = changes.take()};
}

BoundDdl bind_iam(DdlBinder& binder, const rules::IamStatement& statement) {
  const Role* known = binder.catalog.find_role(statement.role);
  if (known == nullptr) rules::raise(conditions::iam_role_missing, statement.role);
  if (!binder.role.superuser_like || known->superuser_like)
    rules::raise(conditions::iam_permission_denied, statement.role);
  if (!known->login) rules::raise(conditions::iam_role_needs_login, statement.role);
  if (!statement.arn.starts_with("arn:")) rules::raise(conditions::iam_arn_malformed);
  Role role = *known;
  std::erase(role.iam_arns, statement.arn);
  if (!statement.revoke) role.iam_arns.push_back(statement.arn);
  return {.tag = statement.revoke ? "AWS IAM REVOKE" : "AWS IAM GRANT",
          .notices = {},
          .action = PutObjects{{std::move(role)}, {}}};
}

}  // namespace dsql::engine
