// Ranges of keys, and the relation prefix that every key begins with. Relations below
// first_user_relation hold the catalog and other stored state of the engine; relation 0 is the
// store's own. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/types/physical.h"

namespace dsql::engine {

enum class Direction : std::uint8_t { forward, backward };

// Keys from `begin` on and before `end`. An empty `end` is no bound.
struct KeyRange {
  std::string begin;
  std::string end;
};

// Relation prefixes of stored state that is not a table's or an index's.
namespace system_relation {
inline constexpr Oid store = 0;    // the store's own: row id ceiling, commit tick
inline constexpr Oid catalog = 1;  // engine/catalog's objects
inline constexpr Oid jobs = 2;     // engine/jobs' rows
inline constexpr Oid sequences = 3;
inline constexpr Oid cluster = 4;  // engine/fleet's own facts
inline constexpr Oid last = 999;
}  // namespace system_relation

inline constexpr std::size_t relation_prefix_size = 4;

// Appends the prefix of `relation`: its oid, big-endian.
void append_relation(Oid relation, std::string& key);

// The relation a key belongs to. The key has at least the prefix.
Oid relation_of(std::string_view key);

// Turns `prefix` into the smallest key greater than every key that begins with it; empties it,
// which as a range's end is no bound, if there is none.
void to_prefix_end(std::string& prefix);

// Every key that begins with `prefix`.
KeyRange prefix_range(std::string_view prefix);

// Every key of `relation`.
KeyRange relation_range(Oid relation);

}  // namespace dsql::engine
