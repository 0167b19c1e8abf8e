// What sys.jobs says in `details`; texts as seen on a live cluster (behaviour.md 8).
#pragma once

#include <string>
#include <string_view>

#include <fmt/core.h>

namespace dsql::rules::texts {

inline constexpr std::string_view job_duplicate_keys =
    "found duplicate key(s) while validating index uniqueness";
inline constexpr std::string_view job_table_missing = "Skipped job for nonexistent table.";
inline constexpr std::string_view job_failed_on_request = "job failed as requested by a test";

inline std::string job_relation_missing(std::string_view qualified_name) {
  return fmt::format("relation \"{}\" does not exist", qualified_name);
}
inline std::string job_check_violated(std::string_view constraint) {
  return fmt::format("check constraint \"{}\" is violated by some row", constraint);
}

}  // namespace dsql::rules::texts
