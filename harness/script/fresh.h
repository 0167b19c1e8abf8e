// Emptying a database, so that a script finds nothing of the one before.
#pragma once

#include <string>

#include "harness/target/connection.h"

namespace dsql::harness {

// Drops every schema, table, view, sequence, function and domain that is not the system's, each in
// its own transaction as Aurora DSQL asks. Throws std::runtime_error with the first refusal.
void drop_everything(Connection& connection);

}  // namespace dsql::harness
