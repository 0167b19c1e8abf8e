#include "engine/storage/row_codec.h"

#include <cstring>

#include "dsqlrules/conditions/limits.h"
#include "dsqlrules/conditions/rules_limit.h"
#include "dsqlrules/conditions/storage_errors.h"
#include "dsqlrules/conditions/transaction_errors.h"
#include "engine/storage/compression.h"

namespace dsql::engine {
namespace {

using NarrowEnd = std::uint16_t;
using WideEnd = std::uint32_t;
constexpr std::uint16_t wide_flag = 0x8000;
constexpr WideEnd compressed_flag = 0x80000000;
constexpr std::size_t count_size = sizeof(std::uint16_t);
// In a row that is too large, values of at least this size are tried with compression.
constexpr std::size_t worth_compressing = 2048;

template <class T>
T load(const char* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

template <class T>
void store(char* to, T value) {
  std::memcpy(to, &value, sizeof value);
}

std::size_t validity_size(std::size_t columns) { return (columns + 7) / 8; }

bool has_value(const Column* column, std::uint32_t row) {
  return column != nullptr && !column->is_null(row);
}

// Appends a value, compressed if it is large enough and gains by it. Answers whether it was.
bool append_value(const StoredColumn& column, std::string_view value, std::size_t compress_from,
                  std::string& out) {
  const std::size_t start = out.size();
  bool compressed = false;
  if (column.compressible && value.size() >= compress_from) {
    compress_value(value, out);
    compressed = out.size() - start < value.size();
    if (!compressed) out.resize(start);
  }
  if (!compressed) out.append(value);
  if (out.size() - start > rules::limits::value_bytes && !column.in_key)
    rules::raise(rules::refusals::value_too_large, column.type->name);
  return compressed;
}

[[noreturn]] void corrupted() { rules::raise(rules::conditions::storage_corrupted, "row"); }

}  // namespace

RowCodec::RowCodec(std::vector<StoredColumn> columns) : columns_(std::move(columns)) {
  std::uint32_t fixed = 0;
  std::uint32_t bytes = 0;
  fixed_size_.push_back(0);
  bytes_count_.push_back(0);
  for (const StoredColumn& column : columns_) {
    if (column.type->physical == Physical::bytes) {
      places_.push_back({bytes++, 0});
    } else {
      const std::size_t size = slot_size(column.type->physical);
      places_.push_back({fixed, static_cast<std::uint8_t>(size)});
      fixed += static_cast<std::uint32_t>(size);
    }
    fixed_size_.push_back(fixed);
    bytes_count_.push_back(bytes);
  }
}

std::size_t RowCodec::head_size() const {
  return count_size + validity_size(columns_.size()) + fixed_size_.back();
}

void RowCodec::append(std::span<const Column* const> columns, std::uint32_t row,
                      std::string& out) const {
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (places_[i].size == 0 && has_value(columns[i], row))
      bytes += columns[i]->at<std::string_view>(row).size();
  if (bytes > UINT16_MAX) {
    append_large(columns, row, out);
    return;
  }
  const std::size_t start = out.size();
  const std::size_t ends = start + head_size();
  std::size_t end = 0;
  out.resize(ends + bytes_count_.back() * sizeof(NarrowEnd) + bytes);
  write_head(columns, row, false, out.data() + start);
  char* ends_at = out.data() + ends;
  char* const bytes_at = ends_at + bytes_count_.back() * sizeof(NarrowEnd);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (places_[i].size != 0) continue;
    if (has_value(columns[i], row)) {
      const std::string_view value = columns[i]->at<std::string_view>(row);
      if (!value.empty()) std::memcpy(bytes_at + end, value.data(), value.size());
      end += value.size();
    }
    store(ends_at, static_cast<NarrowEnd>(end));
    ends_at += sizeof(NarrowEnd);
  }
}

// Count, validity and the fixed section.
void RowCodec::write_head(std::span<const Column* const> columns, std::uint32_t row, bool wide,
                          char* out) const {
  std::memset(out, 0, head_size());
  const auto count = static_cast<std::uint16_t>(columns_.size());
  store(out, static_cast<std::uint16_t>(wide ? count | wide_flag : count));
  char* const validity = out + count_size;
  char* const fixed = validity + validity_size(columns_.size());
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!has_value(columns[i], row)) continue;
    validity[i / 8] = static_cast<char>(validity[i / 8] | (1 << (i % 8)));
    if (places_[i].size == 0) continue;
    with_physical(columns_[i].type->physical, [&]<class T>() {
      if constexpr (!std::is_same_v<T, std::string_view>)
        store(fixed + places_[i].at, columns[i]->at<T>(row));
    });
  }
}

// A row with much text: wide end offsets, and values compressed where the limits ask for it.
void RowCodec::append_large(std::span<const Column* const> columns, std::uint32_t row,
                            std::string& out) const {
  constexpr std::size_t row_limit = rules::limits::row_bytes;
  const std::size_t start = out.size();
  append_wide(columns, row, rules::limits::value_bytes + 1, out);
  if (out.size() - start <= row_limit) return;
  out.resize(start);
  append_wide(columns, row, worth_compressing, out);
  if (out.size() - start > row_limit) rules::raise(rules::refusals::row_too_large);
}

// Compresses values from `compress_from` bytes on.
void RowCodec::append_wide(std::span<const Column* const> columns, std::uint32_t row,
                           std::size_t compress_from, std::string& out) const {
  const std::size_t start = out.size();
  const std::size_t ends = start + head_size();
  const std::size_t values = ends + bytes_count_.back() * sizeof(WideEnd);
  out.resize(values);
  write_head(columns, row, true, out.data() + start);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (places_[i].size != 0) continue;
    const bool compressed =
        has_value(columns[i], row) &&
        append_value(columns_[i], columns[i]->at<std::string_view>(row), compress_from, out);
    const auto end = static_cast<WideEnd>(out.size() - values);
    store(out.data() + ends + places_[i].at * sizeof(WideEnd),
          compressed ? end | compressed_flag : end);
  }
}

// --- reading -------------------------------------------------------------------------------------

RowDecoder::RowDecoder(const RowCodec& codec, std::vector<std::uint16_t> wanted)
    : codec_(&codec), wanted_(std::move(wanted)) {}

struct RowDecoder::Parts {
  std::size_t count;  // columns the row was written with
  bool wide;
  const char* validity;
  const char* fixed;
  const char* ends;
  const char* values;
  const char* stop;

  bool has_value(std::size_t i) const { return (validity[i / 8] >> (i % 8) & 1) != 0; }

  // Where the value of the `at`th bytes column ends, with the flag of a compressed one.
  WideEnd end(std::size_t at) const {
    return wide ? load<WideEnd>(ends + at * sizeof(WideEnd))
                : load<NarrowEnd>(ends + at * sizeof(NarrowEnd));
  }

  // Stores the value of the `at`th bytes column.
  void read_bytes(std::size_t at, Column& column, std::uint32_t row) const {
    const WideEnd begins = at == 0 ? 0 : end(at - 1) & ~compressed_flag;
    const WideEnd flagged = end(at);
    const WideEnd stops = flagged & ~compressed_flag;
    if (begins > stops || stops > static_cast<std::size_t>(stop - values)) corrupted();
    const std::string_view value(values + begins, stops - begins);
    if (flagged != stops)
      column.set(row, decompress_value(value, column.heap()));
    else
      column.own(row, value);
  }
};

RowDecoder::Parts RowDecoder::parts_of(std::string_view bytes) const {
  if (bytes.size() < count_size) corrupted();
  Parts parts{};
  const auto head = load<std::uint16_t>(bytes.data());
  parts.wide = (head & wide_flag) != 0;
  parts.count = head & ~wide_flag;
  // Written under a newer table than the reader's.
  if (parts.count > codec_->columns_.size()) rules::raise(rules::conditions::conflict_on_schema);
  const std::size_t before_fixed = count_size + validity_size(parts.count);
  const std::size_t before_ends = before_fixed + codec_->fixed_size_[parts.count];
  const std::size_t before_values =
      before_ends +
      codec_->bytes_count_[parts.count] * (parts.wide ? sizeof(WideEnd) : sizeof(NarrowEnd));
  if (before_values > bytes.size()) corrupted();
  parts.validity = bytes.data() + count_size;
  parts.fixed = bytes.data() + before_fixed;
  parts.ends = bytes.data() + before_ends;
  parts.values = bytes.data() + before_values;
  parts.stop = bytes.data() + bytes.size();
  return parts;
}

void RowDecoder::decode(std::string_view bytes, std::span<Column* const> out,
                        std::uint32_t row) const {
  const Parts parts = parts_of(bytes);
  for (std::size_t k = 0; k < wanted_.size(); ++k) {
    const std::size_t i = wanted_[k];
    Column& column = *out[k];
    if (i >= parts.count) {
      const std::optional<Value>& missing = codec_->columns_[i].missing;
      missing ? missing->store(column, row) : column.set_null(row);
      continue;
    }
    if (!parts.has_value(i)) {
      column.set_null(row);
      continue;
    }
    const RowCodec::Place place = codec_->places_[i];
    with_physical(column.physical(), [&]<class T>() {
      if constexpr (std::is_same_v<T, std::string_view>)
        parts.read_bytes(place.at, column, row);
      else
        column.set(row, load<T>(parts.fixed + place.at));
    });
  }
}

}  // namespace dsql::engine
