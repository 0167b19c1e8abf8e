// What to_char, to_date, to_timestamp and to_number say about templates and the text they read
// (class 22 and 42601). Texts are PostgreSQL 16's.
#pragma once

#include <cstdint>
#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

// --- dates ---------------------------------------------------------------------------------------
inline constexpr Condition<> interval_format_invalid{
    .sqlstate = sqlstate::invalid_datetime_format,
    .message = "invalid format specification for an interval value",
    .hint = "Intervals are not tied to specific calendar dates."};
inline constexpr Condition<> mixed_date_conventions{
    .sqlstate = sqlstate::invalid_datetime_format,
    .message = "invalid combination of date conventions",
    .hint = "Do not mix Gregorian and ISO week date conventions in a formatting template."};
inline constexpr Condition<std::string_view> conflicting_format_values{
    .sqlstate = sqlstate::invalid_datetime_format,
    .message = "conflicting values for \"{}\" field in formatting string",
    .detail = "This value contradicts a previous setting for the same field type."};
inline constexpr Condition<std::string_view> format_source_too_short{
    .sqlstate = sqlstate::invalid_datetime_format,
    .message = "source string too short for \"{}\" formatting field",
    .hint = "If your source string is not fixed-width, try using the \"FM\" modifier."};
// Arguments: characters required, characters found.
inline constexpr std::string_view format_field_remaining =
    "Field requires {} characters, but only {} remain.";
inline constexpr std::string_view format_field_parsed =
    "Field requires {} characters, but only {} could be parsed.";
inline constexpr std::string_view format_value_not_integer = "Value must be an integer.";
inline constexpr std::string_view format_value_not_allowed =
    "The given value did not match any of the allowed values for this field.";
inline constexpr std::string_view try_fill_mode =
    "If your source string is not fixed-width, try using the \"FM\" modifier.";
// Arguments: the text, the field.
inline constexpr Condition<std::string_view, std::string_view> invalid_format_value{
    .sqlstate = sqlstate::invalid_datetime_format, .message = "invalid value \"{}\" for \"{}\""};
inline constexpr Condition<std::string_view> format_value_out_of_range{
    .sqlstate = sqlstate::datetime_field_overflow,
    .message = "value for \"{}\" in source string is out of range",
    .detail = "Value must be in the range -2147483648 to 2147483647."};
inline constexpr Condition<std::string_view> format_only_in_to_char{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "formatting field \"{}\" is only supported in to_char"};
inline constexpr Condition<std::string_view> invalid_input_for_thousands{
    .sqlstate = sqlstate::invalid_datetime_format, .message = "invalid input string for \"{}\""};
inline constexpr Condition<int> hour_invalid_for_12_hour_clock{
    .sqlstate = sqlstate::invalid_datetime_format,
    .message = "hour \"{}\" is invalid for the 12-hour clock",
    .hint = "Use the 24-hour clock, or give an hour between 1 and 12."};
inline constexpr Condition<> day_of_year_without_year{
    .sqlstate = sqlstate::invalid_datetime_format,
    .message = "cannot calculate day of year without year information"};

// --- numbers -------------------------------------------------------------------------------------
// First argument: what must come last or first, second: where.
inline constexpr Condition<> format_exponent_not_last{
    .sqlstate = sqlstate::syntax_error, .message = "\"EEEE\" must be the last pattern used"};
inline constexpr Condition<std::string_view> format_digit_after_bracket{
    .sqlstate = sqlstate::syntax_error, .message = "\"{}\" must be ahead of \"PR\""};
inline constexpr Condition<> format_several_points{.sqlstate = sqlstate::syntax_error,
                                                   .message = "multiple decimal points"};
inline constexpr Condition<> format_scale_and_point{
    .sqlstate = sqlstate::syntax_error, .message = "cannot use \"V\" and decimal point together"};
inline constexpr Condition<std::string_view> format_twice{.sqlstate = sqlstate::syntax_error,
                                                          .message = "cannot use \"{}\" twice"};
inline constexpr Condition<std::string_view, std::string_view> format_together{
    .sqlstate = sqlstate::syntax_error, .message = "cannot use \"{}\" and {} together"};
inline constexpr Condition<> format_exponent_with_others{
    .sqlstate = sqlstate::syntax_error,
    .message = "\"EEEE\" is incompatible with other formats",
    .detail = "\"EEEE\" may only be used together with digit and decimal point patterns."};
inline constexpr Condition<std::string_view> format_not_for_input{
    .sqlstate = sqlstate::feature_not_supported, .message = "\"{}\" not supported for input"};

}  // namespace dsql::rules::conditions
