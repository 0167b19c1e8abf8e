#include "engine/storage/key_codec.h"

#include "dsqlrules/conditions/limits.h"
#include "dsqlrules/conditions/rules_limit.h"

namespace dsql::engine {
namespace {

// What a key column begins with; the order of these is the order of NULLs.
constexpr char null_first_marker = 0;
constexpr char value_marker = 1;
constexpr char null_last_marker = 2;

}  // namespace

KeyCodec::KeyCodec(Oid relation, std::vector<KeyColumn> columns)
    : relation_(relation), columns_(std::move(columns)) {
  for (const KeyColumn& column : columns_) {
    fixed_charge_ += rules::limits::key_bytes_per_further_column;
    if (column.type->physical != Physical::bytes) fixed_charge_ += slot_size(column.type->physical);
  }
}

void KeyCodec::encode(std::span<const Column* const> columns, std::uint32_t row,
                      std::string& key) const {
  key.clear();
  append_relation(relation_, key);
  for (std::size_t i = 0; i < columns_.size(); ++i) append_column(i, *columns[i], row, key);
}

void KeyCodec::append_column(std::size_t i, const Column& column, std::uint32_t row,
                             std::string& key) const {
  if (column.is_null(row)) {
    key.push_back(columns_[i].nulls_first ? null_first_marker : null_last_marker);
    return;
  }
  key.push_back(value_marker);
  columns_[i].type->key_encode(column, row, key);
}

void KeyCodec::append_value_marker(std::string& key) { key.push_back(value_marker); }

std::size_t KeyCodec::charge(std::span<const Column* const> columns, std::uint32_t row) const {
  std::size_t bytes = fixed_charge_;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (columns_[i].type->physical == Physical::bytes && !columns[i]->is_null(row))
      bytes += columns[i]->at<std::string_view>(row).size();
  return bytes;
}

void KeyCodec::check_size(std::span<const Column* const> columns, std::uint32_t row,
                          std::size_t more) const {
  // The first column's share is part of the limit.
  constexpr std::size_t budget =
      rules::limits::key_bytes + rules::limits::key_bytes_per_further_column;
  if (charge(columns, row) + more > budget) rules::raise(rules::refusals::key_too_large);
}

bool KeyCodec::any_null(std::span<const Column* const> columns, std::uint32_t row) {
  for (const Column* column : columns)
    if (column->is_null(row)) return true;
  return false;
}

std::size_t KeyCodec::decode(std::string_view key, std::span<Column* const> columns,
                             std::uint32_t row) const {
  std::size_t at = relation_prefix_size;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (key[at++] == value_marker)
      at += columns_[i].type->key_decode(key.substr(at), *columns[i], row);
    else
      columns[i]->set_null(row);
  }
  return at;
}

void encode_row_id(Oid table, std::uint64_t id, std::string& key) {
  key.clear();
  append_relation(table, key);
  for (int shift = 56; shift >= 0; shift -= 8) key.push_back(static_cast<char>(id >> shift));
}

}  // namespace dsql::engine
