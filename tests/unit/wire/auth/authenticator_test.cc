#include "wire/auth/authenticator.h"

#include <gtest/gtest.h>

namespace dsql::wire {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view cluster_host = "abcdefghijklmnopqrst012345.dsql.us-east-1.on.aws";
const std::chrono::sys_seconds now = *parse_amz_date("20261122T141028Z");
const Credentials key{"AKIAIOSFODNN7EXAMPLE", "secret", ""};

struct Attempt {
  std::string_view host = cluster_host;
  std::string_view region = "us-east-1";
  std::string_view token_user = "admin";
  std::string_view user = "admin";
  std::string_view server_name{};
  std::chrono::seconds age{0};
  Credentials credentials = key;
};

// The hint of the refusal, or "accepted".
std::string verdict(const AuthPolicy& policy, const Attempt& attempt) {
  const std::string token = make_connect_token({.host = attempt.host,
                                                .region = attempt.region,
                                                .user = attempt.token_user,
                                                .issued = now - attempt.age},
                                               attempt.credentials);
  const auto error = Authenticator(policy).check({attempt.user, token, attempt.server_name}, now);
  if (!error) return "accepted";
  EXPECT_EQ(error->sqlstate.text(), "08006");
  EXPECT_EQ(error->message, "unable to accept connection, access denied");
  return error->hint;
}

TEST(Authenticator, ActionMustFitTheUser) {
  EXPECT_EQ(verdict({}, {}), "accepted");
  EXPECT_EQ(verdict({}, {.token_user = "app", .user = "app"}), "accepted");
  EXPECT_EQ(verdict({}, {.token_user = "app", .user = "admin"}),
            "Wrong user to action mapping. user: admin, action: DbConnect");
  EXPECT_EQ(verdict({}, {.token_user = "admin", .user = "app"}),
            "Wrong user to action mapping. user: app, action: DbConnectAdmin");
}

TEST(Authenticator, TokensExpire) {
  EXPECT_EQ(verdict({}, {.age = 900s}), "accepted");
  EXPECT_EQ(verdict({}, {.age = 901s}),
            "Signature expired: 20261122T135527Z is now earlier than 20261122T135528Z "
            "(20261122T141028Z - 900 sec.)");
  EXPECT_EQ(verdict({}, {.age = -300s}), "accepted");
  EXPECT_TRUE(verdict({}, {.age = -301s}).starts_with("Signature not yet current: "));
}

TEST(Authenticator, ScopeAndHostMustBeOurs) {
  EXPECT_EQ(verdict({}, {.host = "localhost", .region = "us-west-2"}),
            "Credential should be scoped to a valid region, not 'us-west-2'");
  EXPECT_EQ(verdict({.regions = {"us-east-1", "us-west-2"}},
                    {.host = "localhost", .region = "us-west-2"}),
            "accepted");
  // A host of one Region with a credential of another.
  EXPECT_NE(verdict({.regions = {"us-east-1", "us-west-2"}}, {.region = "us-west-2"}), "accepted");
  EXPECT_EQ(verdict({}, {.server_name = cluster_host}), "accepted");
  EXPECT_EQ(verdict({}, {.server_name = "localhost"}), "accepted");
  EXPECT_NE(verdict({}, {.server_name = "zbcdefghijklmnopqrst012345.dsql.us-east-1.on.aws"}),
            "accepted");
}

TEST(Authenticator, SignatureOnlyWithConfiguredCredentials) {
  const Credentials wrong{key.access_key_id, "guess", ""};
  EXPECT_EQ(verdict({}, {.credentials = wrong}), "accepted");
  const AuthPolicy strict{.credentials = {{"other", "x", ""}, key}};
  EXPECT_EQ(verdict(strict, {}), "accepted");
  EXPECT_TRUE(verdict(strict, {.credentials = wrong}).starts_with("The request signature we"));
  EXPECT_EQ(verdict(strict, {.credentials = {"nobody", "secret", ""}}),
            "The security token included in the request is invalid.");
  EXPECT_EQ(verdict(strict, {.credentials = {key.access_key_id, "secret", "session"}}),
            "The security token included in the request is invalid.");
}

TEST(Authenticator, TrustAsksNothing) {
  const Authenticator trusting({.mode = AuthMode::trust});
  EXPECT_FALSE(trusting.wants_password());
  EXPECT_FALSE(trusting.check({"anyone", "", ""}, now));
}

TEST(ServiceHost, ReadsServiceNamesOnly) {
  EXPECT_EQ(parse_service_host("ABC.dsql.us-east-1.on.aws:5432"),
            (ServiceHost{"abc", "us-east-1"}));
  EXPECT_EQ(parse_service_host("abc.dsql-0a1b2c.eu-west-1.on.aws"),
            (ServiceHost{"abc", "eu-west-1"}));
  for (const char* other : {"", "localhost", "127.0.0.1", "db.example.com", "on.aws", ".on.aws",
                            "dsql.us-east-1.on.aws", "abc.rds.us-east-1.on.aws"}) {
    EXPECT_EQ(parse_service_host(other), std::nullopt) << other;
  }
}

}  // namespace
}  // namespace dsql::wire
