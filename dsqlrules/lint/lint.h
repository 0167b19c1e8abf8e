// Linter: what Aurora DSQL would refuse of a script, statement by statement and block by block, and
// the same script repaired. It runs the screen, the shape checks and the transaction block over the
// statements and has no list of its own; texts and fixes come from the rules' rows. Scripts given
// to one Linter one after the other are one schema. Pure: it reads and writes nothing. One thread.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dsqlrules/conditions/lint_text.h"
#include "dsqlrules/conditions/rule.h"
#include "dsqlrules/lint/edits.h"
#include "dsqlrules/lint/schema.h"

namespace dsql::rules {

struct LintOptions {
  AsOf as_of = newest_profile;
  // Ids of rules, as rows or as reports name them: report these only; leave these out.
  std::vector<std::string> only;
  std::vector<std::string> ignored;
  // Told now and then how many bytes of the script have been read.
  std::function<void(std::size_t done, std::size_t total)> progress;
};

// One finding: a rule that a statement or a transaction breaks.
struct Diagnostic {
  std::string_view rule;   // dsql-lint's id, which is the row's for nearly all rules
  std::string_view row;    // id of the row in `dsql-local rules`
  std::size_t offset = 0;  // where in the script
  int line = 1;            // 1-based
  int column = 1;          // 1-based, in characters
  std::string message;
  std::string suggestion;
  FixStatus status = FixStatus::unfixable;  // what fix() does about it
  std::string detail;                       // what the fix did or would do; empty if unfixable
  std::string preview;                      // the statement on one line, cut
  std::string sqlstate;  // what the service answers
  std::string service_message;
  Range statement;
  Fix fix;
  // A pattern over several statements reports this one already, and its fix settles it.
  bool covered = false;
  // The verdict on a transaction: what lint alone calls unfixable, because only a reader can say
  // whether the script may lose its atomicity.
  bool needs_consent = false;
};

// Something about the script that is no refusal: a suppression that does nothing.
struct LintNote {
  int line = 1;
  std::string text;
};

struct LintReport {
  // Patterns over several statements first, then statements in their order, then transactions.
  std::vector<Diagnostic> diagnostics;
  std::vector<LintNote> notes;
  std::size_t statements = 0;
  std::size_t suppressed = 0;
};

struct FixReport {
  LintReport report;  // lines and columns are those of the script that was given
  std::string text;   // the repaired script
};

class Linter {
 public:
  explicit Linter(LintOptions options = {});

  // What the service would refuse. `text` is UTF-8.
  LintReport check(std::string_view text);

  // The same, and the script with everything repaired that can be. Repairing the result changes
  // nothing.
  FixReport fix(std::string_view text);

 private:
  LintOptions options_;
  Schema schema_;
  int scripts_ = 0;
};

}  // namespace dsql::rules
