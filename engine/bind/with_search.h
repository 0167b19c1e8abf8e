// SEARCH and CYCLE of recursive CTEs (parse_cte.c, rewriteSearchCycle.c): the union rewritten into
// one that carries the sequence, mark and path columns along. Belongs to the binding of one CTE and
// must outlive it; the parse nodes it makes live in it and in the binder.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "engine/bind/binder.h"
#include "engine/bind/scope.h"
#include "engine/bind/tree_access.h"

namespace dsql::engine {

class SearchedUnion {
 public:
  // `columns`: the names of the CTE's own columns. Raises the errors of both clauses,
  // search_cycle_not_supported for a right side in which the reference is not found.
  SearchedUnion(Binder& binder, Level& level, const PgQuery__CommonTableExpr& cte,
                const PgQuery__SelectStmt& statement, std::vector<std::string> columns);
  SearchedUnion(const SearchedUnion&) = delete;
  SearchedUnion& operator=(const SearchedUnion&) = delete;

  const PgQuery__SelectStmt& statement() const { return union_; }

 private:
  void check_search(const PgQuery__CTESearchClause& search) const;
  void check_cycle(Level& level, const PgQuery__CTECycleClause& cycle);
  void check_list(std::string_view what, Nodes list) const;
  void check_free(std::string_view what, std::string_view name) const;
  // The columns that are added, in order.
  std::vector<std::string> added() const;
  std::string row_of(std::string_view alias, Nodes list) const;
  std::string own_columns(std::string_view alias) const;
  PgQuery__SelectStmt* parse_select(std::string text);
  void make_left(PgQuery__SelectStmt& inner);
  void make_right(const PgQuery__SelectStmt& inner);
  // The right side's own query, which hands the added columns on.
  PgQuery__SelectStmt& extended(const PgQuery__SelectStmt& inner);
  void add_targets(const PgQuery__SelectStmt& inner, std::string_view alias);
  PgQuery__SelectStmt* over(const std::string& list, std::string_view alias,
                            const std::string& names, PgQuery__SelectStmt& inner);

  Binder& binder_;
  const PgQuery__CommonTableExpr& cte_;
  const PgQuery__CTESearchClause* search_;
  const PgQuery__CTECycleClause* cycle_;
  std::vector<std::string> columns_;
  std::string mark_value_, mark_default_;
  PgQuery__SelectStmt union_;
  PgQuery__SelectStmt right_;
  std::vector<Node*> targets_;
  std::vector<Node*> conditions_;
  PgQuery__BoolExpr both_;
  Node condition_;
};

}  // namespace dsql::engine
