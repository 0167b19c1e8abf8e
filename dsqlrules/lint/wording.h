// Wording: which of a rule's lint texts speaks of a finding, and the names that fill its holes. The
// texts themselves stand in dsqlrules/conditions/lint_texts_*.h. Internal to lint/.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dsqlrules/lint/finding.h"

namespace dsql::rules {

using Holes = std::vector<std::pair<std::string_view, std::string>>;

struct Wording {
  std::string_view variant = {};
  Holes holes;
};

Wording wording_of(const Finding& finding);

// A text with its `{name}` holes filled.
std::string filled_holes(std::string_view text, const Holes& holes);

}  // namespace dsql::rules
