#include "engine/system/object_names.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "dsqlrules/conditions/name_errors.h"
#include "engine/catalog/search_path.h"
#include "engine/functions/rows.h"
#include "engine/system/function_lists.h"
#include "engine/system/functions.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

struct Collation {
  Oid oid;
  std::string_view name;
};
constexpr std::array<Collation, 3> collations{{{100, "default"}, {950, "C"}, {951, "POSIX"}}};

// A function of whatever kind, as far as its name goes.
struct Routine {
  Oid oid = 0;
  Oid schema = oid::schema_pg_catalog;
  std::string name;
  std::vector<Oid> arguments;
};

Routine built_in(const FunctionRow& row) {
  const auto arguments = std::span(row.argument_types).first(row.argument_count);
  return {
      row.oid, oid::schema_pg_catalog, std::string(row.name), {arguments.begin(), arguments.end()}};
}

std::vector<Routine> routines_named(std::string_view name, const CatalogVersion& catalog) {
  std::vector<Routine> found;
  for (const FunctionRow* row : functions_named(name)) found.push_back(built_in(*row));
  for (const FunctionRow* row : system_functions_named(name, oid::schema_pg_catalog))
    found.push_back(built_in(*row));
  for (const TypeFunction& each : type_functions) {
    if (each.name != name) continue;
    Routine& made =
        found.emplace_back(Routine{each.oid, oid::schema_pg_catalog, std::string(each.name), {}});
    for (const Oid type : each.arguments)
      if (type != 0) made.arguments.push_back(type);
  }
  for (const auto& [oid, function] : catalog.functions()) {
    if (function->name == name)
      found.push_back({oid, function->schema, function->name, function->argument_types});
  }
  return found;
}

std::optional<Routine> routine(Oid oid, const CatalogVersion& catalog) {
  if (const FunctionRow* row = find_function(oid)) return built_in(*row);
  if (const FunctionRow* row = find_system_function(oid)) return built_in(*row);
  if (const SqlFunction* function = catalog.function(oid))
    return Routine{oid, function->schema, function->name, function->argument_types};
  return std::nullopt;
}

std::string type_text(Oid type, const CatalogVersion& catalog, std::span<const Oid> path) {
  if (type == 0) return "NONE";
  if (find_type(type) != nullptr) return type_display(type, -1);
  if (const Domain* domain = catalog.domain(type)) {
    return qualified_name(catalog, domain->schema, domain->name,
                          find_domain(catalog, path, domain->name) == domain);
  }
  if (const auto row = catalog.composite(type))
    return NameStyle{catalog, path}.relation(row->relation->schema, row->relation->name);
  return {};
}

std::string type_list(std::span<const Oid> types, const CatalogVersion& catalog,
                      std::span<const Oid> path) {
  std::string list = "(";
  for (const Oid type : types)
    list += (list.size() == 1 ? "" : ",") + type_text(type, catalog, path);
  return list + ")";
}

bool in_path(std::span<const Oid> path, Oid schema) {
  return std::ranges::find(path, schema) != path.end();
}

// As regprocin would have to find it: alone under its name.
std::string routine_name(const Routine& named, const CatalogVersion& catalog,
                         std::span<const Oid> path) {
  std::size_t seen = 0;
  for (const Routine& other : routines_named(named.name, catalog))
    seen += in_path(path, other.schema) ? 1 : 0;
  return qualified_name(catalog, named.schema, named.name,
                        seen == 1 && in_path(path, named.schema));
}

std::string routine_signature(const Routine& named, const CatalogVersion& catalog,
                              std::span<const Oid> path) {
  // An earlier schema of the path may hide it.
  Oid first = named.schema;
  for (const Oid schema : path) {
    const auto all = routines_named(named.name, catalog);
    const bool has = std::ranges::any_of(all, [&](const Routine& other) {
      return other.schema == schema && other.arguments == named.arguments;
    });
    if (!has) continue;
    first = schema;
    break;
  }
  const bool visible = first == named.schema && in_path(path, named.schema);
  return qualified_name(catalog, named.schema, named.name, visible) +
         type_list(named.arguments, catalog, path);
}

std::string operator_name(const OperatorRow& row) {
  const std::string name(row.name);
  return operators_named(row.name).size() == 1 ? name : "pg_catalog." + name;
}

std::string operator_signature(const OperatorRow& row, const CatalogVersion& catalog,
                               std::span<const Oid> path) {
  const std::array<Oid, 2> sides{row.left, row.right};
  return std::string(row.name) + type_list(sides, catalog, path);
}

std::string without_outer_blanks(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return std::string(text);
}

// A type as written in a signature, as type_list() prints it: int4 and int are integer.
std::string canonical_type(std::string_view written) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> words{
      {{"int", "integer"},
       {"bool", "boolean"},
       {"float", "double precision"},
       {"decimal", "numeric"},
       {"char", "character"},
       {"timestamp", "timestamp without time zone"}}};
  const std::string name = without_outer_blanks(written);
  for (const auto& [word, display] : words)
    if (name == word) return std::string(display);
  const Type* type = find_type(name);
  return type == nullptr ? name : std::string(type->display);
}

// "abs(int4, text)" apart: the name, and the list as type_list() prints it; no list if there is no
// bracket.
std::pair<std::string, std::optional<std::string>> split_signature(std::string_view text) {
  const std::size_t bracket = text.find('(');
  if (bracket == std::string_view::npos) return {std::string(text), std::nullopt};
  std::string_view rest = text.substr(bracket + 1, text.rfind(')') - bracket - 1);
  std::string list = "(";
  while (!without_outer_blanks(rest).empty()) {
    const std::size_t comma = rest.find(',');
    list += (list.size() == 1 ? "" : ",") + canonical_type(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return {without_outer_blanks(text.substr(0, bracket)), list + ")"};
}

// Of several, the one whose argument types read so; without a list the only one there is.
template <class Named, class Signature>
NamedObject choose(const std::vector<Named>& candidates, const std::optional<std::string>& list,
                   const Signature& signature) {
  if (!list) {
    if (candidates.size() == 1) return {candidates[0].first};
    return {.several = candidates.size() > 1};
  }
  for (const auto& [oid, arguments] : candidates)
    if (signature(arguments) == *list) return {oid};
  return {};
}

}  // namespace

std::string object_name(Oid type, Oid object, const CatalogVersion& catalog,
                        std::span<const Oid> path) {
  switch (type) {
    case sql::regclass: {
      std::string name = regclass_name(object, catalog, path);
      return name == std::to_string(object) ? std::string() : name;
    }
    case sql::regtype: return object == 0 ? std::string() : type_text(object, catalog, path);
    case sql::regproc:
    case sql::regprocedure: {
      const auto named = routine(object, catalog);
      if (!named) return {};
      return type == sql::regproc ? routine_name(*named, catalog, path)
                                  : routine_signature(*named, catalog, path);
    }
    case sql::regoper:
    case sql::regoperator: {
      const OperatorRow* row = find_operator(object);
      if (row == nullptr) return {};
      return type == sql::regoper ? operator_name(*row) : operator_signature(*row, catalog, path);
    }
    case sql::regnamespace: {
      const Schema* schema = catalog.schema(object);
      return schema == nullptr ? std::string() : quote_identifier(schema->name);
    }
    case sql::regrole: {
      const Role* role = catalog.role(object);
      return role == nullptr ? std::string() : quote_identifier(role->name);
    }
    case sql::regcollation: {
      const auto* found = std::ranges::find(collations, object, &Collation::oid);
      return found == collations.end() ? std::string() : quote_identifier(found->name);
    }
    default: return {};
  }
}

NamedObject find_routine_name(std::string_view name, const CatalogVersion& catalog) {
  const auto [written, list] = split_signature(name);
  const auto parts = split_qualified(written);
  if (!parts || parts->size() > 2) return {};
  const Schema* schema = parts->size() == 2 ? catalog.find_schema(parts->front()) : nullptr;
  if (parts->size() == 2 && schema == nullptr) return {};
  std::vector<std::pair<Oid, std::vector<Oid>>> candidates;
  for (const Routine& each : routines_named(parts->back(), catalog)) {
    if (schema == nullptr || each.schema == schema->oid)
      candidates.emplace_back(each.oid, each.arguments);
  }
  return choose(candidates, list, [&](const std::vector<Oid>& arguments) {
    return type_list(arguments, catalog, {});
  });
}

NamedObject find_operator_name(std::string_view name) {
  const auto [written, list] = split_signature(name);
  std::string_view plain = written;
  constexpr std::string_view schema = "pg_catalog.";
  if (plain.starts_with(schema)) plain.remove_prefix(schema.size());
  std::vector<std::pair<Oid, std::array<Oid, 2>>> candidates;
  for (const OperatorRow* row : operators_named(plain))
    candidates.push_back({row->oid, {row->left, row->right}});
  return choose(candidates, list, [&](const std::array<Oid, 2>& sides) {
    const auto text = [](Oid type) {
      return type == 0 ? std::string("NONE") : type_display(type, -1);
    };
    return "(" + text(sides[0]) + "," + text(sides[1]) + ")";
  });
}

Oid named_routine(std::string_view name, const CatalogVersion& catalog) {
  const NamedObject found = find_routine_name(name, catalog);
  if (found.several) rules::raise(rules::conditions::several_functions_named, name);
  if (found.oid == 0) rules::raise(rules::conditions::undefined_function_text, name);
  return found.oid;
}

Oid named_operator(std::string_view name) {
  const NamedObject found = find_operator_name(name);
  if (found.several) rules::raise(rules::conditions::several_operators_named, name);
  if (found.oid == 0) rules::raise(rules::conditions::undefined_operator_text, name);
  return found.oid;
}

std::optional<Oid> find_collation_name(std::string_view name) {
  const auto parts = split_qualified(name);
  if (!parts || parts->size() > 2) return std::nullopt;
  if (parts->size() == 2 && parts->front() != "pg_catalog") return std::nullopt;
  const auto* found = std::ranges::find(collations, parts->back(), &Collation::name);
  return found == collations.end() ? std::nullopt : std::optional(found->oid);
}

}  // namespace dsql::engine
