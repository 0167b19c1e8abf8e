// Binding: parse tree + catalog version → bound statement. One file a statement; scope.h holds name
// look-up, expression.cc the expressions. Pure: reads the pinned catalog and the session's path,
// touches no storage.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "dsqlrules/parse/statement.h"
#include "engine/bind/place.h"
#include "engine/bind/relation.h"
#include "engine/catalog/catalog.h"
#include "engine/types/type.h"

namespace dsql::engine {

// What binding may know about the session. Outlives the call.
struct BindContext {
  CatalogPointer catalog;
  std::span<const std::string> search_path;  // as set; "$user" not yet resolved
  const Role* role = nullptr;                // current_user, for privileges
  const TextFormat* format = nullptr;        // reads literals
  std::span<const Oid> parameter_types;      // given by Parse; 0 where to be inferred
  bool lateral_defect = false;  // reproduce the service's LEFT JOIN LATERAL defect (off by default)
};

// SELECT, VALUES, TABLE, INSERT, UPDATE, DELETE, WITH. Raises every analysis error of PostgreSQL.
BoundQuery bind_query(const rules::Node& statement, const BindContext& context);

// The form of a SELECT, for printing (deparse.h). Checks no privileges.
struct BoundForm;
BoundForm bind_query_form(const rules::Node& statement, const BindContext& context);

// One scalar expression over the columns of a table or domain being defined or stored, in which
// ColumnId n is attribute number n; used for defaults, checks, index keys. `value_type` set: the
// name VALUE stands for ColumnId 1 of that type (domain checks). The result is coerced to `target`
// by assignment where target != 0. `place` words the errors about what the expression may not hold;
// by default a check constraint, or a default where there is neither table nor value.
ExprPtr bind_table_expression(const rules::Node& expression, const Table* table, Oid value_type,
                              Oid target, TypeModifier modifier, const BindContext& context,
                              Place place = Place::none);

// A type name: oid, modifier, and the domain if it names one. Raises: undefined type, bad
// modifiers.
struct BoundType {
  Oid type = 0;  // base type for a domain
  TypeModifier modifier = -1;
  const Domain* domain = nullptr;
  Oid row_type = 0;  // of a table or view named as a type; `type` is record then
};
BoundType bind_type(const PgQuery__TypeName& type, const BindContext& context);
// The same for what a function returns, which may be SETOF the type.
BoundType bind_result_type(const PgQuery__TypeName& type, const BindContext& context);

}  // namespace dsql::engine
