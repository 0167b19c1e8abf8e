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

#include "dsqlrules/conditions/rule.h"
#include "dsqlrules/lint/diagnostic.h"
#include "dsqlrules/lint/schema.h"

namespace dsql::rules {

struct LintOptions {
  AsOf as_of = newest_profile;
  // Ids of rules, as rows or as reports name them: report these only; leave these out.
  std::vector<std::string> only;
  std::vector<std::string> ignored;
  // check() keeps the edits that fix() would make.
  bool keep_fixes = false;
  // Told now and then how many bytes of the script have been read.
  std::function<void(std::size_t done, std::size_t total)> progress;
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
