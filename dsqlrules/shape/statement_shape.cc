#include <iterator>
#include <string_view>
#include <utility>

#include "dsqlrules/parse/node.h"
#include "dsqlrules/shape/column_types.h"
#include "dsqlrules/shape/from_syntax.h"

namespace dsql::rules {
namespace {

void append(std::vector<Violation>& to, std::vector<Violation> more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

std::vector<Violation> of_sequence(bool create, std::size_t count, Node* const* options,
                                   AsOf as_of) {
  SequenceShape shape;
  shape.create = create;
  shape.cache = cache_option(count, options);
  if (const PgQuery__DefElem* type = find_option(count, options, "as");
      type != nullptr && type->arg != nullptr &&
      type->arg->node_case == PG_QUERY__NODE__NODE_TYPE_NAME) {
    shape.type = type_shape(*type->arg->type_name).name;
    shape.location = type->location;
  }
  return check_sequence(shape, as_of);
}

// ALTER COLUMN … ADD GENERATED … AS IDENTITY: the column's type is the catalog's to know.
std::vector<Violation> of_added_identity(const PgQuery__Constraint& constraint, AsOf as_of) {
  ColumnShape column;
  column.identity = IdentityShape{cache_option(constraint.n_options, constraint.options)};
  column.location = constraint.location;
  return check_column(column, as_of);
}

std::vector<Violation> of_action(const PgQuery__AlterTableCmd& command, AsOf as_of) {
  switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn:
      return check_column(column_shape(*command.def->column_def), as_of);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity:
      return of_added_identity(*command.def->constraint, as_of);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetIdentity:
      return of_sequence(false, command.def->list->n_items, command.def->list->items, as_of);
    default: return {};
  }
}

std::vector<Violation> of_statistics(const PgQuery__AlterStatsStmt& alter) {
  std::vector<Violation> found;
  const auto target = integer_of(alter.stxstattarget);
  if (!target) return found;
  if (auto violation = check_statistics_target(*target)) found.push_back(std::move(*violation));
  return found;
}

std::vector<Violation> of_node(const Node& node, AsOf as_of) {
  std::vector<Violation> found;
  switch (node.node_case) {
    case PG_QUERY__NODE__NODE_CREATE_STMT:
      return check_table(table_shape(*node.create_stmt), as_of);
    case PG_QUERY__NODE__NODE_INDEX_STMT: return check_key(index_shape(*node.index_stmt), as_of);
    case PG_QUERY__NODE__NODE_CREATE_SEQ_STMT:
      return of_sequence(true, node.create_seq_stmt->n_options, node.create_seq_stmt->options,
                         as_of);
    case PG_QUERY__NODE__NODE_ALTER_SEQ_STMT:
      return of_sequence(false, node.alter_seq_stmt->n_options, node.alter_seq_stmt->options,
                         as_of);
    case PG_QUERY__NODE__NODE_CREATE_DOMAIN_STMT: {
      ColumnShape base;
      base.type = type_shape(*node.create_domain_stmt->type_name);
      base.location = node.create_domain_stmt->type_name->location;
      return check_column(base, as_of);
    }
    case PG_QUERY__NODE__NODE_ALTER_STATS_STMT: return of_statistics(*node.alter_stats_stmt);
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
      for (const Node* command :
           nodes(node.alter_table_stmt->n_cmds, node.alter_table_stmt->cmds)) {
        append(found, of_action(*command->alter_table_cmd, as_of));
      }
      return found;
    case PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT:
      for (const Node* element :
           nodes(node.create_schema_stmt->n_schema_elts, node.create_schema_stmt->schema_elts)) {
        append(found, of_node(*element, as_of));
      }
      return found;
    default: return found;
  }
}

}  // namespace

std::vector<Violation> shape_violations(const Statement& statement, AsOf as_of) {
  if (statement.node == nullptr) return {};
  std::vector<Violation> found = of_node(*statement.node, as_of);
  for (Violation& violation : found) {
    if (violation.location < 0) violation.location = statement.location;
  }
  return found;
}

}  // namespace dsql::rules
