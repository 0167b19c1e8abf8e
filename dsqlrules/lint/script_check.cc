#include "dsqlrules/lint/script_check.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "dsqlrules/conditions/lint_texts_fix.h"
#include "dsqlrules/conditions/rules.h"
#include "dsqlrules/conditions/rules_index.h"
#include "dsqlrules/conditions/rules_lint.h"
#include "dsqlrules/conditions/rules_object.h"
#include "dsqlrules/conditions/rules_table.h"
#include "dsqlrules/lint/fixes.h"
#include "dsqlrules/lint/foreseen.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/shape/from_syntax.h"

namespace dsql::rules {
namespace {

// Statements are parsed together up to this size: a call of the grammar has its price.
constexpr std::size_t batch_bytes = 16 * 1024;
constexpr std::size_t preview_characters = 80;

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// A statement on one line, cut.
std::string preview_of(std::string_view statement) {
  std::string preview;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < statement.size(); ++i) {
    const char c = statement[i];
    const bool continues = (static_cast<unsigned char>(c) & 0xC0) == 0x80;
    if (is_blank(c)) {
      if (preview.empty() || is_blank(statement[i - 1])) continue;
    }
    if (!continues && characters == preview_characters) return preview + "…";
    preview += is_blank(c) ? ' ' : c;
    if (!continues) ++characters;
  }
  while (!preview.empty() && preview.back() == ' ') preview.pop_back();
  return preview;
}

bool same_begin(const ScriptPart& part, const Statement& statement, std::size_t base) {
  return base + static_cast<std::size_t>(statement.location) == part.begin;
}

// What ADD COLUMN with a constraint breaks besides does not matter: the service says the first.
void drop_consequences(std::vector<Violation>& violations) {
  const bool constrained =
      std::any_of(violations.begin(), violations.end(), [](const Violation& violation) {
        return violation.rule == refusals::add_column_constraint.id;
      });
  if (!constrained) return;
  std::erase_if(violations,
                [](const Violation& violation) { return violation.rule.starts_with("identity_"); });
}

// Where the tree has no place for a clause, the words that its fix removes or replaces are it.
std::size_t refined_offset(const Finding& finding, const Fix& fix) {
  const std::size_t offset = finding.offset();
  if (finding.violation.rule == refusals::add_column_constraint.id) {
    const PgQuery__ColumnDef* column = column_of(finding);
    return column == nullptr ? offset : finding.base + static_cast<std::size_t>(column->location);
  }
  const bool vague = offset == finding.statement_range.begin ||
                     finding.violation.rule == refusals::index_sort_direction.id;
  if (!vague || fix.empty() || fix.front().begin < finding.statement_range.begin) return offset;
  std::size_t at = fix.front().begin;
  while (at < fix.front().end && is_blank(finding.tokens.script()[at])) ++at;
  return at < fix.front().end ? at : offset;
}

bool contains(const std::vector<std::string>& ids, const Diagnostic& made) {
  return std::find(ids.begin(), ids.end(), made.rule) != ids.end() ||
         std::find(ids.begin(), ids.end(), made.row) != ids.end();
}

}  // namespace

ScriptCheck::ScriptCheck(std::string_view text, const LintOptions& options, Schema& schema,
                         int script_number, bool fixing)
    : text_(text),
      options_(options),
      schema_(schema),
      script_number_(script_number),
      fixing_(fixing),
      script_(split_script(text)),
      positions_(text),
      suppressions_(text, script_, positions_),
      screen_(ScreenOptions{.as_of = options.as_of}),
      blocks_(text) {}

ScriptFindings ScriptCheck::run() {
  for (std::size_t first = 0; first < script_.parts.size();) {
    const std::size_t last = batch_end(first);
    read_batch(first, last);
    report_progress(script_.parts[last - 1].terminator);
    first = last;
  }
  blocks_.finish();
  report_blocks();
  cover();
  note_idle_suppressions();
  return std::move(found_);
}

void ScriptCheck::report_progress(std::size_t done) {
  if (options_.progress) options_.progress(done, text_.size());
}

// --- reading -------------------------------------------------------------------------------------

std::size_t ScriptCheck::batch_end(std::size_t first) const {
  const auto& parts = script_.parts;
  std::size_t last = first + 1;
  if (parts[first].kind != PartKind::statement) return last;
  // A statement without its semicolon ends a batch: what follows would be read with it.
  while (last < parts.size() && parts[last].kind == PartKind::statement &&
         parts[last - 1].terminator > parts[last - 1].end &&
         parts[last].terminator - parts[first].begin <= batch_bytes)
    ++last;
  return last;
}

void ScriptCheck::read_batch(std::size_t first, std::size_t last) {
  const ScriptPart& begin = script_.parts[first];
  if (begin.kind == PartKind::copy_data) return blocks_.add_copy_data(begin);
  if (begin.kind == PartKind::meta_command) return;
  if (last == first + 1) return read_one(begin);
  const std::size_t base = begin.begin;
  const std::size_t end = script_.parts[last - 1].terminator;
  try {
    const ParseTree tree = parse(std::string(text_.substr(base, end - base)));
    bool same = tree.statements().size() == last - first;
    for (std::size_t i = first; same && i < last; ++i)
      same = same_begin(script_.parts[i], tree.statements()[i - first], base);
    if (same) {
      for (std::size_t i = first; i < last; ++i)
        judge(tree.statements()[i - first], base, script_.parts[i], {});
      return;
    }
  } catch (const SqlError&) {
    // One of them cannot be parsed: each by itself, then.
  }
  for (std::size_t i = first; i < last; ++i) read_one(script_.parts[i]);
}

void ScriptCheck::read_one(const ScriptPart& part) {
  const ParsedText parsed =
      parse_statement(text_.substr(part.begin, part.end - part.begin), options_.as_of);
  if (!parsed.tree) return judge_unparsed(parsed, part);
  judge(parsed.tree->statements()[0], part.begin, part, parsed.violations);
}

// --- judging -------------------------------------------------------------------------------------

std::vector<Violation> ScriptCheck::violations_of(const Statement& statement) const {
  std::vector<Violation> violations = screen_.violations(statement);
  const auto append = [&](std::vector<Violation> more) {
    violations.insert(violations.end(), std::make_move_iterator(more.begin()),
                      std::make_move_iterator(more.end()));
  };
  append(shape_violations(statement, options_.as_of));
  append(foreseen_violations(statement, schema_, options_.as_of));
  drop_consequences(violations);
  return violations;
}

void ScriptCheck::judge(const Statement& statement, std::size_t base, const ScriptPart& part,
                        std::span<const RecoveredViolation> recovered) {
  ++found_.statement_count;
  const std::vector<Violation> violations = violations_of(statement);
  const Range range{part.begin, part.terminator};
  const bool alters = statement.node != nullptr &&
                      statement.node->node_case == PG_QUERY__NODE__NODE_ALTER_TABLE_STMT;
  if (!violations.empty() || !recovered.empty() || alters) {
    const StatementTokens tokens(text_, {part.begin, part.end});
    const auto pattern = pattern_of(statement, violations, tokens, range, schema_, script_number_);
    if (pattern) report_pattern(*pattern);
    for (const RecoveredViolation& piece : recovered) {
      const Finding finding{piece.violation, {}, statement, tokens, base, 0, range};
      Diagnostic made = diagnostic(finding, piece.variant);
      if (piece.clause && made.status != FixStatus::unfixable)
        made.fix = {removal(text_, {base + piece.clause->begin, base + piece.clause->end})};
      keep(found_.statements, std::move(made));
    }
    std::unordered_map<std::string_view, std::size_t> times;
    for (const Violation& violation : violations) {
      const std::size_t before = times[violation.rule]++;
      // The options of a role are told together.
      if (before > 0 && violation.rule == refusals::alter_role_option.id) continue;
      const Finding finding{violation, violations, statement, tokens, base, before, range};
      keep(found_.statements, diagnostic(finding, {}));
    }
  }
  schema_.apply(statement, base, {script_number_, {part.begin, part.end}, part.terminator},
                !violations.empty());
  blocks_.add(statement, part);
}

void ScriptCheck::judge_unparsed(const ParsedText& parsed, const ScriptPart& part) {
  ++found_.statement_count;
  blocks_.add_unparsed();
  const StatementTokens tokens(text_, {part.begin, part.end});
  const Statement nothing;
  for (const RecoveredViolation& piece : parsed.violations) {
    const Finding finding{
        piece.violation, {}, nothing, tokens, part.begin, 0, {part.begin, part.terminator}};
    Diagnostic made = diagnostic(finding, piece.variant);
    made.status = FixStatus::unfixable;
    keep(found_.statements, std::move(made));
  }
}

void ScriptCheck::report_pattern(const Pattern& pattern) {
  const RuleView& row = *find_rule(pattern.row);
  Diagnostic made;
  const Violation violation{
      SqlError(Severity::error, row.sqlstate, std::string(row.message), {}, {}), row.id};
  word(made, violation, {}, pattern.holes);
  place(made, pattern.anchor.begin, pattern.anchor);
  made.fix = pattern.fix;
  const std::size_t before = found_.patterns.size();
  keep(found_.patterns, std::move(made));
  if (found_.patterns.size() == before) return;
  const Diagnostic& kept = found_.patterns.back();
  for (const Range& range : pattern.covers)
    covered_.insert_or_assign(range.begin, Covered{kept.status, kept.detail()});
  if (pattern.only_when_fixing && !fixing_) found_.patterns.pop_back();
}

void ScriptCheck::report_blocks() {
  for (const BlockFinding& finding : blocks_.findings()) {
    Diagnostic made;
    const Holes holes{{"ddl", std::to_string(finding.ddl)}, {"dml", std::to_string(finding.dml)}};
    word(made, finding.violation, {}, holes);
    place(made, finding.part.begin, {finding.part.begin, finding.part.terminator});
    // dsql-lint shows the statement without its semicolon once it has been split.
    if (fixing_)
      made.preview =
          preview_of(text_.substr(finding.part.begin, finding.part.end - finding.part.begin));
    made.fix = finding.fix;
    if (made.fix.empty()) {
      made.status = FixStatus::unfixable;
    }
    made.needs_consent = made.status != FixStatus::unfixable;
    keep(found_.transactions, std::move(made));
  }
}

// --- wording -------------------------------------------------------------------------------------

void ScriptCheck::word(Diagnostic& made, const Violation& violation, std::string_view variant,
                       Holes holes) {
  const RuleView* row = find_rule(violation.rule);
  const LintText* text = find_lint_text(violation.rule, variant);
  made.row = row == nullptr ? violation.rule : row->id;
  made.rule = text == nullptr || text->reported_as.empty() ? made.row : text->reported_as;
  made.sqlstate = violation.error.sqlstate.text();
  made.service_message = violation.error.message;
  made.text = text;
  made.view = row;
  made.holes = std::move(holes);
  made.fixing = fixing_;
  if (text != nullptr) {
    made.status = text->status;
  } else if (row != nullptr) {
    const FixText* fix = find_fix_text(row->fix);
    if (fix != nullptr) made.status = fix->status;
  }
}

Diagnostic ScriptCheck::diagnostic(const Finding& finding, std::string_view variant) {
  Diagnostic made;
  Wording wording = wording_of(finding);
  if (!variant.empty()) wording.variant = variant;
  if (finding.violation.rule == refusals::parse_error.id)
    wording.holes = {{"error", finding.violation.error.message}};
  word(made, finding.violation, wording.variant, std::move(wording.holes));
  if (made.status != FixStatus::unfixable) {
    made.fix = fix_of(find_rule(finding.violation.rule)->fix, finding);
    // The caller has the fix of a piece that the grammar does not know.
    if (made.fix.empty() && finding.violation.rule != refusals::foreign_key_enforced.id) {
      made.status = FixStatus::unfixable;
    }
  }
  place(made, refined_offset(finding, made.fix), finding.statement_range);
  return made;
}

void ScriptCheck::place(Diagnostic& made, std::size_t offset, Range statement) {
  made.offset = std::min(offset, text_.size());
  made.statement = statement;
  const Position position = positions_.at(made.offset);
  made.line = position.line;
  made.column = position.column;
  made.preview = preview_of(text_.substr(statement.begin, statement.end - statement.begin));
}

bool ScriptCheck::is_wanted(const Diagnostic& made) const {
  return (options_.only.empty() || contains(options_.only, made)) &&
         !contains(options_.ignored, made);
}

void ScriptCheck::keep(std::vector<Diagnostic>& list, Diagnostic made) {
  if (!is_wanted(made)) return;
  if (suppressions_.covers(made.statement.begin, made.rule, made.row)) {
    ++found_.suppressed;
    return;
  }
  if (!fixing_ && !options_.keep_fixes) made.fix = Fix();
  list.push_back(std::move(made));
}

// The statements that a pattern's fix settles: their findings say so.
void ScriptCheck::cover() {
  if (covered_.empty()) return;
  for (Diagnostic& made : found_.statements) {
    const auto by = covered_.find(made.statement.begin);
    if (by == covered_.end()) continue;
    made.covered = true;
    if (made.status != FixStatus::unfixable) continue;
    made.status = by->second.status;
    made.detail_of_pattern = by->second.detail;
  }
}

void ScriptCheck::note_idle_suppressions() {
  for (const Suppressions::Idle& idle : suppressions_.idle())
    found_.notes.push_back({idle.line, idle.rule.empty()
                                           ? std::string(lint_texts::malformed_suppression)
                                       : idle.known ? lint_texts::unused_suppression(idle.rule)
                                                    : lint_texts::unknown_suppression(idle.rule)});
}

}  // namespace dsql::rules
