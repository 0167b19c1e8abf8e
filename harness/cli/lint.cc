// The lint tool's run: inputs through one Linter, repaired files written, the report printed.
#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "dsqlrules/conditions/rules.h"
#include "harness/cli/lint_files.h"
#include "harness/cli/lint_report.h"
#include "harness/cli/lint_tool.h"

namespace dsql::harness {
namespace {

constexpr int exit_clean = 0;
constexpr int exit_findings = 1;
constexpr int exit_usage_error = 2;
constexpr int exit_fixed_with_warnings = 3;

// Progress is shown for runs of more than this, and only to a terminal.
constexpr std::size_t long_run_bytes = 4 * 1024 * 1024;

// --- usage ---------------------------------------------------------------------------------------

std::optional<std::string> unknown_rule(const LintCommand& command) {
  for (const auto* list : {&command.rules, &command.ignored}) {
    for (const std::string& rule : *list) {
      if (rules::find_rule(rule) == nullptr && !rules::is_reported_id(rule)) return rule;
    }
  }
  return std::nullopt;
}

// Empty if the command line makes sense; dsql-lint's words otherwise.
std::string usage_error(const LintCommand& command) {
  const auto dashes = std::count(command.files.begin(), command.files.end(), "-");
  if (command.files.empty())
    return "Usage: dsql-lint <file.sql> [file2.sql ...] or dsql-lint - (read from stdin)";
  if (dashes > 1) return "Error: '-' (stdin) may appear at most once in the argument list";
  if (!command.output.empty() && !command.fix) return "Error: -o/--output requires --fix";
  if (!command.output.empty() && expand_inputs(command.files, true).size() > 1)
    return "Error: -o/--output can only be used with a single input file";
  if (command.dialect == "mysql")
    return "Error: --dialect mysql is not available yet; only PostgreSQL input is understood";
  if (!command.as_of.empty() && !rules::parse_as_of(command.as_of))
    return fmt::format("Error: --as-of takes a month such as 2026-10, not '{}'", command.as_of);
  if (const auto rule = unknown_rule(command))
    return fmt::format("Error: there is no rule '{}' (dsql-local rules lists them)", *rule);
  if (dashes > 0 && command.watch) return "Error: --watch needs files, not stdin";
  if (dashes > 0 && ::isatty(STDIN_FILENO) != 0)
    return "Error: '-' reads from stdin, but stdin is a terminal. Pipe SQL in (e.g. `cat file.sql "
           "| dsql-lint -`) or pass a filename.";
  return {};
}

// --- one run -------------------------------------------------------------------------------------

class Progress {
 public:
  explicit Progress(std::size_t files) : files_(files), shown_(::isatty(STDERR_FILENO) != 0) {}
  ~Progress() {
    if (printed_) fmt::print(stderr, "\r\033[K");
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void begin_file(std::size_t bytes) {
    ++file_;
    bytes_ += bytes;
  }
  void show(std::size_t done, std::size_t total) {
    if (!shown_ || bytes_ < long_run_bytes) return;
    const std::size_t percent = total == 0 ? 100 : done * 100 / total;
    if (printed_ && percent == last_) return;
    last_ = percent;
    printed_ = true;
    fmt::print(stderr, "\rfile {} of {}: {} %", file_, files_, percent);
  }

 private:
  std::size_t files_;
  bool shown_;
  bool printed_ = false;
  std::size_t file_ = 0;
  std::size_t bytes_ = 0;
  std::size_t last_ = 0;
};

void fix_file(rules::Linter& linter, const LintCommand& command, const std::string& path,
              const LintInput& input, FileReport& file) {
  const bool standard = path == "-";
  const bool to_stdout = standard && command.output.empty();
  const std::string target = to_stdout                ? std::string()
                             : command.output.empty() ? fixed_path(path)
                                                      : command.output;
  if (!to_stdout && !standard && is_same_file(target, path)) {
    file.error = fmt::format(
        "Error: output path '{}' is the same as input '{}'. Use a different output path.", target,
        path);
    return;
  }
  rules::FixReport fixed = linter.fix(input.text);
  if (to_stdout) {
    file.fixed_sql = std::move(fixed.text);
  } else {
    file.error = write_file(target, fixed.text);
    if (file.error) return;
    file.output_file = target;
    file.empty_output =
        fixed.text.find_first_not_of(" \t\r\n") == std::string::npos && !input.text.empty();
  }
  file.report = std::move(fixed.report);
}

RunReport lint_all(const LintCommand& command) {
  const std::vector<std::string> inputs = expand_inputs(command.files, command.fix);
  Progress progress(inputs.size());
  rules::LintOptions options;
  options.as_of = rules::parse_as_of(command.as_of).value_or(rules::newest_profile);
  options.only = command.rules;
  options.ignored = command.ignored;
  options.keep_fixes = command.format == "sarif";
  options.progress = [&](std::size_t done, std::size_t total) { progress.show(done, total); };
  rules::Linter linter(std::move(options));
  RunReport run;
  run.fixing = command.fix;
  for (const std::string& path : inputs) {
    LintInput input = read_input(path);
    progress.begin_file(input.text.size());
    FileReport file;
    file.file = input.name;
    file.error = std::move(input.error);
    if (!file.error && command.fix) {
      fix_file(linter, command, path, input, file);
    } else if (!file.error) {
      file.report = linter.check(input.text);
    }
    run.files.push_back(std::move(file));
  }
  return run;
}

// --- telling -------------------------------------------------------------------------------------

// Standard output in pieces. A reader that went away is no failure; anything else is.
class Output {
 public:
  void write(std::string_view text) {
    if (error_ != 0) return;
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) error_ = errno;
  }
  int finish() {
    if (error_ == 0 && std::fflush(stdout) != 0) error_ = errno;
    return error_ == 0 || error_ == EPIPE ? exit_clean : exit_findings;
  }

 private:
  int error_ = 0;
};

int write_out(std::string_view text) {
  Output output;
  output.write(text);
  return output.finish();
}

template <class Print>
int write_pieces(Print print) {
  Output output;
  print([&](std::string_view piece) { output.write(piece); });
  return output.finish();
}

int print_report(const LintCommand& command, const RunReport& run) {
  if (command.format == "json") {
    return write_pieces(
        [&](const JsonText::Sink& sink) { json_report(run, command.summary, sink); });
  }
  if (command.format == "sarif")
    return write_pieces([&](const JsonText::Sink& sink) { sarif_report(run, sink); });
  if (command.format == "github") return write_out(github_report(run));
  fmt::print(stderr, "{}", text_report(run));
  if (command.summary) fmt::print(stderr, "{}", rule_summary(run));
  for (const FileReport& file : run.files) {
    if (file.fixed_sql) return write_out(*file.fixed_sql);
  }
  return exit_clean;
}

int exit_code(const LintCommand& command, const RunReport& run) {
  const RunCounts counts = count(run);
  if (command.exit_zero) return exit_clean;
  const bool warnings_count = command.fail_on != "error";
  if (counts.errors > 0) return exit_findings;
  if (command.fix)
    return counts.warnings > 0 && warnings_count ? exit_fixed_with_warnings : exit_clean;
  const bool fails =
      (counts.warnings > 0 && warnings_count) || (counts.fixed > 0 && command.fail_on == "info");
  return fails ? exit_findings : exit_clean;
}

int run_once(const LintCommand& command) {
  const RunReport run = lint_all(command);
  const int written = print_report(command, run);
  return written != exit_clean ? written : exit_code(command, run);
}

// --- watching ------------------------------------------------------------------------------------

std::vector<long long> changes_of(const LintCommand& command) {
  std::vector<long long> changes;
  for (const std::string& path : expand_inputs(command.files, command.fix))
    changes.push_back(changed_at(path));
  return changes;
}

// Until the user interrupts it. Polling sees what editors do (write, rename, recreate) everywhere
// alike.
int watch(const LintCommand& command) {
  constexpr std::chrono::milliseconds interval(300);
  std::vector<long long> seen;
  for (;;) {
    std::vector<long long> changes = changes_of(command);
    if (changes != seen) {
      seen = std::move(changes);
      run_once(command);
      fmt::print(stderr, "Watching {} file(s); interrupt to end.\n", seen.size());
    }
    std::this_thread::sleep_for(interval);
  }
}

int explain(const std::string& rule) {
  const std::string text = explanation(rule);
  if (!text.empty()) return write_out(text);
  fmt::print(stderr, "Error: there is no rule '{}' (dsql-local rules lists them)\n", rule);
  return exit_usage_error;
}

}  // namespace

int run_lint(const LintCommand& command) {
  std::signal(SIGPIPE, SIG_IGN);
  if (!command.explain.empty()) return explain(command.explain);
  if (const std::string error = usage_error(command); !error.empty()) {
    fmt::print(stderr, "{}\n", error);
    return exit_usage_error;
  }
  return command.watch ? watch(command) : run_once(command);
}

}  // namespace dsql::harness
