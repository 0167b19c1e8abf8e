#include "wire/pg/row_encoder.h"

#include "dsqlrules/conditions/condition.h"
#include "dsqlrules/conditions/value_errors.h"
#include "wire/pg/server_messages.h"

namespace dsql::wire {

std::optional<rules::SqlError> RowEncoder::prepare(const engine::RowShape& shape,
                                                   std::span<const std::int16_t> formats) {
  columns_.clear();
  columns_.reserve(shape.size());
  for (std::size_t i = 0; i < shape.size(); ++i) {
    // A type that is not in the table is the row type of a relation: its values are records.
    const engine::Type* known = engine::find_type(shape[i].type);
    const engine::Type& type = known != nullptr ? *known : engine::type_of(engine::oid::record);
    const bool binary = format_of(formats, i) == 1;
    if (binary && type.binary_output == nullptr) {
      return rules::error(rules::conditions::no_binary_output, type.display);
    }
    columns_.push_back({&type, binary});
  }
  return std::nullopt;
}

void RowEncoder::encode(const engine::Batch& batch, const engine::TextFormat& format,
                        OutputBuffer& out) const {
  const auto column_count = static_cast<std::int16_t>(columns_.size());
  batch.rows.for_each([&](std::uint32_t row) {
    out.begin('D');
    out.int16(column_count);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const engine::Column& values = *batch.columns[i];
      if (values.is_null(row)) {
        constexpr std::uint32_t null_length = 0xffff'ffff;
        out.int32(null_length);
        continue;
      }
      out.int32(0);
      std::string& bytes = out.bytes();
      const std::size_t start = bytes.size();
      const ColumnOutput& output = columns_[i];
      if (output.binary) {
        output.type->binary_output(values, row, bytes);
      } else {
        output.type->text_output(values, row, format, bytes);
      }
      store_uint32(bytes.data() + start - 4, static_cast<std::uint32_t>(bytes.size() - start));
    }
    out.end();
  });
}

}  // namespace dsql::wire
