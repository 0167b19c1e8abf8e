// Turns libpg_query's error (message and cursor position, no SQLSTATE) into the SqlError that
// PostgreSQL gives. Used by parse.cc and dsql_syntax.cc.
#pragma once

#include <string_view>

#include "dsqlrules/conditions/sql_error.h"

namespace dsql::rules {

// `message` and `position` (1-based, characters; 0 for none) as libpg_query reports them for
// `text`.
SqlError syntax_failure(std::string_view text, std::string_view message, int position);

// PostgreSQL's `syntax error at or near "X"` for the token that is [start, end) of `text`; at the
// end of the text `syntax error at end of input`.
SqlError syntax_error_at_token(std::string_view text, int start, int end);

}  // namespace dsql::rules
