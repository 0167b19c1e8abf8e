// Function rows that know the catalog: pg_get_indexdef, format_type over domains, has_*_privilege,
// obj_description, to_regclass, and the functions of the schemas sys and information_schema. Beside
// all_functions(): the binder looks a name up in both. Stateless; any thread.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/functions/function.h"

namespace dsql::engine {

// Rows of pg_catalog.
std::span<const std::span<const FunctionRow>> system_functions();
// Rows of the schema sys.
std::span<const FunctionRow> sys_functions();
std::span<const FunctionRow> information_schema_functions();

// By name in pg_catalog (system_functions only), sys or information_schema; none in others.
std::vector<const FunctionRow*> system_functions_named(std::string_view name, Oid schema);
const FunctionRow* find_system_function(Oid oid);

// What SELECT … FROM a sequence calls with its oid: last_value, log_cnt, is_called as one row. In
// no schema.
const FunctionRow& sequence_row_function();

// The row that casts between a string and a reg type by looking into the catalog ('t'::regclass,
// oid::regtype::text); null if the cast needs no catalog. Comes before find_coercion(), which knows
// only what types can do by themselves. Its result has the physical form of `to`.
const FunctionRow* catalog_cast(Oid from, Oid to);

// reg* names: what a literal 'public.t'::regclass means. nullopt: no such object. `path` is the
// session's search path as set.
std::optional<Oid> find_regclass(std::string_view name, const CatalogVersion& catalog,
                                 std::span<const Oid> path);
// Says that there is no such relation, or that the text is no name.
[[noreturn]] void raise_undefined_relation(std::string_view name, int location = -1);
// The same for types, spelled as in CAST ('double precision', 'public.d', 'int[]'); modifiers are
// read and dropped. Raises syntax errors and conditions::invalid_type_name.
std::optional<Oid> find_regtype(std::string_view name, const CatalogVersion& catalog,
                                std::span<const Oid> path);
// The name regclass_out prints: qualified unless visible in `path`.
std::string regclass_name(Oid relation, const CatalogVersion& catalog, std::span<const Oid> path);

}  // namespace dsql::engine
