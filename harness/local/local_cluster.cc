#include "harness/local/local_cluster.h"

#include <chrono>
#include <random>
#include <stdexcept>
#include <utility>

#include "harness/local/engine_control.h"
#include "harness/local/session_backend.h"
#include "wire/server/server.h"

namespace dsql::harness {
namespace {

std::uint64_t seed_of(const wire::Options& options) {
  if (options.seed) return *options.seed;
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

rules::AsOf month_of(const std::string& text) {
  if (text.empty()) return rules::newest_profile;
  const auto month = rules::parse_as_of(text);
  if (!month) throw std::invalid_argument("not a month as in 2026-10: " + text);
  return *month;
}

std::chrono::system_clock::time_point time_of(engine::Instant instant) {
  constexpr std::chrono::sys_days engine_epoch = std::chrono::year{2000} / std::chrono::January / 1;
  return engine_epoch + std::chrono::microseconds(instant);
}

}  // namespace

struct LocalCluster::State {
  explicit State(wire::Options options)
      : environment(seed_of(options)),
        cluster(cluster_spec(options), environment),
        backends(cluster.context(), options.auth == wire::AuthMode::trust),
        control(cluster, DSQL_LOCAL_VERSION, [this] { return server ? server->sessions() : 0; }) {
    server = std::make_unique<wire::Server>(std::move(options), parts());
  }

  // The environment is complete before the cluster sees it.
  engine::ClusterSpec cluster_spec(const wire::Options& options) {
    environment.as_of = month_of(options.as_of);
    return {.directory = options.data_dir.string()};
  }

  wire::ServerParts parts() {
    return {.backends = backends,
            .control = control,
            .clock = [this] { return time_of(environment.clock.now()); },
            .token_clock =
                [] {
                  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
                },
            .random = [] { return std::random_device{}(); }};
  }

  engine::Environment environment;
  engine::Cluster cluster;
  SessionBackends backends;
  EngineControl control;
  std::unique_ptr<wire::Server> server;
};

LocalCluster::LocalCluster(wire::Options options)
    : state_(std::make_unique<State>(std::move(options))) {}

LocalCluster::~LocalCluster() { shutdown(); }

void LocalCluster::start() { state_->server->start(); }

void LocalCluster::wait_for_signal() { state_->server->wait_for_signal(); }

void LocalCluster::shutdown() { state_->server->shutdown(); }

std::uint16_t LocalCluster::pg_port() const { return state_->server->pg_port(); }

std::uint16_t LocalCluster::control_port() const { return state_->server->control_port(); }

std::filesystem::path LocalCluster::ca_file() const { return state_->server->ca_file(); }

engine::Cluster& LocalCluster::engine() { return state_->cluster; }

ConnectionKeywords LocalCluster::keywords() const {
  return {{"host", "127.0.0.1"},      {"port", std::to_string(pg_port())},
          {"user", "admin"},          {"dbname", "postgres"},
          {"sslmode", "verify-full"}, {"sslrootcert", ca_file().string()}};
}

}  // namespace dsql::harness
