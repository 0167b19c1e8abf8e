// The test script as a value: what a file says, step by step, with the line of each step. README.md
// beside this file describes the text. Parsing knows no database; running stands in runner.h. Plain
// values.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "harness/target/connection.h"

namespace dsql::harness {

// The lines of a file between a record's "----" and its end. Not `given`: there is no "----", and a
// block would stand before line `first`. An empty block has first > last.
struct Span {
  bool given = false;
  int first = 0;
  int last = 0;
};

// "message: …" or "message~: REGEX" below a record.
struct ExpectedField {
  std::string name;
  bool pattern = false;
  std::string value;
};

// What a statement, a copy or a connect must answer.
struct ExpectedAnswer {
  enum class Kind : std::uint8_t { ok, error, count };
  Kind kind = Kind::ok;
  std::string sqlstate = {};  // of an error; empty is any, "connection" a lost connection
  std::int64_t count = 0;     // rows, of Kind::count
  std::vector<ExpectedField> fields = {};
  Span span = {};
};

struct ExpectedColumn {
  std::string name;  // empty: any
  std::string type;  // empty: any
};

// Lines below "----"; they are compared only when given.
struct ExpectedLines {
  std::vector<std::string> lines = {};
  Span span = {};
};

enum class Sort : std::uint8_t { none, rows, values };

struct Statement {
  std::string sql;
  ExpectedAnswer expected;
};

struct Query {
  std::string sql;
  std::string types;  // sqllogictest's letters, empty: not given
  Sort sort = Sort::none;
  std::string label;
  std::vector<ExpectedColumn> columns = {};  // empty: not given
  ExpectedLines rows = {};
};

// Several statements in one Query message; the expectation is the transcript of all answers.
struct Message {
  std::string sql;
  ExpectedLines transcript;
};

struct Let {
  std::vector<std::string> names;
  std::string sql;
};

struct CopyIn {
  std::string sql;
  std::vector<std::string> data;
  ExpectedAnswer expected;
};

struct CopyOut {
  std::string sql;
  ExpectedLines lines;
};

struct Connect {
  std::vector<std::pair<std::string, std::string>> keywords;
  ExpectedAnswer expected;
};

struct Disconnect {};

// Takes the answer of the session's background step.
struct Finish {};

struct SetMode {
  std::optional<Protocol> protocol;  // nullopt: the run's own
};

struct WaitJob {
  std::string job;  // empty: the last one submitted
  bool succeeds = true;
};

// One request to the control port.
struct Control {
  std::string method;
  std::string path;
  std::string body;
  ExpectedLines answer;
};

struct Require {
  std::vector<std::string> labels;
};

struct Halt {};

struct Step;

struct Loop {
  std::string variable;
  std::vector<std::string> values;
  std::vector<Step> body;
};

using Action = std::variant<Statement, Query, Message, Let, CopyIn, CopyOut, Connect, Disconnect,
                            Finish, SetMode, WaitJob, Control, Require, Halt, Loop>;

// onlyif (wanted) or skipif (not wanted) any of the labels.
struct Guard {
  bool wanted = true;
  std::vector<std::string> labels;
};

struct Step {
  int line = 0;         // of the record's header
  std::string session;  // the session it runs in
  std::vector<Guard> guards = {};
  std::optional<std::string> bind = {};  // parameters as written: "1 | NULL"
  bool retry = false;                    // run again while it answers 40001
  bool eventually = false;               // run again for a while until it answers as expected
  bool background = false;               // only send; Finish takes the answer
  Action action = {};
};

struct Script {
  std::string path;
  std::vector<std::string> lines;  // the file, for accepted answers
  std::vector<Step> steps;
};

class ScriptError : public std::runtime_error {
 public:
  ScriptError(std::string_view path, int line, std::string_view message);
};

// Reads a script. Throws ScriptError naming the first line that is not understood: an unknown word
// is an error, never a comment.
Script parse_script(std::string path, std::string_view text);

// Reads the file at `path`. Throws ScriptError.
Script read_script(const std::string& path);

}  // namespace dsql::harness
