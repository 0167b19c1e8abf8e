// ScriptCheck: one pass over one script. It parses the statements in batches, collects what screen,
// shape, schema and block say of them, and words it. Internal to lint/.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dsqlrules/lint/block_check.h"
#include "dsqlrules/lint/finding.h"
#include "dsqlrules/lint/lint.h"
#include "dsqlrules/lint/patterns.h"
#include "dsqlrules/lint/positions.h"
#include "dsqlrules/lint/recovery.h"
#include "dsqlrules/lint/schema.h"
#include "dsqlrules/lint/script.h"
#include "dsqlrules/lint/suppressions.h"
#include "dsqlrules/lint/wording.h"
#include "dsqlrules/screen/screen.h"

namespace dsql::rules {

// What one pass found.
struct ScriptFindings {
  std::vector<Diagnostic> patterns;
  std::vector<Diagnostic> statements;
  std::vector<Diagnostic> transactions;
  std::vector<LintNote> notes;
  std::size_t statement_count = 0;
  std::size_t suppressed = 0;
};

class ScriptCheck {
 public:
  // `schema` is that of the scripts before, and follows this one.
  ScriptCheck(std::string_view text, const LintOptions& options, Schema& schema, int script_number,
              bool fixing);

  ScriptFindings run();

 private:
  // --- reading ---
  void read_batch(std::size_t first, std::size_t last);
  void read_one(const ScriptPart& part);
  std::size_t batch_end(std::size_t first) const;
  void report_progress(std::size_t done);

  // --- judging ---
  void judge(const Statement& statement, std::size_t base, const ScriptPart& part,
             std::span<const RecoveredViolation> recovered);
  void judge_unparsed(const ParsedText& parsed, const ScriptPart& part);
  std::vector<Violation> violations_of(const Statement& statement) const;
  void report_pattern(const Pattern& pattern);
  void report_blocks();

  // --- wording ---
  Diagnostic diagnostic(const Finding& finding, std::string_view variant);
  void word(Diagnostic& made, const Violation& violation, std::string_view variant, Holes holes);
  void place(Diagnostic& made, std::size_t offset, Range statement);
  void keep(std::vector<Diagnostic>& list, Diagnostic made);
  bool is_wanted(const Diagnostic& made) const;
  void cover();
  void note_idle_suppressions();

  std::string_view text_;
  const LintOptions& options_;
  Schema& schema_;
  int script_number_;
  bool fixing_;
  Script script_;
  Positions positions_;
  Suppressions suppressions_;
  Screen screen_;
  BlockCheck blocks_;
  ScriptFindings found_;
  // Statements, by their beginning, whose findings a pattern's fix settles.
  struct Covered {
    FixStatus status;
    std::string detail;
  };
  std::unordered_map<std::size_t, Covered> covered_;
};

}  // namespace dsql::rules
