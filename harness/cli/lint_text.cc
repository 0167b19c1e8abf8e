// Lint's reports as lines: for people, and for GitHub's annotations.
#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "harness/cli/lint_report.h"

namespace dsql::harness {
namespace {

using rules::Diagnostic;
using rules::FixStatus;

void add_finding(std::string& text, const std::string& file, const Diagnostic& made) {
  const std::string_view severity = made.status == FixStatus::unfixable            ? "ERROR"
                                    : made.status == FixStatus::fixed_with_warning ? "WARNING"
                                                                                   : "INFO";
  text += fmt::format("{}:{}: {} — {}\n  → {}\n  | {}\n", file, made.line, severity, made.message(),
                      made.suggestion(), made.preview);
}

void add_repair(std::string& text, const std::string& file, const Diagnostic& made) {
  switch (made.status) {
    case FixStatus::unfixable:
      text += fmt::format("{}:{}: ERROR (unfixable) — {}\n  → {}\n  | {}\n", file, made.line,
                          made.message(), made.suggestion(), made.preview);
      return;
    case FixStatus::fixed_with_warning:
      text += fmt::format("{}:{}: WARNING — {}\n", file, made.line, made.detail());
      return;
    case FixStatus::fixed:
      text += fmt::format("{}:{}: FIXED — {}\n", file, made.line, made.detail());
      return;
  }
}

std::size_t count_of(const FileReport& file, FixStatus status) {
  const auto& all = file.report.diagnostics;
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](const Diagnostic& made) { return made.status == status; }));
}

void add_output(std::string& text, const FileReport& file) {
  if (!file.output_file) return;
  const std::size_t errors = count_of(file, FixStatus::unfixable);
  const std::size_t warnings = count_of(file, FixStatus::fixed_with_warning);
  const std::string& path = *file.output_file;
  if (file.empty_output) {
    text += fmt::format("Fixed output is empty — all statements were removed: {}\n", path);
  } else if (errors > 0) {
    text +=
        fmt::format("Partial fix written to: {} ({} unfixable error(s) remain)\n", path, errors);
  } else if (warnings > 0) {
    text += fmt::format("Fixed output written to: {} ({} warning(s) — review recommended)\n", path,
                        warnings);
  } else {
    text += fmt::format("Fixed output written to: {}\n", path);
  }
}

void add_file(std::string& text, const FileReport& file, bool fixing) {
  if (file.error) text += *file.error + '\n';
  for (const Diagnostic& made : file.report.diagnostics)
    fixing ? add_repair(text, file.file, made) : add_finding(text, file.file, made);
  for (const rules::LintNote& note : file.report.notes)
    text += fmt::format("{}:{}: NOTE — {}\n", file.file, note.line, note.text);
  if (fixing && !file.error) add_output(text, file);
}

// GitHub's escapes of properties and messages.
std::string escaped(std::string_view text, bool property) {
  std::string made;
  for (const char c : text) {
    if (c == '%') {
      made += "%25";
    } else if (c == '\n') {
      made += "%0A";
    } else if (c == '\r') {
      made += "%0D";
    } else if (property && c == ':') {
      made += "%3A";
    } else if (property && c == ',') {
      made += "%2C";
    } else {
      made += c;
    }
  }
  return made;
}

}  // namespace

RunCounts count(const RunReport& run) {
  RunCounts counts;
  for (const FileReport& file : run.files) {
    counts.errors += count_of(file, FixStatus::unfixable);
    counts.warnings += count_of(file, FixStatus::fixed_with_warning);
    counts.fixed += count_of(file, FixStatus::fixed);
    if (file.error) ++counts.failed_files;
  }
  counts.errors += counts.failed_files;
  return counts;
}

std::string severity_name(const Diagnostic& diagnostic) {
  switch (diagnostic.status) {
    case FixStatus::unfixable: return "error";
    case FixStatus::fixed_with_warning: return "warning";
    case FixStatus::fixed: return "info";
  }
  return "error";
}

std::string text_report(const RunReport& run) {
  std::string text;
  std::size_t issues = 0;
  std::size_t unfixable_files = 0;
  bool failed = false;
  for (const FileReport& file : run.files) {
    add_file(text, file, run.fixing);
    issues += file.report.diagnostics.size();
    failed = failed || file.error.has_value();
    if (count_of(file, FixStatus::unfixable) > 0) ++unfixable_files;
  }
  if (!run.fixing && issues > 0) {
    text += fmt::format("\n{} issue(s) found.\n", issues);
  } else if (!run.fixing && !failed) {
    text += "All statements compatible with DSQL.\n";
  } else if (run.fixing && unfixable_files > 0) {
    text +=
        fmt::format("\nFix complete: {} file(s) had unfixable errors and require manual review.\n",
                    unfixable_files);
  }
  return text;
}

std::string github_report(const RunReport& run) {
  std::string text;
  for (const FileReport& file : run.files) {
    if (file.error)
      text += fmt::format("::error file={}::{}\n", escaped(file.file, true),
                          escaped(*file.error, false));
    for (const Diagnostic& made : file.report.diagnostics) {
      const std::string_view level = made.status == FixStatus::unfixable            ? "error"
                                     : made.status == FixStatus::fixed_with_warning ? "warning"
                                                                                    : "notice";
      text +=
          fmt::format("::{} file={},line={},col={},title={}::{}\n", level, escaped(file.file, true),
                      made.line, made.column, escaped(made.rule, true),
                      escaped(made.message() + ' ' + made.suggestion(), false));
    }
    for (const rules::LintNote& note : file.report.notes)
      text += fmt::format("::notice file={},line={}::{}\n", escaped(file.file, true), note.line,
                          escaped(note.text, false));
  }
  return text;
}

std::string rule_summary(const RunReport& run) {
  std::map<std::string_view, std::size_t> by_rule;
  for (const FileReport& file : run.files) {
    for (const Diagnostic& made : file.report.diagnostics) ++by_rule[made.rule];
  }
  std::vector<std::pair<std::string_view, std::size_t>> rows(by_rule.begin(), by_rule.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (const auto& [rule, times] : rows) text += fmt::format("{:>7}  {}\n", times, rule);
  return text;
}

}  // namespace dsql::harness
