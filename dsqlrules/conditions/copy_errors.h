// COPY: the format of its data and options. Texts are PostgreSQL 16's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

inline constexpr Condition<std::string_view> copy_missing_data{
    .sqlstate = sqlstate::bad_copy_file_format, .message = "missing data for column \"{}\""};
inline constexpr Condition<> copy_extra_data{.sqlstate = sqlstate::bad_copy_file_format,
                                             .message = "extra data after last expected column"};
inline constexpr Condition<> copy_unterminated_quote{.sqlstate = sqlstate::bad_copy_file_format,
                                                     .message = "unterminated CSV quoted field"};
inline constexpr Condition<> copy_marker_corrupt{.sqlstate = sqlstate::bad_copy_file_format,
                                                 .message = "end-of-copy marker corrupt"};
inline constexpr Condition<> copy_marker_style_mismatch{
    .sqlstate = sqlstate::bad_copy_file_format,
    .message = "end-of-copy marker does not match previous newline style"};
inline constexpr Condition<> copy_literal_carriage_return{
    .sqlstate = sqlstate::bad_copy_file_format,
    .message = "literal carriage return found in data",
    .hint = "Use \"\\r\" to represent carriage return."};
inline constexpr Condition<> copy_literal_newline{.sqlstate = sqlstate::bad_copy_file_format,
                                                  .message = "literal newline found in data",
                                                  .hint = "Use \"\\n\" to represent newline."};
inline constexpr Condition<> copy_signature_not_recognized{
    .sqlstate = sqlstate::bad_copy_file_format, .message = "COPY file signature not recognized"};
inline constexpr Condition<> copy_invalid_binary_header{
    .sqlstate = sqlstate::bad_copy_file_format,
    .message = "invalid COPY file header (missing flags)"};
inline constexpr Condition<> copy_unexpected_eof{.sqlstate = sqlstate::bad_copy_file_format,
                                                 .message = "unexpected EOF in COPY data"};
inline constexpr Condition<> copy_incorrect_binary_format{
    .sqlstate = sqlstate::invalid_binary_representation, .message = "incorrect binary data format"};
inline constexpr Condition<int, int> copy_row_field_count{
    .sqlstate = sqlstate::bad_copy_file_format, .message = "row field count is {}, expected {}"};
inline constexpr Condition<int, std::string_view, std::string_view> copy_header_mismatch{
    .sqlstate = sqlstate::bad_copy_file_format,
    .message = "column name mismatch in header line field {}: got \"{}\", expected \"{}\""};
inline constexpr Condition<int, int> copy_header_field_count{
    .sqlstate = sqlstate::bad_copy_file_format,
    .message = "wrong number of fields in header line: got {}, expected {}"};
inline constexpr Condition<std::string_view> copy_failed_by_client{
    .sqlstate = sqlstate::query_canceled, .message = "COPY from stdin failed: {}"};
inline constexpr Condition<unsigned> copy_unexpected_message{
    .sqlstate = sqlstate::protocol_violation,
    .message = "unexpected message type 0x{:02X} during COPY from stdin"};
inline constexpr Condition<std::string_view> copy_option_not_recognized{
    .sqlstate = sqlstate::syntax_error, .message = "option \"{}\" not recognized"};
inline constexpr Condition<std::string_view> copy_format_not_recognized{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "COPY format \"{}\" not recognized"};
// Ours: whether the service reads and writes binary COPY is not known.
inline constexpr Condition<> copy_binary_not_supported{
    .sqlstate = sqlstate::feature_not_supported, .message = "COPY format \"binary\" not supported"};
// Argument: DELIMITER, NULL, QUOTE, ESCAPE, HEADER, FORCE_QUOTE.
inline constexpr Condition<std::string_view> copy_option_not_in_binary{
    .sqlstate = sqlstate::syntax_error, .message = "cannot specify {} in BINARY mode"};
inline constexpr Condition<std::string_view> copy_option_requires_csv{
    .sqlstate = sqlstate::feature_not_supported, .message = "COPY {} requires CSV mode"};
inline constexpr Condition<std::string_view> copy_single_byte_option{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "COPY {} must be a single one-byte character"};
inline constexpr Condition<std::string_view> copy_delimiter_cannot_be{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "COPY delimiter cannot be \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> copy_cannot_from_relation{
    .sqlstate = sqlstate::wrong_object_type, .message = "cannot copy from {} \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> copy_cannot_to_relation{
    .sqlstate = sqlstate::wrong_object_type, .message = "cannot copy to {} \"{}\""};
inline constexpr Condition<std::string_view> copy_generated_column{
    .sqlstate = sqlstate::invalid_column_reference,
    .message = "column \"{}\" is a generated column",
    .detail = "Generated columns cannot be used in COPY."};

inline constexpr Condition<> no_copy_in_progress{
    .sqlstate = sqlstate::protocol_violation,
    .message = "unexpected copy data: no COPY in progress"};

// CONTEXT of an error in the data: which line, what it says, and in which column. Long texts are
// cut.
inline std::string copy_context(std::string_view table, std::uint64_t line) {
  return fmt::format("COPY {}, line {}", table, line);
}
std::string copy_context(std::string_view table, std::uint64_t line, std::string_view text);
// `value`: as in the data, nullopt for NULL.
std::string copy_context(std::string_view table, std::uint64_t line, std::string_view column,
                         std::optional<std::string_view> value);

}  // namespace dsql::rules::conditions
