// Violations of constraints by data (class 23 and 44). Texts are PostgreSQL 16's; the raiser adds
// the DETAIL (`Key (id)=(1) already exists.`) and names table, column and constraint.
#pragma once

#include <string>
#include <string_view>

#include "dsqlrules/conditions/condition.h"

namespace dsql::rules::conditions {

inline constexpr Condition<std::string_view, std::string_view> not_null_violation{
    .sqlstate = sqlstate::not_null_violation,
    .message = "null value in column \"{}\" of relation \"{}\" violates not-null constraint"};
inline constexpr Condition<std::string_view> domain_not_null_violation{
    .sqlstate = sqlstate::not_null_violation, .message = "domain {} does not allow null values"};
inline constexpr Condition<std::string_view> unique_violation{
    .sqlstate = sqlstate::unique_violation,
    .message = "duplicate key value violates unique constraint \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> check_violation{
    .sqlstate = sqlstate::check_violation,
    .message = "new row for relation \"{}\" violates check constraint \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> domain_check_violation{
    .sqlstate = sqlstate::check_violation,
    .message = "value for domain {} violates check constraint \"{}\""};
inline constexpr Condition<std::string_view, std::string_view> check_violated_by_some_row{
    .sqlstate = sqlstate::check_violation,
    .message = "check constraint \"{}\" of relation \"{}\" is violated by some row"};
// The child's side: arguments child table, constraint.
inline constexpr Condition<std::string_view, std::string_view> foreign_key_violation{
    .sqlstate = sqlstate::foreign_key_violation,
    .message = "insert or update on table \"{}\" violates foreign key constraint \"{}\""};
// The parent's side: arguments parent table, constraint, child table.
inline constexpr Condition<std::string_view, std::string_view, std::string_view>
    foreign_key_still_referenced{.sqlstate = sqlstate::foreign_key_violation,
                                 .message =
                                     "update or delete on table \"{}\" violates foreign key "
                                     "constraint \"{}\" on table \"{}\""};
inline constexpr Condition<std::string_view> with_check_option_violation{
    .sqlstate = sqlstate::with_check_option_violation,
    .message = "new row violates check option for view \"{}\""};

// --- details of the rows above, which show values ---
inline std::string failing_row_detail(std::string_view row) {
  return fmt::format("Failing row contains ({}).", row);
}
inline std::string key_exists_detail(std::string_view key) {
  return fmt::format("Key {} already exists.", key);
}
inline std::string key_not_present_detail(std::string_view key, std::string_view table) {
  return fmt::format("Key {} is not present in table \"{}\".", key, table);
}
inline std::string key_still_referenced_detail(std::string_view key, std::string_view table) {
  return fmt::format("Key {} is still referenced from table \"{}\".", key, table);
}
inline constexpr std::string_view match_full_detail =
    "MATCH FULL does not allow mixing of null and nonnull key values.";

}  // namespace dsql::rules::conditions
