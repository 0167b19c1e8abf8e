// Type names in casts, columns and definition lists (parse_type.c): oid, modifier, domain.
#include <algorithm>
#include <array>
#include <optional>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/rules_type.h"
#include "engine/bind/bind.h"
#include "engine/bind/tree_access.h"
#include "engine/catalog/search_path.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

constexpr Oid bit = 1560, varbit = 1562;
constexpr int varlena_header = 4;
constexpr int longest_character = 10485760;
constexpr int most_precise_time = 6;
constexpr int interval_full_precision = 0xFFFF;

using Modifiers = std::vector<std::int32_t>;

Modifiers read_modifiers(const PgQuery__TypeName& type) {
  Modifiers modifiers;
  for (const Node* node : nodes(type.typmods, type.n_typmods)) {
    const bool integer = node->node_case == PG_QUERY__NODE__NODE_A_CONST &&
                         !node->a_const->isnull &&
                         node->a_const->val_case == PG_QUERY__A__CONST__VAL_IVAL;
    if (!integer)
      rules::raise(rules::error(conditions::type_modifiers_not_constants).at(type.location));
    modifiers.push_back(node->a_const->ival->ival);
  }
  return modifiers;
}

std::int32_t length_modifier(std::string_view name, const Modifiers& modifiers, int header,
                             int at) {
  if (modifiers.size() != 1) rules::raise(rules::error(conditions::invalid_type_modifier).at(at));
  if (modifiers[0] < 1) rules::raise(rules::error(conditions::type_length_too_small, name).at(at));
  if (modifiers[0] > longest_character)
    rules::raise(rules::error(conditions::type_length_too_large, name, longest_character).at(at));
  return modifiers[0] + header;
}

std::int32_t numeric_modifier(const Modifiers& modifiers, int at) {
  if (modifiers.empty() || modifiers.size() > 2)
    rules::raise(rules::error(conditions::invalid_numeric_modifier).at(at));
  const std::int32_t precision = modifiers[0];
  const std::int32_t scale = modifiers.size() == 2 ? modifiers[1] : 0;
  if (precision < 1 || precision > 1000)
    rules::raise(rules::error(rules::refusals::numeric_precision, std::int64_t{precision}).at(at));
  if (scale < -1000 || scale > 1000)
    rules::raise(rules::error(rules::refusals::numeric_scale, std::int64_t{scale}).at(at));
  return ((precision << 16) | (scale & 0x7FF)) + varlena_header;
}

std::int32_t time_modifier(std::string_view name, const Modifiers& modifiers, int at) {
  if (modifiers.size() != 1) rules::raise(rules::error(conditions::invalid_type_modifier).at(at));
  if (modifiers[0] < 0)
    rules::raise(rules::error(conditions::type_precision_negative, name, modifiers[0]).at(at));
  return std::min(modifiers[0], most_precise_time);
}

std::int32_t interval_modifier(const Modifiers& modifiers, int at) {
  // The fields as a mask, then perhaps a precision.
  if (modifiers.empty() || modifiers.size() > 2)
    rules::raise(rules::error(conditions::invalid_type_modifier).at(at));
  const std::int32_t range = modifiers[0];
  if (modifiers.size() == 1) {
    constexpr std::int32_t full_range = 0x7FFF;
    return range == full_range ? -1 : ((range & 0x7FFF) << 16) | interval_full_precision;
  }
  if (modifiers[1] < 0)
    rules::raise(
        rules::error(conditions::type_precision_negative, "INTERVAL", modifiers[1]).at(at));
  return ((range & 0x7FFF) << 16) | std::min(modifiers[1], most_precise_time);
}

TypeModifier modifier_of(const PgQuery__TypeName& node, Oid type) {
  if (node.n_typmods == 0) return node.typemod > 0 ? node.typemod : -1;
  const Modifiers modifiers = read_modifiers(node);
  switch (type) {
    case oid::varchar: return length_modifier("varchar", modifiers, varlena_header, node.location);
    case oid::bpchar: return length_modifier("char", modifiers, varlena_header, node.location);
    case bit: return length_modifier("bit", modifiers, 0, node.location);
    case varbit: return length_modifier("varbit", modifiers, 0, node.location);
    case oid::numeric: return numeric_modifier(modifiers, node.location);
    case oid::timestamp:
    case oid::timestamptz: return time_modifier("TIMESTAMP", modifiers, node.location);
    case oid::time:
    case oid::timetz: return time_modifier("TIME", modifiers, node.location);
    case oid::interval: return interval_modifier(modifiers, node.location);
    default: break;
  }
  rules::raise(rules::error(conditions::type_modifier_not_allowed,
                            joined_name(nodes(node.names, node.n_names)))
                   .at(node.location));
}

[[noreturn]] void raise_undefined(const PgQuery__TypeName& node) {
  std::string name = joined_name(nodes(node.names, node.n_names));
  if (node.pct_type) name += "%TYPE";
  for (std::size_t i = 0; i < node.n_array_bounds; ++i) name += "[]";
  rules::raise(rules::error(conditions::undefined_type, name).at(node.location));
}

// A type by its catalog name; SQL names have become catalog names in the grammar.
const Type* built_in(std::string_view name) {
  const Type* type = find_type(name);
  return type;
}

struct Found {
  const Type* type = nullptr;
  const Domain* domain = nullptr;
  Oid row_type = 0;
};

// The domains of information_schema, by the types they are over.
const Type* information_type(std::string_view name) {
  if (name == "cardinal_number") return find_type(oid::int4);
  if (name == "character_data" || name == "yes_or_no") return find_type(oid::varchar);
  if (name == "sql_identifier") return find_type(oid::name);
  return name == "time_stamp" ? find_type(oid::timestamptz) : nullptr;
}

// A domain of the schema, or the row type of one of its tables or views.
Found find_in_schema(const CatalogVersion& catalog, Oid schema, std::string_view name) {
  if (const Domain* domain = catalog.find_domain(schema, name)) return {nullptr, domain};
  if (const Table* table = catalog.find_table(schema, name))
    return {nullptr, nullptr, table->row_type};
  if (const View* view = catalog.find_view(schema, name)) return {nullptr, nullptr, view->row_type};
  return {};
}

Found find_in_path(std::string_view name, const BindContext& context) {
  const std::string_view user = context.role == nullptr ? "" : std::string_view(context.role->name);
  for (Oid schema : effective_path(*context.catalog, context.search_path, user, true)) {
    if (schema == oid::schema_pg_catalog) {
      if (const Type* type = built_in(name)) return {type, nullptr};
    } else {
      const Found found = find_in_schema(*context.catalog, schema, name);
      if (found.domain != nullptr || found.row_type != 0) return found;
    }
  }
  return {};
}

Found find_named_type(const PgQuery__TypeName& node, const BindContext& context) {
  Nodes names = nodes(node.names, node.n_names);
  const std::string_view name = last_name(names);
  if (names.size() == 1) return find_in_path(name, context);
  if (names.size() == 3 && string_of(*names[0]) == "postgres") names = names.subspan(1);
  if (names.size() != 2)
    rules::raise(
        rules::error(conditions::improper_qualified_name, joined_name(names)).at(node.location));
  const Schema* schema = context.catalog->find_schema(string_of(*names[0]));
  if (schema == nullptr)
    rules::raise(
        rules::error(conditions::undefined_schema, string_of(*names[0])).at(node.location));
  if (schema->oid == oid::schema_pg_catalog) return {built_in(name), nullptr};
  if (schema->oid == oid::schema_information_schema) return {information_type(name), nullptr};
  return find_in_schema(*context.catalog, schema->oid, name);
}

}  // namespace

BoundType bind_type(const PgQuery__TypeName& node, const BindContext& context) {
  if (node.pct_type) raise_undefined(node);
  if (node.setof) rules::raise(rules::error(conditions::set_type_not_allowed).at(node.location));
  const Found found = find_named_type(node, context);
  if (found.domain != nullptr || found.row_type != 0) {
    if (node.n_array_bounds > 0) raise_undefined(node);
    if (node.n_typmods > 0)
      rules::raise(rules::error(conditions::type_modifier_not_allowed,
                                joined_name(nodes(node.names, node.n_names)))
                       .at(node.location));
    if (found.row_type != 0) return {oid::record, -1, nullptr, found.row_type};
    return {found.domain->base, found.domain->modifier, found.domain};
  }
  if (found.type == nullptr) raise_undefined(node);
  const TypeModifier modifier = modifier_of(node, found.type->oid);
  if (node.n_array_bounds == 0) return {found.type->oid, modifier, nullptr};
  if (found.type->array == 0) raise_undefined(node);
  return {found.type->array, modifier, nullptr};
}

BoundType bind_result_type(const PgQuery__TypeName& node, const BindContext& context) {
  PgQuery__TypeName element = node;
  element.setof = 0;
  return bind_type(element, context);
}

}  // namespace dsql::engine
