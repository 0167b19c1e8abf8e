#include "engine/bind/ddl.h"

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/ddl_binder.h"
#include "engine/bind/ddl_limits.h"
#include "engine/bind/view_text.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

// The name an element of CREATE SCHEMA gives to what it makes; null for a GRANT.
const PgQuery__RangeVar* made_by(const Node& element) {
  switch (element.node_case) {
    case PG_QUERY__NODE__NODE_CREATE_STMT: return element.create_stmt->relation;
    case PG_QUERY__NODE__NODE_VIEW_STMT: return element.view_stmt->view;
    case PG_QUERY__NODE__NODE_CREATE_SEQ_STMT: return element.create_seq_stmt->sequence;
    case PG_QUERY__NODE__NODE_INDEX_STMT: return element.index_stmt->relation;
    default: return nullptr;
  }
}

void check_element(const Node& element, std::string_view schema) {
  const PgQuery__RangeVar* made = made_by(element);
  if (made == nullptr || !present(made->schemaname) || schema == made->schemaname) return;
  rules::raise(conditions::schema_element_elsewhere, made->schemaname, schema);
}

}  // namespace

BoundDdl bind_create_schema(DdlBinder& binder, const PgQuery__CreateSchemaStmt& statement) {
  BoundDdl ddl{.tag = "CREATE SCHEMA", .notices = {}, .action = NothingToDo{}};
  binder.require_admin_for_database();
  CreateSchema create;
  create.schema.owner =
      statement.authrole == nullptr ? binder.role_id() : binder.new_owner(*statement.authrole);
  create.schema.name = present(statement.schemaname)
                           ? std::string(statement.schemaname)
                           : binder.catalog.role(create.schema.owner)->name;
  const std::string& name = create.schema.name;
  if (name.starts_with("pg_")) rules::raise(conditions::reserved_schema_name, name);
  if (binder.catalog.find_schema(name) != nullptr) {
    if (!statement.if_not_exists) rules::raise(conditions::duplicate_schema, name);
    binder.notice(rules::error(conditions::schema_exists_skipping, name));
    return ddl;
  }
  check_schema_count(binder.catalog);
  for (const Node* element : nodes(statement.schema_elts, statement.n_schema_elts)) {
    check_element(*element, name);
    create.elements.push_back(element);
  }
  create.search_path.push_back(name);
  for (const std::string& entry : binder.context.search_path) create.search_path.push_back(entry);
  ddl.action = std::move(create);
  return ddl;
}

namespace {

// The binder of a statement's node; null where the node is no DDL.
using Bind = BoundDdl (*)(DdlBinder& binder, const Node& node, bool async);

template <auto bind, auto member>
BoundDdl with(DdlBinder& binder, const Node& node, bool) {
  return bind(binder, *(node.*member));
}

template <auto bind, auto member>
BoundDdl with_async(DdlBinder& binder, const Node& node, bool async) {
  return bind(binder, *(node.*member), async);
}

Bind binder_of(const Node& node) {
  using N = PgQuery__Node;
  switch (node.node_case) {
    case PG_QUERY__NODE__NODE_CREATE_STMT: return with<bind_create_table, &N::create_stmt>;
    case PG_QUERY__NODE__NODE_INDEX_STMT: return with_async<bind_create_index, &N::index_stmt>;
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
      return with_async<bind_alter_table, &N::alter_table_stmt>;
    case PG_QUERY__NODE__NODE_DROP_STMT: return with<bind_drop, &N::drop_stmt>;
    case PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT:
      return with<bind_create_schema, &N::create_schema_stmt>;
    case PG_QUERY__NODE__NODE_CREATE_SEQ_STMT:
      return with<bind_create_sequence, &N::create_seq_stmt>;
    case PG_QUERY__NODE__NODE_ALTER_SEQ_STMT: return with<bind_alter_sequence, &N::alter_seq_stmt>;
    case PG_QUERY__NODE__NODE_VIEW_STMT: return with<bind_create_view, &N::view_stmt>;
    case PG_QUERY__NODE__NODE_CREATE_DOMAIN_STMT:
      return with<bind_create_domain, &N::create_domain_stmt>;
    case PG_QUERY__NODE__NODE_ALTER_DOMAIN_STMT:
      return with<bind_alter_domain, &N::alter_domain_stmt>;
    case PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT:
      return with<bind_create_function, &N::create_function_stmt>;
    case PG_QUERY__NODE__NODE_CREATE_ROLE_STMT: return with<bind_create_role, &N::create_role_stmt>;
    case PG_QUERY__NODE__NODE_ALTER_ROLE_SET_STMT:
      return with<bind_alter_role_set, &N::alter_role_set_stmt>;
    case PG_QUERY__NODE__NODE_DROP_ROLE_STMT: return with<bind_drop_role, &N::drop_role_stmt>;
    case PG_QUERY__NODE__NODE_GRANT_ROLE_STMT: return with<bind_grant_role, &N::grant_role_stmt>;
    case PG_QUERY__NODE__NODE_GRANT_STMT: return with<bind_grant, &N::grant_stmt>;
    case PG_QUERY__NODE__NODE_ALTER_DEFAULT_PRIVILEGES_STMT:
      return with<bind_default_privileges, &N::alter_default_privileges_stmt>;
    case PG_QUERY__NODE__NODE_RENAME_STMT: return with<bind_rename, &N::rename_stmt>;
    case PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT:
      return with<bind_set_schema, &N::alter_object_schema_stmt>;
    case PG_QUERY__NODE__NODE_ALTER_OWNER_STMT: return with<bind_owner, &N::alter_owner_stmt>;
    case PG_QUERY__NODE__NODE_COMMENT_STMT: return with<bind_comment, &N::comment_stmt>;
    case PG_QUERY__NODE__NODE_CREATE_STATS_STMT:
      return with<bind_create_statistics, &N::create_stats_stmt>;
    case PG_QUERY__NODE__NODE_ALTER_STATS_STMT:
      return with<bind_alter_statistics, &N::alter_stats_stmt>;
    case PG_QUERY__NODE__NODE_VACUUM_STMT: return with<bind_analyze, &N::vacuum_stmt>;
    case PG_QUERY__NODE__NODE_CONSTRAINTS_SET_STMT:
      return with<bind_set_constraints, &N::constraints_set_stmt>;
    default: return nullptr;
  }
}

}  // namespace

bool is_ddl(const rules::Statement& statement) {
  return statement.iam != nullptr ||
         (statement.node != nullptr && binder_of(*statement.node) != nullptr);
}

BoundDdl bind_ddl(const rules::Statement& statement, const BindContext& context) {
  DdlBinder binder(context);
  BoundDdl ddl;
  if (statement.iam != nullptr) {
    ddl = bind_iam(binder, *statement.iam);
  } else {
    const Bind bind = binder_of(*statement.node);
    if (bind == nullptr) rules::raise(conditions::ddl_form_not_supported, "statement");
    ddl = bind(binder, *statement.node, statement.async);
  }
  follow_changes(ddl, context);
  ddl.notices = std::move(binder.notices);
  return ddl;
}

}  // namespace dsql::engine
