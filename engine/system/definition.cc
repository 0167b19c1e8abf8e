#include "engine/system/definition.h"

#include <algorithm>

#include "engine/catalog/search_path.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

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

std::string expression_text(std::string_view sql) {
  // public is on everybody's search path unless it was taken off.
  constexpr std::string_view schema = "public.";
  std::string text(sql);
  for (const std::string_view call : {"nextval('", "currval('", "setval('"}) {
    for (std::size_t at = text.find(call); at != std::string::npos; at = text.find(call, at + 1))
      if (text.compare(at + call.size(), schema.size(), schema) == 0)
        text.erase(at + call.size(), schema.size());
  }
  return text;
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

std::string domain_check_definition(const CheckConstraint& check) {
  return "CHECK (" + expression_text(check.expression_sql) + ")" +
         (check.validated ? "" : " NOT VALID");
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
