// has_table_privilege and its kind, pg_has_role: questions to the privilege lists of the catalog.
#include <algorithm>

#include "dsqlrules/conditions/name_errors.h"
#include "engine/catalog/privileges.h"
#include "engine/system/function_lists.h"
#include "engine/system/functions.h"
#include "engine/system/system_relation.h"

namespace dsql::engine {

namespace {

using namespace sql;
namespace conditions = rules::conditions;

// --- whom, what, which ---

Oid role_named(CallContext& call, std::string_view role) {
  if (role == "public") return 0;
  const Role* found = call.services->catalog().find_role(role);
  if (found == nullptr) rules::raise(conditions::undefined_role, role);
  return found->oid;
}

Oid session_role(CallContext& call) { return role_named(call, call.services->current_user()); }

// One privilege of a list such as 'SELECT, INSERT WITH GRANT OPTION'.
struct Wanted {
  char letter = 0;
  bool grant_option = false;
};

std::string upper_trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return "";
  std::string result(text.substr(first, text.find_last_not_of(' ') - first + 1));
  std::transform(result.begin(), result.end(), result.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return result;
}

std::vector<Wanted> read_privileges(std::string_view list, std::string_view allowed) {
  constexpr std::string_view option = " WITH GRANT OPTION";
  std::vector<Wanted> wanted;
  while (true) {
    const std::size_t comma = list.find(',');
    std::string word = upper_trimmed(list.substr(0, comma));
    Wanted each;
    if (word.ends_with(option)) {
      each.grant_option = true;
      word.resize(word.size() - option.size());
    }
    each.letter = privilege_letter(word);
    if (each.letter == 0 || allowed.find(each.letter) == std::string_view::npos)
      rules::raise(conditions::unrecognized_privilege_type_value, word);
    wanted.push_back(each);
    if (comma == std::string_view::npos) return wanted;
    list.remove_prefix(comma + 1);
  }
}

bool holds(CallContext& call, const Object& object, ObjectKind kind, Oid role,
           std::string_view privileges, AttributeNumber column = 0) {
  const auto wanted = read_privileges(privileges, all_privileges(kind));
  return std::any_of(wanted.begin(), wanted.end(), [&](const Wanted& each) {
    return has_privilege(call.services->catalog(), object, kind, role, each.letter, column,
                         each.grant_option);
  });
}

// --- objects by oid or name: a lookup a kind, and the answer ---

struct Relations {
  static Oid find(CallContext& call, std::string_view name) {
    const auto oid = find_regclass(name, call.services->catalog(), session_path(call));
    if (!oid) rules::raise(conditions::undefined_table, name);
    return *oid;
  }
  static std::optional<bool> ask(CallContext& call, Oid role, Oid oid,
                                 std::string_view privileges) {
    if (find_system_relation(oid) != nullptr) {
      const auto wanted = read_privileges(privileges, all_privileges(ObjectKind::table));
      return std::any_of(wanted.begin(), wanted.end(),
                         [](const Wanted& each) { return each.letter == 'r'; });
    }
    const FoundRelation found = find_relation(call.services->catalog(), oid);
    if (!found || found.kind == 'i') return std::nullopt;
    return holds(call, *found.object(), ObjectKind::table, role, privileges);
  }
};

struct Sequences {
  static Oid find(CallContext& call, std::string_view name) { return Relations::find(call, name); }
  static std::optional<bool> ask(CallContext& call, Oid role, Oid oid,
                                 std::string_view privileges) {
    const SequenceObject* sequence = call.services->catalog().sequence(oid);
    if (sequence == nullptr) return std::nullopt;
    return holds(call, *sequence, ObjectKind::sequence, role, privileges);
  }
};

struct Schemas {
  static Oid find(CallContext& call, std::string_view name) {
    const Schema* schema = call.services->catalog().find_schema(name);
    if (schema == nullptr) rules::raise(conditions::undefined_schema, name);
    return schema->oid;
  }
  static std::optional<bool> ask(CallContext& call, Oid role, Oid oid,
                                 std::string_view privileges) {
    const Schema* schema = call.services->catalog().schema(oid);
    if (schema == nullptr) return std::nullopt;
    return holds(call, *schema, ObjectKind::schema, role, privileges);
  }
};

// There is one database, and everybody may connect to it; admin may create schemas in it.
struct Databases {
  static Oid find(CallContext&, std::string_view name) {
    if (name != "postgres") rules::raise(conditions::undefined_database, name);
    return 0;
  }
  static std::optional<bool> ask(CallContext& call, Oid role, Oid, std::string_view privileges) {
    const auto wanted = read_privileges(privileges, all_privileges(ObjectKind::database));
    const Role* who = call.services->catalog().role(role);
    return std::any_of(wanted.begin(), wanted.end(), [&](const Wanted& each) {
      return each.letter != 'C' || (who != nullptr && who->superuser_like);
    });
  }
};

struct Types {
  static Oid find(CallContext& call, std::string_view name) {
    const Type* type = find_type(name);
    if (type != nullptr) return type->oid;
    const Domain* domain = find_domain(call.services->catalog(), session_path(call), name);
    if (domain == nullptr) rules::raise(conditions::undefined_type, name);
    return domain->oid;
  }
  static std::optional<bool> ask(CallContext& call, Oid role, Oid oid,
                                 std::string_view privileges) {
    if (find_type(oid) != nullptr) return true;
    const Domain* domain = call.services->catalog().domain(oid);
    if (domain == nullptr) return std::nullopt;
    return holds(call, *domain, ObjectKind::type, role, privileges);
  }
};

struct Functions {
  static Oid find(CallContext& call, std::string_view name) {
    const std::string_view plain = name.substr(0, name.find('('));
    const auto built_in = functions_named(plain);
    if (!built_in.empty()) return built_in.front()->oid;
    for (const auto& [oid, function] : call.services->catalog().functions()) {
      if (function->name == plain) return oid;
    }
    rules::raise(conditions::undefined_function_object, name);
  }
  static std::optional<bool> ask(CallContext& call, Oid role, Oid oid,
                                 std::string_view privileges) {
    if (find_function(oid) != nullptr || find_system_function(oid) != nullptr) return true;
    const SqlFunction* function = call.services->catalog().function(oid);
    if (function == nullptr) return std::nullopt;
    return holds(call, *function, ObjectKind::function, role, privileges);
  }
};

// The six forms of each function.
template <class Kind>
std::optional<bool> by_names(CallContext& call, std::string_view role, std::string_view object,
                             std::string_view privileges) {
  return Kind::ask(call, role_named(call, role), Kind::find(call, object), privileges);
}
template <class Kind>
std::optional<bool> by_name_and_oid(CallContext& call, std::string_view role, Oid object,
                                    std::string_view privileges) {
  return Kind::ask(call, role_named(call, role), object, privileges);
}
template <class Kind>
std::optional<bool> by_oid_and_name(CallContext& call, Oid role, std::string_view object,
                                    std::string_view privileges) {
  return Kind::ask(call, role, Kind::find(call, object), privileges);
}
template <class Kind>
std::optional<bool> by_oids(CallContext& call, Oid role, Oid object, std::string_view privileges) {
  return Kind::ask(call, role, object, privileges);
}
template <class Kind>
std::optional<bool> own_by_name(CallContext& call, std::string_view object,
                                std::string_view privileges) {
  return Kind::ask(call, session_role(call), Kind::find(call, object), privileges);
}
template <class Kind>
std::optional<bool> own_by_oid(CallContext& call, Oid object, std::string_view privileges) {
  return Kind::ask(call, session_role(call), object, privileges);
}

// --- columns ---

std::optional<bool> ask_column(CallContext& call, Oid oid, std::string_view column,
                               std::string_view privileges) {
  const Table* table = call.services->catalog().table(oid);
  if (table == nullptr) return Relations::ask(call, session_role(call), oid, privileges);
  const TableColumn* found = table->find_column(column);
  if (found == nullptr) rules::raise(conditions::undefined_column_of_relation, column, table->name);
  const auto wanted = read_privileges(privileges, "arwx");
  return std::any_of(wanted.begin(), wanted.end(), [&](const Wanted& each) {
    return has_privilege(call.services->catalog(), *table, ObjectKind::table, session_role(call),
                         each.letter, found->number, each.grant_option);
  });
}
std::optional<bool> column_by_name(CallContext& call, std::string_view table,
                                   std::string_view column, std::string_view privileges) {
  return ask_column(call, Relations::find(call, table), column, privileges);
}
std::optional<bool> column_by_oid(CallContext& call, Oid table, std::string_view column,
                                  std::string_view privileges) {
  return ask_column(call, table, column, privileges);
}

std::optional<bool> any_column(CallContext& call, Oid oid, std::string_view privileges) {
  const Table* table = call.services->catalog().table(oid);
  if (table == nullptr) return Relations::ask(call, session_role(call), oid, privileges);
  for (const TableColumn& column : table->columns) {
    if (!column.dropped && ask_column(call, oid, column.name, privileges).value_or(false))
      return true;
  }
  return false;
}
std::optional<bool> any_column_named(CallContext& call, std::string_view table,
                                     std::string_view privileges) {
  return any_column(call, Relations::find(call, table), privileges);
}

// --- roles ---

bool ask_role(CallContext& call, Oid member, Oid group, std::string_view privilege) {
  const std::string word = upper_trimmed(privilege);
  const CatalogVersion& catalog = call.services->catalog();
  if (word.starts_with("MEMBER") || word.starts_with("SET"))
    return is_member_of(catalog, member, group);
  if (word.starts_with("USAGE")) return has_privileges_of(catalog, member, group);
  rules::raise(conditions::unrecognized_privilege_type_value, word);
}
bool role_by_names(CallContext& call, std::string_view member, std::string_view group,
                   std::string_view privilege) {
  return ask_role(call, role_named(call, member), role_named(call, group), privilege);
}
bool role_by_name_and_oid(CallContext& call, std::string_view member, Oid group,
                          std::string_view privilege) {
  return ask_role(call, role_named(call, member), group, privilege);
}
bool role_by_oid_and_name(CallContext& call, Oid member, std::string_view group,
                          std::string_view privilege) {
  return ask_role(call, member, role_named(call, group), privilege);
}
bool role_by_oids(CallContext& call, Oid member, Oid group, std::string_view privilege) {
  return ask_role(call, member, group, privilege);
}
bool own_role_by_name(CallContext& call, std::string_view group, std::string_view privilege) {
  return ask_role(call, session_role(call), role_named(call, group), privilege);
}
bool own_role_by_oid(CallContext& call, Oid group, std::string_view privilege) {
  return ask_role(call, session_role(call), group, privilege);
}

// The six rows of one function, whose oids follow each other.
#define PRIVILEGE_ROWS(first, sql_name, Kind)                                                    \
  stable(fn(first, sql_name, {name, text, text}, boolean, lift<by_names<Kind>>)),                \
      stable(fn(first + 1, sql_name, {name, oid_, text}, boolean, lift<by_name_and_oid<Kind>>)), \
      stable(fn(first + 2, sql_name, {oid_, text, text}, boolean, lift<by_oid_and_name<Kind>>)), \
      stable(fn(first + 3, sql_name, {oid_, oid_, text}, boolean, lift<by_oids<Kind>>)),         \
      stable(fn(first + 4, sql_name, {text, text}, boolean, lift<own_by_name<Kind>>)),           \
      stable(fn(first + 5, sql_name, {oid_, text}, boolean, lift<own_by_oid<Kind>>))

constexpr FunctionRow rows[] = {
    PRIVILEGE_ROWS(1922, "has_table_privilege", Relations),
    PRIVILEGE_ROWS(2181, "has_sequence_privilege", Sequences),
    PRIVILEGE_ROWS(2268, "has_schema_privilege", Schemas),
    PRIVILEGE_ROWS(2250, "has_database_privilege", Databases),
    PRIVILEGE_ROWS(2256, "has_function_privilege", Functions),
    PRIVILEGE_ROWS(3138, "has_type_privilege", Types),
    stable(fn(3020, "has_column_privilege", {text, text, text}, boolean, lift<column_by_name>)),
    stable(fn(3022, "has_column_privilege", {oid_, text, text}, boolean, lift<column_by_oid>)),
    stable(fn(3028, "has_any_column_privilege", {text, text}, boolean, lift<any_column_named>)),
    stable(fn(3029, "has_any_column_privilege", {oid_, text}, boolean, lift<any_column>)),
    stable(fn(2705, "pg_has_role", {name, name, text}, boolean, lift<role_by_names>)),
    stable(fn(2706, "pg_has_role", {name, oid_, text}, boolean, lift<role_by_name_and_oid>)),
    stable(fn(2707, "pg_has_role", {oid_, name, text}, boolean, lift<role_by_oid_and_name>)),
    stable(fn(2708, "pg_has_role", {oid_, oid_, text}, boolean, lift<role_by_oids>)),
    stable(fn(2709, "pg_has_role", {name, text}, boolean, lift<own_role_by_name>)),
    stable(fn(2710, "pg_has_role", {oid_, text}, boolean, lift<own_role_by_oid>)),
};
#undef PRIVILEGE_ROWS

}  // namespace

std::span<const FunctionRow> privilege_functions() { return rows; }

}  // namespace dsql::engine
