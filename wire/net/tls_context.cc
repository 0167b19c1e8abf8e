#include "wire/net/tls_context.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <stdexcept>

#include <fmt/core.h>
#include <openssl/err.h>
#include <sys/socket.h>

namespace dsql::wire {
namespace {

// --- a BIO over a non-blocking socket ------------------------------------------------------------
// OpenSSL's own writes with write(2), which raises SIGPIPE in the embedding program; this one does
// not.

int socket_of(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

int socket_read(BIO* bio, char* data, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t got = ::recv(socket_of(bio), data, static_cast<std::size_t>(size), 0);
  if (got < 0 && would_block()) BIO_set_retry_read(bio);
  return static_cast<int>(got);
}

int socket_write(BIO* bio, const char* data, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t sent = ::send(socket_of(bio), data, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (sent < 0 && would_block()) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

long socket_control(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD* make_socket_method() {
  BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
  BIO_meth_set_read(method, socket_read);
  BIO_meth_set_write(method, socket_write);
  BIO_meth_set_ctrl(method, socket_control);
  return method;
}

// --- ALPN ----------------------------------------------------------------------------------------

constexpr unsigned char alpn_postgresql[] = "\x0apostgresql";

int select_protocol(SSL* /*ssl*/, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* offered, unsigned offered_size, void* /*argument*/) {
  unsigned char* selected = nullptr;
  if (SSL_select_next_proto(&selected, out_size, alpn_postgresql, sizeof alpn_postgresql - 1,
                            offered, offered_size) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *out = selected;
  return SSL_TLSEXT_ERR_OK;
}

void check(bool ok, const std::string& step) {
  if (ok) return;
  char reason[256];
  ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
  throw std::runtime_error(fmt::format("TLS: {}: {}", step, reason));
}

}  // namespace

TlsContext::TlsContext(const CertificateFiles& files)
    : socket_method_(make_socket_method()), context_(SSL_CTX_new(TLS_server_method())) {
  SSL_CTX* context = context_.get();
  check(context != nullptr && socket_method_ != nullptr, "context");
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  check(SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) == 1,
        files.certificate.string());
  check(SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) == 1,
        files.key.string());
  check(SSL_CTX_set1_groups_list(context, "X25519:P-256") == 1, "groups");
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // One read takes a record's head and body, and the records behind it.
  SSL_CTX_set_read_ahead(context, 1);
  // Sessions resume by ticket: nothing about them is kept here.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 1);
  SSL_CTX_set_alpn_select_cb(context, select_protocol, nullptr);
}

SslHandle TlsContext::make_connection(int socket) const {
  SslHandle ssl(SSL_new(context_.get()));
  BIO* bio = BIO_new(socket_method_.get());
  if (ssl == nullptr || bio == nullptr) {
    BIO_free(bio);
    return nullptr;
  }
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl.get(), bio, bio);
  SSL_set_accept_state(ssl.get());
  return ssl;
}

}  // namespace dsql::wire
