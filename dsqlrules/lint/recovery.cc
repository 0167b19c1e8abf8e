#include "dsqlrules/lint/recovery.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "dsqlrules/conditions/rules_limit.h"
#include "dsqlrules/conditions/rules_lint.h"
#include "dsqlrules/conditions/rules_object.h"
#include "dsqlrules/conditions/rules_statement.h"
#include "dsqlrules/lint/statement_tokens.h"

namespace dsql::rules {
namespace {

// --- pieces that are blanked ---------------------------------------------------------------------

void blank(std::string& text, Range range) {
  std::fill(text.begin() + static_cast<std::ptrdiff_t>(range.begin),
            text.begin() + static_cast<std::ptrdiff_t>(range.end), ' ');
}

// True if the constraint that ends at a token is CHECK.
bool is_of_check(const StatementTokens& tokens, std::size_t i) {
  while (i-- > 0) {
    if (tokens.kind(i) == PG_QUERY__TOKEN__REFERENCES) return false;
    if (tokens.kind(i) == PG_QUERY__TOKEN__CHECK) return true;
  }
  return false;
}

// [NOT] ENFORCED behind a constraint.
void take_enforced(const StatementTokens& tokens, std::string& text, ParsedText& parsed) {
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    if (!tokens.is_word(i, "enforced")) continue;
    const bool negated = tokens.kind(i - 1) == PG_QUERY__TOKEN__NOT;
    const std::size_t first = negated ? i - 1 : i;
    // A column may be called so: a constraint's attribute follows a word or a parenthesis.
    const int before = first > 0 ? tokens.kind(first - 1) : 0;
    if (before == PG_QUERY__TOKEN__ASCII_40 || before == PG_QUERY__TOKEN__ASCII_44) continue;
    const Range clause = tokens.range(first, i + 1);
    blank(text, clause);
    const std::string_view variant = is_of_check(tokens, first)
                                         ? (negated ? "check" : "check_enforced")
                                         : (negated ? "" : "enforced");
    parsed.violations.push_back(
        {violation(refusals::foreign_key_enforced, static_cast<int>(clause.begin)), variant,
         clause});
  }
}

void take_match_partial(const StatementTokens& tokens, std::string& text, ParsedText& parsed) {
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!tokens.follows(i, {PG_QUERY__TOKEN__MATCH, PG_QUERY__TOKEN__PARTIAL})) continue;
    const Range clause = tokens.range(i, i + 2);
    blank(text, clause);
    parsed.violations.push_back(
        {violation(refusals::foreign_key_match_partial, static_cast<int>(clause.begin)), "", {}});
  }
}

// :name, :'name' and :"name", which psql fills in before it sends the statement: they are read as
// names and strings of the same length.
void take_psql_variables(std::string& text) {
  const auto at = [&](std::size_t i) { return i < text.size() ? text[i] : '\0'; };
  const auto is_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (at(i) == '\'' || at(i) == '"') {
      const char quote = at(i);
      while (++i < text.size() && text[i] != quote) {
      }
      continue;
    }
    if (at(i) != ':') continue;
    if (at(i + 1) == ':' || at(i + 1) == '=') {
      ++i;
    } else if (is_name(at(i + 1))) {
      text[i] = '_';
    } else if ((at(i + 1) == '\'' || at(i + 1) == '"') && is_name(at(i + 2))) {
      text[i] = ' ';
    }
  }
}

// --- what is refused whatever its syntax ---------------------------------------------------------

struct LeadingWords {
  std::array<std::string_view, 2> words;
  const Rule<>* rule;
};

constexpr std::array leading_words{
    LeadingWords{{"create", "procedure"}, &refusals::procedure},
    LeadingWords{{"create", "trigger"}, &refusals::create_trigger},
    LeadingWords{{"create", "constraint"}, &refusals::create_trigger},
    LeadingWords{{"create", "materialized"}, &refusals::materialized_view},
    LeadingWords{{"drop", "trigger"}, &refusals::drop_trigger},
    LeadingWords{{"create", "extension"}, &refusals::create_extension},
    LeadingWords{{"create", "policy"}, &refusals::create_policy},
    LeadingWords{{"create", "database"}, &refusals::create_database},
    LeadingWords{{"lock", "table"}, &refusals::lock_table},
};

const Rule<>* rule_by_words(const StatementTokens& tokens) {
  const std::size_t second = tokens.is_word(1, "or") && tokens.is_word(2, "replace") ? 3 : 1;
  const auto found =
      std::find_if(leading_words.begin(), leading_words.end(), [&](const LeadingWords& row) {
        return tokens.is_word(0, row.words[0]) && tokens.is_word(second, row.words[1]) &&
               tokens.size() > second + 1;
      });
  return found == leading_words.end() ? nullptr : found->rule;
}

std::string_view row_of(const SqlError& failure) {
  const bool deep = failure.sqlstate.text() == sqlstate::statement_too_complex.text();
  return deep ? refusals::nesting.id : refusals::parse_error.id;
}

std::optional<ParseTree> try_parse(const std::string& text, std::optional<SqlError>& failure) {
  try {
    ParseTree tree = parse(text);
    if (tree.statements().size() == 1) return tree;
  } catch (SqlError& error) {
    if (!failure) failure = std::move(error);
  }
  return std::nullopt;
}

}  // namespace

ParsedText parse_statement(std::string_view text, AsOf as_of) {
  ParsedText parsed;
  std::optional<SqlError> failure;
  parsed.tree = try_parse(std::string(text), failure);
  if (parsed.tree) return parsed;

  const StatementTokens tokens(text, {0, text.size()});
  std::string blanked(text);
  take_enforced(tokens, blanked, parsed);
  take_match_partial(tokens, blanked, parsed);
  take_psql_variables(blanked);
  if (blanked != text) parsed.tree = try_parse(blanked, failure);
  if (parsed.tree) return parsed;

  parsed.violations.clear();
  if (const Rule<>* rule = rule_by_words(tokens); rule != nullptr && in_force(*rule, as_of)) {
    parsed.violations.push_back({violation(*rule, 0), "", {}});
  } else if (failure) {
    const int location = std::max(failure->location, 0);
    const std::string_view row = row_of(*failure);
    parsed.violations.push_back({{std::move(*failure), row, location}, "", {}});
  } else {
    // Nothing, or several statements where one was expected.
    parsed.violations.push_back(
        {{error(conditions::syntax_error_near, ";"), refusals::parse_error.id, 0}, "", {}});
  }
  return parsed;
}

}  // namespace dsql::rules
