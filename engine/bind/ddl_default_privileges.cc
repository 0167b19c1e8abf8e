#include <algorithm>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/ddl_binder.h"
#include "engine/catalog/catalog_edit.h"
#include "engine/catalog/privileges.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

struct DefaultKind {
  char letter;
  ObjectKind kind;
};

DefaultKind kind_of(PgQuery__ObjectType type) {
  switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE: return {'r', ObjectKind::table};
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE: return {'S', ObjectKind::sequence};
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE: return {'f', ObjectKind::function};
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE: return {'T', ObjectKind::type};
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA: return {'n', ObjectKind::schema};
    default: rules::raise(conditions::ddl_form_not_supported, "ALTER DEFAULT PRIVILEGES");
  }
}

std::string letters_of(const PgQuery__GrantStmt& action, ObjectKind kind) {
  if (action.n_privileges == 0) return std::string(all_privileges(kind));
  std::string letters;
  for (const Node* node : nodes(action.privileges, action.n_privileges)) {
    const std::string_view word = text_of(node->access_priv->priv_name);
    const char letter = privilege_letter(word);
    if (letter == 0) rules::raise(conditions::unrecognized_privilege_type, word);
    if (all_privileges(kind).find(letter) == std::string_view::npos)
      rules::raise(conditions::invalid_privilege_type, privilege_keyword(letter), "object");
    letters += letter;
  }
  return letters;
}

void change(Role& role, Oid schema, char kind, Oid grantee, const std::string& letters,
            const PgQuery__GrantStmt& action) {
  auto& list = role.default_privileges;
  auto entry = std::find_if(list.begin(), list.end(), [&](const DefaultPrivilege& each) {
    return each.schema == schema && each.kind == kind && each.privilege.grantee == grantee;
  });
  if (entry == list.end())
    entry = list.insert(list.end(), {schema, kind, {grantee, role.oid, "", "", 0}});
  Privilege& privilege = entry->privilege;
  for (const char letter : letters) {
    std::erase(privilege.grantable, letter);
    if (!action.is_grant && action.grant_option) continue;
    std::erase(privilege.privileges, letter);
    if (!action.is_grant) continue;
    privilege.privileges += letter;
    if (action.grant_option) privilege.grantable += letter;
  }
  if (privilege.privileges.empty()) list.erase(entry);
}

}  // namespace

BoundDdl bind_default_privileges(DdlBinder& binder,
                                 const PgQuery__AlterDefaultPrivilegesStmt& statement) {
  const PgQuery__GrantStmt& action = *statement.action;
  std::vector<Oid> creators;
  std::vector<Oid> schemas;
  for (const Node* node : nodes(statement.options, statement.n_options)) {
    const PgQuery__DefElem& option = *node->def_elem;
    for (const Node* item : list_of(*option.arg)) {
      if (text_of(option.defname) == "roles") {
        creators.push_back(binder.new_owner(*item->role_spec));
      } else {
        schemas.push_back(binder.schema_named(string_of(*item)).oid);
      }
    }
  }
  if (creators.empty()) creators.push_back(binder.role_id());
  if (schemas.empty()) schemas.push_back(0);
  const DefaultKind kind = kind_of(action.objtype);
  const std::string letters = letters_of(action, kind.kind);
  PutObjects out;
  for (const Oid creator : creators) {
    Role role = *binder.catalog.role(creator);
    for (const Oid schema : schemas) {
      for (const Node* grantee : nodes(action.grantees, action.n_grantees))
        change(role, schema, kind.letter, binder.role_of(*grantee->role_spec), letters, action);
    }
    out.objects.emplace_back(std::move(role));
  }
  return {.tag = "ALTER DEFAULT PRIVILEGES", .notices = {}, .action = std::move(out)};
}

}  // namespace dsql::engine
