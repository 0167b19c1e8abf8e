// Walks over the matches of a regular expression as PostgreSQL's functions count them: an empty
// match moves the search on by one character, splitting ignores empty matches at the ends and right
// after a match. A value of one call.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/functions/regexp.h"

namespace dsql::engine {

// The flags argument of function `function` (for its error text). Raises:
// regexp_global_not_supported unless `global_allowed`, invalid_regular_expression_option.
RegexpFlags regexp_flags(std::string_view letters, std::string_view function, bool global_allowed);

class RegexpWalk {
 public:
  RegexpWalk(Regexp& regexp, std::string_view subject, std::size_t from = 0)
      : regexp_(regexp), subject_(subject), from_(from) {}

  // The next match, in spans() of the regexp; false after the last.
  bool next();

 private:
  Regexp& regexp_;
  std::string_view subject_;
  std::size_t from_;
};

// The array of a match's groups, or of the whole where there are none: what regexp_match answers.
std::string regexp_groups(const Regexp& regexp, std::string_view subject);

// The pieces of `subject` between matches.
std::vector<std::string_view> regexp_split(Regexp& regexp, std::string_view subject);

// SIMILAR TO's pattern as a regular expression. `escape` is one character or empty (none). Raises:
// invalid_escape_string, similar_two_separators.
std::string similar_to_regexp(std::string_view pattern, std::string_view escape);

}  // namespace dsql::engine
