#include "wire/pg/server_messages.h"

#include <fmt/format.h>

namespace dsql::wire {
namespace {

void write_field(OutputBuffer& out, char code, std::string_view value) {
  if (value.empty()) return;
  out.int8(static_cast<std::uint8_t>(code));
  out.text(value);
}

void write_response(OutputBuffer& out, char type, const rules::SqlError& error) {
  const std::string_view severity = rules::severity_name(error.severity);
  out.begin(type);
  write_field(out, 'S', severity);
  write_field(out, 'V', severity);
  write_field(out, 'C', error.sqlstate.text());
  write_field(out, 'M', error.message);
  write_field(out, 'D', error.detail);
  write_field(out, 'H', error.hint);
  if (error.location > 0) write_field(out, 'P', fmt::format_int(error.location).c_str());
  write_field(out, 'W', error.where);
  write_field(out, 's', error.schema);
  write_field(out, 't', error.table);
  write_field(out, 'c', error.column);
  write_field(out, 'd', error.datatype);
  write_field(out, 'n', error.constraint);
  out.int8(0);
  out.end();
}

}  // namespace

void write_authentication_ok(OutputBuffer& out) {
  out.begin('R');
  out.int32(0);
  out.end();
}

void write_password_request(OutputBuffer& out) {
  out.begin('R');
  out.int32(3);
  out.end();
}

void write_negotiate_version(OutputBuffer& out, std::span<const std::string> unrecognized_options) {
  constexpr std::uint32_t version_3_0 = 3U << 16;
  out.begin('v');
  out.int32(version_3_0);
  out.int32(static_cast<std::uint32_t>(unrecognized_options.size()));
  for (const std::string& option : unrecognized_options) out.text(option);
  out.end();
}

void write_parameter_status(OutputBuffer& out, std::string_view name, std::string_view value) {
  out.begin('S');
  out.text(name);
  out.text(value);
  out.end();
}

void write_backend_key(OutputBuffer& out, std::uint32_t process_id, std::uint32_t secret) {
  out.begin('K');
  out.int32(process_id);
  out.int32(secret);
  out.end();
}

void write_ready(OutputBuffer& out, engine::BlockState state) {
  out.begin('Z');
  out.int8(static_cast<std::uint8_t>(state));
  out.end();
}

void write_row_description(OutputBuffer& out, const engine::RowShape& shape,
                           std::span<const std::int16_t> formats) {
  out.begin('T');
  out.int16(static_cast<std::int16_t>(shape.size()));
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const engine::ResultColumn& column = shape[i];
    out.text(column.name);
    out.int32(column.table);
    out.int16(column.attribute);
    out.int32(column.type);
    out.int16(column.type_size);
    out.int32(static_cast<std::uint32_t>(column.type_modifier));
    out.int16(format_of(formats, i));
  }
  out.end();
}

void write_parameter_description(OutputBuffer& out, std::span<const engine::Oid> types) {
  out.begin('t');
  out.int16(static_cast<std::int16_t>(types.size()));
  for (const engine::Oid type : types) out.int32(type);
  out.end();
}

void write_command_complete(OutputBuffer& out, std::string_view tag) {
  out.begin('C');
  out.text(tag);
  out.end();
}

void write_copy_response(OutputBuffer& out, char type, std::int16_t columns) {
  out.begin(type);
  out.int8(0);
  out.int16(columns);
  for (std::int16_t i = 0; i < columns; ++i) out.int16(0);
  out.end();
}

void write_copy_data(OutputBuffer& out, std::string_view bytes) {
  out.begin('d');
  out.raw(bytes);
  out.end();
}

void write_error(OutputBuffer& out, const rules::SqlError& error) {
  write_response(out, 'E', error);
}

void write_notice(OutputBuffer& out, const rules::SqlError& notice) {
  write_response(out, 'N', notice);
}

}  // namespace dsql::wire
