// Running DDL: applies a bound statement to the transaction's CatalogEdit and asks for its jobs.
// The changes reach the store and other sessions when the transaction commits. Called by the
// session on its thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/bind/ddl.h"
#include "engine/exec/context.h"

namespace dsql::engine {

struct DdlResult {
  std::string tag;
  std::vector<rules::SqlError> notices;
  std::optional<std::string> job_id;  // ASYNC statements answer one row, column job_id (text)
  bool wait_for_jobs = false;         // ANALYZE: answered when the transaction's jobs have ended
};

// Creates context.transaction.edit if there is none and replaces context.transaction.catalog by the
// edited version. SET CONSTRAINTS is not for run_ddl: the session hands its foreign keys to the
// constraint queue. Raises: what the elements of CREATE SCHEMA raise when they are bound.
DdlResult run_ddl(const BoundDdl& ddl, ExecContext& context);

}  // namespace dsql::engine
