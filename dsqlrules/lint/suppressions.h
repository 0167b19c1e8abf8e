// Suppressions: comments `-- dsql-lint: ignore RULE[, RULE…] reason` speak for the statement on
// their line or, where there is none, for the next one. Internal to lint/.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "dsqlrules/lint/positions.h"
#include "dsqlrules/lint/script.h"

namespace dsql::rules {

class Suppressions {
 public:
  Suppressions(std::string_view text, const Script& script, const Positions& positions);

  // True if the statement that begins at `statement` is not to be told about the rule, by either of
  // its ids. The suppression counts as used.
  bool covers(std::size_t statement, std::string_view rule, std::string_view row);

  struct Idle {
    int line;
    std::string rule;
    bool known;  // there is such a rule, but the statement does not break it
  };
  // Malformed ones have an empty rule.
  std::vector<Idle> idle() const;

 private:
  struct Entry {
    int line = 1;
    std::string rule;
    std::size_t statement = 0;
    bool used = false;
  };
  std::vector<Entry> entries_;
};

}  // namespace dsql::rules
