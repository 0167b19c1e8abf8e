#include "dsqlrules/lint/fixes.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>

#include "dsqlrules/conditions/rules_index.h"
#include "dsqlrules/conditions/rules_table.h"
#include "dsqlrules/parse/node.h"

namespace dsql::rules {
namespace {

constexpr std::size_t none = StatementTokens::none;
constexpr int open_parenthesis = PG_QUERY__TOKEN__ASCII_40;

bool is_node(const Finding& finding, PgQuery__Node__NodeCase kind) {
  return finding.statement.node != nullptr && finding.statement.node->node_case == kind;
}

Fix remove(const Finding& finding, std::size_t first, std::size_t last) {
  if (first >= finding.tokens.size() || last > finding.tokens.size() || first >= last) return {};
  return {removal(finding.tokens.script(), finding.tokens.range(first, last))};
}

std::size_t after_parentheses(const StatementTokens& tokens, std::size_t open) {
  return tokens.kind(open) == open_parenthesis ? tokens.close_of(open) + 1 : open;
}

// --- whole statements ----------------------------------------------------------------------------

bool is_lone_set_config(const Node& node) {
  if (node.node_case != PG_QUERY__NODE__NODE_SELECT_STMT) return false;
  const PgQuery__SelectStmt& select = *node.select_stmt;
  if (select.n_target_list != 1 || select.n_from_clause > 0 || select.with_clause != nullptr)
    return false;
  const Node* value = select.target_list[0]->res_target->val;
  return value != nullptr && value->node_case == PG_QUERY__NODE__NODE_FUNC_CALL;
}

// A statement is removed where everything that it does is refused.
bool may_be_removed(const Node& node) {
  switch (node.node_case) {
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT: return node.alter_table_stmt->n_cmds == 1;
    case PG_QUERY__NODE__NODE_GRANT_STMT: return node.grant_stmt->n_objects <= 1;
    case PG_QUERY__NODE__NODE_SELECT_STMT: return is_lone_set_config(node);
    case PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT: return false;
    default: return true;
  }
}

Fix remove_statement(const Finding& finding) {
  if (finding.statement.node == nullptr || !may_be_removed(*finding.statement.node)) return {};
  return {statement_removal(finding.tokens.script(), finding.statement_range)};
}

// --- words ---------------------------------------------------------------------------------------

// Words between CREATE and the kind of object.
Fix remove_leading(const Finding& finding, std::initializer_list<int> kinds) {
  const StatementTokens& tokens = finding.tokens;
  Fix fix;
  for (std::size_t i = 1; i < std::min<std::size_t>(tokens.size(), 6); ++i) {
    if (tokens.kind(i) == PG_QUERY__TOKEN__TABLE || tokens.kind(i) == PG_QUERY__TOKEN__VIEW ||
        tokens.kind(i) == PG_QUERY__TOKEN__SEQUENCE)
      break;
    if (std::find(kinds.begin(), kinds.end(), tokens.kind(i)) == kinds.end()) continue;
    std::size_t last = i + 1;
    while (std::find(kinds.begin(), kinds.end(), tokens.kind(last)) != kinds.end()) ++last;
    return remove(finding, i, last);
  }
  return fix;
}

Fix remove_temporary(const Finding& finding) {
  return remove_leading(finding, {PG_QUERY__TOKEN__TEMP, PG_QUERY__TOKEN__TEMPORARY,
                                  PG_QUERY__TOKEN__LOCAL, PG_QUERY__TOKEN__GLOBAL});
}

Fix remove_unlogged(const Finding& finding) {
  return remove_leading(finding, {PG_QUERY__TOKEN__UNLOGGED});
}

Fix remove_async(const Finding& finding) {
  return finding.tokens.is_word(2, "async") ? remove(finding, 2, 3) : Fix{};
}

Fix remove_concurrently(const Finding& finding) {
  const std::size_t i = finding.tokens.find({PG_QUERY__TOKEN__CONCURRENTLY});
  return i == none ? Fix{} : remove(finding, i, i + 1);
}

Fix concurrently_to_async(const Finding& finding) {
  const std::size_t i = finding.tokens.find({PG_QUERY__TOKEN__CONCURRENTLY});
  if (i == none) return {};
  return {replacement(finding.tokens.range(i, i + 1), "ASYNC")};
}

// CREATE INDEX and ALTER TABLE with one action, VALIDATE CONSTRAINT.
Fix add_async(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  const bool index = is_node(finding, PG_QUERY__NODE__NODE_INDEX_STMT);
  if (!index && (!is_node(finding, PG_QUERY__NODE__NODE_ALTER_TABLE_STMT) ||
                 finding.statement.node->alter_table_stmt->n_cmds != 1))
    return {};
  const std::size_t i = tokens.find({index ? PG_QUERY__TOKEN__INDEX : PG_QUERY__TOKEN__TABLE});
  if (i == none) return {};
  return {insertion(tokens.end(i), " ASYNC")};
}

// --- clauses of CREATE TABLE and CREATE INDEX ----------------------------------------------------

Fix remove_partition_by(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  const std::size_t i = tokens.find({PG_QUERY__TOKEN__PARTITION, PG_QUERY__TOKEN__BY});
  return i == none ? Fix{} : remove(finding, i, after_parentheses(tokens, i + 3));
}

Fix remove_inherits(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  const std::size_t i = tokens.find({PG_QUERY__TOKEN__INHERITS, open_parenthesis});
  return i == none ? Fix{} : remove(finding, i, after_parentheses(tokens, i + 1));
}

Fix remove_on_commit(const Finding& finding) {
  const std::size_t i = finding.tokens.find({PG_QUERY__TOKEN__ON, PG_QUERY__TOKEN__COMMIT});
  if (i == none) return {};
  return remove(finding, i, i + (finding.tokens.kind(i + 2) == PG_QUERY__TOKEN__DROP ? 3 : 4));
}

bool is_constraint_rule(const Finding& finding) {
  return finding.violation.rule == refusals::constraint_tablespace.id ||
         finding.violation.rule == refusals::constraint_storage_parameters.id;
}

Fix remove_tablespace(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  if (is_constraint_rule(finding)) {
    const std::size_t from = finding.token();
    const std::size_t i =
        tokens.find({PG_QUERY__TOKEN__USING, PG_QUERY__TOKEN__INDEX, PG_QUERY__TOKEN__TABLESPACE},
                    from, tokens.element_end(from));
    return i == none ? Fix{} : remove(finding, i, i + 4);
  }
  const std::size_t i = tokens.find({PG_QUERY__TOKEN__TABLESPACE});
  return i == none ? Fix{} : remove(finding, i, i + 2);
}

Fix remove_storage_parameters(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  const bool constraint = is_constraint_rule(finding);
  const std::size_t from = constraint ? finding.token() : 0;
  const std::size_t i = tokens.find({PG_QUERY__TOKEN__WITH, open_parenthesis}, from,
                                    constraint ? tokens.element_end(from) : tokens.size());
  return i == none ? Fix{} : remove(finding, i, after_parentheses(tokens, i + 1));
}

Fix remove_using(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  const std::size_t i = finding.violation.rule == refusals::index_using.id
                            ? finding.token()
                            : tokens.find({PG_QUERY__TOKEN__USING});
  if (i == none || tokens.kind(i) != PG_QUERY__TOKEN__USING) return {};
  return remove(finding, i, i + 2);
}

Fix remove_compression(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  const std::size_t from = finding.token();
  const std::size_t i = tokens.find({PG_QUERY__TOKEN__COMPRESSION}, from, tokens.element_end(from));
  return i == none ? Fix{} : remove(finding, i, i + 2);
}

Fix remove_collate(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  const std::size_t i = is_node(finding, PG_QUERY__NODE__NODE_INDEX_STMT)
                            ? nth_in_keys(tokens, {PG_QUERY__TOKEN__COLLATE}, finding.occurrence)
                            : finding.token();
  if (tokens.kind(i) != PG_QUERY__TOKEN__COLLATE) return {};
  return remove(finding, i, tokens.name_end(i + 1));
}

Fix remove_deferrable(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  const std::size_t end = tokens.element_end(finding.token());
  Fix fix;
  for (std::size_t i = finding.token(); i < end; ++i) {
    const bool negated = i > 0 && tokens.kind(i - 1) == PG_QUERY__TOKEN__NOT;
    const bool initially =
        tokens.follows(i, {PG_QUERY__TOKEN__INITIALLY, PG_QUERY__TOKEN__DEFERRED});
    if (tokens.kind(i) == PG_QUERY__TOKEN__DEFERRABLE && !negated) {
      fix.push_back(removal(tokens.script(), tokens.range(i, i + 1)));
    } else if (initially) {
      fix.push_back(removal(tokens.script(), tokens.range(i, i + 2)));
    }
  }
  return fix;
}

// --- keys of an index ----------------------------------------------------------------------------

Fix remove_sort_direction(const Finding& finding) {
  const std::size_t i = nth_in_keys(finding.tokens, {PG_QUERY__TOKEN__ASC, PG_QUERY__TOKEN__DESC},
                                    finding.occurrence);
  return i == none ? Fix{} : remove(finding, i, i + 1);
}

// The operator class of the key that begins at `i`: indexes of its tokens, empty if there is none.
std::pair<std::size_t, std::size_t> operator_class(const StatementTokens& tokens, std::size_t i,
                                                   std::size_t end) {
  if (tokens.kind(i) == open_parenthesis) {
    i = tokens.close_of(i) + 1;
  } else {
    i = after_parentheses(tokens, tokens.name_end(i));
  }
  if (tokens.kind(i) == PG_QUERY__TOKEN__COLLATE) i = tokens.name_end(i + 1);
  const bool other = tokens.kind(i) == PG_QUERY__TOKEN__ASC ||
                     tokens.kind(i) == PG_QUERY__TOKEN__DESC || tokens.is_word(i, "nulls");
  if (i >= end || other) return {0, 0};
  return {i, after_parentheses(tokens, tokens.name_end(i))};
}

Fix remove_operator_class(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  const auto [open, close] = index_keys(tokens);
  std::size_t left = finding.occurrence;
  for (std::size_t i = open + 1; i < close;) {
    const std::size_t end = tokens.element_end(i);
    const auto [first, last] = operator_class(tokens, i, end);
    if (last > first && left-- == 0) return remove(finding, first, last);
    i = end + 1;
  }
  return {};
}

// --- constraints ---------------------------------------------------------------------------------

Fix add_not_valid(const Finding& finding) {
  const std::size_t from = finding.token();
  const std::size_t end = finding.tokens.element_end(from);
  if (from >= end) return {};
  return {insertion(finding.tokens.end(end - 1), " NOT VALID")};
}

// --- types, identity and sequences ---------------------------------------------------------------

Fix serial_to_identity(const Finding& finding) {
  const PgQuery__ColumnDef* column = column_of(finding);
  if (column == nullptr || is_node(finding, PG_QUERY__NODE__NODE_ALTER_TABLE_STMT)) return {};
  for (const Node* constraint : nodes(column->n_constraints, column->constraints)) {
    switch (constraint->constraint->contype) {
      case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
      case PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY:
      case PG_QUERY__CONSTR_TYPE__CONSTR_NULL: return {};
      default: break;
    }
  }
  const std::size_t first = finding.token_at(column->type_name->location);
  return {replacement(finding.tokens.range(first, finding.tokens.type_end(first)),
                      "BIGINT GENERATED BY DEFAULT AS IDENTITY (CACHE 1)")};
}

Fix type_to_bigint(const Finding& finding) {
  std::size_t first = 0;
  if (const PgQuery__ColumnDef* column = column_of(finding)) {
    first = finding.token_at(column->type_name->location);
  } else if (is_node(finding, PG_QUERY__NODE__NODE_CREATE_SEQ_STMT) ||
             is_node(finding, PG_QUERY__NODE__NODE_ALTER_SEQ_STMT)) {
    first = finding.token() + 1;  // behind AS
  } else {
    return {};
  }
  return {replacement(finding.tokens.range(first, finding.tokens.type_end(first)), "BIGINT")};
}

Fix add_cache(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  if (is_node(finding, PG_QUERY__NODE__NODE_CREATE_SEQ_STMT)) {
    return {insertion(tokens.end(tokens.size() - 1), " CACHE 1")};
  }
  const std::size_t from = finding.token();
  const std::size_t i = tokens.find({PG_QUERY__TOKEN__AS, PG_QUERY__TOKEN__IDENTITY_P}, from,
                                    tokens.element_end(from));
  if (i == none) return {};
  const std::size_t open = i + 2;
  if (tokens.kind(open) != open_parenthesis) return {insertion(tokens.end(i + 1), " (CACHE 1)")};
  const std::size_t close = tokens.close_of(open);
  if (close >= tokens.size()) return {};
  return {insertion(tokens.end(close - 1), close == open + 1 ? "CACHE 1" : " CACHE 1")};
}

Fix cache_to_one(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  std::size_t i = finding.token();
  while (i < tokens.size() && tokens.kind(i) != PG_QUERY__TOKEN__CACHE) ++i;
  if (i + 1 >= tokens.size()) return {};
  const bool negative = tokens.kind(i + 1) == PG_QUERY__TOKEN__ASCII_45;
  return {replacement(tokens.range(i + 1, i + (negative ? 3 : 2)), "1")};
}

// --- queries and transactions --------------------------------------------------------------------

Fix isolation_repeatable_read(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  // SET TRANSACTION is refused whatever it asks for.
  if (!is_node(finding, PG_QUERY__NODE__NODE_TRANSACTION_STMT)) return {};
  const std::size_t level = finding.token() + 2;
  const bool two = tokens.is_word(level, "read");
  return {replacement(tokens.range(level, level + (two ? 2 : 1)), "REPEATABLE READ")};
}

Fix share_to_key_share(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  std::size_t left = finding.occurrence;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (tokens.kind(i) != PG_QUERY__TOKEN__FOR) continue;
    const bool share = tokens.kind(i + 1) == PG_QUERY__TOKEN__SHARE;
    const bool no_key = tokens.kind(i + 1) == PG_QUERY__TOKEN__NO;
    if ((!share && !no_key) || left-- > 0) continue;
    if (share) return {insertion(tokens.end(i), " KEY")};
    return remove(finding, i + 1, i + 3);
  }
  return {};
}

struct FixRow {
  std::string_view id;
  Fix (*make)(const Finding& finding);
};

constexpr std::array fix_rows{
    FixRow{"add_async", add_async},
    FixRow{"add_cache", add_cache},
    FixRow{"add_not_valid", add_not_valid},
    FixRow{"cache_to_one", cache_to_one},
    FixRow{"concurrently_to_async", concurrently_to_async},
    FixRow{"isolation_repeatable_read", isolation_repeatable_read},
    FixRow{"remove_async", remove_async},
    FixRow{"remove_collate", remove_collate},
    FixRow{"remove_compression", remove_compression},
    FixRow{"remove_concurrently", remove_concurrently},
    FixRow{"remove_deferrable", remove_deferrable},
    FixRow{"remove_inherits", remove_inherits},
    FixRow{"remove_on_commit", remove_on_commit},
    FixRow{"remove_operator_class", remove_operator_class},
    FixRow{"remove_partition_by", remove_partition_by},
    FixRow{"remove_sort_direction", remove_sort_direction},
    FixRow{"remove_statement", remove_statement},
    FixRow{"remove_storage_parameters", remove_storage_parameters},
    FixRow{"remove_tablespace", remove_tablespace},
    FixRow{"remove_temporary", remove_temporary},
    FixRow{"remove_unlogged", remove_unlogged},
    FixRow{"remove_using", remove_using},
    FixRow{"serial_to_identity", serial_to_identity},
    FixRow{"share_to_key_share", share_to_key_share},
    FixRow{"type_to_bigint", type_to_bigint},
};

}  // namespace

Fix fix_of(std::string_view fix_id, const Finding& finding) {
  const auto row = std::find_if(fix_rows.begin(), fix_rows.end(),
                                [&](const FixRow& candidate) { return candidate.id == fix_id; });
  if (row == fix_rows.end() || finding.tokens.size() == 0) return {};
  return row->make(finding);
}

}  // namespace dsql::rules
