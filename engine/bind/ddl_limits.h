// Aurora DSQL's own limits and refusals for definitions, where they need the catalog: types of
// columns and keys, numbers of columns, keys and objects. The one place where the catalog's objects
// are described to dsqlrules/shape. Pure.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/bind/bind.h"
#include "engine/catalog/catalog.h"

namespace dsql::engine {

// The type of a column as it is stored: numeric without modifier is numeric(18,6). Raises: the
// refusal of a type that cannot be stored, and of lengths past the limit.
BoundType column_type(const BoundType& type);

// Raises: too many columns (alive, or over the table's life), too many indexes, and for every index
// too many key columns, types that cannot be in a key, keys declared too long.
void check_table_limits(const Table& table);

void check_sequence_cache(std::int64_t cache);
// Raises: an identity column that is not bigint. `type`: as declared, a domain's oid for a domain.
void check_identity_type(Oid type, TypeModifier modifier);

// One object more: raises when the database is full of them.
void check_schema_count(const CatalogVersion& catalog);
void check_table_count(const CatalogVersion& catalog);
void check_view_count(const CatalogVersion& catalog);
void check_view_size(std::string_view sql);
void check_sequence_count(const CatalogVersion& catalog);
void check_statistics_count(const CatalogVersion& catalog, Oid table);
void check_statistics_target(std::int64_t target);

// Refuses what concerns the schemas and roles of the system.
[[noreturn]] void refuse_system_entity();
// Refuses ALTER TABLE … DROP COLUMN of a key column, DROP CONSTRAINT of the primary key.
[[noreturn]] void refuse_drop_of_key_column(std::string_view column);
[[noreturn]] void refuse_drop_of_primary_key();

}  // namespace dsql::engine
