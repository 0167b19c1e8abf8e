// Arrays from and to text: braces, quotes, NULL, explicit dimensions.
#include <algorithm>
#include <charconv>
#include <optional>

#include "dsqlrules/conditions/value_errors.h"
#include "engine/types/array.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

class ArrayParser {
 public:
  ArrayParser(Oid element, std::string_view text, TypeModifier modifier, const TextFormat& format)
      : type_(type_of(element)), text_(text), modifier_(modifier), format_(format) {}

  std::string parse() {
    skip_space();
    const bool explicit_dimensions = peek() == '[';
    if (explicit_dimensions) parse_dimensions();
    if (peek() != '{') {
      fail(explicit_dimensions ? conditions::array_contents_must_start_detail
                               : conditions::array_must_start_detail);
    }
    parse_level(0);
    skip_space();
    if (at_ < text_.size()) fail(conditions::array_junk_detail);
    if (elements_.empty()) {
      if (explicit_dimensions) fail(conditions::array_dimensions_mismatch_detail);
      return ArrayBuilder(type_.oid).finish();
    }
    return convert(dimensions(explicit_dimensions));
  }

 private:
  // The elements are read once the whole text is known to be an array.
  std::string convert(const std::vector<ArrayDimension>& dimensions) const {
    ArrayBuilder builder(type_.oid);
    Column value(type_.physical, 1);
    for (const std::optional<std::string>& element : elements_) {
      if (!element) {
        builder.add_null();
        continue;
      }
      value.prepare(type_.physical, 1);
      type_.text_input(*element, modifier_, format_, value, 0);
      builder.add(value, 0);
    }
    return builder.finish(dimensions);
  }

  [[noreturn]] void fail(std::string_view detail) const {
    rules::raise(
        rules::error(conditions::malformed_array_literal, text_).with_detail(std::string(detail)));
  }
  [[noreturn]] void fail_character(char c) const {
    fail(conditions::array_unexpected_character_detail(c));
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  void require_more() const {
    if (at_ >= text_.size()) fail(conditions::array_end_detail);
  }

  std::vector<ArrayDimension> dimensions(bool explicit_dimensions) const {
    std::vector<ArrayDimension> result;
    for (const std::int32_t size : sizes_) result.push_back({size, 1});
    if (!explicit_dimensions) return result;
    const bool same =
        std::ranges::equal(declared_, result, {}, &ArrayDimension::size, &ArrayDimension::size);
    if (!same) fail(conditions::array_dimensions_mismatch_detail);
    return declared_;
  }

  std::int32_t parse_bound() {
    const char* first = text_.data() + at_;
    if (*first == '+') ++first;
    std::int32_t bound = 0;
    const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), bound);
    if (error != std::errc()) fail(conditions::array_dimension_missing_detail);
    at_ = static_cast<std::size_t>(end - text_.data());
    return bound;
  }

  // [lower:upper]… = before the braces.
  void parse_dimensions() {
    while (peek() == '[') {
      ++at_;
      if (static_cast<int>(declared_.size()) == ArrayView::max_dimensions)
        rules::raise(conditions::array_too_many_dimensions, ArrayView::max_dimensions + 1,
                     ArrayView::max_dimensions);
      std::int32_t lower = 1;
      std::int32_t upper = parse_bound();
      if (peek() == ':') {
        ++at_;
        lower = upper;
        if (!is_digit(peek()) && peek() != '-' && peek() != '+')
          fail(conditions::array_dimension_value_missing_detail);
        upper = parse_bound();
      }
      if (peek() != ']') fail(conditions::array_missing_after_dimensions_detail("]"));
      ++at_;
      if (upper < lower) rules::raise(conditions::array_bounds_reversed);
      declared_.push_back({upper - lower + 1, lower});
      skip_space();
    }
    if (peek() != '=') fail(conditions::array_missing_after_dimensions_detail("="));
    ++at_;
    skip_space();
  }

  // From an opening brace to behind its closing one. `depth` counts from 0.
  void parse_level(int depth) {
    if (depth >= ArrayView::max_dimensions)
      rules::raise(conditions::array_too_many_dimensions, depth + 1, ArrayView::max_dimensions);
    ++at_;
    if (static_cast<int>(sizes_.size()) == depth) sizes_.push_back(-1);
    skip_space();
    require_more();
    if (peek() == '}') {
      if (depth > 0) fail_character('}');
      ++at_;
      return;
    }
    const bool nested = peek() == '{';
    // Every level holds either elements or levels, the same throughout.
    if (nested && leaf_depth_ >= 0 && depth >= leaf_depth_) fail_character('{');
    if (!nested) {
      if (leaf_depth_ < 0) leaf_depth_ = depth;
      if (leaf_depth_ != depth) fail(conditions::array_unexpected_element_detail);
    }
    std::int32_t count = 0;
    while (true) {
      parse_item(depth, nested);
      ++count;
      skip_space();
      require_more();
      const char c = peek();
      ++at_;
      if (c == '}') break;
      if (c != ',') {
        if (c == '{') fail_character(c);
        fail(conditions::array_unexpected_element_detail);
      }
      skip_space();
    }
    if (sizes_[depth] >= 0 && sizes_[depth] != count) fail(conditions::array_ragged_detail);
    sizes_[depth] = count;
  }

  void parse_item(int depth, bool nested) {
    require_more();
    if (nested) {
      if (peek() == '}' || peek() == ',') fail_character(peek());
      if (peek() != '{') fail(conditions::array_unexpected_element_detail);
      parse_level(depth + 1);
    } else {
      if (peek() == '{' || peek() == '}' || peek() == ',') fail_character(peek());
      parse_element();
    }
  }

  void parse_element() {
    element_.clear();
    if (peek() == '"') {
      parse_quoted();
    } else if (parse_bare() && equals_ignoring_case(element_, "null")) {
      elements_.emplace_back();
      return;
    }
    elements_.emplace_back(element_);
  }

  void parse_quoted() {
    for (++at_; peek() != '"'; ++at_) {
      if (peek() == '\\') ++at_;
      require_more();
      element_.push_back(text_[at_]);
    }
    ++at_;
  }

  // An element without quotes; false if an escape makes it something that NULL is not.
  bool parse_bare() {
    bool plain = true;
    std::size_t kept = 0;  // trailing space is not part of it
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == ',' || c == '}') break;
      if (c == '{') fail_character(c);
      if (c == '"') fail(conditions::array_unexpected_element_detail);
      if (c == '\\') {
        plain = false;
        ++at_;
        require_more();
        element_.push_back(text_[at_]);
        kept = element_.size();
        continue;
      }
      element_.push_back(c);
      if (!is_space(c)) kept = element_.size();
    }
    require_more();
    element_.resize(kept);
    return plain;
  }

  const Type& type_;
  std::string_view text_;
  TypeModifier modifier_;
  const TextFormat& format_;
  std::string element_;
  std::vector<std::optional<std::string>> elements_;  // nullopt for NULL
  std::vector<ArrayDimension> declared_;
  std::vector<std::int32_t> sizes_;
  int leaf_depth_ = -1;
  std::size_t at_ = 0;
};

bool needs_quotes(std::string_view text) {
  return text.empty() || equals_ignoring_case(text, "null") ||
         std::ranges::any_of(text, [](char c) {
           return c == '"' || c == '\\' || c == '{' || c == '}' || c == ',' || is_space(c);
         });
}

void append_element(std::string& out, std::string_view text) {
  if (!needs_quotes(text)) {
    out.append(text);
    return;
  }
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('"');
}

void append_dimensions(std::string& out, const ArrayView& array) {
  for (int i = 0; i < array.dimensions(); ++i) {
    const auto [size, lower] = array.dimension(i);
    out.push_back('[');
    append_integer(out, lower);
    out.push_back(':');
    append_integer(out, std::int64_t{lower} + size - 1);
    out.push_back(']');
  }
  out.push_back('=');
}

}  // namespace

std::string array_from_text(Oid element_type, std::string_view text, TypeModifier modifier,
                            const TextFormat& format) {
  return ArrayParser(element_type, text, modifier, format).parse();
}

void array_append_text(std::string_view bytes, const TextFormat& format, std::string& out) {
  const ArrayView array(bytes);
  if (array.size() == 0) {
    out.append("{}");
    return;
  }
  const Type& type = type_of(array.element_type());
  if (type.text_output == nullptr) rules::raise(conditions::cannot_display_value, type.display);
  const int count = array.dimensions();
  bool shifted = false;
  for (int i = 0; i < count; ++i) shifted |= array.dimension(i).lower != 1;
  if (shifted) append_dimensions(out, array);
  Column value(type.physical, 1);
  std::string text;
  std::vector<std::uint32_t> spans(count);  // elements below one item of each dimension
  std::uint32_t span = 1;
  for (int i = count; i-- > 0;)
    spans[i] = span *= static_cast<std::uint32_t>(array.dimension(i).size);
  for (std::uint32_t index = 0; index < array.size(); ++index) {
    if (index > 0) out.push_back(',');
    for (int i = 0; i < count; ++i)
      if (index % spans[i] == 0) out.push_back('{');
    if (array.is_null(index)) {
      out.append("NULL");
    } else {
      load_image(array.image(index), value, 0);
      text.clear();
      type.text_output(value, 0, format, text);
      append_element(out, text);
    }
    for (int i = 0; i < count; ++i)
      if ((index + 1) % spans[i] == 0) out.push_back('}');
  }
}

// --- int2vector, oidvector -----------------------------------------------------------------------

void vector_text_input(Oid element, std::string_view text, const TextFormat& format, Column& out,
                       std::uint32_t row) {
  const Type& type = type_of(element);
  ArrayBuilder builder(element);
  Column value(type.physical, 1);
  text = trim_space(text);
  while (!text.empty()) {
    const auto end = static_cast<std::size_t>(std::ranges::find_if(text, is_space) - text.begin());
    type.text_input(text.substr(0, end), -1, format, value, 0);
    builder.add(value, 0);
    text = trim_space(text.substr(end));
  }
  out.own(row, builder.finish(0));
}

template <Oid Element>
void VectorCodec<Element>::text_output(const Column& in, std::uint32_t row,
                                       const TextFormat& format, std::string& out) {
  const ArrayView array(in.at<std::string_view>(row));
  const Type& type = type_of(Element);
  Column value(type.physical, 1);
  for (std::uint32_t i = 0; i < array.size(); ++i) {
    if (i > 0) out.push_back(' ');
    array.load(i, value, 0);
    type.text_output(value, 0, format, out);
  }
}

template struct VectorCodec<oid::int2>;
template struct VectorCodec<oid::oid>;

}  // namespace dsql::engine
