// LocalCluster: engine and server inside the caller's process. `dsql-local serve` is one that waits
// for a signal; a C++ test makes its own, on free ports, and holds the environment directly. Made,
// started and shut down by one thread.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/fleet/cluster.h"
#include "harness/target/connection.h"
#include "wire/server/options.h"

namespace dsql::harness {

class LocalCluster {
 public:
  // Opens the cluster of options.data_dir and both ports, port 0 being any free one. Throws
  // std::runtime_error when a port is taken or a folder cannot be used, rules::SqlError when the
  // data cannot be read.
  explicit LocalCluster(wire::Options options);
  // Shuts down.
  ~LocalCluster();

  // Takes connections from here on.
  void start();
  // Waits for SIGTERM or SIGINT.
  void wait_for_signal();
  // Lets running statements end, then closes everything. Does nothing the second time.
  void shutdown();

  std::uint16_t pg_port() const;
  std::uint16_t control_port() const;
  std::filesystem::path ca_file() const;
  engine::Cluster& engine();
  // How a client of this process connects: host, port, user, database.
  ConnectionKeywords keywords() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dsql::harness
