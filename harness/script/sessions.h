// Sessions: the named connections of a running script. A session connects when it is first used;
// the script's `connect` may give it keywords of its own. One thread.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "harness/target/connection.h"

namespace dsql::harness {

class Sessions {
 public:
  Sessions(ConnectionSpec spec, std::chrono::milliseconds timeout)
      : spec_(std::move(spec)), timeout_(timeout) {}

  // The session's connection; made now when there is none, or the last one is broken. Throws
  // ConnectError.
  Connection& at(const std::string& name);
  // Connects (again) with these keywords on top of the target's. Throws ConnectError.
  void connect(const std::string& name,
               const std::vector<std::pair<std::string, std::string>>& keywords);
  void disconnect(const std::string& name);

 private:
  ConnectionSpec spec_;
  std::chrono::milliseconds timeout_;
  std::map<std::string, Connection, std::less<>> open_;
};

}  // namespace dsql::harness
