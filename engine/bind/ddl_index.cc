#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/ddl_expressions.h"
#include "engine/bind/ddl_limits.h"
#include "engine/bind/ddl_names.h"
#include "engine/functions/resolve.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

const TableColumn& key_column(const Table& table, std::string_view name) {
  const TableColumn* column = table.find_column(name);
  if (column == nullptr) rules::raise(conditions::undefined_column, name);
  return *column;
}

// A plain column in parentheses is that column, as in PostgreSQL.
const Node* plain_column(const Node& expression) {
  if (expression.node_case != PG_QUERY__NODE__NODE_COLUMN_REF) return nullptr;
  return expression.column_ref->n_fields == 1 ? expression.column_ref->fields[0] : nullptr;
}

IndexKey bind_key(DdlBinder& binder, const Table& table, const PgQuery__IndexElem& element,
                  std::string& name) {
  IndexKey key;
  const Node* plain = element.expr == nullptr ? nullptr : plain_column(*element.expr);
  if (element.expr == nullptr || plain != nullptr) {
    const TableColumn& column =
        key_column(table, plain != nullptr ? string_of(*plain) : text_of(element.name));
    key.column = column.number;
    key.type = column.type;
    key.modifier = column.modifier;
    name = column.name;
  } else {
    key = index_expression(binder, *element.expr, table);
    name = index_column_name(*element.expr);
  }
  key.nulls_first = element.nulls_ordering == PG_QUERY__SORT_BY_NULLS__SORTBY_NULLS_FIRST;
  return key;
}

}  // namespace

BoundDdl bind_create_index(DdlBinder& binder, const PgQuery__IndexStmt& statement, bool async) {
  BoundDdl ddl{.tag = "CREATE INDEX", .notices = {}, .action = NothingToDo{}};
  const FoundRelation found = binder.find(*statement.relation);
  if (!found) rules::raise(conditions::undefined_table, text_of(statement.relation->relname));
  if (found.kind != 'r')
    rules::raise(conditions::cannot_create_index_on, text_of(statement.relation->relname));
  const Table& table = *found.table;
  binder.require_owner(table, "table");

  Index index;
  index.table = table.oid;
  index.unique = statement.unique;
  index.nulls_not_distinct = statement.nulls_not_distinct;
  std::vector<std::string> column_names;
  if (present(statement.idxname)) {
    index.name = statement.idxname;
    if (find_relation(binder.catalog, table.schema, index.name)) {
      if (!statement.if_not_exists) rules::raise(conditions::duplicate_table, index.name);
      binder.notice(rules::error(conditions::relation_exists_skipping, index.name));
      return ddl;
    }
  }
  for (const Node* node : nodes(statement.index_params, statement.n_index_params)) {
    std::string name;
    index.keys.push_back(bind_key(binder, table, *node->index_elem, name));
    column_names.push_back(std::move(name));
  }
  for (const Node* node :
       nodes(statement.index_including_params, statement.n_index_including_params)) {
    const TableColumn& column = key_column(table, text_of(node->index_elem->name));
    index.included.push_back(column.number);
    column_names.push_back(column.name);
  }
  for (const IndexKey& key : index.keys) {
    if (less_operator(key.type) == nullptr && find_type(key.type)->in_key)
      rules::raise(conditions::no_ordering_operator, type_display(key.type, -1));
  }
  if (statement.where_clause != nullptr)
    index.predicate_sql = index_predicate(binder, *statement.where_clause, table);
  if (index.name.empty()) {
    index.name = NameChooser(binder.catalog, table.schema)
                     .relation(table.name, index_name_addition(column_names), "idx", false);
  }
  Table with_index = table;
  with_index.indexes.push_back(index);
  check_table_limits(with_index);
  ddl.action = CreateIndex{table.oid, std::move(index), async};
  return ddl;
}

}  // namespace dsql::engine
