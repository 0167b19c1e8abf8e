// Screen: what Aurora DSQL refuses, decidable from the syntax of one statement. It is an
// allow-list: every node kind and every field of libpg_query's tree is listed by the file of its
// family as screened, checked, free or never set; anything else is refused. A value;
// thread-compatible.
#pragma once

#include <optional>
#include <vector>

#include "dsqlrules/conditions/rule.h"
#include "dsqlrules/parse/statement.h"

namespace dsql::rules {

struct ScreenOptions {
  AsOf as_of = newest_profile;
  // The session's `disable_sync_create_index = off`: CREATE INDEX without ASYNC is let through.
  bool sync_create_index = false;
};

class Screen {
 public:
  explicit Screen(ScreenOptions options = {}) : options_(options) {}

  // Everything that the service would refuse, in its order of precedence: the first one is what it
  // answers. Locations are byte offsets in the query string. Empty for a clean statement.
  std::vector<Violation> violations(const Statement& statement) const;

  // The first of violations(), without looking further.
  std::optional<Violation> first_violation(const Statement& statement) const;

  // Raises the first violation. Costs a few microseconds and no allocation for a clean point
  // statement.
  void admit(const Statement& statement) const;

 private:
  ScreenOptions options_;
};

}  // namespace dsql::rules
