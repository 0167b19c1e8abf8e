#include "wire/auth/sigv4.h"

#include <gtest/gtest.h>

namespace dsql::wire {
namespace {

using namespace std::chrono_literals;

TEST(Percent, EncodesEverythingButUnreserved) {
  EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(percent_encode("a b/c+\xC3\xA9"), "a%20b%2Fc%2B%C3%A9");
  EXPECT_EQ(percent_encode("/tags/arn%3Aaws", true), "/tags/arn%253Aaws");
}

TEST(Percent, DecodeIsStrict) {
  EXPECT_EQ(percent_decode("a%2Fb+c"), "a/b+c");
  EXPECT_EQ(percent_decode("%e3"), "\xE3");
  for (const char* bad : {"%", "%4", "%zz", "abc%1g"}) EXPECT_EQ(percent_decode(bad), std::nullopt);
}

TEST(Percent, QueryKeepsOrderAndEmptyValues) {
  const auto query = parse_query("b=1&a=%20&flag&&b=2");
  ASSERT_TRUE(query);
  const NameValues expected{{"b", "1"}, {"a", " "}, {"flag", ""}, {"b", "2"}};
  EXPECT_EQ(*query, expected);
  EXPECT_EQ(parse_query("a=%q1"), std::nullopt);
}

TEST(AmzDate, ReadsAndWrites) {
  const auto time = parse_amz_date("20261122T141028Z");
  ASSERT_TRUE(time);
  EXPECT_EQ(format_amz_date(*time), "20261122T141028Z");
  EXPECT_EQ(format_amz_date(*time + 24h), "20261123T141028Z");
  for (const char* bad : {"", "20261122T141028", "20261122 141028Z", "20261322T141028Z",
                          "20260230T141028Z", "20261122T241028Z", "2026-122T141028Z"}) {
    EXPECT_EQ(parse_amz_date(bad), std::nullopt) << bad;
  }
}

// A request of the AWS SDK for JavaScript: nine signed headers, the body's hash among them.
HttpRequestView sdk_request() {
  return {.method = "DELETE",
          .target =
              "/tags/arn%3Aaws%3Adsql%3Aus-east-1%3A123456789012%3Acluster%2Fabc?tagKeys=b%20"
              "c&tagKeys=a",
          .headers = {{"host", "127.0.0.1:35349"},
                      {"x-amz-date", "20261122T141227Z"},
                      {"content-type", "application/json"}},
          .body = ""};
}

std::string sign(const HttpRequestView& request, const CredentialScope& scope) {
  return sigv4_signature(
      {.method = request.method,
       .path = request.target.substr(0, request.target.find('?')),
       .query = *parse_query(request.target.substr(request.target.find('?') + 1)),
       .headers = {{"x-amz-date", "20261122T141227Z"}, {"host", " 127.0.0.1:35349 "}},
       .body_hash = sha256_hex(request.body),
       .timestamp = "20261122T141227Z",
       .scope = scope},
      "s");
}

TEST(SigV4, HeaderSignedRequestHoldsOnlyAsSigned) {
  const CredentialScope scope{"AKIAIOSFODNN7EXAMPLE", "20261122", "us-east-1", "dsql"};
  HttpRequestView request = sdk_request();
  const std::string header = "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/" + scope.text() +
                             ", SignedHeaders=host;x-amz-date, Signature=" + sign(request, scope);
  const auto authorization = parse_authorization(header);
  ASSERT_TRUE(authorization);
  EXPECT_EQ(authorization->scope.region, "us-east-1");
  EXPECT_TRUE(request_signature_holds(request, *authorization, "s"));
  EXPECT_FALSE(request_signature_holds(request, *authorization, "t"));

  HttpRequestView other = request;
  other.body = "x";
  EXPECT_FALSE(request_signature_holds(other, *authorization, "s"));
  other = request;
  other.method = "GET";
  EXPECT_FALSE(request_signature_holds(other, *authorization, "s"));
  other = request;
  other.headers[0].second = "127.0.0.1:1";
  EXPECT_FALSE(request_signature_holds(other, *authorization, "s"));
  other = request;
  other.target = "/tags/x";
  EXPECT_FALSE(request_signature_holds(other, *authorization, "s"));
  other = request;
  other.headers.emplace_back("x-amz-content-sha256", std::string(64, '0'));
  EXPECT_FALSE(request_signature_holds(other, *authorization, "s"));
}

// Captured from boto3 1.43.11 with the example key and the secret "s".
TEST(SigV4, AcceptsARequestOfBoto3) {
  const HttpRequestView request{.method = "GET",
                                .target = "/cluster/abcdefghijklmnopqrst012345",
                                .headers = {{"host", "127.0.0.1:43115"},
                                            {"accept-encoding", "identity"},
                                            {"x-amz-date", "20261122T141318Z"}},
                                .body = ""};
  const auto authorization = parse_authorization(
      "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261122/us-east-1/dsql/aws4_request, "
      "SignedHeaders=host;x-amz-date, "
      "Signature=e9181531c84bc1623232e1e31d6a6b74eb588f9129792edb26671a2b8d86317d");
  ASSERT_TRUE(authorization);
  EXPECT_TRUE(request_signature_holds(request, *authorization, "s"));
}

TEST(SigV4, AuthorizationHasOneForm) {
  for (const char* bad :
       {"", "Bearer x", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a/b/c/d, Signature=1",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws4_request, SignedHeaders=, Signature=1",
        "AWS4-HMAC-SHA256 Credential=a/b/c/d/aws5_request, SignedHeaders=host, Signature=1"}) {
    EXPECT_FALSE(parse_authorization(bad)) << bad;
  }
}

}  // namespace
}  // namespace dsql::wire
