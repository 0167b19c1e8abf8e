#include "engine/bind/bind.h"

#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/dml.h"
#include "engine/bind/query_form.h"

namespace dsql::engine {
namespace {

std::string_view tag_of(const Node& statement) {
  switch (statement.node_case) {
    case PG_QUERY__NODE__NODE_INSERT_STMT: return "INSERT";
    case PG_QUERY__NODE__NODE_UPDATE_STMT: return "UPDATE";
    case PG_QUERY__NODE__NODE_DELETE_STMT: return "DELETE";
    default: return "SELECT";
  }
}

}  // namespace

BoundSelect bind_any_query(Binder& binder, Level* parent, const Node& statement,
                           const SelectOptions& options) {
  switch (statement.node_case) {
    case PG_QUERY__NODE__NODE_SELECT_STMT:
      return bind_select(binder, parent, *statement.select_stmt, options);
    case PG_QUERY__NODE__NODE_INSERT_STMT:
      return bind_insert(binder, parent, *statement.insert_stmt);
    case PG_QUERY__NODE__NODE_UPDATE_STMT:
      return bind_update(binder, parent, *statement.update_stmt);
    case PG_QUERY__NODE__NODE_DELETE_STMT:
      return bind_delete(binder, parent, *statement.delete_stmt);
    default: break;
  }
  rules::raise(rules::conditions::unsupported_node, static_cast<int>(statement.node_case));
}

BoundForm bind_query_form(const Node& statement, const BindContext& context) {
  Binder binder(context);
  binder.forms = std::make_shared<QueryForms>();
  const BoundSelect bound = bind_any_query(binder, nullptr, statement);
  binder.check_parameters();
  return {bound.form, binder.forms};
}

BoundQuery bind_query(const Node& statement, const BindContext& context) {
  Binder binder(context);
  BoundSelect bound = bind_any_query(binder, nullptr, statement);
  binder.check_parameters();
  binder.privileges.check(binder.catalog);
  BoundQuery query;
  query.root = std::move(bound.root);
  query.results.reserve(bound.outputs.size());
  for (const SelectOutput& output : bound.outputs)
    query.results.emplace_back(std::string(output.name), output.column);
  query.columns = std::move(binder.columns);
  query.parameter_types = std::move(binder.parameters);
  query.tag = tag_of(statement);
  query.writes = binder.writes;
  query.locks = binder.locks;
  query.tables = std::move(binder.tables);
  return query;
}

}  // namespace dsql::engine
