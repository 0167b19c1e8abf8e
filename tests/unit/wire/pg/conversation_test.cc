// The protocol without sockets: bytes into a Conversation, its messages out.
#include "wire/pg/conversation.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "dsqlrules/conditions/limits.h"
#include "tests/unit/wire/pg/echo_backend.h"
#include "tests/unit/wire/pg/wire_client.h"

namespace dsql::wire {
namespace {

using namespace test;
using Lines = std::vector<std::string>;

class ConversationTest : public ::testing::Test, public OutputDrain {
 protected:
  explicit ConversationTest(AuthMode mode = AuthMode::trust)
      : authenticator_({.mode = mode}),
        host_{factory_, authenticator_, [] { return *parse_amz_date("20261122T141028Z"); }},
        conversation_(host_, {7, 9}, *this, [this] { return admission_; }) {}

  void begin(StartupMessage message = {.user = "admin", .database = "postgres"}) {
    conversation_.start(std::move(message), "");
    run();
    output_.clear();
  }

  bool drain(OutputBuffer& out) override {
    ++drained_;
    output_ += out.pending();
    out.clear();
    return client_listens_;
  }

  void run() {
    for (;;) {
      next_ = conversation_.advance();
      output_ += conversation_.output().pending();
      conversation_.output().clear();
      if (next_ != Conversation::Next::flush) return;
      ++flushes_;
    }
  }

  // Sends bytes in pieces of `piece`, answers what comes back.
  Lines send(std::string_view bytes, std::size_t piece = 1 << 20) {
    while (!bytes.empty()) {
      const std::span<char> room = conversation_.input().room();
      const std::size_t count = std::min({room.size(), bytes.size(), piece});
      std::copy_n(bytes.data(), count, room.data());
      conversation_.input().filled(count);
      bytes.remove_prefix(count);
      run();
      if (next_ == Conversation::Next::close) break;
    }
    Lines lines = readable(output_);
    output_.clear();
    return lines;
  }
  bool closed() const { return next_ == Conversation::Next::close; }

  EchoFactory factory_;
  Authenticator authenticator_;
  ConversationHost host_;
  std::optional<SqlError> admission_;
  Conversation conversation_;
  Conversation::Next next_ = Conversation::Next::read;
  std::string output_;
  int flushes_ = 0;
  int drained_ = 0;
  bool client_listens_ = true;
};

// --- start ---------------------------------------------------------------------------------------

TEST_F(ConversationTest, TrustOpensAtOnce) {
  conversation_.start({.user = "admin", .database = "postgres"}, "abc.dsql.us-east-1.on.aws");
  EXPECT_EQ(send(""), Lines());
  run();
  EXPECT_EQ(readable(output_),
            (Lines{"R 0", "S server_version=16.15", "S session_authorization=admin",
                   "S cluster=abc", "K", "Z I"}));
}

TEST_F(ConversationTest, NewerProtocolIsNegotiated) {
  conversation_.start(
      {.user = "admin", .database = "postgres", .newer = true, .unrecognized_options = {"_pq_.x"}},
      "");
  run();
  EXPECT_EQ(output_.substr(0, 20), message('v', int32(196608) + int32(1) + text("_pq_.x")));
}

TEST_F(ConversationTest, RefusalsOfTheSessionCloseTheConnection) {
  conversation_.start({.user = "admin", .database = "x", .settings = {{"bad", "setting"}}}, "");
  run();
  EXPECT_EQ(readable(output_), Lines{"E ERROR XX000 internal error: setting"});
  EXPECT_TRUE(closed());
}

TEST_F(ConversationTest, AdmissionIsAskedBeforeTheSession) {
  admission_ = rules::error(rules::conditions::too_many_connections);
  conversation_.start({.user = "admin", .database = "x"}, "");
  run();
  EXPECT_EQ(readable(output_),
            Lines{"E FATAL 53300 Unable to accept connection, too many open connections."});
  EXPECT_TRUE(closed());
}

class PasswordTest : public ConversationTest {
 protected:
  PasswordTest() : ConversationTest(AuthMode::token) {
    conversation_.start({.user = "admin", .database = "postgres"}, "");
    run();
    EXPECT_EQ(readable(output_), Lines{"R 3"});
    output_.clear();
  }
  static std::string token(std::string_view user, std::string session = {}) {
    return make_connect_token({.host = "zyx.dsql.us-east-1.on.aws",
                               .region = "us-east-1",
                               .user = user,
                               .issued = *parse_amz_date("20261122T141000Z")},
                              {"key", "secret", std::move(session)});
  }
};

TEST_F(PasswordTest, GoodTokenOpens) {
  const Lines lines = send(message('p', text(token("admin"))));
  EXPECT_EQ(lines.front(), "R 0");
  EXPECT_EQ(lines.back(), "Z I");
  EXPECT_EQ(lines[3], "S cluster=zyx") << "the token's host names the cluster";
}

TEST_F(PasswordTest, TokensOfEightKilobytesAreTaken) {
  EXPECT_EQ(send(message('p', text(token("admin", std::string(9'000, 't'))))).front(), "R 0");
}

TEST_F(PasswordTest, DeniedWithTheReasonAsHint) {
  EXPECT_EQ(send(message('p', text(token("app")))),
            Lines{"E FATAL 08006 unable to accept connection, access denied H=Wrong user to action "
                  "mapping. user: admin, action: DbConnect"});
  EXPECT_TRUE(closed());
}

TEST_F(PasswordTest, OtherMessagesAreRefused) {
  EXPECT_EQ(send(query("rows 1")),
            Lines{"E FATAL 08P01 expected password response, got message type 81"});
  EXPECT_TRUE(closed());
}

TEST_F(PasswordTest, PasswordsHaveOneStringAndABound) {
  EXPECT_EQ(send(message('p', text("a") + "b")),
            Lines{"E FATAL 08P01 invalid password packet size"});
}

TEST_F(PasswordTest, EndlessPasswordsCloseSilently) {
  EXPECT_EQ(send("p" + int32(65'536 + 4)), Lines());
  EXPECT_TRUE(closed());
}

// --- simple query --------------------------------------------------------------------------------

TEST_F(ConversationTest, SimpleQuery) {
  begin();
  EXPECT_EQ(send(query("rows 2")), (Lines{"T 2", "D 1|row 1", "D 2|NULL", "C SELECT 2", "Z I"}));
  EXPECT_EQ(send(query("")), (Lines{"I", "Z I"}));
  EXPECT_EQ(send(query("begin; notice; set; rows 0")),
            (Lines{"C BEGIN", "N NOTICE 01000 noticed", "C NOTICE", "S TimeZone=UTC", "C SET",
                   "T 2", "C SELECT 0", "Z T"}));
}

TEST_F(ConversationTest, EveryFieldOfAnError) {
  begin();
  EXPECT_EQ(send(query("begin; fail; rows 1")),
            (Lines{"C BEGIN",
                   "E ERROR 42601 syntax error at or near \"fail\" D=the detail H=the hint P=3 "
                   "W=the context s=public t=t c=c d=int4 n=k",
                   "Z E"}));
}

TEST_F(ConversationTest, BytesMayArriveOneByOne) {
  begin();
  EXPECT_EQ(send(query("rows 1") + query("rows 2"), 1),
            (Lines{"T 2", "D 1|row 1", "C SELECT 1", "Z I", "T 2", "D 1|row 1", "D 2|NULL",
                   "C SELECT 2", "Z I"}));
}

TEST_F(ConversationTest, BigResultsFlushInBetween) {
  begin();
  const Lines lines = send(query("rows 20000"));
  EXPECT_EQ(lines.size(), 20'003U);
  EXPECT_EQ(lines[20'000], "D 20000|NULL");
  EXPECT_GE(flushes_, 3);
}

TEST_F(ConversationTest, FatalErrorsAndDefectsClose) {
  begin();
  EXPECT_EQ(send(query("die")),
            Lines{"E FATAL 57P01 terminating connection due to administrator command"});
  EXPECT_TRUE(closed());
}

TEST_F(ConversationTest, ADefectEndsTheConversation) {
  begin();
  EXPECT_EQ(send(query("throw")), Lines{"E ERROR XX000 internal error: defect"});
  EXPECT_TRUE(closed());
}

// --- extended protocol ---------------------------------------------------------------------------

TEST_F(ConversationTest, ExtendedQuery) {
  begin();
  EXPECT_EQ(send(parse("s", "rows", {23}) + describe('S', "s") + bind("", "s", {"2"}) +
                 describe('P', "") + execute("") + sync()),
            (Lines{"1", "t 1", "T 2", "2", "T 2", "D 1|row 1", "D 2|NULL", "C SELECT 2", "Z I"}));
  EXPECT_EQ(
      send(bind("p", "s", {"1"}) + execute("p") + close('P', "p") + close('S', "s") + message('H')),
      (Lines{"2", "D 1|row 1", "C SELECT 1", "3", "3"}));
  EXPECT_EQ(send(parse("", "begin") + bind("", "") + describe('P', "") + execute("") + sync()),
            (Lines{"1", "2", "n", "C BEGIN", "Z T"}));
  EXPECT_EQ(send(parse("", "") + bind("", "") + execute("") + sync()),
            (Lines{"1", "2", "I", "Z T"}));
}

TEST_F(ConversationTest, RowLimitsSuspendThePortal) {
  begin();
  EXPECT_EQ(send(parse("", "rows 3") + bind("", "") + execute("", 2) + execute("", 2) +
                 execute("", 2) + sync()),
            (Lines{"1", "2", "D 1|row 1", "D 2|NULL", "s", "D 3|row 3", "C SELECT 1", "C SELECT 0",
                   "Z I"}));
}

TEST_F(ConversationTest, ALimitAboveTheBufferIsKept) {
  begin();
  const Lines lines = send(parse("", "rows 20000") + bind("", "") + execute("", 15'000) + sync());
  EXPECT_EQ(lines.size(), 2U + 15'000 + 2);
  EXPECT_EQ(lines[lines.size() - 2], "s");
  EXPECT_GE(flushes_, 2);
}

TEST_F(ConversationTest, TagCountsRowsOfTheWholeExecute) {
  begin();
  const Lines lines = send(parse("", "rows 20000") + bind("", "") + execute("") + sync());
  EXPECT_EQ(lines[lines.size() - 2], "C SELECT 20000");
}

TEST_F(ConversationTest, BinaryResultsByColumn) {
  begin();
  const Lines lines = send(parse("", "rows 1") + bind("", "", {}, {1, 0}) + execute("") + sync());
  EXPECT_EQ(lines[2], std::string("D ") + int32(1) + "|row 1");
  EXPECT_EQ(send(parse("", "rows 1") + bind("", "", {}, {1}) + execute("") + sync())[2],
            std::string("D ") + int32(1) + "|row 1");
}

TEST_F(ConversationTest, AnErrorSkipsToSync) {
  begin();
  const Lines lines = send(parse("", "fail") + bind("", "") + execute("") + query("rows 1") +
                           message('d', "x") + sync() + query("rows 0"));
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_TRUE(lines[0].starts_with("E ERROR 42601"));
  EXPECT_EQ(lines[1], "Z I");
  EXPECT_EQ(lines[4], "Z I");
  EXPECT_EQ(send(execute("nowhere") + sync()),
            (Lines{"E ERROR 34000 portal \"nowhere\" does not exist", "Z I"}));
}

TEST_F(ConversationTest, MalformedMessagesFailTheBlock) {
  begin();
  send(query("begin"));
  EXPECT_EQ(send(message('D', "X" + text("")) + sync()),
            (Lines{"E ERROR 08P01 invalid DESCRIBE message subtype 88", "Z E"}));
  send(query("commit"));
  EXPECT_EQ(send(message('C', "X" + text("")) + sync()),
            (Lines{"E ERROR 08P01 invalid CLOSE message subtype 88", "Z I"}));
  EXPECT_EQ(send(message('B', "x") + sync()),
            (Lines{"E ERROR 08P01 invalid string in message", "Z I"}));
  EXPECT_EQ(send(message('E', text("")) + sync()),
            (Lines{"E ERROR 08P01 insufficient data left in message", "Z I"}));
  EXPECT_EQ(send(message('Q', text("rows 1") + "x")),
            (Lines{"E ERROR 08P01 invalid message format", "Z I"}));
  EXPECT_EQ(send(query("\xff")),
            (Lines{"E ERROR 22021 invalid byte sequence for encoding \"UTF8\": 0xff", "Z I"}));
  EXPECT_EQ(send(message('F', "")),
            (Lines{"E ERROR 0A000 function call protocol message not supported", "Z I"}));
}

// --- COPY ----------------------------------------------------------------------------------------

TEST_F(ConversationTest, CopyIn) {
  begin();
  EXPECT_EQ(send(query("copy in; rows 0")), Lines{"G"});
  EXPECT_EQ(send(message('d', "1\tx\n2\ty\n") + message('d', "3\tz\n") + message('c')),
            (Lines{"C COPY 3", "T 2", "C SELECT 0", "Z I"}));
}

TEST_F(ConversationTest, CopyInFails) {
  begin();
  EXPECT_EQ(send(query("copy in") + message('f', text("enough"))),
            (Lines{"G", "E ERROR 57014 COPY from stdin failed: enough", "Z I"}));
  // What the client sends after the error is thrown away.
  const Lines lines = send(query("copy in") + message('d', "bad\n") + message('d', "2\n") +
                           message('c') + query("rows 0"));
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_TRUE(lines[1].starts_with("E ERROR 42601"));
  EXPECT_EQ(lines[2], "Z I");
}

TEST_F(ConversationTest, CopyInByExtendedProtocol) {
  begin();
  // The first Sync was sent in advance and is ignored.
  EXPECT_EQ(send(parse("", "copy in") + bind("", "") + execute("") + sync() +
                 message('d', "1\tx\n") + message('c') + sync()),
            (Lines{"1", "2", "G", "C COPY 1", "Z I"}));
  const Lines lines = send(parse("", "copy in") + bind("", "") + execute("") +
                           message('d', "bad\n") + message('c') + execute("") + sync());
  ASSERT_EQ(lines.size(), 5U);
  EXPECT_TRUE(lines[3].starts_with("E ERROR 42601"));
  EXPECT_EQ(lines[4], "Z I");
}

TEST_F(ConversationTest, OtherMessagesDuringCopyEndTheConnection) {
  begin();
  EXPECT_EQ(
      send(query("copy in") + query("rows 1")),
      (Lines{"G", "E ERROR 08P01 unexpected message type 0x51 during COPY from stdin",
             "E FATAL 08P01 terminating connection because protocol synchronization was lost"}));
  EXPECT_TRUE(closed());
}

TEST_F(ConversationTest, CopyOutDrainsAFullBuffer) {
  begin();
  const Lines lines = send(query("copy out 100000"));
  EXPECT_EQ(lines.size(), 1U + 100'000 + 3);
  EXPECT_EQ(lines[0], "H");
  EXPECT_EQ(lines[1], "d 0\tx");
  EXPECT_EQ(lines[100'001], "c");
  EXPECT_GE(drained_, 3);
}

// --- framing -------------------------------------------------------------------------------------

TEST_F(ConversationTest, UnknownMessagesAreFatal) {
  begin();
  EXPECT_EQ(send("X"
                 "y"),
            Lines())
      << "nothing is known before the length";
  EXPECT_FALSE(closed());
}

TEST_F(ConversationTest, UnknownTypesAreFatalAtOnce) {
  begin();
  EXPECT_EQ(send("\x7f"), Lines{"E FATAL 08P01 invalid frontend message type 127"});
  EXPECT_TRUE(closed());
}

TEST_F(ConversationTest, LengthsOutOfBoundsCloseSilently) {
  begin();
  EXPECT_EQ(send("Q" + int32(3)), Lines());
  EXPECT_TRUE(closed());
}

TEST_F(ConversationTest, MessagesOverTenMebibytesCloseSilently) {
  begin();
  EXPECT_EQ(send("Q" + int32(rules::limits::protocol_message_bytes)), Lines());
  EXPECT_FALSE(closed());
}

TEST_F(ConversationTest, OneByteMoreIsTooMuch) {
  begin();
  EXPECT_EQ(send("Q" + int32(rules::limits::protocol_message_bytes + 1)), Lines());
  EXPECT_TRUE(closed());
}

TEST_F(ConversationTest, TerminateCloses) {
  begin();
  EXPECT_EQ(send(message('X')), Lines());
  EXPECT_TRUE(closed());
  EXPECT_TRUE(conversation_.terminated());
}

}  // namespace
}  // namespace dsql::wire
