// What a server answers to one statement, as values: columns with their types, rows as text, the
// command tag, or the whole of an error. Nothing here knows libpq. Plain values, copied and
// compared freely.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace dsql::harness {

using Oid = std::uint32_t;

// A value in text form; nullopt is SQL NULL.
using Field = std::optional<std::string>;
using Row = std::vector<Field>;

struct ResultColumn {
  std::string name;
  Oid type = 0;
  int modifier = -1;
};

// One ErrorResponse or NoticeResponse, every field of the protocol that names something.
struct Diagnostic {
  std::string severity = {};
  std::string sqlstate = {};  // empty when the connection broke, or libpq itself failed
  std::string message = {};
  std::string detail = {};
  std::string hint = {};
  std::string context = {};
  std::string position = {};  // 1-based character position, in digits
  std::string schema = {};
  std::string table = {};
  std::string column = {};
  std::string datatype = {};
  std::string constraint = {};
};

struct Result {
  enum class Kind : std::uint8_t { rows, command, empty, copy_in, copy_out, error };
  Kind kind = Kind::command;
  std::string tag = {};  // the command tag: "INSERT 0 1"
  std::vector<ResultColumn> columns = {};
  std::vector<Row> rows = {};  // of a COPY … TO STDOUT: one field a line
  std::optional<Diagnostic> error = {};

  bool ok() const { return kind != Kind::error; }
};

// SQL's name of a type, as format_type() prints it: "character varying(10)", "numeric(18,6)", "oid
// 99999" for a type that is not built in. `modifier` -1 leaves the parentheses out.
std::string type_name(Oid type, int modifier = -1);

}  // namespace dsql::harness
