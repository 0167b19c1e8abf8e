// Server: the ports of one cluster. It owns certificates, threads, listeners and the registry of
// connections; the engine behind it is handed in and outlives it. Made, started and shut down by
// one thread, which is none of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

#include "wire/control/cluster_control.h"
#include "wire/pg/backend.h"
#include "wire/server/options.h"

namespace dsql::wire {

// What stands behind the ports. Time and chance come from the engine's environment.
struct ServerParts {
  BackendFactory& backends;
  ClusterControl& control;
  // The cluster's clock, which a test may move: sessions end 60 minutes later by it.
  std::function<std::chrono::system_clock::time_point()> clock;
  // The machine's clock: the time by which clients make their tokens.
  std::function<std::chrono::sys_seconds()> token_clock;
  // Secrets of cancel keys.
  std::function<std::uint32_t()> random;
};

class Server {
 public:
  // Makes certificates if they are missing and opens both ports. Throws std::runtime_error when
  // that fails (port taken, folder not writable).
  Server(Options options, ServerParts parts);
  // Shuts down if that has not been done.
  ~Server();

  // Takes connections, and writes the ready file if there is to be one.
  void start();
  // Waits for SIGTERM or SIGINT; a second one, while it shuts down, kills the process.
  void wait_for_signal();
  // Takes no more connections, tells idle ones 57P01, gives running statements their grace, cancels
  // what is left, and joins the threads. Does nothing the second time.
  void shutdown();

  std::uint16_t pg_port() const;
  std::uint16_t control_port() const;
  // What clients trust.
  std::filesystem::path ca_file() const;
  // Sessions that are open.
  std::size_t sessions() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Lets the process open as many files as the system allows: 10,000 connections need as many.
void raise_file_limit();

}  // namespace dsql::wire
