// PostgreSQL's own limits (class 54). DSQL's limits are Rule rows of rules_limit.h; their numbers
// stand in limits.h.
#pragma once

#include <cstddef>
#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

inline constexpr Condition<> stack_depth_limit_exceeded{.sqlstate = sqlstate::statement_too_complex,
                                                        .message = "stack depth limit exceeded"};
inline constexpr Condition<int> target_list_too_long{
    .sqlstate = sqlstate::too_many_columns, .message = "target lists can have at most {} entries"};
inline constexpr Condition<int> too_many_function_arguments{
    .sqlstate = sqlstate::too_many_arguments,
    .message = "cannot pass more than {} arguments to a function"};
inline constexpr Condition<int> too_many_function_parameters{
    .sqlstate = sqlstate::too_many_arguments,
    .message = "functions cannot have more than {} arguments"};
inline constexpr Condition<int> cube_too_wide{.sqlstate = sqlstate::too_many_columns,
                                              .message = "CUBE is limited to {} elements"};
inline constexpr Condition<> array_size_exceeds_maximum{
    .sqlstate = sqlstate::program_limit_exceeded,
    .message = "array size exceeds the maximum allowed (134217727)"};
inline constexpr Condition<std::size_t> array_bytes_exceed_maximum{
    .sqlstate = sqlstate::program_limit_exceeded,
    .message = "array size exceeds the maximum allowed ({})"};
// Text that grows piece by piece. The raiser adds the detail.
inline constexpr Condition<> text_buffer_full{.sqlstate = sqlstate::program_limit_exceeded,
                                              .message = "out of memory"};
inline constexpr Detail<std::size_t, std::size_t> text_buffer_full_detail{
    "Cannot enlarge string buffer containing {} bytes by {} more bytes."};
// What a value of more than a gigabyte asks for.
inline constexpr Condition<std::size_t> invalid_memory_request{
    .sqlstate = sqlstate::internal_error, .message = "invalid memory alloc request size {}"};
inline constexpr Condition<> result_too_large{.sqlstate = sqlstate::program_limit_exceeded,
                                              .message = "result too large"};

}  // namespace dsql::rules::conditions
