#include "dsqlrules/lint/finding.h"

#include <algorithm>

#include "dsqlrules/parse/node.h"

namespace dsql::rules {
namespace {

template <class Visit>
void each_action(const Finding& finding, Visit visit) {
  const Node* node = finding.statement.node;
  if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_ALTER_TABLE_STMT) return;
  for (const Node* command : nodes(node->alter_table_stmt->n_cmds, node->alter_table_stmt->cmds))
    visit(*command->alter_table_cmd);
}

}  // namespace

const PgQuery__ColumnDef* column_of(const Finding& finding) {
  const PgQuery__ColumnDef* found = nullptr;
  const auto consider = [&](const Node* element) {
    if (element == nullptr || element->node_case != PG_QUERY__NODE__NODE_COLUMN_DEF) return;
    if (element->column_def->location <= finding.violation.location) found = element->column_def;
  };
  const auto consider_table = [&](const Node* node) {
    if (node == nullptr || node->node_case != PG_QUERY__NODE__NODE_CREATE_STMT) return;
    const PgQuery__CreateStmt& create = *node->create_stmt;
    for (const Node* element : nodes(create.n_table_elts, create.table_elts)) consider(element);
  };
  const Node* node = finding.statement.node;
  consider_table(node);
  if (node != nullptr && node->node_case == PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT) {
    const PgQuery__CreateSchemaStmt& schema = *node->create_schema_stmt;
    for (const Node* element : nodes(schema.n_schema_elts, schema.schema_elts))
      consider_table(element);
  }
  each_action(finding, [&](const PgQuery__AlterTableCmd& command) {
    if (command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn) consider(command.def);
  });
  return found;
}

const PgQuery__AlterTableCmd* nth_action(const Finding& finding, PgQuery__AlterTableType subtype,
                                         std::size_t n) {
  const PgQuery__AlterTableCmd* found = nullptr;
  each_action(finding, [&](const PgQuery__AlterTableCmd& command) {
    if (command.subtype == subtype && n-- == 0) found = &command;
  });
  return found;
}

const PgQuery__AlterTableCmd* identity_action_of(const Finding& finding) {
  const PgQuery__AlterTableCmd* found = nullptr;
  each_action(finding, [&](const PgQuery__AlterTableCmd& command) {
    if (command.subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity &&
        command.def->constraint->location <= finding.violation.location)
      found = &command;
  });
  return found;
}

std::pair<std::size_t, std::size_t> index_keys(const StatementTokens& tokens) {
  const std::size_t on = tokens.find({PG_QUERY__TOKEN__ON});
  if (on == StatementTokens::none) return {0, 0};
  const std::size_t open = tokens.find({PG_QUERY__TOKEN__ASCII_40}, on);
  if (open == StatementTokens::none) return {0, 0};
  return {open, tokens.close_of(open)};
}

std::size_t nth_in_keys(const StatementTokens& tokens, std::initializer_list<int> kinds,
                        std::size_t n) {
  const auto [open, close] = index_keys(tokens);
  int depth = 0;
  for (std::size_t i = open; i < close; ++i) {
    if (tokens.kind(i) == PG_QUERY__TOKEN__ASCII_40) ++depth;
    if (tokens.kind(i) == PG_QUERY__TOKEN__ASCII_41) --depth;
    const bool wanted = std::find(kinds.begin(), kinds.end(), tokens.kind(i)) != kinds.end();
    if (depth == 1 && wanted && n-- == 0) return i;
  }
  return StatementTokens::none;
}

std::string upper(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return result;
}

}  // namespace dsql::rules
