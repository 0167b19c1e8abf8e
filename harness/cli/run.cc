#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <vector>

#include <fmt/format.h>

#include "harness/cli/subcommand.h"
#include "harness/cli/target_options.h"
#include "harness/script/runner.h"

namespace dsql::harness {
namespace {

namespace files = std::filesystem;

struct Options {
  TargetOptions target;
  std::vector<std::string> scripts;
  std::vector<std::string> labels;
  std::string control;
  Protocol protocol = Protocol::simple;
  int timeout_seconds = 60;
  bool retry = false;
  bool fresh = false;
  bool accept = false;
  bool quiet = false;
};

// Files as they are; of a folder every *.test below it, in order.
std::vector<std::string> expand(const std::vector<std::string>& paths) {
  std::vector<std::string> made;
  for (const std::string& path : paths) {
    if (!files::is_directory(path)) {
      made.push_back(path);
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : files::recursive_directory_iterator(path)) {
      if (entry.path().extension() == ".test") inside.push_back(entry.path().string());
    }
    std::ranges::sort(inside);
    made.insert(made.end(), inside.begin(), inside.end());
  }
  return made;
}

Runner runner_of(const Options& options) {
  return Runner({.target = connection_spec(options.target),
                 .control = options.control,
                 .protocol = options.protocol,
                 .labels = {options.labels.begin(), options.labels.end()},
                 .timeout = std::chrono::seconds(options.timeout_seconds),
                 .retry = options.retry,
                 .fresh = options.fresh,
                 .accept = options.accept});
}

void print(const Report& report, bool quiet) {
  for (const Failure& failure : report.failures) fmt::print("{}", describe(failure));
  if (!report.failures.empty()) {
    fmt::print("FAIL {}: {} of {} steps\n", report.path, report.failures.size(),
               report.failures.size() + static_cast<std::size_t>(report.passed));
  } else if (!report.skipped_because.empty()) {
    fmt::print("skip {}: {}\n", report.path, report.skipped_because);
  } else if (!quiet) {
    fmt::print("ok   {}: {} steps{}\n", report.path, report.passed,
               report.rewritten ? ", rewritten" : "");
  }
  std::fflush(stdout);
}

int run_scripts(const Options& options) {
  Runner runner = runner_of(options);
  int failed = 0;
  int passed = 0;
  int skipped = 0;
  for (const std::string& path : expand(options.scripts)) {
    const Report report = runner.run(read_script(path));
    print(report, options.quiet);
    ++(!report.failures.empty() ? failed : !report.skipped_because.empty() ? skipped : passed);
  }
  fmt::print("{} passed, {} failed, {} skipped\n", passed, failed, skipped);
  if (failed + passed + skipped == 0) {
    fmt::print(stderr, "dsql-local: no script found\n");
    return exit_failure;
  }
  return failed == 0 ? exit_success : exit_failure;
}

}  // namespace

void add_run(CLI::App& app, Invocation& invocation) {
  static const std::map<std::string, Protocol> protocols{{"simple", Protocol::simple},
                                                         {"extended", Protocol::extended},
                                                         {"prepared", Protocol::prepared}};
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("run", "run test scripts against a server");
  command->add_option("script", options->scripts, "scripts, or folders of *.test")
      ->required()
      ->check(CLI::ExistingPath);
  add_target_options(*command, options->target);
  command->add_option("--control", options->control,
                      "HOST:PORT of the local server's control port");
  command->add_option("--protocol", options->protocol, "simple, extended or prepared")
      ->transform(CLI::CheckedTransformer(protocols));
  command->add_option("--label", options->labels, "one more label for onlyif, skipif and require");
  command->add_option("--timeout", options->timeout_seconds, "seconds to wait for one answer")
      ->capture_default_str();
  command->add_flag("--retry", options->retry,
                    "run statements outside transactions again on 40001");
  command->add_flag("--fresh", options->fresh, "DROP EVERYTHING in the target before each script");
  command->add_flag("--accept", options->accept, "write what the target answers into the scripts");
  command->add_flag("--quiet", options->quiet, "print failures only");
  command->footer(
      "Example:\n  dsql-local run tests/scripts/occ --target 'host=127.0.0.1 port=5432' --control "
      "127.0.0.1:8006");
  command->callback(
      [&invocation, options] { invocation.run = [options] { return run_scripts(*options); }; });
}

}  // namespace dsql::harness
