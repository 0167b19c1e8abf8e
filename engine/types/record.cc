#include "engine/types/record.h"

#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/types/image.h"
#include "engine/types/text_room.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

std::string_view RecordView::image(std::uint32_t field) const {
  const std::uint32_t start = field == 0 ? 0 : end(field - 1);
  const std::uint32_t names = 1 + size() * 2;
  const bool named = (word(0) & named_mark) != 0;
  const std::size_t images = std::size_t{names} * 4 + (named ? 4 + std::size_t{word(names)} : 0);
  return bytes_.substr(images + start, end(field) - start);
}

std::string_view RecordView::name(std::uint32_t field) const {
  if ((word(0) & named_mark) == 0) return {};
  std::size_t at = (2 + std::size_t{size()} * 2) * 4;
  for (; field > 0; --field) at += 1 + static_cast<unsigned char>(bytes_[at]);
  return bytes_.substr(at + 1, static_cast<unsigned char>(bytes_[at]));
}

void RecordView::load(std::uint32_t field, Column& out, std::uint32_t row) const {
  if (is_null(field)) {
    out.set_null(row);
  } else {
    load_image(image(field), out, row);
  }
}

void RecordBuilder::add(Oid type, const Column& in, std::uint32_t row) {
  const bool null = in.is_null(row);
  if (!null) append_image(images_, in, row);
  heads_.push_back(type);
  heads_.push_back(static_cast<std::uint32_t>(images_.size()) | (null ? RecordView::null_mark : 0));
}

std::string RecordBuilder::finish() const {
  const auto count = static_cast<std::uint32_t>(heads_.size() / 2);
  const bool named = names_.size() == count && count > 0;
  const std::uint32_t head = count | (named ? RecordView::named_mark : 0);
  std::string bytes(reinterpret_cast<const char*>(&head), 4);
  bytes.append(reinterpret_cast<const char*>(heads_.data()), heads_.size() * 4);
  if (named) {
    constexpr std::size_t longest_name = 255;
    std::string names;
    for (const std::string& name : names_) {
      const std::size_t length = std::min(name.size(), longest_name);
      names.push_back(static_cast<char>(length));
      names.append(name, 0, length);
    }
    const auto size = static_cast<std::uint32_t>(names.size());
    bytes.append(reinterpret_cast<const char*>(&size), 4);
    bytes.append(names);
  }
  bytes.append(images_);
  return bytes;
}

bool record_fields_all(std::string_view record, bool null) {
  const RecordView view(record);
  for (std::uint32_t field = 0; field < view.size(); ++field)
    if (view.is_null(field) != null) return false;
  return true;
}

int record_compare(std::string_view a, std::string_view b) {
  const RecordView left(a);
  const RecordView right(b);
  const std::uint32_t shared = std::min(left.size(), right.size());
  for (std::uint32_t field = 0; field < shared; ++field) {
    const Type& type = type_of(left.type(field));
    if (left.type(field) != right.type(field))
      rules::raise(conditions::record_column_types_differ, type.display,
                   type_of(right.type(field)).display, field + 1);
    if (left.is_null(field) || right.is_null(field)) {
      if (left.is_null(field) == right.is_null(field)) continue;
      return left.is_null(field) ? 1 : -1;
    }
    if (type.compare == nullptr) rules::raise(conditions::no_comparison_function, type.display);
    Column left_value(type.physical, 1);
    Column right_value(type.physical, 1);
    left.load(field, left_value, 0);
    right.load(field, right_value, 0);
    const int order = type.compare(left_value, 0, right_value, 0);
    if (order != 0) return order;
  }
  if (left.size() != right.size()) rules::raise(conditions::record_column_counts_differ);
  return 0;
}

// --- the type's columns --------------------------------------------------------------------------

namespace {

bool needs_quotes(std::string_view text) {
  return text.empty() || std::ranges::any_of(text, [](char c) {
           return c == '"' || c == '\\' || c == '(' || c == ')' || c == ',' || is_space(c);
         });
}

void append_field(std::string& out, std::string_view text) {
  if (!needs_quotes(text)) {
    out.append(text);
    return;
  }
  check_room(out, 2 * text.size() + 2);  // records in records double their quotes
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back(c);
    out.push_back(c);
  }
  out.push_back('"');
}

}  // namespace

void RecordCodec::text_input(std::string_view, TypeModifier, const TextFormat&, Column&,
                             std::uint32_t) {
  rules::raise(conditions::anonymous_composite_input);
}

void RecordCodec::text_output(const Column& in, std::uint32_t row, const TextFormat& format,
                              std::string& out) {
  const RecordView record(in.at<std::string_view>(row));
  std::string text;
  out.push_back('(');
  for (std::uint32_t field = 0; field < record.size(); ++field) {
    if (field > 0) out.push_back(',');
    if (record.is_null(field)) continue;
    const Type& type = type_of(record.type(field));
    Column value(type.physical, 1);
    record.load(field, value, 0);
    text.clear();
    type.text_output(value, 0, format, text);
    append_field(out, text);
  }
  out.push_back(')');
}

void RecordCodec::binary_output(const Column& in, std::uint32_t row, std::string& out) {
  const RecordView record(in.at<std::string_view>(row));
  append_big_endian(out, record.size());
  for (std::uint32_t field = 0; field < record.size(); ++field) {
    const Type& type = type_of(record.type(field));
    append_big_endian(out, type.oid);
    if (record.is_null(field)) {
      append_big_endian(out, std::int32_t{-1});
      continue;
    }
    if (type.binary_output == nullptr) rules::raise(conditions::no_binary_output, type.display);
    Column value(type.physical, 1);
    record.load(field, value, 0);
    std::string bytes;
    type.binary_output(value, 0, bytes);
    append_big_endian(out, static_cast<std::int32_t>(bytes.size()));
    out.append(bytes);
  }
}

int RecordCodec::compare(const Column& a, std::uint32_t a_row, const Column& b,
                         std::uint32_t b_row) {
  return record_compare(a.at<std::string_view>(a_row), b.at<std::string_view>(b_row));
}

std::uint64_t RecordCodec::hash(const Column& in, std::uint32_t row) {
  const RecordView record(in.at<std::string_view>(row));
  std::uint64_t state = record.size();
  for (std::uint32_t field = 0; field < record.size(); ++field) {
    std::uint64_t next = 0;
    if (!record.is_null(field)) {
      const Type& type = type_of(record.type(field));
      if (type.hash == nullptr) rules::raise(conditions::no_hash_function, type.display);
      Column value(type.physical, 1);
      record.load(field, value, 0);
      next = type.hash(value, 0);
    }
    state = hash_combine(state, next);
  }
  return state;
}

}  // namespace dsql::engine
