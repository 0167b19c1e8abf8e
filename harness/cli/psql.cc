#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "harness/cli/subcommand.h"
#include "harness/cli/target_options.h"

namespace dsql::harness {
namespace {

// keyword='value' pairs, quoted as libpq reads them.
std::string connection_string(const ConnectionKeywords& keywords) {
  std::string made;
  for (const auto& [keyword, value] : keywords) {
    if (keyword == "password") continue;
    std::string quoted;
    for (const char c : value) {
      if (c == '\'' || c == '\\') quoted += '\\';
      quoted += c;
    }
    made += fmt::format("{}{}='{}'", made.empty() ? "" : " ", keyword, quoted);
  }
  return made;
}

// Replaces this process by psql; returns only when that fails.
int run_psql(const TargetOptions& options, const std::vector<std::string>& extra) {
  ConnectionSpec spec = connection_spec(options);
  if (const auto given = spec.keywords.find("password"); given != spec.keywords.end()) {
    setenv("PGPASSWORD", given->second.c_str(), 1);
  } else if (spec.password) {
    setenv("PGPASSWORD", spec.password(spec.keywords).c_str(), 1);
  }
  std::vector<std::string> words{"psql", connection_string(spec.keywords)};
  words.insert(words.end(), extra.begin(), extra.end());
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execvp("psql", arguments.data());
  fmt::print(stderr, "dsql-local: psql: {}\n", std::strerror(errno));
  return exit_failure;
}

}  // namespace

void add_psql(CLI::App& app, Invocation& invocation) {
  const auto options = std::make_shared<TargetOptions>();
  CLI::App* command =
      app.add_subcommand("psql", "start psql with a fresh connect token as its password");
  add_target_options(*command, *options);
  command->prefix_command();  // from the first word that is not ours on, the line is psql's
  command->footer("Example:\n  dsql-local psql --target host=127.0.0.1 -c 'SELECT version()'");
  command->callback([&invocation, options, command] {
    invocation.run = [options, command] { return run_psql(*options, command->remaining()); };
  });
}

}  // namespace dsql::harness
