#include "engine/types/arena.h"

#include <algorithm>
#include <utility>

namespace dsql::engine {

namespace {
constexpr std::size_t first_chunk = 512;
constexpr std::size_t largest_chunk = std::size_t{1} << 20;
}  // namespace

void Arena::grow(std::size_t at_least) {
  const std::size_t doubled =
      chunks_.empty() ? first_chunk : std::min(chunks_.back().size * 2, largest_chunk);
  const std::size_t size = std::max(doubled, at_least);
  chunks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
  footprint_ += size;
  next_ = chunks_.back().bytes.get();
  end_ = next_ + size;
}

void Arena::reset() {
  if (chunks_.empty()) return;
  const auto largest =
      std::max_element(chunks_.begin(), chunks_.end(),
                       [](const Chunk& a, const Chunk& b) { return a.size < b.size; });
  Chunk kept = std::move(*largest);
  chunks_.clear();
  footprint_ = kept.size;
  next_ = kept.bytes.get();
  end_ = next_ + kept.size;
  chunks_.push_back(std::move(kept));
}

}  // namespace dsql::engine
