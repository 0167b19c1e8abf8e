#include "engine/catalog/search_path.h"

#include <algorithm>
#include <array>

namespace dsql::engine {

namespace {

// The keywords of PostgreSQL 16 that are not unreserved, and Aurora DSQL's own ASYNC: as a name
// they need quotes. Sorted.
constexpr auto quoted_keywords = std::to_array<std::string_view>({"all",
                                                                  "analyse",
                                                                  "analyze",
                                                                  "and",
                                                                  "any",
                                                                  "array",
                                                                  "as",
                                                                  "asc",
                                                                  "asymmetric",
                                                                  "async",
                                                                  "authorization",
                                                                  "between",
                                                                  "bigint",
                                                                  "binary",
                                                                  "bit",
                                                                  "boolean",
                                                                  "both",
                                                                  "case",
                                                                  "cast",
                                                                  "char",
                                                                  "character",
                                                                  "check",
                                                                  "coalesce",
                                                                  "collate",
                                                                  "collation",
                                                                  "column",
                                                                  "concurrently",
                                                                  "constraint",
                                                                  "create",
                                                                  "cross",
                                                                  "current_catalog",
                                                                  "current_date",
                                                                  "current_role",
                                                                  "current_schema",
                                                                  "current_time",
                                                                  "current_timestamp",
                                                                  "current_user",
                                                                  "dec",
                                                                  "decimal",
                                                                  "default",
                                                                  "deferrable",
                                                                  "desc",
                                                                  "distinct",
                                                                  "do",
                                                                  "else",
                                                                  "end",
                                                                  "except",
                                                                  "exists",
                                                                  "extract",
                                                                  "false",
                                                                  "fetch",
                                                                  "float",
                                                                  "for",
                                                                  "foreign",
                                                                  "freeze",
                                                                  "from",
                                                                  "full",
                                                                  "grant",
                                                                  "greatest",
                                                                  "group",
                                                                  "grouping",
                                                                  "having",
                                                                  "ilike",
                                                                  "in",
                                                                  "initially",
                                                                  "inner",
                                                                  "inout",
                                                                  "int",
                                                                  "integer",
                                                                  "intersect",
                                                                  "interval",
                                                                  "into",
                                                                  "is",
                                                                  "isnull",
                                                                  "join",
                                                                  "json_array",
                                                                  "json_arrayagg",
                                                                  "json_object",
                                                                  "json_objectagg",
                                                                  "lateral",
                                                                  "leading",
                                                                  "least",
                                                                  "left",
                                                                  "like",
                                                                  "limit",
                                                                  "localtime",
                                                                  "localtimestamp",
                                                                  "national",
                                                                  "natural",
                                                                  "nchar",
                                                                  "none",
                                                                  "normalize",
                                                                  "not",
                                                                  "notnull",
                                                                  "null",
                                                                  "nullif",
                                                                  "numeric",
                                                                  "offset",
                                                                  "on",
                                                                  "only",
                                                                  "or",
                                                                  "order",
                                                                  "out",
                                                                  "outer",
                                                                  "overlaps",
                                                                  "overlay",
                                                                  "placing",
                                                                  "position",
                                                                  "precision",
                                                                  "primary",
                                                                  "real",
                                                                  "references",
                                                                  "returning",
                                                                  "right",
                                                                  "row",
                                                                  "select",
                                                                  "session_user",
                                                                  "setof",
                                                                  "similar",
                                                                  "smallint",
                                                                  "some",
                                                                  "substring",
                                                                  "symmetric",
                                                                  "system_user",
                                                                  "table",
                                                                  "tablesample",
                                                                  "then",
                                                                  "time",
                                                                  "timestamp",
                                                                  "to",
                                                                  "trailing",
                                                                  "treat",
                                                                  "trim",
                                                                  "true",
                                                                  "union",
                                                                  "unique",
                                                                  "user",
                                                                  "using",
                                                                  "values",
                                                                  "varchar",
                                                                  "variadic",
                                                                  "verbose",
                                                                  "when",
                                                                  "where",
                                                                  "window",
                                                                  "with",
                                                                  "xmlattributes",
                                                                  "xmlconcat",
                                                                  "xmlelement",
                                                                  "xmlexists",
                                                                  "xmlforest",
                                                                  "xmlnamespaces",
                                                                  "xmlparse",
                                                                  "xmlpi",
                                                                  "xmlroot",
                                                                  "xmlserialize",
                                                                  "xmltable"});

bool needs_quotes(std::string_view name) {
  const auto plain_start = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  const auto plain = [&](char c) { return plain_start(c) || (c >= '0' && c <= '9'); };
  if (name.empty() || !plain_start(name[0])) return true;
  if (!std::all_of(name.begin(), name.end(), plain)) return true;
  return std::binary_search(quoted_keywords.begin(), quoted_keywords.end(), name);
}

std::string quoted(std::string_view text, char quote) {
  std::string result(1, quote);
  for (const char c : text) {
    if (c == quote) result += quote;
    result += c;
  }
  result += quote;
  return result;
}

}  // namespace

std::vector<Oid> effective_path(const CatalogVersion& catalog, std::span<const std::string> path,
                                std::string_view user, bool implicit) {
  std::vector<Oid> result;
  for (const std::string& entry : path) {
    const Schema* schema = catalog.find_schema(entry == "$user" ? user : std::string_view(entry));
    if (schema == nullptr) continue;
    if (std::find(result.begin(), result.end(), schema->oid) == result.end())
      result.push_back(schema->oid);
  }
  if (implicit && std::find(result.begin(), result.end(), oid::schema_pg_catalog) == result.end()) {
    result.insert(result.begin(), oid::schema_pg_catalog);
  }
  return result;
}

const Object* FoundRelation::object() const {
  if (index != nullptr) return nullptr;
  if (table != nullptr) return table;
  if (view != nullptr) return view;
  return sequence;
}

Oid FoundRelation::oid() const {
  if (index != nullptr) return index->oid;
  return object() == nullptr ? 0 : object()->oid;
}

FoundRelation find_relation(const CatalogVersion& catalog, Oid schema, std::string_view name) {
  if (const Table* table = catalog.find_table(schema, name)) return {.kind = 'r', .table = table};
  if (const View* view = catalog.find_view(schema, name)) return {.kind = 'v', .view = view};
  if (const SequenceObject* sequence = catalog.find_sequence(schema, name))
    return {.kind = 'S', .sequence = sequence};
  if (const auto [table, index] = catalog.find_index(schema, name); index != nullptr)
    return {.kind = 'i', .table = table, .index = index};
  return {};
}

FoundRelation find_relation(const CatalogVersion& catalog, std::span<const Oid> path,
                            std::string_view name) {
  for (const Oid schema : path) {
    if (const FoundRelation found = find_relation(catalog, schema, name)) return found;
  }
  return {};
}

FoundRelation find_relation(const CatalogVersion& catalog, Oid oid) {
  if (const Table* table = catalog.table(oid)) return {.kind = 'r', .table = table};
  if (const View* view = catalog.view(oid)) return {.kind = 'v', .view = view};
  if (const SequenceObject* sequence = catalog.sequence(oid))
    return {.kind = 'S', .sequence = sequence};
  if (const auto [table, index] = catalog.index(oid); index != nullptr)
    return {.kind = 'i', .table = table, .index = index};
  return {};
}

const Domain* find_domain(const CatalogVersion& catalog, std::span<const Oid> path,
                          std::string_view name) {
  for (const Oid schema : path) {
    if (const Domain* found = catalog.find_domain(schema, name)) return found;
  }
  return nullptr;
}

std::string quote_identifier(std::string_view name) {
  return needs_quotes(name) ? quoted(name, '"') : std::string(name);
}

std::string quote_literal(std::string_view text) {
  if (text.find('\\') == std::string_view::npos) return quoted(text, '\'');
  std::string doubled;
  for (const char c : text) doubled.append(c == '\\' ? 2 : 1, c);
  return "E" + quoted(doubled, '\'');
}

std::string qualified_name(const CatalogVersion& catalog, Oid schema, std::string_view name,
                           bool visible) {
  const Schema* owner = visible ? nullptr : catalog.schema(schema);
  return owner == nullptr ? quote_identifier(name)
                          : quote_identifier(owner->name) + "." + quote_identifier(name);
}

}  // namespace dsql::engine
