// Errors of the analysis of a query that are not about names: syntax, grouping, typing, windows,
// recursion, DML targets, parameters. Texts are PostgreSQL 16's.
#pragma once

#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

// --- syntax --------------------------------------------------------------------------------------
// The argument is the scanner's or grammar's own text: `syntax error at or near "X"`,
// `syntax error at end of input`, `unterminated quoted string at or near "'abc"`.
inline constexpr Condition<std::string_view> syntax_error{.sqlstate = sqlstate::syntax_error,
                                                          .message = "{}"};
inline constexpr Condition<std::string_view> syntax_error_near{
    .sqlstate = sqlstate::syntax_error, .message = "syntax error at or near \"{}\""};
inline constexpr Condition<> syntax_error_at_end{.sqlstate = sqlstate::syntax_error,
                                                 .message = "syntax error at end of input"};
// The grammar's refusals that are not syntax errors (`conflicting constraint properties`, …) carry
// 0A000.
inline constexpr Condition<std::string_view> grammar_feature_not_supported{
    .sqlstate = sqlstate::feature_not_supported, .message = "{}"};
inline constexpr Condition<std::string_view> grammar_invalid_parameter_value{
    .sqlstate = sqlstate::invalid_parameter_value, .message = "{}"};
inline constexpr Condition<std::string_view> grammar_windowing_error{
    .sqlstate = sqlstate::windowing_error, .message = "{}"};
inline constexpr Condition<std::string_view> grammar_invalid_escape_sequence{
    .sqlstate = sqlstate::invalid_escape_sequence, .message = "{}"};
inline constexpr Condition<std::string_view> grammar_reserved_name{
    .sqlstate = sqlstate::reserved_name, .message = "{}"};
inline constexpr Condition<> multiple_commands_in_prepared_statement{
    .sqlstate = sqlstate::syntax_error,
    .message = "cannot insert multiple commands into a prepared statement"};

// --- target lists, FROM, clauses -----------------------------------------------------------------
inline constexpr Condition<> star_with_no_tables{
    .sqlstate = sqlstate::syntax_error,
    .message = "SELECT * with no tables specified is not valid"};
inline constexpr Condition<std::string_view, std::string_view, std::string_view>
    too_many_column_aliases{
        .sqlstate = sqlstate::invalid_column_reference,
        .message = "{} \"{}\" has {} columns available but more columns specified"};
inline constexpr Condition<std::string_view, int, int> table_alias_column_count{
    .sqlstate = sqlstate::invalid_column_reference,
    .message = "table \"{}\" has {} columns available but {} columns specified"};
inline constexpr Condition<std::string_view, int, int> cte_column_count{
    .sqlstate = sqlstate::invalid_column_reference,
    .message = "WITH query \"{}\" has {} columns available but {} columns specified"};
inline constexpr Condition<std::string_view, int> order_by_position{
    .sqlstate = sqlstate::invalid_column_reference,
    .message = "{} position {} is not in select list"};
// First argument: ORDER BY, GROUP BY, DISTINCT ON.
inline constexpr Condition<std::string_view> non_integer_constant_in_clause{
    .sqlstate = sqlstate::syntax_error, .message = "non-integer constant in {}"};
inline constexpr Condition<std::string_view, std::string_view> clause_name_ambiguous{
    .sqlstate = sqlstate::ambiguous_column, .message = "{} \"{}\" is ambiguous"};
inline constexpr Condition<> order_by_not_in_distinct_list{
    .sqlstate = sqlstate::invalid_column_reference,
    .message = "for SELECT DISTINCT, ORDER BY expressions must appear in select list"};
inline constexpr Condition<> distinct_on_must_match_order_by{
    .sqlstate = sqlstate::invalid_column_reference,
    .message = "SELECT DISTINCT ON expressions must match initial ORDER BY expressions"};
inline constexpr Condition<std::string_view> set_operation_order_by{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "invalid {} ORDER BY clause",
    .detail = "Only result column names can be used, not expressions or functions.",
    .hint = "Add the expression/function to every SELECT, or move the UNION into a FROM clause."};
inline constexpr Condition<std::string_view> set_operation_column_count{
    .sqlstate = sqlstate::syntax_error,
    .message = "each {} query must have the same number of columns"};
// First argument: UNION, INTERSECT, EXCEPT, CASE, VALUES, …
inline constexpr Condition<std::string_view, std::string_view, std::string_view>
    types_cannot_be_matched{.sqlstate = sqlstate::datatype_mismatch,
                            .message = "{} types {} and {} cannot be matched"};
inline constexpr Condition<std::string_view, std::string_view> could_not_convert_type{
    .sqlstate = sqlstate::cannot_coerce, .message = "{} could not convert type {}"};
inline constexpr Condition<std::string_view, std::string_view, std::string_view>
    clause_could_not_convert_type{.sqlstate = sqlstate::cannot_coerce,
                                  .message = "{} could not convert type {} to {}"};
inline constexpr Condition<> values_lists_length{
    .sqlstate = sqlstate::syntax_error, .message = "VALUES lists must all be the same length"};
inline constexpr Condition<> subquery_columns_one{
    .sqlstate = sqlstate::syntax_error, .message = "subquery must return only one column"};
inline constexpr Condition<> subquery_has_too_many_columns{
    .sqlstate = sqlstate::syntax_error, .message = "subquery has too many columns"};
inline constexpr Condition<> subquery_has_too_few_columns{
    .sqlstate = sqlstate::syntax_error, .message = "subquery has too few columns"};
// Arguments: place (`LIMIT`, `JOIN/ON`, …).
inline constexpr Condition<std::string_view> must_not_contain_variables{
    .sqlstate = sqlstate::invalid_column_reference,
    .message = "argument of {} must not contain variables"};
inline constexpr Condition<std::string_view, std::string_view> argument_must_be_type{
    .sqlstate = sqlstate::datatype_mismatch,
    .message = "argument of {} must be type boolean, not type {}"};
inline constexpr Condition<std::string_view, std::string_view, std::string_view>
    argument_must_be_of_type{.sqlstate = sqlstate::datatype_mismatch,
                             .message = "argument of {} must be type {}, not type {}"};
inline constexpr Condition<std::string_view> argument_must_not_return_set{
    .sqlstate = sqlstate::datatype_mismatch, .message = "argument of {} must not return a set"};
inline constexpr Condition<> with_ties_without_order_by{
    .sqlstate = sqlstate::syntax_error,
    .message = "WITH TIES cannot be specified without ORDER BY clause"};

// --- aggregates, windows, set-returning functions ------------------------------------------------
inline constexpr Condition<std::string_view> column_must_be_grouped{
    .sqlstate = sqlstate::grouping_error,
    .message =
        "column \"{}\" must appear in the GROUP BY clause or be used in an aggregate function"};
inline constexpr Condition<std::string_view> subquery_uses_ungrouped_column{
    .sqlstate = sqlstate::grouping_error,
    .message = "subquery uses ungrouped column \"{}\" from outer query"};
// Argument: the place, e.g. `WHERE`, `JOIN conditions`, `UPDATE`, `VALUES`, `DEFAULT expressions`.
inline constexpr Condition<std::string_view> aggregates_not_allowed{
    .sqlstate = sqlstate::grouping_error, .message = "aggregate functions are not allowed in {}"};
inline constexpr Condition<std::string_view> windows_not_allowed{
    .sqlstate = sqlstate::windowing_error, .message = "window functions are not allowed in {}"};
inline constexpr Condition<std::string_view> sets_not_allowed{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "set-returning functions are not allowed in {}"};
inline constexpr Condition<std::string_view> grouping_not_allowed{
    .sqlstate = sqlstate::grouping_error, .message = "grouping operations are not allowed in {}"};
inline constexpr Condition<std::string_view> subquery_not_allowed{
    .sqlstate = sqlstate::feature_not_supported, .message = "cannot use subquery in {}"};
inline constexpr Condition<std::string_view> column_reference_not_allowed{
    .sqlstate = sqlstate::feature_not_supported, .message = "cannot use column reference in {}"};
inline constexpr Condition<> nested_aggregate{
    .sqlstate = sqlstate::grouping_error, .message = "aggregate function calls cannot be nested"};
inline constexpr Condition<> nested_window{.sqlstate = sqlstate::windowing_error,
                                           .message = "window function calls cannot be nested"};
inline constexpr Condition<> aggregate_contains_window{
    .sqlstate = sqlstate::grouping_error,
    .message = "aggregate function calls cannot contain window function calls"};
inline constexpr Condition<> aggregate_contains_set_returning{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "aggregate function calls cannot contain set-returning function calls",
    .hint = "You might be able to move the set-returning function into a LATERAL FROM item."};
inline constexpr Condition<> grouping_arguments{
    .sqlstate = sqlstate::grouping_error,
    .message = "arguments to GROUPING must be grouping expressions of the associated query level"};
inline constexpr Condition<std::string_view, std::string_view> star_only_for_aggregate{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "{}(*) specified, but {} is not an aggregate function"};
inline constexpr Condition<std::string_view> distinct_not_aggregate{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "DISTINCT specified, but {} is not an aggregate function"};
inline constexpr Condition<std::string_view> order_by_not_aggregate{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "ORDER BY specified, but {} is not an aggregate function"};
inline constexpr Condition<std::string_view> filter_not_aggregate{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "FILTER specified, but {} is not an aggregate function"};
inline constexpr Condition<std::string_view> within_group_not_aggregate{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "WITHIN GROUP specified, but {} is not an aggregate function"};
inline constexpr Condition<std::string_view> over_not_window{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "OVER specified, but {} is not a window function nor an aggregate function"};
inline constexpr Condition<std::string_view> within_group_required{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "WITHIN GROUP is required for ordered-set aggregate {}"};
inline constexpr Condition<std::string_view> not_ordered_set_aggregate{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "{} is not an ordered-set aggregate, so it cannot have WITHIN GROUP"};
inline constexpr Condition<std::string_view> window_function_requires_over{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "window function {} requires an OVER clause"};
inline constexpr Condition<std::string_view> aggregate_star_required{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "{}(*) must be used to call a parameterless aggregate function"};
inline constexpr Condition<> distinct_window_not_implemented{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "DISTINCT is not implemented for window functions"};
inline constexpr Condition<> window_order_by_not_implemented{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "aggregate ORDER BY is not implemented for window functions"};
inline constexpr Condition<> filter_non_aggregate_window{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "FILTER is not implemented for non-aggregate window functions"};
inline constexpr Condition<> distinct_aggregate_order_by{
    .sqlstate = sqlstate::invalid_column_reference,
    .message = "in an aggregate with DISTINCT, ORDER BY expressions must appear in argument list"};
inline constexpr Condition<> range_offset_one_order_by{
    .sqlstate = sqlstate::windowing_error,
    .message = "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column"};
inline constexpr Condition<> groups_requires_order_by{
    .sqlstate = sqlstate::windowing_error, .message = "GROUPS mode requires an ORDER BY clause"};
inline constexpr Condition<std::string_view, std::string_view> range_offset_type{
    .sqlstate = sqlstate::feature_not_supported,
    .message =
        "RANGE with offset PRECEDING/FOLLOWING is not supported for column type {} and offset type "
        "{}",
    .hint = "Cast the offset value to an appropriate type."};
inline constexpr Condition<std::string_view> range_offset_column_type{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "RANGE with offset PRECEDING/FOLLOWING is not supported for column type {}"};
inline constexpr Condition<std::string_view> cannot_override_partition_by{
    .sqlstate = sqlstate::windowing_error,
    .message = "cannot override PARTITION BY clause of window \"{}\""};
inline constexpr Condition<std::string_view> cannot_override_order_by{
    .sqlstate = sqlstate::windowing_error,
    .message = "cannot override ORDER BY clause of window \"{}\""};
inline constexpr Condition<std::string_view> cannot_copy_window_with_frame{
    .sqlstate = sqlstate::windowing_error,
    .message = "cannot copy window \"{}\" because it has a frame clause"};

// --- functions and arguments ---------------------------------------------------------------------
inline constexpr Condition<std::string_view> named_argument_twice{
    .sqlstate = sqlstate::syntax_error, .message = "argument name \"{}\" used more than once"};
inline constexpr Condition<> positional_after_named{
    .sqlstate = sqlstate::syntax_error,
    .message = "positional argument cannot follow named argument"};
inline constexpr Condition<> variadic_must_be_array{
    .sqlstate = sqlstate::datatype_mismatch, .message = "VARIADIC argument must be an array"};
inline constexpr Condition<> column_definition_list_required{
    .sqlstate = sqlstate::syntax_error,
    .message = "a column definition list is required for functions returning \"record\""};
inline constexpr Condition<> column_definition_list_redundant{
    .sqlstate = sqlstate::syntax_error,
    .message = "a column definition list is only allowed for functions returning \"record\""};

// --- typing --------------------------------------------------------------------------------------
inline constexpr Condition<std::string_view, std::string_view> cannot_cast{
    .sqlstate = sqlstate::cannot_coerce, .message = "cannot cast type {} to {}"};
inline constexpr Condition<std::string_view, std::string_view, std::string_view>
    column_type_mismatch{.sqlstate = sqlstate::datatype_mismatch,
                         .message = "column \"{}\" is of type {} but expression is of type {}",
                         .hint = "You will need to rewrite or cast the expression."};
inline constexpr Condition<std::string_view, std::string_view, std::string_view>
    default_type_mismatch{
        .sqlstate = sqlstate::datatype_mismatch,
        .message = "column \"{}\" is of type {} but default expression is of type {}",
        .hint = "You will need to rewrite or cast the expression."};
inline constexpr Condition<std::string_view> could_not_determine_type{
    .sqlstate = sqlstate::indeterminate_datatype,
    .message = "could not determine data type of parameter {}"};
inline constexpr Condition<std::string_view> inconsistent_parameter_types{
    .sqlstate = sqlstate::ambiguous_parameter,
    .message = "inconsistent types deduced for parameter ${}"};
inline constexpr Condition<> indeterminate_array_type{
    .sqlstate = sqlstate::indeterminate_datatype,
    .message = "cannot determine type of empty array",
    .hint = "Explicitly cast to the desired type, for example ARRAY[]::integer[]."};
inline constexpr Condition<std::string_view> polymorphic_unknown{
    .sqlstate = sqlstate::datatype_mismatch,
    .message = "could not determine polymorphic type because input has type {}"};
inline constexpr Condition<std::string_view> no_array_type{
    .sqlstate = sqlstate::undefined_object,
    .message = "could not find array type for data type {}"};
inline constexpr Condition<std::string_view> cannot_subscript{
    .sqlstate = sqlstate::datatype_mismatch,
    .message = "cannot subscript type {} because it does not support subscripting"};
inline constexpr Condition<> array_subscript_must_be_integer{
    .sqlstate = sqlstate::datatype_mismatch, .message = "array subscript must have type integer"};
inline constexpr Condition<std::string_view> type_modifier_not_allowed{
    .sqlstate = sqlstate::syntax_error, .message = "type modifier is not allowed for type \"{}\""};
inline constexpr Condition<> unequal_row_sizes{
    .sqlstate = sqlstate::syntax_error, .message = "unequal number of entries in row expressions"};
inline constexpr Condition<> op_any_requires_array{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "op ANY/ALL (array) requires array on right side"};
inline constexpr Condition<std::string_view> row_operator_requires_boolean{
    .sqlstate = sqlstate::datatype_mismatch,
    .message = "row comparison operator must yield type boolean, not type {}"};
// Arguments: "search" or "cycle", and a column.
inline constexpr Condition<std::string_view, std::string_view> search_column_missing{
    .sqlstate = sqlstate::syntax_error,
    .message = "{} column \"{}\" not in WITH query column list"};
inline constexpr Condition<std::string_view, std::string_view> search_column_twice{
    .sqlstate = sqlstate::duplicate_column, .message = "{} column \"{}\" specified more than once"};
// Arguments: "search sequence", "cycle mark" or "cycle path", and a column.
inline constexpr Condition<std::string_view, std::string_view> search_column_taken{
    .sqlstate = sqlstate::syntax_error,
    .message = "{} column name \"{}\" already used in WITH query column list"};
inline constexpr Condition<std::string_view, std::string_view> search_columns_same{
    .sqlstate = sqlstate::syntax_error,
    .message = "{} column name and {} column name are the same"};
inline constexpr Condition<std::string_view> search_side_not_select{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "with a SEARCH or CYCLE clause, the {} side of the UNION must be a SELECT"};
inline constexpr Condition<std::string_view> search_reference_not_at_top{
    .sqlstate = sqlstate::feature_not_supported,
    .message =
        "with a SEARCH or CYCLE clause, the recursive reference to WITH query \"{}\" must be "
        "at the top level of its right-hand SELECT"};
inline constexpr Condition<> search_not_recursive{.sqlstate = sqlstate::syntax_error,
                                                  .message = "WITH query is not recursive"};
inline constexpr Condition<> op_any_requires_boolean{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "op ANY/ALL (array) requires operator to yield boolean"};
inline constexpr Condition<std::string_view> collations_not_supported{
    .sqlstate = sqlstate::datatype_mismatch, .message = "collations are not supported by type {}"};
inline constexpr Condition<std::string_view, std::string_view> collation_mismatch{
    .sqlstate = sqlstate::collation_mismatch,
    .message = "collation mismatch between explicit collations \"{}\" and \"{}\""};
inline constexpr Condition<std::string_view> indeterminate_collation{
    .sqlstate = sqlstate::indeterminate_collation,
    .message = "could not determine which collation to use for {}",
    .hint = "Use the COLLATE clause to set the collation explicitly."};
// First argument: pseudo-type or relation kind as in PostgreSQL.
inline constexpr Condition<std::string_view, std::string_view> column_has_pseudo_type{
    .sqlstate = sqlstate::invalid_table_definition, .message = "column \"{}\" has pseudo-type {}"};

// --- INSERT, UPDATE, DELETE ----------------------------------------------------------------------
inline constexpr Condition<> insert_more_expressions{
    .sqlstate = sqlstate::syntax_error,
    .message = "INSERT has more expressions than target columns"};
inline constexpr Condition<> insert_more_targets{
    .sqlstate = sqlstate::syntax_error,
    .message = "INSERT has more target columns than expressions"};
inline constexpr Condition<int, int> update_column_count{
    .sqlstate = sqlstate::syntax_error,
    .message = "number of columns ({}) does not match number of values ({})"};
inline constexpr Condition<> default_not_allowed_here{
    .sqlstate = sqlstate::syntax_error, .message = "DEFAULT is not allowed in this context"};
inline constexpr Condition<std::string_view> cannot_insert_non_default{
    .sqlstate = sqlstate::generated_always,
    .message = "cannot insert a non-DEFAULT value into column \"{}\""};
inline constexpr Condition<std::string_view> can_only_update_to_default{
    .sqlstate = sqlstate::generated_always,
    .message = "column \"{}\" can only be updated to DEFAULT"};
// Argument: ASC/DESC or NULLS FIRST/LAST.
inline constexpr Condition<std::string_view> order_in_on_conflict{
    .sqlstate = sqlstate::invalid_column_reference,
    .message = "{} is not allowed in ON CONFLICT clause"};
inline constexpr Condition<> no_unique_constraint_for_on_conflict{
    .sqlstate = sqlstate::invalid_column_reference,
    .message = "there is no unique or exclusion constraint matching the ON CONFLICT specification"};
inline constexpr Condition<> on_conflict_requires_target{
    .sqlstate = sqlstate::syntax_error,
    .message = "ON CONFLICT DO UPDATE requires inference specification or constraint name",
    .hint = "For example, ON CONFLICT (column_name)."};
inline constexpr Condition<> on_conflict_second_time{
    .sqlstate = sqlstate::cardinality_violation,
    .message = "ON CONFLICT DO UPDATE command cannot affect row a second time",
    .hint =
        "Ensure that no rows proposed for insertion within the same command have duplicate "
        "constrained values."};
inline constexpr Condition<std::string_view> on_conflict_system_catalog{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "ON CONFLICT is not supported with system catalog tables{}"};
inline constexpr Condition<> more_than_one_row_from_subquery{
    .sqlstate = sqlstate::cardinality_violation,
    .message = "more than one row returned by a subquery used as an expression"};
inline constexpr Condition<std::string_view> cannot_insert_into_view{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "cannot insert into view \"{}\""};
inline constexpr Condition<std::string_view> cannot_update_view{
    .sqlstate = sqlstate::object_not_in_prerequisite_state, .message = "cannot update view \"{}\""};
inline constexpr Condition<std::string_view> cannot_delete_from_view{
    .sqlstate = sqlstate::object_not_in_prerequisite_state,
    .message = "cannot delete from view \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> cannot_insert_into_view_column{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "cannot insert into column \"{}\" of view \"{}\"",
    .detail = "View columns that are not columns of their base relation are not updatable."};
inline constexpr Condition<std::string_view, std::string_view> cannot_update_view_column{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "cannot update column \"{}\" of view \"{}\"",
    .detail = "View columns that are not columns of their base relation are not updatable."};

// --- WITH [RECURSIVE] ----------------------------------------------------------------------------
inline constexpr Condition<std::string_view> recursive_not_union{
    .sqlstate = sqlstate::invalid_recursion,
    .message =
        "recursive query \"{}\" does not have the form non-recursive-term UNION [ALL] "
        "recursive-term"};
inline constexpr Condition<std::string_view> recursive_query_modifies{
    .sqlstate = sqlstate::invalid_recursion,
    .message = "recursive query \"{}\" must not contain data-modifying statements"};
inline constexpr Condition<std::string_view> recursive_reference_twice{
    .sqlstate = sqlstate::invalid_recursion,
    .message = "recursive reference to query \"{}\" must not appear more than once"};
inline constexpr Condition<std::string_view> recursive_reference_in_non_recursive_term{
    .sqlstate = sqlstate::invalid_recursion,
    .message = "recursive reference to query \"{}\" must not appear within its non-recursive term"};
inline constexpr Condition<std::string_view> recursive_reference_in_subquery{
    .sqlstate = sqlstate::invalid_recursion,
    .message = "recursive reference to query \"{}\" must not appear within a subquery"};
inline constexpr Condition<std::string_view> recursive_reference_in_outer_join{
    .sqlstate = sqlstate::invalid_recursion,
    .message = "recursive reference to query \"{}\" must not appear within an outer join"};
inline constexpr Condition<> recursive_aggregate{
    .sqlstate = sqlstate::invalid_recursion,
    .message = "aggregate functions are not allowed in a recursive query's recursive term"};
inline constexpr Condition<> mutual_recursion{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "mutual recursion between WITH items is not implemented"};
// Arguments: query name, column number, type of the non-recursive term, overall type.
inline constexpr Condition<std::string_view, int, std::string_view, std::string_view>
    recursive_column_type{.sqlstate = sqlstate::datatype_mismatch,
                          .message =
                              "recursive query \"{}\" column {} has type {} in non-recursive term "
                              "but type {} overall",
                          .hint = "Cast the output of the non-recursive term to the correct type."};
inline constexpr Condition<> with_dml_top_level_only{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "WITH clause containing a data-modifying statement must be at the top level"};
inline constexpr Condition<std::string_view> with_query_no_returning{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "WITH query \"{}\" does not have a RETURNING clause"};

// --- locking clauses -----------------------------------------------------------------------------
// First argument: `FOR UPDATE` or `FOR KEY SHARE`.
inline constexpr Condition<std::string_view, std::string_view> locking_not_allowed_with{
    .sqlstate = sqlstate::feature_not_supported, .message = "{} is not allowed with {}"};
inline constexpr Condition<std::string_view, std::string_view> locking_relation_not_found{
    .sqlstate = sqlstate::undefined_table,
    .message = "relation \"{}\" in {} clause not found in FROM clause"};
inline constexpr Condition<std::string_view, std::string_view> locking_cannot_be_applied_to{
    .sqlstate = sqlstate::feature_not_supported, .message = "{} cannot be applied to {}"};
inline constexpr Condition<std::string_view> locking_must_specify_unqualified{
    .sqlstate = sqlstate::syntax_error, .message = "{} must specify unqualified relation names"};

inline constexpr Condition<std::string_view> unrecognized_explain_option{
    .sqlstate = sqlstate::syntax_error, .message = "unrecognized EXPLAIN option \"{}\""};

// --- our own bug, should it ever show ---
inline constexpr Condition<int> internal_unexpected_expression{
    .sqlstate = sqlstate::internal_error, .message = "unexpected expression kind {}"};

// --- constructs without a place, refused node by node --------------------------------------------
// The argument is libpg_query's number of the node: a construct that nobody accounted for.
inline constexpr Condition<int> unsupported_node{.sqlstate = sqlstate::feature_not_supported,
                                                 .message = "unsupported syntax (parse node {})"};
inline constexpr Condition<> xml_not_supported{.sqlstate = sqlstate::feature_not_supported,
                                               .message = "datatype xml not supported"};
// Argument: SEARCH or CYCLE.
inline constexpr Condition<std::string_view> search_cycle_not_supported{
    .sqlstate = sqlstate::feature_not_supported, .message = "{} clause not supported"};
// Argument: ORDER BY, OFFSET, LIMIT, FOR UPDATE/SHARE.
inline constexpr Condition<std::string_view> recursive_clause_not_implemented{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "{} in a recursive query is not implemented"};
inline constexpr Condition<> view_nesting_too_deep{.sqlstate = sqlstate::statement_too_complex,
                                                   .message = "stack depth limit exceeded"};

// --- rows, arrays, subscripts --------------------------------------------------------------------
inline constexpr Condition<> compare_rows_of_zero_length{
    .sqlstate = sqlstate::feature_not_supported, .message = "cannot compare rows of zero length"};
inline constexpr Condition<std::string_view> row_comparison_operator{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "could not determine interpretation of row comparison operator {}",
    .hint = "Row comparison operators must be associated with btree operator families."};
inline constexpr Condition<> row_expansion_here{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "row expansion via \"*\" is not supported here"};
inline constexpr Condition<std::string_view> undefined_record_column{
    .sqlstate = sqlstate::undefined_column,
    .message = "could not identify column \"{}\" in record data type"};
inline constexpr Condition<> record_not_registered{
    .sqlstate = sqlstate::wrong_object_type, .message = "record type has not been registered"};
inline constexpr Condition<std::string_view> star_of_not_composite{
    .sqlstate = sqlstate::wrong_object_type, .message = "type {} is not composite"};
inline constexpr Condition<std::string_view, std::string_view> not_composite_for_column{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "column notation .{} applied to type {}, which is not a composite type"};
inline constexpr Condition<> jsonb_slice{.sqlstate = sqlstate::datatype_mismatch,
                                         .message = "jsonb subscript does not support slices"};
inline constexpr Condition<std::string_view> jsonb_subscript_type{
    .sqlstate = sqlstate::datatype_mismatch,
    .message = "subscript type {} is not supported",
    .detail = "jsonb subscript must be coercible to either integer or text."};

// --- more of calls, windows and grouping ---------------------------------------------------------
inline constexpr Condition<std::string_view> ordered_set_over{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "OVER is not supported for ordered-set aggregate {}"};
inline constexpr Condition<> set_not_at_top_of_from{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "set-returning functions must appear at top level of FROM"};
inline constexpr Condition<> window_contains_set_returning{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "window function calls cannot contain set-returning function calls",
    .hint = "You might be able to move the set-returning function into a LATERAL FROM item."};
inline constexpr Condition<> grouping_too_many_arguments{
    .sqlstate = sqlstate::too_many_arguments,
    .message = "GROUPING must have fewer than 32 arguments"};
inline constexpr Condition<> cube_too_large{.sqlstate = sqlstate::too_many_columns,
                                            .message = "CUBE is limited to 12 elements"};
inline constexpr Condition<int> too_many_grouping_sets{
    .sqlstate = sqlstate::statement_too_complex,
    .message = "too many grouping sets present (maximum {})"};
inline constexpr Condition<std::string_view> not_ordering_operator{
    .sqlstate = sqlstate::wrong_object_type,
    .message = "operator {} is not a valid ordering operator",
    .hint = "Ordering operators must be \"<\" or \">\" members of btree operator families."};
inline constexpr Condition<> with_ties_null_count{
    .sqlstate = sqlstate::invalid_row_count_in_limit_clause,
    .message = "row count cannot be null in FETCH FIRST ... WITH TIES clause"};
inline constexpr Condition<std::string_view, int, int> join_alias_column_count{
    .sqlstate = sqlstate::invalid_column_reference,
    .message = "join expression \"{}\" has {} columns available but {} columns specified"};
// Argument: FOR UPDATE or FOR KEY SHARE.
inline constexpr Condition<std::string_view> locking_nullable_side{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "{} cannot be applied to the nullable side of an outer join"};
inline constexpr Condition<> multi_assign_count{
    .sqlstate = sqlstate::syntax_error,
    .message = "number of columns does not match number of values"};
inline constexpr Condition<> multi_assign_source{
    .sqlstate = sqlstate::feature_not_supported,
    .message = "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression"};

// Arguments: the wanted type, the expression's type.
inline constexpr Condition<std::string_view, std::string_view> expression_type_mismatch{
    .sqlstate = sqlstate::datatype_mismatch,
    .message = "expression must be of type {} but is of type {}",
    .hint = "You will need to rewrite or cast the expression."};

// --- type names ----------------------------------------------------------------------------------
inline constexpr Condition<> type_modifiers_not_constants{
    .sqlstate = sqlstate::syntax_error,
    .message = "type modifiers must be simple constants or identifiers"};
inline constexpr Condition<> invalid_type_modifier{.sqlstate = sqlstate::invalid_parameter_value,
                                                   .message = "invalid type modifier"};
inline constexpr Condition<> invalid_numeric_modifier{.sqlstate = sqlstate::invalid_parameter_value,
                                                      .message = "invalid NUMERIC type modifier"};
// First argument: varchar, char, bit, varbit.
inline constexpr Condition<std::string_view> type_length_too_small{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "length for type {} must be at least 1"};
inline constexpr Condition<std::string_view, int> type_length_too_large{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "length for type {} cannot exceed {}"};
inline constexpr Condition<std::string_view, int> type_precision_negative{
    .sqlstate = sqlstate::invalid_parameter_value,
    .message = "{}({}) precision must not be negative"};
inline constexpr Condition<> set_type_not_allowed{.sqlstate = sqlstate::invalid_table_definition,
                                                  .message = "column cannot be declared SETOF"};

// --- JSON constructors ---------------------------------------------------------------------------
// Argument: the clause as written.
inline constexpr Condition<std::string_view> json_clause_not_supported{
    .sqlstate = sqlstate::feature_not_supported, .message = "{} not supported"};
inline constexpr Condition<std::string_view> json_predicate_type{
    .sqlstate = sqlstate::datatype_mismatch, .message = "cannot use type {} in IS JSON predicate"};
inline constexpr Condition<std::string_view> json_returning_type{
    .sqlstate = sqlstate::cannot_coerce, .message = "cannot cast type json to {}"};

}  // namespace dsql::rules::conditions
