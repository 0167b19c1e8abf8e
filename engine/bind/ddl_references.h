// Stored SQL names other objects as text: a view its relations, a default its sequence. When one of
// them gets another name or schema, the text that names it follows. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bind/ddl_binder.h"

namespace dsql::engine {

// Where a relation stands under its new name.
struct Renamed {
  Oid oid = 0;
  std::string old_schema;
  std::string old_name;
  std::string new_schema;
  std::string new_name;
};

// Adds to `out` the views over the relation, and the tables whose defaults call a sequence of that
// name, with their texts changed.
void follow_rename(const CatalogVersion& catalog, const Renamed& renamed, PutObjects& out);

// Adds to `out` the views that read a table one of whose columns gets another name: there the table
// is given its old column names as an alias list.
void follow_column_rename(const CatalogVersion& catalog, const Object& relation,
                          const std::vector<TableColumn>& old_columns, PutObjects& out);

// The SQL of an expression with the sequence names in nextval('…'), currval and setval put through
// `rename` (which answers nullopt to leave one alone).
std::string map_sequence_names(
    std::string_view sql,
    const std::function<std::optional<std::string>(std::string_view name)>& rename);

}  // namespace dsql::engine
