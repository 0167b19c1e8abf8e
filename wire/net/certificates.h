// The server's own certificate authority and certificate, made on first use and kept in a folder,
// so that clients verify the server as they verify the service (sslmode=verify-full with ca.pem).
// Called once at start, before any thread; dates are the machine's, since clients judge by theirs.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace dsql::wire {

struct CertificateFiles {
  std::filesystem::path ca;           // what clients trust
  std::filesystem::path certificate;  // the server's
  std::filesystem::path key;          // its private key
};

// The names a server of these Regions answers to: `*.dsql.<region>.on.aws` for each, localhost,
// 127.0.0.1 and ::1.
std::vector<std::string> service_names(const std::vector<std::string>& regions);

// Makes sure that `folder` holds a CA and a server certificate for `names` (DNS names and
// addresses), and says where. What is there is reused; the server certificate is made anew when it
// is about to expire, lacks a name, or does not belong to the CA or key beside it; the CA only when
// it would not outlive a new server certificate. Private keys are readable by their owner only,
// files appear by atomic rename, and two processes starting at once do not disturb each other.
// Throws std::runtime_error when the folder cannot be written.
CertificateFiles ensure_certificates(const std::filesystem::path& folder,
                                     const std::vector<std::string>& names);

}  // namespace dsql::wire
