// Names that are undefined, duplicate, ambiguous or malformed (class 42 and 3F): relations,
// columns, functions, operators, types, schemas, roles, constraints. Texts are PostgreSQL 16's.
#pragma once

#include <cstdint>
#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

// --- relations and schemas -----------------------------------------------------------------------
inline constexpr Condition<std::uint32_t> undefined_relation_with_oid{
    .sqlstate = sqlstate::undefined_table, .message = "could not open relation with OID {}"};
inline constexpr Condition<std::string_view> undefined_table{
    .sqlstate = sqlstate::undefined_table, .message = "relation \"{}\" does not exist"};
inline constexpr Condition<std::string_view> undefined_table_of_drop{
    .sqlstate = sqlstate::undefined_table, .message = "table \"{}\" does not exist"};
inline constexpr Condition<std::string_view> undefined_view{
    .sqlstate = sqlstate::undefined_table, .message = "view \"{}\" does not exist"};
inline constexpr Condition<std::string_view> undefined_sequence{
    .sqlstate = sqlstate::undefined_table, .message = "sequence \"{}\" does not exist"};
inline constexpr Condition<std::string_view> undefined_index{
    .sqlstate = sqlstate::undefined_object, .message = "index \"{}\" does not exist"};
inline constexpr Condition<std::string_view> undefined_materialized_view{
    .sqlstate = sqlstate::undefined_table, .message = "materialized view \"{}\" does not exist"};
inline constexpr Condition<std::string_view> undefined_schema{
    .sqlstate = sqlstate::invalid_schema_name, .message = "schema \"{}\" does not exist"};
inline constexpr Condition<> no_schema_selected{
    .sqlstate = sqlstate::invalid_schema_name,
    .message = "no schema has been selected to create in"};
inline constexpr Condition<std::string_view> undefined_database{
    .sqlstate = sqlstate::invalid_catalog_name, .message = "database \"{}\" does not exist"};
inline constexpr Condition<std::string_view> cross_database_reference{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "cross-database references are not implemented: {}"};
inline constexpr Condition<std::string_view> improper_qualified_name{
    .sqlstate = sqlstate::syntax_error,
    .message = "improper qualified name (too many dotted names): {}"};
inline constexpr Condition<std::string_view> improper_relation_name{
    .sqlstate = sqlstate::syntax_error,
    .message = "improper relation name (too many dotted names): {}"};
inline constexpr Condition<std::string_view> invalid_type_name{
    .sqlstate = sqlstate::syntax_error, .message = "invalid type name \"{}\""};
inline constexpr Condition<> invalid_name_syntax{.sqlstate = sqlstate::invalid_name,
                                                 .message = "invalid name syntax"};
inline constexpr Condition<std::string_view> duplicate_table{
    .sqlstate = sqlstate::duplicate_table, .message = "relation \"{}\" already exists"};
inline constexpr Condition<std::string_view, std::string_view> schema_element_elsewhere{
    .sqlstate = sqlstate::invalid_schema_definition,
    .message = "CREATE specifies a schema ({}) different from the one being created ({})"};
inline constexpr Condition<std::string_view> duplicate_schema{
    .sqlstate = sqlstate::duplicate_schema, .message = "schema \"{}\" already exists"};
inline constexpr Condition<std::string_view> reserved_schema_name{
    .sqlstate = sqlstate::reserved_name,
    .message = "unacceptable schema name \"{}\"",
    .detail = "The prefix \"pg_\" is reserved for system schemas."};

// The kind of object that was found is not the kind that was asked for.
inline constexpr Condition<std::string_view> not_a_table{.sqlstate = sqlstate::wrong_object_type,
                                                         .message = "\"{}\" is not a table"};
inline constexpr Condition<std::string_view> not_a_view{.sqlstate = sqlstate::wrong_object_type,
                                                        .message = "\"{}\" is not a view"};
inline constexpr Condition<std::string_view> not_an_index{.sqlstate = sqlstate::wrong_object_type,
                                                          .message = "\"{}\" is not an index"};
inline constexpr Condition<std::string_view> not_a_sequence{.sqlstate = sqlstate::wrong_object_type,
                                                            .message = "\"{}\" is not a sequence"};
inline constexpr Condition<std::string_view> not_a_composite_type{
    .sqlstate = sqlstate::wrong_object_type, .message = "\"{}\" is not a composite type"};
inline constexpr Condition<std::string_view> not_a_domain{.sqlstate = sqlstate::wrong_object_type,
                                                          .message = "{} is not a domain"};
inline constexpr Condition<std::string_view> cannot_open_relation{
    .sqlstate = sqlstate::wrong_object_type, .message = "cannot open relation \"{}\""};
inline constexpr Condition<std::string_view> cannot_change_view{
    .sqlstate = sqlstate::wrong_object_type, .message = "cannot change view \"{}\""};
inline constexpr Condition<std::string_view> cannot_change_sequence{
    .sqlstate = sqlstate::wrong_object_type, .message = "cannot change sequence \"{}\""};

// --- columns and range variables -----------------------------------------------------------------
inline constexpr Condition<std::string_view> undefined_column{
    .sqlstate = sqlstate::undefined_column, .message = "column \"{}\" does not exist"};
// `SELECT t.nope`: both names bare, without quotes.
inline constexpr Condition<std::string_view, std::string_view> undefined_qualified_column{
    .sqlstate = sqlstate::undefined_column, .message = "column {}.{} does not exist"};
inline constexpr Condition<std::string_view, std::string_view> undefined_column_of_relation{
    .sqlstate = sqlstate::undefined_column,
    .message = "column \"{}\" of relation \"{}\" does not exist"};
inline constexpr Condition<std::string_view> undefined_key_column{
    .sqlstate = sqlstate::undefined_column, .message = "column \"{}\" named in key does not exist"};
inline constexpr Condition<std::string_view> undefined_foreign_key_column{
    .sqlstate = sqlstate::undefined_column,
    .message = "column \"{}\" referenced in foreign key constraint does not exist"};
inline constexpr Condition<std::string_view, std::string_view> undefined_column_in_type{
    .sqlstate = sqlstate::undefined_column, .message = "column \"{}\" not found in data type {}"};
inline constexpr Condition<std::string_view> undefined_column_in_using_left{
    .sqlstate = sqlstate::undefined_column,
    .message = "column \"{}\" specified in USING clause does not exist in left table"};
inline constexpr Condition<std::string_view> undefined_column_in_using_right{
    .sqlstate = sqlstate::undefined_column,
    .message = "column \"{}\" specified in USING clause does not exist in right table"};
inline constexpr Condition<std::string_view> ambiguous_column{
    .sqlstate = sqlstate::ambiguous_column, .message = "column reference \"{}\" is ambiguous"};
inline constexpr Condition<std::string_view> ambiguous_common_column_left{
    .sqlstate = sqlstate::ambiguous_column,
    .message = "common column name \"{}\" appears more than once in left table"};
inline constexpr Condition<std::string_view> ambiguous_common_column_right{
    .sqlstate = sqlstate::ambiguous_column,
    .message = "common column name \"{}\" appears more than once in right table"};
inline constexpr Condition<std::string_view> duplicate_column_in_using{
    .sqlstate = sqlstate::duplicate_column,
    .message = "column name \"{}\" appears more than once in USING clause"};
inline constexpr Condition<std::string_view> duplicate_column{
    .sqlstate = sqlstate::duplicate_column, .message = "column \"{}\" specified more than once"};
inline constexpr Condition<std::string_view, std::string_view> duplicate_column_of_relation{
    .sqlstate = sqlstate::duplicate_column,
    .message = "column \"{}\" of relation \"{}\" already exists"};
inline constexpr Condition<std::string_view> column_name_conflicts_with_system_column{
    .sqlstate = sqlstate::duplicate_column,
    .message = "column name \"{}\" conflicts with a system column name"};
inline constexpr Condition<std::string_view> duplicate_key_column_in_primary_key{
    .sqlstate = sqlstate::duplicate_column,
    .message = "column \"{}\" appears twice in primary key constraint"};
inline constexpr Condition<std::string_view> duplicate_key_column_in_unique{
    .sqlstate = sqlstate::duplicate_column,
    .message = "column \"{}\" appears twice in unique constraint"};
inline constexpr Condition<std::string_view> multiple_assignments_to_column{
    .sqlstate = sqlstate::syntax_error, .message = "multiple assignments to same column \"{}\""};
inline constexpr Condition<std::string_view> missing_from_entry{
    .sqlstate = sqlstate::undefined_table, .message = "missing FROM-clause entry for table \"{}\""};
inline constexpr Condition<std::string_view> invalid_from_reference{
    .sqlstate = sqlstate::undefined_table,
    .message = "invalid reference to FROM-clause entry for table \"{}\""};
// The item is there, but the kind of join forbids LATERAL to see it.
inline constexpr Condition<std::string_view> invalid_lateral_reference{
    .sqlstate = sqlstate::invalid_column_reference,
    .message = "invalid reference to FROM-clause entry for table \"{}\""};
inline constexpr Condition<std::string_view> duplicate_alias{
    .sqlstate = sqlstate::duplicate_alias, .message = "table name \"{}\" specified more than once"};
inline constexpr Condition<std::string_view> ambiguous_table_reference{
    .sqlstate = sqlstate::ambiguous_alias, .message = "table reference \"{}\" is ambiguous"};
inline constexpr Condition<std::string_view> duplicate_cte_name{
    .sqlstate = sqlstate::duplicate_alias,
    .message = "WITH query name \"{}\" specified more than once"};
inline constexpr Condition<std::string_view> duplicate_window{
    .sqlstate = sqlstate::windowing_error, .message = "window \"{}\" is already defined"};
inline constexpr Condition<std::string_view> undefined_window{
    .sqlstate = sqlstate::undefined_object, .message = "window \"{}\" does not exist"};

// --- functions, operators, types -----------------------------------------------------------------
// The argument is the signature as PostgreSQL prints it: `lower(integer)`.
inline constexpr Condition<std::string_view> undefined_function{
    .sqlstate = sqlstate::undefined_function,
    .message = "function {} does not exist",
    .hint =
        "No function matches the given name and argument types. You might need to add explicit "
        "type casts."};
// Without a hint: DROP, COMMENT, GRANT and ALTER of a function that is not there.
inline constexpr Condition<std::string_view> undefined_function_object{
    .sqlstate = sqlstate::undefined_function, .message = "function {} does not exist"};
inline constexpr Condition<std::string_view> undefined_function_name{
    .sqlstate = sqlstate::undefined_function, .message = "could not find a function named \"{}\""};
inline constexpr Condition<std::string_view> undefined_procedure{
    .sqlstate = sqlstate::undefined_function,
    .message = "procedure {} does not exist",
    .hint =
        "No procedure matches the given name and argument types. You might need to add explicit "
        "type casts."};
inline constexpr Condition<std::string_view> ambiguous_function{
    .sqlstate = sqlstate::ambiguous_function,
    .message = "function {} is not unique",
    .hint =
        "Could not choose a best candidate function. You might need to add explicit type casts."};
inline constexpr Condition<std::string_view> ambiguous_function_name{
    .sqlstate = sqlstate::ambiguous_function,
    .message = "function name \"{}\" is not unique",
    .hint = "Specify the argument list to select the function unambiguously."};
inline constexpr Condition<std::string_view> is_a_procedure{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "{} is a procedure",
    .hint = "To call a procedure, use CALL."};
inline constexpr Condition<std::string_view> is_not_a_procedure{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "{} is not a procedure",
    .hint = "To call a function, use SELECT."};
// The argument is the expression as PostgreSQL prints it: `integer + text`, `- text`.
inline constexpr Condition<std::string_view> undefined_operator{
    .sqlstate = sqlstate::undefined_function,
    .message = "operator does not exist: {}",
    .hint =
        "No operator matches the given name and argument types. You might need to add explicit "
        "type casts."};
inline constexpr Condition<std::string_view> undefined_prefix_operator{
    .sqlstate = sqlstate::undefined_function,
    .message = "operator does not exist: {}",
    .hint =
        "No operator matches the given name and argument type. You might need to add an explicit "
        "type cast."};
inline constexpr Condition<std::string_view> ambiguous_operator{
    .sqlstate = sqlstate::ambiguous_function,
    .message = "operator is not unique: {}",
    .hint =
        "Could not choose a best candidate operator. You might need to add explicit type casts."};
inline constexpr Condition<std::string_view> no_ordering_operator{
    .sqlstate = sqlstate::undefined_function,
    .message = "could not identify an ordering operator for type {}",
    .hint = "Use an explicit ordering operator or modify the query."};
inline constexpr Condition<std::string_view> no_equality_operator{
    .sqlstate = sqlstate::undefined_function,
    .message = "could not identify an equality operator for type {}"};
inline constexpr Condition<std::string_view> no_comparison_function{
    .sqlstate = sqlstate::undefined_function,
    .message = "could not identify a comparison function for type {}"};
inline constexpr Condition<std::string_view> undefined_type{
    .sqlstate = sqlstate::undefined_object, .message = "type \"{}\" does not exist"};
inline constexpr Condition<std::string_view> undefined_type_notice{
    .sqlstate = sqlstate::undefined_object,
    .severity = Severity::notice,
    .message = "type \"{}\" does not exist, skipping"};
inline constexpr Condition<std::string_view> duplicate_type{
    .sqlstate = sqlstate::duplicate_object, .message = "type \"{}\" already exists"};
inline constexpr Condition<std::string_view> undefined_function_text{
    .sqlstate = sqlstate::undefined_function, .message = "function \"{}\" does not exist"};
inline constexpr Condition<std::string_view> several_functions_named{
    .sqlstate = sqlstate::ambiguous_function, .message = "more than one function named \"{}\""};
inline constexpr Condition<std::string_view> several_operators_named{
    .sqlstate = sqlstate::ambiguous_function, .message = "more than one operator named {}"};
inline constexpr Condition<std::string_view> undefined_operator_text{
    .sqlstate = sqlstate::undefined_function, .message = "operator does not exist: {}"};
// Arguments: class, access method.
inline constexpr Condition<std::string_view, std::string_view> undefined_operator_class{
    .sqlstate = sqlstate::undefined_object,
    .message = "operator class \"{}\" does not exist for access method \"{}\""};
inline constexpr Condition<std::string_view> undefined_collation{
    .sqlstate = sqlstate::undefined_object,
    .message = "collation \"{}\" for encoding \"UTF8\" does not exist"};
inline constexpr Condition<std::string_view> undefined_text_search_configuration{
    .sqlstate = sqlstate::undefined_object,
    .message = "text search configuration \"{}\" does not exist"};
inline constexpr Condition<std::string_view, std::string_view> duplicate_function{
    .sqlstate = sqlstate::duplicate_function,
    .message = "function \"{}\" already exists with same argument types{}"};

// --- roles, constraints, statistics, triggers ----------------------------------------------------
inline constexpr Condition<std::string_view> undefined_role{
    .sqlstate = sqlstate::undefined_object, .message = "role \"{}\" does not exist"};
inline constexpr Condition<std::string_view> duplicate_role{
    .sqlstate = sqlstate::duplicate_object, .message = "role \"{}\" already exists"};
inline constexpr Condition<std::string_view> reserved_role_name{
    .sqlstate = sqlstate::reserved_name,
    .message = "role name \"{}\" is reserved",
    .detail = "Role names starting with \"pg_\" are reserved."};
inline constexpr Condition<std::string_view> undefined_constraint{
    .sqlstate = sqlstate::undefined_object, .message = "constraint \"{}\" does not exist"};
inline constexpr Condition<std::string_view, std::string_view> undefined_constraint_of_relation{
    .sqlstate = sqlstate::undefined_object,
    .message = "constraint \"{}\" of relation \"{}\" does not exist"};
inline constexpr Condition<std::string_view, std::string_view> undefined_constraint_for_table{
    .sqlstate = sqlstate::undefined_object,
    .message = "constraint \"{}\" for table \"{}\" does not exist"};
inline constexpr Condition<std::string_view, std::string_view> undefined_constraint_for_domain{
    .sqlstate = sqlstate::undefined_object,
    .message = "constraint \"{}\" for domain {} does not exist"};
inline constexpr Condition<std::string_view, std::string_view> undefined_constraint_of_domain{
    .sqlstate = sqlstate::undefined_object,
    .message = "constraint \"{}\" of domain \"{}\" does not exist"};
// PostgreSQL's COMMENT says it with another preposition than ALTER DOMAIN.
inline constexpr Condition<std::string_view, std::string_view> undefined_domain_constraint{
    .sqlstate = sqlstate::undefined_object,
    .message = "constraint \"{}\" for domain {} does not exist"};
inline constexpr Condition<std::string_view, std::string_view> duplicate_constraint{
    .sqlstate = sqlstate::duplicate_object,
    .message = "constraint \"{}\" for relation \"{}\" already exists"};
inline constexpr Condition<std::string_view, std::string_view> duplicate_constraint_of_domain{
    .sqlstate = sqlstate::duplicate_object,
    .message = "constraint \"{}\" for domain \"{}\" already exists"};
inline constexpr Condition<std::string_view> undefined_statistics{
    .sqlstate = sqlstate::undefined_object, .message = "statistics object \"{}\" does not exist"};
inline constexpr Condition<std::string_view> duplicate_statistics{
    .sqlstate = sqlstate::duplicate_object, .message = "statistics object \"{}\" already exists"};
inline constexpr Condition<std::string_view, std::string_view> undefined_trigger{
    .sqlstate = sqlstate::undefined_object,
    .message = "trigger \"{}\" for table \"{}\" does not exist"};
inline constexpr Condition<int> undefined_parameter{.sqlstate = sqlstate::undefined_parameter,
                                                    .message = "there is no parameter ${}"};

// --- notices of IF [NOT] EXISTS ------------------------------------------------------------------
inline constexpr Condition<std::string_view> relation_exists_skipping{
    .sqlstate = sqlstate::duplicate_table,
    .severity = Severity::notice,
    .message = "relation \"{}\" already exists, skipping"};
inline constexpr Condition<std::string_view> schema_exists_skipping{
    .sqlstate = sqlstate::duplicate_schema,
    .severity = Severity::notice,
    .message = "schema \"{}\" already exists, skipping"};
inline constexpr Condition<std::string_view, std::string_view> column_exists_skipping{
    .sqlstate = sqlstate::duplicate_column,
    .severity = Severity::notice,
    .message = "column \"{}\" of relation \"{}\" already exists, skipping"};
inline constexpr Condition<std::string_view> statistics_exists_skipping{
    .sqlstate = sqlstate::duplicate_object,
    .severity = Severity::notice,
    .message = "statistics object \"{}\" already exists, skipping"};
// First argument: the kind in lower case (table, view, index, sequence, schema, role, statistics
// object).
inline constexpr Condition<std::string_view, std::string_view> object_missing_skipping{
    .sqlstate = sqlstate::successful_completion,
    .severity = Severity::notice,
    .message = "{} \"{}\" does not exist, skipping"};
inline constexpr Condition<std::string_view> relation_missing_skipping{
    .sqlstate = sqlstate::successful_completion,
    .severity = Severity::notice,
    .message = "relation \"{}\" does not exist, skipping"};
inline constexpr Condition<std::string_view> function_missing_skipping{
    .sqlstate = sqlstate::successful_completion,
    .severity = Severity::notice,
    .message = "function {} does not exist, skipping"};
inline constexpr Condition<std::string_view, std::string_view> column_missing_skipping{
    .sqlstate = sqlstate::successful_completion,
    .severity = Severity::notice,
    .message = "column \"{}\" of relation \"{}\" does not exist, skipping"};
inline constexpr Condition<std::string_view, std::string_view> constraint_missing_skipping{
    .sqlstate = sqlstate::successful_completion,
    .severity = Severity::notice,
    .message = "constraint \"{}\" of relation \"{}\" does not exist, skipping"};
inline constexpr Condition<std::string_view, std::string_view> trigger_missing_skipping{
    .sqlstate = sqlstate::successful_completion,
    .severity = Severity::notice,
    .message = "trigger \"{}\" for relation \"{}\" does not exist, skipping"};
inline constexpr Condition<std::string_view, std::string_view> identifier_truncated{
    .sqlstate = sqlstate::name_too_long,
    .severity = Severity::notice,
    .message = "identifier \"{}\" will be truncated to \"{}\""};

// --- privileges ----------------------------------------------------------------------------------
// First argument: table, view, sequence, schema, function, type, database, column, …
inline constexpr Condition<std::string_view, std::string_view> permission_denied{
    .sqlstate = sqlstate::insufficient_privilege, .message = "permission denied for {} {}"};
inline constexpr Condition<std::string_view, std::string_view> must_be_owner{
    .sqlstate = sqlstate::insufficient_privilege, .message = "must be owner of {} {}"};
inline constexpr Condition<std::string_view> must_be_member_of_role{
    .sqlstate = sqlstate::insufficient_privilege, .message = "must be able to SET ROLE \"{}\""};
inline constexpr Condition<std::string_view> permission_denied_to_set_role{
    .sqlstate = sqlstate::insufficient_privilege,
    .message = "permission denied to set role \"{}\""};
inline constexpr Condition<> permission_denied_to_create_role{
    .sqlstate = sqlstate::insufficient_privilege,
    .message = "permission denied to create role",
    .detail = "Only roles with the CREATEROLE attribute may create roles."};
inline constexpr Condition<> permission_denied_to_alter_role{
    .sqlstate = sqlstate::insufficient_privilege, .message = "permission denied to alter role"};
inline constexpr Condition<> permission_denied_to_drop_role{
    .sqlstate = sqlstate::insufficient_privilege, .message = "permission denied to drop role"};
inline constexpr Condition<std::string_view> permission_denied_to_grant_role{
    .sqlstate = sqlstate::insufficient_privilege,
    .message = "permission denied to grant role \"{}\""};
inline constexpr Condition<std::string_view> permission_denied_system_catalog{
    .sqlstate = sqlstate::insufficient_privilege,
    .message = "permission denied: \"{}\" is a system catalog"};
inline constexpr Condition<std::string_view> no_privileges_granted{
    .sqlstate = sqlstate::warning,
    .severity = Severity::warning,
    .message = "no privileges were granted for \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> invalid_privilege_type{
    .sqlstate = sqlstate::invalid_grant_operation, .message = "invalid privilege type {} for {}"};
inline constexpr Condition<std::string_view> unrecognized_privilege_type{
    .sqlstate = sqlstate::syntax_error, .message = "unrecognized privilege type \"{}\""};
// The same as an argument of has_table_privilege and its kind.
inline constexpr Condition<std::string_view> unrecognized_privilege_type_value{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "unrecognized privilege type: \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> role_already_member{
    .sqlstate = sqlstate::duplicate_object,
    .severity = Severity::notice,
    .message = "role \"{}\" has already been granted membership in role \"{}\" by role \"admin\""};
inline constexpr Condition<std::string_view, std::string_view> role_not_member_warning{
    .sqlstate = sqlstate::warning,
    .severity = Severity::warning,
    .message = "role \"{}\" has not been granted membership in role \"{}\" by role \"admin\""};
inline constexpr Condition<std::string_view> is_an_index{.sqlstate = sqlstate::wrong_object_type,
                                                         .message = "\"{}\" is an index"};
inline constexpr Condition<std::string_view, std::string_view> role_is_member_of_role{
    .sqlstate = sqlstate::invalid_grant_operation,
    .message = "role \"{}\" is a member of role \"{}\""};

}  // namespace dsql::rules::conditions
