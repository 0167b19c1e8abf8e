// Fixes: what repairs a finding, as edits of the script placed by tokens and tree positions. One
// function a fix id of the rules' rows (Rule::fix); folding several statements into one is
// patterns.h's business, splitting transactions block_check.h's. Internal to lint/.
#pragma once

#include <string_view>

#include "dsqlrules/lint/edits.h"
#include "dsqlrules/lint/finding.h"

namespace dsql::rules {

// The edits that repair the finding; none if this case cannot be repaired.
Fix fix_of(std::string_view fix_id, const Finding& finding);

}  // namespace dsql::rules
