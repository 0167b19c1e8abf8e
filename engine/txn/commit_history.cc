#include "engine/txn/commit_history.h"

#include <algorithm>

namespace dsql::engine {
namespace {
constexpr std::array kept_modes{LockMode::share, LockMode::weak, LockMode::strong};
}

Sequence CommitHistory::Modes::newest() const {
  return std::max({last[0].sequence, last[1].sequence, last[2].sequence});
}

std::optional<CommitHistory::Blocker> CommitHistory::blocker(std::string_view key, LockMode mode,
                                                             Sequence snapshot) const {
  if (keys_.empty()) return std::nullopt;
  const auto found = keys_.find(key);
  if (found == keys_.end()) return std::nullopt;
  for (const LockMode theirs : kept_modes) {
    const Last& last = found->second.last[slot(theirs)];
    if (last.sequence > snapshot && conflicts(mode, theirs))
      return Blocker{last.transaction, theirs, last.sequence};
  }
  return std::nullopt;
}

void CommitHistory::add(std::uint64_t transaction, const WriteSet& writes) {
  for (const auto& [key, entry] : writes.entries()) {
    if (entry.use.mode < LockMode::share) continue;
    const auto found = keys_.find(key);
    Keys::value_type& node =
        found != keys_.end() ? *found : *keys_.emplace(std::string(key), Modes{}).first;
    if (node.second.newest() != pending) pending_.push_back(&node);
    node.second.last[slot(entry.use.mode)] = {pending, transaction};
  }
}

void CommitHistory::settle(Sequence sequence) {
  for (Keys::value_type* node : pending_) {
    for (Last& last : node->second.last)
      if (last.sequence == pending) last.sequence = sequence;
    order_.emplace_back(sequence, node);
  }
  pending_.clear();
}

void CommitHistory::forget_until(Sequence sequence) {
  while (!order_.empty() && order_.front().first <= sequence) {
    const auto [committed, node] = order_.front();
    order_.pop_front();
    if (node->second.newest() == committed) keys_.erase(keys_.find(node->first));
  }
}

void CommitHistory::clear() {
  keys_.clear();
  pending_.clear();
  order_.clear();
}

}  // namespace dsql::engine
