#include "wire/auth/sigv4.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <span>

#include <fmt/core.h>
#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

namespace dsql::wire {
namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hex(std::span<const unsigned char> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const unsigned char byte : bytes) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

Digest sha256(std::string_view bytes) {
  Digest digest;
  SHA256(bytes_of(bytes), bytes.size(), digest.data());
  return digest;
}

Digest hmac(std::span<const unsigned char> key, std::string_view bytes) {
  Digest digest;
  unsigned length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(),
       digest.data(), &length);
  return digest;
}

// Spaces around a header's value go, runs of them inside become one.
std::string canonical_header_value(std::string_view value) {
  std::string canonical;
  bool space = false;
  for (const char c : value) {
    if (c == ' ' || c == '\t') {
      space = true;
      continue;
    }
    if (space && !canonical.empty()) canonical += ' ';
    space = false;
    canonical += c;
  }
  return canonical;
}

std::string canonical_query(const NameValues& query) {
  NameValues encoded;
  encoded.reserve(query.size());
  for (const auto& [name, value] : query) {
    encoded.emplace_back(percent_encode(name), percent_encode(value));
  }
  std::sort(encoded.begin(), encoded.end());
  std::string text;
  for (const auto& [name, value] : encoded) {
    if (!text.empty()) text += '&';
    text += name + '=' + value;
  }
  return text;
}

std::string canonical_request(const SigningInput& input) {
  NameValues headers = input.headers;
  std::sort(headers.begin(), headers.end());
  std::string lines;
  std::string names;
  for (const auto& [name, value] : headers) {
    lines += name + ':' + canonical_header_value(value) + '\n';
    names += (names.empty() ? "" : ";") + name;
  }
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", input.method,
                     input.path.empty() ? "/" : percent_encode(input.path, /*keep_slash=*/true),
                     canonical_query(input.query), lines, names, input.body_hash);
}

Digest signing_key(const CredentialScope& scope, std::string_view secret) {
  const std::string seed = "AWS4" + std::string(secret);
  Digest key = hmac(std::span(bytes_of(seed), seed.size()), scope.date);
  key = hmac(key, scope.region);
  key = hmac(key, scope.service);
  return hmac(key, "aws4_request");
}

std::optional<int> digits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.front() == '-') {
    return std::nullopt;
  }
  return value;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Takes the part before the next `separator` off the front of `text`.
std::string_view take(std::string_view& text, char separator) {
  const std::string_view part = text.substr(0, text.find(separator));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

}  // namespace

std::string CredentialScope::text() const {
  return fmt::format("{}/{}/{}/aws4_request", date, region, service);
}

std::optional<CredentialScope> parse_credential_scope(std::string_view credential) {
  if (std::count(credential.begin(), credential.end(), '/') != 4) return std::nullopt;
  CredentialScope scope;
  scope.access_key_id = take(credential, '/');
  scope.date = take(credential, '/');
  scope.region = take(credential, '/');
  scope.service = take(credential, '/');
  if (credential != "aws4_request" || scope.access_key_id.empty()) return std::nullopt;
  return scope;
}

std::string sigv4_signature(const SigningInput& input, std::string_view secret_access_key) {
  const std::string to_sign = fmt::format("{}\n{}\n{}\n{}", algorithm, input.timestamp,
                                          input.scope.text(), sha256_hex(canonical_request(input)));
  return hex(hmac(signing_key(input.scope, secret_access_key), to_sign));
}

std::string sha256_hex(std::string_view bytes) { return hex(sha256(bytes)); }

bool same_signature(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::optional<std::chrono::sys_seconds> parse_amz_date(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  const auto year = digits(text.substr(0, 4)), month = digits(text.substr(4, 2)),
             day = digits(text.substr(6, 2)), hour = digits(text.substr(9, 2)),
             minute = digits(text.substr(11, 2)), second = digits(text.substr(13, 2));
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

std::string format_amz_date(std::chrono::sys_seconds time) {
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(days);
  const std::chrono::hh_mm_ss clock(time - days);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<Authorization> parse_authorization(std::string_view header) {
  if (!header.starts_with(algorithm)) return std::nullopt;
  header.remove_prefix(algorithm.size());
  Authorization result;
  std::optional<CredentialScope> scope;
  while (!header.empty()) {
    const std::string_view part = trimmed(take(header, ','));
    if (part.starts_with("Credential=")) {
      scope = parse_credential_scope(part.substr(11));
    } else if (part.starts_with("SignedHeaders=")) {
      for (std::string_view names = part.substr(14); !names.empty();) {
        result.signed_headers.emplace_back(take(names, ';'));
      }
    } else if (part.starts_with("Signature=")) {
      result.signature = part.substr(10);
    }
  }
  if (!scope || result.signed_headers.empty() || result.signature.empty()) return std::nullopt;
  result.scope = *std::move(scope);
  return result;
}

bool request_signature_holds(const HttpRequestView& request, const Authorization& authorization,
                             std::string_view secret_access_key) {
  const std::string* timestamp = find_parameter(request.headers, "x-amz-date");
  if (timestamp == nullptr) return false;
  const std::string hash = sha256_hex(request.body);
  const std::string* declared = find_parameter(request.headers, "x-amz-content-sha256");
  if (declared != nullptr && *declared != hash) return false;

  const std::size_t question = request.target.find('?');
  auto query = parse_query(question == request.target.npos ? std::string_view()
                                                           : request.target.substr(question + 1));
  if (!query) return false;
  SigningInput input{.method = request.method,
                     .path = request.target.substr(0, question),
                     .query = *std::move(query),
                     .headers = {},
                     .body_hash = hash,
                     .timestamp = *timestamp,
                     .scope = authorization.scope};
  for (const std::string& name : authorization.signed_headers) {
    const std::string* value = find_parameter(request.headers, name);
    if (value == nullptr) return false;
    input.headers.emplace_back(name, *value);
  }
  return same_signature(sigv4_signature(input, secret_access_key), authorization.signature);
}

}  // namespace dsql::wire
