// Arena: bytes that live until reset(). The first chunk is small, because most statements are;
// chunks double up to 128 KiB. Not thread-safe; owned by one column or one statement. What it
// reserves can be counted against a statement's temp space.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/types/temp_space.h"

namespace dsql::engine {

class Arena {
 public:
  Arena() = default;
  Arena(Arena&&) noexcept = default;
  Arena& operator=(Arena&&) noexcept = default;

  // What is counted of an arena's memory: all of it, or, of one that is scratch space for the
  // values of a batch, all but its largest chunk, so that a single large value counts as none.
  enum class Counting : bool { all, all_but_largest };
  // From now on the memory is counted against `space`, which outlives the arena.
  void count_in(TempSpace* space, Counting counting = Counting::all);

  // Room for `size` bytes, aligned to 8. Raises: query_temp_space; for more than a value may have,
  // invalid_memory_request.
  char* allocate(std::size_t size) {
    const std::size_t rounded = (size + 7) & ~std::size_t{7};
    if (rounded > static_cast<std::size_t>(end_ - next_)) grow(rounded);
    char* room = next_;
    next_ += rounded;
    return room;
  }

  // A copy of `bytes` that lives as long as the arena's contents.
  std::string_view copy(std::string_view bytes) {
    if (bytes.empty()) return {};
    char* room = allocate(bytes.size());
    std::memcpy(room, bytes.data(), bytes.size());
    return {room, bytes.size()};
  }

  // Forgets everything allocated; keeps the largest chunk for reuse, unless a large value has one.
  void reset();

  // Bytes reserved from the system.
  std::size_t footprint() const { return footprint_; }

 private:
  void grow(std::size_t at_least);
  // Counts a footprint of `bytes` with a largest chunk of `largest`.
  void count(std::size_t bytes, std::size_t largest) {
    use_.set(counting_ == Counting::all ? bytes : bytes - largest);
  }

  struct Chunk {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };
  std::vector<Chunk> chunks_;
  char* next_ = nullptr;
  char* end_ = nullptr;
  std::size_t footprint_ = 0;
  std::size_t largest_ = 0;
  Counting counting_ = Counting::all;
  TempUse use_;
};

}  // namespace dsql::engine
