// A SQLSTATE: five characters, compared and passed by value. The named ones are those this project
// raises; names are PostgreSQL's (errcodes.txt).
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <string_view>

namespace dsql::rules {

class Sqlstate {
 public:
  consteval Sqlstate(
      const char (&code)[6]) {  // NOLINT(google-explicit-constructor): a literal is its code
    for (std::size_t i = 0; i < 5; ++i) code_[i] = code[i];
  }

  // The five characters, valid as long as this object.
  constexpr std::string_view text() const { return {code_.data(), code_.size()}; }

  // The two-character class, e.g. "40" for transaction rollback.
  constexpr std::string_view category() const { return {code_.data(), 2}; }

  friend constexpr auto operator<=>(const Sqlstate&, const Sqlstate&) = default;

 private:
  std::array<char, 5> code_{};
};

namespace sqlstate {
inline constexpr Sqlstate successful_completion{"00000"};
inline constexpr Sqlstate warning{"01000"};
inline constexpr Sqlstate connection_failure{"08006"};
inline constexpr Sqlstate connection_exception{"08000"};
inline constexpr Sqlstate protocol_violation{"08P01"};
inline constexpr Sqlstate feature_not_supported{"0A000"};
inline constexpr Sqlstate invalid_grantor{"0L000"};
inline constexpr Sqlstate invalid_grant_operation{"0LP01"};
inline constexpr Sqlstate invalid_role_specification{"0P000"};
inline constexpr Sqlstate diagnostics_exception{"0Z000"};
inline constexpr Sqlstate cardinality_violation{"21000"};
inline constexpr Sqlstate data_exception{"22000"};
inline constexpr Sqlstate string_data_right_truncation{"22001"};
inline constexpr Sqlstate null_value_not_allowed{"22004"};
inline constexpr Sqlstate numeric_value_out_of_range{"22003"};
inline constexpr Sqlstate error_in_assignment{"22005"};
inline constexpr Sqlstate invalid_datetime_format{"22007"};
inline constexpr Sqlstate datetime_field_overflow{"22008"};
inline constexpr Sqlstate substring_error{"22011"};
inline constexpr Sqlstate division_by_zero{"22012"};
inline constexpr Sqlstate interval_field_overflow{"22015"};
inline constexpr Sqlstate character_not_in_repertoire{"22021"};
inline constexpr Sqlstate invalid_parameter_value{"22023"};
inline constexpr Sqlstate invalid_escape_sequence{"22025"};
inline constexpr Sqlstate array_subscript_error{"2202E"};
inline constexpr Sqlstate nonstandard_use_of_escape_character{"22P06"};
inline constexpr Sqlstate most_specific_type_mismatch{"2200G"};
inline constexpr Sqlstate sequence_generator_limit_exceeded{"2200H"};
inline constexpr Sqlstate zero_length_character_string{"2200F"};
inline constexpr Sqlstate floating_point_exception{"22P01"};
inline constexpr Sqlstate invalid_argument_for_logarithm{"2201E"};
inline constexpr Sqlstate invalid_argument_for_ntile_function{"22014"};
inline constexpr Sqlstate invalid_argument_for_nth_value_function{"22016"};
inline constexpr Sqlstate invalid_argument_for_power_function{"2201F"};
inline constexpr Sqlstate invalid_argument_for_width_bucket_function{"2201G"};
inline constexpr Sqlstate invalid_preceding_or_following_size{"22013"};
inline constexpr Sqlstate invalid_escape_character{"22019"};
inline constexpr Sqlstate invalid_escape_octet{"2200D"};
inline constexpr Sqlstate invalid_use_of_escape_character{"2200C"};
inline constexpr Sqlstate invalid_time_zone_displacement_value{"22009"};
inline constexpr Sqlstate invalid_indicator_parameter_value{"22010"};
inline constexpr Sqlstate duplicate_json_object_key_value{"22030"};
inline constexpr Sqlstate invalid_json_text{"22032"};
inline constexpr Sqlstate invalid_sql_json_subscript{"22033"};
inline constexpr Sqlstate more_than_one_sql_json_item{"22034"};
inline constexpr Sqlstate no_sql_json_item{"22035"};
inline constexpr Sqlstate non_numeric_sql_json_item{"22036"};
inline constexpr Sqlstate non_unique_keys_in_a_json_object{"22037"};
inline constexpr Sqlstate singleton_sql_json_item_required{"22038"};
inline constexpr Sqlstate sql_json_array_not_found{"22039"};
inline constexpr Sqlstate sql_json_member_not_found{"2203A"};
inline constexpr Sqlstate sql_json_number_not_found{"2203B"};
inline constexpr Sqlstate sql_json_object_not_found{"2203C"};
inline constexpr Sqlstate sql_json_item_cannot_be_cast{"2203G"};
inline constexpr Sqlstate invalid_regular_expression{"2201B"};
inline constexpr Sqlstate invalid_row_count_in_limit_clause{"2201W"};
inline constexpr Sqlstate invalid_row_count_in_result_offset_clause{"2201X"};
inline constexpr Sqlstate invalid_text_representation{"22P02"};
inline constexpr Sqlstate invalid_binary_representation{"22P03"};
inline constexpr Sqlstate bad_copy_file_format{"22P04"};
inline constexpr Sqlstate untranslatable_character{"22P05"};
inline constexpr Sqlstate integrity_constraint_violation{"23000"};
inline constexpr Sqlstate not_null_violation{"23502"};
inline constexpr Sqlstate foreign_key_violation{"23503"};
inline constexpr Sqlstate unique_violation{"23505"};
inline constexpr Sqlstate check_violation{"23514"};
inline constexpr Sqlstate exclusion_violation{"23P01"};
inline constexpr Sqlstate restrict_violation{"23001"};
inline constexpr Sqlstate invalid_transaction_state{"25000"};
inline constexpr Sqlstate invalid_cursor_state{"24000"};
inline constexpr Sqlstate active_sql_transaction{"25001"};
inline constexpr Sqlstate read_only_sql_transaction{"25006"};
inline constexpr Sqlstate idle_in_transaction_session_timeout{"25P03"};
inline constexpr Sqlstate no_active_sql_transaction{"25P01"};
inline constexpr Sqlstate in_failed_sql_transaction{"25P02"};
inline constexpr Sqlstate invalid_sql_statement_name{"26000"};
inline constexpr Sqlstate invalid_authorization_specification{"28000"};
inline constexpr Sqlstate invalid_password{"28P01"};
inline constexpr Sqlstate dependent_objects_still_exist{"2BP01"};
inline constexpr Sqlstate dependent_privilege_descriptors_still_exist{"2B000"};
inline constexpr Sqlstate invalid_cursor_name{"34000"};
inline constexpr Sqlstate invalid_catalog_name{"3D000"};
inline constexpr Sqlstate invalid_schema_name{"3F000"};
inline constexpr Sqlstate serialization_failure{"40001"};
inline constexpr Sqlstate statement_completion_unknown{"40003"};
inline constexpr Sqlstate with_check_option_violation{"44000"};
inline constexpr Sqlstate syntax_error_or_access_rule_violation{"42000"};
inline constexpr Sqlstate insufficient_privilege{"42501"};
inline constexpr Sqlstate syntax_error{"42601"};
inline constexpr Sqlstate invalid_name{"42602"};
inline constexpr Sqlstate name_too_long{"42622"};
inline constexpr Sqlstate duplicate_column{"42701"};
inline constexpr Sqlstate ambiguous_column{"42702"};
inline constexpr Sqlstate undefined_column{"42703"};
inline constexpr Sqlstate undefined_object{"42704"};
inline constexpr Sqlstate duplicate_object{"42710"};
inline constexpr Sqlstate duplicate_alias{"42712"};
inline constexpr Sqlstate duplicate_function{"42723"};
inline constexpr Sqlstate ambiguous_function{"42725"};
inline constexpr Sqlstate ambiguous_alias{"42P09"};
inline constexpr Sqlstate collation_mismatch{"42P21"};
inline constexpr Sqlstate indeterminate_collation{"42P22"};
inline constexpr Sqlstate grouping_error{"42803"};
inline constexpr Sqlstate datatype_mismatch{"42804"};
inline constexpr Sqlstate wrong_object_type{"42809"};
inline constexpr Sqlstate invalid_foreign_key{"42830"};
inline constexpr Sqlstate cannot_coerce{"42846"};
inline constexpr Sqlstate undefined_function{"42883"};
inline constexpr Sqlstate generated_always{"428C9"};
inline constexpr Sqlstate reserved_name{"42939"};
inline constexpr Sqlstate undefined_table{"42P01"};
inline constexpr Sqlstate undefined_parameter{"42P02"};
inline constexpr Sqlstate duplicate_cursor{"42P03"};
inline constexpr Sqlstate duplicate_prepared_statement{"42P05"};
inline constexpr Sqlstate invalid_prepared_statement_definition{"42P14"};
inline constexpr Sqlstate invalid_schema_definition{"42P15"};
inline constexpr Sqlstate invalid_function_definition{"42P13"};
inline constexpr Sqlstate invalid_cursor_definition{"42P11"};
inline constexpr Sqlstate duplicate_schema{"42P06"};
inline constexpr Sqlstate duplicate_table{"42P07"};
inline constexpr Sqlstate ambiguous_parameter{"42P08"};
inline constexpr Sqlstate invalid_column_reference{"42P10"};
inline constexpr Sqlstate invalid_table_definition{"42P16"};
inline constexpr Sqlstate invalid_object_definition{"42P17"};
inline constexpr Sqlstate indeterminate_datatype{"42P18"};
inline constexpr Sqlstate windowing_error{"42P20"};
inline constexpr Sqlstate invalid_recursion{"42P19"};
inline constexpr Sqlstate disk_full{"53100"};
inline constexpr Sqlstate insufficient_resources{"53000"};
inline constexpr Sqlstate out_of_memory{"53200"};
inline constexpr Sqlstate too_many_connections{"53300"};
inline constexpr Sqlstate configuration_limit_exceeded{"53400"};
inline constexpr Sqlstate program_limit_exceeded{"54000"};
inline constexpr Sqlstate statement_too_complex{"54001"};
inline constexpr Sqlstate too_many_columns{"54011"};
inline constexpr Sqlstate too_many_arguments{"54023"};
inline constexpr Sqlstate object_not_in_prerequisite_state{"55000"};
inline constexpr Sqlstate object_in_use{"55006"};
inline constexpr Sqlstate lock_not_available{"55P03"};
inline constexpr Sqlstate cant_change_runtime_param{"55P02"};
inline constexpr Sqlstate query_canceled{"57014"};
inline constexpr Sqlstate admin_shutdown{"57P01"};
inline constexpr Sqlstate crash_shutdown{"57P02"};
inline constexpr Sqlstate cannot_connect_now{"57P03"};
inline constexpr Sqlstate idle_session_timeout{"57P05"};
inline constexpr Sqlstate system_error{"58000"};
inline constexpr Sqlstate io_error{"58030"};
inline constexpr Sqlstate undefined_file{"58P01"};
inline constexpr Sqlstate internal_error{"XX000"};
inline constexpr Sqlstate data_corrupted{"XX001"};
inline constexpr Sqlstate index_corrupted{"XX002"};
}  // namespace sqlstate

}  // namespace dsql::rules
