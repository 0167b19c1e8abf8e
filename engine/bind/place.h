// Place: the clause an expression stands in, which decides what it may contain (aggregates, window
// functions, sets, sub-selects) and what an error calls it. Plain values.
#pragma once

#include <cstdint>
#include <string_view>

namespace dsql::engine {

enum class Place : std::uint8_t {
  none,
  select_list,
  from_subselect,
  from_function,
  join_on,
  where,
  having,
  filter,
  group_by,
  order_by,
  distinct_on,
  limit,
  offset,
  window_partition,
  window_order,
  window_frame_rows,
  window_frame_range,
  window_frame_groups,
  values,         // several rows, or outside INSERT
  values_single,  // INSERT … VALUES (one row)
  insert_select,
  update,
  returning,
  on_conflict,
  check_constraint,
  default_expression,
  generated_column,
  index_expression,
  index_predicate,
  call_argument,
};

struct PlaceRules {
  std::string_view clause;     // "WHERE", "LIMIT": what coercion errors call it
  std::string_view forbidder;  // "JOIN conditions": completes "… are not allowed in"
  std::string_view singular;   // completes "cannot use subquery in"; empty where it may
  bool aggregates = false;
  bool windows = false;
  bool sets = false;
  bool columns = true;
};

const PlaceRules& rules_of(Place place);

}  // namespace dsql::engine
