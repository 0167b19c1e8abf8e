// ConnectionRegistry: every open connection by its BackendKeyData, for those who reach a connection
// from outside: cancel requests, the quota of sessions, their longest life, shutdown. Owned by the
// server; any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "wire/pg/conversation.h"

namespace dsql::wire {

enum class EndReason : std::uint8_t {
  none,
  shutdown,  // FATAL 57P01, then closed
  lifetime,  // closed without a word, as the service does
};

// What others may ask of a connection. Any thread.
class ConnectionControl {
 public:
  virtual ~ConnectionControl() = default;
  // Cancels its running statement, if any.
  virtual void cancel_statement() = 0;
  // Ends it as soon as it waits for its client.
  virtual void end(EndReason reason) = 0;
  // Ends it now: its statement is cancelled, its output dropped.
  virtual void abort() = 0;
};

class ConnectionRegistry {
 public:
  using TimePoint = std::chrono::system_clock::time_point;

  // `session_limit` sessions may be open at once; `random` makes secrets.
  ConnectionRegistry(std::size_t session_limit, std::function<std::uint32_t()> random)
      : session_limit_(session_limit), random_(std::move(random)) {}

  // Enters a connection that was just accepted under a key of make_key(); false after end_all().
  bool add(const ConnectionKey& key, std::weak_ptr<ConnectionControl> connection);
  ConnectionKey make_key();
  // Counts it as a session opened at `now`; false when there are too many.
  bool admit(std::uint32_t process_id, TimePoint now);
  void remove(std::uint32_t process_id);

  // A CancelRequest: nothing happens unless both numbers are right.
  void cancel(std::uint32_t process_id, std::uint32_t secret);
  // Ends sessions opened at or before `limit`.
  void end_older(TimePoint limit);

  // Ends every connection and lets no more in.
  void end_all(EndReason reason);
  void abort_all();
  // Waits until no connection is left; false if some are after `patience`.
  bool wait_empty(std::chrono::milliseconds patience);

  std::size_t sessions() const;

  // A connection has answered and turns to its client; true if the last `alone` turns were all its
  // own, so that nobody else wants its thread just now. Takes no lock.
  bool takes_turn(std::uint32_t process_id, std::uint32_t alone);

 private:
  struct Entry {
    std::weak_ptr<ConnectionControl> connection;
    std::uint32_t secret = 0;
    bool admitted = false;
    TimePoint opened{};
  };
  std::vector<std::shared_ptr<ConnectionControl>> all() const;

  const std::size_t session_limit_;
  const std::function<std::uint32_t()> random_;
  std::atomic<std::uint64_t> turns_{0};  // who had the last ones << 32 | how many
  mutable std::mutex mutex_;
  std::condition_variable emptied_;
  std::unordered_map<std::uint32_t, Entry> entries_;
  std::uint32_t last_process_id_ = 0;
  std::size_t sessions_ = 0;
  bool ending_ = false;
};

}  // namespace dsql::wire
