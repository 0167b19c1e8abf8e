#include "wire/net/certificates.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/core.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dsql::wire {
namespace {

namespace fs = std::filesystem;

constexpr long day = 24L * 60 * 60;
constexpr long backdate = day;               // for clients whose clock is behind
constexpr long server_lifetime = 397 * day;  // the longest that every client accepts
constexpr long ca_lifetime = 3650 * day;
constexpr long renewal_margin = 7 * day;

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;

struct Identity {
  Key key;
  Certificate certificate;
};

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }

void check(bool ok, const char* step) {
  if (ok) return;
  char reason[256];
  ERR_error_string_n(ERR_get_error(), reason, sizeof reason);
  fail(fmt::format("certificate: {}: {}", step, reason));
}

// The folder's lock, held while this object lives.
class FolderLock {
 public:
  explicit FolderLock(const fs::path& folder)
      : file_(::open((folder / ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)) {
    if (file_ < 0 || ::flock(file_, LOCK_EX) != 0) {
      fail(fmt::format("cannot lock {}: {}", folder.string(), std::strerror(errno)));
    }
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  ~FolderLock() { ::close(file_); }

 private:
  int file_;
};

bool is_address(const std::string& name) {
  return name.find(':') != name.npos || name.find_first_not_of("0123456789.") == name.npos;
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const Extension extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  check(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1, "extension");
}

void set_random_serial(X509* certificate) {
  unsigned char bytes[16];
  check(RAND_bytes(bytes, sizeof bytes) == 1, "serial");
  bytes[0] &= 0x7f;  // a serial is positive
  BIGNUM* number = BN_bin2bn(bytes, sizeof bytes, nullptr);
  check(BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr, "serial");
  BN_free(number);
}

// A certificate with a fresh P-256 key, dates and subject set, unsigned.
Identity draft(const std::string& common_name, long lifetime) {
  Identity identity{Key(EVP_EC_gen("P-256")), Certificate(X509_new())};
  check(identity.key != nullptr && identity.certificate != nullptr, "key");
  X509* certificate = identity.certificate.get();
  X509_set_version(certificate, X509_VERSION_3);
  set_random_serial(certificate);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -backdate);
  X509_gmtime_adj(X509_getm_notAfter(certificate), lifetime);
  X509_set_pubkey(certificate, identity.key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1,
                             0);
  return identity;
}

Identity make_ca() {
  Identity ca = draft("dsql-local CA", ca_lifetime);
  X509* certificate = ca.certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
  add_extension(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  add_extension(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(certificate, certificate, NID_subject_key_identifier, "hash");
  check(X509_sign(certificate, ca.key.get(), EVP_sha256()) > 0, "signature");
  return ca;
}

Identity make_server(const Identity& ca, const std::vector<std::string>& names) {
  Identity server = draft(names.front().substr(0, 64), server_lifetime);
  X509* certificate = server.certificate.get();
  X509* issuer = ca.certificate.get();
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  std::string alternatives;
  for (const std::string& name : names) {
    alternatives += (alternatives.empty() ? "" : ",");
    alternatives += (is_address(name) ? "IP:" : "DNS:") + name;
  }
  add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(certificate, issuer, NID_key_usage, "critical,digitalSignature");
  add_extension(certificate, issuer, NID_ext_key_usage, "serverAuth");
  add_extension(certificate, issuer, NID_subject_key_identifier, "hash");
  add_extension(certificate, issuer, NID_authority_key_identifier, "keyid");
  add_extension(certificate, issuer, NID_subject_alt_name, alternatives);
  check(X509_sign(certificate, ca.key.get(), EVP_sha256()) > 0, "signature");
  return server;
}

// --- files ---------------------------------------------------------------------------------------

std::string read_bio(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  check(PEM_write_bio_X509(bio.get(), certificate) == 1, "PEM");
  return read_bio(bio.get());
}

std::string pem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()));
  check(PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
        "PEM");
  return read_bio(bio.get());
}

void write_file(const fs::path& path, const std::string& text, mode_t mode) {
  const fs::path draft_path = path.string() + ".new";
  ::unlink(draft_path.c_str());
  const int file = ::open(draft_path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode);
  bool ok = file >= 0;
  ok = ok && ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ok = ok && ::fchmod(file, mode) == 0 && ::fsync(file) == 0;
  if (file >= 0) ok = ::close(file) == 0 && ok;
  ok = ok && ::rename(draft_path.c_str(), path.c_str()) == 0;
  if (!ok) fail(fmt::format("cannot write {}: {}", path.string(), std::strerror(errno)));
}

void store(const Identity& identity, const fs::path& certificate, const fs::path& key) {
  write_file(key, pem(identity.key.get()), 0600);
  write_file(certificate, pem(identity.certificate.get()), 0644);
}

std::optional<std::string> read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// What the two files hold, if they are readable and belong together.
std::optional<Identity> load(const fs::path& certificate, const fs::path& key) {
  const auto certificate_text = read_file(certificate), key_text = read_file(key);
  if (!certificate_text || !key_text) return std::nullopt;
  const auto bio_of = [](const std::string& text) {
    return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  };
  Identity identity{
      Key(PEM_read_bio_PrivateKey(bio_of(*key_text).get(), nullptr, nullptr, nullptr)),
      Certificate(PEM_read_bio_X509(bio_of(*certificate_text).get(), nullptr, nullptr, nullptr))};
  const bool whole = identity.key != nullptr && identity.certificate != nullptr &&
                     X509_check_private_key(identity.certificate.get(), identity.key.get()) == 1;
  ERR_clear_error();
  if (!whole) return std::nullopt;
  return identity;
}

bool valid_for(X509* certificate, long seconds) {
  time_t until = std::time(nullptr) + seconds;
  return X509_cmp_current_time(X509_get0_notBefore(certificate)) < 0 &&
         X509_cmp_time(X509_get0_notAfter(certificate), &until) > 0;
}

bool covers(X509* certificate, const std::string& name) {
  if (is_address(name)) return X509_check_ip_asc(certificate, name.c_str(), 0) == 1;
  // A wildcard is asked for by a name it stands for.
  const std::string host = name.starts_with('*') ? "x" + name.substr(1) : name;
  return X509_check_host(certificate, host.c_str(), host.size(), 0, nullptr) == 1;
}

bool server_fits(const Identity& server, const Identity& ca,
                 const std::vector<std::string>& names) {
  X509* certificate = server.certificate.get();
  if (X509_verify(certificate, ca.key.get()) != 1) {
    ERR_clear_error();
    return false;
  }
  for (const std::string& name : names) {
    if (!covers(certificate, name)) return false;
  }
  return valid_for(certificate, renewal_margin);
}

}  // namespace

std::vector<std::string> service_names(const std::vector<std::string>& regions) {
  std::vector<std::string> names;
  for (const std::string& region : regions) names.push_back("*.dsql." + region + ".on.aws");
  names.insert(names.end(), {"localhost", "127.0.0.1", "::1"});
  return names;
}

CertificateFiles ensure_certificates(const fs::path& folder,
                                     const std::vector<std::string>& names) {
  const CertificateFiles files{folder / "ca.pem", folder / "server.pem", folder / "server.key"};
  const fs::path ca_key = folder / "ca.key";
  std::error_code error;
  if (fs::create_directories(folder, error)) {
    fs::permissions(folder, fs::perms::owner_all, error);
  }
  if (error) fail(fmt::format("cannot create {}: {}", folder.string(), error.message()));
  const FolderLock lock(folder);

  std::optional<Identity> ca = load(files.ca, ca_key);
  if (!ca || !valid_for(ca->certificate.get(), server_lifetime)) {
    ca = make_ca();
    store(*ca, files.ca, ca_key);
  }
  const std::optional<Identity> server = load(files.certificate, files.key);
  if (!server || !server_fits(*server, *ca, names)) {
    store(make_server(*ca, names), files.certificate, files.key);
  }
  return files;
}

}  // namespace dsql::wire
