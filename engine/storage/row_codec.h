// RowCodec: a row as bytes from which one column reads without the others. Layout, little-endian:
//
//   u16   number of columns the row was written with; top bit: wide end offsets
//   u8    × ⌈n/8⌉   validity, bit set: not NULL
//   fixed-size columns in order, each at an offset that depends on the schema only, NULLs too
//   end offsets of the bytes columns, u16, or u32 if wide (top bit of one: the value is compressed)
//   bytes of the bytes columns
//
// Columns are only ever appended to a schema, so a row written before an ADD COLUMN reads the
// column's `missing` value, and dropped ones are written as NULL. Key columns are stored too.
// Codec and decoder are immutable and shared by threads.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/types/type.h"
#include "engine/types/value.h"

namespace dsql::engine {

struct StoredColumn {
  const Type* type = nullptr;
  bool compressible =
      false;            // large values may be stored compressed: column STORAGE and type allow
  bool in_key = false;  // the value limit is the key's, not the column's
  std::optional<Value> missing = {};  // what rows written before the column was added read
};

class RowCodec {
 public:
  RowCodec() = default;
  explicit RowCodec(std::vector<StoredColumn> columns);

  std::size_t column_count() const { return columns_.size(); }
  const StoredColumn& column(std::size_t i) const { return columns_[i]; }

  // Makes `out` the bytes of row `row`; `columns` by attribute number - 1, a null pointer is NULL.
  // Does not allocate once `out` has grown. Raises: value_too_large (a value that passes 1 MiB even
  // compressed), row_too_large.
  void encode(std::span<const Column* const> columns, std::uint32_t row, std::string& out) const {
    out.clear();
    append(columns, row, out);
  }
  // The same behind what `out` holds.
  void append(std::span<const Column* const> columns, std::uint32_t row, std::string& out) const;

 private:
  friend class RowDecoder;
  struct Place {
    std::uint32_t at = 0;   // offset within the fixed section, or position among the bytes columns
    std::uint8_t size = 0;  // of a fixed column; 0: bytes
  };
  void append_large(std::span<const Column* const> columns, std::uint32_t row,
                    std::string& out) const;
  void append_wide(std::span<const Column* const> columns, std::uint32_t row,
                   std::size_t compress_from, std::string& out) const;
  void write_head(std::span<const Column* const> columns, std::uint32_t row, bool wide,
                  char* out) const;
  std::size_t head_size() const;  // up to the end offsets

  std::vector<StoredColumn> columns_;
  std::vector<Place> places_;
  // Of the first n columns: bytes of their fixed section, how many are bytes columns.
  std::vector<std::uint32_t> fixed_size_;
  std::vector<std::uint32_t> bytes_count_;
};

// Reads chosen columns of rows.
class RowDecoder {
 public:
  RowDecoder() = default;
  // `wanted`: indexes of columns of `codec`, in the order decode() puts them out. The codec
  // outlives the decoder.
  RowDecoder(const RowCodec& codec, std::vector<std::uint16_t> wanted);

  std::span<const std::uint16_t> wanted() const { return wanted_; }

  // Stores the wanted columns of one row into `out` at `row`; out[i] has the physical type of
  // column wanted[i] and room for the row. Bytes are copied to the column's heap. Raises:
  // data_corrupted.
  void decode(std::string_view bytes, std::span<Column* const> out, std::uint32_t row) const;

 private:
  struct Parts;  // where the sections of one row are
  Parts parts_of(std::string_view bytes) const;

  const RowCodec* codec_ = nullptr;
  std::vector<std::uint16_t> wanted_;
};

}  // namespace dsql::engine
