// Bound expressions as text, for relation_print and tests.
#pragma once

#include <string>
#include <vector>

#include "engine/bind/relation.h"

namespace dsql::engine {

// name#id, or #id where the name is unknown.
std::string column_label(ColumnId id, const std::vector<ColumnOrigin>& columns);
std::string print_keys(const std::vector<SortKey>& keys, const std::vector<ColumnOrigin>& columns);

}  // namespace dsql::engine
