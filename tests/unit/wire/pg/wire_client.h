// Messages as a client writes them, and the server's answers as readable lines, for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/pg/byte_order.h"

namespace dsql::wire::test {

inline std::string int16(int value) {
  char raw[2];
  store_uint16(raw, static_cast<std::uint16_t>(value));
  return {raw, 2};
}
inline std::string int32(std::int64_t value) {
  char raw[4];
  store_uint32(raw, static_cast<std::uint32_t>(value));
  return {raw, 4};
}
inline std::string text(std::string_view value) { return std::string(value) + '\0'; }

inline std::string message(char type, std::string_view body = {}) {
  return type + int32(static_cast<std::int64_t>(body.size()) + 4) + std::string(body);
}
inline std::string query(std::string_view sql) { return message('Q', text(sql)); }
inline std::string parse(std::string_view name, std::string_view sql,
                         const std::vector<int>& types = {}) {
  std::string body = text(name) + text(sql) + int16(static_cast<int>(types.size()));
  for (const int type : types) body += int32(type);
  return message('P', body);
}
// All parameters as text; a result format for each of `formats`.
inline std::string bind(std::string_view portal, std::string_view statement,
                        const std::vector<std::string>& values = {},
                        const std::vector<int>& formats = {}) {
  std::string body = text(portal) + text(statement) + int16(0);
  body += int16(static_cast<int>(values.size()));
  for (const auto& value : values) body += int32(static_cast<std::int64_t>(value.size())) + value;
  body += int16(static_cast<int>(formats.size()));
  for (const int format : formats) body += int16(format);
  return message('B', body);
}
inline std::string describe(char kind, std::string_view name) {
  return message('D', kind + text(name));
}
inline std::string execute(std::string_view portal, int rows = 0) {
  return message('E', text(portal) + int32(rows));
}
inline std::string close(char kind, std::string_view name) {
  return message('C', kind + text(name));
}
inline std::string sync() { return message('S'); }

// A startup packet with its length.
inline std::string startup(const std::vector<std::pair<std::string, std::string>>& parameters,
                           std::int64_t version = 196608) {
  std::string body = int32(version);
  for (const auto& [name, value] : parameters) body += text(name) + text(value);
  body += '\0';
  return int32(static_cast<std::int64_t>(body.size()) + 4) + body;
}

// The server's messages, one line each: its type, and for some what is in it:
//   E 42601 message [P=3 D=… H=…]    C SELECT 2    D 1|row 1|    Z I    S name=value
std::vector<std::string> readable(std::string_view bytes);

}  // namespace dsql::wire::test
