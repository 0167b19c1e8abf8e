#include <fmt/format.h>

#include "harness/cli/subcommand.h"

namespace dsql::harness {

void add_version(CLI::App& app, Invocation& invocation) {
  CLI::App* command = app.add_subcommand("version", "print the version of this program");
  command->footer("Example:\n  dsql-local version");
  command->callback([&invocation] {
    invocation.run = [] {
      fmt::print("dsql-local {}\n", DSQL_LOCAL_VERSION);
      return exit_success;
    };
  });
}

}  // namespace dsql::harness
