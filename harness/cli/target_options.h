// The options that name a server, shared by the subcommands that talk to one.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

#include "harness/target/connection.h"

namespace dsql::harness {

struct TargetOptions {
  std::string target;  // connection string or URL; empty: the local server on its usual port
  std::string region = "us-east-1";
};

// Adds --target and --region.
void add_target_options(CLI::App& command, TargetOptions& options);

// The keywords of the target, with what DSQL always asks for filled in: user admin, database
// postgres, port 5432, TLS without which the service does not answer. A password that is not given
// is a fresh connect token, signed with the AWS credentials of the environment (AWS_ACCESS_KEY_ID,
// AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN); a local server takes any when it has none configured.
// Throws std::invalid_argument when the target cannot be read.
ConnectionSpec connection_spec(const TargetOptions& options);

// A connect token for `user` on `host`, good for `seconds`, from those credentials.
std::string fresh_token(const std::string& host, const std::string& user, const std::string& region,
                        int seconds);

}  // namespace dsql::harness
