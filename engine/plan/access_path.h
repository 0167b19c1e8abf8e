// Which way a table is read: the whole of it in key order, a range of its primary key, or a range
// of an index; and in which order that yields the rows.
#pragma once

#include <vector>

#include "engine/plan/expressions.h"
#include "engine/plan/plan.h"
#include "engine/plan/planner.h"

namespace dsql::engine {

// An order that the plan above could use.
struct WantedOrder {
  std::vector<SortKey> keys;  // plain columns only
  bool limited = false;       // a LIMIT follows, so that few rows are read
};

struct AccessPath {
  TableAccess access;
  double rows = 1;       // estimated rows after the filter
  double cost = 0;       // of one run
  bool ordered = false;  // yields the wanted order
  bool unique = false;   // at most one row
};

// The cheapest way to read `scan` under `conjuncts`. Whatever a conjunct reads beside the scan's
// own columns is taken as known when the scan starts (parameters, outer columns). `needed` are the
// columns to produce.
AccessPath choose_access(const TableScan& scan, const std::vector<ExprPtr>& conjuncts,
                         const std::vector<ColumnId>& needed, const WantedOrder* order,
                         const PlanContext& context);

// The expression under relabels that leave the value and its order alone.
const Expr& strip_relabel(const Expr& expr);

// Whether values of the two types compare by the same key encoding after coerce_bound
// (exec/scan.h).
bool same_key_family(Oid a, Oid b);

}  // namespace dsql::engine
