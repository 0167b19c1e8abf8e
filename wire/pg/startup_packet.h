// The packets before a conversation: requests for encryption and cancellation, and the startup
// message with its parameters. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "dsqlrules/conditions/sql_error.h"

namespace dsql::wire {

// PostgreSQL's own limit of a startup packet; a longer one closes the connection.
inline constexpr std::uint32_t longest_startup_packet = 10'000;

struct SslRequest {};
struct GssEncryptionRequest {};
struct CancelRequest {
  std::uint32_t process_id = 0;
  std::uint32_t secret = 0;
};

struct StartupMessage {
  std::string user;
  std::string database;  // the user's name if the client named none
  // Settings in the order PostgreSQL applies them: those of `options`, then the other parameters.
  std::vector<std::pair<std::string, std::string>> settings{};
  // Of a newer minor version than 3.0, or with protocol extensions: answered by
  // NegotiateProtocolVersion with these names.
  bool newer = false;
  std::vector<std::string> unrecognized_options{};
};

// A packet of a length no request has: the connection is closed without an answer.
struct Unreadable {};

using StartupPacket = std::variant<SslRequest, GssEncryptionRequest, CancelRequest, StartupMessage,
                                   Unreadable, rules::SqlError>;

// Reads a packet without its length. `encrypted`: encryption was negotiated before, so that a
// request for more is an unknown protocol. Errors, all FATAL: unsupported_protocol,
// invalid_startup_packet, no_user_name and those of parse_options().
StartupPacket parse_startup_packet(std::string_view packet, bool encrypted);

// Reads the `options` parameter, `-c name=value`, `-cname=value` and `--name=value` separated by
// spaces, a backslash keeping the next character, and appends to `settings`. Errors:
// invalid_command_line_arguments, option_requires_value, long_option_requires_value.
std::optional<rules::SqlError> parse_options(
    std::string_view options, std::vector<std::pair<std::string, std::string>>& settings);

}  // namespace dsql::wire
