// dsql-local lint.
#include <memory>

#include "harness/cli/lint_tool.h"
#include "harness/cli/subcommand.h"

namespace dsql::harness {

void add_lint(CLI::App& app, Invocation& invocation) {
  const auto command = std::make_shared<LintCommand>();
  CLI::App* lint = app.add_subcommand(
      "lint", "what Aurora DSQL would refuse of SQL files, and the files repaired (dsql-lint)");
  add_lint_options(*lint, *command);
  lint->callback(
      [&invocation, command] { invocation.run = [command] { return run_lint(*command); }; });
}

}  // namespace dsql::harness
