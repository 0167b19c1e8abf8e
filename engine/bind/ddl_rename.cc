#include <algorithm>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/ddl_alter_table.h"
#include "engine/bind/ddl_columns.h"
#include "engine/bind/ddl_expressions.h"
#include "engine/bind/ddl_limits.h"
#include "engine/bind/ddl_references.h"
#include "engine/bind/ddl_routines.h"
#include "engine/catalog/catalog_edit.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

BoundDdl put(std::string tag, PutObjects objects) {
  return {.tag = std::move(tag), .notices = {}, .action = std::move(objects)};
}

std::string_view relation_word(char kind) {
  switch (kind) {
    case 'v': return "view";
    case 'S': return "sequence";
    case 'i': return "index";
    default: return "table";
  }
}

std::string relation_tag(PgQuery__ObjectType type) {
  switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW: return "ALTER VIEW";
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE: return "ALTER SEQUENCE";
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX: return "ALTER INDEX";
    default: return "ALTER TABLE";
  }
}

// The relation of an ALTER … RENAME or SET SCHEMA, checked for kind and owner; none with a notice
// for IF EXISTS.
FoundRelation altered_relation(DdlBinder& binder, const PgQuery__RangeVar& name,
                               PgQuery__ObjectType type, bool missing_ok) {
  const FoundRelation found = binder.find(name, missing_ok);
  if (!found) {
    if (!missing_ok) rules::raise(conditions::undefined_table, text_of(name.relname));
    binder.notice(rules::error(conditions::relation_missing_skipping, text_of(name.relname)));
    return {};
  }
  const std::string_view plain = text_of(name.relname);
  if (type == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW && found.kind != 'v')
    rules::raise(conditions::not_a_view, plain);
  if (type == PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE && found.kind != 'S')
    rules::raise(conditions::not_a_sequence, plain);
  if (type == PG_QUERY__OBJECT_TYPE__OBJECT_INDEX && found.kind != 'i')
    rules::raise(conditions::not_an_index, plain);
  binder.require_owner(found.kind == 'i' ? *found.table : *found.object(),
                       relation_word(found.kind));
  return found;
}

void require_free_relation(const DdlBinder& binder, Oid schema, std::string_view name) {
  if (find_relation(binder.catalog, schema, name)) rules::raise(conditions::duplicate_table, name);
}

// --- RENAME ---

BoundDdl rename_relation(DdlBinder& binder, const PgQuery__RenameStmt& statement) {
  const std::string tag = relation_tag(statement.rename_type);
  const FoundRelation found =
      altered_relation(binder, *statement.relation, statement.rename_type, statement.missing_ok);
  if (!found) return {.tag = tag, .notices = {}, .action = NothingToDo{}};
  const std::string name = statement.newname;
  const Oid schema = found.kind == 'i' ? found.table->schema : found.object()->schema;
  require_free_relation(binder, schema, name);
  PutObjects out;
  if (found.kind == 'i') {
    Table table = *found.table;
    for (Index& index : table.indexes) {
      if (index.oid == found.index->oid) index.name = name;
    }
    for (KeyConstraint& key : table.keys) {
      if (key.index == found.index->oid) key.name = name;
    }
    out.objects.emplace_back(std::move(table));
    return put(tag, std::move(out));
  }
  const std::string schema_name = binder.catalog.schema(schema)->name;
  follow_rename(binder.catalog, {found.oid(), schema_name, found.object()->name, schema_name, name},
                out);
  const auto renamed = [&](auto object) {
    object.name = name;
    out.objects.emplace_back(std::move(object));
  };
  if (found.kind == 'r') renamed(*found.table);
  if (found.kind == 'v') renamed(*found.view);
  if (found.kind == 'S') renamed(*found.sequence);
  return put(tag, std::move(out));
}

void rename_in_expressions(Table& table, std::string_view before, std::string_view after) {
  const auto rename = [&](std::string& sql) {
    if (!sql.empty()) sql = with_renamed_column(sql, before, after);
  };
  for (TableColumn& column : table.columns) rename(column.generated_sql);
  for (CheckConstraint& check : table.checks) rename(check.expression_sql);
  for (Index& index : table.indexes) {
    rename(index.predicate_sql);
    for (IndexKey& key : index.keys) rename(key.expression_sql);
  }
}

template <class T>
void rename_column_of(DdlBinder& binder, const T& before, const PgQuery__RenameStmt& statement,
                      PutObjects& out) {
  const std::string_view name = text_of(statement.subname);
  const std::string_view new_name = text_of(statement.newname);
  if (is_system_column(name)) rules::raise(conditions::cannot_rename_system_column, name);
  T object = before;
  const auto named = [&](std::string_view wanted) {
    return std::find_if(object.columns.begin(), object.columns.end(),
                        [&](const TableColumn& c) { return !c.dropped && c.name == wanted; });
  };
  const auto column = named(name);
  if (column == object.columns.end()) rules::raise(conditions::undefined_column, name);
  if (is_system_column(new_name))
    rules::raise(conditions::column_name_conflicts_with_system_column, new_name);
  if (named(new_name) != object.columns.end())
    rules::raise(conditions::duplicate_column_of_relation, new_name, object.name);
  column->name = new_name;
  if constexpr (std::is_same_v<T, Table>) rename_in_expressions(object, name, new_name);
  follow_column_rename(binder.catalog, before, before.columns, out);
  out.objects.emplace_back(std::move(object));
}

BoundDdl rename_column(DdlBinder& binder, const PgQuery__RenameStmt& statement) {
  const std::string tag = relation_tag(statement.relation_type);
  const FoundRelation found =
      altered_relation(binder, *statement.relation, statement.relation_type, statement.missing_ok);
  if (!found) return {.tag = tag, .notices = {}, .action = NothingToDo{}};
  PutObjects out;
  if (found.kind == 'r') {
    rename_column_of(binder, *found.table, statement, out);
  } else if (found.kind == 'v') {
    rename_column_of(binder, *found.view, statement, out);
  } else {
    rules::raise(conditions::not_a_table, text_of(statement.relation->relname));
  }
  return put(tag, std::move(out));
}

BoundDdl rename_constraint(DdlBinder& binder, const PgQuery__RenameStmt& statement) {
  const FoundRelation found = altered_relation(
      binder, *statement.relation, PG_QUERY__OBJECT_TYPE__OBJECT_TABLE, statement.missing_ok);
  if (!found) return {.tag = "ALTER TABLE", .notices = {}, .action = NothingToDo{}};
  if (found.kind != 'r')
    rules::raise(conditions::not_a_table, text_of(statement.relation->relname));
  Table table = *found.table;
  const std::string name = statement.newname;
  const std::string_view before = text_of(statement.subname);
  if (!has_constraint(table, before))
    rules::raise(conditions::undefined_constraint_for_table, before, table.name);
  if (has_constraint(table, name)) rules::raise(conditions::duplicate_constraint, name, table.name);
  const auto rename = [&](auto& list) {
    for (auto& constraint : list) {
      if (constraint.name == before) constraint.name = name;
    }
  };
  for (const KeyConstraint& key : table.keys) {
    if (key.name != before) continue;
    require_free_relation(binder, table.schema, name);
    for (Index& index : table.indexes) {
      if (index.oid == key.index) index.name = name;
    }
  }
  rename(table.keys);
  rename(table.checks);
  rename(table.foreign_keys);
  PutObjects out;
  out.objects.emplace_back(std::move(table));
  return put("ALTER TABLE", std::move(out));
}

const Domain& owned_domain(DdlBinder& binder, Nodes parts) {
  const SplitName name = split_name(parts);
  const Domain* domain = find_domain(binder.catalog, binder.lookup_path(name.schema), name.name);
  if (domain == nullptr && find_type(name.name) != nullptr)
    rules::raise(conditions::not_a_domain, name.name);
  if (domain == nullptr) rules::raise(conditions::undefined_type, joined_name(parts));
  binder.require_owner(*domain, "type");
  return *domain;
}

BoundDdl rename_domain(DdlBinder& binder, const PgQuery__RenameStmt& statement) {
  Domain domain = owned_domain(binder, list_of(*statement.object));
  if (statement.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT) {
    const std::string_view before = text_of(statement.subname);
    const auto check =
        std::find_if(domain.checks.begin(), domain.checks.end(),
                     [&](const CheckConstraint& each) { return each.name == before; });
    if (check == domain.checks.end())
      rules::raise(conditions::undefined_constraint_for_domain, before, domain.name);
    check->name = statement.newname;
  } else {
    if (binder.catalog.find_domain(domain.schema, statement.newname) != nullptr)
      rules::raise(conditions::duplicate_type, text_of(statement.newname));
    domain.name = statement.newname;
  }
  return put("ALTER DOMAIN", {{std::move(domain)}, {}});
}

BoundDdl rename_schema(DdlBinder& binder, const PgQuery__RenameStmt& statement) {
  Schema schema = binder.schema_named(text_of(statement.subname));
  if (schema.oid < oid::first_user) refuse_system_entity();
  binder.require_owner(schema, "schema");
  const std::string name = statement.newname;
  if (binder.catalog.find_schema(name) != nullptr) rules::raise(conditions::duplicate_schema, name);
  if (name.starts_with("pg_")) rules::raise(conditions::reserved_schema_name, name);
  PutObjects out;
  const auto follow = [&](const auto& map) {
    for (const auto& [oid, object] : map) {
      if (object->schema == schema.oid)
        follow_rename(binder.catalog, {oid, schema.name, object->name, name, object->name}, out);
    }
  };
  follow(binder.catalog.tables());
  follow(binder.catalog.views());
  follow(binder.catalog.sequences());
  schema.name = name;
  out.objects.emplace_back(std::move(schema));
  return put("ALTER SCHEMA", std::move(out));
}

BoundDdl rename_role(DdlBinder& binder, const PgQuery__RenameStmt& statement) {
  const Role* found = binder.catalog.find_role(text_of(statement.subname));
  if (found == nullptr) rules::raise(conditions::undefined_role, text_of(statement.subname));
  if (!binder.role.superuser_like) rules::raise(conditions::permission_denied_to_alter_role);
  if (found->superuser_like) refuse_system_entity();
  if (binder.catalog.find_role(statement.newname) != nullptr)
    rules::raise(conditions::duplicate_role, text_of(statement.newname));
  Role role = *found;
  role.name = statement.newname;
  return put("ALTER ROLE", {{std::move(role)}, {}});
}

BoundDdl rename_function(DdlBinder& binder, const PgQuery__RenameStmt& statement) {
  SqlFunction function = *find_routine(binder, *statement.object->object_with_args, false);
  binder.require_owner(function, "function");
  function.name = statement.newname;
  for (const SqlFunction* other : binder.catalog.functions_named(function.schema, function.name)) {
    if (other->argument_types == function.argument_types)
      rules::raise(conditions::duplicate_function, function_signature(binder.catalog, function),
                   "");
  }
  const bool routine = statement.rename_type == PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE;
  return put(routine ? "ALTER ROUTINE" : "ALTER FUNCTION", {{std::move(function)}, {}});
}

}  // namespace

BoundDdl bind_rename(DdlBinder& binder, const PgQuery__RenameStmt& statement) {
  switch (statement.rename_type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW:
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE:
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX: return rename_relation(binder, statement);
    case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN: return rename_column(binder, statement);
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT: return rename_constraint(binder, statement);
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN:
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMCONSTRAINT: return rename_domain(binder, statement);
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA: return rename_schema(binder, statement);
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROLE: return rename_role(binder, statement);
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE: return rename_function(binder, statement);
    default: rules::raise(conditions::ddl_form_not_supported, "RENAME");
  }
}

// --- SET SCHEMA ---

BoundDdl bind_set_schema(DdlBinder& binder, const PgQuery__AlterObjectSchemaStmt& statement) {
  const Oid target = binder.creation_schema(text_of(statement.newschema));
  PutObjects out;
  if (statement.object_type == PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN) {
    Domain domain = owned_domain(binder, list_of(*statement.object));
    if (domain.schema != target && binder.catalog.find_domain(target, domain.name) != nullptr)
      rules::raise(conditions::duplicate_type, domain.name);
    domain.schema = target;
    return put("ALTER DOMAIN", {{std::move(domain)}, {}});
  }
  if (statement.object_type == PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION ||
      statement.object_type == PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE) {
    SqlFunction function = *find_routine(binder, *statement.object->object_with_args, false);
    binder.require_owner(function, "function");
    function.schema = target;
    const bool routine = statement.object_type == PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE;
    return put(routine ? "ALTER ROUTINE" : "ALTER FUNCTION", {{std::move(function)}, {}});
  }
  const std::string tag = relation_tag(statement.object_type);
  const FoundRelation found =
      altered_relation(binder, *statement.relation, statement.object_type, statement.missing_ok);
  if (!found) return {.tag = tag, .notices = {}, .action = NothingToDo{}};
  if (found.kind == 'i') rules::raise(conditions::is_an_index, found.index->name);
  const Object& object = *found.object();
  if (object.schema == target) return {.tag = tag, .notices = {}, .action = NothingToDo{}};
  require_free_relation(binder, target, object.name);
  if (found.kind == 'S' && found.sequence->owned_table != 0)
    rules::raise(conditions::cannot_move_owned_sequence);
  const std::string& before = binder.catalog.schema(object.schema)->name;
  const std::string& after = binder.catalog.schema(target)->name;
  const auto move = [&](auto copy) {
    follow_rename(binder.catalog, {copy.oid, before, copy.name, after, copy.name}, out);
    copy.schema = target;
    out.objects.emplace_back(std::move(copy));
  };
  if (found.kind == 'r') {
    for (const SequenceObject& sequence : owned_sequences(binder.catalog, *found.table))
      move(sequence);
    move(*found.table);
  }
  if (found.kind == 'v') move(*found.view);
  if (found.kind == 'S') move(*found.sequence);
  return put(tag, std::move(out));
}

// --- OWNER TO ---

BoundDdl bind_owner(DdlBinder& binder, const PgQuery__AlterOwnerStmt& statement) {
  const auto give = [&](auto object, std::string_view kind, std::string tag) {
    binder.require_owner(object, kind);
    object.owner = binder.new_owner(*statement.newowner);
    return put(std::move(tag), {{std::move(object)}, {}});
  };
  switch (statement.object_type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA: {
      const Schema& schema = binder.schema_named(string_of(*statement.object));
      if (schema.oid < oid::first_user) refuse_system_entity();
      return give(schema, "schema", "ALTER SCHEMA");
    }
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN:
      return give(owned_domain(binder, list_of(*statement.object)), "type", "ALTER DOMAIN");
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
      return give(*find_routine(binder, *statement.object->object_with_args, false), "function",
                  "ALTER FUNCTION");
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE:
      return give(*find_routine(binder, *statement.object->object_with_args, false), "routine",
                  "ALTER ROUTINE");
    default: rules::raise(conditions::ddl_form_not_supported, "OWNER TO");
  }
}

}  // namespace dsql::engine
