// Patterns: what dumps write as several statements and DSQL wants as one, found when the last of
// them is met: a key added to a table of the same script, an identity added to its column, a
// sequence wired to its column. Each is folded into the CREATE TABLE. Internal to lint/.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "dsqlrules/lint/edits.h"
#include "dsqlrules/lint/finding.h"
#include "dsqlrules/lint/schema.h"
#include "dsqlrules/lint/wording.h"

namespace dsql::rules {

struct Pattern {
  std::string_view row;
  Holes holes;
  Range anchor;  // the statement that the report names
  Fix fix;
  // Statements whose own findings the fix settles.
  std::vector<Range> covers;
  // Reported with --fix only; a report shows the findings of the statements themselves.
  bool only_when_fixing = false;
  bool with_warning = false;
};

// The pattern that `statement` completes, if it is ALTER TABLE with one action. `script_number` is
// the script's; tables of other scripts cannot be changed.
std::optional<Pattern> pattern_of(const Statement& statement, std::span<const Violation> violations,
                                  const StatementTokens& tokens, Range statement_range,
                                  const Schema& schema, int script_number);

}  // namespace dsql::rules
