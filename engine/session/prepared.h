// Prepared: one statement, parsed and, once it has been bound, planned. Shared between the
// session's named statements, its portals and its plan cache; the plan is made again when the
// catalog has changed. One session's thread at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dsqlrules/parse/statement.h"
#include "dsqlrules/parse/statement_traits.h"
#include "engine/plan/plan.h"
#include "engine/session/session.h"

namespace dsql::engine {

struct Prepared {
  std::shared_ptr<const rules::ParseTree> tree;  // owns the text and the parse nodes
  const rules::Statement* statement = nullptr;   // null for an empty query string
  rules::StatementTraits traits;
  std::vector<Oid> given_types;  // by Parse; 0 where left open

  // What binding found, valid for `catalog` and the settings of `environment`.
  CatalogPointer catalog;
  std::uint64_t environment = 0;  // of names and plans: search path, role, planner settings
  PlanPtr plan;                   // of queries and DML
  std::vector<Oid> parameter_types;
  Description description;
};

using PreparedPtr = std::shared_ptr<Prepared>;

}  // namespace dsql::engine
