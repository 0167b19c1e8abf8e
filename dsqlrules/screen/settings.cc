// SET, RESET, SHOW and SET TRANSACTION. The list of settings is in rules_session.h.
#include <string_view>

#include "dsqlrules/conditions/rules_session.h"
#include "dsqlrules/conditions/rules_transaction.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/screen/transaction_modes.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

// SET TRANSACTION …, SET SESSION CHARACTERISTICS AS TRANSACTION …, SET TRANSACTION SNAPSHOT: the
// level is looked at first, then the statement is refused whatever it asks for.
void check_set_transaction(const PgQuery__VariableSetStmt& set, Walker& walker) {
  check_isolation_level(nodes(set.n_args, set.args), walker);
  walker.report(refusals::set_transaction, -1, set.name);
}

void check_set(const PgQuery__VariableSetStmt& set, Walker& walker) {
  const std::string_view name = set.name;
  const bool resets = set.kind == PG_QUERY__VARIABLE_SET_KIND__VAR_RESET;
  switch (set.kind) {
    case PG_QUERY__VARIABLE_SET_KIND__VAR_RESET_ALL: return;
    case PG_QUERY__VARIABLE_SET_KIND__VAR_SET_MULTI: return check_set_transaction(set, walker);
    default: break;
  }
  if (name == "role") {
    if (!resets && !set.is_local) walker.report(refusals::set_role, -1, name);
    return;
  }
  // SET SESSION AUTHORIZATION DEFAULT and RESET SESSION AUTHORIZATION change nothing.
  const bool to_default = resets || set.kind == PG_QUERY__VARIABLE_SET_KIND__VAR_SET_DEFAULT;
  if (name == "session_authorization" && to_default) return;
  if (!is_settable(name)) walker.report(refusals::setting_not_supported, -1, name);
}

constexpr MessageRow rows[] = {
    {.type = &pg_query__variable_set_stmt__descriptor,
     .screened = "args",
     .checked = "kind name is_local",
     .check = check<check_set>},
    {.type = &pg_query__variable_show_stmt__descriptor, .free = "name"},
};

}  // namespace

std::span<const MessageRow> settings_rows() { return rows; }

}  // namespace dsql::rules
