#include "engine/bind/privilege_checks.h"

#include <algorithm>
#include <array>

#include "dsqlrules/conditions/name_errors.h"

namespace dsql::engine {

std::string_view object_word(ObjectKind kind) {
  static constexpr std::array<std::string_view, 7> words{"table",    "view", "sequence", "schema",
                                                         "function", "type", "database"};
  return words[static_cast<std::size_t>(kind)];
}

ColumnAccess* PrivilegeChecks::need(const CatalogVersion& catalog, const Role* role,
                                    const Object& object, ObjectKind kind, char letter) {
  if (role == nullptr || role->oid == object.owner ||
      has_privilege(catalog, object, kind, role->oid, letter))
    return nullptr;
  return &pending_.emplace_back(
      ColumnAccess{.object = &object, .kind = kind, .role = role->oid, .letter = letter});
}

void PrivilegeChecks::check(const CatalogVersion& catalog) const {
  for (const ColumnAccess& access : pending_) {
    const auto held = [&](AttributeNumber column) {
      return has_privilege(catalog, *access.object, access.kind, access.role, access.letter,
                           column);
    };
    const auto grants_a_column = [&](const Privilege& entry) {
      return entry.column != 0 && held(entry.column);
    };
    const bool by_column = access.kind == ObjectKind::table || access.kind == ObjectKind::view;
    const bool allowed = access.columns.empty()
                             ? by_column && access.letter != 'd' &&
                                   std::ranges::any_of(access.object->privileges, grants_a_column)
                             : std::ranges::all_of(access.columns, held);
    if (!allowed)
      rules::raise(rules::conditions::permission_denied, object_word(access.kind),
                   access.object->name);
  }
}

}  // namespace dsql::engine
