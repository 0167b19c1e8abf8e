#include "wire/auth/connect_token.h"

#include <gtest/gtest.h>

namespace dsql::wire {
namespace {

using namespace std::chrono_literals;

// Made by botocore with AWS's published example keys.
constexpr std::string_view botocore_token =
    "abcdefghijklmnopqrst012345.dsql.us-east-1.on.aws/?Action=DbConnectAdmin&X-Amz-Algorithm=AWS4-"
    "HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261122%2Fus-east-1%2Fdsql%2Faws4_request"
    "&X-Amz-Date=20261122T141028Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature="
    "61fa8e47bd415ab7d017e321df550fd81ccc4d438a4a11db6d71e44fbe4874c9";
constexpr std::string_view example_secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

ConnectToken parse_good(std::string_view text) {
  auto parsed = parse_connect_token(text);
  EXPECT_TRUE(std::holds_alternative<ConnectToken>(parsed)) << text;
  return std::holds_alternative<ConnectToken>(parsed) ? std::get<ConnectToken>(parsed)
                                                      : ConnectToken{};
}

std::string replaced(std::string_view from, std::string_view to) {
  std::string text(botocore_token);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, text.npos);
  return text.replace(at, from.size(), to);
}

TEST(ConnectToken, ReadsBotocores) {
  const ConnectToken token = parse_good(botocore_token);
  EXPECT_EQ(token.host, "abcdefghijklmnopqrst012345.dsql.us-east-1.on.aws");
  EXPECT_EQ(token.action, "DbConnectAdmin");
  EXPECT_EQ(token.scope.access_key_id, "AKIAIOSFODNN7EXAMPLE");
  EXPECT_EQ(token.scope.region, "us-east-1");
  EXPECT_EQ(token.lifetime, 900s);
  EXPECT_TRUE(token_signature_holds(token, example_secret));
  EXPECT_FALSE(token_signature_holds(token, "another"));
}

TEST(ConnectToken, OrderOfParametersDoesNotMatter) {
  // The SDK for JavaScript puts SignedHeaders last.
  std::string text = replaced("&X-Amz-SignedHeaders=host", "");
  text += "&X-Amz-SignedHeaders=host";
  EXPECT_TRUE(token_signature_holds(parse_good(text), example_secret));
}

TEST(ConnectToken, EveryParameterIsSigned) {
  for (const auto& [from, to] : {std::pair("DbConnectAdmin", "DbConnect"),
                                 {"=900", "=901"},
                                 {"T141028Z", "T141029Z"},
                                 {"us-east-1%2F", "us-east-2%2F"},
                                 {"qrst012345", "qrst012346"}}) {
    EXPECT_FALSE(token_signature_holds(parse_good(replaced(from, to)), example_secret)) << from;
  }
  const std::string longer = std::string(botocore_token) + "&Extra=1";
  EXPECT_FALSE(token_signature_holds(parse_good(longer), example_secret));
}

TEST(ConnectToken, RefusesOtherShapesWithTheReason) {
  const auto hint_of = [](std::string_view text) {
    auto parsed = parse_connect_token(text);
    const auto* defect = std::get_if<rules::SqlError>(&parsed);
    if (defect == nullptr) return std::string("accepted");
    EXPECT_EQ(defect->sqlstate.text(), "08006");
    EXPECT_EQ(defect->severity, rules::Severity::fatal);
    EXPECT_EQ(defect->message, "unable to accept connection, access denied");
    return defect->hint;
  };
  for (const char* shape : {"", "secret", "?Action=DbConnect", "/?Action=DbConnect", "host?a=b",
                            "https://host/?Action=DbConnect", "host/?Action=%zz"}) {
    EXPECT_EQ(hint_of(shape), "Missing Authentication Token") << shape;
  }
  EXPECT_NE(hint_of(replaced("&X-Amz-Expires=900", "")).find("'X-Amz-Expires'"), std::string::npos);
  EXPECT_NE(hint_of(replaced("=900", "=900&X-Amz-Expires=1")).find("'X-Amz-Expires'"),
            std::string::npos);
  EXPECT_NE(hint_of(replaced("=900", "=9x")).find("'X-Amz-Expires'"), std::string::npos);
  EXPECT_EQ(hint_of(replaced("=900", "=0")), "X-Amz-Expires must be between 1 and 604800 seconds");
  EXPECT_EQ(hint_of(replaced("=900", "=604801")),
            "X-Amz-Expires must be between 1 and 604800 seconds");
  EXPECT_NE(hint_of(replaced("20261122T141028Z", "yesterday")).find("'X-Amz-Date'"),
            std::string::npos);
  EXPECT_NE(hint_of(replaced("SHA256", "SHA1")).find("'X-Amz-Algorithm'"), std::string::npos);
  EXPECT_NE(hint_of(replaced("SignedHeaders=host", "SignedHeaders=host%3Bx")).find("'Host'"),
            std::string::npos);
}

TEST(ConnectToken, MadeTokensHoldAndRoundTrip) {
  const Credentials credentials{"AKIAIOSFODNN7EXAMPLE", std::string(example_secret), ""};
  const std::string made =
      make_connect_token({.host = "abcdefghijklmnopqrst012345.dsql.us-east-1.on.aws",
                          .region = "us-east-1",
                          .issued = *parse_amz_date("20261122T141028Z")},
                         credentials);
  EXPECT_EQ(made, botocore_token);

  const Credentials session{"ASIA", "secret", "session/token+=="};
  const ConnectToken token = parse_good(make_connect_token(
      {.host = "127.0.0.1", .region = "eu-west-1", .user = "app", .issued = {}}, session));
  EXPECT_EQ(token.action, "DbConnect");
  EXPECT_EQ(token.session_token, "session/token+==");
  EXPECT_TRUE(token_signature_holds(token, "secret"));
}

}  // namespace
}  // namespace dsql::wire
