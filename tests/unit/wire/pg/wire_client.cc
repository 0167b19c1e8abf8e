#include "tests/unit/wire/pg/wire_client.h"

namespace dsql::wire::test {
namespace {

std::string take_text(std::string_view& body) {
  const std::size_t end = body.find('\0');
  std::string value(body.substr(0, end));
  body.remove_prefix(std::min(body.size(), end == body.npos ? body.size() : end + 1));
  return value;
}

std::string fields(std::string_view body) {
  std::string severity, code, message, rest;
  while (!body.empty() && body.front() != '\0') {
    const char field = body.front();
    body.remove_prefix(1);
    const std::string value = take_text(body);
    if (field == 'S') continue;
    if (field == 'V') {
      severity = value;
    } else if (field == 'C') {
      code = value;
    } else if (field == 'M') {
      message = value;
    } else {
      rest += std::string(" ") + field + "=" + value;
    }
  }
  return severity + " " + code + " " + message + rest;
}

std::string row(std::string_view body) {
  std::string line;
  const int columns = load_uint16(body.data());
  body.remove_prefix(2);
  for (int i = 0; i < columns; ++i) {
    const auto length = static_cast<std::int32_t>(load_uint32(body.data()));
    body.remove_prefix(4);
    if (i > 0) line += '|';
    if (length < 0) {
      line += "NULL";
      continue;
    }
    line += body.substr(0, static_cast<std::size_t>(length));
    body.remove_prefix(static_cast<std::size_t>(length));
  }
  return line;
}

std::string content(char type, std::string_view body) {
  switch (type) {
    case 'E':
    case 'N': return fields(body);
    case 'C': return take_text(body);
    case 'D': return row(body);
    case 'Z': return std::string(body);
    case 'S': {
      const std::string name = take_text(body);
      return name + "=" + take_text(body);
    }
    case 'R': return std::to_string(load_uint32(body.data()));
    case 'T':
    case 't': return std::to_string(load_uint16(body.data()));
    case 'd': return std::string(body.substr(0, body.find('\n')));
    default: return {};
  }
}

}  // namespace

std::vector<std::string> readable(std::string_view bytes) {
  std::vector<std::string> lines;
  while (bytes.size() >= 5) {
    const std::size_t length = load_uint32(bytes.data() + 1);
    if (length < 4 || bytes.size() < length + 1) break;
    const std::string value = content(bytes[0], bytes.substr(5, length - 4));
    lines.push_back(bytes[0] + (value.empty() ? "" : " " + value));
    bytes.remove_prefix(length + 1);
  }
  if (!bytes.empty()) lines.push_back("rest of " + std::to_string(bytes.size()));
  return lines;
}

}  // namespace dsql::wire::test
