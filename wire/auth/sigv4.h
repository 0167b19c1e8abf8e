// AWS Signature Version 4. Signing and verifying are one function, sigv4_signature(): a verifier
// makes the signature the sender should have made and compares. Used for the query-presigned
// connect token and for header-signed control-plane requests. Pure; the time is a parameter.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wire/auth/percent.h"

namespace dsql::wire {

struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;  // empty for a long-term key
};

// What a signature is good for: the middle of
// Credential=<key>/<date>/<region>/<service>/aws4_request.
struct CredentialScope {
  std::string access_key_id;
  std::string date;  // YYYYMMDD
  std::string region;
  std::string service;

  // "<date>/<region>/<service>/aws4_request"
  std::string text() const;
};

// Reads `<key>/<date>/<region>/<service>/aws4_request`; the key itself may contain no '/'.
std::optional<CredentialScope> parse_credential_scope(std::string_view credential);

// Everything that goes into a signature.
struct SigningInput {
  std::string_view method{};
  std::string_view path{};  // as it stands in the request, still percent-encoded; empty means "/"
  NameValues query{};       // decoded, without X-Amz-Signature
  NameValues headers{};     // the signed ones only, names in lower case
  std::string_view body_hash{};  // hexadecimal SHA-256 of the body
  std::string_view timestamp{};  // 20261122T141028Z
  CredentialScope scope{};
};

// The signature, 64 lower-case hexadecimal digits. Parameters and headers are put in canonical
// order here, so the caller's order does not matter.
std::string sigv4_signature(const SigningInput& input, std::string_view secret_access_key);

// The hexadecimal SHA-256 of `bytes`.
std::string sha256_hex(std::string_view bytes);
inline constexpr std::string_view empty_body_hash =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

// Whether two signatures are the same, in time that does not depend on where they differ.
bool same_signature(std::string_view a, std::string_view b);

// 20261122T141028Z as a time, and back. nullopt unless it is exactly of that form and a real date.
std::optional<std::chrono::sys_seconds> parse_amz_date(std::string_view text);
std::string format_amz_date(std::chrono::sys_seconds time);

// A request whose signature stands in its Authorization header.
struct HttpRequestView {
  std::string_view method{};
  std::string_view target{};  // path and query as sent
  NameValues headers{};       // names in lower case
  std::string_view body{};
};

struct Authorization {
  CredentialScope scope{};
  std::vector<std::string> signed_headers;
  std::string signature;
};

// Reads `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=a;b, Signature=…`; nullopt if it is anything
// else.
std::optional<Authorization> parse_authorization(std::string_view header);

// Whether `request` carries `authorization` made with this secret over exactly these bytes. Expiry,
// key id, region and service are the caller's to check.
bool request_signature_holds(const HttpRequestView& request, const Authorization& authorization,
                             std::string_view secret_access_key);

}  // namespace dsql::wire
