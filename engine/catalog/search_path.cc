#include "engine/catalog/search_path.h"

#include <algorithm>

#include "engine/functions/quoting.h"

namespace dsql::engine {

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
  std::string quoted;
  append_quoted_identifier(quoted, name);
  return quoted;
}

std::string quote_literal(std::string_view text) {
  std::string quoted;
  append_quoted_literal(quoted, text);
  return quoted;
}

std::string qualified_name(const CatalogVersion& catalog, Oid schema, std::string_view name,
                           bool visible) {
  const Schema* owner = visible ? nullptr : catalog.schema(schema);
  return owner == nullptr ? quote_identifier(name)
                          : quote_identifier(owner->name) + "." + quote_identifier(name);
}

}  // namespace dsql::engine
