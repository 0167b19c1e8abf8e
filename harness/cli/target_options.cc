#include "harness/cli/target_options.h"

#include <chrono>
#include <cstdlib>

#include "wire/auth/authenticator.h"
#include "wire/auth/connect_token.h"

namespace dsql::harness {
namespace {

// Of the tokens that a subcommand makes for its own connects: the SDKs' default.
constexpr int token_seconds = 900;

std::string environment_or(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

// Without credentials a token still has the right shape, which is all an unconfigured local server
// asks.
wire::Credentials credentials() {
  return {.access_key_id = environment_or("AWS_ACCESS_KEY_ID", "LOCAL"),
          .secret_access_key = environment_or("AWS_SECRET_ACCESS_KEY", "local"),
          .session_token = environment_or("AWS_SESSION_TOKEN", "")};
}

void set_default(ConnectionKeywords& keywords, const char* name, const char* value,
                 const char* variable) {
  if (!keywords.contains(name)) keywords[name] = environment_or(variable, value);
}

}  // namespace

void add_target_options(CLI::App& command, TargetOptions& options) {
  command.add_option(
      "--target", options.target,
      "server as a libpq connection string or URL; the local one on port 5432 unless given");
  command.add_option("--region", options.region, "AWS Region in the connect token")
      ->capture_default_str();
}

std::string fresh_token(const std::string& host, const std::string& user, const std::string& region,
                        int seconds) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return wire::make_connect_token({.host = host,
                                   .region = region,
                                   .user = user,
                                   .issued = now,
                                   .lifetime = std::chrono::seconds(seconds)},
                                  credentials());
}

ConnectionSpec connection_spec(const TargetOptions& options) {
  ConnectionSpec spec;
  spec.keywords = parse_connection_string(options.target);
  set_default(spec.keywords, "host", "127.0.0.1", "PGHOST");
  set_default(spec.keywords, "port", "5432", "PGPORT");
  set_default(spec.keywords, "user", "admin", "PGUSER");
  set_default(spec.keywords, "dbname", "postgres", "PGDATABASE");
  set_default(spec.keywords, "application_name", "dsql-local", "PGAPPNAME");
  const auto service = wire::parse_service_host(spec.keywords["host"]);
  set_default(spec.keywords, "sslmode", service ? "verify-full" : "prefer", "PGSSLMODE");
  if (!environment_or("PGPASSWORD", "").empty()) return spec;
  const std::string region = service ? service->region : options.region;
  spec.password = [region](const ConnectionKeywords& keywords) {
    return fresh_token(keywords.at("host"), keywords.at("user"), region, token_seconds);
  };
  return spec;
}

}  // namespace dsql::harness
