// Errors of JSON values and paths while a statement runs (class 22). Texts are PostgreSQL 16's.
#pragma once

#include <cstdint>
#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

inline constexpr Condition<std::string_view> invalid_json{
    .sqlstate = sqlstate::invalid_text_representation,
    .message = "invalid input syntax for type {}"};
inline constexpr Detail<std::string_view> json_invalid_token_detail{"Token \"{}\" is invalid."};
inline constexpr std::string_view json_ended_detail = "The input string ended unexpectedly.";
inline constexpr Detail<std::string_view> json_expected_value_detail{
    "Expected JSON value, but found \"{}\"."};
inline constexpr Detail<std::string_view> json_expected_string_detail{
    "Expected string, but found \"{}\"."};
inline constexpr Detail<std::string_view> json_expected_string_or_brace_detail{
    "Expected string or \"}}\", but found \"{}\"."};
inline constexpr Detail<std::string_view> json_expected_colon_detail{
    "Expected \":\", but found \"{}\"."};
inline constexpr Detail<std::string_view> json_expected_comma_or_brace_detail{
    "Expected \",\" or \"}}\", but found \"{}\"."};
inline constexpr Detail<std::string_view> json_expected_comma_or_bracket_detail{
    "Expected \",\" or \"]\", but found \"{}\"."};
inline constexpr Detail<std::string_view> json_expected_end_detail{
    "Expected end of input, but found \"{}\"."};
inline constexpr Detail<std::string_view> json_escape_detail{
    "Escape sequence \"\\{}\" is invalid."};
inline constexpr Detail<unsigned> json_control_detail{
    "Character with value 0x{:02x} must be escaped."};
inline constexpr std::string_view json_unicode_escape_detail =
    "\"\\u\" must be followed by four hexadecimal digits.";
inline constexpr std::string_view json_high_surrogate_detail =
    "Unicode high surrogate must not follow a high surrogate.";
inline constexpr std::string_view json_low_surrogate_detail =
    "Unicode low surrogate must follow a high surrogate.";
inline constexpr std::string_view json_zero_detail = "\\u0000 cannot be converted to text.";
// Arguments: line, "..." or nothing, the text up to the error, "..." or nothing.
inline constexpr Detail<int, std::string_view, std::string_view, std::string_view> json_context{
    "JSON data, line {}: {}{}{}"};
inline constexpr Condition<int> unsupported_jsonb_version{
    .sqlstate = sqlstate::internal_error, .message = "unsupported jsonb version number {}"};
inline constexpr Condition<std::string_view> cannot_call_on_scalar{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "cannot call {} on a scalar"};
inline constexpr Condition<std::string_view> cannot_call_on_object{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "cannot call {} on an object"};
inline constexpr Condition<std::string_view> cannot_call_on_array{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "cannot call {} on an array"};
inline constexpr Condition<std::string_view> cannot_call_on_non_object{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "cannot call {} on a non-object"};
inline constexpr Condition<std::string_view> cannot_call_on_non_array{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "cannot call {} on a non-array"};
inline constexpr Condition<> cannot_get_array_length_of_scalar{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "cannot get array length of a scalar"};
inline constexpr Condition<> cannot_get_array_length_of_non_array{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "cannot get array length of a non-array"};
inline constexpr Condition<> cannot_extract_elements_from_scalar{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "cannot extract elements from a scalar"};
inline constexpr Condition<> cannot_extract_elements_from_object{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "cannot extract elements from an object"};
inline constexpr Condition<> cannot_delete_from_scalar{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "cannot delete from scalar"};
inline constexpr Condition<> cannot_set_path_in_scalar{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "cannot set path in scalar"};
// Arguments: the JSON kind ("string", "null", …), the SQL type.
inline constexpr Condition<std::string_view, std::string_view> cannot_cast_jsonb{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "cannot cast jsonb {} to type {}"};
inline constexpr Condition<> object_key_null{.sqlstate = sqlstate::null_value_not_allowed,
                                             .message = "field name must not be null"};
inline constexpr Condition<int> object_argument_null{
    .sqlstate = sqlstate::null_value_not_allowed, .message = "argument {}: key must not be null"};
inline constexpr Condition<> object_odd_arguments{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "argument list must have even number of elements"};
// Argument: json_build_object or jsonb_build_object.
inline constexpr std::string_view object_odd_arguments_hint =
    "The arguments of {}() must consist of alternating keys and values.";
inline constexpr Condition<> object_key_is_null{.sqlstate = sqlstate::null_value_not_allowed,
                                                .message = "null value not allowed for object key"};
inline constexpr Condition<int> jsonb_key_argument_null{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "argument {}: key must not be null"};
inline constexpr Condition<> jsonb_field_name_null{.sqlstate = sqlstate::invalid_parameter_value,
                                                   .message = "field name must not be null"};
inline constexpr Condition<> json_key_not_scalar{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "key value must be scalar, not array, composite, or json"};
inline constexpr Condition<std::string_view> duplicate_json_key{
    .sqlstate = sqlstate::duplicate_json_object_key_value,
    .message = "duplicate JSON object key value: {}"};
inline constexpr Condition<> duplicate_jsonb_key{
    .sqlstate = sqlstate::duplicate_json_object_key_value,
    .message = "duplicate JSON object key value"};
inline constexpr Condition<> array_elements_odd{
    .sqlstate = sqlstate::array_subscript_error,
    .message = "array must have even number of elements"};
inline constexpr Condition<> array_not_two_columns{.sqlstate = sqlstate::array_subscript_error,
                                                   .message = "array must have two columns"};
inline constexpr Condition<> mismatched_array_dimensions{
    .sqlstate = sqlstate::array_subscript_error, .message = "mismatched array dimensions"};
inline constexpr Condition<> wrong_number_of_subscripts{
    .sqlstate = sqlstate::array_subscript_error, .message = "wrong number of array subscripts"};
inline constexpr Condition<int> path_element_null{.sqlstate = sqlstate::null_value_not_allowed,
                                                  .message = "path element at position {} is null"};
inline constexpr Condition<int, std::string_view> path_element_not_integer{
    .sqlstate = sqlstate::invalid_text_representation,
    .message = "path element at position {} is not an integer: \"{}\""};
inline constexpr Condition<> cannot_replace_existing_key{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "cannot replace existing key",
    .hint = "Try using the function jsonb_set to replace key value."};
inline constexpr Condition<> json_value_null{
    .sqlstate = sqlstate::null_value_not_allowed,
    .message = "JSON value must not be null",
    .detail = "Exception was raised because null_value_treatment is \"raise_exception\".",
    .hint =
        "To avoid, either change the null_value_treatment argument or ensure that an SQL NULL "
        "is not passed."};
inline constexpr Condition<> null_value_treatment_unknown{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message =
        "null_value_treatment must be \"delete_key\", \"return_target\", "
        "\"use_json_null\", or \"raise_exception\""};
inline constexpr Condition<> cannot_delete_by_index{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "cannot delete from object using integer index"};
inline constexpr Condition<> cannot_delete_path_in_scalar{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "cannot delete path in scalar"};
inline constexpr Condition<> cannot_deconstruct_scalar{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "cannot deconstruct a scalar"};
inline constexpr Condition<> cannot_deconstruct_array{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "cannot deconstruct an array as an object"};
inline constexpr Condition<std::string_view> invalid_jsonpath{.sqlstate = sqlstate::syntax_error,
                                                              .message = "{}"};
inline constexpr Condition<> unsupported_unicode_escape{
    .sqlstate = sqlstate::untranslatable_character,
    .message = "unsupported Unicode escape sequence"};

inline constexpr Condition<std::string_view> json_row_type_unknown{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "could not determine row type for result of {}",
    .hint =
        "Provide a non-null record argument, or call the function in the FROM clause using a "
        "column definition list."};
inline constexpr Condition<> return_row_mismatch{
    .sqlstate = sqlstate::datatype_mismatch,
    .message = "function return row and query-specified return row do not match"};

// --- jsonpath: reading a path
// --------------------------------------------------------------------- Arguments: what is wrong,
// and the text there.
inline constexpr Condition<std::string_view, std::string_view> path_error_near{
    .sqlstate = sqlstate::syntax_error, .message = "{} at or near \"{}\" of jsonpath input"};
inline constexpr Condition<std::string_view> path_error_at_end{
    .sqlstate = sqlstate::syntax_error, .message = "{} at end of jsonpath input"};
inline constexpr Condition<> path_invalid{.sqlstate = sqlstate::syntax_error,
                                          .message = "invalid input syntax for type jsonpath"};
inline constexpr Detail<std::string_view> path_flag_unknown_detail{
    "Unrecognized flag character \"{}\" in LIKE_REGEX predicate."};
inline constexpr Condition<> path_expanded_regex{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "XQuery \"x\" flag (expanded regular expressions) is not implemented"};
inline constexpr Condition<> path_current_in_root{
    .sqlstate = sqlstate::syntax_error, .message = "@ is not allowed in root expressions"};
inline constexpr Condition<> path_last_outside{
    .sqlstate = sqlstate::syntax_error, .message = "LAST is allowed only in array subscripts"};
inline constexpr Condition<> path_null_character{.sqlstate = sqlstate::untranslatable_character,
                                                 .message = "unsupported Unicode escape sequence",
                                                 .detail = "\\u0000 cannot be converted to text."};
inline constexpr Condition<> path_low_surrogate{
    .sqlstate = sqlstate::invalid_text_representation,
    .message = "invalid input syntax for type jsonpath",
    .detail = "Unicode low surrogate must follow a high surrogate."};
inline constexpr Condition<> path_high_surrogate{
    .sqlstate = sqlstate::invalid_text_representation,
    .message = "invalid input syntax for type jsonpath",
    .detail = "Unicode high surrogate must not follow a high surrogate."};
inline constexpr Condition<int> unsupported_jsonpath_version{
    .sqlstate = sqlstate::internal_error, .message = "unsupported jsonpath version number: {}"};

// --- jsonpath: following a path
// -------------------------------------------------------------------
inline constexpr Condition<std::string_view> path_variable_missing{
    .sqlstate = sqlstate::undefined_object, .message = "could not find jsonpath variable \"{}\""};
inline constexpr Condition<> path_vars_not_object{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "\"vars\" argument is not an object",
    .detail = "Jsonpath parameters should be encoded as key-value pairs of \"vars\" object."};
inline constexpr Condition<> path_not_single_boolean{
    .sqlstate = sqlstate::singleton_sql_json_item_required,
    .message = "single boolean result is expected"};
inline constexpr Condition<std::string_view> path_key_missing{
    .sqlstate = sqlstate::sql_json_member_not_found,
    .message = "JSON object does not contain key \"{}\""};
inline constexpr Condition<> path_member_of_other{
    .sqlstate = sqlstate::sql_json_member_not_found,
    .message = "jsonpath member accessor can only be applied to an object"};
inline constexpr Condition<> path_any_member_of_other{
    .sqlstate = sqlstate::sql_json_object_not_found,
    .message = "jsonpath wildcard member accessor can only be applied to an object"};
inline constexpr Condition<> path_any_element_of_other{
    .sqlstate = sqlstate::sql_json_array_not_found,
    .message = "jsonpath wildcard array accessor can only be applied to an array"};
inline constexpr Condition<> path_element_of_other{
    .sqlstate = sqlstate::sql_json_array_not_found,
    .message = "jsonpath array accessor can only be applied to an array"};
inline constexpr Condition<> path_subscript_out_of_bounds{
    .sqlstate = sqlstate::invalid_sql_json_subscript,
    .message = "jsonpath array subscript is out of bounds"};
inline constexpr Condition<> path_subscript_not_number{
    .sqlstate = sqlstate::invalid_sql_json_subscript,
    .message = "jsonpath array subscript is not a single numeric value"};
inline constexpr Condition<> path_subscript_out_of_range{
    .sqlstate = sqlstate::invalid_sql_json_subscript,
    .message = "jsonpath array subscript is out of integer range"};
// Arguments: left or right, and the operator.
inline constexpr Condition<std::string_view, std::string_view> path_operand_not_number{
    .sqlstate = sqlstate::singleton_sql_json_item_required,
    .message = "{} operand of jsonpath operator {} is not a single numeric value"};
inline constexpr Condition<std::string_view> path_unary_operand_not_number{
    .sqlstate = sqlstate::sql_json_number_not_found,
    .message = "operand of unary jsonpath operator {} is not a numeric value"};
inline constexpr Condition<> path_size_of_other{
    .sqlstate = sqlstate::sql_json_array_not_found,
    .message = "jsonpath item method .size() can only be applied to an array"};
inline constexpr Condition<std::string_view> path_method_of_other{
    .sqlstate = sqlstate::non_numeric_sql_json_item,
    .message = "jsonpath item method .{}() can only be applied to a numeric value"};
inline constexpr Condition<> path_double_of_other{
    .sqlstate = sqlstate::non_numeric_sql_json_item,
    .message = "jsonpath item method .double() can only be applied to a string or numeric value"};
inline constexpr Condition<> path_double_out_of_range{
    .sqlstate = sqlstate::non_numeric_sql_json_item,
    .message =
        "numeric argument of jsonpath item method .double() is out of range for type double "
        "precision"};
inline constexpr Condition<> path_double_malformed{
    .sqlstate = sqlstate::non_numeric_sql_json_item,
    .message =
        "string argument of jsonpath item method .double() is not a valid representation of "
        "a double precision number"};
inline constexpr Condition<> path_keyvalue_of_other{
    .sqlstate = sqlstate::sql_json_object_not_found,
    .message = "jsonpath item method .keyvalue() can only be applied to an object"};
inline constexpr Condition<> path_datetime{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "jsonpath item method .datetime() is not supported"};

}  // namespace dsql::rules::conditions
