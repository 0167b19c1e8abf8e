// Functions and operators of arrays, written once for every element type: elements are compared by
// their type's descriptor and moved as images.
#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "engine/functions/any_arguments.h"
#include "engine/functions/function_lists.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"
#include "engine/functions/text_lists.h"
#include "engine/types/array.h"
#include "engine/types/text_room.h"

namespace dsql::engine {
namespace {

using namespace sql;

using i4 = std::int32_t;
using i8 = std::int64_t;
using Args = std::span<const Column* const>;
using View = std::string_view;
using Shape = std::vector<ArrayDimension>;
namespace conditions = rules::conditions;

Shape shape_of(const ArrayView& array) {
  Shape shape;
  for (int i = 0; i < array.dimensions(); ++i) shape.push_back(array.dimension(i));
  return shape;
}

void append_element(ArrayBuilder& builder, const ArrayView& array, std::uint32_t index) {
  if (array.is_null(index)) {
    builder.add_null();
  } else {
    builder.add_image(array.image(index));
  }
}
void append_elements(ArrayBuilder& builder, const ArrayView& array) {
  for (std::uint32_t i = 0; i < array.size(); ++i) append_element(builder, array, i);
}

// The elements of an array in a column, to be compared.
Column elements_of(const ArrayView& array) {
  Column elements(type_of(array.element_type()).physical, array.size());
  for (std::uint32_t i = 0; i < array.size(); ++i) array.load(i, elements, i);
  return elements;
}

// Whether two values are the same, NULL being the same as NULL.
bool not_distinct(const Type& type, const Column& a, std::uint32_t a_row, const Column& b,
                  std::uint32_t b_row) {
  const bool a_null = a.is_null(a_row);
  const bool b_null = b.is_null(b_row);
  if (a_null || b_null) return a_null && b_null;
  return type.compare(a, a_row, b, b_row) == 0;
}

// --- shape
// -----------------------------------------------------------------------------------------

std::optional<i4> dimension_count(View bytes) {
  const ArrayView array(bytes);
  if (array.dimensions() == 0) return std::nullopt;
  return array.dimensions();
}
std::optional<std::string> dimensions_text(View bytes) {
  const ArrayView array(bytes);
  if (array.dimensions() == 0) return std::nullopt;
  std::string text;
  for (const ArrayDimension& dimension : shape_of(array))
    text += fmt::format("[{}:{}]", dimension.lower, dimension.lower + dimension.size - 1);
  return text;
}
std::optional<ArrayDimension> dimension(View bytes, i4 number) {
  const ArrayView array(bytes);
  if (number < 1 || number > array.dimensions()) return std::nullopt;
  return array.dimension(number - 1);
}
std::optional<i4> lower_bound(View bytes, i4 number) {
  const auto found = dimension(bytes, number);
  return found ? std::optional(found->lower) : std::nullopt;
}
std::optional<i4> upper_bound(View bytes, i4 number) {
  const auto found = dimension(bytes, number);
  return found ? std::optional(found->lower + found->size - 1) : std::nullopt;
}
std::optional<i4> length(View bytes, i4 number) {
  const auto found = dimension(bytes, number);
  return found ? std::optional(found->size) : std::nullopt;
}
i4 cardinality(View bytes) { return static_cast<i4>(ArrayView(bytes).size()); }

// --- putting together
// ------------------------------------------------------------------------------

// One element added before or after a one-dimensional (or empty, or NULL) array.
template <bool at_front>
void add_element(CallContext& context, Args args, Selection rows, Column& out) {
  const Column& arrays = *args[at_front ? 1 : 0];
  const Column& values = *args[at_front ? 0 : 1];
  const Oid element = context.argument_types[at_front ? 0 : 1];
  rows.for_each([&](std::uint32_t row) {
    ArrayBuilder builder(element);
    i4 lower = 1;
    if (at_front) builder.add(values, row);
    if (!arrays.is_null(row)) {
      const ArrayView array(arrays.at<View>(row));
      if (array.dimensions() > 1) rules::raise(conditions::array_not_one_dimensional);
      if (array.dimensions() == 1) lower = array.dimension(0).lower;
      append_elements(builder, array);
    }
    if (!at_front) builder.add(values, row);
    out.own(row, builder.finish(lower));
  });
}

[[noreturn]] void raise_incompatible(std::string detail) {
  rules::raise(rules::error(conditions::array_incompatible).with_detail(std::move(detail)));
}

// The shape of a || b.
Shape joined_shape(const Shape& a, const Shape& b) {
  const auto differ = [](const ArrayDimension& x, const ArrayDimension& y) { return !(x == y); };
  if (a.size() == b.size()) {
    for (std::size_t i = 1; i < a.size(); ++i)
      if (differ(a[i], b[i])) raise_incompatible(std::string(conditions::array_element_dimensions));
    Shape shape = a;
    shape[0].size += b[0].size;
    return shape;
  }
  const Shape& outer = a.size() > b.size() ? a : b;
  const Shape& inner = a.size() > b.size() ? b : a;
  if (outer.size() - inner.size() != 1)
    raise_incompatible(fmt::format(conditions::array_dimension_counts, a.size(), b.size()));
  for (std::size_t i = 0; i < inner.size(); ++i)
    if (differ(outer[i + 1], inner[i]))
      raise_incompatible(std::string(conditions::array_differing_dimensions));
  Shape shape = outer;
  ++shape[0].size;
  return shape;
}

std::optional<std::string> concatenated(std::optional<View> a, std::optional<View> b) {
  if (!a || !b)
    return a ? std::optional<std::string>(*a) : b ? std::optional<std::string>(*b) : std::nullopt;
  const ArrayView left(*a);
  const ArrayView right(*b);
  if (left.dimensions() == 0) return std::string(*b);
  if (right.dimensions() == 0) return std::string(*a);
  const Shape shape = joined_shape(shape_of(left), shape_of(right));
  ArrayBuilder builder(left.element_type());
  append_elements(builder, left);
  append_elements(builder, right);
  return builder.finish(shape);
}

// The numbers of an array argument that says dimensions or lower bounds.
std::vector<i4> numbers_of(View bytes) {
  const ArrayView array(bytes);
  std::vector<i4> numbers;
  for (std::uint32_t i = 0; i < array.size(); ++i) {
    if (array.is_null(i)) rules::raise(conditions::dimension_values_null);
    numbers.push_back(array.at<i4>(i));
  }
  return numbers;
}

void fill(CallContext& context, Args args, Selection rows, Column& out) {
  rows.for_each([&](std::uint32_t row) {
    if (args[1]->is_null(row) || (args.size() > 2 && args[2]->is_null(row)))
      rules::raise(conditions::dimension_array_null);
    const std::vector<i4> sizes = numbers_of(args[1]->at<View>(row));
    const std::vector<i4> lowers =
        args.size() > 2 ? numbers_of(args[2]->at<View>(row)) : std::vector<i4>(sizes.size(), 1);
    if (lowers.size() != sizes.size()) rules::raise(conditions::array_bounds_of_other_size);
    if (static_cast<int>(sizes.size()) > ArrayView::max_dimensions)
      rules::raise(conditions::array_too_many_dimensions, static_cast<int>(sizes.size()),
                   ArrayView::max_dimensions);
    Shape shape;
    i8 total = sizes.empty() ? 0 : 1;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      shape.push_back({sizes[i], lowers[i]});
      total *= sizes[i];
      if (sizes[i] < 0 || total > 0x7ffffff) rules::raise(conditions::array_size_exceeded);
    }
    ArrayBuilder builder(context.argument_types[0]);
    for (i8 i = 0; i < total; ++i) builder.add(*args[0], row);
    out.own(row, total == 0 ? builder.finish() : builder.finish(shape));
  });
}

// --- searching
// -------------------------------------------------------------------------------------

void require_flat(const ArrayView& array) {
  if (array.dimensions() > 1) rules::raise(conditions::array_multidimensional_search);
}

void position(CallContext& context, Args args, Selection rows, Column& out) {
  const Type& type = type_of(context.argument_types[1]);
  rows.for_each([&](std::uint32_t row) {
    if (args[0]->is_null(row)) return out.set_null(row);
    const ArrayView array(args[0]->at<View>(row));
    require_flat(array);
    if (args.size() > 2 && args[2]->is_null(row)) rules::raise(conditions::initial_position_null);
    if (array.dimensions() == 0) return out.set_null(row);
    const i4 lower = array.dimension(0).lower;
    const i4 start = args.size() > 2 ? args[2]->at<i4>(row) : lower;
    const Column elements = elements_of(array);
    for (std::uint32_t i = 0; i < array.size(); ++i) {
      const i4 subscript = lower + static_cast<i4>(i);
      if (subscript >= start && not_distinct(type, elements, i, *args[1], row))
        return out.set(row, subscript);
    }
    out.set_null(row);
  });
}

void positions(CallContext& context, Args args, Selection rows, Column& out) {
  const Type& type = type_of(context.argument_types[1]);
  rows.for_each([&](std::uint32_t row) {
    if (args[0]->is_null(row)) return out.set_null(row);
    const ArrayView array(args[0]->at<View>(row));
    require_flat(array);
    const Column elements = elements_of(array);
    ArrayBuilder found(oid::int4);
    for (std::uint32_t i = 0; i < array.size(); ++i) {
      if (not_distinct(type, elements, i, *args[1], row))
        found.add_value(array.dimension(0).lower + static_cast<i4>(i));
    }
    out.own(row, found.finish());
  });
}

void remove(CallContext& context, Args args, Selection rows, Column& out) {
  const Type& type = type_of(context.argument_types[1]);
  rows.for_each([&](std::uint32_t row) {
    if (args[0]->is_null(row)) return out.set_null(row);
    const ArrayView array(args[0]->at<View>(row));
    if (array.dimensions() > 1) rules::raise(conditions::array_multidimensional_removal);
    const Column elements = elements_of(array);
    ArrayBuilder kept(array.element_type());
    for (std::uint32_t i = 0; i < array.size(); ++i)
      if (!not_distinct(type, elements, i, *args[1], row)) append_element(kept, array, i);
    out.own(row, kept.finish(array.dimensions() == 0 ? 1 : array.dimension(0).lower));
  });
}

void replace(CallContext& context, Args args, Selection rows, Column& out) {
  const Type& type = type_of(context.argument_types[1]);
  rows.for_each([&](std::uint32_t row) {
    if (args[0]->is_null(row)) return out.set_null(row);
    const ArrayView array(args[0]->at<View>(row));
    const Column elements = elements_of(array);
    ArrayBuilder result(array.element_type());
    for (std::uint32_t i = 0; i < array.size(); ++i) {
      if (not_distinct(type, elements, i, *args[1], row)) {
        result.add(*args[2], row);
      } else {
        append_element(result, array, i);
      }
    }
    out.own(row, result.finish(shape_of(array)));
  });
}

// Whether each non-NULL element of `part` is in `whole` (all), or any is. A NULL is in nothing.
template <bool all>
bool holds_elements(View whole_bytes, View part_bytes) {
  const ArrayView whole(whole_bytes);
  const ArrayView part(part_bytes);
  const Type& type = type_of(whole.element_type());
  const Column stock = elements_of(whole);
  const Column wanted = elements_of(part);
  for (std::uint32_t i = 0; i < part.size(); ++i) {
    bool found = false;
    for (std::uint32_t k = 0; k < whole.size() && !found; ++k)
      found = !wanted.is_null(i) && !stock.is_null(k) && type.compare(stock, k, wanted, i) == 0;
    if (found != all) return found;
  }
  return all;
}
bool contains(View a, View b) { return holds_elements<true>(a, b); }
bool contained(View a, View b) { return holds_elements<true>(b, a); }
bool overlaps(View a, View b) { return holds_elements<false>(a, b); }

// The number of thresholds at or below the operand.
void bucket(CallContext& context, Args args, Selection rows, Column& out) {
  const Type& type = type_of(context.argument_types[0]);
  rows.for_each([&](std::uint32_t row) {
    const ArrayView thresholds(args[1]->at<View>(row));
    if (thresholds.dimensions() > 1) rules::raise(conditions::thresholds_not_flat);
    if (thresholds.has_nulls()) rules::raise(conditions::thresholds_with_null);
    const Column bounds = elements_of(thresholds);
    i4 low = 0;
    i4 high = static_cast<i4>(thresholds.size());
    while (low < high) {
      const i4 middle = (low + high) / 2;
      if (type.compare(*args[0], row, bounds, static_cast<std::uint32_t>(middle)) < 0) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    out.set(row, low);
  });
}

// --- text
// ------------------------------------------------------------------------------------------

void to_text(CallContext& context, Args args, Selection rows, Column& out) {
  rows.for_each([&](std::uint32_t row) {
    if (args[0]->is_null(row) || args[1]->is_null(row)) return out.set_null(row);
    const ArrayView array(args[0]->at<View>(row));
    const bool shows_null = args.size() > 2 && !args[2]->is_null(row);
    const Column elements = elements_of(array);
    std::string text;
    bool first = true;
    for (std::uint32_t i = 0; i < array.size(); ++i) {
      if (elements.is_null(i) && !shows_null) continue;
      if (!first) append_checked(text, args[1]->at<View>(row));
      first = false;
      if (elements.is_null(i)) {
        append_checked(text, args[2]->at<View>(row));
      } else {
        append_value_text(context, array.element_type(), elements, i, text);
      }
    }
    out.own(row, text);
  });
}

std::optional<std::string> from_text(std::optional<View> text, std::optional<View> delimiter,
                                     std::optional<View> null_text) {
  if (!text) return std::nullopt;
  ArrayBuilder fields(oid::text);
  for (const auto& field : split_text(*text, delimiter, null_text)) {
    if (field) {
      fields.add_value(*field);
    } else {
      fields.add_null();
    }
  }
  return fields.finish();
}
std::optional<std::string> from_text_plain(std::optional<View> text,
                                           std::optional<View> delimiter) {
  return from_text(text, delimiter, std::nullopt);
}

std::string trimmed(View bytes, i4 count) {
  const ArrayView array(bytes);
  const i4 held = array.dimensions() == 0 ? 0 : array.dimension(0).size;
  if (count < 0 || count > held) rules::raise(conditions::array_trim_out_of_range, held);
  if (held == 0) return std::string(bytes);
  Shape shape = shape_of(array);
  const auto kept = static_cast<std::uint32_t>(i8{array.size()} / held * (held - count));
  shape[0].size -= count;
  ArrayBuilder builder(array.element_type());
  for (std::uint32_t i = 0; i < kept; ++i) append_element(builder, array, i);
  for (ArrayDimension& each : shape) each.lower = 1;
  return kept == 0 ? builder.finish() : builder.finish(shape);
}

View larger(View a, View b) { return array_compare(a, b) > 0 ? a : b; }
View smaller(View a, View b) { return array_compare(a, b) < 0 ? a : b; }

constexpr FunctionRow rows[] = {
    fn(748, "array_ndims", {anyarray}, int4, lift<&dimension_count>),
    fn(747, "array_dims", {anyarray}, text, lift<&dimensions_text>),
    fn(2091, "array_lower", {anyarray, int4}, int4, lift<&lower_bound>),
    fn(2092, "array_upper", {anyarray, int4}, int4, lift<&upper_bound>),
    fn(2176, "array_length", {anyarray, int4}, int4, lift<&length>),
    fn(3179, "cardinality", {anyarray}, int4, lift<&cardinality>),
    called_on_null(fn(378, "array_append", {anycompatiblearray, anycompatible}, anycompatiblearray,
                      &add_element<false>)),
    called_on_null(fn(379, "array_prepend", {anycompatible, anycompatiblearray}, anycompatiblearray,
                      &add_element<true>)),
    called_on_null(fn(383, "array_cat", {anycompatiblearray, anycompatiblearray},
                      anycompatiblearray, lift<&concatenated>)),
    called_on_null(fn(1193, "array_fill", {anyelement, int4_array}, anyarray, &fill)),
    called_on_null(fn(1286, "array_fill", {anyelement, int4_array, int4_array}, anyarray, &fill)),
    called_on_null(
        fn(3277, "array_position", {anycompatiblearray, anycompatible}, int4, &position)),
    called_on_null(
        fn(3278, "array_position", {anycompatiblearray, anycompatible, int4}, int4, &position)),
    called_on_null(
        fn(3279, "array_positions", {anycompatiblearray, anycompatible}, int4_array, &positions)),
    called_on_null(
        fn(3167, "array_remove", {anycompatiblearray, anycompatible}, anycompatiblearray, &remove)),
    called_on_null(fn(3168, "array_replace", {anycompatiblearray, anycompatible, anycompatible},
                      anycompatiblearray, &replace)),
    fn(2748, "arraycontains", {anyarray, anyarray}, boolean, lift<&contains>),
    fn(2749, "arraycontained", {anyarray, anyarray}, boolean, lift<&contained>),
    fn(2747, "arrayoverlap", {anyarray, anyarray}, boolean, lift<&overlaps>),
    fn(3218, "width_bucket", {anycompatible, anycompatiblearray}, int4, &bucket),
    stable(fn(395, "array_to_string", {anyarray, text}, text, &to_text)),
    stable(called_on_null(fn(384, "array_to_string", {anyarray, text, text}, text, &to_text))),
    called_on_null(fn(394, "string_to_array", {text, text}, text_array, lift<&from_text_plain>)),
    called_on_null(fn(376, "string_to_array", {text, text, text}, text_array, lift<&from_text>)),
    fn(6172, "trim_array", {anyarray, int4}, anyarray, lift<&trimmed>),
    fn(515, "array_larger", {anyarray, anyarray}, anyarray, lift<&larger>),
    fn(516, "array_smaller", {anyarray, anyarray}, anyarray, lift<&smaller>),
};

}  // namespace

std::span<const FunctionRow> array_functions() { return rows; }

}  // namespace dsql::engine
