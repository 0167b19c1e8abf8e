// Authenticator: whether a client may connect as the user it names. It owns the policy and nothing
// else; immutable after construction, so any thread may ask. The clock is a parameter.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dsqlrules/conditions/sql_error.h"
#include "wire/auth/connect_token.h"
#include "wire/auth/sigv4.h"

namespace dsql::wire {

enum class AuthMode : std::uint8_t {
  token,  // a connect token is asked for and checked
  trust,  // whoever comes is who they say
};

struct AuthPolicy {
  AuthMode mode = AuthMode::token;
  std::vector<std::string> regions{"us-east-1"};
  // Key pairs whose signatures are checked. Without any, a token's signature is taken on trust and
  // everything else about it is still checked.
  std::vector<Credentials> credentials{};
};

struct ConnectAttempt {
  std::string_view user;
  std::string_view password;
  std::string_view server_name{};  // SNI of the TLS connection, empty without
};

class Authenticator {
 public:
  explicit Authenticator(AuthPolicy policy) : policy_(std::move(policy)) {}

  bool wants_password() const { return policy_.mode == AuthMode::token; }

  // nullopt if the attempt is good, else access_denied (FATAL 08006) with the reason as its hint:
  // shape of the token, action against user, expiry, scope (service, region, date), host, and the
  // signature where credentials are configured, in this order.
  std::optional<rules::SqlError> check(const ConnectAttempt& attempt,
                                       std::chrono::sys_seconds now) const;

 private:
  std::optional<rules::SqlError> check_scope(const CredentialScope& scope,
                                             std::string_view timestamp) const;
  std::optional<rules::SqlError> check_host(const ConnectToken& token,
                                            std::string_view server_name) const;
  std::optional<rules::SqlError> check_signature(const ConnectToken& token) const;

  AuthPolicy policy_;
};

// The parts of `{id}.dsql[-suffix].{region}.on.aws`.
struct ServiceHost {
  std::string cluster;
  std::string region;
  friend bool operator==(const ServiceHost&, const ServiceHost&) = default;
};

// Reads a service host name, case-insensitively and without its port; nullopt for any other name
// (localhost, an address, a container's name).
std::optional<ServiceHost> parse_service_host(std::string_view host);

}  // namespace dsql::wire
