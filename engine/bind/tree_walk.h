// Every node below a node, whatever kind it is: walks libpg_query's structs by protobuf-c's own
// description of them. For questions that do not depend on the structure, such as "which relations
// does this query name".
#pragma once

#include <functional>

#include <protobuf-c/protobuf-c.h>

#include "dsqlrules/parse/tree.h"

namespace dsql::engine {

// Calls `visit` for `message` and every message below it, parents first. `visit` answers whether to
// go on below.
void walk_messages(const ProtobufCMessage& message,
                   const std::function<bool(const ProtobufCMessage&)>& visit);

// The message as struct T, or null if it is another one: as<PgQuery__RangeVar>(message,
// pg_query__range_var__descriptor).
template <class T>
const T* as(const ProtobufCMessage& message, const ProtobufCMessageDescriptor& descriptor) {
  return message.descriptor == &descriptor ? reinterpret_cast<const T*>(&message) : nullptr;
}

}  // namespace dsql::engine
