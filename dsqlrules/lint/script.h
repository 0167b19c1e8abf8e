// Splits a script into statements as psql does, without parsing them: quotes, dollar quotes,
// comments, SQL function bodies, psql's meta-commands and the data that follow COPY … FROM STDIN in
// a dump. One linear pass, whatever the length of the lines. Pure.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace dsql::rules {

enum class PartKind {
  statement,
  meta_command,  // a line that begins with a backslash
  copy_data,     // the lines between COPY … FROM STDIN; and \.
};

// Byte ranges in the script. Comments and blanks before the first token belong to no part.
struct ScriptPart {
  PartKind kind = PartKind::statement;
  std::size_t begin = 0;
  std::size_t end = 0;         // of the last token; the semicolon is not included
  std::size_t terminator = 0;  // after the semicolon; `end` where there is none
  std::size_t rows = 0;        // copy_data: its lines
};

// A comment that speaks to lint: its text begins with `dsql-lint:`.
struct Directive {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct Script {
  std::vector<ScriptPart> parts;
  std::vector<Directive> directives;
};

// A byte order mark at the beginning is skipped.
Script split_script(std::string_view text);

}  // namespace dsql::rules
