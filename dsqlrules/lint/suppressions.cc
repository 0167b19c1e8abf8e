#include "dsqlrules/lint/suppressions.h"

#include <algorithm>

#include "dsqlrules/conditions/lint_text.h"
#include "dsqlrules/conditions/rules.h"

namespace dsql::rules {
namespace {

constexpr std::string_view mark = "dsql-lint:";

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// The ids of `ignore a, b reason`; empty if it is none.
std::vector<std::string> ignored_rules(std::string_view comment) {
  std::string_view rest = comment.substr(comment.find(mark) + mark.size());
  const auto skip_blanks = [&] {
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
  };
  std::vector<std::string> rules;
  skip_blanks();
  if (!rest.starts_with("ignore ")) return rules;
  rest.remove_prefix(7);
  do {
    skip_blanks();
    std::size_t length = 0;
    while (length < rest.size() && is_id_character(rest[length])) ++length;
    if (length > 0) rules.emplace_back(rest.substr(0, length));
    rest.remove_prefix(length);
    skip_blanks();
    if (rest.empty() || rest.front() != ',') break;
    rest.remove_prefix(1);
  } while (!rest.empty());
  return rules;
}

}  // namespace

Suppressions::Suppressions(std::string_view text, const Script& script,
                           const Positions& positions) {
  for (const Directive& directive : script.directives) {
    // The last part that begins before the comment's end, if it reaches the comment's line.
    auto next = std::upper_bound(
        script.parts.begin(), script.parts.end(), directive.begin,
        [](std::size_t offset, const ScriptPart& part) { return offset < part.begin; });
    const int line = positions.at(directive.begin).line;
    std::size_t statement = next == script.parts.end() ? text.size() : next->begin;
    if (next != script.parts.begin() &&
        positions.at(std::max(std::prev(next)->terminator, std::size_t{1}) - 1).line >= line)
      statement = std::prev(next)->begin;
    const std::vector<std::string> rules =
        ignored_rules(text.substr(directive.begin, directive.end - directive.begin));
    if (rules.empty()) entries_.push_back({line, {}, statement, false});
    for (const std::string& rule : rules) entries_.push_back({line, rule, statement, false});
  }
}

bool Suppressions::covers(std::size_t statement, std::string_view rule, std::string_view row) {
  bool covered = false;
  for (Entry& entry : entries_) {
    if (entry.statement != statement || (entry.rule != rule && entry.rule != row)) continue;
    entry.used = covered = true;
  }
  return covered;
}

std::vector<Suppressions::Idle> Suppressions::idle() const {
  std::vector<Idle> found;
  for (const Entry& entry : entries_) {
    if (entry.used) continue;
    found.push_back(
        {entry.line, entry.rule, find_rule(entry.rule) != nullptr || is_reported_id(entry.rule)});
  }
  return found;
}

}  // namespace dsql::rules
