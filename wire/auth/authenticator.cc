#include "wire/auth/authenticator.h"

#include <algorithm>
#include <cctype>

#include "dsqlrules/conditions/connection_errors.h"

namespace dsql::wire {
namespace {

using rules::SqlError;
using rules::conditions::denied;
namespace reasons = rules::conditions::reasons;

// How far a client's clock may be ahead of ours, as AWS tolerates it.
constexpr std::chrono::minutes clock_skew{5};

std::optional<SqlError> check_time(const ConnectToken& token, std::chrono::sys_seconds now) {
  const std::string now_text = format_amz_date(now);
  if (token.issued > now + clock_skew) {
    return denied(reasons::not_yet_current, token.timestamp, format_amz_date(now + clock_skew),
                  now_text);
  }
  if (token.issued + token.lifetime < now) {
    return denied(reasons::expired, token.timestamp, format_amz_date(now - token.lifetime),
                  now_text, token.lifetime.count());
  }
  return std::nullopt;
}

}  // namespace

std::optional<SqlError> Authenticator::check(const ConnectAttempt& attempt,
                                             std::chrono::sys_seconds now) const {
  if (policy_.mode == AuthMode::trust) return std::nullopt;
  auto parsed = parse_connect_token(attempt.password);
  if (auto* defect = std::get_if<SqlError>(&parsed)) return std::move(*defect);
  const ConnectToken& token = std::get<ConnectToken>(parsed);
  if (token.action != action_for_user(attempt.user)) {
    return denied(reasons::wrong_action, attempt.user, token.action);
  }
  if (auto defect = check_time(token, now)) return defect;
  if (auto defect = check_scope(token.scope, token.timestamp)) return defect;
  if (auto defect = check_host(token, attempt.server_name)) return defect;
  return check_signature(token);
}

std::optional<SqlError> Authenticator::check_scope(const CredentialScope& scope,
                                                   std::string_view timestamp) const {
  if (scope.service != "dsql") return denied(reasons::wrong_service, scope.service);
  const auto& regions = policy_.regions;
  if (std::find(regions.begin(), regions.end(), scope.region) == regions.end()) {
    return denied(reasons::wrong_region, scope.region);
  }
  const std::string_view day = timestamp.substr(0, 8);
  if (scope.date != day) return denied(reasons::wrong_date, scope.date, day);
  return std::nullopt;
}

// A client that goes to an address or to localhost has a token for that name, or for the cluster it
// means; only two service names that differ cannot both be right.
std::optional<SqlError> Authenticator::check_host(const ConnectToken& token,
                                                  std::string_view server_name) const {
  const auto host = parse_service_host(token.host);
  if (!host) return std::nullopt;
  if (host->region != token.scope.region) return denied(reasons::wrong_host, token.host);
  const auto connected = parse_service_host(server_name);
  if (connected && *connected != *host) return denied(reasons::wrong_host, token.host);
  return std::nullopt;
}

std::optional<SqlError> Authenticator::check_signature(const ConnectToken& token) const {
  if (policy_.credentials.empty()) return std::nullopt;
  for (const Credentials& known : policy_.credentials) {
    if (known.access_key_id != token.scope.access_key_id) continue;
    if (known.session_token != token.session_token) return denied(reasons::unknown_key);
    if (token_signature_holds(token, known.secret_access_key)) return std::nullopt;
    return denied(reasons::wrong_signature);
  }
  return denied(reasons::unknown_key);
}

std::optional<ServiceHost> parse_service_host(std::string_view host) {
  std::string name(host.substr(0, host.rfind(':')));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  constexpr std::string_view suffix = ".on.aws";
  if (!name.ends_with(suffix)) return std::nullopt;
  name.resize(name.size() - suffix.size());
  const std::size_t region_dot = name.rfind('.');
  if (region_dot == name.npos) return std::nullopt;
  const std::size_t service_dot = name.rfind('.', region_dot - 1);
  if (service_dot == name.npos || service_dot == 0) return std::nullopt;
  const std::string_view service =
      std::string_view(name).substr(service_dot + 1, region_dot - service_dot - 1);
  if (service != "dsql" && !service.starts_with("dsql-")) return std::nullopt;
  return ServiceHost{.cluster = name.substr(0, service_dot), .region = name.substr(region_dot + 1)};
}

}  // namespace dsql::wire
