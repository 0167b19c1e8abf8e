// SQL functions by signature: what DROP, ALTER, COMMENT and GRANT on FUNCTION and ROUTINE name.
#pragma once

#include <string>

#include "engine/bind/ddl_binder.h"

namespace dsql::engine {

// "f(integer, text)".
std::string function_signature(const CatalogVersion& catalog, const SqlFunction& function);
// "function f(integer,text)", as the details of errors about dependents say.
std::string function_description(const CatalogVersion& catalog, const SqlFunction& function);

// The function a name with or without arguments means; null if there is none and `missing_ok`.
// Raises undefined_function_object, undefined_function_name, ambiguous_function_name.
const SqlFunction* find_routine(DdlBinder& binder, const PgQuery__ObjectWithArgs& name,
                                bool missing_ok);
// The signature as written, for messages: "f(integer)".
std::string written_signature(DdlBinder& binder, const PgQuery__ObjectWithArgs& name);

}  // namespace dsql::engine
