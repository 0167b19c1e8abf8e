// LockMode: what a transaction does to a key, as far as other transactions are concerned, and the
// matrix that says which pairs conflict. Nothing ever waits on a mode; it only decides at commit.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace dsql::engine {

enum class LockMode : std::uint8_t {
  none,     // not adjudicated: entries that no two rows can share
  observe,  // leaves no trace, but conflicts with writes committed since the snapshot: index builds
  share,    // FOR KEY SHARE; the parent row of a foreign key
  weak,     // UPDATE of columns that are in no unique index
  strong,   // INSERT, DELETE, UPDATE of key columns, FOR UPDATE; entries of unique indexes
};

inline constexpr std::size_t lock_mode_count = 5;

// conflicts(mine, theirs): may a transaction that holds a key in `mine` commit when another one
// committed it in `theirs` after its snapshot? Among share, weak and strong it is symmetric and the
// service's own (behaviour.md 7.1).
constexpr bool conflicts(LockMode mine, LockMode theirs) {
  using Row = std::array<bool, lock_mode_count>;
  constexpr std::array<Row, lock_mode_count> matrix{{
      //        none   observe share  weak   strong     theirs, committed
      /*none*/ {false, false, false, false, false},
      /*observe*/ {false, false, false, true, true},
      /*share*/ {false, false, false, false, true},
      /*weak*/ {false, false, false, true, true},
      /*strong*/ {false, false, true, true, true},
  }};
  return matrix[static_cast<std::size_t>(mine)][static_cast<std::size_t>(theirs)];
}

// The stronger of two modes that one transaction holds on a key.
constexpr LockMode stronger(LockMode a, LockMode b) { return a < b ? b : a; }

// "strong", "weak", …: for the log and the test API.
std::string_view lock_mode_name(LockMode mode);

}  // namespace dsql::engine
