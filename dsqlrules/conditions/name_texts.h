// Details and hints that need values, for errors about names and types: the call site decorates an
// error of name_errors.h or query_errors.h with them. Texts are PostgreSQL 16's.
#pragma once

#include <string>
#include <string_view>

#include <fmt/core.h>

namespace dsql::rules::texts {

// --- columns and tables that cannot be seen ------------------------------------------------------
inline std::string perhaps_column(std::string_view table, std::string_view column) {
  return fmt::format("Perhaps you meant to reference the column \"{}.{}\".", table, column);
}
inline std::string perhaps_columns(std::string_view table, std::string_view column,
                                   std::string_view second_table, std::string_view second_column) {
  return fmt::format("Perhaps you meant to reference the column \"{}.{}\" or the column \"{}.{}\".",
                     table, column, second_table, second_column);
}
inline std::string column_in_unreachable_tables(std::string_view column) {
  return fmt::format(
      "There are columns named \"{}\", but they are in tables that cannot be referenced from this "
      "part of the query.",
      column);
}
inline std::string column_unreachable(std::string_view column, std::string_view table) {
  return fmt::format(
      "There is a column named \"{}\" in table \"{}\", but it cannot be referenced from this part "
      "of the query.",
      column, table);
}
inline std::string table_unreachable(std::string_view table) {
  return fmt::format(
      "There is an entry for table \"{}\", but it cannot be referenced from this part of the "
      "query.",
      table);
}
inline std::string perhaps_alias(std::string_view alias) {
  return fmt::format("Perhaps you meant to reference the table alias \"{}\".", alias);
}
inline constexpr std::string_view use_qualified_column =
    "To reference that column, you must use a table-qualified name.";
inline constexpr std::string_view try_qualified_name = "Try using a table-qualified name.";
inline constexpr std::string_view mark_lateral_for_column =
    "To reference that column, you must mark this subquery with LATERAL.";
inline constexpr std::string_view mark_lateral_for_table =
    "To reference that table, you must mark this subquery with LATERAL.";
inline constexpr std::string_view lateral_join_type =
    "The combining JOIN type must be INNER or LEFT for a LATERAL reference.";
inline std::string cte_unreachable(std::string_view name) {
  return fmt::format(
      "There is a WITH item named \"{}\", but it cannot be referenced from this part of the query.",
      name);
}
inline constexpr std::string_view with_forward_reference =
    "Use WITH RECURSIVE, or re-order the WITH items to remove forward references.";

// --- kinds of relations --------------------------------------------------------------------------
inline constexpr std::string_view not_for_indexes = "This operation is not supported for indexes.";

// --- types ---------------------------------------------------------------------------------------
inline std::string versus(std::string_view first, std::string_view second) {
  return fmt::format("{} versus {}", first, second);
}
inline constexpr std::string_view input_has_too_few_columns = "Input has too few columns.";

inline constexpr std::string_view omit_parentheses_of_over =
    "Omit the parentheses in this OVER clause.";
inline constexpr std::string_view move_set_to_lateral =
    "You might be able to move the set-returning function into a LATERAL FROM item.";

// --- DML -----------------------------------------------------------------------------------------
inline std::string identity_always(std::string_view column) {
  return fmt::format("Column \"{}\" is an identity column defined as GENERATED ALWAYS.", column);
}
inline std::string is_generated_column(std::string_view column) {
  return fmt::format("Column \"{}\" is a generated column.", column);
}
inline constexpr std::string_view use_overriding = "Use OVERRIDING SYSTEM VALUE to override.";
inline constexpr std::string_view insert_row_expression =
    "The insertion source is a row expression containing the same number of columns expected by "
    "the INSERT. Did you accidentally use extra parentheses?";

// --- updatable views -----------------------------------------------------------------------------
inline constexpr std::string_view view_with_distinct =
    "Views containing DISTINCT are not automatically updatable.";
inline constexpr std::string_view view_with_group_by =
    "Views containing GROUP BY are not automatically updatable.";
inline constexpr std::string_view view_with_having =
    "Views containing HAVING are not automatically updatable.";
inline constexpr std::string_view view_with_set_operation =
    "Views containing UNION, INTERSECT, or EXCEPT are not automatically updatable.";
inline constexpr std::string_view view_with_with =
    "Views containing WITH are not automatically updatable.";
inline constexpr std::string_view view_with_limit =
    "Views containing LIMIT or OFFSET are not automatically updatable.";
inline constexpr std::string_view view_with_aggregate =
    "Views that return aggregate functions are not automatically updatable.";
inline constexpr std::string_view view_with_window =
    "Views that return window functions are not automatically updatable.";
inline constexpr std::string_view view_with_set =
    "Views that return set-returning functions are not automatically updatable.";
inline constexpr std::string_view view_not_single_table =
    "Views that do not select from a single table or view are not automatically updatable.";
inline constexpr std::string_view view_no_updatable_columns =
    "Views that have no updatable columns are not automatically updatable.";
inline constexpr std::string_view hint_insert_view =
    "To enable inserting into the view, provide an INSTEAD OF INSERT trigger or an unconditional "
    "ON INSERT DO INSTEAD rule.";
inline constexpr std::string_view hint_update_view =
    "To enable updating the view, provide an INSTEAD OF UPDATE trigger or an unconditional ON "
    "UPDATE DO INSTEAD rule.";
inline constexpr std::string_view hint_delete_view =
    "To enable deleting from the view, provide an INSTEAD OF DELETE trigger or an unconditional ON "
    "DELETE DO INSTEAD rule.";

// --- rows ----------------------------------------------------------------------------------------
inline constexpr std::string_view record_missing_left = "Missing left parenthesis.";
inline constexpr std::string_view record_too_few = "Too few columns.";
inline constexpr std::string_view record_too_many = "Too many columns.";
inline constexpr std::string_view input_has_too_many_columns = "Input has too many columns.";
inline constexpr std::string_view record_junk = "Junk after right parenthesis.";
inline constexpr std::string_view record_end = "Unexpected end of input.";

// --- SQL functions -------------------------------------------------------------------------------
inline constexpr std::string_view final_statement_must_be_select =
    "Function's final statement must be SELECT or INSERT/UPDATE/DELETE RETURNING.";
inline constexpr std::string_view final_statement_one_column =
    "Final statement must return exactly one column.";
inline constexpr std::string_view final_statement_too_few =
    "Final statement returns too few columns.";
inline constexpr std::string_view final_statement_too_many =
    "Final statement returns too many columns.";
inline std::string final_statement_returns(std::string_view actual, std::string_view wanted,
                                           int column, bool single) {
  if (single) return fmt::format("Actual return type is {}.", actual);
  return fmt::format("Final statement returns {} instead of {} at column {}.", actual, wanted,
                     column);
}

}  // namespace dsql::rules::texts
