// Binding of INSERT, UPDATE and DELETE. Outputs are those of RETURNING. One thread.
#pragma once

#include "engine/bind/select.h"

namespace dsql::engine {

BoundSelect bind_insert(Binder& binder, Level* parent, const PgQuery__InsertStmt& statement);
BoundSelect bind_update(Binder& binder, Level* parent, const PgQuery__UpdateStmt& statement);
BoundSelect bind_delete(Binder& binder, Level* parent, const PgQuery__DeleteStmt& statement);

// Any of SELECT, INSERT, UPDATE, DELETE. Raises unsupported_node for another statement.
BoundSelect bind_any_query(Binder& binder, Level* parent, const Node& statement,
                           const SelectOptions& options = {});

}  // namespace dsql::engine
