// Messages to the client, one function each; the error and notice responses too, which is the only
// place where an SqlError becomes bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/session/session.h"
#include "wire/pg/output_buffer.h"
#include "wire/pg/startup_packet.h"

namespace dsql::wire {

// --- start of a connection -----------------------------------------------------------------------
void write_authentication_ok(OutputBuffer& out);
void write_password_request(OutputBuffer& out);  // AuthenticationCleartextPassword
void write_negotiate_version(OutputBuffer& out, std::span<const std::string> unrecognized_options);
void write_parameter_status(OutputBuffer& out, std::string_view name, std::string_view value);
void write_backend_key(OutputBuffer& out, std::uint32_t process_id, std::uint32_t secret);
void write_ready(OutputBuffer& out, engine::BlockState state);

// --- results -------------------------------------------------------------------------------------
// `formats` as Bind gives them: none (all text), one for all, one a column.
void write_row_description(OutputBuffer& out, const engine::RowShape& shape,
                           std::span<const std::int16_t> formats);
void write_parameter_description(OutputBuffer& out, std::span<const engine::Oid> types);
void write_command_complete(OutputBuffer& out, std::string_view tag);
// CopyInResponse ('G') or CopyOutResponse ('H'), all columns text.
void write_copy_response(OutputBuffer& out, char type, std::int16_t columns);
void write_copy_data(OutputBuffer& out, std::string_view bytes);

inline constexpr char parse_complete = '1', bind_complete = '2', close_complete = '3',
                      no_data = 'n', portal_suspended = 's', empty_query_response = 'I',
                      copy_done = 'c';

// --- errors --------------------------------------------------------------------------------------
// Every field the error has: S V C M D H P W s t c d n. A location above 0 is sent as the position.
void write_error(OutputBuffer& out, const rules::SqlError& error);
void write_notice(OutputBuffer& out, const rules::SqlError& notice);

// The format of one column under Bind's rule.
inline std::int16_t format_of(std::span<const std::int16_t> formats, std::size_t column) {
  if (formats.empty()) return 0;
  if (formats.size() == 1) return formats[0];
  return column < formats.size() ? formats[column] : std::int16_t{0};
}

}  // namespace dsql::wire
