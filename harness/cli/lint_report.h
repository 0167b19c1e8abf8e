// What the lint tool has to tell, and the four ways it tells it. Text and GitHub annotations are
// lines, JSON is dsql-lint's contract (schema_version 1), SARIF is 2.1.0.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dsqlrules/lint/lint.h"
#include "harness/cli/lint_json.h"

namespace dsql::harness {

struct FileReport {
  std::string file;
  rules::LintReport report;
  std::optional<std::string> error;
  std::optional<std::string> output_file;
  std::optional<std::string> fixed_sql;
  bool empty_output = false;
};

struct RunReport {
  std::vector<FileReport> files;
  bool fixing = false;
};

struct RunCounts {
  std::size_t errors = 0;  // unfixable findings and failed files
  std::size_t warnings = 0;
  std::size_t fixed = 0;
  std::size_t failed_files = 0;
};

RunCounts count(const RunReport& run);

// A diagnostic's weight: error, warning, info.
std::string severity_name(const rules::Diagnostic& diagnostic);

std::string text_report(const RunReport& run);
void json_report(const RunReport& run, bool with_rules, const JsonText::Sink& sink);
void sarif_report(const RunReport& run, const JsonText::Sink& sink);
std::string github_report(const RunReport& run);

// How often each rule was broken, most frequent first.
std::string rule_summary(const RunReport& run);

// What is known of a rule: what, why, evidence, witness, fix, months. Empty for no rule.
std::string explanation(const std::string& rule);

}  // namespace dsql::harness
