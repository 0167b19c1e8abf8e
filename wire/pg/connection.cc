#include "wire/pg/connection.h"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "dsqlrules/conditions/connection_errors.h"

namespace dsql::wire {
namespace {

namespace conditions = rules::conditions;

using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

class Connection final : public ConnectionControl,
                         public OutputDrain,
                         public std::enable_shared_from_this<Connection> {
 public:
  Connection(Socket socket, const ConnectionHost& host)
      : executor_(socket.get_executor()), host_(host), stream_(std::move(socket)) {}

  // The whole life of the connection; `self` keeps it.
  static Task<> run(std::shared_ptr<Connection> self) {
    if (!self->enter()) co_return;
    const bool started = co_await self->negotiate();
    if (started) co_await self->converse();
    co_await self->leave();
  }

  void cancel_statement() override { conversation_->cancel(); }

  void end(EndReason reason) override {
    end_reason_.store(reason);
    asio::post(executor_, [self = shared_from_this()] {
      if (self->waiting_for_client_) self->stream_.cancel();
    });
  }

  void abort() override {
    aborted_.store(true);
    conversation_->cancel();
    asio::post(executor_, [self = shared_from_this()] { self->stream_.cancel(); });
  }

  bool drain(OutputBuffer& out) override {
    const auto keep_on = [](void* self) {
      return !static_cast<Connection*>(self)->aborted_.load();
    };
    const std::string_view pending = out.pending();
    const bool sent = stream_.write_blocking(pending, keep_on, this);
    out.consume(pending.size());
    if (!sent) conversation_->cancel();
    return sent;
  }

 private:
  bool enter() {
    key_ = host_.registry.make_key();
    conversation_.emplace(host_.conversation, key_, *this, [this] { return admit(); });
    if (!host_.registry.add(key_, weak_from_this())) return false;
    set_deadline(host_.authentication_timeout);
    return true;
  }

  // Waits end with false once `patience` is over.
  void set_deadline(std::chrono::seconds patience) {
    timed_out_ = false;
    deadline_.emplace(executor_, patience);
    deadline_->async_wait([self = weak_from_this()](boost::system::error_code error) {
      const auto connection = self.lock();
      if (error || connection == nullptr || !connection->deadline_) return;
      connection->timed_out_ = true;
      connection->stream_.cancel();
    });
  }

  Task<> leave() {
    deadline_.reset();
    const bool told_to = aborted_.load() || end_reason_.load() != EndReason::none;
    if (!told_to && !peer_gone_ && !conversation_->terminated()) {
      constexpr std::chrono::seconds patience{2};
      set_deadline(patience);
      co_await stream_.linger();
      deadline_.reset();
    }
    stream_.close();
    host_.registry.remove(key_.process_id);
  }

  // Asked by the conversation once the client is authenticated.
  std::optional<SqlError> admit() {
    opened_ = host_.clock();
    if (host_.registry.admit(key_.process_id, opened_)) return std::nullopt;
    return rules::error(conditions::too_many_connections);
  }

  bool outlived() const { return host_.clock() - opened_ >= host_.session_lifetime; }

  // Waits for the client to send something.
  Task<bool> wait_for_client(IoStatus wanted) {
    if (end_reason_.load() != EndReason::none || timed_out_) co_return false;
    waiting_for_client_ = true;
    const bool ready = co_await stream_.wait(wanted);
    waiting_for_client_ = false;
    co_return ready;
  }

  Task<bool> read_exactly(char* data, std::size_t size) {
    while (size > 0) {
      const IoResult got = stream_.read_some(data, size);
      if (got.status == IoStatus::closed) co_return false;
      if (got.status == IoStatus::done) {
        data += got.bytes;
        size -= got.bytes;
        continue;
      }
      const bool ready = co_await wait_for_client(got.status);
      if (!ready) co_return false;
    }
    co_return true;
  }

  // A startup packet without its length. Reads not one byte more: what follows a request for TLS
  // must be TLS.
  Task<bool> read_packet(std::string& packet) {
    char header[4];
    const bool has_length = co_await read_exactly(header, sizeof header);
    if (!has_length) co_return false;
    const std::uint32_t length = load_uint32(header);
    if (length < 8 || length > longest_startup_packet) co_return false;
    packet.resize(length - sizeof header);
    const bool whole = co_await read_exactly(packet.data(), packet.size());
    co_return whole;
  }

  Task<bool> start_tls() {
    waiting_for_client_ = true;
    const bool secured = co_await stream_.start_tls(*host_.tls);
    waiting_for_client_ = false;
    co_return secured;
  }

  // Direct TLS: the first byte of a ClientHello instead of a packet's length.
  Task<bool> begins_with_tls() {
    char first = 0;
    for (;;) {
      const IoResult peeked = stream_.peek(&first, 1);
      if (peeked.status == IoStatus::done) co_return first == 0x16;
      if (peeked.status == IoStatus::closed) co_return false;
      const bool ready = co_await wait_for_client(peeked.status);
      if (!ready) co_return false;
    }
  }

  Task<bool> send_refusal(const SqlError& error) {
    conversation_->refuse(error);
    const bool sent = co_await flush();
    static_cast<void>(sent);
    co_return false;
  }

  // From the first byte to the startup message; true when the conversation has begun.
  Task<bool> negotiate() {
    const bool direct = co_await begins_with_tls();
    if (direct) {
      if (host_.tls == nullptr) co_return false;
      const bool secured = co_await start_tls();
      if (!secured || !stream_.alpn_selected()) co_return false;
    }
    std::string packet;
    for (;;) {
      const bool whole = co_await read_packet(packet);
      if (!whole) co_return false;
      StartupPacket parsed = parse_startup_packet(packet, stream_.encrypted());
      if (std::holds_alternative<SslRequest>(parsed)) {
        const bool answered = co_await answer_ssl_request();
        if (!answered) co_return false;
      } else if (std::holds_alternative<GssEncryptionRequest>(parsed)) {
        const bool sent = co_await stream_.write_all("N");
        if (!sent) co_return false;
      } else if (auto* message = std::get_if<StartupMessage>(&parsed)) {
        const bool begun = co_await begin(*message);
        co_return begun;
      } else if (auto* error = std::get_if<SqlError>(&parsed)) {
        const bool refused = co_await send_refusal(*error);
        co_return refused;
      } else {
        if (const auto* request = std::get_if<CancelRequest>(&parsed)) {
          host_.registry.cancel(request->process_id, request->secret);
        }
        co_return false;
      }
    }
  }

  Task<bool> answer_ssl_request() {
    const bool sent = co_await stream_.write_all(host_.tls != nullptr ? "S" : "N");
    if (!sent || host_.tls == nullptr) co_return sent;
    const bool secured = co_await start_tls();
    co_return secured;
  }

  Task<bool> begin(StartupMessage& message) {
    std::string server_name = stream_.server_name();
    std::optional<SqlError> refusal;
    if (host_.tls_mode == TlsMode::required && !stream_.encrypted()) {
      refusal = conditions::denied(conditions::reasons::tls_required);
    } else if (host_.server_name_required && stream_.encrypted() && server_name.empty()) {
      refusal = rules::error(conditions::sni_not_received);
    }
    if (refusal) {
      const bool refused = co_await send_refusal(*refusal);
      co_return refused;
    }
    conversation_->start(std::move(message), std::move(server_name));
    co_return true;
  }

  Task<bool> flush() {
    OutputBuffer& out = conversation_->output();
    const bool sent = co_await stream_.write_all(out.pending());
    out.clear();
    co_return sent;
  }

  // Sends what can be sent without waiting; false if the client is gone.
  bool send_now() {
    OutputBuffer& out = conversation_->output();
    while (!out.empty()) {
      const IoResult sent = stream_.write_some(out.pending());
      if (sent.status == IoStatus::closed) return false;
      if (sent.status != IoStatus::done) break;
      out.consume(sent.bytes);
    }
    return true;
  }

  // Reads what has arrived; want_read when nothing has.
  IoStatus read_now() {
    FrameReader& input = conversation_->input();
    const std::span<char> room = input.room();
    const IoResult got = stream_.read_some(room.data(), room.size());
    if (got.status == IoStatus::done) input.filled(got.bytes);
    more_waiting_ =
        got.status == IoStatus::done && (got.bytes == room.size() || stream_.buffered());
    if (got.status == IoStatus::closed) peer_gone_ = true;
    return got.status;
  }

  // A connection that waits for its client keeps no buffers.
  void release_buffers() {
    conversation_->input().release();
    conversation_->output().release();
  }

  Task<> converse() {
    for (;;) {
      const Conversation::Next next = conversation_->advance();
      if (deadline_ && conversation_->authenticated()) deadline_.reset();
      bool alive = send_now();
      if (alive && !conversation_->output().empty()) alive = co_await flush();
      if (!alive || next == Conversation::Next::close) co_return;
      if (next == Conversation::Next::flush) continue;
      const bool received = co_await receive();
      if (!received) co_return;
    }
  }

  // Looks again and again for a moment, while no other connection has anything to do: a client that
  // works alone sends its next statement soon, and putting the thread to sleep and waking it takes
  // longer than most statements. Bounded by a count: about 50 microseconds.
  IoStatus read_soon() {
    constexpr std::uint32_t alone = 32;
    constexpr int looks = 100;
    IoStatus status = IoStatus::want_read;
    if (!spins_ || !host_.registry.takes_turn(key_.process_id, alone)) return status;
    for (int i = 0; i < looks && status == IoStatus::want_read; ++i) status = read_now();
    return status;
  }

  // Fills the input; false when the connection is over.
  Task<bool> receive() {
    IoStatus status = more_waiting_ ? read_now() : read_soon();
    while (status != IoStatus::done) {
      if (status == IoStatus::closed) co_return false;
      release_buffers();
      const bool ready = co_await wait_for_client(status);
      if (!ready) {
        co_await say_goodbye();
        co_return false;
      }
      if (conversation_->authenticated() && outlived()) co_return false;
      status = read_now();
    }
    co_return true;
  }

  Task<> say_goodbye() {
    if (end_reason_.load() != EndReason::shutdown || !conversation_->authenticated()) co_return;
    conversation_->refuse(rules::error(conditions::admin_shutdown));
    send_now();
  }

  Executor executor_;
  const ConnectionHost& host_;
  Stream stream_;
  ConnectionKey key_;
  std::optional<Conversation> conversation_;
  std::optional<Timer> deadline_;  // while the client has not authenticated
  std::chrono::system_clock::time_point opened_{};
  const bool spins_ = std::thread::hardware_concurrency() > 1;
  bool more_waiting_ = false;  // bytes are to be read without waiting
  bool peer_gone_ = false;
  bool timed_out_ = false;
  bool waiting_for_client_ = false;
  std::atomic<EndReason> end_reason_{EndReason::none};
  std::atomic<bool> aborted_{false};
};

}  // namespace

void serve_connection(Socket socket, const ConnectionHost& host) {
  const Executor executor = socket.get_executor();
  asio::co_spawn(executor, Connection::run(std::make_shared<Connection>(std::move(socket), host)),
                 asio::detached);
}

}  // namespace dsql::wire
