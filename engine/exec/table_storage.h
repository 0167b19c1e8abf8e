// The codecs of one table: its row keys, its rows and the entries of its indexes. Made once for
// each immutable Table and kept in its DerivedSlot; shared by every thread.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/storage/index_codec.h"
#include "engine/storage/key_codec.h"
#include "engine/storage/row_codec.h"

namespace dsql::engine {

struct TableStorage {
  // Rows are keyed by the primary key's columns, or by a hidden row id where there is none.
  std::vector<AttributeNumber> key_columns;
  KeyCodec key;
  RowCodec row;  // every column, by attribute number - 1, dropped ones included

  std::vector<std::optional<IndexCodec>> indexes;  // as Table::indexes; none for the primary key
  // Columns that belong to a unique, not partial, plain-column index: an update of one is a strong
  // write.
  std::vector<bool> unique_key_column;  // by attribute number - 1

  bool has_key() const { return !key_columns.empty(); }
};

// Thread-safe.
std::shared_ptr<const TableStorage> storage_of(const Table& table);

// Position of an index in Table::indexes.
std::size_t index_position(const Table& table, Oid index);

}  // namespace dsql::engine
