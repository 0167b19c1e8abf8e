// The lint tool: `dsql-local lint`, `dsql-lint`, and dsql-local when it is called dsql-lint. Its
// command line, output and exit codes are those of AWS's dsql-lint, with additions. It links the
// rules and nothing of the engine. One thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "dsqlrules/lint/lint.h"

namespace dsql::harness {

struct LintCommand {
  std::vector<std::string> files;  // as given: files, folders, patterns, "-"
  bool fix = false;
  std::string output;
  std::string format = "text";
  std::string dialect = "postgres";
  std::string as_of;
  std::vector<std::string> rules;
  std::vector<std::string> ignored;
  std::string explain;
  std::string fail_on = "info";
  bool exit_zero = false;
  bool summary = false;
  bool watch = false;
};

// Adds the options to a command line; `command` is filled when it is parsed.
void add_lint_options(CLI::App& app, LintCommand& command);

// Runs the command and returns its exit code: 0 clean, 1 findings or failure, 2 usage, 3 all fixed
// with warnings.
int run_lint(const LintCommand& command);

// Reads a whole command line (without the program's name) and runs it.
int lint_main(std::vector<std::string> arguments);

// True for a program called dsql-lint.
bool is_lint_program(const std::string& program);

}  // namespace dsql::harness
