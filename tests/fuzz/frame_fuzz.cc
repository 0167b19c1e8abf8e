// libFuzzer target for everything that reads bytes of a client before and after the startup packet.
// The first byte of an input chooses what it feeds: the startup packet, or a conversation that the
// rest arrives at in pieces whose size the second byte chooses. Crashes, leaks and sanitizer
// reports are findings; so is output that is not a sequence of whole messages.
//
//   ./frame_fuzz -max_len=4096 corpus/      (tests/fuzz/README.md builds it and its seed corpus)
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "tests/unit/wire/pg/echo_backend.h"
#include "wire/pg/byte_order.h"
#include "wire/pg/conversation.h"
#include "wire/pg/startup_packet.h"

namespace dsql::wire {
namespace {

class NowhereDrain final : public OutputDrain {
 public:
  bool drain(OutputBuffer& out) override {
    out.clear();
    return true;
  }
};

// Checks that the output is whole messages, and throws it away.
void take_output(OutputBuffer& out) {
  for (std::string_view rest = out.pending(); !rest.empty();) {
    if (rest.size() < 5) std::abort();
    const std::size_t length = load_uint32(rest.data() + 1);
    if (length < 4 || length + 1 > rest.size()) std::abort();
    rest.remove_prefix(length + 1);
  }
  out.clear();
}

void feed_startup(std::string_view bytes) {
  parse_startup_packet(bytes, false);
  parse_startup_packet(bytes, true);
}

void feed_conversation(std::string_view bytes, std::size_t piece, bool with_password) {
  test::EchoFactory factory;
  const Authenticator authenticator({.mode = with_password ? AuthMode::token : AuthMode::trust});
  const ConversationHost host{factory, authenticator,
                              [] { return *parse_amz_date("20261122T141028Z"); }};
  NowhereDrain drain;
  Conversation conversation(host, {1, 2}, drain, [] { return std::optional<SqlError>(); });
  conversation.start({.user = "admin", .database = "postgres"}, "");
  for (;;) {
    conversation.cancel();  // so that no statement waits for it
    const Conversation::Next next = conversation.advance();
    take_output(conversation.output());
    if (next == Conversation::Next::close) return;
    if (next == Conversation::Next::flush) continue;
    if (bytes.empty()) return;
    const std::span<char> room = conversation.input().room();
    const std::size_t count = std::min({room.size(), bytes.size(), piece});
    std::copy_n(bytes.data(), count, room.data());
    conversation.input().filled(count);
    bytes.remove_prefix(count);
  }
}

}  // namespace
}  // namespace dsql::wire

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.size() < 2) return 0;
  const std::size_t piece = 1 + static_cast<std::uint8_t>(bytes[1]) * std::size_t{8};
  switch (bytes[0] % 3) {
    case 0: dsql::wire::feed_startup(bytes.substr(2)); break;
    case 1: dsql::wire::feed_conversation(bytes.substr(2), piece, false); break;
    default: dsql::wire::feed_conversation(bytes.substr(2), piece, true); break;
  }
  return 0;
}
