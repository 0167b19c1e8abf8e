// WriteSet: what a transaction has written and locked but not committed: an ordered map from key to
// its versions, newest first, each with the command that made it. A statement reads the versions of
// earlier commands only, so it does not see its own writes; uniqueness checks read all. Keys and
// values live in one arena that dies with the set. Owned by a Transaction; one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/storage/write_batch.h"
#include "engine/txn/lock_mode.h"
#include "engine/types/physical.h"

namespace dsql::engine {

// Numbers the statements of a transaction, from 1. A read "before" command c sees what commands
// less than c wrote.
using CommandId = std::uint32_t;
inline constexpr CommandId every_command = UINT32_MAX;  // sees the running statement's writes too

enum class EntryKind : std::uint8_t {
  row,          // counts as a row of its table
  index_entry,  // counts as an entry of an index
  system,       // catalog, sequences, jobs: counts as nothing
};

// What a written key is, for adjudication and accounting.
struct KeyUse {
  Oid table = 0;  // the table whose row or index entry it is
  EntryKind kind = EntryKind::row;
  LockMode mode = LockMode::strong;
};

class WriteSet {
 public:
  struct Version {
    std::string_view value;  // of a put
    bool erased = false;
    CommandId command = 0;
    const Version* older = nullptr;
  };
  struct Entry {
    const Version* newest = nullptr;  // null: only locked
    KeyUse use;
    std::uint32_t charge = 0;  // bytes of the transaction's budget

    // The newest version of a command before `before`; null if there is none.
    const Version* visible(CommandId before) const {
      const Version* version = newest;
      while (version != nullptr && version->command >= before) version = version->older;
      return version;
    }
  };
  using Map = std::pmr::map<std::string_view, Entry>;

  WriteSet();
  WriteSet(const WriteSet&) = delete;
  WriteSet& operator=(const WriteSet&) = delete;

  // Records a write of `command`; key and value are copied. A second write of a key by one command
  // replaces the first. The key's mode becomes the stronger of its uses.
  void put(std::string_view key, std::string_view value, CommandId command, KeyUse use);
  void erase(std::string_view key, CommandId command, KeyUse use);
  // Records that the key is held in `use.mode` without writing it.
  void lock(std::string_view key, KeyUse use);

  // Null if the key was neither written nor locked.
  const Entry* find(std::string_view key) const;
  const Map& entries() const { return entries_; }

  bool empty() const { return entries_.empty(); }
  // Nothing written (but perhaps locked).
  bool read_only() const { return written_ == 0; }
  // Something here concerns other transactions.
  bool adjudicated() const { return adjudicated_; }

  // Distinct rows written (not locked), and what all of it takes of the 10 MiB a transaction may
  // write: the row's bytes, plus what the service adds a row and an index entry.
  std::uint64_t rows() const { return rows_; }
  std::uint64_t bytes() const { return bytes_; }

  // The tables written or locked, ascending, without repeats.
  std::vector<Oid> tables() const;

  // Appends the newest version of every written key.
  void append_to(WriteBatch& batch) const;

 private:
  Map::value_type& touch(std::string_view key, KeyUse use);
  void write(std::string_view key, Version version, KeyUse use);
  void recharge(Map::value_type& entry);
  std::string_view copy(std::string_view bytes);

  std::array<std::byte, 1024> first_chunk_;  // enough for a one-row transaction
  std::pmr::monotonic_buffer_resource arena_;
  Map entries_;
  std::uint64_t rows_ = 0;
  std::uint64_t written_ = 0;
  std::uint64_t bytes_ = 0;
  bool adjudicated_ = false;
};

}  // namespace dsql::engine
