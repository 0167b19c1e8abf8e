// LintText: what lint says of a rule: a message, a suggestion, and what its fix did. The row
// belongs to the Rule with the same id, beside the rule's own message (the service's words) and
// advice; a rule may have several variants (SERIAL in CREATE TABLE can be fixed, in ADD COLUMN
// not). The rows stand in lint_texts_*.h. Texts are AWS's dsql-lint's where it has the rule, so
// that its consumers find what they know.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace dsql::rules {

// What --fix does about a finding.
enum class FixStatus : std::uint8_t {
  unfixable,
  fixed_with_warning,  // the meaning changes: to be reviewed
  fixed,
};

// "unfixable", "fixed_with_warning", "fixed": the words of lint's JSON.
std::string_view fix_status_name(FixStatus status);

struct LintText {
  std::string_view rule;              // id of the Rule
  std::string_view variant = {};      // which of the rule's texts; empty for the usual one
  std::string_view reported_as = {};  // dsql-lint's id where it differs from the rule's
  FixStatus status = FixStatus::unfixable;
  std::string_view message;
  std::string_view suggestion;
  std::string_view suggestion_when_fixed = {};  // with --fix, where it differs
  std::string_view detail = {};                 // what the fix does; empty if there is none
  std::string_view detail_when_fixed = {};      // with --fix, where it differs
};

// What a fix says of itself where its rule's text says nothing.
struct FixText {
  std::string_view fix;  // Rule::fix
  FixStatus status;
  std::string_view detail;
};

// The names that holes may have.
inline constexpr std::array<std::string_view, 20> lint_holes{
    "column", "type",  "value",  "name",     "method",    "collation", "level",
    "action", "ddl",   "dml",    "language", "option",    "target",    "table",
    "kind",   "error", "object", "function", "statement", "rule"};

// The text of a rule's variant; the usual one if there is no such variant; null for a rule that
// speaks with its own message and advice.
const LintText* find_lint_text(std::string_view rule, std::string_view variant = {});

// Null for no fix.
const FixText* find_fix_text(std::string_view fix);

// True if some rule's finding is reported under this id (LintText::reported_as).
bool is_reported_id(std::string_view id);

}  // namespace dsql::rules
