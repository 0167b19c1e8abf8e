// Arrays of any type. Bytes: element type, dimensions (size and lower bound each), a bitmap of
// non-NULL elements if any is NULL, then the elements in row-major order: slots side by side for
// fixed-width types, ends and then bytes for the others, so that any element is found at once.
// Views and builders are values of their caller.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/types/codec.h"
#include "engine/types/image.h"

namespace dsql::engine {

struct ArrayDimension {
  std::int32_t size = 0;
  std::int32_t lower = 1;
  friend bool operator==(const ArrayDimension&, const ArrayDimension&) = default;
};

class ArrayView {
 public:
  static constexpr int max_dimensions = 6;

  explicit ArrayView(std::string_view bytes);

  Oid element_type() const { return element_; }
  int dimensions() const { return dimensions_; }  // 0 for an empty array
  ArrayDimension dimension(int index) const;
  std::uint32_t size() const { return size_; }  // elements in all
  bool has_nulls() const { return bitmap_ != nullptr; }
  bool is_null(std::uint32_t index) const {
    return bitmap_ != nullptr && ((bitmap_[index >> 3] >> (index & 7)) & 1) == 0;
  }
  // The element's image (image.h); meaningless for NULL.
  std::string_view image(std::uint32_t index) const;
  // Stores an element or NULL in `out`, a column of the element's physical type. Bytes stay views
  // of the array.
  void load(std::uint32_t index, Column& out, std::uint32_t row) const;
  // A non-NULL element as T, the element's physical type.
  template <class T>
  T at(std::uint32_t index) const {
    if constexpr (std::is_same_v<T, std::string_view>) {
      return image(index);
    } else {
      T value;
      std::memcpy(static_cast<void*>(&value), image(index).data(), sizeof(T));
      return value;
    }
  }
  // The element that `subscripts` (one a dimension) name, or -1 if there is none.
  std::int64_t find(std::span<const std::int32_t> subscripts) const;

 private:
  const char* dimension_bytes_ = nullptr;
  const unsigned char* bitmap_ = nullptr;
  const char* ends_ = nullptr;  // of variable-width elements
  const char* elements_ = nullptr;
  Oid element_ = 0;
  std::uint32_t size_ = 0;
  std::uint32_t width_ = 0;  // of fixed-width elements
  int dimensions_ = 0;
};

class ArrayBuilder {
 public:
  explicit ArrayBuilder(Oid element_type);

  // Appends the value of that row (NULL included) of a column of the element's physical type.
  void add(const Column& in, std::uint32_t row) {
    if (in.is_null(row)) {
      add_null();
    } else {
      mark(true);
      append_image(elements_, in, row);
      close_element();
    }
  }
  void add_null();
  void add_image(std::string_view image) {
    mark(true);
    elements_.append(image);
    close_element();
  }
  template <class T>
  void add_value(const T& value) {
    if constexpr (std::is_same_v<T, std::string_view>) {
      add_image(value);
    } else {
      add_image({reinterpret_cast<const char*>(&value), sizeof(T)});
    }
  }
  std::uint32_t size() const { return size_; }
  // Memory held, in bytes.
  std::size_t footprint() const {
    return bitmap_.capacity() + ends_.capacity() * sizeof(ends_[0]) + elements_.capacity();
  }

  // The array of one dimension with this lower bound; empty if nothing was added.
  std::string finish(std::int32_t lower = 1) const;
  // The array of these dimensions, whose product is size().
  std::string finish(std::span<const ArrayDimension> dimensions) const;

 private:
  void mark(bool valid);
  void close_element();

  Oid element_;
  bool fixed_;
  std::uint32_t width_;
  std::uint32_t size_ = 0;
  bool has_nulls_ = false;
  std::string bitmap_;
  std::vector<std::uint32_t> ends_;
  std::string elements_;
};

// The part of `array` between the bounds (one pair a dimension given, both ends included); empty
// where the bounds meet nothing. Lower bounds of the result are 1.
std::string array_slice(const ArrayView& array, std::span<const std::int32_t> lowers,
                        std::span<const std::int32_t> uppers);

int array_compare(std::string_view a, std::string_view b);
std::uint64_t array_hash(std::string_view bytes);

// Raises: malformed_array_literal and the element's own errors.
std::string array_from_text(Oid element_type, std::string_view text, TypeModifier modifier,
                            const TextFormat& format);
void array_append_text(std::string_view bytes, const TextFormat& format, std::string& out);
std::string array_from_binary(Oid element_type, std::string_view bytes, TypeModifier modifier);
void array_append_binary(std::string_view bytes, std::string& out);

// What arrays of every element type share.
struct AnyArrayCodec {
  static void text_output(const Column& in, std::uint32_t row, const TextFormat& format,
                          std::string& out) {
    array_append_text(in.at<std::string_view>(row), format, out);
  }
  static void binary_output(const Column& in, std::uint32_t row, std::string& out) {
    array_append_binary(in.at<std::string_view>(row), out);
  }
  static int compare(const Column& a, std::uint32_t a_row, const Column& b, std::uint32_t b_row) {
    return array_compare(a.at<std::string_view>(a_row), b.at<std::string_view>(b_row));
  }
  static std::uint64_t hash(const Column& in, std::uint32_t row) {
    return array_hash(in.at<std::string_view>(row));
  }
};

template <Oid Element>
struct ArrayCodec : AnyArrayCodec {
  static void text_input(std::string_view text, TypeModifier modifier, const TextFormat& format,
                         Column& out, std::uint32_t row) {
    out.own(row, array_from_text(Element, text, modifier, format));
  }
  static void binary_input(std::string_view bytes, TypeModifier modifier, Column& out,
                           std::uint32_t row) {
    out.own(row, array_from_binary(Element, bytes, modifier));
  }
};

// int2vector and oidvector: one dimension from 0, elements separated by blanks in text.
void vector_text_input(Oid element, std::string_view text, const TextFormat& format, Column& out,
                       std::uint32_t row);

template <Oid Element>
struct VectorCodec : ArrayCodec<Element> {
  static void text_input(std::string_view text, TypeModifier, const TextFormat& format, Column& out,
                         std::uint32_t row) {
    vector_text_input(Element, text, format, out, row);
  }
  static void text_output(const Column& in, std::uint32_t row, const TextFormat& format,
                          std::string& out);
};
extern template struct VectorCodec<oid::int2>;
extern template struct VectorCodec<oid::oid>;

}  // namespace dsql::engine
