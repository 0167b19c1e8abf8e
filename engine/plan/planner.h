// Bound query → plan. The passes are a readable list in planner.cc: fold constants, turn
// sub-selects into joins, push conditions down, prune columns, order joins, choose access paths.
// Pure but for the statistics it asks for.
#pragma once

#include <memory>

#include "engine/plan/plan.h"

namespace dsql::engine {

// Row counts the planner may know.
class PlanStatistics {
 public:
  virtual ~PlanStatistics() = default;
  // Rows of a table, or a negative number if nothing is known.
  virtual double table_rows(Oid table) const = 0;
};

struct PlanSettings {
  bool enable_hashjoin = true;
  bool enable_nestloop = true;
  bool enable_indexscan = true;
  bool enable_indexonlyscan = true;
  bool enable_seqscan = true;
};

// What planning may know. Outlives the call; `services` and `format` serve the folding of constant
// calls.
struct PlanContext {
  const CatalogVersion& catalog;
  const PlanStatistics& statistics;
  PlanSettings settings;
  const TextFormat& format;
  FunctionServices& services;
};

// Takes the query over; its relations are rewritten in place.
PlanPtr plan_query(BoundQuery query, const PlanContext& context);

}  // namespace dsql::engine
