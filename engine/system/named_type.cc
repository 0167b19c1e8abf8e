// The type that a text names: what 'double precision'::regtype and to_regtype() mean.
#include <array>

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/parse/statement.h"
#include "engine/catalog/search_path.h"
#include "engine/system/functions.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

// The TypeName of SELECT CAST(NULL AS …); null where the text between held more than a type.
const PgQuery__TypeName* only_type(const rules::ParseTree& tree) {
  if (tree.statements().size() != 1 || tree.statements()[0].node == nullptr) return nullptr;
  const rules::Node& node = *tree.statements()[0].node;
  if (node.node_case != PG_QUERY__NODE__NODE_SELECT_STMT) return nullptr;
  const PgQuery__SelectStmt& select = *node.select_stmt;
  const bool plain = select.n_target_list == 1 && select.n_from_clause == 0 &&
                     select.where_clause == nullptr && select.n_group_clause == 0 &&
                     select.having_clause == nullptr && select.n_window_clause == 0 &&
                     select.n_sort_clause == 0 && select.limit_count == nullptr &&
                     select.limit_offset == nullptr && select.n_locking_clause == 0 &&
                     select.into_clause == nullptr && select.larg == nullptr;
  if (!plain) return nullptr;
  const PgQuery__ResTarget& target = *select.target_list[0]->res_target;
  const bool named = target.name != nullptr && *target.name != '\0';
  if (named || target.val->node_case != PG_QUERY__NODE__NODE_TYPE_CAST) return nullptr;
  const PgQuery__TypeCast& cast = *target.val->type_cast;
  return rules::is_null_constant(cast.arg) ? cast.type_name : nullptr;
}

// A type of a schema's: a domain, or a relation's rows.
std::optional<Oid> user_type(const CatalogVersion& catalog, std::span<const Oid> path,
                             std::string_view name) {
  if (const Domain* domain = find_domain(catalog, path, name)) return domain->oid;
  const FoundRelation row = find_relation(catalog, path, name);
  if (row.kind == 'r') return row.table->row_type;
  if (row.kind == 'v') return row.view->row_type;
  return std::nullopt;
}

std::optional<Oid> scalar_type(const std::vector<std::string_view>& parts,
                               const CatalogVersion& catalog, std::span<const Oid> path) {
  const Type* built_in = find_type(parts.back());
  if (parts.size() == 1)
    return built_in != nullptr ? std::optional(built_in->oid)
                               : user_type(catalog, path, parts.back());
  const Schema* schema = catalog.find_schema(parts[parts.size() - 2]);
  if (schema == nullptr) return std::nullopt;
  if (schema->oid == oid::schema_pg_catalog)
    return built_in != nullptr ? std::optional(built_in->oid) : std::nullopt;
  return user_type(catalog, std::array{schema->oid}, parts.back());
}

}  // namespace

std::optional<Oid> find_regtype(std::string_view name, const CatalogVersion& catalog,
                                std::span<const Oid> path) {
  if (name.find_first_not_of(" \t\n\r\f\v") == std::string_view::npos)
    rules::raise(conditions::invalid_type_name, name);
  const rules::ParseTree tree = rules::parse("SELECT CAST(NULL AS " + std::string(name) + ")");
  const PgQuery__TypeName* type = only_type(tree);
  if (type == nullptr || type->setof || type->pct_type)
    rules::raise(conditions::invalid_type_name, name);
  const auto scalar = scalar_type(rules::name_parts(type->n_names, type->names), catalog, path);
  if (!scalar || type->n_array_bounds == 0) return scalar;
  const Type* element = find_type(*scalar);
  return element == nullptr || element->array == 0 ? std::nullopt : std::optional(element->array);
}

}  // namespace dsql::engine
