// ON CONFLICT: which unique indexes arbitrate, and what DO UPDATE assigns
// (transformOnConflictClause, infer_arbiter_indexes). One thread.
#pragma once

#include "engine/bind/dml_target.h"

namespace dsql::engine {

// Raises no_unique_constraint_for_on_conflict, undefined_constraint_for_table.
OnConflict bind_on_conflict(Binder& binder, Level& level, const DmlTarget& target,
                            const PgQuery__OnConflictClause& clause);

}  // namespace dsql::engine
