// Privileges a statement needs. They are noted while it is bound and checked at its end, so that a
// name that does not exist is reported before a right that is missing, as PostgreSQL does. One
// thread.
#pragma once

#include <deque>
#include <vector>

#include "engine/catalog/privileges.h"

namespace dsql::engine {

// One privilege on one table that is not held for the whole table: holds if it is held for every
// column used, or for any where none is used.
struct ColumnAccess {
  const Object* object = nullptr;
  ObjectKind kind = ObjectKind::table;
  Oid role = 0;
  char letter = 'r';
  std::vector<AttributeNumber> columns = {};
};

class PrivilegeChecks {
 public:
  // Notes that `letter` is needed on `object`. Null when it is held for the whole object; otherwise
  // the entry to which the columns used are added.
  ColumnAccess* need(const CatalogVersion& catalog, const Role* role, const Object& object,
                     ObjectKind kind, char letter);
  // Raises permission_denied for the first that does not hold.
  void check(const CatalogVersion& catalog) const;

 private:
  std::deque<ColumnAccess> pending_;
};

// The word for a kind of object in an error: "table", "schema".
std::string_view object_word(ObjectKind kind);

}  // namespace dsql::engine
