// ControlClient: requests to the control port of a local server, one connection a request. Used for
// what a test holds: the clock, faults, reset, counters.
#pragma once

#include <string>

namespace dsql::harness {

struct ControlAnswer {
  unsigned status = 0;
  std::string body;
};

class ControlClient {
 public:
  // `address` is HOST:PORT. Throws std::invalid_argument when it is not.
  explicit ControlClient(const std::string& address);

  // Sends one request with a JSON body (none when empty). Throws std::runtime_error when no answer
  // comes.
  ControlAnswer request(const std::string& method, const std::string& path,
                        const std::string& body) const;

 private:
  std::string host_;
  std::string port_;
};

}  // namespace dsql::harness
