// CommitHistory: when each key was last committed in each mode, and by whom, for the keys committed
// since the oldest running snapshot. Owned by the adjudicator, which serialises all calls.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/storage/snapshot.h"
#include "engine/txn/lock_mode.h"
#include "engine/txn/write_set.h"

namespace dsql::engine {

class CommitHistory {
 public:
  // A commit that stands in the way.
  struct Blocker {
    std::uint64_t transaction = 0;
    LockMode mode = LockMode::none;
    Sequence sequence = 0;  // pending if of the running group
  };

  // Of commits whose sequence is not known yet: greater than every snapshot's.
  static constexpr Sequence pending = UINT64_MAX;

  // The commit after `snapshot` that conflicts with holding `key` in `mode`, if any.
  std::optional<Blocker> blocker(std::string_view key, LockMode mode, Sequence snapshot) const;

  // Notes the adjudicated keys of a transaction as committed at `pending`.
  void add(std::uint64_t transaction, const WriteSet& writes);
  // Gives everything pending its sequence.
  void settle(Sequence sequence);

  // Forgets what was committed at or before `sequence`: no running snapshot can conflict with it.
  void forget_until(Sequence sequence);
  void clear();

  std::size_t size() const { return keys_.size(); }

 private:
  struct Last {
    Sequence sequence = 0;
    std::uint64_t transaction = 0;
  };
  struct Modes {
    std::array<Last, 3> last;  // share, weak, strong
    Sequence newest() const;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>{}(key);
    }
  };
  using Keys = std::unordered_map<std::string, Modes, Hash, std::equal_to<>>;
  static std::size_t slot(LockMode mode) {
    return static_cast<std::size_t>(mode) - static_cast<std::size_t>(LockMode::share);
  }

  Keys keys_;
  std::vector<Keys::value_type*> pending_;
  std::deque<std::pair<Sequence, Keys::value_type*>> order_;
};

}  // namespace dsql::engine
