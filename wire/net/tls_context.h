// TlsContext: what every TLS connection of the server shares: certificate, versions, ALPN, and the
// settings that keep an idle connection small. Immutable after construction, used from any thread.
#pragma once

#include <memory>

#include <openssl/ssl.h>

#include "wire/net/certificates.h"

namespace dsql::wire {

struct SslFree {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};
using SslHandle = std::unique_ptr<SSL, SslFree>;

class TlsContext {
 public:
  // TLS 1.2 and newer, ALPN `postgresql`. Throws std::runtime_error when the files do not load.
  explicit TlsContext(const CertificateFiles& files);

  // A server-side connection over this socket, which must outlive it. Reads and writes go straight
  // to the (non-blocking) socket: no second copy of the data, no buffers while the connection is
  // idle.
  SslHandle make_connection(int socket) const;

 private:
  struct ContextFree {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  struct MethodFree {
    void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
  };
  std::unique_ptr<BIO_METHOD, MethodFree> socket_method_;
  std::unique_ptr<SSL_CTX, ContextFree> context_;
};

}  // namespace dsql::wire
