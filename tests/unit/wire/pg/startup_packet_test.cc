#include "wire/pg/startup_packet.h"

#include <gtest/gtest.h>

#include "tests/unit/wire/pg/wire_client.h"

namespace dsql::wire {
namespace {

using namespace test;
using Settings = std::vector<std::pair<std::string, std::string>>;

StartupPacket parse(const std::string& packet, bool encrypted = false) {
  return parse_startup_packet(std::string_view(packet).substr(4), encrypted);
}
std::string error_of(const StartupPacket& packet) {
  const auto* error = std::get_if<rules::SqlError>(&packet);
  if (error == nullptr) return "none";
  EXPECT_EQ(error->severity, rules::Severity::fatal);
  return std::string(error->sqlstate.text()) + " " + error->message;
}
std::string request(std::int64_t minor, const std::string& body = {}) {
  return int32(static_cast<std::int64_t>(body.size()) + 8) + int32((1234 << 16) + minor) + body;
}

TEST(StartupPacket, Requests) {
  EXPECT_TRUE(std::holds_alternative<SslRequest>(parse(request(5679))));
  EXPECT_TRUE(std::holds_alternative<GssEncryptionRequest>(parse(request(5680))));
  const auto packet = parse(request(5678, int32(42) + int32(-1)));
  ASSERT_TRUE(std::holds_alternative<CancelRequest>(packet));
  EXPECT_EQ(std::get<CancelRequest>(packet).process_id, 42U);
  EXPECT_EQ(std::get<CancelRequest>(packet).secret, 0xffffffffU);
  EXPECT_TRUE(std::holds_alternative<Unreadable>(parse(request(5678, "short"))));
  EXPECT_EQ(error_of(parse(request(5679), /*encrypted=*/true)),
            "0A000 unsupported frontend protocol 1234.5679: server supports 3.0 to 3.0");
}

TEST(StartupPacket, ParametersInOrder) {
  const auto packet = parse(startup({{"user", "admin"},
                                     {"database", "postgres"},
                                     {"client_encoding", "'utf-8'"},
                                     {"options", "-c search_path=app --statement-timeout=5"},
                                     {"application_name", ""}}));
  ASSERT_TRUE(std::holds_alternative<StartupMessage>(packet)) << error_of(packet);
  const auto& message = std::get<StartupMessage>(packet);
  EXPECT_EQ(message.user, "admin");
  EXPECT_EQ(message.database, "postgres");
  EXPECT_FALSE(message.newer);
  EXPECT_EQ(message.settings, (Settings{{"search_path", "app"},
                                        {"statement_timeout", "5"},
                                        {"client_encoding", "'utf-8'"},
                                        {"application_name", ""}}));
}

TEST(StartupPacket, DatabaseIsTheUsersByDefault) {
  EXPECT_EQ(std::get<StartupMessage>(parse(startup({{"user", "app"}}))).database, "app");
}

TEST(StartupPacket, NewerVersionsAreNegotiated) {
  const auto newer = parse(startup({{"user", "a"}}, (3 << 16) + 2));
  EXPECT_TRUE(std::get<StartupMessage>(newer).newer);
  const auto extended = parse(startup({{"user", "a"}, {"_pq_.command_progress", "on"}}));
  EXPECT_TRUE(std::get<StartupMessage>(extended).newer);
  EXPECT_EQ(std::get<StartupMessage>(extended).unrecognized_options,
            std::vector<std::string>{"_pq_.command_progress"});
}

TEST(StartupPacket, Refusals) {
  EXPECT_EQ(error_of(parse(startup({{"user", "a"}}, 2 << 16))),
            "0A000 unsupported frontend protocol 2.0: server supports 3.0 to 3.0");
  EXPECT_EQ(error_of(parse(startup({{"user", "a"}}, 4 << 16))),
            "0A000 unsupported frontend protocol 4.0: server supports 3.0 to 3.0");
  EXPECT_EQ(error_of(parse(startup({{"database", "postgres"}}))),
            "28000 no PostgreSQL user name specified in startup packet");
  const std::string layout =
      "08P01 invalid startup packet layout: expected terminator as last byte";
  EXPECT_EQ(error_of(parse(int32(0) + int32(196608))), layout);
  EXPECT_EQ(error_of(parse(int32(0) + int32(196608) + text("user") + "a")), layout);
  EXPECT_EQ(error_of(parse(int32(0) + int32(196608) + text("user") + text("a") + '\0' + "x")),
            layout);
  EXPECT_TRUE(std::holds_alternative<Unreadable>(parse(int32(0) + "abc")));
}

TEST(Options, Forms) {
  Settings settings;
  EXPECT_FALSE(parse_options("", settings));
  EXPECT_FALSE(parse_options("  -c a=b\t-cc=d --e-f=g=h -c i=a\\ b\\\\c ", settings));
  EXPECT_EQ(settings, (Settings{{"a", "b"}, {"c", "d"}, {"e_f", "g=h"}, {"i", "a b\\c"}}));
}

TEST(Options, Refusals) {
  const auto refusal = [](const char* options) {
    Settings settings;
    const auto error = parse_options(options, settings);
    return error ? error->message : std::string("none");
  };
  EXPECT_EQ(refusal("-c"), "invalid command-line arguments for server process");
  EXPECT_EQ(refusal("-B 100"), "invalid command-line arguments for server process");
  EXPECT_EQ(refusal("word"), "invalid command-line arguments for server process");
  EXPECT_EQ(refusal("-c name"), "-c name requires a value");
  EXPECT_EQ(refusal("--some-name"), "--some_name requires a value");
}

}  // namespace
}  // namespace dsql::wire
