// Transaction modes, as BEGIN and SET TRANSACTION list them. Internal to screen/.
#pragma once

#include <span>

#include "dsqlrules/parse/tree.h"

namespace dsql::rules {

class Walker;

// Reports an isolation level other than REPEATABLE READ among DefElem nodes.
void check_isolation_level(std::span<Node* const> modes, Walker& walker);

}  // namespace dsql::rules
