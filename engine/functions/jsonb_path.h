// Changing a jsonb value along a path of names and subscripts: jsonb_set, jsonb_insert, #-.
// Functions of their arguments.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/types/json.h"

namespace dsql::engine {

enum class JsonbChange { replace, create, insert_before, insert_after, remove };

// `value` with `added` put where the path (the bytes of a text[]) leads; `added` is missing for
// remove alone. Raises: cannot_set_path_in_scalar, cannot_delete_path_in_scalar,
// path_element_null, path_element_not_integer, cannot_replace_existing_key.
std::string jsonb_change(JsonbView value, std::string_view path, std::optional<JsonbView> added,
                         JsonbChange change);

}  // namespace dsql::engine
