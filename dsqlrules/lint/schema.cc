#include "dsqlrules/lint/schema.h"

#include <algorithm>
#include <utility>

#include "dsqlrules/parse/node.h"
#include "dsqlrules/shape/column_types.h"
#include "dsqlrules/shape/from_syntax.h"

namespace dsql::rules {
namespace {

std::string key_of(std::string_view schema, std::string_view name) {
  if (schema.empty() || schema == "public") return std::string(name);
  return std::string(schema) + '.' + std::string(name);
}

std::string key_of(const std::vector<std::string_view>& parts) {
  if (parts.empty()) return {};
  return key_of(parts.size() > 1 ? parts[parts.size() - 2] : std::string_view(), parts.back());
}

bool has_constraint(const PgQuery__ColumnDef& column, PgQuery__ConstrType kind) {
  const auto constraints = nodes(column.n_constraints, column.constraints);
  return std::any_of(constraints.begin(), constraints.end(),
                     [&](const Node* node) { return node->constraint->contype == kind; });
}

KnownColumn known_column(const PgQuery__ColumnDef& definition, std::size_t base) {
  KnownColumn column;
  column.name = definition.colname;
  if (definition.type_name != nullptr) column.type = type_shape(*definition.type_name);
  column.identity = has_constraint(definition, PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY);
  column.not_null = column.identity ||
                    has_constraint(definition, PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL) ||
                    has_constraint(definition, PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY);
  column.offset = base + static_cast<std::size_t>(definition.location);
  return column;
}

void declare_primary_key(KnownTable& table, std::vector<std::string> columns,
                         std::string_view name) {
  table.has_primary_key = true;
  table.primary_key_name = name.empty() ? table.name + "_pkey" : std::string(name);
  for (const std::string& column : columns) {
    if (KnownColumn* known = table.column(column)) known->not_null = true;
  }
  table.primary_key = std::move(columns);
}

std::vector<std::string> key_columns(const PgQuery__Constraint& constraint) {
  std::vector<std::string> columns;
  for (const Node* key : nodes(constraint.n_keys, constraint.keys))
    columns.emplace_back(string_of(*key));
  return columns;
}

void read_primary_key(const PgQuery__ColumnDef& column, KnownTable& table) {
  for (const Node* node : nodes(column.n_constraints, column.constraints)) {
    if (node->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY)
      declare_primary_key(table, {column.colname}, node->constraint->conname);
  }
}

template <class Map>
void rename_key(Map& map, const std::string& from, const std::string& to) {
  auto entry = map.extract(from);
  if (entry.empty()) return;
  entry.key() = to;
  map.erase(to);
  map.insert(std::move(entry));
}

void drop_column(KnownTable& table, std::string_view name) {
  std::erase_if(table.columns, [&](const KnownColumn& column) { return column.name == name; });
}

void alter(KnownTable& table, const PgQuery__AlterTableCmd& command) {
  KnownColumn* column = table.column(command.name);
  switch (command.subtype) {
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn:
      table.columns.push_back(known_column(*command.def->column_def, 0));
      table.renamed = true;
      return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
      drop_column(table, command.name);
      table.renamed = true;
      return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
      if (column != nullptr) column->not_null = true;
      return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
      if (column != nullptr) column->not_null = false;
      return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddIdentity:
      if (column != nullptr) column->identity = true;
      return;
    case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint:
      if (command.def->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY)
        declare_primary_key(table, key_columns(*command.def->constraint),
                            command.def->constraint->conname);
      return;
    default: return;
  }
}

}  // namespace

const KnownColumn* KnownTable::column(std::string_view column_name) const {
  const auto found =
      std::find_if(columns.begin(), columns.end(),
                   [&](const KnownColumn& candidate) { return candidate.name == column_name; });
  return found == columns.end() ? nullptr : &*found;
}

KnownColumn* KnownTable::column(std::string_view column_name) {
  return const_cast<KnownColumn*>(std::as_const(*this).column(column_name));
}

std::string relation_key(const PgQuery__RangeVar& relation) {
  return key_of(relation.schemaname, relation.relname);
}

void Schema::create_table(const PgQuery__CreateStmt& create, std::size_t base,
                          const Origin& origin) {
  const std::string key = relation_key(*create.relation);
  if (create.if_not_exists && tables_.contains(key)) return;
  KnownTable table;
  table.name = create.relation->relname;
  table.origin = origin;
  for (const Node* element : nodes(create.n_table_elts, create.table_elts)) {
    if (element->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
      table.columns.push_back(known_column(*element->column_def, base));
  }
  for (const Node* element : nodes(create.n_table_elts, create.table_elts)) {
    if (element->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
      read_primary_key(*element->column_def, table);
    if (element->node_case == PG_QUERY__NODE__NODE_CONSTRAINT &&
        element->constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY)
      declare_primary_key(table, key_columns(*element->constraint), element->constraint->conname);
  }
  tables_.insert_or_assign(key, std::move(table));
}

void Schema::alter_table(const PgQuery__AlterTableStmt& statement) {
  const auto found = tables_.find(relation_key(*statement.relation));
  if (found == tables_.end()) return;
  for (const Node* command : nodes(statement.n_cmds, statement.cmds))
    alter(found->second, *command->alter_table_cmd);
}

void Schema::rename(const PgQuery__RenameStmt& rename) {
  if (rename.relation == nullptr) return;
  const std::string from = relation_key(*rename.relation);
  const std::string to = key_of(rename.relation->schemaname, rename.newname);
  if (rename.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE)
    return rename_key(sequences_, from, to);
  const auto found = tables_.find(from);
  if (found == tables_.end()) return;
  KnownTable& table = found->second;
  if (rename.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN) {
    if (KnownColumn* column = table.column(rename.subname)) column->name = rename.newname;
    std::replace(table.primary_key.begin(), table.primary_key.end(), std::string(rename.subname),
                 std::string(rename.newname));
    table.renamed = true;
  } else if (rename.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT) {
    if (table.primary_key_name == rename.subname) table.primary_key_name = rename.newname;
  } else if (rename.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE) {
    table.name = rename.newname;
    table.renamed = true;
    rename_key(tables_, from, to);
  }
}

void Schema::drop(const PgQuery__DropStmt& drop) {
  for (const Node* object : nodes(drop.n_objects, drop.objects)) {
    const std::string key = key_of(object_name(*object));
    if (drop.remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_TABLE) tables_.erase(key);
    if (drop.remove_type == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE) sequences_.erase(key);
  }
}

void Schema::move(const PgQuery__AlterObjectSchemaStmt& move) {
  if (move.relation == nullptr) return;
  const std::string from = relation_key(*move.relation);
  const std::string to = key_of(move.newschema, move.relation->relname);
  if (const auto found = tables_.find(from); found != tables_.end()) found->second.renamed = true;
  rename_key(tables_, from, to);
  rename_key(sequences_, from, to);
}

void Schema::apply(const Statement& statement, std::size_t base, const Origin& origin,
                   bool refused) {
  if (statement.node == nullptr) return;
  const Node& node = *statement.node;
  switch (node.node_case) {
    case PG_QUERY__NODE__NODE_CREATE_STMT: return create_table(*node.create_stmt, base, origin);
    case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT: return alter_table(*node.alter_table_stmt);
    case PG_QUERY__NODE__NODE_RENAME_STMT: return rename(*node.rename_stmt);
    case PG_QUERY__NODE__NODE_DROP_STMT: return drop(*node.drop_stmt);
    case PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT: return move(*node.alter_object_schema_stmt);
    case PG_QUERY__NODE__NODE_CREATE_SEQ_STMT:
      sequences_.insert_or_assign(relation_key(*node.create_seq_stmt->sequence),
                                  KnownSequence{origin, std::nullopt, refused});
      return;
    case PG_QUERY__NODE__NODE_ALTER_SEQ_STMT: {
      const PgQuery__AlterSeqStmt& alter = *node.alter_seq_stmt;
      const auto found = sequences_.find(relation_key(*alter.sequence));
      const bool owned = alter.n_options == 1 &&
                         find_option(alter.n_options, alter.options, "owned_by") != nullptr;
      if (found != sequences_.end() && owned) found->second.owned_by = origin;
      return;
    }
    default: return;
  }
}

const KnownTable* Schema::table(const std::string& key) const {
  const auto found = tables_.find(key);
  return found == tables_.end() ? nullptr : &found->second;
}

const KnownSequence* Schema::sequence(const std::string& key) const {
  const auto found = sequences_.find(key);
  return found == sequences_.end() ? nullptr : &found->second;
}

}  // namespace dsql::rules
