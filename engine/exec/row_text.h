// Values of rows and keys as the DETAIL of a constraint error shows them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/types/value.h"

namespace dsql::engine {

// "1, null, abc": every column that is not dropped, long values cut.
std::string row_text(const Table& table, const std::vector<const Column*>& columns,
                     std::uint32_t row, const TextFormat& format);

// "(a, b)=(1, x)" of an index's key columns.
std::string key_description(const Table& table, const Index& index,
                            const std::vector<const Column*>& keys, std::uint32_t row,
                            const TextFormat& format);

// The same of some columns of a table and values for them.
std::string key_description(const Table& table, std::span<const AttributeNumber> columns,
                            std::span<const Value> values, const TextFormat& format);

// The foreign key of a child table by oid; null if it has been dropped.
const ForeignKey* find_foreign_key(const CatalogVersion& catalog, Oid child, Oid key);

}  // namespace dsql::engine
