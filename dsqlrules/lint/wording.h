// Wording: which of a rule's lint texts speaks of a finding, and the names that fill its holes. The
// texts themselves stand in dsqlrules/conditions/lint_texts_*.h. Internal to lint/.
#pragma once

#include <string_view>

#include "dsqlrules/lint/diagnostic.h"
#include "dsqlrules/lint/finding.h"

namespace dsql::rules {

struct Wording {
  std::string_view variant = {};
  Holes holes;
};

Wording wording_of(const Finding& finding);

}  // namespace dsql::rules
