#include <algorithm>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/ddl_binder.h"
#include "engine/bind/ddl_limits.h"
#include "engine/bind/ddl_routines.h"
#include "engine/catalog/catalog_edit.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

FoundRelation relation_named(DdlBinder& binder, Nodes parts) {
  const SplitName name = split_name(parts);
  const FoundRelation found =
      find_relation(binder.catalog, binder.lookup_path(name.schema), name.name);
  if (!found) rules::raise(conditions::undefined_table, joined_name(parts));
  return found;
}

void comment_on_relation(DdlBinder& binder, Nodes parts, char kind, const std::string& text,
                         PutObjects& out) {
  const FoundRelation found = relation_named(binder, parts);
  const std::string_view name = string_of(*parts.back());
  if (kind == 'r' && found.kind != 'r') rules::raise(conditions::not_a_table, name);
  if (kind == 'v' && found.kind != 'v') rules::raise(conditions::not_a_view, name);
  if (kind == 'S' && found.kind != 'S') rules::raise(conditions::not_a_sequence, name);
  if (kind == 'i' && found.kind != 'i') rules::raise(conditions::not_an_index, name);
  const auto set = [&](auto object, std::string_view word) {
    binder.require_owner(object, word);
    object.comment = text;
    out.objects.emplace_back(std::move(object));
  };
  if (found.kind == 'r') set(*found.table, "table");
  if (found.kind == 'v') set(*found.view, "view");
  if (found.kind == 'S') set(*found.sequence, "sequence");
  if (found.kind != 'i') return;
  Table table = *found.table;
  binder.require_owner(table, "index");
  for (Index& index : table.indexes) {
    if (index.oid == found.index->oid) index.comment = text;
  }
  out.objects.emplace_back(std::move(table));
}

template <class T>
void comment_on_column_of(DdlBinder& binder, T object, std::string_view column,
                          const std::string& text, PutObjects& out) {
  binder.require_owner(object, std::is_same_v<T, Table> ? "table" : "view");
  const auto found =
      std::find_if(object.columns.begin(), object.columns.end(),
                   [&](const TableColumn& each) { return !each.dropped && each.name == column; });
  if (found == object.columns.end())
    rules::raise(conditions::undefined_column_of_relation, column, object.name);
  found->comment = text;
  out.objects.emplace_back(std::move(object));
}

void comment_on_column(DdlBinder& binder, Nodes parts, const std::string& text, PutObjects& out) {
  if (parts.size() < 2) rules::raise(conditions::column_name_must_be_qualified);
  const FoundRelation found = relation_named(binder, parts.first(parts.size() - 1));
  const std::string_view column = string_of(*parts.back());
  if (found.kind == 'r') return comment_on_column_of(binder, *found.table, column, text, out);
  if (found.kind == 'v') return comment_on_column_of(binder, *found.view, column, text, out);
  rules::raise(conditions::not_a_table, string_of(*parts[parts.size() - 2]));
}

void comment_on_constraint(DdlBinder& binder, Nodes parts, const std::string& text,
                           PutObjects& out) {
  const FoundRelation found = relation_named(binder, parts.first(parts.size() - 1));
  const std::string_view name = string_of(*parts.back());
  if (found.kind != 'r') rules::raise(conditions::undefined_constraint, name);
  Table table = *found.table;
  binder.require_owner(table, "table");
  bool any = false;
  const auto set = [&](auto& list) {
    for (auto& constraint : list) {
      if (constraint.name != name) continue;
      constraint.comment = text;
      any = true;
    }
  };
  set(table.keys);
  set(table.checks);
  set(table.foreign_keys);
  if (!any) rules::raise(conditions::undefined_constraint_for_table, name, table.name);
  out.objects.emplace_back(std::move(table));
}

Domain domain_named(DdlBinder& binder, const PgQuery__TypeName& type) {
  const SplitName name = split_name(nodes(type.names, type.n_names));
  const Domain* found = find_domain(binder.catalog, binder.lookup_path(name.schema), name.name);
  if (found == nullptr) rules::raise(conditions::undefined_type, name.name);
  binder.require_owner(*found, "type");
  return *found;
}

void comment_on_domain(DdlBinder& binder, const PgQuery__TypeName& type, const std::string& text,
                       PutObjects& out) {
  Domain domain = domain_named(binder, type);
  domain.comment = text;
  out.objects.emplace_back(std::move(domain));
}

// COMMENT ON CONSTRAINT c ON DOMAIN d: the list has the domain and the name.
void comment_on_domain_constraint(DdlBinder& binder, Nodes parts, const std::string& text,
                                  PutObjects& out) {
  Domain domain = domain_named(binder, *parts.front()->type_name);
  const std::string_view name = string_of(*parts.back());
  const auto found = std::ranges::find(domain.checks, name, &CheckConstraint::name);
  if (found == domain.checks.end())
    rules::raise(conditions::undefined_domain_constraint, name, domain.name);
  found->comment = text;
  out.objects.emplace_back(std::move(domain));
}

void comment_on_statistics(DdlBinder& binder, Nodes parts, const std::string& text,
                           PutObjects& out) {
  const SplitName name = split_name(parts);
  const Statistics* found = nullptr;
  for (const Oid schema : binder.lookup_path(name.schema))
    if (found == nullptr) found = binder.catalog.find_statistics(schema, name.name);
  if (found == nullptr) rules::raise(conditions::undefined_statistics, joined_name(parts));
  binder.require_owner(*found, "statistics object");
  Statistics statistics = *found;
  statistics.comment = text;
  out.objects.emplace_back(std::move(statistics));
}

}  // namespace

BoundDdl bind_comment(DdlBinder& binder, const PgQuery__CommentStmt& statement) {
  const std::string text(text_of(statement.comment));
  const Node& object = *statement.object;
  PutObjects out;
  switch (statement.objtype) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
      comment_on_relation(binder, list_of(object), 'r', text, out);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW:
      comment_on_relation(binder, list_of(object), 'v', text, out);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE:
      comment_on_relation(binder, list_of(object), 'S', text, out);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX:
      comment_on_relation(binder, list_of(object), 'i', text, out);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN:
      comment_on_column(binder, list_of(object), text, out);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT:
      comment_on_constraint(binder, list_of(object), text, out);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT:
      comment_on_domain_constraint(binder, list_of(object), text, out);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_STATISTIC_EXT:
      comment_on_statistics(binder, list_of(object), text, out);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN:
    case PG_QUERY__OBJECT_TYPE__OBJECT_TYPE:
      comment_on_domain(binder, *object.type_name, text, out);
      break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA: {
      Schema schema = binder.schema_named(string_of(object));
      if (schema.oid < oid::first_user) refuse_system_entity();
      binder.require_owner(schema, "schema");
      schema.comment = text;
      out.objects.emplace_back(std::move(schema));
      break;
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROLE: {
      const Role* found = binder.catalog.find_role(string_of(object));
      if (found == nullptr) rules::raise(conditions::undefined_role, string_of(object));
      if (!binder.role.superuser_like) rules::raise(conditions::permission_denied_to_alter_role);
      Role role = *found;
      role.comment = text;
      out.objects.emplace_back(std::move(role));
      break;
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE: {
      SqlFunction function = *find_routine(binder, *object.object_with_args, false);
      binder.require_owner(function, "function");
      function.comment = text;
      out.objects.emplace_back(std::move(function));
      break;
    }
    default: rules::raise(conditions::ddl_form_not_supported, "COMMENT");
  }
  return {.tag = "COMMENT", .notices = {}, .action = std::move(out)};
}

}  // namespace dsql::engine
