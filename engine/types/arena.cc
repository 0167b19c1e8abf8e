#include "engine/types/arena.h"

#include <algorithm>
#include <utility>

#include "dsqlrules/conditions/limit_errors.h"
#include "dsqlrules/conditions/limits.h"

namespace dsql::engine {

namespace {
constexpr std::size_t first_chunk = 512;
constexpr std::size_t largest_chunk = std::size_t{128} << 10;
}  // namespace

void Arena::count_in(TempSpace* space, Counting counting) {
  use_ = TempUse(space);
  counting_ = counting;
  count(footprint_, largest_);
}

void Arena::grow(std::size_t at_least) {
  if (at_least > rules::limits::memory_request_bytes)
    rules::raise(rules::conditions::invalid_memory_request, at_least);
  const std::size_t doubled =
      chunks_.empty() ? first_chunk : std::min(chunks_.back().size * 2, largest_chunk);
  const std::size_t size = std::max(doubled, at_least);
  count(footprint_ + size, std::max(largest_, size));
  chunks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
  footprint_ += size;
  largest_ = std::max(largest_, size);
  next_ = chunks_.back().bytes.get();
  end_ = next_ + size;
}

void Arena::reset() {
  if (chunks_.empty()) return;
  Chunk reused;
  for (Chunk& chunk : chunks_) {
    if (chunk.size <= largest_chunk && chunk.size >= reused.size) reused = std::move(chunk);
  }
  chunks_.clear();
  footprint_ = largest_ = reused.size;
  next_ = reused.bytes.get();
  end_ = next_ + reused.size;
  if (reused.bytes) chunks_.push_back(std::move(reused));
  count(footprint_, largest_);
}

}  // namespace dsql::engine
