#include "dsqlrules/parse/syntax_failure.h"

#include "dsqlrules/conditions/limit_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/syntax_texts.h"
#include "dsqlrules/parse/text_guard.h"

namespace dsql::rules {
namespace {

SqlError classify(std::string_view message) {
  // Bison's stack is as deep as PostgreSQL's: both stop there, the service with its own text.
  if (message.starts_with("memory exhausted")) return error(conditions::stack_depth_limit_exceeded);
  for (const SyntaxText& row : syntax_texts) {
    if (!row.matches(message)) continue;
    SqlError result(Severity::error, row.sqlstate, std::string(message), {}, std::string(row.hint));
    return result;
  }
  return error(conditions::syntax_error, message);
}

}  // namespace

SqlError syntax_failure(std::string_view text, std::string_view message, int position) {
  SqlError result = classify(message);
  if (position <= 0) return result;
  return std::move(result).at(static_cast<int>(byte_offset(text, position)));
}

SqlError syntax_error_at_token(std::string_view text, int start, int end) {
  if (start >= static_cast<int>(text.size())) {
    return error(conditions::syntax_error_at_end).at(static_cast<int>(text.size()));
  }
  return error(conditions::syntax_error_near, text.substr(start, end - start)).at(start);
}

}  // namespace dsql::rules
