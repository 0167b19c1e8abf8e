// What the files of overload resolution share: the rules of coercion (coercion.cc), of polymorphic
// types (polymorphic.cc) and of choosing among candidates (resolve.cc). Pure functions over rows.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/functions/resolve.h"

namespace dsql::engine::resolving {

// The category of a type (pg_type.typcategory), 'X' for unknown; 0 for a type that does not exist.
char category(Oid type);
bool preferred(char of_category, Oid type);

// The element type of a true array type, else 0.
Oid element_of(Oid array);
Oid array_of(Oid element);

// Whether arguments of types `from` could be passed where `to` are declared, implicitly,
// polymorphic types included (can_coerce_type).
bool can_coerce(std::span<const Oid> from, std::span<const Oid> to);

// Whether the actual types agree with the polymorphic ones among the declared.
bool generics_consistent(std::span<const Oid> actual, std::span<const Oid> declared);

// Replaces polymorphic types in `declared` by what the actual ones determine, and answers the
// result type. nullopt: nothing determines them (every polymorphic argument is an untyped literal).
std::optional<Oid> substitute_generics(std::span<const Oid> actual, std::span<Oid> declared,
                                       Oid result);

}  // namespace dsql::engine::resolving
