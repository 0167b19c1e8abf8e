// Set operations: common types of both sides, the result's columns, and ORDER BY over them. One
// thread.
#pragma once

#include "engine/bind/select.h"

namespace dsql::engine {

// UNION, INTERSECT or EXCEPT of two bound sides with the statement's ORDER BY, LIMIT and locks.
BoundSelect finish_set_operation(Binder& binder, Level& level, const PgQuery__SelectStmt& statement,
                                 BoundSelect left, BoundSelect right, const SelectOptions& options);

// The union of a recursive CTE. Raises recursive_column_type.
RelationPtr finish_recursive_union(Binder& binder, const PgQuery__SelectStmt& statement,
                                   const CteEntry& entry, BoundSelect first, BoundSelect second,
                                   Level& level);

}  // namespace dsql::engine
