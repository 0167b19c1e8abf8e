#include "dsqlrules/lint/wording.h"

#include <algorithm>
#include <array>

#include "dsqlrules/parse/node.h"

namespace dsql::rules {
namespace {

using Worder = Wording (*)(const Finding& finding);

// --- columns -------------------------------------------------------------------------------------

std::string column_name(const Finding& finding) {
  if (const PgQuery__ColumnDef* column = column_of(finding)) return column->colname;
  if (const PgQuery__AlterTableCmd* action = identity_action_of(finding)) return action->name;
  return {};
}

// A column's type as the script has it, in capitals.
std::string written_type(const Finding& finding) {
  const PgQuery__ColumnDef* column = column_of(finding);
  if (column == nullptr || column->type_name == nullptr) return {};
  const std::size_t first = finding.token_at(column->type_name->location);
  return upper(finding.tokens.text(first, finding.tokens.type_end(first)));
}

bool adds_column(const Finding& finding) {
  return finding.statement.node != nullptr &&
         finding.statement.node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT;
}

Wording of_column(const Finding& finding) {
  return {{}, {{"column", column_name(finding)}, {"type", written_type(finding)}}};
}

Wording of_serial(const Finding& finding) {
  Wording wording = of_column(finding);
  if (adds_column(finding)) wording.variant = "add_column";
  return wording;
}

Wording of_identity_type(const Finding& finding) {
  if (column_of(finding) != nullptr) return of_column(finding);
  // The type is the known table's; the message of the rule begins with it.
  constexpr std::string_view before = "datatype ";
  constexpr std::string_view after = " not supported";
  const std::string& message = finding.violation.error.message;
  const std::size_t end = message.find(after);
  return {"add_generated",
          {{"column", column_name(finding)},
           {"type", upper(std::string_view(message).substr(before.size(), end - before.size()))}}};
}

// The number behind CACHE, from the violation's place on.
Wording of_cache(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  std::size_t i = finding.token();
  while (i < tokens.size() && tokens.kind(i) != PG_QUERY__TOKEN__CACHE) ++i;
  const std::size_t value = i + 1;
  const bool negative = tokens.kind(value) == PG_QUERY__TOKEN__ASCII_45;
  return {{}, {{"value", std::string(tokens.text(value, value + (negative ? 2 : 1)))}}};
}

Wording of_collation(const Finding& finding) {
  const std::size_t name = finding.token() + 1;
  const std::string written(finding.tokens.text(name, finding.tokens.name_end(name)));
  const bool is_c = written.ends_with("\"C\"") || written.ends_with("\"POSIX\"");
  return {is_c ? "c" : "", {{"column", column_name(finding)}, {"collation", written}}};
}

std::string_view constraint_words(PgQuery__ConstrType kind) {
  switch (kind) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK: return "CHECK";
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE: return "UNIQUE";
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY: return "PRIMARY KEY";
    case PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED: return "GENERATED";
    default: return {};
  }
}

Wording of_added_column(const Finding& finding) {
  const PgQuery__ColumnDef* column = column_of(finding);
  if (column == nullptr) return {};
  Wording wording{{}, {{"column", column->colname}}};
  for (const Node* node : nodes(column->n_constraints, column->constraints)) {
    const PgQuery__ConstrType kind = node->constraint->contype;
    if (kind == PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY) {
      wording.variant = "identity";
      return wording;
    }
    if (node->constraint->location != finding.violation.location) continue;
    if (kind == PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN) wording.variant = "foreign_key";
    if (const std::string_view words = constraint_words(kind); !words.empty()) {
      wording.variant = "constraint";
      wording.holes.emplace_back("kind", words);
    }
  }
  return wording;
}

// --- ALTER TABLE ---------------------------------------------------------------------------------

template <PgQuery__AlterTableType Subtype>
Wording of_action(const Finding& finding) {
  const PgQuery__AlterTableCmd* action = nth_action(finding, Subtype, finding.occurrence);
  if (action == nullptr) return {};
  return {{}, {{"column", action->name}, {"name", action->name}}};
}

struct RuleAction {
  PgQuery__AlterTableType subtype;
  std::string_view words;
};

Wording of_rewrite_rule(const Finding& finding) {
  constexpr std::array actions{
      RuleAction{PG_QUERY__ALTER_TABLE_TYPE__AT_EnableRule, "ENABLE RULE"},
      RuleAction{PG_QUERY__ALTER_TABLE_TYPE__AT_EnableAlwaysRule, "ENABLE ALWAYS RULE"},
      RuleAction{PG_QUERY__ALTER_TABLE_TYPE__AT_EnableReplicaRule, "ENABLE REPLICA RULE"},
      RuleAction{PG_QUERY__ALTER_TABLE_TYPE__AT_DisableRule, "DISABLE RULE"}};
  std::size_t left = finding.occurrence;
  const PgQuery__AlterTableStmt& alter = *finding.statement.node->alter_table_stmt;
  for (const Node* node : nodes(alter.n_cmds, alter.cmds)) {
    const PgQuery__AlterTableCmd& command = *node->alter_table_cmd;
    const auto action = std::find_if(actions.begin(), actions.end(), [&](const RuleAction& row) {
      return row.subtype == command.subtype;
    });
    if (action == actions.end() || left-- > 0) continue;
    return {{}, {{"action", std::string(action->words)}, {"name", command.name}}};
  }
  return {};
}

// --- indexes and sequences -----------------------------------------------------------------------

Wording of_index(const Finding& finding) {
  const Node& node = *finding.statement.node;  // or CREATE SCHEMA … CREATE INDEX
  const bool is_index = node.node_case == PG_QUERY__NODE__NODE_INDEX_STMT;
  const std::string name = is_index ? node.index_stmt->idxname : "";
  return {name.empty() ? "unnamed" : "", {{"name", name}}};
}

Wording of_using(const Finding& finding) {
  constexpr std::array<std::string_view, 6> known{"BTREE", "HASH", "GIN", "GIST", "SPGIST", "BRIN"};
  std::string method = upper(finding.tokens.text(finding.token() + 1));
  if (std::find(known.begin(), known.end(), method) == known.end())
    method = finding.tokens.text(finding.token() + 1);
  return {method == "BTREE" ? "btree" : "", {{"method", method}}};
}

Wording of_direction(const Finding& finding) {
  const std::size_t i = nth_in_keys(finding.tokens, {PG_QUERY__TOKEN__ASC, PG_QUERY__TOKEN__DESC},
                                    finding.occurrence);
  return {finding.tokens.kind(i) == PG_QUERY__TOKEN__ASC ? "asc" : "", {}};
}

Wording of_function_call(const Finding& finding) {
  const std::size_t name = finding.token();
  const std::size_t end = finding.tokens.name_end(name);
  std::string words(finding.tokens.text(name, end));
  if (finding.tokens.kind(end) == PG_QUERY__TOKEN__ASCII_40) words += "()";
  return {{}, {{"function", words}}};
}

Wording of_sequence_type(const Finding& finding) {
  const std::size_t type = finding.token() + 1;
  return {{}, {{"type", upper(finding.tokens.text(type, finding.tokens.type_end(type)))}}};
}

// --- other statements ----------------------------------------------------------------------------

Wording of_isolation(const Finding& finding) {
  const StatementTokens& tokens = finding.tokens;
  const std::size_t level = finding.token() + 2;
  const bool two = tokens.is_word(level, "read") || tokens.is_word(level, "repeatable");
  return {{}, {{"level", upper(tokens.text(level, level + (two ? 2 : 1)))}}};
}

Wording of_language(const Finding& finding) {
  const PgQuery__CreateFunctionStmt& create = *finding.statement.node->create_function_stmt;
  const PgQuery__DefElem* language = find_option(create.n_options, create.options, "language");
  return {{}, {{"language", language == nullptr ? "" : option_text(*language)}}};
}

Wording of_copy(const Finding& finding) {
  const PgQuery__CopyStmt& copy = *finding.statement.node->copy_stmt;
  const std::string quoted = "'" + std::string(copy.filename) + "'";
  return {{}, {{"target", copy.is_program ? "PROGRAM " + quoted : quoted}}};
}

Wording of_deallocate(const Finding& finding) {
  return {{}, {{"name", finding.statement.node->deallocate_stmt->name}}};
}

Wording of_dropped(const Finding& finding) {
  const Node* node = finding.statement.node;
  if (node == nullptr) {  // DROP TRIGGER [IF EXISTS] name, without its table
    const std::size_t name = finding.tokens.is_word(2, "if") ? 4 : 2;
    return {{}, {{"name", std::string(finding.tokens.text(name, finding.tokens.name_end(name)))}}};
  }
  const PgQuery__DropStmt& drop = *node->drop_stmt;
  const bool of_table = drop.remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER ||
                        drop.remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_POLICY;
  std::string names;
  for (const Node* object : nodes(drop.n_objects, drop.objects)) {
    std::vector<std::string_view> parts = object_name(*object);
    if (of_table && parts.size() > 1) parts.erase(parts.begin(), parts.end() - 1);
    if (!names.empty()) names += ", ";
    for (std::size_t i = 0; i < parts.size(); ++i) {
      names += i > 0 ? "." : "";
      names += parts[i];
    }
  }
  return {{}, {{"name", names}}};
}

// ALTER USER is ALTER ROLE under another name, with a text of its own.
bool is_alter_user(const Finding& finding) { return finding.tokens.is_word(1, "user"); }

// One text for all refused options of the statement.
Wording of_role_options(const Finding& finding) {
  std::string options;
  for (const Violation& other : finding.all) {
    if (other.rule != finding.violation.rule) continue;
    const std::size_t i = finding.token_at(other.location);
    std::string option = upper(finding.tokens.text(i));
    if (option == "VALID" || option == "CONNECTION" || option == "ENCRYPTED")
      option = upper(finding.tokens.text(i, i + 2));
    options += (options.empty() ? "" : ", ") + option;
  }
  return {is_alter_user(finding) ? "user" : "", {{"option", options}}};
}

Wording of_role_set(const Finding& finding) { return {is_alter_user(finding) ? "user" : "", {}}; }

// RENAME, SET SCHEMA and OWNER TO of a kind of object that dsql-lint has a rule for.
Wording of_object(const Finding& finding) {
  if (finding.tokens.is_word(1, "aggregate")) return {"aggregate", {}};
  if (finding.tokens.is_word(1, "type")) return {"type", {}};
  return {};
}

// --- the table -----------------------------------------------------------------------------------

struct WordingRow {
  std::string_view row;
  Worder worder;
};

constexpr std::array wording_rows{
    WordingRow{"add_column_constraint", of_added_column},
    WordingRow{"array_type", of_column},
    WordingRow{"at_unsupported_alter_column_set_not_null",
               of_action<PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull>},
    WordingRow{"at_unsupported_alter_column_set_type",
               of_action<PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType>},
    WordingRow{"at_unsupported_rewrite_rule", of_rewrite_rule},
    WordingRow{"collation", of_collation},
    WordingRow{"expression_collation", of_collation},
    WordingRow{"identity_cache", of_cache},
    WordingRow{"identity_cache_missing", of_column},
    WordingRow{"identity_not_null", of_column},
    WordingRow{"identity_type", of_identity_type},
    WordingRow{"index_async", of_index},
    WordingRow{"index_sort_direction", of_direction},
    WordingRow{"index_using", of_using},
    WordingRow{"index_volatile_function", of_function_call},
    WordingRow{"numeric_bounds", of_column},
    WordingRow{"numeric_scale", of_column},
    WordingRow{"sequence_cache", of_cache},
    WordingRow{"sequence_type", of_sequence_type},
    WordingRow{"serial_type", of_serial},
    WordingRow{"transaction_isolation", of_isolation},
    WordingRow{"unsupported_alter_role_property", of_role_options},
    WordingRow{"unsupported_alter_role_set", of_role_set},
    WordingRow{"unsupported_copy_from_file", of_copy},
    WordingRow{"unsupported_create_function_non_sql", of_language},
    WordingRow{"unsupported_deallocate", of_deallocate},
    WordingRow{"unsupported_drop_materialized_view", of_dropped},
    WordingRow{"unsupported_drop_policy", of_dropped},
    WordingRow{"unsupported_drop_trigger", of_dropped},
    WordingRow{"unsupported_drop_type", of_dropped},
    WordingRow{"unsupported_owner_object", of_object},
    WordingRow{"unsupported_rename_object", of_object},
    WordingRow{"unsupported_set_schema_object", of_object},
    WordingRow{"validate_constraint_async",
               of_action<PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint>},
};

}  // namespace

Wording wording_of(const Finding& finding) {
  const auto row = std::find_if(
      wording_rows.begin(), wording_rows.end(),
      [&](const WordingRow& candidate) { return candidate.row == finding.violation.rule; });
  if (row == wording_rows.end()) return {};
  return row->worder(finding);
}

}  // namespace dsql::rules
