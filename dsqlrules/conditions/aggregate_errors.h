// Errors of the functions that aggregates are made of, when SQL calls them by name. Texts are
// PostgreSQL 16's.
#pragma once

#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

// Arguments: function, number of elements.
inline constexpr Condition<std::string_view, int> aggregate_state_size{
    .sqlstate = sqlstate::internal_error, .message = "{}: expected {}-element float8 array"};

}  // namespace dsql::rules::conditions
