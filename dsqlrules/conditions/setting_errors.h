// Session settings (GUCs): SET, SHOW, RESET, set_config, startup options. Texts are PostgreSQL
// 16's; the allow-list of DSQL is a rule of rules_session.h.
#pragma once

#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

inline constexpr Condition<std::string_view> unrecognized_setting{
    .sqlstate = sqlstate::undefined_object,
    .message = "unrecognized configuration parameter \"{}\""};
inline constexpr Condition<std::string_view> setting_cannot_be_changed{
    .sqlstate = sqlstate::cant_change_runtime_param,
    .message = "parameter \"{}\" cannot be changed"};
inline constexpr Condition<std::string_view> setting_cannot_be_changed_now{
    .sqlstate = sqlstate::cant_change_runtime_param,
    .message = "parameter \"{}\" cannot be changed now"};
inline constexpr Condition<std::string_view> setting_requires_restart{
    .sqlstate = sqlstate::cant_change_runtime_param,
    .message = "parameter \"{}\" cannot be changed without restarting the server"};
inline constexpr Condition<std::string_view, std::string_view> invalid_setting_value{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "invalid value for parameter \"{}\": \"{}\""};
inline constexpr Detail<std::string_view> setting_unknown_word_detail{
    "Unrecognized key word: \"{}\"."};
inline constexpr std::string_view setting_conflicting_datestyle_detail =
    "Conflicting \"datestyle\" specifications.";
inline constexpr std::string_view setting_list_syntax_detail = "List syntax is invalid.";
inline constexpr std::string_view setting_zone_months_detail =
    "Cannot specify months in time zone interval.";
inline constexpr std::string_view setting_zone_days_detail =
    "Cannot specify days in time zone interval.";
inline constexpr std::string_view setting_zone_range_detail =
    "UTC timezone offset is out of range.";
inline constexpr Detail<std::string_view> setting_available_values_hint{"Available values: {}."};
inline constexpr std::string_view setting_integer_range_hint = "Value exceeds integer range.";
inline constexpr Condition<std::string_view> setting_requires_boolean{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "parameter \"{}\" requires a Boolean value"};
inline constexpr Condition<std::string_view> setting_requires_numeric{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "parameter \"{}\" requires a numeric value"};
inline constexpr Condition<std::string_view, std::string_view, std::string_view, std::string_view>
    setting_out_of_range{
        .sqlstate = sqlstate::invalid_parameter_value,
        .message = "{} is outside the valid range for parameter \"{}\" ({} .. {})"};
inline constexpr Condition<std::string_view> setting_takes_one_argument{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "SET {} takes only one argument"};
inline constexpr Condition<std::string_view> permission_denied_to_set{
    .sqlstate = sqlstate::insufficient_privilege,
    .message = "permission denied to set parameter \"{}\""};
inline constexpr Condition<std::string_view> permission_denied_to_examine{
    .sqlstate = sqlstate::insufficient_privilege, .message = "permission denied to examine \"{}\""};
inline constexpr Condition<std::string_view> invalid_setting_name{
    .sqlstate = sqlstate::invalid_name, .message = "invalid configuration parameter name \"{}\""};

}  // namespace dsql::rules::conditions
