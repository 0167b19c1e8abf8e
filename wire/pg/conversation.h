// Conversation: one client's side of the PostgreSQL protocol after the startup packet, without any
// I/O. Its connection puts received bytes into input(), calls advance(), sends output(), and does
// what advance() answered. So everything about the protocol can be tested, and fuzzed, on bytes.
//
//   password ──▶ ready ◀──────────────────────────────┐
//                  │ Query        ──▶ query ──────────┤ ReadyForQuery
//                  │ Execute      ──▶ execute ────────┤
//                  │   COPY FROM  ──▶ copy ───────────┘
//                  └ FATAL, Terminate, broken framing ──▶ closed
//
// Used by one thread at a time; cancel() alone may come from any.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/session/session.h"
#include "wire/auth/authenticator.h"
#include "wire/pg/backend.h"
#include "wire/pg/frame_reader.h"
#include "wire/pg/frontend_messages.h"
#include "wire/pg/output_buffer.h"
#include "wire/pg/result_sink.h"
#include "wire/pg/startup_packet.h"

namespace dsql::wire {

// What a conversation needs of its server. Outlives it.
struct ConversationHost {
  BackendFactory& backends;
  const Authenticator& authenticator;
  // The clock that tokens are judged by.
  std::function<std::chrono::sys_seconds()> token_clock;
};

// The identity of a connection: BackendKeyData.
struct ConnectionKey {
  std::uint32_t process_id = 0;
  std::uint32_t secret = 0;
};

class Conversation final : public engine::SessionListener {
 public:
  enum class Next : std::uint8_t {
    read,   // send the output, then wait for bytes
    flush,  // send the output, then advance again
    close,  // send the output, then close
  };

  // `admit` is asked once the client is authenticated; its error refuses the connection.
  Conversation(const ConversationHost& host, ConnectionKey key, OutputDrain& drain,
               std::function<std::optional<SqlError>()> admit);
  ~Conversation() override;

  FrameReader& input() { return input_; }
  OutputBuffer& output() { return output_; }

  // Begins with the startup message; `server_name` is SNI's. Asks for a password or opens the
  // session.
  void start(StartupMessage message, std::string server_name);
  // Refuses the connection before or instead of start().
  void refuse(const SqlError& error);

  // Works through the messages that have arrived. Throws nothing: a defect ends the conversation
  // with internal_error.
  Next advance();

  // Nothing is going on: the next thing to happen is a message from the client.
  bool idle() const { return phase_ == Phase::ready; }
  // The client has said goodbye.
  bool terminated() const { return terminated_; }
  bool authenticated() const { return backend_ != nullptr; }

  // Cancels the running statement. Any thread.
  void cancel();

  void notice(const SqlError& notice) override;
  void parameter_changed(std::string_view name, std::string_view value) override;

 private:
  enum class Phase : std::uint8_t { password, ready, query, execute, copy, closed };

  // conversation.cc
  Next work();
  void open_session(std::string cluster);
  void on_password(const Frame& frame);
  void on_frame(const Frame& frame);
  void on_unknown_type(char type);
  void on_terminate();
  void fatal(const SqlError& error);
  // Sends an error of the session; a FATAL one closes, one without a message in silence.
  void answer(const SqlError& error);
  // An error that belongs to the client's current message.
  void refuse_message(const SqlError& error);
  void end_query();

  // query_flow.cc
  void on_query(std::string_view body);
  void step_query();
  void on_copy(const Frame& frame);
  void end_copy(const Outcome& outcome);
  void start_copy(const Outcome& outcome);

  // extended_flow.cc
  void on_parse(std::string_view body);
  void on_bind(std::string_view body);
  void on_describe(std::string_view body);
  void on_execute(std::string_view body);
  void step_execute();
  void on_close(std::string_view body);
  void on_sync();
  void fail_extended(const SqlError& error);
  bool take_portal(std::string_view portal);

  const ConversationHost& host_;
  const ConnectionKey key_;
  OutputDrain& drain_;
  std::function<std::optional<SqlError>()> admit_;

  FrameReader input_;
  OutputBuffer output_;
  ResultSink sink_;
  Phase phase_ = Phase::password;
  bool terminated_ = false;

  StartupMessage startup_;
  std::string server_name_;

  std::mutex backend_mutex_;  // cancel() against the end of the connection
  std::unique_ptr<Backend> backend_;

  // Of the simple query.
  bool more_statements_ = false;

  // Of the extended protocol.
  bool skip_to_sync_ = false;
  bool copy_in_execute_ = false;
  ParseMessage parse_;
  BindMessage bind_;
  Description described_;
  bool portal_taken_ = false;  // described_ and the sink are those of portal_
  std::string portal_;
  std::uint64_t row_limit_ = 0;
};

}  // namespace dsql::wire
