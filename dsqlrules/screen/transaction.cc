// BEGIN, COMMIT, ROLLBACK, savepoints, SET CONSTRAINTS.
#include <cctype>
#include <string>
#include <string_view>

#include "dsqlrules/conditions/rules_transaction.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/screen/transaction_modes.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

void check_transaction(const PgQuery__TransactionStmt& transaction, Walker& walker) {
  switch (transaction.kind) {
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_SAVEPOINT:
      return walker.report(refusals::savepoint, -1);
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_RELEASE:
      return walker.report(refusals::release_savepoint, -1);
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK_TO:
      return walker.report(refusals::rollback_to_savepoint, -1);
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_PREPARE:
      return walker.report(refusals::prepare_transaction, -1);
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT_PREPARED:
      return walker.report(refusals::commit_prepared, -1);
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK_PREPARED:
      return walker.report(refusals::rollback_prepared, -1);
    default:
      return check_isolation_level(nodes(transaction.n_options, transaction.options), walker);
  }
}

constexpr MessageRow rows[] = {
    {.type = &pg_query__transaction_stmt__descriptor,
     .screened = "options",
     .checked = "kind savepoint_name gid",
     .free = "chain location",
     .check = check<check_transaction>},
    {.type = &pg_query__constraints_set_stmt__descriptor,
     .screened = "constraints",
     .free = "deferred"},
};

}  // namespace

void check_isolation_level(std::span<Node* const> modes, Walker& walker) {
  for (const Node* mode : modes) {
    if (mode->node_case != PG_QUERY__NODE__NODE_DEF_ELEM) continue;
    const PgQuery__DefElem& option = *mode->def_elem;
    if (std::string_view(option.defname) != "transaction_isolation") continue;
    std::string level = option_text(option);
    if (level == "repeatable read") continue;
    for (char& c : level) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    walker.report(refusals::isolation_level, option.location, level);
  }
}

std::span<const MessageRow> transaction_rows() { return rows; }

}  // namespace dsql::rules
