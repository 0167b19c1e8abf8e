#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "dsqlrules/lint/lint.h"
#include "dsqlrules/lint/script_check.h"

namespace dsql::rules {
namespace {

// Repairs reveal others (a key folded into its table makes room for the next one), so a script is
// repaired in rounds. A dump needs a handful; this bounds what nobody has written yet.
constexpr int rounds = 100;

void append(std::vector<Diagnostic>& to, std::vector<Diagnostic> more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

// One script on its way from round to round.
class Repair {
 public:
  Repair(std::string_view text, const LintOptions& options, const Schema& schema, int script_number)
      : original_(text),
        text_(text),
        options_(options),
        before_(schema),
        script_number_(script_number) {}

  FixReport run(Schema& schema_after) {
    ScriptFindings found;
    for (int round = 0; round < rounds; ++round) {
      found = {};  // before the next look, for a long script's findings are most of its memory
      found = look();
      const bool repaired = apply(found.patterns, found.statements);
      if (round == 0) begin_report(found, repaired);
      if (!repaired && !take_transactions(found)) break;
    }
    schema_after = std::move(schema_);
    settle(std::move(found));
    FixReport report;
    append(report_.diagnostics, std::move(transactions_));
    report.report = std::move(report_);
    report.text = std::move(text_);
    return report;
  }

 private:
  ScriptFindings look() {
    schema_ = before_;
    return ScriptCheck(text_, options_, schema_, script_number_, true).run();
  }

  // With `done` the findings are needed no more: they are taken.
  void begin_report(ScriptFindings& found, bool done) {
    report_.statements = found.statement_count;
    report_.suppressed = found.suppressed;
    report_.notes = found.notes;
    report_.diagnostics.reserve(found.patterns.size() + found.statements.size());
    for (auto* list : {&found.patterns, &found.statements}) {
      for (Diagnostic& made : *list) {
        if (made.covered) continue;
        report_.diagnostics.push_back(done ? std::move(made) : made);
        report_.diagnostics.back().fix = Fix();
      }
    }
  }

  // True if something was repaired.
  bool apply(const std::vector<Diagnostic>& first, const std::vector<Diagnostic>& second) {
    EditList edits;
    for (const auto* list : {&first, &second}) {
      for (const Diagnostic& made : *list) {
        if (!made.fix.empty()) edits.take(made.fix);
      }
    }
    if (edits.empty()) return false;
    text_ = edits.apply(text_);
    history_.push_back(std::move(edits));
    return true;
  }

  // Transactions are judged once nothing else is left to be repaired.
  bool take_transactions(ScriptFindings& found) {
    Index index;
    add(index, transactions_);
    std::vector<Diagnostic> added;
    for (const Diagnostic& made : found.transactions) {
      const std::size_t statement = origin(made.statement.begin);
      if (find(index, statement, made.row, false) != nullptr) continue;
      added.push_back(made);
      locate(added.back(), statement);
    }
    append(transactions_, std::move(added));
    return apply(found.transactions, {});
  }

  // Where a byte of the current text came from.
  std::size_t origin(std::size_t offset) const {
    for (auto edits = history_.rbegin(); edits != history_.rend(); ++edits)
      offset = edits->origin(offset);
    return offset;
  }

  void locate(Diagnostic& made, std::size_t statement) {
    made.offset = origin(made.offset);
    made.statement.begin = statement;
    if (!positions_) positions_.emplace(original_);
    const Position position = positions_->at(made.offset);
    made.line = position.line;
    made.column = position.column;
  }

  // What has been reported, by the statement in the script that was given.
  using Index = std::unordered_multimap<std::size_t, Diagnostic*>;

  static void add(Index& index, std::vector<Diagnostic>& list) {
    for (Diagnostic& made : list) index.emplace(made.statement.begin, &made);
  }

  static Diagnostic* find(const Index& index, std::size_t statement, std::string_view row,
                          bool still_fixed) {
    const auto [first, last] = index.equal_range(statement);
    for (auto entry = first; entry != last; ++entry) {
      const bool fixed = entry->second->status != FixStatus::unfixable;
      if (entry->second->row == row && (fixed || !still_fixed)) return entry->second;
    }
    return nullptr;
  }

  // What is still there after the last round has not been repaired, whatever was announced; what
  // only the repairs brought to light is reported too.
  void settle(ScriptFindings last) {
    append(last.statements, std::move(last.transactions));
    append(last.statements, std::move(last.patterns));
    Index index;
    add(index, report_.diagnostics);
    add(index, transactions_);
    std::vector<Diagnostic> left;
    for (Diagnostic& made : last.statements) {
      const std::size_t statement = origin(made.statement.begin);
      if (find(index, statement, made.row, false) == nullptr) {
        locate(made, statement);
        made.status = FixStatus::unfixable;
        left.push_back(std::move(made));
        continue;
      }
      while (Diagnostic* announced = find(index, statement, made.row, true))
        announced->status = FixStatus::unfixable;
    }
    append(report_.diagnostics, std::move(left));
  }

  std::string_view original_;
  std::string text_;
  const LintOptions& options_;
  const Schema& before_;
  int script_number_;
  Schema schema_;
  LintReport report_;
  std::vector<Diagnostic> transactions_;
  std::vector<EditList> history_;
  std::optional<Positions> positions_;
};

}  // namespace

Linter::Linter(LintOptions options) : options_(std::move(options)) {}

LintReport Linter::check(std::string_view text) {
  ScriptFindings found = ScriptCheck(text, options_, schema_, scripts_++, false).run();
  LintReport report;
  report.statements = found.statement_count;
  report.suppressed = found.suppressed;
  report.notes = std::move(found.notes);
  report.diagnostics = std::move(found.patterns);
  append(report.diagnostics, std::move(found.statements));
  for (Diagnostic& made : found.transactions) {
    // Only a reader can say whether the script may lose its atomicity.
    if (made.needs_consent) made.status = FixStatus::unfixable;
    report.diagnostics.push_back(std::move(made));
  }
  return report;
}

FixReport Linter::fix(std::string_view text) {
  Schema after;
  FixReport report = Repair(text, options_, schema_, scripts_++).run(after);
  schema_ = std::move(after);
  return report;
}

}  // namespace dsql::rules
