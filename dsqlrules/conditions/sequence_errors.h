// Running sequences: nextval, currval, setval. PostgreSQL 16's texts.
#pragma once

#include <cstdint>
#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

inline constexpr Condition<std::string_view, std::int64_t> sequence_maximum{
    .sqlstate = sqlstate::sequence_generator_limit_exceeded,
    .message = "nextval: reached maximum value of sequence \"{}\" ({})"};
inline constexpr Condition<std::string_view, std::int64_t> sequence_minimum{
    .sqlstate = sqlstate::sequence_generator_limit_exceeded,
    .message = "nextval: reached minimum value of sequence \"{}\" ({})"};
inline constexpr Condition<std::int64_t, std::string_view, std::int64_t, std::int64_t>
    setval_out_of_bounds{
        .sqlstate = sqlstate::numeric_value_out_of_range,
        .message = "setval: value {} is out of bounds for sequence \"{}\" ({}..{})"};
inline constexpr Condition<std::string_view> currval_not_defined{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "currval of sequence \"{}\" is not yet defined in this session"};
inline constexpr Condition<> lastval_not_defined{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "lastval is not yet defined in this session"};

}  // namespace dsql::rules::conditions
