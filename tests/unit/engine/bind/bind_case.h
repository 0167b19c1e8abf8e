// One statement bound over a small catalog, and the answer as text: the bound query, or the error
// as psql would show it. The catalog: tables t, u, g, s.k, q; view v, w, ag; domain pos; functions;
// roles.
#pragma once

#include <string>

namespace dsql::engine {

// The text after `> ` in a case file: SQL, with `as ROLE:` before it for another role than admin
// and `types OID,…:` for parameter types given.
std::string bind_case(const std::string& statement);

}  // namespace dsql::engine
