#include "engine/session/plan_cache.h"

#include <algorithm>
#include <functional>

namespace dsql::engine {

PreparedPtr PlanCache::find(std::string_view text, std::span<const Oid> parameter_types) {
  if (entries_.empty() || text.size() > longest_text) return nullptr;
  const std::size_t hash = std::hash<std::string_view>{}(text);
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.hash == hash && entry.prepared->tree->text() == text &&
           std::ranges::equal(entry.prepared->given_types, parameter_types);
  });
  if (found == entries_.end()) return nullptr;
  std::rotate(entries_.begin(), found, found + 1);
  return entries_.front().prepared;
}

void PlanCache::offer(const PreparedPtr& prepared) {
  const std::string_view text = prepared->tree->text();
  if (text.size() > longest_text) return;
  const std::size_t hash = std::hash<std::string_view>{}(text);
  std::size_t& seen = seen_[hash % seen_.size()];
  if (seen != hash) {
    seen = hash;
    return;
  }
  if (entries_.size() == capacity) entries_.pop_back();
  entries_.insert(entries_.begin(), {hash, prepared});
}

}  // namespace dsql::engine
