// dsql-lint --explain RULE: everything that the rules' rows say.
#include <fmt/format.h>

#include "dsqlrules/conditions/lint_text.h"
#include "dsqlrules/conditions/rules.h"
#include "harness/cli/lint_report.h"

namespace dsql::harness {
namespace {

using rules::RuleView;

std::string month(rules::AsOf when) { return fmt::format("{:04}-{:02}", when.year, when.month); }

std::string months(const RuleView& rule) {
  const bool since = rules::service_start < rule.since;
  const bool until = rule.until < rules::never;
  if (since && until) return fmt::format("from {} until {}", month(rule.since), month(rule.until));
  if (since) return fmt::format("since {}", month(rule.since));
  if (until) return fmt::format("until {}", month(rule.until));
  return "always";
}

std::string fix_words(const RuleView& rule) {
  if (const rules::LintText* text = rules::find_lint_text(rule.id))
    return text->detail.empty() ? "by hand" : std::string(text->detail);
  const rules::FixText* fix = rules::find_fix_text(rule.fix);
  return fix == nullptr ? "by hand" : std::string(fix->detail);
}

void add_line(std::string& text, std::string_view label, std::string_view value) {
  if (!value.empty()) text += fmt::format("  {:<10}{}\n", label, value);
}

void add_rule(std::string& text, const RuleView& rule) {
  text += rule.id;
  text += '\n';
  add_line(text, "answer", fmt::format("{}: {}", rule.sqlstate.text(), rule.message));
  add_line(text, "detail", rule.detail);
  add_line(text, "hint", rule.hint);
  if (const rules::LintText* lint = rules::find_lint_text(rule.id)) {
    add_line(text, "lint", lint->message);
    add_line(text, "", lint->suggestion);
  }
  add_line(text, "instead", rule.advice);
  add_line(text, "setup", rule.setup);
  add_line(text, "example", rule.witness);
  add_line(text, "fix", fix_words(rule));
  add_line(text, "decided", rules::phase_name(rule.phase));
  add_line(text, "evidence", rules::evidence_name(rule.evidence));
  add_line(text, "in force", months(rule));
}

}  // namespace

std::string explanation(const std::string& rule) {
  std::string text;
  for (const RuleView& candidate : rules::all_rules()) {
    const rules::LintText* lint = rules::find_lint_text(candidate.id);
    const bool named = lint != nullptr && lint->reported_as == rule;
    if (candidate.id == rule || named) add_rule(text, candidate);
  }
  return text;
}

}  // namespace dsql::harness
