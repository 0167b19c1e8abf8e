#include "engine/txn/write_set.h"

#include <algorithm>
#include <cstring>

#include "engine/storage/key_range.h"

namespace dsql::engine {
namespace {

// What the service adds to the 10 MiB account beside the data: chosen so that its observed extremes
// come out (500 rows: at most 9.93 MiB of data without an index, 9.11 MiB with four indexes of
// 100-byte text; behaviour.md 3.1). An entry's cost grows with its key.
constexpr std::size_t row_overhead = 128;
constexpr std::size_t index_entry_overhead = 210;
constexpr std::size_t index_key_weight = 2;

std::size_t charge_of(std::string_view key, const WriteSet::Entry& entry) {
  const WriteSet::Version* version = entry.newest;
  const std::size_t key_size = key.size() - std::min(key.size(), relation_prefix_size);
  switch (entry.use.kind) {
    case EntryKind::row:
      if (version == nullptr) return key_size;
      return row_overhead + (version->erased ? key_size : version->value.size());
    case EntryKind::index_entry:
      if (version == nullptr) return key_size;
      return index_entry_overhead + index_key_weight * key_size + version->value.size();
    case EntryKind::system: break;
  }
  return 0;
}

}  // namespace

WriteSet::WriteSet() : arena_(first_chunk_.data(), first_chunk_.size()), entries_(&arena_) {}

void WriteSet::put(std::string_view key, std::string_view value, CommandId command, KeyUse use) {
  write(key, {.value = copy(value), .command = command}, use);
}

void WriteSet::erase(std::string_view key, CommandId command, KeyUse use) {
  write(key, {.erased = true, .command = command}, use);
}

void WriteSet::lock(std::string_view key, KeyUse use) { recharge(touch(key, use)); }

void WriteSet::write(std::string_view key, Version version, KeyUse use) {
  Map::value_type& entry = touch(key, use);
  const Version* newest = entry.second.newest;
  if (newest == nullptr) {
    ++written_;
    if (use.kind == EntryKind::row) ++rows_;
  }
  version.older = newest != nullptr && newest->command == version.command ? newest->older : newest;
  entry.second.newest = new (arena_.allocate(sizeof(Version), alignof(Version))) Version(version);
  recharge(entry);
}

WriteSet::Map::value_type& WriteSet::touch(std::string_view key, KeyUse use) {
  if (use.mode != LockMode::none) adjudicated_ = true;
  auto at = entries_.lower_bound(key);
  if (at == entries_.end() || at->first != key)
    at = entries_.emplace_hint(at, copy(key), Entry{.use = use});
  else
    at->second.use.mode = stronger(at->second.use.mode, use.mode);
  return *at;
}

void WriteSet::recharge(Map::value_type& entry) {
  bytes_ -= entry.second.charge;
  entry.second.charge = static_cast<std::uint32_t>(charge_of(entry.first, entry.second));
  bytes_ += entry.second.charge;
}

const WriteSet::Entry* WriteSet::find(std::string_view key) const {
  const auto at = entries_.find(key);
  return at == entries_.end() ? nullptr : &at->second;
}

std::vector<Oid> WriteSet::tables() const {
  std::vector<Oid> tables;
  for (const auto& [key, entry] : entries_)
    if (tables.empty() || tables.back() != entry.use.table) tables.push_back(entry.use.table);
  std::sort(tables.begin(), tables.end());
  tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
  return tables;
}

void WriteSet::append_to(WriteBatch& batch) const {
  for (const auto& [key, entry] : entries_) {
    if (entry.newest == nullptr) continue;
    if (entry.newest->erased)
      batch.erase(key);
    else
      batch.put(key, entry.newest->value);
  }
}

std::string_view WriteSet::copy(std::string_view bytes) {
  if (bytes.empty()) return {};
  char* room = static_cast<char*>(arena_.allocate(bytes.size(), 1));
  std::memcpy(room, bytes.data(), bytes.size());
  return {room, bytes.size()};
}

}  // namespace dsql::engine
