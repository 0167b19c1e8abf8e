// The command line of the lint tool: dsql-lint's options, errors and exit codes, and ours.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <unistd.h>

#include "dsqlrules/conditions/as_of.h"
#include "harness/cli/lint_tool.h"

namespace dsql::harness {
namespace {

constexpr int exit_usage_error = 2;

constexpr const char* footer =
    R"(EXIT CODES:
  0  Clean (no issues) or all issues fixed without warnings
  1  Errors found (lint mode) or unfixable errors remain (fix mode)
  2  Usage error (invalid arguments)
  3  Fix mode only: all issues fixed, but some produced warnings

EXAMPLES:
  dsql-lint migrations/                      every *.sql below a folder, seen as one schema
  dsql-lint --fix schema.sql                 writes schema-fixed.sql
  pg_dump --schema-only db | dsql-lint --fix - >dsql.sql
  dsql-lint --format sarif src/ >lint.sarif  for code scanning
  dsql-lint --explain index_async            what a rule says, and how that is known

  A comment `-- dsql-lint: ignore RULE reason` silences a rule for the statement on its line
  or on the next one.)";

// The words of a usage error as dsql-lint's own parser has them.
std::string usage_text(const CLI::ParseError& error, const std::vector<std::string>& arguments) {
  constexpr std::string_view tail = "\n\nFor more information, try '--help'.\n";
  const auto unknown =
      std::find_if(arguments.begin(), arguments.end(), [&](const std::string& word) {
        return word.size() > 1 && word.starts_with('-') &&
               std::string_view(error.what()).ends_with(" " + word);
      });
  if (unknown != arguments.end()) {
    return fmt::format(
        "error: unexpected argument '{0}' found\n\n  tip: to pass '{0}' as a value, use '-- "
        "{0}'\n\nUsage: dsql-lint [OPTIONS] [FILES]...{1}",
        *unknown, tail);
  }
  return fmt::format("error: {}{}", error.what(), tail);
}

}  // namespace

void add_lint_options(CLI::App& app, LintCommand& command) {
  const auto one_of = [](std::vector<std::string> values) {
    return CLI::IsMember(std::move(values));
  };
  app.add_option("FILES", command.files,
                 "SQL files, folders or patterns to lint (use '-' to read from stdin)");
  app.add_flag("--fix", command.fix,
               "Fix mode: output DSQL-compatible SQL to a new file. Comments, formatting and order "
               "stay");
  app.add_option("-o,--output", command.output,
                 "Output file path (only with --fix and a single input file)");
  app.add_option("--format", command.format, "Output format")
      ->check(one_of({"text", "json", "sarif", "github"}))
      ->capture_default_str();
  app.add_option("--dialect", command.dialect, "Source SQL dialect; mysql is not available yet")
      ->check(one_of({"postgres", "mysql"}))
      ->capture_default_str();
  app.add_option("--as-of", command.as_of, "The rules in force in a month, as in 2026-10");
  app.add_option("--rule", command.rules, "Report this rule only (may be repeated)")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--ignore", command.ignored, "Leave this rule out (may be repeated)")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_option("--explain", command.explain, "Print what is known of a rule");
  app.add_option("--fail-on", command.fail_on, "The least severity that fails the run")
      ->check(one_of({"error", "warning", "info"}))
      ->capture_default_str();
  app.add_flag("--exit-zero", command.exit_zero, "Exit with 0 whatever is found");
  app.add_flag("--summary", command.summary, "Count the findings by rule");
  app.add_flag("--watch", command.watch, "Lint again whenever a file changes");
  app.footer(footer);
}

bool is_lint_program(const std::string& program) {
  return std::filesystem::path(program).filename() == "dsql-lint";
}

int lint_main(std::vector<std::string> arguments) {
  CLI::App app("Lint SQL files for Aurora DSQL compatibility", "dsql-lint");
  LintCommand command;
  bool version = false;
  add_lint_options(app, command);
  app.add_flag("-V,--version", version, "Print version");
  const std::vector<std::string> given = arguments;
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes a vector
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "{}", usage_text(error, given));
    return exit_usage_error;
  }
  if (version) {
    // The version whose command line and JSON these are; then our own.
    fmt::print("dsql-lint 0.2.20 (dsql-local {})\n", DSQL_LOCAL_VERSION);
    return 0;
  }
  return run_lint(command);
}

}  // namespace dsql::harness
