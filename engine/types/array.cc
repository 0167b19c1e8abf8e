#include "engine/types/array.h"

#include <algorithm>

#include "dsqlrules/conditions/limit_errors.h"
#include "dsqlrules/conditions/limits.h"
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/value_errors.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

// Layout: element type (4), dimensions (1), whether there is a bitmap (1), two bytes of padding,
// then per dimension size and lower bound, then bitmap, ends (variable width only), elements.

namespace {

constexpr std::size_t head_size = 8;

bool is_fixed(Physical physical) { return physical != Physical::bytes; }

std::int32_t load_int(const char* at) {
  std::int32_t value;
  std::memcpy(&value, at, 4);
  return value;
}

void append_int(std::string& out, std::int32_t value) {
  out.append(reinterpret_cast<const char*>(&value), 4);
}

}  // namespace

ArrayView::ArrayView(std::string_view bytes) {
  element_ = static_cast<Oid>(load_int(bytes.data()));
  dimensions_ = bytes[4];
  const char* next = bytes.data() + head_size;
  dimension_bytes_ = next;
  size_ = dimensions_ == 0 ? 0 : 1;
  for (int i = 0; i < dimensions_; ++i) size_ *= static_cast<std::uint32_t>(dimension(i).size);
  next += dimensions_ * 8;
  if (bytes[5] != 0) {
    bitmap_ = reinterpret_cast<const unsigned char*>(next);
    next += (size_ + 7) / 8;
  }
  const Physical physical = type_of(element_).physical;
  if (is_fixed(physical)) {
    width_ = static_cast<std::uint32_t>(slot_size(physical));
  } else {
    ends_ = next;
    next += std::size_t{size_} * 4;
  }
  elements_ = next;
}

ArrayDimension ArrayView::dimension(int index) const {
  const char* at = dimension_bytes_ + index * 8;
  return {load_int(at), load_int(at + 4)};
}

std::string_view ArrayView::image(std::uint32_t index) const {
  if (ends_ == nullptr) return {elements_ + std::size_t{index} * width_, width_};
  const auto end = [&](std::uint32_t i) {
    return static_cast<std::uint32_t>(load_int(ends_ + std::size_t{i} * 4));
  };
  const std::uint32_t start = index == 0 ? 0 : end(index - 1);
  return {elements_ + start, end(index) - start};
}

void ArrayView::load(std::uint32_t index, Column& out, std::uint32_t row) const {
  if (is_null(index)) {
    out.set_null(row);
  } else {
    load_image(image(index), out, row);
  }
}

std::int64_t ArrayView::find(std::span<const std::int32_t> subscripts) const {
  if (static_cast<int>(subscripts.size()) != dimensions_ || dimensions_ == 0) return -1;
  std::int64_t index = 0;
  for (int i = 0; i < dimensions_; ++i) {
    const auto [size, lower] = dimension(i);
    const std::int64_t offset = std::int64_t{subscripts[i]} - lower;
    if (offset < 0 || offset >= size) return -1;
    index = index * size + offset;
  }
  return index;
}

ArrayBuilder::ArrayBuilder(Oid element_type)
    : element_(element_type),
      fixed_(is_fixed(type_of(element_type).physical)),
      width_(static_cast<std::uint32_t>(slot_size(type_of(element_type).physical))) {}

void ArrayBuilder::add_null() {
  mark(false);
  if (fixed_) elements_.append(width_, '\0');
  close_element();
}

void ArrayBuilder::mark(bool valid) {
  if (size_ % 8 == 0) bitmap_.push_back('\0');
  if (valid) {
    bitmap_.back() = static_cast<char>(bitmap_.back() | (1 << (size_ % 8)));
  } else {
    has_nulls_ = true;
  }
}

void ArrayBuilder::close_element() {
  if (elements_.size() > rules::limits::memory_request_bytes) {
    rules::raise(rules::conditions::array_bytes_exceed_maximum,
                 rules::limits::memory_request_bytes);
  }
  ++size_;
  if (!fixed_) ends_.push_back(static_cast<std::uint32_t>(elements_.size()));
}

std::string ArrayBuilder::finish(std::int32_t lower) const {
  const ArrayDimension dimension{static_cast<std::int32_t>(size_), lower};
  return finish(std::span(&dimension, size_ == 0 ? 0 : 1));
}

std::string ArrayBuilder::finish(std::span<const ArrayDimension> dimensions) const {
  std::string bytes;
  append_int(bytes, static_cast<std::int32_t>(element_));
  bytes.push_back(static_cast<char>(dimensions.size()));
  bytes.push_back(has_nulls_ ? '\1' : '\0');
  bytes.append(2, '\0');
  for (const ArrayDimension& dimension : dimensions) {
    append_int(bytes, dimension.size);
    append_int(bytes, dimension.lower);
  }
  if (has_nulls_) bytes.append(bitmap_);
  bytes.append(reinterpret_cast<const char*>(ends_.data()), ends_.size() * 4);
  bytes.append(elements_);
  return bytes;
}

// --- slices --------------------------------------------------------------------------------------

std::string array_slice(const ArrayView& array, std::span<const std::int32_t> lowers,
                        std::span<const std::int32_t> uppers) {
  ArrayBuilder builder(array.element_type());
  const int count = array.dimensions();
  if (count == 0 || static_cast<int>(lowers.size()) > count) return builder.finish();
  std::vector<std::int32_t> first(count);
  std::vector<ArrayDimension> result(count);
  for (int i = 0; i < count; ++i) {
    const auto [size, lower] = array.dimension(i);
    const bool given = i < static_cast<int>(lowers.size());
    const std::int32_t from = given ? std::max(lowers[i], lower) : lower;
    const std::int32_t to = given ? std::min(uppers[i], lower + size - 1) : lower + size - 1;
    if (from > to) return builder.finish();
    first[i] = from;
    result[i] = {to - from + 1, 1};
  }
  Column value(type_of(array.element_type()).physical, 1);
  std::vector<std::int32_t> at = first;
  while (true) {
    array.load(static_cast<std::uint32_t>(array.find(at)), value, 0);
    builder.add(value, 0);
    value.set_valid(0);
    int i = count - 1;
    while (i >= 0 && ++at[i] == first[i] + result[i].size) {
      at[i] = first[i];
      --i;
    }
    if (i < 0) return builder.finish(result);
  }
}

// --- order and hash ------------------------------------------------------------------------------

namespace {

int compare_shapes(const ArrayView& a, const ArrayView& b) {
  if (a.size() != b.size()) return three_way(a.size(), b.size());
  if (a.dimensions() != b.dimensions()) return three_way(a.dimensions(), b.dimensions());
  for (int i = 0; i < a.dimensions(); ++i)
    if (a.dimension(i).size != b.dimension(i).size)
      return three_way(a.dimension(i).size, b.dimension(i).size);
  for (int i = 0; i < a.dimensions(); ++i)
    if (a.dimension(i).lower != b.dimension(i).lower)
      return three_way(a.dimension(i).lower, b.dimension(i).lower);
  return 0;
}

}  // namespace

int array_compare(std::string_view a, std::string_view b) {
  const ArrayView left(a);
  const ArrayView right(b);
  const Type& type = type_of(left.element_type());
  if (type.compare == nullptr) rules::raise(conditions::no_comparison_function, type.display);
  Column left_value(type.physical, 1);
  Column right_value(type.physical, 1);
  const std::uint32_t shared = std::min(left.size(), right.size());
  for (std::uint32_t i = 0; i < shared; ++i) {
    if (left.is_null(i) || right.is_null(i)) {
      if (left.is_null(i) == right.is_null(i)) continue;
      return left.is_null(i) ? 1 : -1;
    }
    load_image(left.image(i), left_value, 0);
    load_image(right.image(i), right_value, 0);
    const int order = type.compare(left_value, 0, right_value, 0);
    if (order != 0) return order;
  }
  return compare_shapes(left, right);
}

std::uint64_t array_hash(std::string_view bytes) {
  const ArrayView array(bytes);
  const Type& type = type_of(array.element_type());
  if (type.hash == nullptr) rules::raise(conditions::no_hash_function, type.display);
  Column value(type.physical, 1);
  std::uint64_t state = array.size();
  for (std::uint32_t i = 0; i < array.size(); ++i) {
    std::uint64_t next = 0;
    if (!array.is_null(i)) {
      load_image(array.image(i), value, 0);
      next = type.hash(value, 0);
    }
    state = hash_combine(state, next);
  }
  return state;
}

// --- the binary form -----------------------------------------------------------------------------

void array_append_binary(std::string_view bytes, std::string& out) {
  const ArrayView array(bytes);
  const Type& type = type_of(array.element_type());
  if (type.binary_output == nullptr) rules::raise(conditions::no_binary_output, type.display);
  append_big_endian(out, static_cast<std::int32_t>(array.dimensions()));
  append_big_endian(out, static_cast<std::int32_t>(array.has_nulls()));
  append_big_endian(out, array.element_type());
  for (int i = 0; i < array.dimensions(); ++i) {
    append_big_endian(out, array.dimension(i).size);
    append_big_endian(out, array.dimension(i).lower);
  }
  Column value(type.physical, 1);
  std::string element;
  for (std::uint32_t i = 0; i < array.size(); ++i) {
    if (array.is_null(i)) {
      append_big_endian(out, std::int32_t{-1});
      continue;
    }
    load_image(array.image(i), value, 0);
    element.clear();
    type.binary_output(value, 0, element);
    append_big_endian(out, static_cast<std::int32_t>(element.size()));
    out.append(element);
  }
}

namespace {

std::vector<ArrayDimension> receive_dimensions(BinaryReader& reader, Oid element_type,
                                               std::int64_t& total) {
  const auto count = reader.read<std::int32_t>();
  if (count < 0) rules::raise(conditions::invalid_array_dimensions, count);
  if (count > ArrayView::max_dimensions)
    rules::raise(conditions::array_too_many_dimensions, count, ArrayView::max_dimensions);
  reader.read<std::int32_t>();  // flags: the bitmap is rebuilt from the elements
  if (reader.read<Oid>() != element_type) rules::raise(conditions::wrong_element_type);
  std::vector<ArrayDimension> dimensions(count);
  total = count == 0 ? 0 : 1;
  for (ArrayDimension& dimension : dimensions) {
    dimension.size = reader.read<std::int32_t>();
    dimension.lower = reader.read<std::int32_t>();
    total *= dimension.size;
    // Every element takes four bytes at least.
    if (dimension.size < 0 || total * 4 > static_cast<std::int64_t>(reader.rest().size()))
      rules::raise(conditions::insufficient_data_in_message);
  }
  return dimensions;
}

}  // namespace

std::string array_from_binary(Oid element_type, std::string_view bytes, TypeModifier modifier) {
  const Type& type = type_of(element_type);
  if (type.binary_input == nullptr) rules::raise(conditions::no_binary_input, type.display);
  BinaryReader reader(bytes);
  std::int64_t total = 0;
  const std::vector<ArrayDimension> dimensions = receive_dimensions(reader, element_type, total);
  ArrayBuilder builder(element_type);
  Column value(type.physical, 1);
  for (std::int64_t i = 0; i < total; ++i) {
    const auto size = reader.read<std::int32_t>();
    if (size == -1) {
      builder.add_null();
      continue;
    }
    if (size < 0) rules::raise(conditions::insufficient_data_in_message);
    value.prepare(type.physical, 1);
    type.binary_input(reader.take(static_cast<std::size_t>(size)), modifier, value, 0);
    builder.add(value, 0);
  }
  reader.finish();
  if (total == 0) return builder.finish();
  return builder.finish(dimensions);
}

}  // namespace dsql::engine
