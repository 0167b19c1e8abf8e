#include <memory>

#include <fmt/format.h>

#include "harness/cli/subcommand.h"
#include "harness/cli/target_options.h"

namespace dsql::harness {

void add_token(CLI::App& app, Invocation& invocation) {
  struct Options {
    std::string host = "127.0.0.1";
    std::string user = "admin";
    std::string region = "us-east-1";
    int seconds = 900;
  };
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("token", "print a connect token, which is a password");
  command->add_option("host", options->host, "the host that clients connect to")
      ->capture_default_str();
  command
      ->add_option("--user", options->user,
                   "admin asks for DbConnectAdmin, any other for DbConnect")
      ->capture_default_str();
  command->add_option("--region", options->region)->capture_default_str();
  command->add_option("--expires-in", options->seconds, "seconds, at most 604800")
      ->check(CLI::Range(1, 604800))
      ->capture_default_str();
  command->footer(
      "Example:\n  PGPASSWORD=$(dsql-local token) psql 'host=127.0.0.1 user=admin "
      "dbname=postgres'");
  command->callback([&invocation, options] {
    invocation.run = [options] {
      fmt::print("{}\n",
                 fresh_token(options->host, options->user, options->region, options->seconds));
      return exit_success;
    };
  });
}

}  // namespace dsql::harness
