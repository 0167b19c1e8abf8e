// The DETAIL lines of the transaction limits, with holes that the raiser fills.
#pragma once

#include <cstdint>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

// Arguments: the size and the limit in megabytes.
inline constexpr Detail<std::int64_t, std::int64_t> transaction_size_detail{
    "Current transaction size {}mb > {}mb"};
// Arguments: the age and the limit in seconds.
inline constexpr Detail<std::int64_t, std::int64_t> transaction_age_detail{
    "Current transaction age {}s exceeds {}s"};

}  // namespace dsql::rules::conditions
