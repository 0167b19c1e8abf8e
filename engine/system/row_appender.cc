#include <cassert>

#include "engine/system/relation_rows.h"

namespace dsql::engine {

RowAppender::RowAppender(std::span<const SystemColumn> columns, const TextFormat& format)
    : columns_(columns), format_(format) {}

Column& RowAppender::next() {
  assert(column_ < columns_.size());
  if (column_ == 0 && (chunks_.empty() || chunks_.back().rows == batch_capacity)) {
    Chunk& chunk = chunks_.emplace_back();
    for (const SystemColumn& column : columns_)
      chunk.columns.emplace_back(type_of(column.type).physical, batch_capacity);
    row_ = 0;
  }
  return chunks_.back().columns[column_++];
}

RowAppender& RowAppender::null() {
  next().set_null(row_);
  return *this;
}

RowAppender& RowAppender::boolean(bool value) {
  next().set(row_, value);
  return *this;
}

RowAppender& RowAppender::integer(std::int64_t value) {
  Column& column = next();
  switch (column.physical()) {
    case Physical::int16: column.set(row_, static_cast<std::int16_t>(value)); break;
    case Physical::int32: column.set(row_, static_cast<std::int32_t>(value)); break;
    case Physical::uint32: column.set(row_, static_cast<std::uint32_t>(value)); break;
    case Physical::float32: column.set(row_, static_cast<float>(value)); break;
    case Physical::float64: column.set(row_, static_cast<double>(value)); break;
    case Physical::int64: column.set(row_, value); break;
    default: --column_; return text(std::to_string(value));
  }
  return *this;
}

RowAppender& RowAppender::real(double value) {
  Column& column = next();
  if (column.physical() == Physical::float32) {
    column.set(row_, static_cast<float>(value));
  } else {
    column.set(row_, value);
  }
  return *this;
}

RowAppender& RowAppender::character(char value) {
  return text(value == 0 ? std::string_view() : std::string_view(&value, 1));
}

RowAppender& RowAppender::text(std::string_view value) {
  const Type& type = type_of(columns_[column_].type);
  Column& column = next();
  if (type.oid == oid::text || type.oid == oid::varchar) {
    column.own(row_, value);
  } else {
    type.text_input(value, -1, format_, column, row_);
  }
  return *this;
}

RowAppender& RowAppender::text_or_null(const std::optional<std::string>& value) {
  return value ? text(*value) : null();
}

RowAppender& RowAppender::nonempty(std::string_view value) {
  return value.empty() ? null() : text(value);
}

RowAppender& RowAppender::nonzero(std::int64_t value) {
  return value == 0 ? null() : integer(value);
}

RowAppender& RowAppender::int_array(std::span<const std::int64_t> values) {
  const Oid type = columns_[column_].type;
  const bool vector = type == oid::int2vector || type == oid::oidvector;
  std::string list;
  for (const std::int64_t value : values) {
    if (!list.empty()) list += vector ? ' ' : ',';
    list += std::to_string(value);
  }
  return text(vector ? list : "{" + list + "}");
}

RowAppender& RowAppender::text_array(std::span<const std::string> values) {
  std::string list = "{";
  for (const std::string& value : values) {
    if (list.size() > 1) list += ',';
    list += '"';
    for (const char c : value) {
      if (c == '"' || c == '\\') list += '\\';
      list += c;
    }
    list += '"';
  }
  return text(list + "}");
}

void RowAppender::end_row() {
  while (column_ < columns_.size()) null();
  column_ = 0;
  ++row_;
  chunks_.back().rows = row_;
}

}  // namespace dsql::engine
