#include "engine/storage/index_codec.h"

#include <cstring>

#include "dsqlrules/conditions/storage_errors.h"

namespace dsql::engine {
namespace {

// The first two bytes of an entry's value: where in the entry's key the primary key begins, or,
// with the top bit, how many bytes of it follow here.
using Head = std::uint16_t;
constexpr Head in_value_flag = 0x8000;

void append_head(Head head, std::string& value) {
  char bytes[sizeof head];
  std::memcpy(bytes, &head, sizeof head);
  value.append(bytes, sizeof head);
}

Head read_head(std::string_view value) {
  Head head = 0;
  if (value.size() < sizeof head) rules::raise(rules::conditions::storage_corrupted, "index entry");
  std::memcpy(&head, value.data(), sizeof head);
  return head;
}

// Bytes of the primary key that stand in the value.
std::size_t stored_key_size(Head head) {
  return (head & in_value_flag) != 0 ? std::size_t{head} & ~std::size_t{in_value_flag} : 0;
}

}  // namespace

IndexCodec::IndexCodec(IndexLayout layout)
    : key_(layout.index, std::move(layout.columns)),
      included_(std::move(layout.included)),
      table_(layout.table),
      unique_(layout.unique),
      nulls_not_distinct_(layout.nulls_not_distinct) {}

void IndexCodec::encode(std::span<const Column* const> columns,
                        std::span<const Column* const> included, std::uint32_t row,
                        std::string_view primary_key, IndexEntry& entry) const {
  key_.encode(columns, row, entry.key);
  entry.value.clear();
  entry.unique = unique_ && (nulls_not_distinct_ || !KeyCodec::any_null(columns, row));
  const std::string_view row_key = primary_key.substr(relation_prefix_size);
  if (entry.unique) {
    append_head(static_cast<Head>(row_key.size() | in_value_flag), entry.value);
    entry.value.append(row_key);
  } else {
    append_head(static_cast<Head>(entry.key.size()), entry.value);
    entry.key.append(row_key);
  }
  if (included_.column_count() != 0) included_.append(included, row, entry.value);
}

void IndexCodec::primary_key(std::string_view key, std::string_view value,
                             std::string& primary_key) const {
  const Head head = read_head(value);
  primary_key.clear();
  append_relation(table_, primary_key);
  if ((head & in_value_flag) != 0)
    primary_key.append(value.substr(sizeof head, stored_key_size(head)));
  else
    primary_key.append(key.substr(head));
}

std::string_view IndexCodec::included_bytes(std::string_view value) const {
  return value.substr(sizeof(Head) + stored_key_size(read_head(value)));
}

}  // namespace dsql::engine
