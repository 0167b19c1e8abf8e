// KeyCodec: the key of a row or the leading part of an index entry, as bytes whose memcmp order is
// the columns' order. Layout: relation prefix, then a column each: one marker byte (NULL first,
// value, NULL last) and, for a value, Type::key_encode's bytes, which end by themselves. A table
// without a primary key has the relation prefix and an 8-byte hidden row id. Immutable; shared by
// threads.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/key_range.h"
#include "engine/types/type.h"

namespace dsql::engine {

struct KeyColumn {
  const Type* type = nullptr;  // in_key
  bool nulls_first = false;
};

class KeyCodec {
 public:
  KeyCodec() = default;
  KeyCodec(Oid relation, std::vector<KeyColumn> columns);

  Oid relation() const { return relation_; }
  std::size_t column_count() const { return columns_.size(); }
  const KeyColumn& column(std::size_t i) const { return columns_[i]; }

  // Makes `key` the key of row `row` of `columns`, which stand in key order. Does not allocate once
  // `key` has grown to its size.
  void encode(std::span<const Column* const> columns, std::uint32_t row, std::string& key) const;

  // Raises key_too_large if the values of the row pass the budget of one key; `more` is the
  // budget already used by appended columns (see charge()). For keys about to be written: a key
  // that is only looked up may have any size.
  void check_size(std::span<const Column* const> columns, std::uint32_t row,
                  std::size_t more = 0) const;
  // What the values of the row take of the budget of one key.
  std::size_t charge(std::span<const Column* const> columns, std::uint32_t row) const;

  // Whether one of the columns is NULL in that row.
  static bool any_null(std::span<const Column* const> columns, std::uint32_t row);

  // --- one column at a time: for bounds of a range. Start from append_relation(). ---
  void append_column(std::size_t i, const Column& column, std::uint32_t row,
                     std::string& key) const;
  // Appends the marker that every non-NULL value of column i begins with: with to_prefix_end(), the
  // bounds that leave NULLs out.
  static void append_value_marker(std::string& key);

  // Reads the leading columns.size() columns back. Answers the bytes read. What a type does not
  // keep in a key (trailing blanks of bpchar, the scale of numeric) does not come back.
  std::size_t decode(std::string_view key, std::span<Column* const> columns,
                     std::uint32_t row) const;

 private:
  Oid relation_ = 0;
  std::vector<KeyColumn> columns_;
  std::size_t fixed_charge_ = 0;  // of the columns of fixed size, and a column's share each
};

// --- hidden row ids ---
inline constexpr std::size_t row_id_size = 8;
// Makes `key` the key of hidden row `id` of `table`.
void encode_row_id(Oid table, std::uint64_t id, std::string& key);

}  // namespace dsql::engine
