// What the test API of the control port answers to requests it cannot serve. Sent as JSON, never
// over the PostgreSQL protocol; the SQLSTATE decides the HTTP status (see wire/control).
#pragma once

#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

inline constexpr Condition<std::string_view, std::string_view> control_no_operation{
    .sqlstate = sqlstate::undefined_function, .message = "there is no operation {} {}"};
inline constexpr Condition<std::string_view> control_body_not_object{
    .sqlstate = sqlstate::invalid_text_representation,
    .message = "the body must be a JSON object: {}"};
inline constexpr Condition<std::string_view> control_unknown_member{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "unknown member \"{}\""};
inline constexpr Condition<std::string_view> control_missing_member{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "member \"{}\" is missing"};
// Arguments: the member, what it must be.
inline constexpr Condition<std::string_view, std::string_view> control_bad_member{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "member \"{}\" must be {}"};
inline constexpr Condition<std::string_view> control_one_member_of{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "exactly one is needed of {}"};
inline constexpr Condition<std::string_view> control_unknown_fault{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "unknown kind of fault \"{}\""};
inline constexpr Condition<std::string_view> control_no_checkpoint{
    .sqlstate = sqlstate::undefined_object, .message = "checkpoint \"{}\" does not exist"};
inline constexpr Condition<> control_from_browser{
    .sqlstate = sqlstate::insufficient_privilege,
    .message = "requests of web pages are not served",
    .hint = "Requests with an Origin header are refused so that no page can reset a database."};

}  // namespace dsql::rules::conditions
