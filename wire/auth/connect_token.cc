#include "wire/auth/connect_token.h"

#include <algorithm>
#include <charconv>

#include <fmt/core.h>

#include "dsqlrules/conditions/connection_errors.h"
#include "dsqlrules/conditions/limits.h"

namespace dsql::wire {
namespace {

using rules::SqlError;
using rules::conditions::denied;
namespace reasons = rules::conditions::reasons;

SigningInput signing_input(const ConnectToken& token) {
  return {.method = "GET",
          .path = "/",
          .query = token.signed_query,
          .headers = {{"host", token.host}},
          .body_hash = empty_body_hash,
          .timestamp = token.timestamp,
          .scope = token.scope};
}

// Moves the value of every parameter SigV4 needs into `token`; the reason if one is missing.
std::optional<SqlError> take_parameters(const NameValues& query, ConnectToken& token) {
  for (const std::string_view name : {"Action", "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date",
                                      "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"}) {
    const auto named = [name](const auto& parameter) { return parameter.first == name; };
    const auto count = std::count_if(query.begin(), query.end(), named);
    if (count == 0) return denied(reasons::missing_parameter, name);
    if (count > 1) return denied(reasons::malformed_parameter, name);
  }
  token.action = *find_parameter(query, "Action");
  token.timestamp = *find_parameter(query, "X-Amz-Date");
  token.signature = *find_parameter(query, "X-Amz-Signature");
  if (const std::string* session = find_parameter(query, "X-Amz-Security-Token")) {
    token.session_token = *session;
  }
  for (const auto& parameter : query) {
    if (parameter.first != "X-Amz-Signature") token.signed_query.push_back(parameter);
  }
  return std::nullopt;
}

std::optional<std::chrono::seconds> parse_lifetime(std::string_view text) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::chrono::seconds(seconds);
}

// Reads the values that have a form of their own; the reason if one has another.
std::optional<SqlError> read_values(const NameValues& query, ConnectToken& token) {
  if (*find_parameter(query, "X-Amz-Algorithm") != "AWS4-HMAC-SHA256") {
    return denied(reasons::malformed_parameter, "X-Amz-Algorithm");
  }
  auto scope = parse_credential_scope(*find_parameter(query, "X-Amz-Credential"));
  if (!scope) return denied(reasons::malformed_parameter, "X-Amz-Credential");
  token.scope = *std::move(scope);
  const auto issued = parse_amz_date(token.timestamp);
  if (!issued) return denied(reasons::malformed_parameter, "X-Amz-Date");
  token.issued = *issued;
  const auto lifetime = parse_lifetime(*find_parameter(query, "X-Amz-Expires"));
  if (!lifetime) return denied(reasons::malformed_parameter, "X-Amz-Expires");
  token.lifetime = *lifetime;
  if (token.lifetime.count() < 1 || token.lifetime > rules::limits::token_validity_maximum) {
    return denied(reasons::duration_too_long);
  }
  if (*find_parameter(query, "X-Amz-SignedHeaders") != "host") {
    return denied(reasons::host_not_signed);
  }
  return std::nullopt;
}

}  // namespace

std::string_view action_for_user(std::string_view user) {
  return user == "admin" ? action_connect_admin : action_connect;
}

std::variant<ConnectToken, SqlError> parse_connect_token(std::string_view password) {
  const std::size_t question = password.find('?');
  if (question == password.npos || question < 2 || password[question - 1] != '/') {
    return denied(reasons::no_token);
  }
  ConnectToken token;
  token.host = password.substr(0, question - 1);
  if (token.host.find('/') != token.host.npos) return denied(reasons::no_token);
  const auto query = parse_query(password.substr(question + 1));
  if (!query) return denied(reasons::no_token);
  if (auto defect = take_parameters(*query, token)) return *std::move(defect);
  if (auto defect = read_values(*query, token)) return *std::move(defect);
  return token;
}

bool token_signature_holds(const ConnectToken& token, std::string_view secret_access_key) {
  return same_signature(sigv4_signature(signing_input(token), secret_access_key), token.signature);
}

std::string make_connect_token(const TokenRequest& request, const Credentials& credentials) {
  ConnectToken token;
  token.host = request.host;
  token.timestamp = format_amz_date(request.issued);
  token.scope = {.access_key_id = credentials.access_key_id,
                 .date = token.timestamp.substr(0, 8),
                 .region = std::string(request.region),
                 .service = "dsql"};
  token.signed_query = {{"Action", std::string(action_for_user(request.user))},
                        {"X-Amz-Algorithm", "AWS4-HMAC-SHA256"},
                        {"X-Amz-Credential", token.scope.access_key_id + '/' + token.scope.text()},
                        {"X-Amz-Date", token.timestamp},
                        {"X-Amz-Expires", fmt::format("{}", request.lifetime.count())},
                        {"X-Amz-SignedHeaders", "host"}};
  if (!credentials.session_token.empty()) {
    token.signed_query.emplace_back("X-Amz-Security-Token", credentials.session_token);
  }
  std::string text = token.host + "/?";
  for (const auto& [name, value] : token.signed_query) {
    text += name + '=' + percent_encode(value) + '&';
  }
  return text +
         "X-Amz-Signature=" + sigv4_signature(signing_input(token), credentials.secret_access_key);
}

}  // namespace dsql::wire
