// Shapes from the syntax of one statement: what it says by itself, without the catalog. Pure.
#pragma once

#include <cstddef>
#include <vector>

#include "dsqlrules/parse/statement.h"
#include "dsqlrules/shape/shape.h"

namespace dsql::rules {

// The columns, and the keys that column and table constraints declare. LIKE clauses add nothing
// here.
TableShape table_shape(const PgQuery__CreateStmt& create);

ColumnShape column_shape(const PgQuery__ColumnDef& column);

// The key columns of CREATE INDEX; their types are unknown (empty) and for the caller to fill in.
KeyShape index_shape(const PgQuery__IndexStmt& index);

// The CACHE among the options of a sequence or identity column (also SET CACHE).
std::optional<std::int64_t> cache_option(std::size_t count, Node* const* options);

// Everything about values that one statement breaks by itself: types, sizes, identity, CACHE, keys.
// It is to be asked after the screen. CREATE SCHEMA's elements are looked at too.
std::vector<Violation> shape_violations(const Statement& statement, AsOf as_of = newest_profile);

}  // namespace dsql::rules
