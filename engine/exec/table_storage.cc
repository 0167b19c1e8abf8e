#include "engine/exec/table_storage.h"

#include <algorithm>

namespace dsql::engine {

namespace {

bool compressible(const TableColumn& column) {
  const bool text_like = column.type == oid::text || column.type == oid::varchar ||
                         column.type == oid::bpchar || column.type == oid::json ||
                         column.type == oid::jsonb;
  return text_like && (column.storage == 'x' || column.storage == 'm');
}

std::vector<StoredColumn> stored_columns(const Table& table,
                                         const std::vector<AttributeNumber>& keys) {
  std::vector<StoredColumn> stored;
  stored.reserve(table.columns.size());
  for (const TableColumn& column : table.columns) {
    const bool in_key = std::find(keys.begin(), keys.end(), column.number) != keys.end();
    stored.push_back({.type = &type_of(column.type),
                      .compressible = compressible(column) && !in_key,
                      .in_key = in_key});
  }
  return stored;
}

IndexCodec index_codec(const Table& table, const Index& index) {
  IndexLayout layout{.index = index.oid,
                     .table = table.oid,
                     .unique = index.unique,
                     .nulls_not_distinct = index.nulls_not_distinct};
  for (const IndexKey& key : index.keys)
    layout.columns.push_back({&type_of(key.type), key.nulls_first});
  for (const AttributeNumber number : index.included) {
    layout.included.push_back(
        {.type = &type_of(table.columns[static_cast<std::size_t>(number - 1)].type)});
  }
  return IndexCodec(std::move(layout));
}

std::shared_ptr<const TableStorage> make_storage(const Table& table) {
  auto storage = std::make_shared<TableStorage>();
  storage->unique_key_column.resize(table.columns.size());
  std::vector<KeyColumn> key_layout;
  for (const Index& index : table.indexes) {
    const bool plain = index.unique && index.predicate_sql.empty();
    for (const IndexKey& key : index.keys) {
      if (plain && key.column != 0)
        storage->unique_key_column[static_cast<std::size_t>(key.column - 1)] = true;
      if (index.primary) {
        storage->key_columns.push_back(key.column);
        key_layout.push_back({&type_of(key.type), false});
      }
    }
    if (index.primary) {
      storage->indexes.emplace_back(std::nullopt);
    } else {
      storage->indexes.emplace_back(index_codec(table, index));
    }
  }
  storage->key = KeyCodec(table.oid, std::move(key_layout));
  storage->row = RowCodec(stored_columns(table, storage->key_columns));
  return storage;
}

}  // namespace

std::shared_ptr<const TableStorage> storage_of(const Table& table) {
  if (auto storage = table.storage.get<TableStorage>()) return storage;
  return table.storage.set<TableStorage>(make_storage(table));
}

std::size_t index_position(const Table& table, Oid index) {
  std::size_t position = 0;
  while (position < table.indexes.size() && table.indexes[position].oid != index) ++position;
  return position;
}

}  // namespace dsql::engine
