// PostgreSQL's parse tree as libpg_query hands it out (its own protobuf-c structs). This is the one
// header through which the rest of the project sees those types; they are plain structs owned by a
// ParseTree and valid exactly as long as it.
#pragma once

#include <protobuf/pg_query.pb-c.h>

namespace dsql::rules {

using Node = PgQuery__Node;

}  // namespace dsql::rules
