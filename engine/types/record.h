// record: the value of ROW(…) and of whole rows. Bytes: the number of fields (the top bit: names
// follow), then per field its type and the end of its image (the top bit marks NULL), then the
// names if there are any (their size, then each with its length), then the images. Names are what
// JSON calls the fields; they are no part of the value. Views and builders belong to their caller.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/types/codec.h"

namespace dsql::engine {

class RecordView {
 public:
  explicit RecordView(std::string_view bytes) : bytes_(bytes) {}

  std::uint32_t size() const { return word(0) & ~named_mark; }
  // Empty where the record's fields have no names.
  std::string_view name(std::uint32_t field) const;
  Oid type(std::uint32_t field) const { return word(1 + field * 2); }
  bool is_null(std::uint32_t field) const { return (word(2 + field * 2) & null_mark) != 0; }
  // The value's image (image.h); empty for NULL.
  std::string_view image(std::uint32_t field) const;
  // Stores the field's value or NULL in `out`, a column of the field's physical type. Bytes stay
  // views of the record.
  void load(std::uint32_t field, Column& out, std::uint32_t row) const;

 private:
  friend class RecordBuilder;
  static constexpr std::uint32_t null_mark = 0x80000000U;
  static constexpr std::uint32_t named_mark = 0x80000000U;
  std::uint32_t word(std::uint32_t index) const {
    std::uint32_t value;
    std::memcpy(&value, bytes_.data() + std::size_t{index} * 4, 4);
    return value;
  }
  std::uint32_t end(std::uint32_t field) const { return word(2 + field * 2) & ~null_mark; }

  std::string_view bytes_;
};

class RecordBuilder {
 public:
  // `names`: of the fields, or none. They are cut to 255 bytes.
  explicit RecordBuilder(std::span<const std::string> names = {}) : names_(names) {}

  // Appends a field of `type` with the value of that row, NULL included.
  void add(Oid type, const Column& in, std::uint32_t row);
  std::string finish() const;

 private:
  std::span<const std::string> names_;
  std::vector<std::uint32_t> heads_;  // type, end|null of each field
  std::string images_;
};

// Whether every field is NULL (`null`), or none is: what IS NULL and IS NOT NULL ask of a row.
bool record_fields_all(std::string_view record, bool null);

// Order of two records as PostgreSQL compares rows: field by field, NULL last. Raises:
// record_column_types_differ, record_column_counts_differ.
int record_compare(std::string_view a, std::string_view b);

struct RecordCodec {
  static void text_input(std::string_view text, TypeModifier, const TextFormat&, Column& out,
                         std::uint32_t row);  // raises anonymous_composite_input
  static void text_output(const Column& in, std::uint32_t row, const TextFormat& format,
                          std::string& out);
  static void binary_output(const Column& in, std::uint32_t row, std::string& out);
  static int compare(const Column& a, std::uint32_t a_row, const Column& b, std::uint32_t b_row);
  static std::uint64_t hash(const Column& in, std::uint32_t row);
};

}  // namespace dsql::engine
