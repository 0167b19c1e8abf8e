// Lint's reports for programs: dsql-lint's JSON, and SARIF.
#include "harness/cli/lint_json.h"

#include <map>

#include <fmt/format.h>

#include "dsqlrules/conditions/rules.h"
#include "harness/cli/lint_report.h"

namespace dsql::harness {

using rules::Diagnostic;
using rules::FixStatus;

// --- JsonText ------------------------------------------------------------------------------------

void JsonText::begin_value(std::string_view key) {
  constexpr std::size_t piece = 64 * 1024;
  if (text_.size() > piece) {
    sink_(text_);
    text_.clear();
  }
  if (depth_ > 0) {
    if (!empty_) text_ += ',';
    text_ += '\n';
    text_.append(static_cast<std::size_t>(depth_) * 2, ' ');
  }
  empty_ = false;
  if (key.empty()) return;
  quote(key);
  text_ += ": ";
}

void JsonText::open(char bracket, std::string_view key) {
  begin_value(key);
  text_ += bracket;
  ++depth_;
  empty_ = true;
}

void JsonText::close(char bracket) {
  --depth_;
  if (!empty_) {
    text_ += '\n';
    text_.append(static_cast<std::size_t>(depth_) * 2, ' ');
  }
  text_ += bracket;
  empty_ = false;
}

void JsonText::quote(std::string_view value) {
  text_ += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"': text_ += "\\\""; break;
      case '\\': text_ += "\\\\"; break;
      case '\n': text_ += "\\n"; break;
      case '\r': text_ += "\\r"; break;
      case '\t': text_ += "\\t"; break;
      case '\b': text_ += "\\b"; break;
      case '\f': text_ += "\\f"; break;
      default:
        if (byte < 0x20) {
          text_ += fmt::format("\\u{:04x}", byte);
        } else {
          text_ += c;
        }
    }
  }
  text_ += '"';
}

void JsonText::add(std::string_view key, std::string_view value) {
  begin_value(key);
  quote(value);
}

void JsonText::add(std::string_view key, std::int64_t value) {
  begin_value(key);
  text_ += std::to_string(value);
}

void JsonText::add_nullable(std::string_view key, const std::optional<std::string>& value) {
  if (value) return add(key, *value);
  begin_value(key);
  text_ += "null";
}

void JsonText::add_bool(std::string_view key, bool value) {
  begin_value(key);
  text_ += value ? "true" : "false";
}

// --- dsql-lint's contract ------------------------------------------------------------------------

namespace {

// The keys of dsql-lint in its order; ours stand behind them.
void add_diagnostic(JsonText& json, const Diagnostic& made) {
  json.open_object();
  json.add("rule", made.rule);
  json.add("line", made.line);
  json.add("message", made.message());
  json.add("suggestion", made.suggestion());
  json.open_object("fix_result");
  json.add("status", rules::fix_status_name(made.status));
  if (made.status != FixStatus::unfixable) json.add("detail", made.detail());
  json.close_object();
  json.add("statement_preview", made.preview);
  json.add("column", made.column);
  json.add("sqlstate", made.sqlstate);
  json.add("service_message", made.service_message);
  json.add("dsql_rule", made.row);
  json.close_object();
}

void add_file(JsonText& json, const FileReport& file) {
  json.open_object();
  json.add("file", file.file);
  json.open_array("diagnostics");
  for (const Diagnostic& made : file.report.diagnostics) add_diagnostic(json, made);
  json.close_array();
  json.add_nullable("error", file.error);
  json.add_nullable("output_file", file.output_file);
  json.add_nullable("fixed_sql", file.fixed_sql);
  json.open_array("notes");
  for (const rules::LintNote& note : file.report.notes) {
    json.open_object();
    json.add("line", note.line);
    json.add("text", note.text);
    json.close_object();
  }
  json.close_array();
  json.close_object();
}

}  // namespace

void json_report(const RunReport& run, bool with_rules, const JsonText::Sink& sink) {
  const RunCounts counts = count(run);
  JsonText json(sink);
  json.open_object();
  json.add("schema_version", 1);
  json.open_array("files");
  for (const FileReport& file : run.files) add_file(json, file);
  json.close_array();
  json.open_object("summary");
  json.add("errors", static_cast<std::int64_t>(counts.errors));
  json.add("warnings", static_cast<std::int64_t>(counts.warnings));
  // Nothing is fixed by looking.
  json.add("fixed", run.fixing ? static_cast<std::int64_t>(counts.fixed) : 0);
  if (with_rules) {
    std::map<std::string_view, std::int64_t> by_rule;
    for (const FileReport& file : run.files) {
      for (const Diagnostic& made : file.report.diagnostics) ++by_rule[made.rule];
    }
    json.open_object("rules");
    for (const auto& [rule, times] : by_rule) json.add(rule, times);
    json.close_object();
  }
  json.close_object();
  json.close_object();
  json.finish();
}

// --- SARIF ---------------------------------------------------------------------------------------

namespace {

void add_text(JsonText& json, std::string_view key, std::string_view text) {
  json.open_object(key);
  json.add("text", text);
  json.close_object();
}

void add_location(JsonText& json, const std::string& file, const Diagnostic& made) {
  json.open_array("locations");
  json.open_object();
  json.open_object("physicalLocation");
  json.open_object("artifactLocation");
  json.add("uri", file);
  json.close_object();
  json.open_object("region");
  json.add("startLine", made.line);
  json.add("startColumn", made.column);
  json.close_object();
  json.close_object();
  json.close_object();
  json.close_array();
}

void add_fix(JsonText& json, const std::string& file, const Diagnostic& made) {
  if (made.fix.empty() || made.detail().empty()) return;
  json.open_array("fixes");
  json.open_object();
  add_text(json, "description", made.detail());
  json.open_array("artifactChanges");
  json.open_object();
  json.open_object("artifactLocation");
  json.add("uri", file);
  json.close_object();
  json.open_array("replacements");
  for (const rules::Edit& edit : made.fix) {
    json.open_object();
    json.open_object("deletedRegion");
    json.add("byteOffset", static_cast<std::int64_t>(edit.begin));
    json.add("byteLength", static_cast<std::int64_t>(edit.end - edit.begin));
    json.close_object();
    add_text(json, "insertedContent", edit.text);
    json.close_object();
  }
  json.close_array();
  json.close_object();
  json.close_array();
  json.close_object();
  json.close_array();
}

void add_result(JsonText& json, const std::string& file, const Diagnostic& made, bool fixing) {
  const std::string severity = severity_name(made);
  json.open_object();
  json.add("ruleId", made.rule);
  json.add("level", severity == "info" ? "note" : severity);
  add_text(json, "message", made.message() + ' ' + made.suggestion());
  add_location(json, file, made);
  if (!fixing) add_fix(json, file, made);
  json.close_object();
}

void add_sarif_rules(JsonText& json, const RunReport& run) {
  std::map<std::string_view, std::string_view> used;  // as reported → row
  for (const FileReport& file : run.files) {
    for (const Diagnostic& made : file.report.diagnostics) used.emplace(made.rule, made.row);
  }
  json.open_array("rules");
  for (const auto& [rule, row] : used) {
    json.open_object();
    json.add("id", rule);
    if (const rules::RuleView* view = rules::find_rule(row)) {
      add_text(json, "shortDescription", view->message);
      add_text(json, "help", view->advice);
    }
    json.close_object();
  }
  json.close_array();
}

}  // namespace

void sarif_report(const RunReport& run, const JsonText::Sink& sink) {
  JsonText json(sink);
  json.open_object();
  json.add("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  json.add("version", "2.1.0");
  json.open_array("runs");
  json.open_object();
  json.open_object("tool");
  json.open_object("driver");
  json.add("name", "dsql-lint");
  json.add("version", DSQL_LOCAL_VERSION);
  add_sarif_rules(json, run);
  json.close_object();
  json.close_object();
  json.add("columnKind", "unicodeCodePoints");
  json.open_array("results");
  for (const FileReport& file : run.files) {
    for (const Diagnostic& made : file.report.diagnostics)
      add_result(json, file.file, made, run.fixing);
  }
  json.close_array();
  json.open_array("invocations");
  json.open_object();
  json.add_bool("executionSuccessful", count(run).failed_files == 0);
  json.open_array("toolExecutionNotifications");
  for (const FileReport& file : run.files) {
    if (!file.error) continue;
    json.open_object();
    json.add("level", "error");
    add_text(json, "message", *file.error);
    json.close_object();
  }
  json.close_array();
  json.close_object();
  json.close_array();
  json.close_object();
  json.close_array();
  json.close_object();
  json.finish();
}

}  // namespace dsql::harness
