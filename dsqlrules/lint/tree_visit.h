// Visits every message of a parse tree, whatever its kind, by libpg_query's descriptors: for
// questions such as "is there a call of this function anywhere in here". Trees are bounded by
// limits::tree_depth. Pure.
#pragma once

#include <functional>

#include "dsqlrules/parse/tree.h"

namespace dsql::rules {

using Visit = std::function<void(const ProtobufCMessageDescriptor& type, const void* message)>;

// Calls `visit` for the node's content and everything below it, parents first.
void visit_tree(const Node* node, const Visit& visit);

}  // namespace dsql::rules
