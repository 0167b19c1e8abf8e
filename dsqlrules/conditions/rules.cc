#include "dsqlrules/conditions/rules.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "dsqlrules/conditions/rules_index.h"
#include "dsqlrules/conditions/rules_limit.h"
#include "dsqlrules/conditions/rules_lint.h"
#include "dsqlrules/conditions/rules_object.h"
#include "dsqlrules/conditions/rules_query.h"
#include "dsqlrules/conditions/rules_session.h"
#include "dsqlrules/conditions/rules_statement.h"
#include "dsqlrules/conditions/rules_table.h"
#include "dsqlrules/conditions/rules_transaction.h"
#include "dsqlrules/conditions/rules_type.h"

namespace dsql::rules {
namespace {

template <std::size_t... Sizes>
constexpr auto joined(const std::array<RuleView, Sizes>&... lists) {
  // RuleView has no default value (an Sqlstate needs its text), so the first rule fills the array.
  constexpr std::size_t total = (Sizes + ...);
  return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
    const std::array<const RuleView*, sizeof...(Sizes)> begins{lists.data()...};
    constexpr std::array<std::size_t, sizeof...(Sizes)> sizes{Sizes...};
    const auto at = [&](std::size_t i) {
      std::size_t list = 0;
      while (i >= sizes[list]) i -= sizes[list++];
      return begins[list][i];
    };
    return std::array<RuleView, total>{at(Index)...};
  }
  (std::make_index_sequence<total>());
}

constexpr auto rules = joined(refusals::statement_rules, refusals::table_rules,
                              refusals::index_rules, refusals::query_rules, refusals::type_rules,
                              refusals::object_rules, refusals::transaction_rules,
                              refusals::session_rules, refusals::limit_rules, refusals::lint_rules);

// Positions in `rules`, in the order of the ids.
constexpr auto by_id = [] {
  std::array<std::uint16_t, rules.size()> order{};
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint16_t>(i);
  std::sort(order.begin(), order.end(),
            [](std::uint16_t a, std::uint16_t b) { return rules[a].id < rules[b].id; });
  return order;
}();

// The lists follow one another in `rules`.
constexpr auto families = [] {
  using namespace refusals;
  std::size_t from = 0;
  const auto next = [&](std::string_view title, const auto& list) {
    const RuleFamily family{title, std::span(rules).subspan(from, list.size())};
    from += list.size();
    return family;
  };
  // The initialisers of braces are evaluated in their order.
  return std::array{next("Statements", statement_rules),
                    next("Tables", table_rules),
                    next("Indexes", index_rules),
                    next("Queries", query_rules),
                    next("Types, identity columns, sequences, domains", type_rules),
                    next("Functions, views, objects, roles, grants", object_rules),
                    next("Transactions", transaction_rules),
                    next("Sessions", session_rules),
                    next("Limits", limit_rules),
                    next("Lint", lint_rules)};
}();
static_assert(families.back().rules.data() + families.back().rules.size() ==
                  rules.data() + rules.size(),
              "a list of rules belongs to no family");

constexpr bool ids_are_unique() {
  for (std::size_t i = 0; i + 1 < by_id.size(); ++i) {
    if (rules[by_id[i]].id == rules[by_id[i + 1]].id) return false;
  }
  return true;
}

constexpr bool rows_are_complete() {
  for (const RuleView& rule : rules) {
    if (rule.id.empty() || rule.witness.empty() || rule.advice.empty() || rule.message.empty())
      return false;
    if (!(rule.since < rule.until)) return false;
  }
  return true;
}

static_assert(ids_are_unique(), "two rules have the same id");
static_assert(rows_are_complete(),
              "a rule lacks its id, witness, advice or message, or is never in force");

}  // namespace

std::span<const RuleView> all_rules() { return rules; }

std::span<const RuleFamily> rule_families() { return families; }

const RuleView* find_rule(std::string_view id) {
  const auto found = std::lower_bound(
      by_id.begin(), by_id.end(), id,
      [](std::uint16_t index, std::string_view wanted) { return rules[index].id < wanted; });
  return found == by_id.end() || rules[*found].id != id ? nullptr : &rules[*found];
}

std::string_view phase_name(Phase phase) {
  constexpr std::array<std::string_view, 9> names{"parse", "screen", "bind",    "shape", "block",
                                                  "run",   "commit", "connect", "lint"};
  return names[static_cast<std::size_t>(phase)];
}

std::string_view evidence_name(Evidence evidence) {
  constexpr std::array<std::string_view, 3> names{"captured", "documented", "assumed"};
  return names[static_cast<std::size_t>(evidence)];
}

}  // namespace dsql::rules
