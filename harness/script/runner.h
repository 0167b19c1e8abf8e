// Runner: runs scripts against one target and says where the answers differ from what the script
// expects. It goes on after a failure, so that one run shows all of them. One thread; sessions are
// interleaved exactly as the script says.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "harness/script/script.h"

namespace dsql::harness {

struct RunOptions {
  ConnectionSpec target;
  std::string control = {};  // HOST:PORT of the control port; empty: the target has none
  Protocol protocol = Protocol::simple;  // unless the script says `mode`
  std::set<std::string> labels = {};     // of onlyif, skipif and require, besides those found out
  std::chrono::milliseconds timeout = std::chrono::seconds(60);  // for one answer
  bool retry = false;   // statements outside transaction blocks are run again on 40001 the script
                        // does not expect
  bool fresh = false;   // empty the database before each script: everything in it is dropped
  bool accept = false;  // write the answers into the script as its expectations
};

struct Failure {
  std::string path;
  int line = 0;
  std::string step;  // "session a: COMMIT"
  std::vector<std::string> difference;
};

struct Report {
  std::string path;
  int passed = 0;
  int skipped = 0;
  std::string skipped_because = {};  // of a whole script
  std::vector<Failure> failures = {};
  bool rewritten = false;  // with RunOptions::accept
};

class Runner {
 public:
  // Connects once to find out what the target is. Throws ConnectError.
  explicit Runner(RunOptions options);

  // Runs one script. A target that cannot be reached is a failure of the step that needed it.
  Report run(const Script& script);

  // What the target is: "dsql" and "local" or "aws", or "postgres"; the protocol; what the options
  // added.
  const std::set<std::string>& labels() const { return options_.labels; }

 private:
  void empty_database() const;

  RunOptions options_;
};

// "tests/a.test:14: session a: COMMIT", then the difference, indented; ends with a line break.
std::string describe(const Failure& failure);

}  // namespace dsql::harness
