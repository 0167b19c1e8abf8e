// Storage (class 53, 58 and XX): what the disk answers. The argument is the reason as the storage
// library gives it.
#pragma once

#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

inline constexpr Condition<std::string_view> storage_full{
    .sqlstate = sqlstate::disk_full,
    .message = "could not write to storage: {}",
    .hint = "Check free disk space."};
inline constexpr Condition<std::string_view> storage_io_error{
    .sqlstate = sqlstate::io_error, .message = "could not access storage: {}"};
inline constexpr Condition<std::string_view> storage_corrupted{
    .sqlstate = sqlstate::internal_error, .message = "storage is corrupted: {}"};

}  // namespace dsql::rules::conditions
