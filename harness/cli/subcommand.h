// How a subcommand joins the program: one function a file, listed in main.cc. It adds its options
// to the command line and says what to run; nothing runs while the line is being read.
#pragma once

#include <functional>
#include <string>

#include <CLI/CLI.hpp>

namespace dsql::harness {

// Exit codes of every subcommand.
inline constexpr int exit_success = 0;
inline constexpr int exit_failure = 1;  // findings or failure
inline constexpr int exit_usage = 2;

// What main runs once the command line is read, and how the program was called.
struct Invocation {
  std::string program;  // argv[0], to print lines that can be pasted
  std::function<int()> run;
};

void add_serve(CLI::App& app, Invocation& invocation);
void add_run(CLI::App& app, Invocation& invocation);
void add_psql(CLI::App& app, Invocation& invocation);
void add_token(CLI::App& app, Invocation& invocation);
void add_lint(CLI::App& app, Invocation& invocation);
void add_rules(CLI::App& app, Invocation& invocation);
void add_version(CLI::App& app, Invocation& invocation);

}  // namespace dsql::harness
