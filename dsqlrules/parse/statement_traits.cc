#include "dsqlrules/parse/statement_traits.h"

#include <algorithm>
#include <array>

#include "dsqlrules/parse/node.h"

namespace dsql::rules {
namespace {

using Class = StatementClass;

struct TraitsRow {
  PgQuery__Node__NodeCase kind;
  Class statement_class;
  std::string_view tag;
};

// Kinds whose traits depend on their fields carry the most frequent value here.
constexpr std::array traits_rows{
    TraitsRow{PG_QUERY__NODE__NODE_SELECT_STMT, Class::query, "SELECT"},
    TraitsRow{PG_QUERY__NODE__NODE_INSERT_STMT, Class::dml, "INSERT"},
    TraitsRow{PG_QUERY__NODE__NODE_UPDATE_STMT, Class::dml, "UPDATE"},
    TraitsRow{PG_QUERY__NODE__NODE_DELETE_STMT, Class::dml, "DELETE"},
    TraitsRow{PG_QUERY__NODE__NODE_MERGE_STMT, Class::dml, "MERGE"},
    TraitsRow{PG_QUERY__NODE__NODE_TRANSACTION_STMT, Class::transaction, "BEGIN"},
    TraitsRow{PG_QUERY__NODE__NODE_VARIABLE_SET_STMT, Class::session, "SET"},
    TraitsRow{PG_QUERY__NODE__NODE_VARIABLE_SHOW_STMT, Class::query, "SHOW"},
    TraitsRow{PG_QUERY__NODE__NODE_CONSTRAINTS_SET_STMT, Class::session, "SET CONSTRAINTS"},
    TraitsRow{PG_QUERY__NODE__NODE_DEALLOCATE_STMT, Class::session, "DEALLOCATE"},
    TraitsRow{PG_QUERY__NODE__NODE_DISCARD_STMT, Class::session, "DISCARD ALL"},
    TraitsRow{PG_QUERY__NODE__NODE_EXPLAIN_STMT, Class::query, "EXPLAIN"},
    TraitsRow{PG_QUERY__NODE__NODE_COPY_STMT, Class::utility, "COPY"},
    TraitsRow{PG_QUERY__NODE__NODE_CALL_STMT, Class::utility, "CALL"},
    TraitsRow{PG_QUERY__NODE__NODE_VACUUM_STMT, Class::utility, "ANALYZE"},
    TraitsRow{PG_QUERY__NODE__NODE_CREATE_STMT, Class::ddl, "CREATE TABLE"},
    TraitsRow{PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT, Class::ddl, "CREATE TABLE AS"},
    TraitsRow{PG_QUERY__NODE__NODE_ALTER_TABLE_STMT, Class::ddl, "ALTER TABLE"},
    TraitsRow{PG_QUERY__NODE__NODE_INDEX_STMT, Class::ddl, "CREATE INDEX"},
    TraitsRow{PG_QUERY__NODE__NODE_CREATE_SEQ_STMT, Class::ddl, "CREATE SEQUENCE"},
    TraitsRow{PG_QUERY__NODE__NODE_ALTER_SEQ_STMT, Class::ddl, "ALTER SEQUENCE"},
    TraitsRow{PG_QUERY__NODE__NODE_VIEW_STMT, Class::ddl, "CREATE VIEW"},
    TraitsRow{PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT, Class::ddl, "CREATE FUNCTION"},
    TraitsRow{PG_QUERY__NODE__NODE_ALTER_FUNCTION_STMT, Class::ddl, "ALTER FUNCTION"},
    TraitsRow{PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT, Class::ddl, "CREATE SCHEMA"},
    TraitsRow{PG_QUERY__NODE__NODE_CREATE_DOMAIN_STMT, Class::ddl, "CREATE DOMAIN"},
    TraitsRow{PG_QUERY__NODE__NODE_ALTER_DOMAIN_STMT, Class::ddl, "ALTER DOMAIN"},
    TraitsRow{PG_QUERY__NODE__NODE_COMMENT_STMT, Class::ddl, "COMMENT"},
    TraitsRow{PG_QUERY__NODE__NODE_DROP_STMT, Class::ddl, "DROP TABLE"},
    TraitsRow{PG_QUERY__NODE__NODE_TRUNCATE_STMT, Class::ddl, "TRUNCATE TABLE"},
    TraitsRow{PG_QUERY__NODE__NODE_RENAME_STMT, Class::ddl, "ALTER TABLE"},
    TraitsRow{PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT, Class::ddl, "ALTER TABLE"},
    TraitsRow{PG_QUERY__NODE__NODE_ALTER_OWNER_STMT, Class::ddl, "ALTER TABLE"},
    TraitsRow{PG_QUERY__NODE__NODE_GRANT_STMT, Class::ddl, "GRANT"},
    TraitsRow{PG_QUERY__NODE__NODE_GRANT_ROLE_STMT, Class::ddl, "GRANT ROLE"},
    TraitsRow{PG_QUERY__NODE__NODE_ALTER_DEFAULT_PRIVILEGES_STMT, Class::ddl,
              "ALTER DEFAULT PRIVILEGES"},
    TraitsRow{PG_QUERY__NODE__NODE_CREATE_ROLE_STMT, Class::ddl, "CREATE ROLE"},
    TraitsRow{PG_QUERY__NODE__NODE_ALTER_ROLE_STMT, Class::ddl, "ALTER ROLE"},
    TraitsRow{PG_QUERY__NODE__NODE_ALTER_ROLE_SET_STMT, Class::ddl, "ALTER ROLE"},
    TraitsRow{PG_QUERY__NODE__NODE_DROP_ROLE_STMT, Class::ddl, "DROP ROLE"},
    TraitsRow{PG_QUERY__NODE__NODE_CREATE_STATS_STMT, Class::ddl, "CREATE STATISTICS"},
    TraitsRow{PG_QUERY__NODE__NODE_ALTER_STATS_STMT, Class::ddl, "ALTER STATISTICS"},
};

struct ObjectTags {
  PgQuery__ObjectType type;
  std::string_view alter;
  std::string_view drop;
};

constexpr std::array object_tags{
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_TABLE, "ALTER TABLE", "DROP TABLE"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN, "ALTER TABLE", "???"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT, "ALTER TABLE", "???"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_VIEW, "ALTER VIEW", "DROP VIEW"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_INDEX, "ALTER INDEX", "DROP INDEX"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE, "ALTER SEQUENCE", "DROP SEQUENCE"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA, "ALTER SCHEMA", "DROP SCHEMA"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN, "ALTER DOMAIN", "DROP DOMAIN"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT, "ALTER DOMAIN", "???"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION, "ALTER FUNCTION", "DROP FUNCTION"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE, "ALTER ROUTINE", "DROP ROUTINE"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE, "ALTER PROCEDURE", "DROP PROCEDURE"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_ROLE, "ALTER ROLE", "DROP ROLE"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_STATISTIC_EXT, "ALTER STATISTICS", "DROP STATISTICS"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER, "ALTER TRIGGER", "DROP TRIGGER"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_EVENT_TRIGGER, "ALTER EVENT TRIGGER",
               "DROP EVENT TRIGGER"},
    ObjectTags{PG_QUERY__OBJECT_TYPE__OBJECT_TYPE, "ALTER TYPE", "DROP TYPE"},
};

ObjectTags tags_of(PgQuery__ObjectType type) {
  const auto found = std::find_if(object_tags.begin(), object_tags.end(),
                                  [&](const ObjectTags& row) { return row.type == type; });
  return found == object_tags.end() ? ObjectTags{type, "???", "???"} : *found;
}

bool changes_rows(PgQuery__Node__NodeCase kind) {
  return kind == PG_QUERY__NODE__NODE_INSERT_STMT || kind == PG_QUERY__NODE__NODE_UPDATE_STMT ||
         kind == PG_QUERY__NODE__NODE_DELETE_STMT || kind == PG_QUERY__NODE__NODE_MERGE_STMT;
}

bool with_changes_rows(const PgQuery__WithClause* with) {
  if (with == nullptr) return false;
  const auto entries = nodes(with->n_ctes, with->ctes);
  return std::any_of(entries.begin(), entries.end(), [](const Node* entry) {
    return changes_rows(entry->common_table_expr->ctequery->node_case);
  });
}

std::string_view locking_name(const PgQuery__SelectStmt& select) {
  auto strongest = PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_NONE;
  for (const Node* clause : nodes(select.n_locking_clause, select.locking_clause)) {
    strongest = std::max(strongest, clause->locking_clause->strength);
  }
  switch (strongest) {
    case PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_FORKEYSHARE: return "SELECT FOR KEY SHARE";
    case PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_FORSHARE: return "SELECT FOR SHARE";
    case PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_FORNOKEYUPDATE: return "SELECT FOR NO KEY UPDATE";
    case PG_QUERY__LOCK_CLAUSE_STRENGTH__LCS_FORUPDATE: return "SELECT FOR UPDATE";
    default: return "SELECT";
  }
}

void adjust_select(const PgQuery__SelectStmt& select, StatementTraits& traits) {
  if (with_changes_rows(select.with_clause)) {
    traits.statement_class = Class::dml;
    traits.read_only_name = "SELECT";
    traits.allowed_read_only = false;
  } else if (select.n_locking_clause > 0) {
    traits.read_only_name = locking_name(select);
    traits.allowed_read_only = false;
  }
}

void adjust_transaction(const PgQuery__TransactionStmt& transaction, StatementTraits& traits) {
  switch (transaction.kind) {
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_START: traits.tag = "START TRANSACTION"; break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT:
      traits.tag = "COMMIT";
      traits.ends_block = true;
      break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK:
      traits.tag = "ROLLBACK";
      traits.ends_block = true;
      break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_SAVEPOINT: traits.tag = "SAVEPOINT"; break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_RELEASE: traits.tag = "RELEASE"; break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK_TO: traits.tag = "ROLLBACK"; break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_PREPARE:
      traits.tag = "PREPARE TRANSACTION";
      break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_COMMIT_PREPARED:
      traits.tag = "COMMIT PREPARED";
      break;
    case PG_QUERY__TRANSACTION_STMT_KIND__TRANS_STMT_ROLLBACK_PREPARED:
      traits.tag = "ROLLBACK PREPARED";
      break;
    default: break;
  }
}

// EXPLAIN ANALYZE runs its statement.
void adjust_explain(const PgQuery__ExplainStmt& explain, StatementTraits& traits) {
  const PgQuery__DefElem* analyze = find_option(explain.n_options, explain.options, "analyze");
  if (analyze == nullptr || option_boolean(*analyze) == false) return;
  Statement inner;
  inner.node = explain.query;
  const StatementTraits of_inner = traits_of(inner);
  traits.statement_class = of_inner.statement_class;
  traits.allowed_read_only = of_inner.allowed_read_only;
  traits.read_only_name = of_inner.read_only_name;
}

void adjust(const Node& node, StatementTraits& traits) {
  switch (node.node_case) {
    case PG_QUERY__NODE__NODE_SELECT_STMT: return adjust_select(*node.select_stmt, traits);
    case PG_QUERY__NODE__NODE_TRANSACTION_STMT:
      return adjust_transaction(*node.transaction_stmt, traits);
    case PG_QUERY__NODE__NODE_EXPLAIN_STMT: return adjust_explain(*node.explain_stmt, traits);
    case PG_QUERY__NODE__NODE_VARIABLE_SET_STMT: {
      const auto kind = node.variable_set_stmt->kind;
      if (kind == PG_QUERY__VARIABLE_SET_KIND__VAR_RESET ||
          kind == PG_QUERY__VARIABLE_SET_KIND__VAR_RESET_ALL) {
        traits.tag = "RESET";
      }
      return;
    }
    case PG_QUERY__NODE__NODE_DEALLOCATE_STMT:
      if (node.deallocate_stmt->isall) traits.tag = "DEALLOCATE ALL";
      return;
    case PG_QUERY__NODE__NODE_COPY_STMT:
      if (node.copy_stmt->is_from) traits.statement_class = Class::dml;
      return;
    case PG_QUERY__NODE__NODE_VACUUM_STMT:
      traits.allowed_in_block = false;
      if (node.vacuum_stmt->is_vacuumcmd) traits.tag = "VACUUM";
      return;
    case PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT:
      if (node.create_table_as_stmt->objtype == PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW) {
        traits.tag = "CREATE MATERIALIZED VIEW";
      }
      return;
    case PG_QUERY__NODE__NODE_CREATE_FUNCTION_STMT:
      if (node.create_function_stmt->is_procedure) traits.tag = "CREATE PROCEDURE";
      return;
    case PG_QUERY__NODE__NODE_GRANT_STMT:
      if (!node.grant_stmt->is_grant) traits.tag = "REVOKE";
      return;
    case PG_QUERY__NODE__NODE_GRANT_ROLE_STMT:
      if (!node.grant_role_stmt->is_grant) traits.tag = "REVOKE ROLE";
      return;
    case PG_QUERY__NODE__NODE_DROP_STMT:
      traits.tag = tags_of(node.drop_stmt->remove_type).drop;
      return;
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
      traits.tag = tags_of(node.alter_table_stmt->objtype).alter;
      return;
    case PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT:
      traits.tag = tags_of(node.alter_object_schema_stmt->object_type).alter;
      return;
    case PG_QUERY__NODE__NODE_ALTER_OWNER_STMT:
      traits.tag = tags_of(node.alter_owner_stmt->object_type).alter;
      return;
    case PG_QUERY__NODE__NODE_RENAME_STMT: {
      const PgQuery__RenameStmt& rename = *node.rename_stmt;
      // A column is renamed as a part of its relation.
      const bool column = rename.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN;
      traits.tag = tags_of(column ? rename.relation_type : rename.rename_type).alter;
      return;
    }
    default: return;
  }
}

}  // namespace

StatementTraits traits_of(const Statement& statement) {
  StatementTraits traits;
  if (statement.iam != nullptr) {
    traits.statement_class = Class::ddl;
    traits.tag = statement.iam->revoke ? "AWS IAM REVOKE" : "AWS IAM GRANT";
    traits.allowed_read_only = false;
    traits.read_only_name = traits.tag;
    return traits;
  }
  const auto row = std::find_if(
      traits_rows.begin(), traits_rows.end(),
      [&](const TraitsRow& candidate) { return candidate.kind == statement.node->node_case; });
  if (row == traits_rows.end()) return traits;
  traits.statement_class = row->statement_class;
  traits.tag = row->tag;
  adjust(*statement.node, traits);
  if (traits.counts_as_ddl() || traits.counts_as_dml()) {
    traits.allowed_read_only = false;
    if (traits.read_only_name.empty()) traits.read_only_name = traits.tag;
  }
  return traits;
}

}  // namespace dsql::rules
