// The arrays of catalog functions, one a file, and what their kernels share. Private to the folder.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/catalog/search_path.h"
#include "engine/functions/lift.h"
#include "engine/functions/rows.h"
#include "engine/system/definition.h"

namespace dsql::engine {

std::span<const FunctionRow> definition_functions();
std::span<const FunctionRow> reg_functions();
std::span<const FunctionRow> privilege_functions();
std::span<const FunctionRow> index_property_functions();
std::span<const FunctionRow> sequence_functions();

// The session's search path as schemas, pg_catalog included.
std::vector<Oid> session_path(CallContext& call);

// The parts of a written name: public.t, "Strange".t. nullopt: not a name.
std::optional<std::vector<std::string>> split_qualified(std::string_view text);

}  // namespace dsql::engine
