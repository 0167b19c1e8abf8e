#include <algorithm>

#include "dsqlrules/conditions/constraint_texts.h"
#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/ddl_dependents.h"
#include "engine/bind/ddl_limits.h"
#include "engine/bind/ddl_routines.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

struct DropKind {
  std::string_view word;  // "table"
  std::string_view tag;   // "DROP TABLE"
};

DropKind kind_of(PgQuery__ObjectType type) {
  switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE: return {"table", "DROP TABLE"};
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW: return {"view", "DROP VIEW"};
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE: return {"sequence", "DROP SEQUENCE"};
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX: return {"index", "DROP INDEX"};
    case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA: return {"schema", "DROP SCHEMA"};
    case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN: return {"type", "DROP DOMAIN"};
    case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION: return {"function", "DROP FUNCTION"};
    case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE: return {"routine", "DROP ROUTINE"};
    case PG_QUERY__OBJECT_TYPE__OBJECT_STATISTIC_EXT:
      return {"statistics object", "DROP STATISTICS"};
    case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER: return {"trigger", "DROP TRIGGER"};
    case PG_QUERY__OBJECT_TYPE__OBJECT_EVENT_TRIGGER:
      return {"event trigger", "DROP EVENT TRIGGER"};
    default: rules::raise(conditions::ddl_form_not_supported, "DROP");
  }
}

char relation_kind(PgQuery__ObjectType type) {
  switch (type) {
    case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE: return 'r';
    case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW: return 'v';
    case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE: return 'S';
    case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX: return 'i';
    default: return 0;
  }
}

[[noreturn]] void raise_missing(char kind, const std::string& name) {
  switch (kind) {
    case 'v': rules::raise(conditions::undefined_view, name);
    case 'S': rules::raise(conditions::undefined_sequence, name);
    case 'i': rules::raise(conditions::undefined_index, name);
    default: rules::raise(conditions::undefined_table_of_drop, name);
  }
}

[[noreturn]] void raise_wrong_kind(char wanted, char found, const std::string& name) {
  const auto raise = [&](const auto& condition) {
    rules::raise(
        rules::error(condition, name).with_hint(std::string(rules::texts::use_drop(found))));
  };
  switch (wanted) {
    case 'v': raise(conditions::not_a_view); break;
    case 'S': raise(conditions::not_a_sequence); break;
    case 'i': raise(conditions::not_an_index); break;
    default: raise(conditions::not_a_table);
  }
  std::abort();
}

void name_index(DdlBinder& binder, DropPlan& plan, const Table& table, const Index& index) {
  binder.require_owner(table, "index");
  for (const KeyConstraint& key : table.keys) {
    if (key.index != index.oid) continue;
    const std::string constraint =
        rules::texts::constraint_on(quote_identifier(key.name), quote_identifier(table.name));
    rules::raise(rules::error(conditions::cannot_drop_because_required,
                              "index " + quote_identifier(index.name), constraint)
                     .with_hint(rules::texts::drop_instead(constraint)));
  }
  plan.name_index(table, index);
}

void name_sequence(DdlBinder& binder, DropPlan& plan, const SequenceObject& sequence) {
  binder.require_owner(sequence, "sequence");
  if (sequence.identity) {
    const Table& table = *binder.catalog.table(sequence.owned_table);
    const std::string column = rules::texts::column_of(
        table.columns[static_cast<std::size_t>(sequence.owned_column - 1)].name, table.name);
    rules::raise(rules::error(conditions::cannot_drop_because_required,
                              described(binder, "sequence", sequence), column)
                     .with_hint(rules::texts::drop_instead(column)));
  }
  plan.name_sequence(sequence);
}

void name_relation(DdlBinder& binder, DropPlan& plan, const PgQuery__DropStmt& statement,
                   Nodes parts) {
  const SplitName name = split_name(parts);
  const char wanted = relation_kind(statement.remove_type);
  const std::string_view word = kind_of(statement.remove_type).word;
  if (statement.missing_ok && !binder.schema_exists_or_notice(name.schema)) return;
  const FoundRelation found =
      find_relation(binder.catalog, binder.lookup_path(name.schema), name.name);
  if (!found) {
    if (!statement.missing_ok) raise_missing(wanted, joined_name(parts));
    binder.notice(rules::error(conditions::object_missing_skipping, word, name.name));
    return;
  }
  if (found.kind != wanted) raise_wrong_kind(wanted, found.kind, name.name);
  switch (found.kind) {
    case 'r':
      binder.require_owner(*found.table, "table");
      plan.name_table(*found.table);
      break;
    case 'v':
      binder.require_owner(*found.view, "view");
      plan.name_view(*found.view);
      break;
    case 'S': name_sequence(binder, plan, *found.sequence); break;
    default: name_index(binder, plan, *found.table, *found.index); break;
  }
}

void name_schema(DdlBinder& binder, DropPlan& plan, const PgQuery__DropStmt& statement,
                 const std::string& name) {
  const Schema* schema = binder.catalog.find_schema(name);
  if (schema == nullptr) {
    if (!statement.missing_ok) rules::raise(conditions::undefined_schema, name);
    binder.notice(rules::error(conditions::object_missing_skipping, "schema", name));
    return;
  }
  if (schema->oid < oid::first_user) refuse_system_entity();
  binder.require_owner(*schema, "schema");
  plan.name_schema(*schema);
}

void name_domain(DdlBinder& binder, DropPlan& plan, const PgQuery__DropStmt& statement,
                 const PgQuery__TypeName& type) {
  const SplitName name = split_name(nodes(type.names, type.n_names));
  if (statement.missing_ok && !binder.schema_exists_or_notice(name.schema)) return;
  const Domain* domain = find_domain(binder.catalog, binder.lookup_path(name.schema), name.name);
  if (domain == nullptr) {
    if (find_type(name.name) != nullptr) rules::raise(conditions::not_a_domain, name.name);
    if (!statement.missing_ok) rules::raise(conditions::undefined_type, name.name);
    binder.notice(rules::error(conditions::undefined_type_notice, name.name));
    return;
  }
  binder.require_owner(*domain, "type");
  plan.name_domain(*domain);
}

void name_function(DdlBinder& binder, DropPlan& plan, const PgQuery__DropStmt& statement,
                   const PgQuery__ObjectWithArgs& name) {
  const SqlFunction* function = find_routine(binder, name, statement.missing_ok);
  if (function == nullptr) {
    binder.notice(
        rules::error(conditions::function_missing_skipping, written_signature(binder, name)));
    return;
  }
  binder.require_owner(*function, "function");
  plan.name_function(*function);
}

void name_statistics(DdlBinder& binder, DropPlan& plan, const PgQuery__DropStmt& statement,
                     Nodes parts) {
  const SplitName name = split_name(parts);
  for (const Oid schema : binder.lookup_path(name.schema)) {
    if (const Statistics* found = binder.catalog.find_statistics(schema, name.name)) {
      binder.require_owner(*found, "statistics object");
      plan.name_statistics(*found);
      return;
    }
  }
  if (!statement.missing_ok) rules::raise(conditions::undefined_statistics, joined_name(parts));
  binder.notice(rules::error(conditions::object_missing_skipping, "statistics object", name.name));
}

// There are no triggers: DROP TRIGGER IF EXISTS finds none.
void name_trigger(DdlBinder& binder, const PgQuery__DropStmt& statement, Nodes parts) {
  const SplitName table = split_name(parts.first(parts.size() - 1));
  const std::string_view trigger = string_of(*parts.back());
  const bool known = static_cast<bool>(
      find_relation(binder.catalog, binder.lookup_path(table.schema), table.name));
  if (!known && !statement.missing_ok) rules::raise(conditions::undefined_table, table.name);
  if (!known) {
    binder.notice(rules::error(conditions::relation_missing_skipping, table.name));
  } else if (!statement.missing_ok) {
    rules::raise(conditions::undefined_trigger, trigger, table.name);
  } else {
    binder.notice(rules::error(conditions::trigger_missing_skipping, trigger, table.name));
  }
}

bool drops_nothing(const DropObjects& objects) {
  return objects.tables.empty() && objects.indexes.empty() && objects.views.empty() &&
         objects.sequences.empty() && objects.domains.empty() && objects.functions.empty() &&
         objects.schemas.empty() && objects.statistics.empty();
}

}  // namespace

BoundDdl bind_drop(DdlBinder& binder, const PgQuery__DropStmt& statement) {
  const bool cascade = statement.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE;
  BoundDdl ddl{.tag = std::string(kind_of(statement.remove_type).tag),
               .notices = {},
               .action = NothingToDo{}};
  DropPlan plan(binder, cascade);
  for (const Node* object : nodes(statement.objects, statement.n_objects)) {
    switch (statement.remove_type) {
      case PG_QUERY__OBJECT_TYPE__OBJECT_SCHEMA:
        name_schema(binder, plan, statement, std::string(string_of(*object)));
        break;
      case PG_QUERY__OBJECT_TYPE__OBJECT_DOMAIN:
        name_domain(binder, plan, statement, *object->type_name);
        break;
      case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
      case PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE:
        name_function(binder, plan, statement, *object->object_with_args);
        break;
      case PG_QUERY__OBJECT_TYPE__OBJECT_STATISTIC_EXT:
        name_statistics(binder, plan, statement, list_of(*object));
        break;
      case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
        name_trigger(binder, statement, list_of(*object));
        break;
      case PG_QUERY__OBJECT_TYPE__OBJECT_EVENT_TRIGGER:
        binder.notice(
            rules::error(conditions::object_missing_skipping, "event trigger", string_of(*object)));
        break;
      default: name_relation(binder, plan, statement, list_of(*object)); break;
    }
  }
  DropObjects objects = plan.finish();
  if (!drops_nothing(objects)) ddl.action = std::move(objects);
  return ddl;
}

}  // namespace dsql::engine
