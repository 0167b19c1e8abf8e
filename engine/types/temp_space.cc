#include "engine/types/temp_space.h"

#include "dsqlrules/conditions/rules_limit.h"

namespace dsql::engine {

void TempSpace::refuse() { rules::raise(rules::refusals::temp_space); }

}  // namespace dsql::engine
