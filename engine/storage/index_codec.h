// IndexCodec: entries of a secondary index. An entry's key is the index columns (KeyCodec),
// followed by the row's primary key bytes where the columns do not identify the entry: in a
// non-unique index, and in a unique one for rows with a NULL in the columns (unless NULLS NOT
// DISTINCT). Its value says where the row's primary key is and holds the INCLUDE columns.
// Immutable; shared by threads.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/key_codec.h"
#include "engine/storage/row_codec.h"

namespace dsql::engine {

struct IndexLayout {
  Oid index = 0;
  Oid table = 0;
  std::vector<KeyColumn> columns;
  std::vector<StoredColumn> included;
  bool unique = false;
  bool nulls_not_distinct = false;
};

// One entry, made anew for each row into the same strings.
struct IndexEntry {
  std::string key;
  std::string value;
  // The key alone identifies the entry: another row's entry under the same key is a duplicate, and
  // concurrent writers of it conflict (write it with LockMode::strong).
  bool unique = false;
};

class IndexCodec {
 public:
  explicit IndexCodec(IndexLayout layout);

  const KeyCodec& key() const { return key_; }
  const RowCodec& included() const { return included_; }
  Oid table() const { return table_; }
  bool unique() const { return unique_; }

  // The entry of row `row`: `columns` are the index columns in key order, `included` the INCLUDE
  // columns, `primary_key` the row's whole key (with the table's prefix).
  void encode(std::span<const Column* const> columns, std::span<const Column* const> included,
              std::uint32_t row, std::string_view primary_key, IndexEntry& entry) const;

  // Raises key_too_large if the entry passes the budget, to which the primary key columns
  // count
  // (`primary_key_charge`: KeyCodec::charge of the table's key, row_id_size for a hidden one).
  void check_size(std::span<const Column* const> columns, std::uint32_t row,
                  std::size_t primary_key_charge) const {
    key_.check_size(columns, row, primary_key_charge);
  }

  // Makes `primary_key` the whole key of the row that an entry stands for.
  void primary_key(std::string_view key, std::string_view value, std::string& primary_key) const;

  // The bytes of the INCLUDE columns in an entry's value, for a RowDecoder over included().
  std::string_view included_bytes(std::string_view value) const;

 private:
  KeyCodec key_;
  RowCodec included_;
  Oid table_ = 0;
  bool unique_ = false;
  bool nulls_not_distinct_ = false;
};

}  // namespace dsql::engine
