// GROUP BY and what follows from it: group keys and sets, and the replacement of grouped
// expressions above the aggregation (parse_agg.c). One thread.
#pragma once

#include <functional>
#include <vector>

#include "engine/bind/sort.h"
#include "engine/bind/target_list.h"

namespace dsql::engine {

// GROUP BY as bound: the distinct key expressions, and the grouping sets as indexes into them.
struct GroupClause {
  std::vector<ExprPtr> keys;
  std::vector<std::vector<std::uint32_t>> sets;  // one set for a plain GROUP BY
  bool present = false;
  bool has_sets = false;         // GROUPING SETS, ROLLUP, CUBE or ()
  std::vector<GroupForm> items;  // as written
};
GroupClause bind_group_clause(Binder& binder, Level& level, const PgQuery__SelectStmt& statement,
                              std::vector<Target>& targets);

// Puts the aggregation over `input` and rewrites every expression above it (`visit` calls its
// argument for each) to refer to the keys. Raises column_must_be_grouped and its relatives.
using VisitExprs = std::function<void(const std::function<void(ExprPtr&)>&)>;
RelationPtr make_aggregation(Binder& binder, Level& level, GroupClause clause, RelationPtr input,
                             const VisitExprs& visit);

}  // namespace dsql::engine
