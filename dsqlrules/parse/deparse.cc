#include <memory>
#include <vector>

#include <pg_query.h>

#include "dsqlrules/conditions/connection_errors.h"
#include "dsqlrules/parse/statement.h"

namespace dsql::rules {
namespace {

std::string deparse(PgQuery__Node& statement) {
  PgQuery__RawStmt raw;
  pg_query__raw_stmt__init(&raw);
  raw.stmt = &statement;
  PgQuery__RawStmt* statements[] = {&raw};
  PgQuery__ParseResult tree;
  pg_query__parse_result__init(&tree);
  tree.version = PG_VERSION_NUM;
  tree.n_stmts = 1;
  tree.stmts = statements;

  std::vector<std::uint8_t> packed(pg_query__parse_result__get_packed_size(&tree));
  pg_query__parse_result__pack(&tree, packed.data());
  const auto free_result = [](PgQueryDeparseResult* result) {
    pg_query_free_deparse_result(*result);
  };
  PgQueryDeparseResult result =
      pg_query_deparse_protobuf({packed.size(), reinterpret_cast<char*>(packed.data())});
  const std::unique_ptr<PgQueryDeparseResult, decltype(free_result)> owner(&result, free_result);
  if (result.error != nullptr) raise(conditions::internal_error, result.error->message);
  return result.query;
}

}  // namespace

std::string deparse_expression(const Node& expression) {
  PgQuery__ResTarget target;
  pg_query__res_target__init(&target);
  target.val =
      const_cast<Node*>(&expression);  // protobuf-c has no const members; packing only reads
  Node target_node;
  pg_query__node__init(&target_node);
  target_node.node_case = PG_QUERY__NODE__NODE_RES_TARGET;
  target_node.res_target = &target;
  Node* target_list[] = {&target_node};

  PgQuery__SelectStmt select;
  pg_query__select_stmt__init(&select);
  select.n_target_list = 1;
  select.target_list = target_list;
  select.limit_option = PG_QUERY__LIMIT_OPTION__LIMIT_OPTION_DEFAULT;
  select.op = PG_QUERY__SET_OPERATION__SETOP_NONE;
  Node statement;
  pg_query__node__init(&statement);
  statement.node_case = PG_QUERY__NODE__NODE_SELECT_STMT;
  statement.select_stmt = &select;

  constexpr std::string_view prefix = "SELECT ";
  std::string text = deparse(statement);
  if (text.starts_with(prefix)) text.erase(0, prefix.size());
  return text;
}

std::string deparse_statement(const Node& statement) {
  return deparse(const_cast<Node&>(statement));
}

}  // namespace dsql::rules
