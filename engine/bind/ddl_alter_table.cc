#include "engine/bind/ddl_alter_table.h"

#include <algorithm>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/ddl_columns.h"
#include "engine/bind/ddl_expressions.h"
#include "engine/bind/ddl_limits.h"
#include "engine/catalog/privileges.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

bool in_primary_key(const Table& table, AttributeNumber number) {
  const Index* primary = table.primary_key();
  return primary != nullptr &&
         std::any_of(primary->keys.begin(), primary->keys.end(),
                     [&](const IndexKey& key) { return key.column == number; });
}

}  // namespace

TableAlteration::TableAlteration(DdlBinder& binder, const Table& table, bool async)
    : binder_(binder), before_(table), async_(async), draft_(binder, table) {}

TableColumn& TableAlteration::column_named(std::string_view name) {
  for (TableColumn& column : draft_.table.columns) {
    if (!column.dropped && column.name == name) return column;
  }
  if (is_system_column(name)) rules::raise(conditions::cannot_alter_system_column, name);
  rules::raise(conditions::undefined_column_of_relation, name, before_.name);
}

void TableAlteration::apply(const PgQuery__AlterTableCmd& command) {
  switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn: return add_column(command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn: return drop_column(command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault: return set_default(command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull: return drop_not_null(command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropExpression: return drop_expression(command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetStorage: return set_storage(command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity: return add_identity(command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetIdentity: return set_identity(command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropIdentity: return drop_identity(command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint: return add_constraint(command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterConstraint: return alter_constraint(command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint: return drop_constraint(command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint: return validate_constraint(command);
    case PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner:
      draft_.table.owner = binder_.new_owner(*command.newowner);
      return;
    // There are no triggers: nothing to switch on or off.
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigAll:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigAll:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_EnableTrigUser:
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DisableTrigUser: return;
    default: rules::raise(conditions::ddl_form_not_supported, "ALTER TABLE");
  }
}

AlterTable TableAlteration::finish() {
  include_all_columns(draft_.table);
  check_table_limits(draft_.table);
  result_.new_sequences = std::move(draft_.sequences);
  if (draft_.table.owner != before_.owner) {
    for (SequenceObject sequence : owned_sequences(binder_.catalog, before_)) {
      sequence.owner = draft_.table.owner;
      result_.changed_sequences.push_back(std::move(sequence));
    }
  }
  result_.table = std::move(draft_.table);
  return std::move(result_);
}

// --- columns ---

void TableAlteration::add_column(const PgQuery__AlterTableCmd& command) {
  const PgQuery__ColumnDef& definition = *command.def->column_def;
  const std::string_view name = text_of(definition.colname);
  if (draft_.table.find_column(name) != nullptr) {
    if (!command.missing_ok)
      rules::raise(conditions::duplicate_column_of_relation, name, before_.name);
    binder_.notice(rules::error(conditions::column_exists_skipping, name, before_.name));
    return;
  }
  draft_.add_column(definition);
}

bool TableAlteration::uses_column(std::string_view sql, AttributeNumber column, Oid target) {
  const ExprPtr bound = bind_stored(sql, &before_, 0, target, -1, binder_.context);
  return columns_of(*bound).contains(static_cast<ColumnId>(column));
}

void TableAlteration::remove_column(TableColumn& column) {
  Table& table = draft_.table;
  const AttributeNumber number = column.number;
  const auto lists = [&](const auto& numbers) {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
  };
  std::erase_if(table.checks, [&](const CheckConstraint& check) {
    return uses_column(check.expression_sql, number, oid::boolean);
  });
  std::erase_if(table.foreign_keys, [&](const ForeignKey& key) { return lists(key.columns); });
  std::erase_if(table.indexes, [&](const Index& index) {
    if (index.primary) return false;
    const bool used =
        lists(index.included) ||
        std::any_of(index.keys.begin(), index.keys.end(),
                    [&](const IndexKey& key) {
                      return key.column == number ||
                             (key.column == 0 && uses_column(key.expression_sql, number, 0));
                    }) ||
        (!index.predicate_sql.empty() && uses_column(index.predicate_sql, number, oid::boolean));
    if (!used) return false;
    std::erase_if(table.keys, [&](const KeyConstraint& key) { return key.index == index.oid; });
    result_.dropped_indexes.push_back(index.oid);
    return true;
  });
  if (column.sequence != 0) result_.dropped_sequences.push_back(column.sequence);
  for (const auto& [oid, sequence] : binder_.catalog.sequences()) {
    if (sequence->owned_table == before_.oid && sequence->owned_column == number &&
        oid != column.sequence)
      result_.dropped_sequences.push_back(oid);
  }
  column.dropped = true;
  column.not_null = false;
  column.default_sql.clear();
  column.identity = IdentityKind::none;
  column.sequence = 0;
  column.comment.clear();
  std::erase_if(table.privileges,
                [&](const Privilege& privilege) { return privilege.column == number; });
  // Columns generated from this one go with it.
  for (TableColumn& other : table.columns) {
    if (other.dropped || other.generated_sql.empty() || other.number == number) continue;
    if (uses_column(other.generated_sql, number, other.type)) remove_column(other);
  }
  column.generated_sql.clear();
}

void TableAlteration::drop_column(const PgQuery__AlterTableCmd& command) {
  const std::string_view name = text_of(command.name);
  if (is_system_column(name)) rules::raise(conditions::cannot_drop_system_column, name);
  if (draft_.table.find_column(name) == nullptr && command.missing_ok) {
    binder_.notice(rules::error(conditions::column_missing_skipping, name, before_.name));
    return;
  }
  TableColumn& column = column_named(name);
  if (in_primary_key(before_, column.number)) refuse_drop_of_key_column(name);
  DropPlan plan(binder_, command.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
  plan.name_column(before_, column);
  for (const Index& index : before_.indexes) {
    const bool key_of_it =
        std::any_of(index.keys.begin(), index.keys.end(),
                    [&](const IndexKey& key) { return key.column == column.number; });
    if (index.unique && key_of_it) plan.name_unique_index(before_, index, column);
  }
  const DropObjects dropped = plan.finish();
  result_.dropped_views.insert(result_.dropped_views.end(), dropped.views.begin(),
                               dropped.views.end());
  result_.dropped_foreign_keys.insert(result_.dropped_foreign_keys.end(),
                                      dropped.foreign_keys.begin(), dropped.foreign_keys.end());
  remove_column(column);
}

void TableAlteration::set_default(const PgQuery__AlterTableCmd& command) {
  TableColumn& column = column_named(text_of(command.name));
  if (column.identity != IdentityKind::none)
    rules::raise(conditions::column_is_identity, column.name, before_.name);
  if (!column.generated_sql.empty())
    rules::raise(conditions::column_is_generated, column.name, before_.name);
  column.default_sql =
      command.def == nullptr ? std::string() : column_default_sql(binder_, *command.def, column);
}

void TableAlteration::drop_not_null(const PgQuery__AlterTableCmd& command) {
  TableColumn& column = column_named(text_of(command.name));
  if (column.identity != IdentityKind::none)
    rules::raise(conditions::column_is_identity, column.name, before_.name);
  if (in_primary_key(before_, column.number))
    rules::raise(conditions::column_is_in_primary_key, column.name);
  column.not_null = false;
}

void TableAlteration::drop_expression(const PgQuery__AlterTableCmd& command) {
  TableColumn& column = column_named(text_of(command.name));
  if (column.generated_sql.empty()) {
    if (!command.missing_ok)
      rules::raise(conditions::column_is_not_generated, column.name, before_.name);
    binder_.notice(
        rules::error(conditions::column_is_not_generated_skipping, column.name, before_.name));
    return;
  }
  column.generated_sql.clear();
}

void TableAlteration::set_storage(const PgQuery__AlterTableCmd& command) {
  TableColumn& column = column_named(text_of(command.name));
  column.storage = storage_letter(string_of(*command.def), column.type, column.modifier);
}

std::vector<SequenceObject> owned_sequences(const CatalogVersion& catalog, const Table& table) {
  std::vector<SequenceObject> owned;
  for (const auto& [oid, sequence] : catalog.sequences()) {
    if (sequence->owned_table == table.oid) owned.push_back(*sequence);
  }
  return owned;
}

// --- the statement ---

namespace {

// ALTER VIEW and ALTER SEQUENCE, which the grammar writes as ALTER TABLE.
BoundDdl alter_view(DdlBinder& binder, const View& before,
                    const PgQuery__AlterTableStmt& statement) {
  View view = before;
  for (const Node* node : nodes(statement.cmds, statement.n_cmds)) {
    const PgQuery__AlterTableCmd& command = *node->alter_table_cmd;
    switch (command.subtype) {
      case PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner:
        view.owner = binder.new_owner(*command.newowner);
        break;
      case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault: {
        const auto column =
            std::find_if(view.columns.begin(), view.columns.end(),
                         [&](const TableColumn& c) { return c.name == text_of(command.name); });
        if (column == view.columns.end())
          rules::raise(conditions::undefined_column_of_relation, text_of(command.name), view.name);
        column->default_sql = command.def == nullptr ? std::string()
                                                     : default_sql(binder, *command.def,
                                                                   column->type, column->modifier);
        break;
      }
      case PG_QUERY__ALTER_TABLE_TYPE__AT_SetRelOptions:
        set_view_options(view, list_of(*command.def));
        break;
      case PG_QUERY__ALTER_TABLE_TYPE__AT_ResetRelOptions:
        reset_view_options(view, list_of(*command.def));
        break;
      default: rules::raise(conditions::ddl_form_not_supported, "ALTER VIEW");
    }
  }
  return {.tag = "ALTER VIEW", .notices = {}, .action = PutObjects{{std::move(view)}, {}}};
}

BoundDdl alter_sequence_owner(DdlBinder& binder, const SequenceObject& before,
                              const PgQuery__AlterTableStmt& statement) {
  SequenceObject sequence = before;
  for (const Node* node : nodes(statement.cmds, statement.n_cmds)) {
    const PgQuery__AlterTableCmd& command = *node->alter_table_cmd;
    if (command.subtype != PG_QUERY__ALTER_TABLE_TYPE__AT_ChangeOwner)
      rules::raise(conditions::ddl_form_not_supported, "ALTER SEQUENCE");
    if (sequence.owned_table != 0)
      rules::raise(conditions::cannot_change_owned_sequence, sequence.name);
    sequence.owner = binder.new_owner(*command.newowner);
  }
  return {.tag = "ALTER SEQUENCE",
          .notices = {},
          .action = PutSequence{std::move(sequence), std::nullopt}};
}

std::string_view tag_of(const PgQuery__AlterTableStmt& statement) {
  switch (statement.objtype) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW: return "ALTER VIEW";
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE: return "ALTER SEQUENCE";
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX: return "ALTER INDEX";
    default: return "ALTER TABLE";
  }
}

}  // namespace

BoundDdl bind_alter_table(DdlBinder& binder, const PgQuery__AlterTableStmt& statement, bool async) {
  const std::string tag(tag_of(statement));
  const std::string name = statement.relation->relname;
  const FoundRelation found = binder.find(*statement.relation, statement.missing_ok);
  if (!found) {
    if (!statement.missing_ok) rules::raise(conditions::undefined_table, name);
    binder.notice(rules::error(conditions::relation_missing_skipping, name));
    return {.tag = tag, .notices = {}, .action = NothingToDo{}};
  }
  const auto type = statement.objtype;
  if (type == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW && found.kind != 'v')
    rules::raise(conditions::not_a_view, name);
  if (type == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE && found.kind != 'S')
    rules::raise(conditions::not_a_sequence, name);
  if (found.kind == 'v') {
    binder.require_owner(*found.view, "view");
    return alter_view(binder, *found.view, statement);
  }
  if (found.kind == 'S') {
    binder.require_owner(*found.sequence, "sequence");
    return alter_sequence_owner(binder, *found.sequence, statement);
  }
  if (found.kind != 'r') rules::raise(conditions::not_a_table, name);
  binder.require_owner(*found.table, "table");
  TableAlteration alteration(binder, *found.table, async);
  for (const Node* node : nodes(statement.cmds, statement.n_cmds))
    alteration.apply(*node->alter_table_cmd);
  return {.tag = tag, .notices = {}, .action = alteration.finish()};
}

}  // namespace dsql::engine
