// Names to oids and back: to_regclass and its kind, the text of reg types, visibility.
#include <algorithm>
#include <charconv>

#include "dsqlrules/conditions/name_errors.h"
#include "engine/system/function_lists.h"
#include "engine/system/functions.h"
#include "engine/system/object_names.h"
#include "engine/system/relation_rows.h"
#include "engine/system/system_relation.h"

namespace dsql::engine {

namespace {

using namespace sql;
namespace conditions = rules::conditions;

// The parts of a name as errors print them: without quotes.
std::string joined(const std::vector<std::string>& parts) {
  std::string name;
  for (const std::string& part : parts) name += (name.empty() ? "" : ".") + part;
  return name;
}

std::optional<Oid> relation_in(const CatalogVersion& catalog, Oid schema, std::string_view name) {
  if (const SystemRelation* system = find_system_relation(schema, name)) return system->oid;
  if (const FoundRelation found = find_relation(catalog, schema, name)) return found.oid();
  return std::nullopt;
}

std::optional<Oid> number_of(std::string_view text) {
  Oid value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || failure != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

// schema and name of a relation, of the system or of a user.
std::optional<std::pair<Oid, std::string>> relation_name(const CatalogVersion& catalog, Oid oid) {
  if (const SystemRelation* system = find_system_relation(oid))
    return std::pair{system->schema, std::string(system->name)};
  const FoundRelation found = find_relation(catalog, oid);
  if (!found) return std::nullopt;
  if (found.kind == 'i') return std::pair{found.table->schema, found.index->name};
  return std::pair{found.object()->schema, found.object()->name};
}

bool relation_visible(const CatalogVersion& catalog, std::span<const Oid> path, Oid oid) {
  const auto name = relation_name(catalog, oid);
  if (!name) return false;
  for (const Oid schema : path) {
    if (const auto found = relation_in(catalog, schema, name->second)) return *found == oid;
  }
  return false;
}

std::optional<Oid> to_regclass(CallContext& call, std::string_view name) {
  return find_regclass(name, call.services->catalog(), session_path(call));
}

// text::regclass. Unlike a literal it says which schema is missing.
Oid regclass(CallContext& call, std::string_view name) {
  const CatalogVersion& catalog = call.services->catalog();
  if (const auto found = to_regclass(call, name)) return *found;
  const auto parts = split_qualified(name);
  if (parts && parts->size() > 1 && catalog.find_schema((*parts)[parts->size() - 2]) == nullptr)
    rules::raise(conditions::undefined_schema, (*parts)[parts->size() - 2]);
  raise_undefined_relation(name);
}

std::optional<Oid> to_regnamespace(CallContext& call, std::string_view name) {
  const auto parts = split_qualified(name);
  if (!parts || parts->size() != 1) return std::nullopt;
  const Schema* schema = call.services->catalog().find_schema(parts->front());
  if (schema == nullptr) return std::nullopt;
  return schema->oid;
}

std::optional<Oid> to_regrole(CallContext& call, std::string_view name) {
  const auto parts = split_qualified(name);
  if (!parts || parts->size() != 1) return std::nullopt;
  const Role* role = call.services->catalog().find_role(parts->front());
  if (role == nullptr) return std::nullopt;
  return role->oid;
}

std::optional<Oid> to_regtype(CallContext& call, std::string_view name) {
  return find_regtype(name, call.services->catalog(), session_path(call));
}

std::optional<Oid> unless_missing(const NamedObject& found) {
  return found.oid == 0 ? std::nullopt : std::optional(found.oid);
}

std::optional<Oid> to_regproc(CallContext& call, std::string_view name) {
  return unless_missing(find_routine_name(name, call.services->catalog()));
}

// The same, where the name must be one: what a cast does.
template <std::optional<Oid> (*find)(CallContext&, std::string_view), const auto& missing>
Oid must_find(CallContext& call, std::string_view name) {
  if (name == "-") return 0;
  if (const auto number = number_of(name)) return *number;
  const auto found = find(call, name);
  if (!found) rules::raise(missing, name);
  return *found;
}

// --- as text ---

// What the type's output prints: a name, or the number where there is no such object.
template <Oid type>
std::string name_text(CallContext& call, Oid object) {
  if (object == 0) return "-";
  std::string name = object_name(type, object, call.services->catalog(), session_path(call));
  return name.empty() ? std::to_string(object) : name;
}

std::optional<Oid> to_regoper(CallContext&, std::string_view name) {
  return unless_missing(find_operator_name(name));
}

// Names in casts.
Oid regproc_in(CallContext& call, std::string_view name) {
  if (name == "-") return 0;
  if (const auto number = number_of(name)) return *number;
  return named_routine(name, call.services->catalog());
}
Oid regoper_in(CallContext&, std::string_view name) {
  if (const auto number = number_of(name)) return *number;
  return named_operator(name);
}

std::optional<Oid> to_regcollation(CallContext&, std::string_view name) {
  return find_collation_name(name);
}

// --- visibility ---

std::optional<bool> table_is_visible(CallContext& call, Oid oid) {
  const CatalogVersion& catalog = call.services->catalog();
  if (!relation_name(catalog, oid)) return std::nullopt;
  return relation_visible(catalog, session_path(call), oid);
}

std::optional<bool> type_is_visible(CallContext& call, Oid oid) {
  if (find_type(oid) != nullptr) return true;
  const CatalogVersion& catalog = call.services->catalog();
  const Domain* domain = catalog.domain(oid);
  if (domain != nullptr) return find_domain(catalog, session_path(call), domain->name) == domain;
  const auto row = catalog.composite(oid);
  if (!row) return std::nullopt;
  return relation_visible(catalog, session_path(call), row->relation->oid);
}

bool in_path(CallContext& call, Oid schema) {
  const auto path = session_path(call);
  return std::find(path.begin(), path.end(), schema) != path.end();
}

std::optional<bool> function_is_visible(CallContext& call, Oid oid) {
  const auto has = [&](std::span<const FunctionRow> list) {
    return std::ranges::find(list, oid, &FunctionRow::oid) != list.end();
  };
  if (has(sys_functions())) return in_path(call, oid::schema_sys);
  if (has(information_schema_functions())) return in_path(call, oid::schema_information_schema);
  if (find_function(oid) != nullptr || find_system_function(oid) != nullptr) return true;
  const SqlFunction* function = call.services->catalog().function(oid);
  if (function == nullptr) return std::nullopt;
  return in_path(call, function->schema);
}

std::optional<bool> statistics_are_visible(CallContext& call, Oid oid) {
  const auto& all = call.services->catalog().statistics();
  const auto found = all.find(oid);
  if (found == all.end()) return std::nullopt;
  return in_path(call, found->second->schema);
}

bool always_visible(Oid) { return true; }

constexpr FunctionRow rows[] = {
    stable(fn(3495, "to_regclass", {text}, sql::regclass, lift<to_regclass>)),
    stable(fn(1079, "regclass", {text}, sql::regclass, lift<engine::regclass>)),
    stable(fn(4086, "to_regnamespace", {text}, regnamespace, lift<to_regnamespace>)),
    stable(fn(4093, "to_regrole", {text}, regrole, lift<to_regrole>)),
    stable(fn(3493, "to_regtype", {text}, regtype, lift<to_regtype>)),
    stable(fn(3494, "to_regproc", {text}, regproc, lift<to_regproc>)),
    stable(fn(2220, "regtypein", {cstring}, regtype,
              lift<must_find<to_regtype, conditions::undefined_type>>)),
    stable(fn(44, "regprocin", {cstring}, regproc, lift<regproc_in>)),
    stable(fn(4084, "regnamespacein", {cstring}, regnamespace,
              lift<must_find<to_regnamespace, conditions::undefined_schema>>)),
    stable(fn(4098, "regrolein", {cstring}, regrole,
              lift<must_find<to_regrole, conditions::undefined_role>>)),
    stable(fn(3479, "to_regprocedure", {text}, regprocedure, lift<to_regproc>)),
    stable(fn(3492, "to_regoper", {text}, regoper, lift<to_regoper>)),
    stable(fn(3476, "to_regoperator", {text}, regoperator, lift<to_regoper>)),
    stable(fn(4195, "to_regcollation", {text}, regcollation, lift<to_regcollation>)),
    stable(fn(2212, "regprocedurein", {cstring}, regprocedure, lift<regproc_in>)),
    stable(fn(46, "regoperin", {cstring}, regoper, lift<regoper_in>)),
    stable(fn(2214, "regoperatorin", {cstring}, regoperator, lift<regoper_in>)),
    stable(fn(4193, "regcollationin", {cstring}, regcollation,
              lift<must_find<to_regcollation, conditions::undefined_collation>>)),
    stable(fn(2219, "regclassout", {sql::regclass}, cstring, lift<name_text<sql::regclass>>)),
    stable(fn(2221, "regtypeout", {regtype}, cstring, lift<name_text<regtype>>)),
    stable(fn(45, "regprocout", {regproc}, cstring, lift<name_text<regproc>>)),
    stable(fn(2213, "regprocedureout", {regprocedure}, cstring, lift<name_text<regprocedure>>)),
    stable(fn(47, "regoperout", {regoper}, cstring, lift<name_text<regoper>>)),
    stable(fn(2215, "regoperatorout", {regoperator}, cstring, lift<name_text<regoperator>>)),
    stable(fn(4085, "regnamespaceout", {regnamespace}, cstring, lift<name_text<regnamespace>>)),
    stable(fn(4092, "regroleout", {regrole}, cstring, lift<name_text<regrole>>)),
    stable(fn(4194, "regcollationout", {regcollation}, cstring, lift<name_text<regcollation>>)),
    stable(fn(2079, "pg_table_is_visible", {oid_}, boolean, lift<table_is_visible>)),
    stable(fn(2080, "pg_type_is_visible", {oid_}, boolean, lift<type_is_visible>)),
    stable(fn(2081, "pg_function_is_visible", {oid_}, boolean, lift<function_is_visible>)),
    stable(fn(3403, "pg_statistics_obj_is_visible", {oid_}, boolean, lift<statistics_are_visible>)),
    stable(fn(2082, "pg_operator_is_visible", {oid_}, boolean, lift<always_visible>)),
    stable(fn(2083, "pg_opclass_is_visible", {oid_}, boolean, lift<always_visible>)),
    stable(fn(3756, "pg_ts_parser_is_visible", {oid_}, boolean, lift<always_visible>)),
    stable(fn(3757, "pg_ts_dict_is_visible", {oid_}, boolean, lift<always_visible>)),
    stable(fn(3768, "pg_ts_template_is_visible", {oid_}, boolean, lift<always_visible>)),
    stable(fn(3758, "pg_ts_config_is_visible", {oid_}, boolean, lift<always_visible>)),
    stable(fn(2093, "pg_conversion_is_visible", {oid_}, boolean, lift<always_visible>)),
    stable(fn(3829, "pg_opfamily_is_visible", {oid_}, boolean, lift<always_visible>)),
    stable(fn(3815, "pg_collation_is_visible", {oid_}, boolean, lift<always_visible>)),
};

}  // namespace

std::span<const FunctionRow> reg_functions() { return rows; }

const FunctionRow* catalog_cast(Oid from, Oid to) {
  struct RegType {
    Oid type;
    Oid in;
    Oid out;
  };
  constexpr RegType types[] = {
      {sql::regclass, 1079, 2219}, {regtype, 2220, 2221},      {regproc, 44, 45},
      {regprocedure, 2212, 2213},  {regoper, 46, 47},          {regoperator, 2214, 2215},
      {regcollation, 4193, 4194},  {regnamespace, 4084, 4085}, {regrole, 4098, 4092}};
  const auto is_string = [](Oid type) {
    return type == oid::text || type == oid::varchar || type == oid::bpchar || type == oid::name ||
           type == oid::cstring;
  };
  for (const RegType& each : types) {
    if (to == each.type && is_string(from)) return find_system_function(each.in);
    if (from == each.type && is_string(to)) return find_system_function(each.out);
  }
  return nullptr;
}

std::vector<Oid> session_path(CallContext& call) {
  std::vector<Oid> path;
  for (const std::string& name : call.services->current_schemas(true)) {
    if (const Schema* schema = call.services->catalog().find_schema(name))
      path.push_back(schema->oid);
  }
  return path;
}

std::optional<std::vector<std::string>> split_qualified(std::string_view text) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  const auto skip_blanks = [&] {
    while (at < text.size() && text[at] == ' ') ++at;
  };
  while (true) {
    skip_blanks();
    std::string part;
    if (at < text.size() && text[at] == '"') {
      for (++at;; ++at) {
        if (at >= text.size()) return std::nullopt;
        if (text[at] == '"') {
          if (at + 1 < text.size() && text[at + 1] == '"') {
            ++at;
          } else {
            break;
          }
        }
        part += text[at];
      }
      ++at;
    } else {
      for (; at < text.size() && text[at] != '.' && text[at] != ' '; ++at) {
        const char c = text[at];
        part += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      }
    }
    if (part.empty()) return std::nullopt;
    parts.push_back(std::move(part));
    skip_blanks();
    if (at == text.size()) return parts;
    if (text[at] != '.') return std::nullopt;
    ++at;
  }
}

void raise_undefined_relation(std::string_view name, int location) {
  const auto parts = split_qualified(name);
  if (!parts) rules::raise(rules::error(conditions::invalid_name_syntax).at(location));
  rules::raise(rules::error(conditions::undefined_table, joined(*parts)).at(location));
}

std::optional<Oid> find_regclass(std::string_view name, const CatalogVersion& catalog,
                                 std::span<const Oid> path) {
  if (name == "-") return Oid{0};
  if (const auto number = number_of(name)) return number;
  auto parts = split_qualified(name);
  if (!parts) return std::nullopt;
  if (parts->size() > 3) rules::raise(conditions::improper_relation_name, joined(*parts));
  if (parts->size() == 3 && parts->front() != "postgres")
    rules::raise(conditions::cross_database_reference, '"' + joined(*parts) + '"');
  if (parts->size() == 3) parts->erase(parts->begin());
  if (parts->size() == 2) {
    const Schema* schema = catalog.find_schema(parts->front());
    return schema == nullptr ? std::nullopt : relation_in(catalog, schema->oid, parts->back());
  }
  for (const Oid schema : path) {
    if (const auto found = relation_in(catalog, schema, parts->back())) return found;
  }
  return std::nullopt;
}

std::string regclass_name(Oid relation, const CatalogVersion& catalog, std::span<const Oid> path) {
  const auto name = relation_name(catalog, relation);
  if (!name) return std::to_string(relation);
  return qualified_name(catalog, name->first, name->second,
                        relation_visible(catalog, path, relation));
}

}  // namespace dsql::engine
