// Who may do what: PostgreSQL's access control over the catalog's privilege lists. Pure look-ups,
// any thread. `admin` is like a superuser over the database but not over other roles' objects,
// which it reaches by granting itself the role (behaviour.md 5.9).
#pragma once

#include <string_view>

#include "engine/catalog/catalog.h"

namespace dsql::engine {

enum class ObjectKind : std::uint8_t { table, view, sequence, schema, function, type, database };

// Whether `role` is `group` or a member of it, directly or through other roles.
bool is_member_of(const CatalogVersion& catalog, Oid role, Oid group);
// The same, counting only memberships that pass privileges on (INHERIT).
bool has_privileges_of(const CatalogVersion& catalog, Oid role, Oid group);

// The letters of all privileges of a kind, and what PUBLIC and the owner have where nothing was
// granted or revoked.
std::string_view all_privileges(ObjectKind kind);
std::string_view default_public_privileges(ObjectKind kind);

// The list in force: the object's own, or the default one (owner everything, PUBLIC its default).
std::vector<Privilege> effective_privileges(const Object& object, ObjectKind kind);

// Whether `role` holds one of the privilege `letters` ("r" SELECT, "a" INSERT, "w" UPDATE, "d"
// DELETE, "D" TRUNCATE, "x" REFERENCES, "t" TRIGGER, "X" EXECUTE, "U" USAGE, "C" CREATE). With
// `column`, a privilege on that column counts too.
bool has_privilege(const CatalogVersion& catalog, const Object& object, ObjectKind kind, Oid role,
                   char letter, AttributeNumber column = 0, bool with_grant_option = false);

// Whether `role` owns the object or has the privileges of its owner.
bool is_owner(const CatalogVersion& catalog, const Object& object, Oid role);

// The letter of a privilege keyword ("select" → 'r'), 0 if it is none; and back.
char privilege_letter(std::string_view keyword);
std::string_view privilege_keyword(char letter);

// An access control list as pg_class.relacl shows it: "admin=arwdDxt/admin", "=r/admin"; of one
// column as pg_attribute.attacl does.
std::vector<std::string> acl_text(const CatalogVersion& catalog, const Object& object,
                                  AttributeNumber column = 0);

}  // namespace dsql::engine
