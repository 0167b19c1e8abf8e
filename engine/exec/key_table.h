// KeyTable: a hash table over rows of key columns, giving each distinct key a number 0, 1, 2, ….
// What grouping, DISTINCT, set operations and hash joins are made of. NULLs equal each other; a
// join skips rows with NULLs before it gets here. One thread at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/exec/row_buffer.h"
#include "engine/types/type.h"

namespace dsql::engine {

// Hashes of the selected rows over all key columns, at out[i] for the i-th selected row.
void hash_keys(std::span<const Type* const> types, std::span<const Column* const> keys,
               Selection rows, std::vector<std::uint64_t>& out);

class KeyTable {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  // What the table holds is counted against `space`, which outlives it.
  KeyTable(std::span<const Oid> types, TempSpace* space);

  // For each selected row the number of its key, a new one if `insert` and the key is not there,
  // else `none`. numbers[i] is of the i-th selected row. Raises: query_temp_space.
  void look_up(std::span<const Column* const> keys, Selection rows, bool insert,
               std::vector<std::uint32_t>& numbers);

  // Inserts the selected rows' keys and answers the rows whose key was not there before, valid
  // until the next call: what DISTINCT and UNION keep.
  Selection insert_new(std::span<const Column* const> keys, Selection rows);

  std::uint32_t size() const { return static_cast<std::uint32_t>(keys_.size()); }
  // The distinct keys, row n being number n.
  const RowBuffer& keys() const { return keys_; }
  // Forgets the keys and gives a large table's memory back.
  void clear();

 private:
  bool same(std::uint32_t number, std::span<const Column* const> keys, std::uint32_t row) const;
  void grow();

  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t number = none;
  };
  std::vector<const Type*> types_;
  std::vector<Slot> slots_;
  TempUse slots_use_;
  RowBuffer keys_;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint16_t> new_rows_;
};

}  // namespace dsql::engine
