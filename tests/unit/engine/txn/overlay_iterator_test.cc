#include "engine/txn/overlay_iterator.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

#include "engine/storage/store.h"

namespace dsql::engine {
namespace {

constexpr KeyUse row_use{.table = 1, .kind = EntryKind::row, .mode = LockMode::strong};
using Chance = std::mt19937_64;
using Model = std::map<std::string, std::string>;

std::string random_key(Chance& chance) {
  static constexpr char alphabet[] = {'a', 'b', '\0', '\xff'};
  std::string key(1 + chance() % 3, ' ');
  for (char& c : key) c = alphabet[chance() % sizeof alphabet];
  return key;
}

KeyRange random_range(Chance& chance) {
  KeyRange range{random_key(chance), random_key(chance)};
  if (range.end < range.begin) std::swap(range.begin, range.end);
  if (chance() % 4 == 0) range.begin.clear();
  if (chance() % 4 == 0) range.end.clear();
  return range;
}

std::vector<std::pair<std::string, std::string>> expected(const Model& model, const KeyRange& range,
                                                          Direction direction) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const auto& [key, value] : model)
    if (key >= range.begin && (range.end.empty() || key < range.end))
      entries.emplace_back(key, value);
  if (direction == Direction::backward) std::reverse(entries.begin(), entries.end());
  return entries;
}

// Collects up to `most` entries.
std::vector<std::pair<std::string, std::string>> walk(OverlayIterator& at, std::size_t most) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (; at.valid() && entries.size() < most; at.next())
    entries.emplace_back(std::string(at.key()), std::string(at.value()));
  return entries;
}

// A store and a write set over it with random contents, and what a reader sees of both.
struct Scene {
  explicit Scene(Chance& chance, std::size_t own) {
    WriteBatch batch;
    for (int i = 0; i < 30; ++i) {
      const std::string key = random_key(chance);
      batch.put(key, "stored" + std::to_string(i));
      model[key] = "stored" + std::to_string(i);
    }
    store->apply(batch);
    snapshot = store->snapshot();
    for (std::size_t i = 0; i < own; ++i) {
      const std::string key = random_key(chance);
      // Commands 1 and 2 are before the reader, which is command 3; its own are not seen.
      const auto command = static_cast<CommandId>(1 + i * 3 / own);
      const bool erased = chance() % 3 == 0;
      if (erased)
        writes.erase(key, command, row_use);
      else
        writes.put(key, "own" + std::to_string(i), command, row_use);
      if (command == 3) continue;
      if (erased)
        model.erase(key);
      else
        model[key] = "own" + std::to_string(i);
    }
    for (int i = 0; i < 5; ++i) writes.lock(random_key(chance), row_use);
  }
  OverlayIterator iterator(const KeyRange& limits, Direction direction) const {
    return {snapshot.cursor(limits, direction), writes, limits, direction, 3};
  }
  std::unique_ptr<Store> store = Store::open({});
  Snapshot snapshot;
  WriteSet writes;
  Model model;
};

TEST(OverlayIterator, WalksAsTheModelDoes) {
  Chance chance(1);
  for (int round = 0; round < 30; ++round) {
    const Scene scene(chance, round % 3 == 0 ? 0 : 30);
    for (int scan = 0; scan < 30; ++scan) {
      const KeyRange limits = random_range(chance);
      for (const Direction direction : {Direction::forward, Direction::backward}) {
        OverlayIterator at = scene.iterator(limits, direction);
        at.start();
        ASSERT_EQ(walk(at, SIZE_MAX), expected(scene.model, limits, direction));
      }
    }
  }
}

TEST(OverlayIterator, SeeksRangesAndResumesBehindAKey) {
  Chance chance(2);
  for (int round = 0; round < 30; ++round) {
    const Scene scene(chance, 30);
    for (const Direction direction : {Direction::forward, Direction::backward}) {
      OverlayIterator at = scene.iterator({}, direction);
      for (int probe = 0; probe < 20; ++probe) {
        const KeyRange range = random_range(chance);
        const auto all = expected(scene.model, range, direction);
        at.seek(range);
        const std::size_t first = chance() % (all.size() + 1);
        auto entries = walk(at, first);
        if (!entries.empty()) at.seek_behind(std::string(entries.back().first));
        const auto rest = walk(at, SIZE_MAX);
        entries.insert(entries.end(), rest.begin(), rest.end());
        ASSERT_EQ(entries, all);
      }
    }
  }
}

TEST(OverlayIterator, WritesOfTheRunningStatementDoNotMoveIt) {
  const auto store = Store::open({});
  WriteBatch batch;
  for (const char* key : {"a", "c", "e"}) batch.put(key, "old");
  store->apply(batch);
  const Snapshot snapshot = store->snapshot();
  WriteSet writes;
  writes.put("b", "before", 1, row_use);
  OverlayIterator at(snapshot.cursor({}, Direction::forward), writes, {}, Direction::forward, 2);
  std::string seen;
  for (at.start(); at.valid(); at.next()) {
    seen += std::string(at.key()) + "=" + std::string(at.value()) + " ";
    // An update that moves every row forward must not meet it again.
    writes.erase(at.key(), 2, row_use);
    writes.put(std::string(at.key()) + "moved", "new", 2, row_use);
  }
  EXPECT_EQ(seen, "a=old b=before c=old e=old ");
}

}  // namespace
}  // namespace dsql::engine
