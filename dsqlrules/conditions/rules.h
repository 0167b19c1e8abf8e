// Every rule, as untyped views. The rows stand in rules_*.h; this list feeds `dsql-local rules`,
// lint's --explain, the MCP server, the README's table and the test that runs every witness.
#pragma once

#include <span>
#include <string_view>

#include "dsqlrules/conditions/rule.h"

namespace dsql::rules {

// All rules, in the order of the headers. Ids are unique and witnesses present: the compiler has
// checked.
std::span<const RuleView> all_rules();

// The rules by what they are about, in the same order.
struct RuleFamily {
  std::string_view title;
  std::span<const RuleView> rules;
};
std::span<const RuleFamily> rule_families();

// The rule with this id, null if there is none.
const RuleView* find_rule(std::string_view id);

constexpr bool in_force(const RuleView& rule, AsOf as_of) {
  return rule.since <= as_of && as_of < rule.until;
}

// "screen", "captured": the words that lists and documents use.
std::string_view phase_name(Phase phase);
std::string_view evidence_name(Evidence evidence);

}  // namespace dsql::rules
