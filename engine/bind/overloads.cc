#include "engine/bind/overloads.h"

#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/argument_names.h"
#include "engine/bind/declared_type.h"
#include "engine/bind/expression.h"
#include "engine/system/functions.h"

namespace dsql::engine {
namespace {

namespace conditions = rules::conditions;

// A row that resolution can look at in place of the SQL function. Empty if it has more arguments
// than a row holds.
std::optional<FunctionRow> row_of(const CatalogVersion& catalog, const SqlFunction& function) {
  FunctionRow row{.oid = function.oid,
                  .name = function.name,
                  .result = bound_type(catalog, function.result).type};
  if (function.argument_types.size() > row.argument_types.size()) return std::nullopt;
  std::ranges::transform(function.argument_types, row.argument_types.begin(),
                         [&](Oid type) { return bound_type(catalog, type).type; });
  row.argument_count = static_cast<std::uint8_t>(function.argument_types.size());
  row.variadic = function.variadic;
  row.default_count = static_cast<std::uint8_t>(function.argument_defaults.size());
  row.returns_set = function.returns_set;
  return row;
}

// The value of a default written in SQL.
ExprPtr default_value(Binder& binder, const std::string& sql, Oid type, int location) {
  const rules::ParseTree& tree = binder.parse("SELECT " + sql);
  const Node& target = *tree.statements()[0].node->select_stmt->target_list[0];
  Level level(nullptr);
  const ExprPtr bound =
      bind_expression(binder, level, *target.res_target->val, Place::default_expression);
  return cast(binder, bound, bound_type(binder.catalog, type), location);
}

}  // namespace

Overloads::Overloads(Binder& binder, Nodes name_parts, int location) {
  const std::string_view name = last_name(name_parts);
  const CatalogVersion& catalog = binder.catalog;
  if (name_parts.size() == 1) {
    rows_ = functions_named(name);
    const auto system = system_functions_named(name, oid::schema_pg_catalog);
    if (system.empty() && catalog.functions().empty()) return;
    all_.assign(rows_.begin(), rows_.end());
    all_.insert(all_.end(), system.begin(), system.end());
    if (!catalog.functions().empty()) {
      for (Oid schema : binder.path()) add_schema(catalog, schema, name);
    }
    rows_ = all_;
    return;
  }
  const std::string_view schema_name = string_of(*name_parts[name_parts.size() - 2]);
  const Schema* schema = catalog.find_schema(schema_name);
  if (schema == nullptr)
    rules::raise(rules::error(conditions::undefined_schema, schema_name).at(location));
  if (schema->oid == oid::schema_pg_catalog) {
    const auto built_in = functions_named(name);
    all_.assign(built_in.begin(), built_in.end());
    const auto system = system_functions_named(name, oid::schema_pg_catalog);
    all_.insert(all_.end(), system.begin(), system.end());
  } else if (schema->oid == oid::schema_sys || schema->oid == oid::schema_information_schema) {
    all_ = system_functions_named(name, schema->oid);
  } else {
    add_schema(catalog, schema->oid, name);
  }
  rows_ = all_;
}

void Overloads::add_schema(const CatalogVersion& catalog, Oid schema, std::string_view name) {
  for (const SqlFunction* function : catalog.functions_named(schema, name)) {
    auto row = row_of(catalog, *function);
    if (!row) continue;
    // An earlier schema of the path hides the same signature in a later one.
    const bool hidden = std::ranges::any_of(all_, [&](const FunctionRow* other) {
      return other->argument_count == row->argument_count &&
             other->argument_types == row->argument_types;
    });
    if (hidden) continue;
    const FunctionRow& kept = made_.emplace_back(*row);
    all_.push_back(&kept);
    sql_functions_.emplace_back(&kept, function);
  }
}

const SqlFunction* Overloads::sql_function(const FunctionRow& row) const {
  for (const auto& [made, function] : sql_functions_)
    if (made == &row) return function;
  return nullptr;
}

bool may_be_aggregate(Nodes name) {
  return std::ranges::any_of(functions_named(last_name(name)), [](const FunctionRow* row) {
    return row->kind == FunctionKind::aggregate;
  });
}

std::shared_ptr<Expr> sql_function_call(Binder& binder, const SqlFunction& function,
                                        const std::vector<Oid>& types,
                                        std::vector<ExprPtr> arguments, Oid result, int location) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const BoundType declared = bound_type(binder.catalog, function.argument_types[i]);
    if (declared.row_type == 0) arguments[i] = coerce_resolved(binder, arguments[i], types[i]);
    if (declared.row_type != 0 || declared.domain != nullptr)
      arguments[i] = cast(binder, arguments[i], declared, location);
  }
  const std::size_t total = function.argument_types.size();
  const std::size_t first_default = total - function.argument_defaults.size();
  // What is to be printed shows the arguments that were given.
  for (std::size_t i = arguments.size(); i < total && binder.forms == nullptr; ++i) {
    arguments.push_back(default_value(binder, function.argument_defaults[i - first_default],
                                      function.argument_types[i], location));
  }
  binder.privileges.need(binder.catalog, binder.role, function, ObjectKind::function, 'X');
  auto expr = new_expr(ExprKind::sql_function, result, location);
  if (!is_polymorphic(function.result)) {
    const BoundType declared = bound_type(binder.catalog, function.result);
    if (declared.row_type != 0 || declared.domain != nullptr) expr->declared = function.result;
  }
  expr->sql_function = &function;
  if (const auto owner = binder.catalog.functions().find(function.oid);
      owner != binder.catalog.functions().end())
    expr->keep_alive = owner->second;
  expr->args = std::move(arguments);
  return expr;
}

bool place_named_arguments(Binder& binder, const Overloads& overloads, std::string_view name,
                           std::vector<ExprPtr>& arguments,
                           const std::vector<std::string_view>& names) {
  const std::size_t positional = arguments.size() - names.size();
  const auto place = [&](std::size_t total, const auto& name_at, const auto& default_at) {
    if (total < arguments.size()) return false;
    std::vector<ExprPtr> placed(total);
    std::copy_n(arguments.begin(), positional, placed.begin());
    for (std::size_t i = 0; i < names.size(); ++i) {
      std::size_t at = 0;
      while (at < total && name_at(at) != names[i]) ++at;
      if (at == total || placed[at] != nullptr) return false;
      placed[at] = arguments[positional + i];
    }
    for (std::size_t at = 0; at < total; ++at) {
      if (placed[at] == nullptr) placed[at] = default_at(at);
      if (placed[at] == nullptr) return false;
    }
    arguments = std::move(placed);
    return true;
  };
  for (const auto& [row, function] : overloads.sql_functions()) {
    (void)row;
    const std::size_t total = function->argument_types.size();
    const std::size_t first_default = total - function->argument_defaults.size();
    const SqlFunction& sql = *function;
    const bool fits = place(
        total,
        [&](std::size_t at) {
          return at < sql.argument_names.size() ? std::string_view(sql.argument_names[at])
                                                : std::string_view();
        },
        [&](std::size_t at) -> ExprPtr {
          if (at < first_default) return nullptr;
          return default_value(binder, sql.argument_defaults[at - first_default],
                               sql.argument_types[at], -1);
        });
    if (fits) return true;
  }
  for (const NamedArguments& known : named_arguments(name)) {
    const bool fits = place(
        known.names.size(), [&](std::size_t at) { return known.names[at]; },
        [&](std::size_t at) -> ExprPtr {
          const std::size_t first_default = known.names.size() - known.defaults.size();
          if (at < first_default) return nullptr;
          return text_literal(known.defaults[at - first_default], -1);
        });
    if (fits) return true;
  }
  return false;
}

}  // namespace dsql::engine
