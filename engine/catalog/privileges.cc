#include "engine/catalog/privileges.h"

#include <algorithm>
#include <array>
#include <set>

#include "engine/catalog/search_path.h"

namespace dsql::engine {

namespace {

struct PrivilegeWord {
  char letter;
  std::string_view keyword;
};
// In the order PostgreSQL prints them.
constexpr std::array<PrivilegeWord, 11> privilege_words{{{'a', "INSERT"},
                                                         {'r', "SELECT"},
                                                         {'w', "UPDATE"},
                                                         {'d', "DELETE"},
                                                         {'D', "TRUNCATE"},
                                                         {'x', "REFERENCES"},
                                                         {'t', "TRIGGER"},
                                                         {'X', "EXECUTE"},
                                                         {'U', "USAGE"},
                                                         {'C', "CREATE"},
                                                         {'c', "CONNECT"}}};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

// Whether `group` is reached from `role`; with `inherited`, only through roles that inherit.
bool reaches(const CatalogVersion& catalog, Oid role, Oid group, bool inherited) {
  std::set<Oid> seen;
  std::vector<Oid> open{role};
  while (!open.empty()) {
    const Oid next = open.back();
    open.pop_back();
    if (next == group) return true;
    if (!seen.insert(next).second) continue;
    const Role* member = catalog.role(next);
    if (member == nullptr || (inherited && !member->inherit)) continue;
    for (const auto& [parent, admin] : member->member_of) open.push_back(parent);
  }
  return false;
}

}  // namespace

bool is_member_of(const CatalogVersion& catalog, Oid role, Oid group) {
  return reaches(catalog, role, group, false);
}

bool has_privileges_of(const CatalogVersion& catalog, Oid role, Oid group) {
  return reaches(catalog, role, group, true);
}

std::string_view all_privileges(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::table:
    case ObjectKind::view: return "arwdDxt";
    case ObjectKind::sequence: return "rwU";
    case ObjectKind::schema: return "UC";
    case ObjectKind::function: return "X";
    case ObjectKind::type: return "U";
    case ObjectKind::database: return "CTc";
  }
  return "";
}

std::string_view default_public_privileges(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::function: return "X";
    case ObjectKind::type: return "U";
    case ObjectKind::database: return "Tc";
    default: return "";
  }
}

std::vector<Privilege> effective_privileges(const Object& object, ObjectKind kind) {
  const bool any_for_object =
      std::any_of(object.privileges.begin(), object.privileges.end(),
                  [](const Privilege& privilege) { return privilege.column == 0; });
  if (any_for_object) return object.privileges;
  std::vector<Privilege> list = object.privileges;
  if (const auto open = default_public_privileges(kind); !open.empty()) {
    list.push_back({0, object.owner, std::string(open), "", 0});
  }
  list.push_back({object.owner, object.owner, std::string(all_privileges(kind)), "", 0});
  return list;
}

bool has_privilege(const CatalogVersion& catalog, const Object& object, ObjectKind kind, Oid role,
                   char letter, AttributeNumber column, bool with_grant_option) {
  for (const Privilege& privilege : effective_privileges(object, kind)) {
    if (privilege.column != 0 && privilege.column != column) continue;
    const bool owner = privilege.grantee == object.owner;
    const std::string& letters =
        with_grant_option && !owner ? privilege.grantable : privilege.privileges;
    if (letters.find(letter) == std::string::npos) continue;
    if (privilege.grantee == 0 ? !with_grant_option
                               : has_privileges_of(catalog, role, privilege.grantee))
      return true;
  }
  return false;
}

bool is_owner(const CatalogVersion& catalog, const Object& object, Oid role) {
  return has_privileges_of(catalog, role, object.owner);
}

char privilege_letter(std::string_view keyword) {
  for (const auto& [letter, word] : privilege_words) {
    if (same_word(word, keyword)) return letter;
  }
  if (same_word(keyword, "TEMPORARY") || same_word(keyword, "TEMP")) return 'T';
  return 0;
}

std::string_view privilege_keyword(char letter) {
  for (const auto& [known, word] : privilege_words) {
    if (known == letter) return word;
  }
  return letter == 'T' ? "TEMPORARY" : "";
}

std::vector<std::string> acl_text(const CatalogVersion& catalog, const Object& object,
                                  AttributeNumber column) {
  const auto name = [&](Oid role) {
    const Role* found = catalog.role(role);
    return found == nullptr ? std::string() : quote_identifier(found->name);
  };
  std::vector<std::string> items;
  for (const Privilege& privilege : object.privileges) {
    if (privilege.column != column) continue;
    std::string item = name(privilege.grantee) + "=";
    for (const char letter : privilege.privileges) {
      item += letter;
      if (privilege.grantable.find(letter) != std::string::npos) item += '*';
    }
    items.push_back(item + "/" + name(privilege.grantor));
  }
  return items;
}

}  // namespace dsql::engine
