#include "dsqlrules/parse/syntax_failure.h"

#include "dsqlrules/conditions/limit_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/syntax_texts.h"
#include "dsqlrules/parse/text_guard.h"

namespace dsql::rules {
namespace {

SqlError from_row(const SyntaxText& row, std::string_view message) {
  return {Severity::error, row.sqlstate, std::string(message), {}, std::string(row.hint)};
}

// Whether the escape at `at` is one of E'…': \u or \U.
bool is_escape_of_e_string(std::string_view text, std::size_t at) {
  return at + 1 < text.size() && (text[at + 1] == 'u' || text[at + 1] == 'U');
}

SqlError classify(std::string_view message) {
  // Bison's stack is as deep as PostgreSQL's: both stop there, the service with its own text.
  if (message.starts_with("memory exhausted")) return error(conditions::stack_depth_limit_exceeded);
  for (const SyntaxText& row : syntax_texts) {
    if (row.matches(message)) return from_row(row, message);
  }
  return error(conditions::syntax_error, message);
}

}  // namespace

SqlError syntax_failure(std::string_view text, std::string_view message, int position) {
  if (position <= 0) return classify(message);
  const std::size_t at = byte_offset(text, position);
  const bool of_unicode_string =
      message == invalid_escape_of_unicode_string.begin && !is_escape_of_e_string(text, at);
  SqlError result =
      of_unicode_string ? from_row(invalid_escape_of_unicode_string, message) : classify(message);
  return std::move(result).at(static_cast<int>(at));
}

SqlError syntax_error_at_token(std::string_view text, int start, int end) {
  if (start >= static_cast<int>(text.size())) {
    return error(conditions::syntax_error_at_end).at(static_cast<int>(text.size()));
  }
  return error(conditions::syntax_error_near, text.substr(start, end - start)).at(start);
}

}  // namespace dsql::rules
