// The end of a transaction, the same for sessions and jobs: the write set and, where there was DDL,
// the catalog changes go to the adjudicator as one commit.
#pragma once

#include <vector>

#include "engine/catalog/catalog_head.h"
#include "engine/exec/context.h"

namespace dsql::engine {

// Pins the newest catalog version and takes a snapshot that belongs to it: neither has seen a DDL
// commit that the other has not. `state.txn` must be fresh; it may be replaced.
void begin_reading(TransactionState& state, Adjudicator& adjudicator, CatalogHead& head);

struct CommitResult {
  CommitOutcome outcome;
  CatalogPointer published;  // the version a DDL commit made, null otherwise
};

// Commits. A transaction that wrote rows of tables whose catalog entry has changed since it was
// pinned, or whose own DDL cannot be carried over to the newest version, ends as schema_conflict.
// Raises: disk_full, io_error. The state is spent afterwards, however it ends.
CommitResult commit_transaction(TransactionState& state, CatalogHead& head);

}  // namespace dsql::engine
