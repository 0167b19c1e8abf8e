// Errors of JSON arrays that are read as SQL arrays (json_to_record and its kind). Texts are
// PostgreSQL 16's.
#pragma once

#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

inline constexpr Condition<> expected_json_array{.sqlstate = sqlstate::invalid_text_representation,
                                                 .message = "expected JSON array"};
inline constexpr Detail<std::string_view> json_value_of_key_hint{"See the value of key \"{}\"."};
inline constexpr Detail<std::string_view, std::string_view> json_element_of_key_hint{
    "See the array element {} of key \"{}\"."};
inline constexpr Condition<> malformed_json_array{
    .sqlstate = sqlstate::invalid_text_representation,
    .message = "malformed JSON array",
    .detail = "Multidimensional arrays must have sub-arrays with matching dimensions."};

}  // namespace dsql::rules::conditions
