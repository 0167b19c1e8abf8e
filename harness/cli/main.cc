// The program dsql-local: reads the command line and runs one subcommand. Logs go to stderr, data
// to stdout; exit codes stand in subcommand.h.
#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "harness/cli/lint_tool.h"
#include "harness/cli/subcommand.h"

namespace dsql::harness {
namespace {

using AddSubcommand = void (*)(CLI::App&, Invocation&);
constexpr auto subcommands = std::to_array<AddSubcommand>(
    {&add_serve, &add_run, &add_psql, &add_token, &add_lint, &add_rules, &add_version});

// `dsql-local --listen …` means `dsql-local serve --listen …`.
std::vector<std::string> with_default_subcommand(std::vector<std::string> arguments) {
  const bool none = arguments.empty() || (arguments[0].starts_with('-') && arguments[0] != "-h" &&
                                          arguments[0] != "--help");
  if (none) arguments.insert(arguments.begin(), "serve");
  return arguments;
}

int run(const std::string& program, std::vector<std::string> arguments) {
  CLI::App app("A local Amazon Aurora DSQL. Without a subcommand it serves.", "dsql-local");
  app.require_subcommand(1);
  app.footer(
      "Example:\n  dsql-local serve --listen 127.0.0.1:5432\n  dsql-local psql -c 'SELECT "
      "version()'");
  Invocation invocation{program, {}};
  for (const AddSubcommand add : subcommands) add(app, invocation);

  arguments = with_default_subcommand(std::move(arguments));
  std::ranges::reverse(arguments);  // as CLI11 takes a vector
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_success : exit_usage;
  }
  return invocation.run();
}

}  // namespace
}  // namespace dsql::harness

int main(int argc, char** argv) {
  try {
    if (dsql::harness::is_lint_program(argv[0]))
      return dsql::harness::lint_main({argv + 1, argv + argc});
    return dsql::harness::run(argv[0], {argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "dsql-local: {}\n", error.what());
    return dsql::harness::exit_failure;
  }
}
