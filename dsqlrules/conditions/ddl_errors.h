// Errors in the definition of tables, columns, indexes, constraints, sequences, views, functions,
// and in dropping or changing them. Texts are PostgreSQL 16's; what DSQL itself refuses stands in
// rules_*.h.
#pragma once

#include <cstdint>
#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

// --- tables and columns --------------------------------------------------------------------------
inline constexpr Condition<std::string_view> multiple_primary_keys{
    .sqlstate = sqlstate::invalid_table_definition,
    .message = "multiple primary keys for table \"{}\" are not allowed"};
inline constexpr Condition<std::string_view, std::string_view> conflicting_null_declarations{
    .sqlstate = sqlstate::syntax_error,
    .message = "conflicting NULL/NOT NULL declarations for column \"{}\" of table \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> multiple_defaults{
    .sqlstate = sqlstate::syntax_error,
    .message = "multiple default values specified for column \"{}\" of table \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> multiple_identity{
    .sqlstate = sqlstate::syntax_error,
    .message = "multiple identity specifications for column \"{}\" of table \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> multiple_generation_clauses{
    .sqlstate = sqlstate::syntax_error,
    .message = "multiple generation clauses specified for column \"{}\" of table \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> both_default_and_identity{
    .sqlstate = sqlstate::syntax_error,
    .message = "both default and identity specified for column \"{}\" of table \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> both_default_and_generation{
    .sqlstate = sqlstate::syntax_error,
    .message =
        "both default and generation expression specified for column \"{}\" of table \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> both_identity_and_generation{
    .sqlstate = sqlstate::syntax_error,
    .message =
        "both identity and generation expression specified for column \"{}\" of table \"{}\""};
inline constexpr Condition<std::string_view> generated_column_in_generation{
    .sqlstate = sqlstate::invalid_object_definition,
    .message = "cannot use generated column \"{}\" in column generation expression",
    .detail = "A generated column cannot reference another generated column."};
inline constexpr Condition<> generation_not_immutable{
    .sqlstate = sqlstate::invalid_object_definition,
    .message = "generation expression is not immutable"};
inline constexpr Condition<std::string_view, std::string_view> column_is_generated{
    .sqlstate = sqlstate::syntax_error,
    .message = "column \"{}\" of relation \"{}\" is a generated column"};
inline constexpr Condition<std::string_view, std::string_view> column_is_identity{
    .sqlstate = sqlstate::syntax_error,
    .message = "column \"{}\" of relation \"{}\" is an identity column"};
inline constexpr Condition<std::string_view, std::string_view> column_is_not_identity{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "column \"{}\" of relation \"{}\" is not an identity column"};
inline constexpr Condition<std::string_view, std::string_view> column_is_not_identity_skipping{
    .sqlstate = sqlstate::successful_completion,
    .severity = Severity::notice,
    .message = "column \"{}\" of relation \"{}\" is not an identity column, skipping"};
inline constexpr Condition<std::string_view, std::string_view> column_already_identity{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "column \"{}\" of relation \"{}\" is already an identity column"};
inline constexpr Condition<std::string_view, std::string_view> column_already_has_default{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "column \"{}\" of relation \"{}\" already has a default value"};
inline constexpr Condition<std::string_view, std::string_view> identity_needs_not_null{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message =
        "column \"{}\" of relation \"{}\" must be declared NOT NULL before identity can be added"};
inline constexpr Condition<std::string_view, std::string_view> column_is_not_generated{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "column \"{}\" of relation \"{}\" is not a stored generated column"};
inline constexpr Condition<std::string_view, std::string_view> column_is_not_generated_skipping{
    .sqlstate = sqlstate::successful_completion,
    .severity = Severity::notice,
    .message = "column \"{}\" of relation \"{}\" is not a stored generated column, skipping"};
inline constexpr Condition<std::string_view> column_is_in_primary_key{
    .sqlstate = sqlstate::invalid_table_definition, .message = "column \"{}\" is in a primary key"};
inline constexpr Condition<std::string_view> cannot_alter_system_column{
    .sqlstate = sqlstate::feature_not_supported, .message = "cannot alter system column \"{}\""};
inline constexpr Condition<std::string_view> cannot_drop_system_column{
    .sqlstate = sqlstate::feature_not_supported, .message = "cannot drop system column \"{}\""};
inline constexpr Condition<std::string_view> cannot_rename_system_column{
    .sqlstate = sqlstate::feature_not_supported, .message = "cannot rename system column \"{}\""};
inline constexpr Condition<std::string_view> column_type_only_plain_storage{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "column data type {} can only have storage PLAIN"};
inline constexpr Condition<std::string_view> invalid_storage_type{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "invalid storage type \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> wrong_relation_kind_for_action{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "ALTER action {} cannot be performed on relation \"{}\""};

// A form that this version does not know: the argument names where it stood.
inline constexpr Condition<std::string_view> ddl_form_not_supported{
    .sqlstate = sqlstate::feature_not_supported, .message = "unsupported form of {}"};
inline constexpr Condition<std::string_view> like_source_not_table{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "relation \"{}\" is invalid in LIKE clause"};

// --- indexes and constraints ---------------------------------------------------------------------
inline constexpr Condition<> index_functions_must_be_immutable{
    .sqlstate = sqlstate::invalid_object_definition,
    .message = "functions in index expression must be marked IMMUTABLE"};
inline constexpr Condition<> index_predicate_functions_must_be_immutable{
    .sqlstate = sqlstate::invalid_object_definition,
    .message = "functions in index predicate must be marked IMMUTABLE"};
inline constexpr Condition<std::string_view> index_not_valid{
    .sqlstate = sqlstate::object_not_in_prerequisite_state, .message = "index \"{}\" is not valid"};
inline constexpr Condition<std::string_view> index_already_associated{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "index \"{}\" is already associated with a constraint"};
inline constexpr Condition<std::string_view, std::string_view> index_does_not_belong{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "index \"{}\" does not belong to table \"{}\""};
inline constexpr Condition<std::string_view> index_is_not_unique{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "\"{}\" is not a unique index",
    .detail = "Cannot create a primary key or unique constraint using such an index."};
inline constexpr Condition<std::string_view> index_contains_expressions{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "index \"{}\" contains expressions",
    .detail = "Cannot create a primary key or unique constraint using such an index."};
inline constexpr Condition<std::string_view> index_is_partial{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "\"{}\" is a partial index",
    .detail = "Cannot create a primary key or unique constraint using such an index."};
inline constexpr Condition<std::string_view, std::string_view> index_will_be_renamed{
    .sqlstate = sqlstate::successful_completion,
    .severity = Severity::notice,
    .message = "ALTER TABLE / ADD CONSTRAINT USING INDEX will rename index \"{}\" to \"{}\""};
inline constexpr Condition<std::string_view> referenced_columns_not_unique{
    .sqlstate = sqlstate::invalid_foreign_key,
    .message = "there is no unique constraint matching given keys for referenced table \"{}\""};
inline constexpr Condition<std::string_view> no_primary_key_for_referenced_table{
    .sqlstate = sqlstate::undefined_object,
    .message = "there is no primary key for referenced table \"{}\""};
inline constexpr Condition<> foreign_key_column_count{
    .sqlstate = sqlstate::invalid_foreign_key,
    .message = "number of referencing and referenced columns for foreign key disagree"};
inline constexpr Condition<std::string_view> foreign_key_cannot_be_implemented{
    .sqlstate = sqlstate::datatype_mismatch,
    .message = "foreign key constraint \"{}\" cannot be implemented"};
inline constexpr Condition<std::string_view> foreign_key_set_column_not_in_key{
    .sqlstate = sqlstate::invalid_column_reference,
    .message = "column \"{}\" referenced in ON DELETE SET action must be part of foreign key"};
inline constexpr Condition<std::string_view> cannot_create_index_on{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "cannot create index on relation \"{}\"",
    .detail = "This operation is not supported for views."};
inline constexpr Condition<> foreign_key_duplicate_references{
    .sqlstate = sqlstate::invalid_foreign_key,
    .message = "foreign key referenced-columns list must not contain duplicates"};
// Argument: ON UPDATE or ON DELETE.
inline constexpr Condition<std::string_view> foreign_key_action_on_generated{
    .sqlstate = sqlstate::syntax_error,
    .message = "invalid {} action for foreign key constraint containing generated column"};
inline constexpr Condition<std::string_view> referenced_relation_not_table{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "referenced relation \"{}\" is not a table"};
inline constexpr Condition<std::string_view> deferrable_unique_as_reference{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "cannot use a deferrable unique constraint for referenced table \"{}\""};
inline constexpr Condition<std::string_view> constraint_not_deferrable{
    .sqlstate = sqlstate::wrong_object_type, .message = "constraint \"{}\" is not deferrable"};
inline constexpr Condition<std::string_view, std::string_view> constraint_not_foreign_key{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "constraint \"{}\" of relation \"{}\" is not a foreign key constraint"};
inline constexpr Condition<std::string_view, std::string_view> constraint_not_validatable{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "constraint \"{}\" of relation \"{}\" is not a foreign key or check constraint"};
inline constexpr Condition<std::string_view> index_required_by_constraint{
    .sqlstate = sqlstate::dependent_objects_still_exist,
    .message = "cannot drop index {} because constraint requires it"};

// --- sequences -----------------------------------------------------------------------------------
inline constexpr Condition<> sequence_increment_zero{.sqlstate = sqlstate::invalid_parameter_value,
                                                     .message = "INCREMENT must not be zero"};
inline constexpr Condition<std::int64_t, std::int64_t> sequence_minimum_not_below_maximum{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "MINVALUE ({}) must be less than MAXVALUE ({})"};
inline constexpr Condition<std::int64_t, std::int64_t> sequence_start_below_minimum{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "START value ({}) cannot be less than MINVALUE ({})"};
inline constexpr Condition<std::int64_t, std::int64_t> sequence_start_above_maximum{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "START value ({}) cannot be greater than MAXVALUE ({})"};
inline constexpr Condition<std::int64_t, std::int64_t> sequence_restart_below_minimum{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "RESTART value ({}) cannot be less than MINVALUE ({})"};
inline constexpr Condition<std::int64_t, std::int64_t> sequence_restart_above_maximum{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "RESTART value ({}) cannot be greater than MAXVALUE ({})"};
inline constexpr Condition<std::string_view> invalid_sequence_number{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "{} requires an integer value"};
inline constexpr Condition<std::string_view> sequence_owner_not_table{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "sequence cannot be owned by relation \"{}\"",
    .detail = "This operation is not supported for this kind of relation."};
inline constexpr Condition<> conflicting_or_redundant_options{
    .sqlstate = sqlstate::syntax_error, .message = "conflicting or redundant options"};
inline constexpr Condition<> invalid_owned_by{
    .sqlstate = sqlstate::syntax_error,
    .message = "invalid OWNED BY option",
    .hint = "Specify OWNED BY table.column or OWNED BY NONE."};
inline constexpr Condition<> sequence_owner_mismatch{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "sequence must have same owner as table it is linked to"};
inline constexpr Condition<> sequence_schema_mismatch{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "sequence must be in same schema as table it is linked to"};
inline constexpr Condition<> cannot_move_owned_sequence{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "cannot move an owned sequence into another schema"};
inline constexpr Condition<std::string_view> cannot_change_owned_sequence{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "cannot change owner of sequence \"{}\""};
inline constexpr Condition<> cannot_change_identity_sequence_owner{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "cannot change ownership of identity sequence"};

// --- views ---------------------------------------------------------------------------------------
inline constexpr Condition<> cannot_drop_view_columns{
    .sqlstate = sqlstate::invalid_table_definition, .message = "cannot drop columns from view"};
inline constexpr Condition<std::string_view, std::string_view> cannot_rename_view_column{
    .sqlstate = sqlstate::invalid_table_definition,
    .message = "cannot change name of view column \"{}\" to \"{}\"",
    .hint = "Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead."};
inline constexpr Condition<std::string_view, std::string_view, std::string_view>
    cannot_change_view_column_type{
        .sqlstate = sqlstate::invalid_table_definition,
        .message = "cannot change data type of view column \"{}\" from {} to {}"};
inline constexpr Condition<> view_more_names_than_columns{
    .sqlstate = sqlstate::syntax_error,
    .message = "CREATE VIEW specifies more column names than columns"};
inline constexpr Condition<> views_cannot_contain_into{
    .sqlstate = sqlstate::feature_not_supported, .message = "views must not contain SELECT INTO"};
inline constexpr Condition<> views_cannot_contain_dml_with{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "views must not contain data-modifying statements in WITH"};
inline constexpr Condition<> check_option_not_updatable{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "WITH CHECK OPTION is supported only on automatically updatable views"};
inline constexpr Condition<std::string_view> infinite_recursion_in_view{
    .sqlstate = sqlstate::invalid_object_definition,
    .message = "infinite recursion detected in rules for relation \"{}\""};
inline constexpr Condition<std::string_view> unrecognized_parameter{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "unrecognized parameter \"{}\""};
inline constexpr Condition<std::string_view> invalid_check_option{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "invalid value for enum option \"check_option\": {}",
    .detail = "Valid values are \"local\" and \"cascaded\"."};

// --- domains -------------------------------------------------------------------------------------
inline constexpr Condition<> conflicting_domain_null{
    .sqlstate = sqlstate::syntax_error, .message = "conflicting NULL/NOT NULL constraints"};
inline constexpr Condition<> multiple_domain_defaults{.sqlstate = sqlstate::syntax_error,
                                                      .message = "multiple default expressions"};
inline constexpr Condition<std::string_view, std::string_view> domain_constraint_missing_skipping{
    .sqlstate = sqlstate::successful_completion,
    .severity = Severity::notice,
    .message = "constraint \"{}\" of domain \"{}\" does not exist, skipping"};

// --- functions -----------------------------------------------------------------------------------
inline constexpr Condition<std::string_view> undefined_language{
    .sqlstate = sqlstate::undefined_object, .message = "language \"{}\" does not exist"};
inline constexpr Condition<> no_language_specified{
    .sqlstate = sqlstate::invalid_function_definition, .message = "no language specified"};
inline constexpr Condition<> no_function_body{.sqlstate = sqlstate::invalid_function_definition,
                                              .message = "no function body specified"};
inline constexpr Condition<> duplicate_function_body{
    .sqlstate = sqlstate::invalid_function_definition,
    .message = "duplicate function body specified"};
inline constexpr Condition<> function_result_type_required{
    .sqlstate = sqlstate::invalid_function_definition,
    .message = "function result type must be specified"};
inline constexpr Condition<> cannot_change_return_type{
    .sqlstate = sqlstate::invalid_function_definition,
    .message = "cannot change return type of existing function"};
inline constexpr Condition<std::string_view> cannot_change_parameter_name{
    .sqlstate = sqlstate::invalid_function_definition,
    .message = "cannot change name of input parameter \"{}\""};
inline constexpr Condition<> cannot_remove_parameter_defaults{
    .sqlstate = sqlstate::invalid_function_definition,
    .message = "cannot remove parameter defaults from existing function"};
inline constexpr Condition<> parameters_after_default{
    .sqlstate = sqlstate::invalid_function_definition,
    .message = "input parameters after one with a default value must also have defaults"};
inline constexpr Condition<> variadic_parameter_must_be_array{
    .sqlstate = sqlstate::invalid_function_definition,
    .message = "VARIADIC parameter must be an array"};
inline constexpr Condition<> variadic_parameter_not_last{
    .sqlstate = sqlstate::invalid_function_definition,
    .message = "VARIADIC parameter must be the last input parameter"};
inline constexpr Condition<std::string_view> parameter_name_twice{
    .sqlstate = sqlstate::invalid_function_definition,
    .message = "parameter name \"{}\" used more than once"};
inline constexpr Condition<std::string_view> return_type_mismatch{
    .sqlstate = sqlstate::invalid_function_definition,
    .message = "return type mismatch in function declared to return {}"};
inline constexpr Condition<std::string_view> not_allowed_in_function{
    .sqlstate = sqlstate::feature_not_supported, .message = "{} is not allowed in an SQL function"};
inline constexpr Condition<std::string_view> not_allowed_in_non_volatile_function{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "{} is not allowed in a non-volatile function"};

// --- extended statistics and comments ------------------------------------------------------------
inline constexpr Condition<std::string_view> unrecognized_statistics_kind{
    .sqlstate = sqlstate::syntax_error, .message = "unrecognized statistics kind \"{}\""};
inline constexpr Condition<> statistics_one_relation{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "only a single relation is allowed in CREATE STATISTICS"};
inline constexpr Condition<> statistics_duplicate_column{
    .sqlstate = sqlstate::duplicate_column,
    .message = "duplicate column name in statistics definition"};
inline constexpr Condition<> statistics_two_columns{
    .sqlstate = sqlstate::invalid_object_definition,
    .message = "extended statistics require at least 2 columns"};
inline constexpr Condition<> column_name_must_be_qualified{
    .sqlstate = sqlstate::syntax_error, .message = "column name must be qualified"};

// --- dependencies --------------------------------------------------------------------------------
// Argument: the object as PostgreSQL describes it (`table t`); DETAIL lists the dependents.
inline constexpr Condition<std::string_view> cannot_drop_because_dependents{
    .sqlstate = sqlstate::dependent_objects_still_exist,
    .message = "cannot drop {} because other objects depend on it",
    .hint = "Use DROP ... CASCADE to drop the dependent objects too."};
inline constexpr Condition<> cannot_drop_desired_because_dependents{
    .sqlstate = sqlstate::dependent_objects_still_exist,
    .message = "cannot drop desired object(s) because other objects depend on them",
    .hint = "Use DROP ... CASCADE to drop the dependent objects too."};
inline constexpr Condition<std::string_view, std::string_view> cannot_drop_because_required{
    .sqlstate = sqlstate::dependent_objects_still_exist,
    .message = "cannot drop {} because {} requires it"};
inline constexpr Condition<std::string_view> cannot_drop_system_object{
    .sqlstate = sqlstate::dependent_objects_still_exist,
    .message = "cannot drop {} because it is required by the database system"};
inline constexpr Condition<std::string_view> role_has_dependents{
    .sqlstate = sqlstate::dependent_objects_still_exist,
    .message = "role \"{}\" cannot be dropped because some objects depend on it"};
inline constexpr Condition<> current_user_cannot_be_dropped{
    .sqlstate = sqlstate::object_in_use, .message = "current user cannot be dropped"};
inline constexpr Condition<std::string_view> drop_cascades_to{
    .sqlstate = sqlstate::successful_completion,
    .severity = Severity::notice,
    .message = "drop cascades to {}"};
inline constexpr Condition<int> drop_cascades_to_many{
    .sqlstate = sqlstate::successful_completion,
    .severity = Severity::notice,
    .message = "drop cascades to {} other objects"};

}  // namespace dsql::rules::conditions
