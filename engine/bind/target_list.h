// Select lists: names of result columns, `*`, and expressions (parse_target.c). One thread.
#pragma once

#include <string_view>
#include <vector>

#include "engine/bind/expression.h"

namespace dsql::engine {

// One column of a select list.
struct Target {
  std::string_view name;
  ExprPtr expr;
  ColumnId column = no_column;  // its output id, once projected
  bool junk = false;            // only sorted or made distinct by
};

// The name PostgreSQL gives a column without AS (FigureColname).
std::string_view figure_name(const Node& node);

struct StarColumn {
  std::string_view name;
  ExprPtr expr;
};

bool ends_with_star(const PgQuery__ColumnRef& ref);
bool ends_with_star(const PgQuery__AIndirection& indirection);
// `*`, `t.*`, `(record).*`. Raises star_with_no_tables, missing_from_entry.
std::vector<StarColumn> expand_star(Binder& binder, Level& level, const PgQuery__ColumnRef& ref);
std::vector<StarColumn> expand_star(Binder& binder, Level& level,
                                    const PgQuery__AIndirection& indirection);

// The whole list. Untyped literals stay untyped.
std::vector<Target> bind_target_list(Binder& binder, Level& level, Nodes list, Place place);

// Gives each target its output id: a column of `input` keeps its own, anything else gets a new one.
std::vector<Projection> project_targets(Binder& binder, std::vector<Target>& targets,
                                        const Relation& input);

}  // namespace dsql::engine
