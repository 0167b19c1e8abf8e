// Hypothetical-set aggregates: rank, dense_rank, percent_rank and cume_dist WITHIN GROUP. What they
// ask is how many rows sort before the hypothetical one, so they are bound to counts. One thread.
#pragma once

#include "engine/bind/expression.h"

namespace dsql::engine {

bool is_hypothetical(std::string_view name);

// The value of the aggregate over `keys`, the sort keys of WITHIN GROUP. `parts` holds the direct
// arguments; nullptr if their number is not that of the keys. Raises types_cannot_be_matched.
ExprPtr bind_hypothetical(Binder& binder, Level& level, std::string_view name,
                          const CallParts& parts, std::vector<SortKey> keys,
                          const AggregateFrame& frame);

}  // namespace dsql::engine
