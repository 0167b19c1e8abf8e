// Session settings and connections. settable_settings is the service's allow-list for SET, RESET,
// set_config and startup options.
#pragma once

#include <array>
#include <string_view>

#include "dsqlrules/conditions/connection_errors.h"
#include "dsqlrules/conditions/rule.h"

namespace dsql::rules {

// The settings that a session may change; `role` only with SET LOCAL. Lower case, sorted.
inline constexpr std::array<std::string_view, 18> settable_settings{"application_name",
                                                                    "client_encoding",
                                                                    "datestyle",
                                                                    "disable_sync_create_index",
                                                                    "dsql.enable_batched_nestloop",
                                                                    "enable_bitmapscan",
                                                                    "enable_hashjoin",
                                                                    "enable_indexonlyscan",
                                                                    "enable_indexscan",
                                                                    "enable_material",
                                                                    "enable_mergejoin",
                                                                    "enable_nestloop",
                                                                    "enable_seqscan",
                                                                    "extra_float_digits",
                                                                    "intervalstyle",
                                                                    "role",
                                                                    "search_path",
                                                                    "timezone"};

// True for a name of settable_settings, in any case.
constexpr bool is_settable(std::string_view name) {
  for (const std::string_view setting : settable_settings) {
    if (setting.size() != name.size()) continue;
    std::size_t i = 0;
    while (i < name.size()) {
      const char lower =
          name[i] >= 'A' && name[i] <= 'Z' ? static_cast<char>(name[i] + ('a' - 'A')) : name[i];
      if (lower != setting[i]) break;
      ++i;
    }
    if (i == name.size()) return true;
  }
  return false;
}

namespace refusals {

// Argument: the name as written; TRANSACTION for SET TRANSACTION. As a startup option the same with
// severity FATAL.
inline constexpr Rule<std::string_view> setting_not_supported{
    .id = "unsupported_setting",
    .evidence = Evidence::captured,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .message = "setting configuration parameter \"{}\" not supported"},
    .witness = "SET statement_timeout = 1000",
    .advice = "Remove it; transactions end after 300 s by themselves.",
    .fix = "remove_statement"};
inline constexpr Rule<std::string_view> set_transaction{
    .id = "set_transaction",
    .evidence = Evidence::captured,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .message = "setting configuration parameter \"{}\" not supported"},
    .witness = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    .advice = "Give the mode with BEGIN: BEGIN READ ONLY."};
inline constexpr Rule<std::string_view> set_role{
    .id = "set_role",
    .evidence = Evidence::captured,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .message = "setting configuration parameter \"{}\" not supported"},
    .witness = "SET ROLE r",
    .advice = "Use SET LOCAL ROLE inside a transaction, or connect as the role."};
inline constexpr Rule set_config_call = refusal(
    "set_config", Evidence::assumed, "function set_config not supported",
    "SELECT set_config(name, setting, false) FROM pg_settings WHERE name = 'x'", "Use SET.");
inline constexpr Rule<std::string_view> startup_setting{
    .id = "unsupported_startup_setting",
    .phase = Phase::connect,
    .evidence = Evidence::captured,
    .condition = {.sqlstate = sqlstate::feature_not_supported,
                  .severity = Severity::fatal,
                  .message = "setting configuration parameter \"{}\" not supported"},
    .witness = "options=-c default_transaction_read_only=on",
    .advice = "Remove the startup option."};

// --- connections ---------------------------------------------------------------------------------
inline constexpr Rule connection_denied{
    Rule<>{.id = "access_denied",
           .phase = Phase::connect,
           .evidence = Evidence::captured,
           .condition = conditions::access_denied,
           .witness = "password=<expired token>",
           .advice = "Read the HINT; make a fresh token with the action that the user needs: "
                     "DbConnectAdmin for admin, DbConnect for other roles."}};
inline constexpr Rule connection_count{
    Rule<>{.id = "connection_count",
           .phase = Phase::connect,
           .evidence = Evidence::documented,
           .condition = conditions::too_many_connections,
           .witness = "<10001 connections>",
           .advice = "Pool connections, or ask for a larger quota."}};
inline constexpr Rule connection_rate{
    Rule<>{.id = "connection_rate",
           .phase = Phase::connect,
           .evidence = Evidence::documented,
           .condition = conditions::connection_rate_exceeded,
           .witness = "<1001 connections at once>",
           .advice = "Open at most 100 connections a second: pool them."}};

inline constexpr std::array session_rules{
    view(setting_not_supported), view(set_transaction), view(set_role),
    view(set_config_call),       view(startup_setting), view(connection_denied),
    view(connection_count),      view(connection_rate)};

}  // namespace refusals
}  // namespace dsql::rules
