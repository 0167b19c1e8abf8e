// Diagnostic: one finding as lint reports it. It keeps what its words are made of and words itself
// when asked, because a script may have ten thousand findings. A value; the rows it points to live
// for ever.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsqlrules/conditions/lint_text.h"
#include "dsqlrules/conditions/rule.h"
#include "dsqlrules/lint/edits.h"

namespace dsql::rules {

// The names that fill the holes of a text.
using Holes = std::vector<std::pair<std::string_view, std::string>>;

// A text with its `{name}` holes filled.
std::string filled_holes(std::string_view text, const Holes& holes);

// A rule that a statement or a transaction breaks.
struct Diagnostic {
  std::string_view rule;   // dsql-lint's id, which is the row's for nearly all rules
  std::string_view row;    // id of the row in `dsql-local rules`
  std::size_t offset = 0;  // where in the script
  int line = 1;            // 1-based
  int column = 1;          // 1-based, in characters
  FixStatus status = FixStatus::unfixable;  // what fix() does about it
  std::string preview;                      // the statement on one line, cut
  std::string sqlstate;                     // what the service answers
  std::string service_message;
  Range statement;  // its semicolon included
  Fix fix;
  // A pattern over several statements reports this one already, and its fix settles it.
  bool covered = false;
  // The verdict on a transaction: what lint alone calls unfixable, because only a reader can say
  // whether the script may lose its atomicity.
  bool needs_consent = false;

  std::string message() const;
  std::string suggestion() const;
  // What the fix did or would do; empty if there is none.
  std::string detail() const;

  // --- what the words are made of ---
  const LintText* text = nullptr;  // null: the row's own message and advice
  const RuleView* view = nullptr;
  Holes holes;
  bool fixing = false;  // fix() reports: some texts speak of what has been done
  std::string detail_of_pattern;
};

}  // namespace dsql::rules
