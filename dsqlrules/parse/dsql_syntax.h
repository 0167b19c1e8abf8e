// DSQL's own syntax, recognised on PostgreSQL's token stream: CREATE [UNIQUE] INDEX ASYNC, ALTER
// TABLE ASYNC, AWS IAM GRANT | REVOKE, and the reserved word ASYNC. Used by parse.cc; pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsqlrules/parse/statement.h"

namespace dsql::rules {

struct FoundIamStatement {
  IamStatement statement;
  int begin = 0;  // byte range in the query string, without the semicolon
  int end = 0;
};

struct DsqlSyntax {
  // The text with every recognised piece blanked by spaces, so that positions stay.
  std::string blanked;
  // Offsets of the ASYNC words that were blanked, ascending.
  std::vector<int> async_words;
  // In the order of the text.
  std::vector<FoundIamStatement> iam_statements;
  // Offset of the first ASYNC that stands where a reserved word cannot, -1 for none. It is a syntax
  // error unless PostgreSQL's grammar stops earlier.
  int misplaced_async = -1;
};

// True if the text may contain DSQL syntax: a cheap search for the two words, on the hot path.
bool may_have_dsql_syntax(std::string_view text);

// Raises conditions::syntax_error for a malformed AWS statement, and the scanner's own errors.
DsqlSyntax find_dsql_syntax(const std::string& text);

}  // namespace dsql::rules
