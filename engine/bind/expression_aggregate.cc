// Aggregates and GROUPING: to which query level a call belongs, and whether it may stand there
// (check_agglevels_and_constraints).
#include <algorithm>

#include "dsqlrules/conditions/query_errors.h"
#include "engine/bind/expression.h"
#include "engine/bind/walk.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

// Depth of the level the call belongs to: the nearest among the columns and aggregates inside, the
// call's own if there are none.
int owner_depth(const AggregateFrame& frame) {
  const int nearest = std::max(frame.nearest, frame.nearest_aggregate);
  return nearest < 0 ? frame.level : nearest;
}

Level& level_at(Level& level, int depth) {
  Level* at = &level;
  while (at->depth > depth && at->parent != nullptr) at = at->parent;
  return *at;
}

}  // namespace

ExprPtr add_aggregate(Binder& binder, Level& level, std::shared_ptr<Expr> call,
                      const AggregateFrame& frame) {
  const int depth = owner_depth(frame);
  if (frame.nearest_aggregate == depth && frame.nearest_aggregate >= 0)
    rules::raise(rules::error(conditions::nested_aggregate).at(frame.aggregate_location));
  Level& owner = level_at(level, depth);
  const PlaceRules& rules_here = rules_of(owner.place);
  if (!rules_here.aggregates && owner.place != Place::none) {
    rules::raise(
        rules::error(conditions::aggregates_not_allowed, rules_here.forbidder).at(call->location));
  }
  // The aggregates around this one, if any, must not be of the same level.
  for (AggregateFrame& outer : binder.aggregate_frames) {
    if (&outer == &binder.aggregate_frames.back() || depth > outer.level) continue;
    if (depth > outer.nearest_aggregate) {
      outer.nearest_aggregate = depth;
      outer.aggregate_location = call->location;
    }
  }
  if (!is_volatile(call)) {
    for (const AggregateUse& other : owner.aggregates)
      if (equal_exprs(other.call, call)) return column_expr(binder, other.column, call->location);
  }
  const ColumnId column = binder.new_column(call->function->name, call->type);
  owner.aggregates.push_back({column, call});
  record_call(binder, column, {.call = call, .grouping = {}, .window = {}});
  return column_expr(binder, column, call->location);
}

ExprPtr bind_grouping(Binder& binder, Level& level, const PgQuery__GroupingFunc& grouping) {
  const PlaceRules& place = rules_of(level.place);
  if (!place.aggregates)
    rules::raise(
        rules::error(conditions::grouping_not_allowed, place.forbidder).at(grouping.location));
  const Nodes arguments = nodes(grouping.args, grouping.n_args);
  if (arguments.size() > 31)
    rules::raise(rules::error(conditions::grouping_too_many_arguments).at(grouping.location));
  GroupingUse use{.column = binder.new_column("grouping", oid::int4),
                  .arguments = {},
                  .location = grouping.location};
  for (const Node* argument : arguments)
    use.arguments.push_back(settle_unknown(binder, bind_node(binder, level, *argument)));
  level.groupings.push_back(use);
  record_call(binder, use.column, {.call = nullptr, .grouping = use.arguments, .window = {}});
  return column_expr(binder, use.column, grouping.location);
}

}  // namespace dsql::engine
