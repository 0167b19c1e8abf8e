// pg_roles, pg_user, pg_shadow, pg_group, pg_auth_members, pg_default_acl: who there is.
#include "engine/catalog/search_path.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using namespace sql;

constexpr SystemColumn pg_roles_columns[] = {{"rolname", name},
                                             {"rolsuper", boolean},
                                             {"rolinherit", boolean},
                                             {"rolcreaterole", boolean},
                                             {"rolcreatedb", boolean},
                                             {"rolcanlogin", boolean},
                                             {"rolreplication", boolean},
                                             {"rolconnlimit", int4},
                                             {"rolpassword", text},
                                             {"rolvaliduntil", timestamptz},
                                             {"rolbypassrls", boolean},
                                             {"rolconfig", text_array},
                                             {"oid", oid_}};
constexpr SystemColumn pg_user_columns[] = {
    {"usename", name},     {"usesysid", oid_},        {"usecreatedb", boolean},
    {"usesuper", boolean}, {"userepl", boolean},      {"usebypassrls", boolean},
    {"passwd", text},      {"valuntil", timestamptz}, {"useconfig", text_array}};
constexpr SystemColumn pg_shadow_columns[] = {
    {"usename", name},     {"usesysid", oid_},        {"usecreatedb", boolean},
    {"usesuper", boolean}, {"userepl", boolean},      {"usebypassrls", boolean},
    {"passwd", text},      {"valuntil", timestamptz}, {"useconfig", text_array}};
constexpr SystemColumn pg_group_columns[] = {
    {"groname", name}, {"grosysid", oid_}, {"grolist", oid_array}};
constexpr SystemColumn pg_auth_members_columns[] = {
    {"oid", oid_},          {"roleid", oid_},          {"member", oid_},
    {"grantor", oid_},      {"admin_option", boolean}, {"inherit_option", boolean},
    {"set_option", boolean}};
constexpr SystemColumn pg_default_acl_columns[] = {{"oid", oid_},
                                                   {"defaclrole", oid_},
                                                   {"defaclnamespace", oid_},
                                                   {"defaclobjtype", char_},
                                                   {"defaclacl", aclitem_array}};

void scan_roles(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, role] : context.catalog.roles()) {
    rows.text(role->name).boolean(false).boolean(role->inherit);
    rows.boolean(role->superuser_like).boolean(role->superuser_like).boolean(role->login);
    rows.boolean(false).integer(-1).text("********").null().boolean(false).null().integer(oid);
    rows.end_row();
  }
}

void user_row(const Role& role, RowAppender& rows) {
  rows.text(role.name).integer(role.oid).boolean(role.superuser_like).boolean(false);
  rows.boolean(false).boolean(false).text("********").null().null().end_row();
}

void scan_user(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, role] : context.catalog.roles()) {
    if (role->login) user_row(*role, rows);
  }
}

void scan_group(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, role] : context.catalog.roles()) {
    if (role->login) continue;
    std::vector<std::int64_t> members;
    for (const auto& [other, member] : context.catalog.roles()) {
      for (const auto& [group, admin] : member->member_of) {
        if (group == oid) members.push_back(other);
      }
    }
    rows.text(role->name).integer(oid).int_array(members).end_row();
  }
}

void scan_auth_members(const SystemScanContext& context, RowAppender& rows) {
  std::int64_t number = 0;
  for (const auto& [oid, role] : context.catalog.roles()) {
    for (const auto& [group, admin] : role->member_of) {
      rows.integer(++number).integer(group).integer(oid).integer(oid::role_admin);
      rows.boolean(admin).boolean(role->inherit).boolean(true).end_row();
    }
  }
}

void scan_default_acl(const SystemScanContext& context, RowAppender& rows) {
  std::int64_t number = 0;
  for (const auto& [oid, role] : context.catalog.roles()) {
    for (const DefaultPrivilege& each : role->default_privileges) {
      const Role* grantee = context.catalog.role(each.privilege.grantee);
      const std::vector<std::string> acl{
          (grantee == nullptr ? std::string() : quote_identifier(grantee->name)) + "=" +
          each.privilege.privileges + "/" + quote_identifier(role->name)};
      rows.integer(++number).integer(oid).integer(each.schema).character(each.kind);
      rows.text_array(acl).end_row();
    }
  }
}

const SystemRelation list[] = {
    catalog_relation(12000, "pg_roles", 'v', pg_roles_columns, scan_roles),
    catalog_relation(12014, "pg_user", 'v', pg_user_columns, scan_user),
    catalog_relation(12005, "pg_shadow", 'v', pg_shadow_columns, scan_user),
    catalog_relation(12010, "pg_group", 'v', pg_group_columns, scan_group),
    catalog_relation(1261, "pg_auth_members", 'r', pg_auth_members_columns, scan_auth_members),
    catalog_relation(826, "pg_default_acl", 'r', pg_default_acl_columns, scan_default_acl),
};

}  // namespace

std::span<const SystemRelation> role_relations() { return list; }

}  // namespace dsql::engine
