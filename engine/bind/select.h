// Binding of queries (parse_analyze's transformSelectStmt and relatives): SELECT, VALUES, set
// operations, and sub-selects of every place. One thread.
#pragma once

#include <string_view>
#include <vector>

#include "engine/bind/expression.h"
#include "engine/bind/scope.h"

namespace dsql::engine {

struct SelectOutput {
  std::string_view name;
  ColumnId column = no_column;
};

struct BoundSelect {
  RelationPtr root;
  std::vector<SelectOutput> outputs;  // same order as root->outputs
  // The Project whose item i makes output i, while an untyped literal among them may still get a
  // type; null where there is none.
  Relation* project = nullptr;
  QueryFormPtr form;  // where forms are recorded
};

struct SelectOptions {
  bool keep_unknown = false;  // untyped literals stay untyped: INSERT … SELECT, set operations
  bool lateral = false;       // may refer to the FROM items before it
  CteEntry* defining_cte = nullptr;  // it is the query of this CTE
  bool in_expression = false;        // a sub-select of an expression, not of FROM
  int lock = 0;  // strength (PgQuery__LockClauseStrength) with which the query around locks it
};

// A SELECT statement in any form. Raises every analysis error.
BoundSelect bind_select(Binder& binder, Level* parent, const PgQuery__SelectStmt& statement,
                        const SelectOptions& options = {});
// The query of a sub-select. Raises unsupported_node for anything but SELECT.
BoundSelect bind_subselect(Binder& binder, Level* parent, const Node& query,
                           const SelectOptions& options = {});

// Makes the outputs have these types (by implicit cast; literals are read anew), with a Project on
// top where that needs one.
void retype_outputs(Binder& binder, BoundSelect& select, const std::vector<Oid>& types,
                    std::string_view clause);
// The expression for output i that is still an untyped literal, null otherwise.
ExprPtr untyped_output(const Binder& binder, const BoundSelect& select, std::size_t i);

// --- pieces of a SELECT, one file each ---
BoundSelect bind_plain_select(Binder& binder, Level& level, const PgQuery__SelectStmt& statement,
                              const SelectOptions& options);
BoundSelect bind_values(Binder& binder, Level& level, const PgQuery__SelectStmt& statement,
                        const SelectOptions& options);
BoundSelect bind_set_operation(Binder& binder, Level& level, const PgQuery__SelectStmt& statement,
                               const SelectOptions& options);

}  // namespace dsql::engine
