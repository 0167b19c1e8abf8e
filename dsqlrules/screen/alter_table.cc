// ALTER TABLE, ALTER VIEW, ALTER SEQUENCE and ALTER INDEX as far as they are lists of actions.
#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "dsqlrules/conditions/rules_statement.h"
#include "dsqlrules/conditions/rules_table.h"
#include "dsqlrules/parse/node.h"
#include "dsqlrules/parse/tokens.h"
#include "dsqlrules/screen/walker.h"

namespace dsql::rules {
namespace {

using Action = PgQuery__AlterTableType;
using Command = PgQuery__AlterTableCmd;
using Report = void (*)(const Command& command, Walker& walker);

// --- actions with rules of their own -------------------------------------------------------------

void check_add_column(const Command& command, Walker& walker) {
  const PgQuery__ColumnDef& column = *command.def->column_def;
  for (const Node* constraint : nodes(column.n_constraints, column.constraints)) {
    if (constraint->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_NULL) continue;
    return walker.report(refusals::add_column_constraint, constraint->constraint->location);
  }
  if (column.coll_clause != nullptr)
    walker.report(refusals::column_collation, column.coll_clause->location);
  if (*column.compression != '\0') walker.report(refusals::column_compression, column.location);
}

void check_add_constraint(const Command& command, Walker& walker) {
  const PgQuery__Constraint& constraint = *command.def->constraint;
  const int location = constraint.location;
  const bool using_index = *constraint.indexname != '\0';
  switch (constraint.contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
      if (!constraint.skip_validation)
        return walker.report(refusals::check_needs_not_valid, location);
      return walker.report(refusals::add_constraint_before, location);
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
      if (!constraint.skip_validation)
        return walker.report(refusals::foreign_key_needs_not_valid, location);
      return walker.report(refusals::add_constraint_before, location);
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
      if (!using_index) return walker.report(refusals::add_unique, location);
      return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
      if (using_index) return walker.report(refusals::primary_key_using_index, location);
      return walker.report(refusals::add_primary_key, location);
    default: return walker.report(refusals::add_exclusion, location);
  }
}

void check_validate(const Command&, Walker& walker) {
  if (!walker.statement().async) walker.report(refusals::validate_needs_async, -1);
}

template <const auto& Row>
void refuse(const Command&, Walker& walker) {
  walker.report(Row, -1);
}

// --- the table of actions ------------------------------------------------------------------------

enum class Verdict {
  accepted,
  accepted_since_july,  // 2026-07
  accepted_on_views,    // the same subtype is refused on tables
  refused,
  refused_rule,  // rewrite rules, with their own id
  special,       // `report` decides
};

struct ActionRow {
  Action action;
  // PostgreSQL's name of the action, which the service's refusals print.
  std::string_view name;
  Verdict verdict = Verdict::refused;
  Report report = nullptr;
};

constexpr std::array action_rows{
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn, "ADD COLUMN", Verdict::special,
              check_add_column},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn, "DROP COLUMN", Verdict::special,
              refuse<refusals::drop_column_before>},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault, "ALTER COLUMN ... SET DEFAULT",
              Verdict::accepted_since_july},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull, "ALTER COLUMN ... DROP NOT NULL",
              Verdict::accepted_since_july},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull, "ALTER COLUMN ... SET NOT NULL",
              Verdict::special, refuse<refusals::set_not_null>},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DropExpression, "ALTER COLUMN ... DROP EXPRESSION",
              Verdict::accepted_since_july},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_SetExpression, "ALTER COLUMN ... SET EXPRESSION"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_SetStatistics, "ALTER COLUMN ... SET STATISTICS",
              Verdict::special, refuse<refusals::set_statistics>},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_SetOptions, "ALTER COLUMN ... SET"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_ResetOptions, "ALTER COLUMN ... RESET"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_SetStorage, "ALTER COLUMN ... SET STORAGE",
              Verdict::accepted},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_SetCompression, "ALTER COLUMN ... SET COMPRESSION",
              Verdict::special, refuse<refusals::set_compression>},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType, "ALTER COLUMN ... SET DATA TYPE",
              Verdict::special, refuse<refusals::alter_column_type>},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnGenericOptions, "ALTER COLUMN ... OPTIONS"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity, "ALTER COLUMN ... ADD IDENTITY",
              Verdict::accepted_since_july},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_SetIdentity, "ALTER COLUMN ... SET",
              Verdict::accepted},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity, "ALTER COLUMN ... DROP IDENTITY",
              Verdict::accepted},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint, "ADD CONSTRAINT", Verdict::special,
              check_add_constraint},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_AlterConstraint, "ALTER CONSTRAINT",
              Verdict::accepted},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint, "VALIDATE CONSTRAINT",
              Verdict::special, check_validate},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint, "DROP CONSTRAINT",
              Verdict::accepted_since_july},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner, "OWNER TO", Verdict::accepted},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_ClusterOn, "CLUSTER ON"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DropCluster, "SET WITHOUT CLUSTER"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_SetLogged, "SET LOGGED"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_SetUnLogged, "SET UNLOGGED"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DropOids, "SET WITHOUT OIDS"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_SetAccessMethod, "SET ACCESS METHOD"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_SetTableSpace, "SET TABLESPACE"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions, "SET", Verdict::accepted_on_views},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_ResetRelOptions, "RESET", Verdict::accepted_on_views},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrig, "ENABLE TRIGGER"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_EnableAlwaysTrig, "ENABLE ALWAYS TRIGGER"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_EnableReplicaTrig, "ENABLE REPLICA TRIGGER"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrig, "DISABLE TRIGGER"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigAll, "ENABLE TRIGGER ALL",
              Verdict::accepted},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigAll, "DISABLE TRIGGER ALL",
              Verdict::accepted},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigUser, "ENABLE TRIGGER USER",
              Verdict::accepted},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigUser, "DISABLE TRIGGER USER",
              Verdict::accepted},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_EnableRule, "ENABLE RULE", Verdict::refused_rule},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_EnableAlwaysRule, "ENABLE ALWAYS RULE",
              Verdict::refused_rule},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_EnableReplicaRule, "ENABLE REPLICA RULE",
              Verdict::refused_rule},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DisableRule, "DISABLE RULE", Verdict::refused_rule},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_AddInherit, "INHERIT"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DropInherit, "NO INHERIT"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_AddOf, "OF"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DropOf, "NOT OF"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_ReplicaIdentity, "REPLICA IDENTITY", Verdict::special,
              refuse<refusals::replica_identity>},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_EnableRowSecurity, "ENABLE ROW SECURITY",
              Verdict::special, refuse<refusals::enable_row_security>},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DisableRowSecurity, "DISABLE ROW SECURITY"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_ForceRowSecurity, "FORCE ROW SECURITY"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_NoForceRowSecurity, "NO FORCE ROW SECURITY"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_GenericOptions, "OPTIONS"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition, "ATTACH PARTITION"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition, "DETACH PARTITION"},
    ActionRow{PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartitionFinalize,
              "DETACH PARTITION ... FINALIZE"},
};

const ActionRow* find_action(Action action) {
  const auto found = std::find_if(action_rows.begin(), action_rows.end(),
                                  [&](const ActionRow& row) { return row.action == action; });
  return found == action_rows.end() ? nullptr : &*found;
}

bool is_accepted(const ActionRow& row, const PgQuery__AlterTableStmt& alter, Walker& walker) {
  switch (row.verdict) {
    case Verdict::accepted: return true;
    case Verdict::accepted_since_july:
      walker.report(refusals::alter_table_action_before, -1, row.name);
      return in_force(refusals::alter_table_action_before, walker.options().as_of) == false;
    case Verdict::accepted_on_views:
      if (alter.objtype == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW) return true;
      break;
    case Verdict::refused_rule:
      walker.report(refusals::rewrite_rule_action, -1, row.name);
      return false;
    case Verdict::special: return true;
    case Verdict::refused: break;
  }
  walker.report(refusals::alter_table_action, -1, row.name);
  return false;
}

void check_command(const Node& node, const PgQuery__AlterTableStmt& alter, Walker& walker) {
  const Command& command = *node.alter_table_cmd;
  const ActionRow* row = find_action(command.subtype);
  if (row == nullptr) return walker.report(refusals::alter_table_action, -1, "unknown");
  if (walker.statement().async &&
      command.subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint) {
    return walker.report(refusals::alter_table_async, -1, row->name);
  }
  if (!is_accepted(*row, alter, walker)) return;
  const std::size_t reported = walker.reported();
  if (row->report != nullptr) row->report(command, walker);
  if (walker.reported() == reported) walker.walk(&node);
}

// The tree has no place for actions, only the text: behind the table's name, after the n-th comma
// outside parentheses.
int action_location(const PgQuery__AlterTableStmt& alter, int index, const Statement& statement) {
  const int from = alter.relation->location - statement.location;
  if (from < 0 || from >= static_cast<int>(statement.text.size())) return statement.location;
  const std::vector<Token> tokens = scan_tokens(statement.text.substr(from));
  std::size_t i = 1;
  while (i + 1 < tokens.size() && tokens[i].kind == PG_QUERY__TOKEN__ASCII_46) i += 2;
  for (int depth = 0; i < tokens.size(); ++i) {
    if (depth == 0 && index == 0) return alter.relation->location + tokens[i].start;
    if (tokens[i].kind == PG_QUERY__TOKEN__ASCII_40) ++depth;
    if (tokens[i].kind == PG_QUERY__TOKEN__ASCII_41) --depth;
    if (depth == 0 && tokens[i].kind == PG_QUERY__TOKEN__ASCII_44) --index;
  }
  return statement.location;
}

void check_alter_table(const PgQuery__AlterTableStmt& alter, Walker& walker) {
  switch (alter.objtype) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW:
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE: break;
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX:
      return walker.report(refusals::alter_relation_kind, -1, "INDEX");
    case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW:
      return walker.report(refusals::alter_relation_kind, -1, "MATERIALIZED VIEW");
    case PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_TABLE:
      return walker.report(refusals::alter_relation_kind, -1, "FOREIGN TABLE");
    default: return walker.report(refusals::alter_type, -1);
  }
  int index = 0;
  for (const Node* command : nodes(alter.n_cmds, alter.cmds)) {
    const std::size_t reported = walker.reported();
    check_command(*command, alter, walker);
    if (walker.reported() > reported)
      walker.locate(reported, action_location(alter, index, walker.statement()));
    ++index;
  }
}

constexpr MessageRow rows[] = {
    {.type = &pg_query__alter_table_stmt__descriptor,
     .screened = "relation",
     .checked = "cmds objtype",
     .free = "missing_ok",
     .check = check<check_alter_table>},
    {.type = &pg_query__alter_table_cmd__descriptor,
     .screened = "newowner def",
     .checked = "subtype",
     .free = "name num behavior missing_ok recurse"},
};

}  // namespace

std::span<const MessageRow> alter_table_rows() { return rows; }

}  // namespace dsql::rules
