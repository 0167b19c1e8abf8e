#include "wire/pg/startup_packet.h"

#include <algorithm>

#include "dsqlrules/conditions/connection_errors.h"
#include "wire/pg/byte_order.h"

namespace dsql::wire {
namespace {

namespace conditions = rules::conditions;
using rules::error;
using Settings = std::vector<std::pair<std::string, std::string>>;

constexpr std::uint32_t special_major = 1234;  // "versions" that are requests
constexpr std::uint32_t cancel_minor = 5678;
constexpr std::uint32_t ssl_minor = 5679;
constexpr std::uint32_t gss_minor = 5680;

// Takes a zero-terminated string off the front of `rest`; nullopt if there is no terminator.
std::optional<std::string_view> take_text(std::string_view& rest) {
  const std::size_t end = rest.find('\0');
  if (end == rest.npos) return std::nullopt;
  const std::string_view text = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return text;
}

bool space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::vector<std::string> split_options(std::string_view options) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at < options.size()) {
    if (space(options[at])) {
      ++at;
      continue;
    }
    std::string word;
    for (; at < options.size() && !space(options[at]); ++at) {
      if (options[at] == '\\' && ++at == options.size()) break;
      word += options[at];
    }
    words.push_back(std::move(word));
  }
  return words;
}

StartupPacket parse_message(std::uint32_t minor, std::string_view rest) {
  StartupMessage message;
  message.newer = minor > 0;
  std::string_view options;
  Settings parameters;
  while (!rest.empty() && rest.front() != '\0') {
    const auto name = take_text(rest);
    const auto value = take_text(rest);
    if (!name || !value) break;
    if (*name == "user") {
      message.user = *value;
    } else if (*name == "database") {
      message.database = *value;
    } else if (*name == "options") {
      options = *value;
    } else if (name->starts_with("_pq_.")) {
      message.unrecognized_options.emplace_back(*name);
    } else {
      parameters.emplace_back(*name, *value);
    }
  }
  if (rest.size() != 1 || rest.front() != '\0') return error(conditions::invalid_startup_packet);
  if (message.user.empty()) return error(conditions::no_user_name);
  if (message.database.empty()) message.database = message.user;
  message.newer = message.newer || !message.unrecognized_options.empty();
  if (auto invalid = parse_options(options, message.settings)) return *std::move(invalid);
  std::move(parameters.begin(), parameters.end(), std::back_inserter(message.settings));
  return message;
}

}  // namespace

StartupPacket parse_startup_packet(std::string_view packet, bool encrypted) {
  if (packet.size() < 4) return Unreadable{};
  const std::uint32_t version = load_uint32(packet.data());
  const std::uint32_t major = version >> 16, minor = version & 0xffff;
  packet.remove_prefix(4);
  if (major == special_major && minor == cancel_minor) {
    if (packet.size() != 8) return Unreadable{};
    return CancelRequest{load_uint32(packet.data()), load_uint32(packet.data() + 4)};
  }
  if (major == special_major && !encrypted) {
    if (minor == ssl_minor) return SslRequest{};
    if (minor == gss_minor) return GssEncryptionRequest{};
  }
  if (major != 3) {
    return error(conditions::unsupported_protocol, static_cast<int>(major),
                 static_cast<int>(minor));
  }
  return parse_message(minor, packet);
}

std::optional<rules::SqlError> parse_options(std::string_view options, Settings& settings) {
  const std::vector<std::string> words = split_options(options);
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    const bool long_form = word.starts_with("--");
    if (!long_form && !word.starts_with("-c")) {
      return error(conditions::invalid_command_line_arguments);
    }
    word.remove_prefix(2);
    if (!long_form && word.empty()) {
      if (++i == words.size()) return error(conditions::invalid_command_line_arguments);
      word = words[i];
    }
    const std::size_t equals = word.find('=');
    std::string name(word.substr(0, equals));
    std::replace(name.begin(), name.end(), '-', '_');
    if (equals == word.npos) {
      return long_form ? error(conditions::long_option_requires_value, name)
                       : error(conditions::option_requires_value, name);
    }
    settings.emplace_back(std::move(name), word.substr(equals + 1));
  }
  return std::nullopt;
}

}  // namespace dsql::wire
