#include "engine/system/definition.h"

#include <algorithm>

#include "dsqlrules/parse/node.h"
#include "dsqlrules/parse/statement.h"
#include "engine/catalog/search_path.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using rules::Node;

std::string printed(const Node& node);

std::string joined(std::size_t count, Node* const* items, std::string_view separator) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += (i == 0 ? std::string() : std::string(separator)) + printed(*items[i]);
  return text;
}

std::string operator_name(const PgQuery__AExpr& expression) {
  return rules::dotted_name(expression.n_name, expression.name);
}

std::string printed_in(const PgQuery__AExpr& expression) {
  const PgQuery__List& list = *expression.rexpr->list;
  const bool negated = operator_name(expression) == "<>";
  return "(" + printed(*expression.lexpr) + (negated ? " <> ALL (ARRAY[" : " = ANY (ARRAY[") +
         joined(list.n_items, list.items, ", ") + "]))";
}

std::string printed_between(const PgQuery__AExpr& expression, bool negated) {
  const PgQuery__List& list = *expression.rexpr->list;
  const std::string value = printed(*expression.lexpr);
  const std::string low = printed(*list.items[0]);
  const std::string high = printed(*list.items[1]);
  if (negated) return "((" + value + " < " + low + ") OR (" + value + " > " + high + "))";
  return "((" + value + " >= " + low + ") AND (" + value + " <= " + high + "))";
}

std::string printed_operator(const PgQuery__AExpr& expression) {
  switch (expression.kind) {
    case PG_QUERY__A__EXPR__KIND__AEXPR_OP:
    case PG_QUERY__A__EXPR__KIND__AEXPR_LIKE:
    case PG_QUERY__A__EXPR__KIND__AEXPR_ILIKE: break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_IN:
      if (expression.rexpr->node_case == PG_QUERY__NODE__NODE_LIST) return printed_in(expression);
      break;
    case PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN: return printed_between(expression, false);
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_BETWEEN: return printed_between(expression, true);
    case PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT:
      return "(" + printed(*expression.lexpr) + " IS DISTINCT FROM " + printed(*expression.rexpr) +
             ")";
    case PG_QUERY__A__EXPR__KIND__AEXPR_NOT_DISTINCT:
      return "(NOT (" + printed(*expression.lexpr) + " IS DISTINCT FROM " +
             printed(*expression.rexpr) + "))";
    case PG_QUERY__A__EXPR__KIND__AEXPR_NULLIF:
      return "NULLIF(" + printed(*expression.lexpr) + ", " + printed(*expression.rexpr) + ")";
    default: break;
  }
  const std::string name = operator_name(expression);
  if (expression.lexpr == nullptr) return "(" + name + " " + printed(*expression.rexpr) + ")";
  return "(" + printed(*expression.lexpr) + " " + name + " " + printed(*expression.rexpr) + ")";
}

std::string printed_boolean(const PgQuery__BoolExpr& expression) {
  switch (expression.boolop) {
    case PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR:
      return "(" + joined(expression.n_args, expression.args, " AND ") + ")";
    case PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR:
      return "(" + joined(expression.n_args, expression.args, " OR ") + ")";
    default: return "(NOT " + printed(*expression.args[0]) + ")";
  }
}

// The sequence in nextval('…') is stored with its schema; PostgreSQL prints a regclass. public is
// on everybody's search path unless it was taken off.
std::string printed_sequence(const Node& literal) {
  std::string_view name = rules::constant_string_of(&literal).value_or("");
  constexpr std::string_view schema = "public.";
  if (name.starts_with(schema)) name.remove_prefix(schema.size());
  return quote_literal(name) + "::regclass";
}

std::string printed_call(const Node& node) {
  const PgQuery__FuncCall& call = *node.func_call;
  const bool plain = call.n_agg_order == 0 && call.agg_filter == nullptr && !call.agg_distinct &&
                     !call.agg_star && call.over == nullptr && !call.func_variadic &&
                     call.funcformat != PG_QUERY__COERCION_FORM__COERCE_SQL_SYNTAX;
  if (!plain) return rules::deparse_expression(node);
  std::string name;
  for (const std::string_view part : rules::name_parts(call.n_funcname, call.funcname)) {
    if (part == "pg_catalog" && name.empty() && call.n_funcname == 2) continue;
    name += (name.empty() ? "" : ".") + quote_identifier(part);
  }
  const bool of_sequence = name == "nextval" || name == "currval" || name == "setval";
  if (of_sequence && call.n_args > 0 && rules::constant_string_of(call.args[0])) {
    return name + "(" + printed_sequence(*call.args[0]) +
           (call.n_args > 1 ? ", " + joined(call.n_args - 1, call.args + 1, ", ") : "") + ")";
  }
  return name + "(" + joined(call.n_args, call.args, ", ") + ")";
}

std::string printed(const Node& node) {
  switch (node.node_case) {
    case PG_QUERY__NODE__NODE_A_EXPR: return printed_operator(*node.a_expr);
    case PG_QUERY__NODE__NODE_BOOL_EXPR: return printed_boolean(*node.bool_expr);
    case PG_QUERY__NODE__NODE_NULL_TEST: {
      const bool null = node.null_test->nulltesttype == PG_QUERY__NULL_TEST_TYPE__IS_NULL;
      return "(" + printed(*node.null_test->arg) + (null ? " IS NULL)" : " IS NOT NULL)");
    }
    case PG_QUERY__NODE__NODE_FUNC_CALL: return printed_call(node);
    case PG_QUERY__NODE__NODE_COALESCE_EXPR:
      return "COALESCE(" + joined(node.coalesce_expr->n_args, node.coalesce_expr->args, ", ") + ")";
    // PostgreSQL prints the type it gave a literal; text is the usual one.
    case PG_QUERY__NODE__NODE_A_CONST: {
      std::string text = rules::deparse_expression(node);
      return !text.empty() && text.front() == '\'' ? text + "::text" : text;
    }
    default: return rules::deparse_expression(node);
  }
}

const TableColumn& column_of(const Table& table, AttributeNumber number) {
  return table.columns[static_cast<std::size_t>(number - 1)];
}

std::string column_list(const Table& table, const std::vector<AttributeNumber>& numbers) {
  std::string list;
  for (const AttributeNumber number : numbers)
    list += (list.empty() ? "" : ", ") + quote_identifier(column_of(table, number).name);
  return list;
}

std::string key_text(const Table& table, const IndexKey& key) {
  if (key.column != 0) return quote_identifier(column_of(table, key.column).name);
  const std::string text = expression_text(key.expression_sql);
  const bool call = !text.empty() && text.back() == ')' && text.front() != '(';
  return call ? text : "(" + text + ")";
}

std::string_view action_text(ReferentialAction action) {
  switch (action) {
    case ReferentialAction::restrict_: return "RESTRICT";
    case ReferentialAction::cascade: return "CASCADE";
    case ReferentialAction::set_null: return "SET NULL";
    case ReferentialAction::set_default: return "SET DEFAULT";
    case ReferentialAction::no_action: break;
  }
  return "";
}

}  // namespace

std::string NameStyle::relation(Oid schema, std::string_view name) const {
  const FoundRelation found = find_relation(catalog, path, name);
  const FoundRelation exact = find_relation(catalog, schema, name);
  return qualified_name(catalog, schema, name, found && found.oid() == exact.oid());
}

std::string expression_text(std::string_view sql, Oid type) {
  const rules::ParseTree tree = rules::parse("SELECT " + std::string(sql));
  const Node& expression =
      *tree.statements().front().node->select_stmt->target_list[0]->res_target->val;
  const bool literal = type != 0 && rules::constant_string_of(&expression).has_value();
  if (!literal) return printed(expression);
  return rules::deparse_expression(expression) + "::" + type_display(type, -1);
}

std::string index_column_definition(const Table& table, const Index& index, int column) {
  const auto position = static_cast<std::size_t>(column - 1);
  if (column < 1) return "";
  if (position < index.keys.size()) return key_text(table, index.keys[position]);
  if (position < index.keys.size() + index.included.size())
    return quote_identifier(column_of(table, index.included[position - index.keys.size()]).name);
  return "";
}

std::string index_definition(const Table& table, const Index& index, const NameStyle& style) {
  std::string text = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  text += quote_identifier(index.name) + " ON " +
          qualified_name(style.catalog, table.schema, table.name) + " USING btree_index (";
  for (std::size_t i = 0; i < index.keys.size(); ++i) {
    text += (i == 0 ? "" : ", ") + key_text(table, index.keys[i]);
    if (index.keys[i].nulls_first) text += " NULLS FIRST";
  }
  text += ")";
  if (!index.included.empty()) text += " INCLUDE (" + column_list(table, index.included) + ")";
  if (index.nulls_not_distinct) text += " NULLS NOT DISTINCT";
  if (!index.predicate_sql.empty()) text += " WHERE " + expression_text(index.predicate_sql);
  return text;
}

std::string key_definition(const Table& table, const KeyConstraint& key) {
  const Index* index = table.find_index(key.index);
  if (index == nullptr) return "";
  std::string text = key.primary ? "PRIMARY KEY " : "UNIQUE ";
  if (index->nulls_not_distinct) text += "NULLS NOT DISTINCT ";
  std::vector<AttributeNumber> numbers;
  for (const IndexKey& part : index->keys) numbers.push_back(part.column);
  text += "(" + column_list(table, numbers) + ")";
  if (!index->included.empty()) text += " INCLUDE (" + column_list(table, index->included) + ")";
  return text;
}

std::string check_definition(const CheckConstraint& check) {
  return "CHECK (" + expression_text(check.expression_sql) + ")" +
         (check.no_inherit ? " NO INHERIT" : "") + (check.validated ? "" : " NOT VALID");
}

std::string domain_check_text(const CheckConstraint& check) {
  // PostgreSQL prints the word for the checked value in capitals.
  constexpr std::string_view word = "value";
  std::string text = expression_text(check.expression_sql);
  const auto part_of_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '"' || c == '\'';
  };
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const bool starts = at == 0 || !part_of_name(text[at - 1]);
    const std::size_t end = at + word.size();
    if (starts && (end == text.size() || !part_of_name(text[end])))
      text.replace(at, word.size(), "VALUE");
  }
  return text;
}

std::string domain_check_definition(const CheckConstraint& check) {
  return "CHECK (" + domain_check_text(check) + ")" + (check.validated ? "" : " NOT VALID");
}

std::string foreign_key_definition(const Table& table, const ForeignKey& key,
                                   const NameStyle& style) {
  const Table* parent = style.catalog.table(key.referenced_table);
  if (parent == nullptr) return "";
  std::string text = "FOREIGN KEY (" + column_list(table, key.columns) + ") REFERENCES " +
                     style.relation(parent->schema, parent->name) + "(" +
                     column_list(*parent, key.referenced_columns) + ")";
  if (key.match_full) text += " MATCH FULL";
  if (const auto action = action_text(key.on_update); !action.empty())
    text += " ON UPDATE " + std::string(action);
  if (const auto action = action_text(key.on_delete); !action.empty()) {
    text += " ON DELETE " + std::string(action);
    if (!key.set_columns.empty()) text += " (" + column_list(table, key.set_columns) + ")";
  }
  if (key.deferrable) text += " DEFERRABLE";
  if (key.initially_deferred) text += " INITIALLY DEFERRED";
  if (!key.validated) text += " NOT VALID";
  return text;
}

std::string view_definition(const View& view) { return " " + view.query_sql + ";"; }

std::string statistics_definition(const Statistics& statistics, const NameStyle& style) {
  const Table* table = style.catalog.table(statistics.table);
  if (table == nullptr) return "";
  std::string text =
      "CREATE STATISTICS " + qualified_name(style.catalog, statistics.schema, statistics.name);
  if (statistics.kinds.size() < 3 && !statistics.columns.empty()) {
    std::string kinds;
    const auto add = [&](char letter, std::string_view word) {
      if (statistics.kinds.find(letter) == std::string::npos) return;
      kinds += (kinds.empty() ? "" : ", ") + std::string(word);
    };
    add('d', "ndistinct");
    add('f', "dependencies");
    add('m', "mcv");
    text += " (" + kinds + ")";
  }
  text += " ON " + column_list(*table, statistics.columns);
  bool first = statistics.columns.empty();
  for (const std::string& sql : statistics.expressions) {
    text += (first ? "" : ", ") + expression_text(sql);
    first = false;
  }
  return text + " FROM " + style.relation(table->schema, table->name);
}

std::vector<std::string> column_names_in(std::string_view sql) {
  // Names are found as tokens of the normalised text: every identifier that is no call. A name that
  // is no column is skipped by the caller, which looks it up.
  std::vector<std::string> names;
  std::size_t at = 0;
  while (at < sql.size()) {
    const char c = sql[at];
    const auto plain = [](char x) {
      return (x >= 'a' && x <= 'z') || (x >= '0' && x <= '9') || x == '_' || x == '$' ||
             static_cast<unsigned char>(x) >= 0x80;
    };
    std::string name;
    if (c == '\'') {
      for (++at; at < sql.size() && sql[at] != '\''; ++at) {
      }
      ++at;
      continue;
    }
    if (c == '"') {
      for (++at; at < sql.size(); ++at) {
        if (sql[at] == '"' && (at + 1 == sql.size() || sql[at + 1] != '"')) break;
        if (sql[at] == '"') ++at;
        name += sql[at];
      }
      ++at;
    } else if (plain(c) && !(c >= '0' && c <= '9')) {
      while (at < sql.size() && plain(sql[at])) name += sql[at++];
    } else {
      ++at;
      continue;
    }
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

std::string constraint_definition(Oid constraint, const NameStyle& style) {
  for (const auto& [oid, table] : style.catalog.tables()) {
    for (const KeyConstraint& key : table->keys) {
      if (key.oid == constraint) return key_definition(*table, key);
    }
    for (const CheckConstraint& check : table->checks) {
      if (check.oid == constraint) return check_definition(check);
    }
    for (const ForeignKey& key : table->foreign_keys) {
      if (key.oid == constraint) return foreign_key_definition(*table, key, style);
    }
  }
  for (const auto& [oid, domain] : style.catalog.domains()) {
    for (const CheckConstraint& check : domain->checks) {
      if (check.oid == constraint) return domain_check_definition(check);
    }
  }
  return "";
}

}  // namespace dsql::engine
