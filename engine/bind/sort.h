// ORDER BY, GROUP BY's and DISTINCT's way of naming select-list columns, LIMIT, and locking
// clauses. One thread.
#pragma once

#include <string_view>
#include <vector>

#include "engine/bind/select.h"
#include "engine/bind/target_list.h"

namespace dsql::engine {

// Index of the select-list column an ORDER BY, GROUP BY or DISTINCT ON item means: by name, by
// position, or by being equal; otherwise it is added as junk (findTargetlistEntrySQL92).
std::size_t find_target(Binder& binder, Level& level, const Node& node,
                        std::vector<Target>& targets, Place place);

// An ORDER BY item over the select list.
struct SortItem {
  std::size_t target = 0;
  bool descending = false;
  bool nulls_first = false;
  int location = -1;
};
std::vector<SortItem> bind_sort_clause(Binder& binder, Level& level, Nodes list,
                                       std::vector<Target>& targets);

// ORDER BY of a set operation or VALUES: names and positions of result columns only.
std::vector<SortKey> bind_output_sort(Binder& binder, Level& level,
                                      const PgQuery__SelectStmt& statement,
                                      const std::vector<SelectOutput>& outputs);

// LIMIT, OFFSET, FETCH; the input itself where there is none.
RelationPtr add_limit(Binder& binder, Level& level, const PgQuery__SelectStmt& statement,
                      RelationPtr input);

// Raises locking_not_allowed_with for the strongest locking clause.
[[noreturn]] void refuse_locking(const PgQuery__SelectStmt& statement, int inherited,
                                 std::string_view clause);
// "FOR UPDATE" and so on.
std::string_view lock_words(int strength);
// LockRows over the base tables of the level that its locking clauses reach.
RelationPtr add_locks(Binder& binder, Level& level, RelationPtr input);

}  // namespace dsql::engine
