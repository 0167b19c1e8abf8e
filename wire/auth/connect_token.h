// The password of Aurora DSQL: a query-presigned `GET https://{host}/?Action=…` without its
// `https://`. Parsed as a query string, never by position, since every SDK orders it its own way.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include "dsqlrules/conditions/limits.h"
#include "dsqlrules/conditions/sql_error.h"
#include "wire/auth/sigv4.h"

namespace dsql::wire {

inline constexpr std::string_view action_connect = "DbConnect";
inline constexpr std::string_view action_connect_admin = "DbConnectAdmin";

struct ConnectToken {
  std::string host;  // as the client believed it, with a port only if the client put one in
  std::string action;
  CredentialScope scope{};
  std::string timestamp;  // X-Amz-Date as written
  std::chrono::sys_seconds issued{};
  std::chrono::seconds lifetime{0};
  std::string session_token;  // empty without
  std::string signature;
  NameValues signed_query;  // every parameter but the signature
};

// The action a user of this name must have asked for: only "admin" takes DbConnectAdmin.
std::string_view action_for_user(std::string_view user);

// Reads a token's shape: a host, every parameter SigV4 needs, valid values, host as the only signed
// header. The error is access_denied with the reason in its hint. Nothing is compared with the
// clock or with the connection here.
std::variant<ConnectToken, rules::SqlError> parse_connect_token(std::string_view password);

// Whether the token's signature was made with this secret.
bool token_signature_holds(const ConnectToken& token, std::string_view secret_access_key);

struct TokenRequest {
  std::string_view host{};
  std::string_view region{};
  std::string_view user = "admin";
  std::chrono::sys_seconds issued{};
  std::chrono::seconds lifetime{rules::limits::token_validity};
};

// A token as the SDKs make it (`dsql-local token`).
std::string make_connect_token(const TokenRequest& request, const Credentials& credentials);

}  // namespace dsql::wire
