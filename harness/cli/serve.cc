#include <cstdio>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "harness/cli/subcommand.h"
#include "harness/local/local_cluster.h"
#include "wire/server/server.h"

namespace dsql::harness {
namespace {

struct Options {
  wire::Options server;
  std::string listen = "127.0.0.1:5432";
  std::string control = "127.0.0.1:8006";
  std::vector<std::string> credentials;  // KEY_ID:SECRET
};

wire::Options server_options(const Options& options) {
  wire::Options made = options.server;
  made.listen = wire::parse_address(options.listen);
  made.control = wire::parse_address(options.control);
  for (const std::string& pair : options.credentials) {
    const auto colon = pair.find(':');
    if (colon == std::string::npos)
      throw std::invalid_argument("--credentials wants KEY_ID:SECRET");
    made.credentials.push_back({pair.substr(0, colon), pair.substr(colon + 1), ""});
  }
  return made;
}

// Lines that can be pasted into another terminal.
void print_how_to_connect(const std::string& program, const LocalCluster& cluster,
                          const wire::Options& options) {
  const std::string port = fmt::format("{}", cluster.pg_port());
  fmt::print("dsql-local {} is ready on port {}, control port {}\n\n", DSQL_LOCAL_VERSION, port,
             cluster.control_port());
  fmt::print("  {} psql --target 'host=127.0.0.1 port={}'\n\n", program, port);
  if (options.auth == wire::AuthMode::token) {
    fmt::print(
        "or, as any client does, with a connect token as password:\n\n  PGPASSWORD=$({} token "
        "127.0.0.1) ",
        program);
  } else {
    fmt::print("or, as any client does:\n\n  ");
  }
  const std::string tls =
      options.tls == wire::TlsMode::off
          ? std::string("sslmode=disable")
          : fmt::format("sslmode=verify-full sslrootcert={}", cluster.ca_file().string());
  fmt::print("psql 'host=127.0.0.1 port={} user=admin dbname=postgres {}'\n\n", port, tls);
  std::fflush(stdout);
  if (options.auth == wire::AuthMode::trust)
    fmt::print(stderr, "warning: --auth trust lets anyone in as anyone\n");
  if (options.tls != wire::TlsMode::required)
    fmt::print(stderr, "warning: the service itself takes TLS connections only\n");
}

int serve(const Options& options, const std::string& program) {
  wire::raise_file_limit();
  const wire::Options server = server_options(options);
  LocalCluster cluster(server);
  cluster.start();
  print_how_to_connect(program, cluster, server);
  cluster.wait_for_signal();
  cluster.shutdown();
  return exit_success;
}

}  // namespace

void add_serve(CLI::App& app, Invocation& invocation) {
  static const std::map<std::string, wire::AuthMode> auth_modes{{"token", wire::AuthMode::token},
                                                                {"trust", wire::AuthMode::trust}};
  static const std::map<std::string, wire::TlsMode> tls_modes{{"required", wire::TlsMode::required},
                                                              {"optional", wire::TlsMode::optional},
                                                              {"off", wire::TlsMode::off}};
  const auto options = std::make_shared<Options>();
  wire::Options& server = options->server;
  CLI::App* command = app.add_subcommand("serve", "run the server in the foreground");
  command
      ->add_option("--listen", options->listen,
                   "address of the PostgreSQL protocol; port 0 is any free one")
      ->capture_default_str();
  command->add_option("--control", options->control, "address of the HTTP control port")
      ->capture_default_str();
  command->add_option("--data-dir", server.data_dir,
                      "folder of a durable cluster; in memory unless given");
  command
      ->add_option("--auth", server.auth,
                   "token: a connect token is the password; trust: anyone is let in")
      ->transform(CLI::CheckedTransformer(auth_modes).description("token or trust"));
  command->add_option("--tls", server.tls, "required as on the service, optional or off")
      ->transform(CLI::CheckedTransformer(tls_modes).description("required, optional or off"));
  command->add_flag("--require-sni", server.server_name_required,
                    "refuse TLS without a server name, as the service does");
  command->add_option("--region", server.regions, "AWS Regions of tokens and certificate")
      ->capture_default_str();
  command->add_option("--san", server.extra_names, "one more name or address in the certificate");
  command->add_option("--credentials", options->credentials,
                      "KEY_ID:SECRET whose token signatures are checked");
  command->add_option("--cert-dir", server.cert_dir,
                      "folder of the CA and certificate, made on first use");
  command->add_option("--as-of", server.as_of,
                      "behave as the service did in a month, as in 2026-10");
  command->add_option("--ready-file", server.ready_file,
                      "file to write, as JSON, once connections are accepted");
  command->add_option("--seed", server.seed, "of every random choice of the engine");
  command->add_option("--workers", server.workers, "threads; by the number of cores unless given");
  command->footer("Example:\n  dsql-local serve --listen 127.0.0.1:5432 --data-dir ./data");
  command->callback([&invocation, options] {
    invocation.run = [&invocation, options] { return serve(*options, invocation.program); };
  });
}

}  // namespace dsql::harness
