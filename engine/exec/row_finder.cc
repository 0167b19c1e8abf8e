#include "engine/exec/row_finder.h"

#include <algorithm>

namespace dsql::engine {

RowFinder::RowFinder(std::shared_ptr<const Table> table, Execution& execution)
    : table_(std::move(table)), storage_(storage_of(*table_)), execution_(execution) {}

std::optional<std::string> RowFinder::prefix(const Index& index,
                                             std::span<const AttributeNumber> columns,
                                             std::span<const Oid> types,
                                             std::span<const Value> values) const {
  const KeyCodec& codec =
      index.primary ? storage_->key : storage_->indexes[index_position(*table_, index.oid)]->key();
  std::string key;
  append_relation(index.primary ? table_->oid : index.oid, key);
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const auto at = std::find(columns.begin(), columns.end(), index.keys[k].column);
    const auto i = static_cast<std::size_t>(at - columns.begin());
    const CoercedBound bound = coerce_bound(values[i], types[i], index.keys[k].type);
    if (bound.place != CoercedBound::Place::value) return std::nullopt;
    append_bound(codec, k, bound.value, key);
  }
  return key;
}

std::optional<std::string> RowFinder::find_unique(Oid index,
                                                  std::span<const AttributeNumber> columns,
                                                  std::span<const Oid> types,
                                                  std::span<const Value> values) {
  const Index* unique = table_->find_index(index);
  if (unique == nullptr) return std::nullopt;
  std::optional<std::string> key = prefix(*unique, columns, types, values);
  if (!key) return std::nullopt;
  Pin pin;
  const auto value = execution_.context.txn().get(*key, every_command, pin);
  if (!value) return std::nullopt;
  if (unique->primary) return key;
  std::string row;
  storage_->indexes[index_position(*table_, index)]->primary_key(*key, *value, row);
  return row;
}

const Index* RowFinder::leading_index(std::span<const AttributeNumber> columns) const {
  for (const Index& index : table_->indexes) {
    if (index.state != IndexState::valid || !index.predicate_sql.empty() ||
        index.keys.size() < columns.size())
      continue;
    const bool leads = std::all_of(
        index.keys.begin(), index.keys.begin() + static_cast<std::ptrdiff_t>(columns.size()),
        [&](const IndexKey& key) {
          return key.column != 0 &&
                 std::find(columns.begin(), columns.end(), key.column) != columns.end();
        });
    if (leads) return &index;
  }
  return nullptr;
}

std::vector<std::string> RowFinder::find_all(std::span<const AttributeNumber> columns,
                                             std::span<const Oid> types,
                                             std::span<const Value> values) {
  const Index* index = leading_index(columns);
  if (index == nullptr) return scan_all(columns, types, values);
  std::vector<std::string> rows;
  const std::optional<std::string> key = prefix(*index, columns, types, values);
  if (!key) return rows;
  OverlayIterator iterator =
      execution_.context.txn().scan(prefix_range(*key), Direction::forward, every_command);
  std::string row;
  for (iterator.start(); iterator.valid(); iterator.next()) {
    if (index->primary) {
      rows.emplace_back(iterator.key());
    } else {
      storage_->indexes[index_position(*table_, index->oid)]->primary_key(iterator.key(),
                                                                          iterator.value(), row);
      rows.push_back(row);
    }
  }
  return rows;
}

std::vector<std::string> RowFinder::scan_all(std::span<const AttributeNumber> columns,
                                             std::span<const Oid> types,
                                             std::span<const Value> values) {
  std::vector<std::string> rows;
  std::vector<std::uint16_t> wanted;
  std::vector<Column> found(columns.size());
  std::vector<Column> sought(columns.size());
  std::vector<Column*> targets;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    wanted.push_back(static_cast<std::uint16_t>(columns[k] - 1));
    const Oid type = table_->columns[wanted.back()].type;
    const CoercedBound bound = coerce_bound(values[k], types[k], type);
    if (bound.place != CoercedBound::Place::value) return rows;
    sought[k].prepare(type_of(type).physical, 1);
    bound.value.store(sought[k], 0);
    targets.push_back(&found[k]);
  }
  const RowDecoder decoder(storage_->row, wanted);
  OverlayIterator iterator =
      execution_.context.txn().scan(relation_range(table_->oid), Direction::forward, every_command);
  std::uint32_t visited = 0;
  for (iterator.start(); iterator.valid(); iterator.next()) {
    if (++visited % batch_capacity == 0) execution_.context.check_cancelled();
    for (std::size_t k = 0; k < columns.size(); ++k) found[k].prepare(sought[k].physical(), 1);
    decoder.decode(iterator.value(), targets, 0);
    bool equal = true;
    for (std::size_t k = 0; k < columns.size() && equal; ++k) {
      const Type& type = type_of(table_->columns[wanted[k]].type);
      equal = !found[k].is_null(0) && type.compare(found[k], 0, sought[k], 0) == 0;
    }
    if (equal) rows.emplace_back(iterator.key());
  }
  return rows;
}

}  // namespace dsql::engine
