// Parsing one statement of a script: where PostgreSQL 16's grammar stops at something that lint
// knows (NOT ENFORCED, MATCH PARTIAL, psql's variables), that piece is blanked, reported where it
// breaks a rule, and the rest is judged as usual. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "dsqlrules/conditions/rule.h"
#include "dsqlrules/lint/edits.h"
#include "dsqlrules/parse/statement.h"

namespace dsql::rules {

struct RecoveredViolation {
  Violation violation;  // its location counts from the beginning of the statement's text
  std::string_view variant = {};
  std::optional<Range> clause;  // in the statement's text: what a fix removes
};

struct ParsedText {
  std::optional<ParseTree> tree;  // one statement, locations count from the beginning of the text
  std::vector<RecoveredViolation> violations;
};

// `text` is one statement without its semicolon. Without a tree there is at least one violation.
ParsedText parse_statement(std::string_view text, AsOf as_of);

}  // namespace dsql::rules
