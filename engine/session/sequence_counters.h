// SequenceCounters: the sequences of a cluster. A call takes values at once and for good: it is
// written to the store before it is answered and never rolls back. One lock for all of them; a
// session that caches values comes here once a cache.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>

#include "engine/catalog/catalog.h"
#include "engine/catalog/sequence_state.h"
#include "engine/storage/store.h"

namespace dsql::engine {

class SequenceCounters {
 public:
  explicit SequenceCounters(Store& store) : store_(store) {}

  // Values first, first + increment, … up to `count` of them; fewer where the sequence ends.
  struct Block {
    std::int64_t first = 0;
    std::int64_t count = 0;
  };
  // Raises: sequence_exhausted, disk_full.
  Block take(const SequenceObject& sequence, std::int64_t count);

  // Raises: value out of the sequence's bounds.
  void set(const SequenceObject& sequence, std::int64_t value, bool is_called);

  // Where the sequence stands; nullopt before its first use.
  std::optional<SequenceState> state(Oid sequence);

 private:
  SequenceState current(const SequenceObject& sequence);
  void write(Oid sequence, const SequenceState& state);

  Store& store_;
  std::mutex mutex_;
};

}  // namespace dsql::engine
