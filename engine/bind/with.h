// WITH clauses (parse_cte.c): definitions, which references see them, and recursion. A WithScope
// lives as long as its level is being bound; one thread.
#pragma once

#include <deque>
#include <vector>

#include "engine/bind/scope.h"
#include "engine/bind/select.h"

namespace dsql::engine {

class WithScope {
 public:
  // Binds the definitions in order and makes them visible to `level`. `clause` may be null.
  WithScope(Binder& binder, Level& level, const PgQuery__WithClause* clause);
  WithScope(const WithScope&) = delete;
  WithScope& operator=(const WithScope&) = delete;

  // `root` under the definitions that are needed; `root` itself if there are none.
  RelationPtr wrap(RelationPtr root);

  // Binds a definition that is referred to before its turn (WITH RECURSIVE).
  void bind_now(CteEntry& entry);

 private:
  struct Definition {
    const PgQuery__CommonTableExpr* node = nullptr;
    CteEntry entry;
    CteDefinition bound;
    bool recursive = false;
    QueryFormPtr form;
  };
  void bind(Definition& definition);
  QueryFormPtr form_of_searched(Definition& definition);
  void record(QueryForm& form) const;
  std::vector<std::string> own_columns(Definition& definition);
  void bind_recursive_union(Definition& definition, const PgQuery__SelectStmt& statement);
  void set_columns(Definition& definition, const std::vector<SelectOutput>& outputs);

  Binder& binder_;
  Level& level_;
  bool recursive_clause_ = false;
  std::deque<Definition> definitions_;
  std::vector<Definition*> order_;  // as bound: each after those it refers to
};

// The definition a bare name means, null if none. Binds it first if it is pending.
CteEntry* find_cte(Level& level, std::string_view name);
// Whether a definition of the name comes later in a WITH around (a forward reference).
bool is_future_cte(const Level& level, std::string_view name);

}  // namespace dsql::engine
