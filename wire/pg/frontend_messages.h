// The bodies of messages from the client, taken apart. Each reader checks bounds and form and
// answers PostgreSQL's error for what is wrong; views point into the message. What the values mean
// (whether a statement exists, how many parameters it has) is the session's to judge.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "dsqlrules/conditions/sql_error.h"
#include "engine/session/session.h"

namespace dsql::wire {

struct ParseMessage {
  std::string_view statement{};
  std::string_view text{};
  std::vector<engine::Oid> parameter_types{};
};

struct BindMessage {
  std::string_view portal{};
  std::string_view statement{};
  std::vector<engine::ParameterValue> parameters{};
  std::vector<std::int16_t> result_formats{};
};

// Describe and Close: a statement ('S') or a portal ('P').
struct TargetMessage {
  char kind = 'S';
  std::string_view name{};
};

struct ExecuteMessage {
  std::string_view portal{};
  std::uint64_t max_rows = 0;  // 0 is no limit
};

using MessageError = std::optional<rules::SqlError>;

// These overwrite `out`, keeping the capacity of its vectors. Errors: insufficient_data_in_message,
// invalid_string_in_message, invalid_message_format, invalid_byte_sequence, and what is named.
MessageError read_query(std::string_view body, std::string_view& text);
MessageError read_parse(std::string_view body, ParseMessage& out);
// Also: bind_format_count, unsupported_format_code.
MessageError read_bind(std::string_view body, BindMessage& out);
// Also: unrecognized_describe_subtype.
MessageError read_describe(std::string_view body, TargetMessage& out);
// Also: unrecognized_close_subtype.
MessageError read_close(std::string_view body, TargetMessage& out);
MessageError read_execute(std::string_view body, ExecuteMessage& out);
// CopyFail's reason, and a password.
MessageError read_text(std::string_view body, std::string_view& text);

}  // namespace dsql::wire
