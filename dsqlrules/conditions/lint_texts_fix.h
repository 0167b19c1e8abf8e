// What fixes say of themselves for rules that AWS's dsql-lint does not have, and lint's own notes.
#pragma once

#include <array>
#include <string_view>

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/lint_text.h"

namespace dsql::rules::lint_texts {

inline constexpr std::array fix_texts{
    FixText{"remove_statement", FixStatus::fixed_with_warning,
            "Removed the statement: the service has nothing like it, and does not need it"},
    FixText{"remove_unlogged", FixStatus::fixed_with_warning,
            "Removed the UNLOGGED keyword — every write is durable"},
    FixText{"remove_temporary", FixStatus::fixed_with_warning,
            "Removed the TEMPORARY keyword — the object is now persistent and shared by all "
            "sessions"},
    FixText{"remove_using", FixStatus::fixed, "Removed the USING clause"},
    FixText{"remove_compression", FixStatus::fixed, "Removed the COMPRESSION clause"},
    FixText{"remove_storage_parameters", FixStatus::fixed_with_warning,
            "Removed WITH (...) storage parameters — DSQL manages storage automatically"},
    FixText{"remove_tablespace", FixStatus::fixed_with_warning, "Removed the TABLESPACE clause"},
    FixText{"remove_deferrable", FixStatus::fixed_with_warning,
            "Removed DEFERRABLE — the constraint is checked by each statement"},
    FixText{"remove_async", FixStatus::fixed,
            "Removed ASYNC from ALTER TABLE: only VALIDATE CONSTRAINT runs with it"},
    FixText{"remove_operator_class", FixStatus::fixed,
            "Removed the operator class: with the C collation the default class serves LIKE too"},
    FixText{"remove_collate", FixStatus::fixed_with_warning,
            "Removed the COLLATE clause — the only collation is C"},
    FixText{"remove_concurrently", FixStatus::fixed,
            "Removed CONCURRENTLY: dropping an index blocks nobody"},
    FixText{"share_to_key_share", FixStatus::fixed_with_warning,
            "Changed the locking clause to one that DSQL has (FOR SHARE → FOR KEY SHARE, FOR NO "
            "KEY UPDATE → FOR UPDATE) — check which changes must conflict"},
};

// --- notes about suppressions --------------------------------------------------------------------
inline constexpr conditions::Detail<std::string_view> unused_suppression{
    {"dsql-lint: ignore {}: the statement does not break this rule"}};
inline constexpr conditions::Detail<std::string_view> unknown_suppression{
    {"dsql-lint: ignore {}: there is no such rule"}};
inline constexpr std::string_view malformed_suppression =
    "dsql-lint: expected `-- dsql-lint: ignore RULE reason`";

}  // namespace dsql::rules::lint_texts
