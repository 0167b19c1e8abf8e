// Names to objects by a search path, as PostgreSQL's namespace.c does: pg_catalog is searched first
// unless the path names it, "$user" is the role's own schema, absent schemas are skipped. Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"

namespace dsql::engine {

// The schemas of a path in search order. `implicit`: with pg_catalog in front if it is not named.
std::vector<Oid> effective_path(const CatalogVersion& catalog, std::span<const std::string> path,
                                std::string_view user, bool implicit);

// One relation by name; kind 0 if there is none.
struct FoundRelation {
  char kind = 0;                 // r table, v view, S sequence, i index
  const Table* table = nullptr;  // a table, or the table of an index
  const View* view = nullptr;
  const SequenceObject* sequence = nullptr;
  const Index* index = nullptr;

  explicit operator bool() const { return kind != 0; }
  const Object* object() const;  // null for an index
  Oid oid() const;
};

FoundRelation find_relation(const CatalogVersion& catalog, Oid schema, std::string_view name);
// The first schema of `path` that has it.
FoundRelation find_relation(const CatalogVersion& catalog, std::span<const Oid> path,
                            std::string_view name);
FoundRelation find_relation(const CatalogVersion& catalog, Oid oid);

const Domain* find_domain(const CatalogVersion& catalog, std::span<const Oid> path,
                          std::string_view name);

// An identifier as PostgreSQL prints it: quoted only where it must be.
std::string quote_identifier(std::string_view name);
std::string quote_literal(std::string_view text);
// schema.name, quoted; the schema left out when `visible`.
std::string qualified_name(const CatalogVersion& catalog, Oid schema, std::string_view name,
                           bool visible = false);

}  // namespace dsql::engine
