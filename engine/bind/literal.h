// Literals of types that name catalog objects: 'public.t'::regclass and its relatives. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "engine/bind/binder.h"

namespace dsql::engine {

// The oid that `text` names as a reg* type; nullopt if `type` is not one of those resolved here.
// Raises undefined_table, undefined_schema, undefined_role, undefined_type,
// undefined_function_name.
std::optional<Oid> read_object_name(Binder& binder, std::string_view text, Oid type, int location);

// A type of PostgreSQL's that has no values here. Raises refusals::type_not_supported, for pseudo-
// types conditions::cannot_accept_value.
[[noreturn]] void raise_unsupported_type(Oid type, int location);

}  // namespace dsql::engine
