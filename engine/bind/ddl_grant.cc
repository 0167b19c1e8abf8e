#include <algorithm>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/parse/node.h"
#include "engine/bind/ddl_limits.h"
#include "engine/bind/ddl_routines.h"
#include "engine/catalog/catalog_edit.h"
#include "engine/catalog/privileges.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

// What is granted or revoked: letters on the whole object, and letters on columns.
struct Request {
  std::string letters;
  std::vector<std::pair<std::string, char>> columns;  // column name, letter
  std::vector<Oid> grantees;
  bool grant = true;
  bool grant_option = false;
};

std::string_view kind_word(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::table:
    case ObjectKind::view: return "table";
    case ObjectKind::sequence: return "sequence";
    case ObjectKind::schema: return "schema";
    case ObjectKind::function: return "function";
    case ObjectKind::type: return "type";
    case ObjectKind::database: return "database";
  }
  return "";
}

// The statement names tables and sequences alike: a privilege that neither has is wrong for any
// relation, one that only the other has for this kind.
std::string_view refused_word(ObjectKind kind, char letter) {
  const bool relation = kind == ObjectKind::table || kind == ObjectKind::view;
  const bool known = all_privileges(ObjectKind::sequence).find(letter) != std::string_view::npos;
  return relation && !known ? "relation" : kind_word(kind);
}

// The privileges named for objects of this kind. Raises unrecognized_privilege_type,
// invalid_privilege_type.
Request read_request(DdlBinder& binder, const PgQuery__GrantStmt& statement, ObjectKind kind) {
  Request request;
  request.grant = statement.is_grant != 0;
  request.grant_option = statement.grant_option != 0;
  if (statement.n_privileges == 0) request.letters = all_privileges(kind);
  for (const Node* node : nodes(statement.privileges, statement.n_privileges)) {
    const PgQuery__AccessPriv& privilege = *node->access_priv;
    const std::string word(text_of(privilege.priv_name));
    std::string letters;
    if (word.empty()) {  // ALL [PRIVILEGES] (columns)
      letters = "arwx";
    } else {
      const char letter = privilege_letter(word);
      if (letter == 0) rules::raise(conditions::unrecognized_privilege_type, word);
      // GRANT on a table also takes the privileges of a sequence that is named there.
      if (all_privileges(kind).find(letter) == std::string_view::npos)
        rules::raise(conditions::invalid_privilege_type, privilege_keyword(letter),
                     refused_word(kind, letter));
      letters = letter;
    }
    for (const Node* column : nodes(privilege.cols, privilege.n_cols)) {
      for (const char letter : letters) request.columns.emplace_back(string_of(*column), letter);
    }
    if (privilege.n_cols == 0) request.letters += letters;
  }
  for (const Node* node : nodes(statement.grantees, statement.n_grantees))
    request.grantees.push_back(binder.role_of(*node->role_spec));
  return request;
}

Privilege& entry_of(std::vector<Privilege>& list, Oid grantee, Oid grantor,
                    AttributeNumber column) {
  for (Privilege& privilege : list) {
    if (privilege.grantee == grantee && privilege.grantor == grantor && privilege.column == column)
      return privilege;
  }
  return list.emplace_back(Privilege{grantee, grantor, "", "", column});
}

// Letters in the order PostgreSQL prints them.
void add_letter(std::string& letters, char letter) {
  constexpr std::string_view order = "arwdDxtXUCTc";
  if (letters.find(letter) != std::string::npos) return;
  letters += letter;
  std::sort(letters.begin(), letters.end(),
            [&](char a, char b) { return order.find(a) < order.find(b); });
}

void change(Privilege& entry, char letter, const Request& request) {
  if (request.grant) {
    add_letter(entry.privileges, letter);
    if (request.grant_option) add_letter(entry.grantable, letter);
    return;
  }
  std::erase(entry.grantable, letter);
  if (!request.grant_option) std::erase(entry.privileges, letter);
}

template <class T>
AttributeNumber column_number(const T& object, std::string_view name) {
  if constexpr (requires { object.columns; }) {
    for (const TableColumn& column : object.columns) {
      if (!column.dropped && column.name == name) return column.number;
    }
  }
  rules::raise(conditions::undefined_column_of_relation, name, object.name);
}

// The object with the request carried out.
template <class T>
T changed(DdlBinder& binder, const T& before, ObjectKind kind, const Request& request) {
  T object = before;
  const bool owner = is_owner(binder.catalog, before, binder.role_id());
  const Oid grantor = owner ? before.owner : binder.role_id();
  std::string letters = request.letters;
  if (!owner) {
    std::erase_if(letters, [&](char letter) {
      return !has_privilege(binder.catalog, before, kind, binder.role_id(), letter, 0, true);
    });
    const bool any = std::any_of(request.letters.begin(), request.letters.end(), [&](char letter) {
      return has_privilege(binder.catalog, before, kind, binder.role_id(), letter);
    });
    if (!any && letters.empty())
      rules::raise(conditions::permission_denied, kind_word(kind), before.name);
    if (letters.empty())
      binder.notice(rules::error(conditions::no_privileges_granted, before.name));
  }
  if (!letters.empty()) object.privileges = effective_privileges(before, kind);
  for (const Oid grantee : request.grantees) {
    for (const char letter : letters) {
      change(entry_of(object.privileges, grantee, grantor, 0), letter, request);
      if (request.grant) continue;
      // What is revoked on a table is revoked on its columns too.
      for (Privilege& entry : object.privileges) {
        if (entry.grantee == grantee && entry.grantor == grantor && entry.column != 0)
          change(entry, letter, request);
      }
    }
    for (const auto& [name, letter] : request.columns)
      change(entry_of(object.privileges, grantee, grantor, column_number(before, name)), letter,
             request);
  }
  std::erase_if(object.privileges,
                [](const Privilege& privilege) { return privilege.privileges.empty(); });
  return object;
}

void grant_on_relation(DdlBinder& binder, const PgQuery__GrantStmt& statement,
                       const FoundRelation& found, std::string_view name, PutObjects& out) {
  const bool wants_sequence = statement.objtype == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE;
  if (found.kind == 'S') {
    out.objects.emplace_back(changed(binder, *found.sequence, ObjectKind::sequence,
                                     read_request(binder, statement, ObjectKind::sequence)));
    return;
  }
  if (wants_sequence) rules::raise(conditions::not_a_sequence, name);
  if (found.kind == 'r') {
    out.objects.emplace_back(changed(binder, *found.table, ObjectKind::table,
                                     read_request(binder, statement, ObjectKind::table)));
  } else if (found.kind == 'v') {
    out.objects.emplace_back(changed(binder, *found.view, ObjectKind::view,
                                     read_request(binder, statement, ObjectKind::view)));
  } else {
    rules::raise(conditions::is_an_index, name);
  }
}

void grant_on_schema_contents(DdlBinder& binder, const PgQuery__GrantStmt& statement,
                              const Schema& schema, PutObjects& out) {
  const CatalogVersion& catalog = binder.catalog;
  switch (statement.objtype) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
      for (const auto& [oid, table] : catalog.tables()) {
        if (table->schema == schema.oid)
          grant_on_relation(binder, statement, find_relation(catalog, oid), table->name, out);
      }
      for (const auto& [oid, view] : catalog.views()) {
        if (view->schema == schema.oid)
          grant_on_relation(binder, statement, find_relation(catalog, oid), view->name, out);
      }
      return;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE:
      for (const auto& [oid, sequence] : catalog.sequences()) {
        if (sequence->schema == schema.oid)
          grant_on_relation(binder, statement, find_relation(catalog, oid), sequence->name, out);
      }
      return;
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE:
      for (const auto& [oid, function] : catalog.functions()) {
        if (function->schema == schema.oid)
          out.objects.emplace_back(changed(binder, *function, ObjectKind::function,
                                           read_request(binder, statement, ObjectKind::function)));
      }
      return;
    default: rules::raise(conditions::ddl_form_not_supported, "GRANT");
  }
}

void grant_on_object(DdlBinder& binder, const PgQuery__GrantStmt& statement, const Node& object,
                     PutObjects& out) {
  switch (statement.objtype) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE: {
      const FoundRelation found = binder.find(*object.range_var);
      const std::string_view name = text_of(object.range_var->relname);
      if (!found) rules::raise(conditions::undefined_table, name);
      return grant_on_relation(binder, statement, found, name, out);
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA: {
      const Schema& schema = binder.schema_named(string_of(object));
      if (schema.oid < oid::first_user) refuse_system_entity();
      out.objects.emplace_back(changed(binder, schema, ObjectKind::schema,
                                       read_request(binder, statement, ObjectKind::schema)));
      return;
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE: {
      const SqlFunction* function = find_routine(binder, *object.object_with_args, false);
      out.objects.emplace_back(changed(binder, *function, ObjectKind::function,
                                       read_request(binder, statement, ObjectKind::function)));
      return;
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN: {
      const SplitName name =
          split_name(object.node_case == PG_QUERY__NODE__NODE_TYPE_NAME
                         ? nodes(object.type_name->names, object.type_name->n_names)
                         : list_of(object));
      const Domain* domain =
          find_domain(binder.catalog, binder.lookup_path(name.schema), name.name);
      if (domain == nullptr && find_type(name.name) != nullptr) refuse_system_entity();
      if (domain == nullptr) rules::raise(conditions::undefined_type, name.name);
      out.objects.emplace_back(changed(binder, *domain, ObjectKind::type,
                                       read_request(binder, statement, ObjectKind::type)));
      return;
    }
    default: rules::raise(conditions::ddl_form_not_supported, "GRANT");
  }
}

}  // namespace

BoundDdl bind_grant(DdlBinder& binder, const PgQuery__GrantStmt& statement) {
  PutObjects out;
  for (const Node* object : nodes(statement.objects, statement.n_objects)) {
    if (statement.targtype == PG_QUERY__GRANT_TARGET_TYPE__ACL_TARGET_ALL_IN_SCHEMA) {
      grant_on_schema_contents(binder, statement, binder.schema_named(string_of(*object)), out);
    } else {
      grant_on_object(binder, statement, *object, out);
    }
  }
  BoundDdl ddl{
      .tag = statement.is_grant ? "GRANT" : "REVOKE", .notices = {}, .action = NothingToDo{}};
  if (!out.objects.empty()) ddl.action = std::move(out);
  return ddl;
}

}  // namespace dsql::engine
