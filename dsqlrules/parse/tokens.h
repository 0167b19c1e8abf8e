// PostgreSQL's scanner: SQL text → tokens with byte ranges, comments left out unless asked for. For
// the few questions that the parse tree cannot answer (was USING written?), and for lint's edits.
// Pure.
#pragma once

#include <string_view>
#include <vector>

#include "dsqlrules/parse/tree.h"

namespace dsql::rules {

struct Token {
  int kind;   // PgQuery__Token
  int start;  // byte range in the text
  int end;
};

enum class Comments { leave_out, keep };

// Raises: the scanner's errors (an unterminated string, …) with PostgreSQL's text.
std::vector<Token> scan_tokens(std::string_view text, Comments comments = Comments::leave_out);

}  // namespace dsql::rules
