#include "wire/net/certificates.h"

#include <fstream>
#include <memory>
#include <sstream>

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "wire/net/tls_context.h"

namespace dsql::wire {
namespace {

namespace fs = std::filesystem;

class Certificates : public ::testing::Test {
 protected:
  Certificates() {
    std::string name = (fs::temp_directory_path() / "dsql-certificates-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
  }
  ~Certificates() override { fs::remove_all(root_); }

  static std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }
  static std::shared_ptr<X509> load(const fs::path& path) {
    FILE* file = ::fopen(path.c_str(), "r");
    X509* certificate = PEM_read_X509(file, nullptr, nullptr, nullptr);
    ::fclose(file);
    return {certificate, X509_free};
  }
  static mode_t mode_of(const fs::path& path) {
    struct stat status {};
    ::stat(path.c_str(), &status);
    return status.st_mode & 0777;
  }

  fs::path root_;
};

TEST_F(Certificates, CoverEveryName) {
  const auto files =
      ensure_certificates(root_ / "a" / "b", service_names({"us-east-1", "eu-west-1"}));
  const auto server = load(files.certificate);
  for (const char* host : {"abcdefghijklmnopqrst012345.dsql.us-east-1.on.aws",
                           "x.dsql.eu-west-1.on.aws", "localhost"}) {
    EXPECT_EQ(X509_check_host(server.get(), host, 0, 0, nullptr), 1) << host;
  }
  EXPECT_NE(X509_check_host(server.get(), "x.dsql.us-west-2.on.aws", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_ip_asc(server.get(), "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(server.get(), "::1", 0), 1);

  const auto ca = load(files.ca);
  EXPECT_EQ(X509_check_ca(ca.get()), 1);
  EXPECT_EQ(X509_verify(server.get(), X509_get0_pubkey(ca.get())), 1);
  EXPECT_NO_THROW(TlsContext{files});
}

TEST_F(Certificates, KeysAreForTheOwnerOnly) {
  const auto files = ensure_certificates(root_ / "certs", service_names({"us-east-1"}));
  EXPECT_EQ(mode_of(files.key), 0600U);
  EXPECT_EQ(mode_of(root_ / "certs" / "ca.key"), 0600U);
  EXPECT_EQ(mode_of(root_ / "certs"), 0700U);
  EXPECT_EQ(mode_of(files.ca), 0644U);
}

TEST_F(Certificates, AreReusedUntilANameIsMissing) {
  const auto names = service_names({"us-east-1"});
  const auto files = ensure_certificates(root_, names);
  const std::string ca = text_of(files.ca), server = text_of(files.certificate);
  ensure_certificates(root_, names);
  EXPECT_EQ(text_of(files.ca), ca);
  EXPECT_EQ(text_of(files.certificate), server);

  auto more = names;
  more.push_back("database.internal");
  ensure_certificates(root_, more);
  EXPECT_EQ(text_of(files.ca), ca) << "clients keep trusting the CA";
  EXPECT_NE(text_of(files.certificate), server);
}

TEST_F(Certificates, DamageIsRepaired) {
  const auto names = service_names({"us-east-1"});
  const auto files = ensure_certificates(root_, names);
  const std::string ca = text_of(files.ca), server = text_of(files.certificate);
  std::ofstream(files.key) << "not a key";
  ensure_certificates(root_, names);
  EXPECT_EQ(text_of(files.ca), ca);
  EXPECT_NE(text_of(files.certificate), server);
  EXPECT_NO_THROW(TlsContext{files});

  fs::remove(root_ / "ca.key");
  ensure_certificates(root_, names);
  EXPECT_NE(text_of(files.ca), ca);
  EXPECT_EQ(X509_verify(load(files.certificate).get(), X509_get0_pubkey(load(files.ca).get())), 1);
}

TEST_F(Certificates, AFolderThatCannotBeIsAnError) {
  std::ofstream(root_ / "file") << "x";
  EXPECT_THROW(ensure_certificates(root_ / "file" / "certs", service_names({"us-east-1"})),
               std::runtime_error);
}

}  // namespace
}  // namespace dsql::wire
