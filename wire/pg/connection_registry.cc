#include "wire/pg/connection_registry.h"

namespace dsql::wire {

ConnectionKey ConnectionRegistry::make_key() {
  const std::lock_guard lock(mutex_);
  constexpr std::uint32_t largest_process_id = 0x7fff'ffff;
  do {
    last_process_id_ = last_process_id_ % largest_process_id + 1;
  } while (entries_.contains(last_process_id_));
  return {last_process_id_, random_()};
}

bool ConnectionRegistry::add(const ConnectionKey& key,
                             std::weak_ptr<ConnectionControl> connection) {
  const std::lock_guard lock(mutex_);
  if (ending_) return false;
  Entry entry;
  entry.connection = std::move(connection);
  entry.secret = key.secret;
  return entries_.emplace(key.process_id, std::move(entry)).second;
}

bool ConnectionRegistry::admit(std::uint32_t process_id, TimePoint now) {
  const std::lock_guard lock(mutex_);
  if (sessions_ >= session_limit_) return false;
  Entry& entry = entries_.at(process_id);
  entry.admitted = true;
  entry.opened = now;
  ++sessions_;
  return true;
}

void ConnectionRegistry::remove(std::uint32_t process_id) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(process_id);
  if (found == entries_.end()) return;
  if (found->second.admitted) --sessions_;
  entries_.erase(found);
  if (entries_.empty()) emptied_.notify_all();
}

void ConnectionRegistry::cancel(std::uint32_t process_id, std::uint32_t secret) {
  std::shared_ptr<ConnectionControl> connection;
  {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(process_id);
    if (found == entries_.end() || found->second.secret != secret) return;
    connection = found->second.connection.lock();
  }
  if (connection != nullptr) connection->cancel_statement();
}

void ConnectionRegistry::end_older(TimePoint limit) {
  std::vector<std::shared_ptr<ConnectionControl>> old;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, entry] : entries_) {
      if (!entry.admitted || entry.opened > limit) continue;
      if (auto connection = entry.connection.lock()) old.push_back(std::move(connection));
    }
  }
  for (const auto& connection : old) connection->end(EndReason::lifetime);
}

std::vector<std::shared_ptr<ConnectionControl>> ConnectionRegistry::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<ConnectionControl>> connections;
  connections.reserve(entries_.size());
  for (const auto& [id, entry] : entries_) {
    if (auto connection = entry.connection.lock()) connections.push_back(std::move(connection));
  }
  return connections;
}

void ConnectionRegistry::end_all(EndReason reason) {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  for (const auto& connection : all()) connection->end(reason);
}

void ConnectionRegistry::abort_all() {
  for (const auto& connection : all()) connection->abort();
}

bool ConnectionRegistry::wait_empty(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  return emptied_.wait_for(lock, patience, [this] { return entries_.empty(); });
}

std::size_t ConnectionRegistry::sessions() const {
  const std::lock_guard lock(mutex_);
  return sessions_;
}

// Two threads that take turns at once may lose one of them, which only delays the answer.
bool ConnectionRegistry::takes_turn(std::uint32_t process_id, std::uint32_t alone) {
  const std::uint64_t before = turns_.load(std::memory_order_relaxed);
  const auto count = static_cast<std::uint32_t>(before);
  const bool again = before >> 32 == process_id;
  if (again && count >= alone) return true;  // writes nothing: the usual case of one client
  const std::uint64_t turns = again ? count + 1 : 1;
  turns_.store(std::uint64_t{process_id} << 32 | turns, std::memory_order_relaxed);
  return false;
}

}  // namespace dsql::wire
