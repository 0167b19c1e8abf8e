// Errors of values while a statement runs (class 22 and 21): input syntax, ranges, division, dates,
// strings, arrays, JSON, regular expressions, sequences. Texts are PostgreSQL 16's.
#pragma once

#include <cstdint>
#include <string_view>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/json_errors.h"  // the JSON rows of the same class

namespace dsql::rules::conditions {

// --- input of types ------------------------------------------------------------------------------
// Arguments: type as format_type prints it, the text.
inline constexpr Condition<std::string_view, std::string_view> invalid_input_syntax{
    .sqlstate = sqlstate::invalid_text_representation,
    .message = "invalid input syntax for type {}: \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> invalid_datetime_syntax{
    .sqlstate = sqlstate::invalid_datetime_format,
    .message = "invalid input syntax for type {}: \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> value_out_of_range_for_type{
    .sqlstate = sqlstate::numeric_value_out_of_range,
    .message = "value \"{}\" is out of range for type {}"};
inline constexpr Condition<std::string_view> type_out_of_range{
    .sqlstate = sqlstate::numeric_value_out_of_range, .message = "{} out of range"};
inline constexpr Condition<std::string_view, std::string_view> text_out_of_range_for_type{
    .sqlstate = sqlstate::numeric_value_out_of_range,
    .message = "\"{}\" is out of range for type {}"};
inline constexpr Condition<> overflow{.sqlstate = sqlstate::numeric_value_out_of_range,
                                      .message = "value out of range: overflow"};
inline constexpr Condition<> underflow{.sqlstate = sqlstate::numeric_value_out_of_range,
                                       .message = "value out of range: underflow"};
inline constexpr Condition<> numeric_field_overflow{
    .sqlstate = sqlstate::numeric_value_out_of_range, .message = "numeric field overflow"};
// Arguments: precision, scale, "10^" and the exponent, or "" and 1.
inline constexpr Detail<int, int, std::string_view, int> numeric_field_overflow_detail{
    "A field with precision {}, scale {} must round to an absolute value less than {}{}."};
inline constexpr Detail<int, int> numeric_field_infinite_detail{
    "A field with precision {}, scale {} cannot hold an infinite value."};
inline constexpr Condition<> factorial_of_negative{
    .sqlstate = sqlstate::numeric_value_out_of_range,
    .message = "factorial of a negative number is undefined"};
// Argument: what is wrong ("length", "sign", "scale", "digit").
inline constexpr Condition<std::string_view> invalid_external_numeric{
    .sqlstate = sqlstate::invalid_binary_representation,
    .message = "invalid {} in external \"numeric\" value"};
inline constexpr Condition<> numeric_value_overflow{
    .sqlstate = sqlstate::numeric_value_out_of_range, .message = "value overflows numeric format"};
inline constexpr Condition<std::string_view, std::string_view> cannot_convert_special_to_type{
    .sqlstate = sqlstate::feature_not_supported, .message = "cannot convert {} to {}"};
inline constexpr Condition<std::string_view, int> value_too_long{
    .sqlstate = sqlstate::string_data_right_truncation,
    .message = "value too long for type {}({})"};
inline constexpr Condition<std::string_view> invalid_byte_sequence{
    .sqlstate = sqlstate::character_not_in_repertoire,
    .message = "invalid byte sequence for encoding \"UTF8\": {}"};
inline constexpr Condition<> null_character_not_permitted{
    .sqlstate = sqlstate::program_limit_exceeded, .message = "null character not permitted"};
inline constexpr Condition<std::string_view> character_too_large{
    .sqlstate = sqlstate::program_limit_exceeded,
    .message = "requested character too large for encoding: {}"};
inline constexpr Condition<std::string_view> invalid_enum_like_value{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "invalid value: \"{}\""};
inline constexpr Condition<> null_value_not_allowed{.sqlstate = sqlstate::null_value_not_allowed,
                                                    .message = "null value not allowed"};
inline constexpr Condition<> invalid_bytea_syntax{.sqlstate = sqlstate::invalid_text_representation,
                                                  .message = "invalid input syntax for type bytea"};
inline constexpr Condition<std::string_view> cannot_accept_value{
    .sqlstate = sqlstate::feature_not_supported, .message = "cannot accept a value of type {}"};
inline constexpr Condition<std::string_view> cannot_display_value{
    .sqlstate = sqlstate::feature_not_supported, .message = "cannot display a value of type {}"};
inline constexpr Condition<> anonymous_composite_input{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "input of anonymous composite types is not implemented"};
inline constexpr Condition<std::string_view> no_binary_input{
    .sqlstate = sqlstate::undefined_function,
    .message = "no binary input function available for type {}"};
inline constexpr Condition<std::string_view> no_binary_output{
    .sqlstate = sqlstate::undefined_function,
    .message = "no binary output function available for type {}"};
inline constexpr Condition<> incorrect_binary_format{
    .sqlstate = sqlstate::invalid_binary_representation,
    .message = "incorrect binary data format in bind parameter"};
inline constexpr Condition<int> incorrect_binary_format_of{
    .sqlstate = sqlstate::invalid_binary_representation,
    .message = "incorrect binary data format in bind parameter {}"};
inline constexpr Condition<> insufficient_data_in_message{
    .sqlstate = sqlstate::protocol_violation, .message = "insufficient data left in message"};

// --- arithmetic ----------------------------------------------------------------------------------
inline constexpr Condition<> division_by_zero{.sqlstate = sqlstate::division_by_zero,
                                              .message = "division by zero"};
inline constexpr Condition<> logarithm_of_zero{.sqlstate = sqlstate::invalid_argument_for_logarithm,
                                               .message = "cannot take logarithm of zero"};
inline constexpr Condition<> logarithm_of_negative{
    .sqlstate = sqlstate::invalid_argument_for_logarithm,
    .message = "cannot take logarithm of a negative number"};
inline constexpr Condition<> square_root_of_negative{
    .sqlstate = sqlstate::invalid_argument_for_power_function,
    .message = "cannot take square root of a negative number"};
inline constexpr Condition<> zero_to_negative_power{
    .sqlstate = sqlstate::invalid_argument_for_power_function,
    .message = "zero raised to a negative power is undefined"};
inline constexpr Condition<> negative_to_non_integer_power{
    .sqlstate = sqlstate::invalid_argument_for_power_function,
    .message = "a negative number raised to a non-integer power yields a complex result"};
inline constexpr Condition<> input_out_of_range{.sqlstate = sqlstate::numeric_value_out_of_range,
                                                .message = "input is out of range"};
inline constexpr Condition<> step_size_zero{.sqlstate = sqlstate::invalid_parameter_value,
                                            .message = "step size cannot equal zero"};
inline constexpr std::string_view series_start_nan = "start value cannot be NaN";
inline constexpr std::string_view series_start_infinite = "start value cannot be infinity";
inline constexpr std::string_view series_stop_nan = "stop value cannot be NaN";
inline constexpr std::string_view series_stop_infinite = "stop value cannot be infinity";
inline constexpr std::string_view series_step_nan = "step size cannot be NaN";
inline constexpr std::string_view series_step_infinite = "step size cannot be infinity";
inline constexpr Condition<std::string_view> series_value_special{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "{}"};
inline constexpr Condition<> bucket_count_not_positive{
    .sqlstate = sqlstate::invalid_argument_for_width_bucket_function,
    .message = "count must be greater than zero"};
inline constexpr Condition<> bucket_operands_nan{
    .sqlstate = sqlstate::invalid_argument_for_width_bucket_function,
    .message = "operand, lower bound, and upper bound cannot be NaN"};
inline constexpr Condition<> bucket_bounds_infinite{
    .sqlstate = sqlstate::invalid_argument_for_width_bucket_function,
    .message = "lower and upper bounds must be finite"};
inline constexpr Condition<> bucket_bounds_equal{
    .sqlstate = sqlstate::invalid_argument_for_width_bucket_function,
    .message = "lower bound cannot equal upper bound"};
inline constexpr Condition<double> setseed_out_of_range{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "setseed parameter {} is out of allowed range [-1,1]"};
inline constexpr Condition<> ntile_not_positive{
    .sqlstate = sqlstate::invalid_argument_for_ntile_function,
    .message = "argument of ntile must be greater than zero"};
inline constexpr Condition<> nth_value_not_positive{
    .sqlstate = sqlstate::invalid_argument_for_nth_value_function,
    .message = "argument of nth_value must be greater than zero"};
inline constexpr Condition<std::string_view> percentile_out_of_range{
    .sqlstate = sqlstate::numeric_value_out_of_range,
    .message = "percentile value {} is not between 0 and 1"};
inline constexpr Condition<> limit_negative{.sqlstate = sqlstate::invalid_row_count_in_limit_clause,
                                            .message = "LIMIT must not be negative"};
inline constexpr Condition<> offset_negative{
    .sqlstate = sqlstate::invalid_row_count_in_result_offset_clause,
    .message = "OFFSET must not be negative"};
inline constexpr Condition<> frame_starting_offset_null{
    .sqlstate = sqlstate::null_value_not_allowed,
    .message = "frame starting offset must not be null"};
inline constexpr Condition<> frame_starting_offset_negative{
    .sqlstate = sqlstate::invalid_preceding_or_following_size,
    .message = "frame starting offset must not be negative"};
inline constexpr Condition<> frame_ending_offset_null{
    .sqlstate = sqlstate::null_value_not_allowed,
    .message = "frame ending offset must not be null"};
inline constexpr Condition<> frame_ending_offset_negative{
    .sqlstate = sqlstate::invalid_preceding_or_following_size,
    .message = "frame ending offset must not be negative"};
inline constexpr Condition<> invalid_preceding_or_following_size{
    .sqlstate = sqlstate::invalid_preceding_or_following_size,
    .message = "invalid preceding or following size in window function"};

// --- dates and times -----------------------------------------------------------------------------
inline constexpr Condition<std::string_view> datetime_field_out_of_range{
    .sqlstate = sqlstate::datetime_field_overflow,
    .message = "date/time field value out of range: \"{}\""};
inline constexpr Condition<std::string_view> datetime_field_out_of_range_style{
    .sqlstate = sqlstate::datetime_field_overflow,
    .message = "date/time field value out of range: \"{}\"",
    .hint = "Perhaps you need a different \"datestyle\" setting."};
inline constexpr Condition<std::string_view> date_out_of_range_text{
    .sqlstate = sqlstate::datetime_field_overflow, .message = "date out of range: \"{}\""};
inline constexpr Condition<std::string_view> timestamp_out_of_range_text{
    .sqlstate = sqlstate::datetime_field_overflow, .message = "timestamp out of range: \"{}\""};
inline constexpr Condition<> timestamp_out_of_range{.sqlstate = sqlstate::datetime_field_overflow,
                                                    .message = "timestamp out of range"};
inline constexpr Condition<> date_out_of_range{.sqlstate = sqlstate::datetime_field_overflow,
                                               .message = "date out of range"};
inline constexpr Condition<> date_out_of_range_for_timestamp{
    .sqlstate = sqlstate::datetime_field_overflow, .message = "date out of range for timestamp"};
inline constexpr Condition<> interval_out_of_range{.sqlstate = sqlstate::datetime_field_overflow,
                                                   .message = "interval out of range"};
inline constexpr Condition<> cannot_subtract_infinite_timestamps{
    .sqlstate = sqlstate::datetime_field_overflow,
    .message = "cannot subtract infinite timestamps"};
inline constexpr Condition<> cannot_subtract_infinite_dates{
    .sqlstate = sqlstate::datetime_field_overflow, .message = "cannot subtract infinite dates"};
inline constexpr Condition<std::int32_t, std::int32_t, std::int32_t> date_field_out_of_range{
    .sqlstate = sqlstate::datetime_field_overflow,
    .message = "date field value out of range: {}-{:02d}-{:02d}"};
inline constexpr Condition<std::int32_t, std::int32_t, std::int32_t> date_out_of_range_fields{
    .sqlstate = sqlstate::datetime_field_overflow,
    .message = "date out of range: {}-{:02d}-{:02d}"};
inline constexpr Condition<std::int32_t, std::int32_t, double> time_field_out_of_range{
    .sqlstate = sqlstate::datetime_field_overflow,
    .message = "time field value out of range: {}:{:02d}:{:02g}"};
inline constexpr Condition<double> epoch_out_of_range{
    .sqlstate = sqlstate::datetime_field_overflow, .message = "timestamp out of range: \"{:g}\""};
inline constexpr Condition<> epoch_nan{.sqlstate = sqlstate::datetime_field_overflow,
                                       .message = "timestamp cannot be NaN"};
inline constexpr Condition<> time_zone_offset_out_of_range{
    .sqlstate = sqlstate::invalid_time_zone_displacement_value,
    .message = "time zone displacement out of range"};
inline constexpr std::string_view fractional_weeks_detail = "Months usually have fractional weeks.";
inline constexpr Condition<std::string_view> interval_field_out_of_range{
    .sqlstate = sqlstate::interval_field_overflow,
    .message = "interval field value out of range: \"{}\""};
inline constexpr Condition<std::string_view> time_zone_displacement_out_of_range{
    .sqlstate = sqlstate::invalid_time_zone_displacement_value,
    .message = "time zone displacement out of range: \"{}\""};
inline constexpr Condition<std::string_view> time_zone_not_recognized{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "time zone \"{}\" not recognized"};
// Arguments: unit, type.
inline constexpr Condition<std::string_view, std::string_view> unit_not_recognized{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "unit \"{}\" not recognized for type {}"};
inline constexpr Condition<std::string_view, std::string_view> unit_not_supported{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "unit \"{}\" not supported for type {}"};
inline constexpr Condition<> origin_out_of_range{.sqlstate = sqlstate::datetime_field_overflow,
                                                 .message = "origin out of range"};
inline constexpr Condition<std::string_view> interval_zone_with_days{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "interval time zone \"{}\" must not include months or days"};
inline constexpr Condition<> stride_not_positive{.sqlstate = sqlstate::datetime_field_overflow,
                                                 .message = "stride must be greater than zero"};
inline constexpr Condition<> stride_with_months{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "timestamps cannot be binned into intervals containing months or years"};

// --- strings, patterns ---------------------------------------------------------------------------
inline constexpr Condition<> character_not_positive{.sqlstate = sqlstate::invalid_parameter_value,
                                                    .message = "character number must be positive"};
inline constexpr Condition<std::uint32_t> character_not_valid{
    .sqlstate = sqlstate::program_limit_exceeded,
    .message = "requested character not valid for encoding: {}"};
inline constexpr Condition<> unterminated_format_specifier{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "unterminated format() type specifier",
    .hint = "For a single \"%\" use \"%%\"."};
inline constexpr Condition<> format_argument_zero{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "format specifies argument 0, but arguments are numbered from 1"};
inline constexpr Condition<> format_width_not_ended{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "width argument position must be ended by \"$\""};
inline constexpr Condition<> format_number_out_of_range{
    .sqlstate = sqlstate::numeric_value_out_of_range, .message = "number is out of range"};
inline constexpr Condition<std::string_view> not_a_valid_identifier{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "string is not a valid identifier: \"{}\""};
inline constexpr std::string_view no_identifier_before_dot = "No valid identifier before \".\".";
inline constexpr std::string_view no_identifier_after_dot = "No valid identifier after \".\".";
inline constexpr std::string_view quoted_identifier_empty = "Quoted identifier must not be empty.";
inline constexpr std::string_view unclosed_double_quotes = "String has unclosed double quotes.";
inline constexpr Condition<> invalid_unicode_escape{
    .sqlstate = sqlstate::syntax_error,
    .message = "invalid Unicode escape",
    .hint = "Unicode escapes must be \\XXXX, \\+XXXXXX, \\uXXXX, or \\UXXXXXXXX."};
inline constexpr Condition<std::uint32_t> invalid_unicode_code_point{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "invalid Unicode code point: {:04X}"};
inline constexpr Condition<std::string_view, std::string_view> invalid_boolean_option{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "invalid value for boolean option \"{}\": {}"};
inline constexpr Condition<> invalid_unicode_surrogate_pair{
    .sqlstate = sqlstate::syntax_error, .message = "invalid Unicode surrogate pair"};
inline constexpr Condition<> base64_unexpected_equals{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "unexpected \"=\" while decoding base64 sequence"};
inline constexpr Condition<std::string_view, std::string_view> invalid_encoding_name{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "invalid {} encoding name \"{}\""};
inline constexpr Condition<> new_bit_invalid{.sqlstate = sqlstate::invalid_parameter_value,
                                             .message = "new bit must be 0 or 1"};
inline constexpr Condition<> negative_substring_length{
    .sqlstate = sqlstate::substring_error, .message = "negative substring length not allowed"};
inline constexpr Condition<> requested_length_too_large{
    .sqlstate = sqlstate::program_limit_exceeded, .message = "requested length too large"};
inline constexpr Condition<> field_position_zero{.sqlstate = sqlstate::invalid_parameter_value,
                                                 .message = "field position must not be zero"};
inline constexpr Condition<> like_escape_at_end{
    .sqlstate = sqlstate::invalid_escape_sequence,
    .message = "LIKE pattern must not end with escape character"};
inline constexpr Condition<> invalid_escape_string{
    .sqlstate = sqlstate::invalid_escape_sequence,
    .message = "invalid escape string",
    .hint = "Escape string must be empty or one character."};
inline constexpr Condition<std::string_view> invalid_regular_expression{
    .sqlstate = sqlstate::invalid_regular_expression, .message = "invalid regular expression: {}"};
inline constexpr std::string_view use_regexp_matches = "Use the regexp_matches function instead.";
inline constexpr std::string_view cast_start_parameter =
    "If you meant to use regexp_replace() with a start parameter, cast the fourth argument to "
    "integer explicitly.";
inline constexpr Condition<> similar_two_separators{
    .sqlstate = sqlstate::invalid_use_of_escape_character,
    .message =
        "SQL regular expression may not contain more than two escape-double-quote "
        "separators"};
// Reasons of invalid_regular_expression.
inline constexpr std::string_view regexp_too_complex = "regular expression is too complex";
inline constexpr std::string_view regexp_parentheses = "parentheses () not balanced";
inline constexpr std::string_view regexp_brackets = "brackets [] not balanced";
inline constexpr std::string_view regexp_braces = "braces {} not balanced";
inline constexpr std::string_view regexp_quantifier = "quantifier operand invalid";
inline constexpr std::string_view regexp_repetition = "invalid repetition count(s)";
inline constexpr std::string_view regexp_escape = "invalid escape \\ sequence";
inline constexpr std::string_view regexp_back_reference = "invalid backreference number";
inline constexpr std::string_view regexp_character_range = "invalid character range";
inline constexpr std::string_view regexp_character_class = "invalid character class";
inline constexpr std::string_view regexp_collating_element = "invalid collating element";
inline constexpr std::string_view regexp_embedded_option = "invalid embedded option";
inline constexpr Condition<std::string_view> regexp_global_not_supported{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "{}() does not support the \"global\" option"};
inline constexpr Condition<std::string_view, std::int32_t> invalid_value_for_parameter_number{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "invalid value for parameter \"{}\": {}"};
inline constexpr Condition<std::string_view> invalid_regular_expression_option{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "invalid regular expression option: \"{}\""};
inline constexpr Condition<std::string_view> unrecognized_encoding{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "unrecognized encoding: \"{}\""};
inline constexpr Condition<std::string_view> invalid_hexadecimal_digit{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "invalid hexadecimal digit: \"{}\""};
inline constexpr Condition<> invalid_hexadecimal_odd{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "invalid hexadecimal data: odd number of digits"};
inline constexpr Condition<> invalid_base64_end{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "invalid base64 end sequence",
    .hint = "Input data is missing padding, is truncated, or is otherwise corrupted."};
inline constexpr Condition<std::string_view> invalid_base64_symbol{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "invalid symbol \"{}\" found while decoding base64 sequence"};
inline constexpr Condition<std::string_view> unrecognized_format_specifier{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "unrecognized format() type specifier \"{}\"",
    .hint = "For a single \"%\" use \"%%\"."};
inline constexpr Condition<> too_few_format_arguments{.sqlstate = sqlstate::invalid_parameter_value,
                                                      .message = "too few arguments for format()"};
inline constexpr Condition<> format_null_identifier{
    .sqlstate = sqlstate::null_value_not_allowed,
    .message = "null values cannot be formatted as an SQL identifier"};
inline constexpr Condition<std::int64_t, int> index_out_of_valid_range{
    .sqlstate = sqlstate::array_subscript_error, .message = "index {} out of valid range, 0..{}"};

// --- arrays and rows -----------------------------------------------------------------------------
inline constexpr Condition<std::string_view> malformed_array_literal{
    .sqlstate = sqlstate::invalid_text_representation,
    .message = "malformed array literal: \"{}\""};
inline constexpr std::string_view array_must_start_detail =
    "Array value must start with \"{\" or dimension information.";
inline constexpr std::string_view array_contents_must_start_detail =
    "Array contents must start with \"{\".";
inline constexpr std::string_view array_dimension_missing_detail =
    "\"[\" must introduce explicitly-specified array dimensions.";
inline constexpr std::string_view array_dimension_value_missing_detail =
    "Missing array dimension value.";
inline constexpr Detail<std::string_view> array_missing_after_dimensions_detail{
    "Missing \"{}\" after array dimensions."};
inline constexpr std::string_view array_dimensions_mismatch_detail =
    "Specified array dimensions do not match array contents.";
inline constexpr Detail<char> array_unexpected_character_detail{"Unexpected \"{}\" character."};
inline constexpr std::string_view array_unexpected_element_detail = "Unexpected array element.";
inline constexpr std::string_view array_incorrect_quotes_detail =
    "Incorrectly quoted array element.";
inline constexpr std::string_view array_end_detail = "Unexpected end of input.";
inline constexpr std::string_view array_junk_detail = "Junk after closing right brace.";
inline constexpr std::string_view array_ragged_detail =
    "Multidimensional arrays must have sub-arrays with matching dimensions.";
inline constexpr Condition<> array_bounds_reversed{
    .sqlstate = sqlstate::array_subscript_error,
    .message = "upper bound cannot be less than lower bound"};
inline constexpr Condition<> wrong_element_type{.sqlstate = sqlstate::datatype_mismatch,
                                                .message = "wrong element type"};
inline constexpr Condition<int> invalid_array_dimensions{
    .sqlstate = sqlstate::invalid_binary_representation,
    .message = "invalid number of dimensions: {}"};
inline constexpr Condition<int> incorrect_binary_element{
    .sqlstate = sqlstate::invalid_binary_representation,
    .message = "improper binary format in array element {}"};
inline constexpr Condition<std::string_view, std::string_view, std::uint32_t>
    record_column_types_differ{
        .sqlstate = sqlstate::datatype_mismatch,
        .message = "cannot compare dissimilar column types {} and {} at record column {}"};
inline constexpr Condition<> record_column_counts_differ{
    .sqlstate = sqlstate::datatype_mismatch,
    .message = "cannot compare record types with different numbers of columns"};
inline constexpr Condition<std::string_view> no_hash_function{
    .sqlstate = sqlstate::undefined_function,
    .message = "could not identify a hash function for type {}"};
inline constexpr Condition<std::string_view> malformed_record_literal{
    .sqlstate = sqlstate::invalid_text_representation,
    .message = "malformed record literal: \"{}\""};
inline constexpr Condition<std::string_view> malformed_range_literal{
    .sqlstate = sqlstate::invalid_text_representation,
    .message = "malformed range literal: \"{}\""};
inline constexpr Condition<> array_dimensions_mismatch{
    .sqlstate = sqlstate::array_subscript_error,
    .message = "multidimensional arrays must have array expressions with matching dimensions"};
inline constexpr Condition<> array_incompatible{
    .sqlstate = sqlstate::array_subscript_error,
    .message = "cannot concatenate incompatible arrays"};
inline constexpr Condition<> cannot_accumulate_null_arrays{
    .sqlstate = sqlstate::null_value_not_allowed, .message = "cannot accumulate null arrays"};
inline constexpr Condition<> cannot_accumulate_empty_arrays{
    .sqlstate = sqlstate::array_subscript_error, .message = "cannot accumulate empty arrays"};
inline constexpr std::string_view array_element_dimensions =
    "Arrays with differing element dimensions are not compatible for concatenation.";
inline constexpr std::string_view array_differing_dimensions =
    "Arrays with differing dimensions are not compatible for concatenation.";
// Arguments: the numbers of dimensions.
inline constexpr std::string_view array_dimension_counts =
    "Arrays of {} and {} dimensions are not compatible for concatenation.";
inline constexpr Condition<> array_not_one_dimensional{
    .sqlstate = sqlstate::data_exception,
    .message = "argument must be empty or one-dimensional array"};
inline constexpr Condition<> array_multidimensional_removal{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "removing elements from multidimensional arrays is not supported"};
inline constexpr Condition<> dimension_values_null{.sqlstate = sqlstate::null_value_not_allowed,
                                                   .message = "dimension values cannot be null"};
inline constexpr Condition<> dimension_array_null{
    .sqlstate = sqlstate::null_value_not_allowed,
    .message = "dimension array or low bound array cannot be null"};
inline constexpr Condition<> array_bounds_of_other_size{
    .sqlstate = sqlstate::array_subscript_error,
    .message = "wrong number of array subscripts",
    .detail = "Low bound array has different size than dimensions array."};
inline constexpr Condition<> array_size_exceeded{
    .sqlstate = sqlstate::program_limit_exceeded,
    .message = "array size exceeds the maximum allowed (134217727)"};
inline constexpr Condition<> initial_position_null{.sqlstate = sqlstate::null_value_not_allowed,
                                                   .message = "initial position must not be null"};
inline constexpr Condition<> thresholds_not_flat{
    .sqlstate = sqlstate::array_subscript_error,
    .message = "thresholds must be one-dimensional array"};
inline constexpr Condition<> thresholds_with_null{
    .sqlstate = sqlstate::null_value_not_allowed,
    .message = "thresholds array must not contain NULLs"};
inline constexpr Condition<std::int32_t> array_trim_out_of_range{
    .sqlstate = sqlstate::array_subscript_error,
    .message = "number of elements to trim must be between 0 and {}"};
inline constexpr Condition<> set_requires_name{.sqlstate = sqlstate::null_value_not_allowed,
                                               .message = "SET requires parameter name"};
inline constexpr Condition<> cannot_accumulate_different_arrays{
    .sqlstate = sqlstate::array_subscript_error,
    .message = "cannot accumulate arrays of different dimensionality"};
inline constexpr Condition<> array_subscript_out_of_range{
    .sqlstate = sqlstate::array_subscript_error, .message = "array subscript out of range"};
inline constexpr Condition<> array_subscript_null{
    .sqlstate = sqlstate::null_value_not_allowed,
    .message = "array subscript in assignment must not be null"};
inline constexpr Condition<> array_multidimensional_search{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "searching for elements in multidimensional arrays is not supported"};
inline constexpr Condition<int, int> array_too_many_dimensions{
    .sqlstate = sqlstate::program_limit_exceeded,
    .message = "number of array dimensions ({}) exceeds the maximum allowed ({})"};

// --- inet and cidr -------------------------------------------------------------------------------
inline constexpr Condition<std::string_view> invalid_cidr_value{
    .sqlstate = sqlstate::invalid_text_representation,
    .message = "invalid cidr value: \"{}\"",
    .detail = "Value has bits set to right of mask."};
inline constexpr Condition<std::string_view> invalid_external_address_family{
    .sqlstate = sqlstate::invalid_binary_representation,
    .message = "invalid address family in external \"{}\" value"};
inline constexpr Condition<std::string_view> invalid_external_address_bits{
    .sqlstate = sqlstate::invalid_binary_representation,
    .message = "invalid bits in external \"{}\" value"};
inline constexpr Condition<std::string_view> invalid_external_address_length{
    .sqlstate = sqlstate::invalid_binary_representation,
    .message = "invalid length in external \"{}\" value"};
inline constexpr Condition<> invalid_external_cidr{
    .sqlstate = sqlstate::invalid_binary_representation,
    .message = "invalid external \"cidr\" value",
    .detail = "Value has bits set to right of mask."};
inline constexpr Condition<std::int32_t> invalid_mask_length{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "invalid mask length: {}"};
// Argument: AND, OR or subtract.
inline constexpr Condition<std::string_view> inet_sizes_differ{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "cannot {} inet values of different sizes"};
inline constexpr Condition<> merge_of_families{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "cannot merge addresses from different families"};
inline constexpr Condition<> result_out_of_range{.sqlstate = sqlstate::numeric_value_out_of_range,
                                                 .message = "result is out of range"};

// --- uuid, bytes, sequences ----------------------------------------------------------------------
inline constexpr Condition<> text_to_uuid{.sqlstate = sqlstate::invalid_text_representation,
                                          .message = "Unable to convert text to UUID"};

}  // namespace dsql::rules::conditions
