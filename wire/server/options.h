// Options of a server: what the command line says, as plain values. Copied into the server.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "wire/auth/authenticator.h"
#include "wire/net/listener.h"
#include "wire/pg/connection.h"

namespace dsql::wire {

struct Options {
  Address listen{"127.0.0.1", 5432};   // PostgreSQL protocol; port 0 picks a free one
  Address control{"127.0.0.1", 8006};  // HTTP: the test API
  std::filesystem::path data_dir{};    // empty: in memory
  AuthMode auth = AuthMode::token;
  TlsMode tls = TlsMode::required;
  bool server_name_required = false;  // refuse TLS without SNI, as the service does
  std::string as_of{};                // YYYY-MM whose rules are in force; empty: newest
  std::filesystem::path ready_file{};
  std::filesystem::path cert_dir{};  // empty: default_certificate_folder()
  std::optional<std::uint64_t> seed{};
  std::vector<std::string> regions{"us-east-1"};  // of certificates and tokens
  std::vector<std::string> extra_names{};         // more names for the certificate
  // Key pairs whose token signatures are checked; without any they are not.
  std::vector<Credentials> credentials{};
  unsigned workers = 0;  // threads; 0: default_worker_count()
  // How long running statements may go on at shutdown before they are cancelled.
  std::chrono::milliseconds grace{10'000};
};

// $XDG_DATA_HOME/dsql-local/certificates, else below $HOME/.local/share, else below the folder for
// temporary files.
std::filesystem::path default_certificate_folder();

}  // namespace dsql::wire
