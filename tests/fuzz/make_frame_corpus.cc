// Writes the seed corpus of frame_fuzz: one file for every kind of conversation the tests know.
//
//   make_frame_corpus FOLDER
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/wire/pg/wire_client.h"
#include "wire/auth/connect_token.h"

namespace {

using namespace dsql::wire;
using namespace dsql::wire::test;

// What frame_fuzz feeds, and the size of the pieces it comes in.
std::string startup_seed(const std::string& packet) { return std::string("\x00\xff", 2) + packet; }
std::string conversation_seed(const std::string& bytes) { return "\x01\xff" + bytes; }
std::string slow_seed(const std::string& bytes) { return std::string("\x01\x00", 2) + bytes; }
std::string password_seed(const std::string& bytes) { return "\x02\xff" + bytes; }

std::vector<std::pair<std::string, std::string>> seeds() {
  const std::string token = make_connect_token({.host = "abc.dsql.us-east-1.on.aws",
                                                .region = "us-east-1",
                                                .issued = *parse_amz_date("20261122T141000Z")},
                                               {"key", "secret", ""});
  const std::string extended = parse("s", "rows", {23}) + describe('S', "s") +
                               bind("p", "s", {"5"}, {1, 0}) + describe('P', "p") +
                               execute("p", 2) + execute("p") + close('P', "p") + close('S', "s") +
                               sync();
  const std::string options = "-c search_path=app --statement-timeout=5 -cx=a\\ b";
  return {
      {"startup", startup_seed(startup({{"user", "admin"}, {"options", options}}).substr(4))},
      {"startup_newer", startup_seed(startup({{"user", "a"}, {"_pq_.x", "1"}}, 196610).substr(4))},
      {"startup_cancel", startup_seed(int32((1234 << 16) + 5678) + int32(1) + int32(2))},
      {"startup_ssl", startup_seed(int32((1234 << 16) + 5679))},
      {"password", password_seed(message('p', text(token)) + query("rows 1"))},
      {"simple", conversation_seed(query("begin; rows 3; notice; set; commit") + query(""))},
      {"simple_fails", conversation_seed(query("begin; fail") + query("rows 1") + message('X'))},
      {"extended", conversation_seed(extended)},
      {"extended_slowly", slow_seed(extended)},
      {"extended_fails", conversation_seed(parse("", "fail") + bind("", "") + sync())},
      {"copy_in", conversation_seed(query("copy in") + message('d', "1\tx\n") + message('c'))},
      {"copy_fails", conversation_seed(query("copy in") + message('f', text("no")))},
      {"copy_extended", conversation_seed(parse("", "copy in") + bind("", "") + execute("") +
                                          message('d', "1\tx\n") + message('c') + sync())},
      {"copy_out", conversation_seed(query("copy out 9"))},
      {"function_call", conversation_seed(message('F', "x") + message('H') + query("wait"))},
  };
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) {
    std::fprintf(stderr, "usage: make_frame_corpus FOLDER\n");
    return 2;
  }
  const std::filesystem::path folder = words[1];
  std::filesystem::create_directories(folder);
  for (const auto& [name, bytes] : seeds()) std::ofstream(folder / name, std::ios::binary) << bytes;
  return 0;
}
