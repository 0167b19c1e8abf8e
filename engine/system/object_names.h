// The text of reg types: names of catalog objects as PostgreSQL's regclassout, regprocout and their
// kind print them, qualified where the search path would not find them, and what such a text names.
// Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/catalog/catalog.h"

namespace dsql::engine {

// The name of object `object` as reg type `type` writes it; empty if there is no such object.
// `path`: the schemas of the search path, pg_catalog among them.
std::string object_name(Oid type, Oid object, const CatalogVersion& catalog,
                        std::span<const Oid> path);

// What a text means as the name of an object.
struct NamedObject {
  Oid oid = 0;  // 0: there is none, or there are several
  bool several = false;
};
// 'int4pl'::regproc or 'abs(integer)'::regprocedure.
NamedObject find_routine_name(std::string_view name, const CatalogVersion& catalog);
// '|/'::regoper or '+(integer,integer)'::regoperator.
NamedObject find_operator_name(std::string_view name);
// The same for a cast, which raises undefined_function_text, several_functions_named and the like.
Oid named_routine(std::string_view name, const CatalogVersion& catalog);
Oid named_operator(std::string_view name);
// What '"C"'::regcollation means.
std::optional<Oid> find_collation_name(std::string_view name);

}  // namespace dsql::engine
