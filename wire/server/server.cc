#include "wire/server/server.h"

#include <csignal>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/resource.h>
#include <unistd.h>

#include "dsqlrules/conditions/limits.h"
#include "wire/control/control_server.h"
#include "wire/net/certificates.h"
#include "wire/net/tls_context.h"
#include "wire/pg/connection.h"
#include "wire/pg/connection_registry.h"
#include "wire/server/ready_file.h"

namespace dsql::wire {
namespace {

using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

CertificateFiles certificates_for(const Options& options) {
  std::vector<std::string> names = service_names(options.regions);
  names.insert(names.end(), options.extra_names.begin(), options.extra_names.end());
  return ensure_certificates(
      options.cert_dir.empty() ? default_certificate_folder() : options.cert_dir, names);
}

// Ends sessions that have lived too long, even those whose clients say nothing.
Task<> watch_lifetimes(Executor executor, const ConnectionHost& host) {
  Timer timer(executor);
  for (;;) {
    timer.expires_after(std::chrono::seconds(1));
    boost::system::error_code error;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable_t<Executor>(), error));
    if (error) co_return;
    host.registry.end_older(host.clock() - host.session_lifetime);
  }
}

}  // namespace

struct Server::State {
  State(Options given, ServerParts with)
      : options(std::move(given)),
        parts(std::move(with)),
        files(certificates_for(options)),
        authenticator(
            {.mode = options.auth, .regions = options.regions, .credentials = options.credentials}),
        registry(rules::limits::connections_per_cluster, parts.random),
        host{.conversation = {parts.backends, authenticator, parts.token_clock},
             .registry = registry,
             .tls = nullptr,
             .tls_mode = options.tls,
             .server_name_required = options.server_name_required,
             .clock = parts.clock},
        pool(options.workers == 0 ? default_worker_count() : options.workers),
        pg(pool, options.listen),
        control(pool, options.control) {
    if (options.tls != TlsMode::off) host.tls = &tls.emplace(files);
  }

  Options options;
  ServerParts parts;
  CertificateFiles files;
  std::optional<TlsContext> tls;
  Authenticator authenticator;
  ConnectionRegistry registry;
  ConnectionHost host;
  WorkerPool pool;
  Listener pg;
  Listener control;
  bool ended = false;
};

Server::Server(Options options, ServerParts parts)
    : state_(std::make_unique<State>(std::move(options), std::move(parts))) {}

Server::~Server() { shutdown(); }

void Server::start() {
  State& state = *state_;
  state.pg.start([&state](Socket socket) { serve_connection(std::move(socket), state.host); });
  state.control.start([&state](Socket socket) {
    serve_control_connection(std::move(socket), state.parts.control);
  });
  const Executor executor = state.pool.make_strand();
  asio::co_spawn(executor, watch_lifetimes(executor, state.host), asio::detached);
  if (state.options.ready_file.empty()) return;
  write_ready_file(state.options.ready_file, {.pg_port = pg_port(),
                                              .control_port = control_port(),
                                              .ca = ca_file(),
                                              .process_id = ::getpid()});
}

void Server::wait_for_signal() {
  asio::io_context context;
  asio::signal_set signals(context, SIGTERM, SIGINT);
  signals.async_wait([](boost::system::error_code, int) {});
  context.run();
}

void Server::shutdown() {
  State& state = *state_;
  if (state.ended) return;
  state.ended = true;
  state.pg.close();
  state.control.close();
  state.registry.end_all(EndReason::shutdown);
  if (!state.registry.wait_empty(state.options.grace)) {
    constexpr std::chrono::seconds cancellation{5};
    state.registry.abort_all();
    state.registry.wait_empty(cancellation);
  }
  state.pool.stop();
  state.pg.close_stopped();
  state.control.close_stopped();
}

std::uint16_t Server::pg_port() const { return state_->pg.port(); }

std::uint16_t Server::control_port() const { return state_->control.port(); }

std::filesystem::path Server::ca_file() const { return state_->files.ca; }

std::size_t Server::sessions() const { return state_->registry.sessions(); }

void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace dsql::wire
