// The program dsql-lint: the lint tool alone, without engine, storage and sockets.
#include <exception>
#include <vector>

#include <fmt/format.h>

#include "harness/cli/lint_tool.h"

int main(int argc, char** argv) {
  try {
    return dsql::harness::lint_main({argv + 1, argv + argc});
  } catch (const std::exception& error) {
    fmt::print(stderr, "dsql-lint: {}\n", error.what());
    return 1;
  }
}
