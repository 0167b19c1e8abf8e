#include <algorithm>

#include "dsqlrules/conditions/constraint_texts.h"
#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/parse/node.h"
#include "engine/bind/ddl_alter_table.h"
#include "engine/bind/ddl_limits.h"
#include "engine/bind/ddl_sequence_options.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

template <class T>
auto named(std::vector<T>& list, std::string_view name) {
  return std::find_if(list.begin(), list.end(),
                      [&](const T& constraint) { return constraint.name == name; });
}

}  // namespace

// --- identity ---

void TableAlteration::add_identity(const PgQuery__AlterTableCmd& command) {
  TableColumn& column = column_named(text_of(command.name));
  const PgQuery__Constraint& constraint = *command.def->constraint;
  if (!column.not_null)
    rules::raise(conditions::identity_needs_not_null, column.name, before_.name);
  if (column.identity != IdentityKind::none)
    rules::raise(conditions::column_already_identity, column.name, before_.name);
  if (!column.default_sql.empty() || !column.generated_sql.empty())
    rules::raise(conditions::column_already_has_default, column.name, before_.name);
  draft_.make_identity(
      column,
      text_of(constraint.generated_when) == "a" ? IdentityKind::always : IdentityKind::by_default,
      nodes(constraint.options, constraint.n_options));
}

void TableAlteration::set_identity(const PgQuery__AlterTableCmd& command) {
  TableColumn& column = column_named(text_of(command.name));
  if (column.identity == IdentityKind::none)
    rules::raise(conditions::column_is_not_identity, column.name, before_.name);
  std::vector<Node*> options;
  for (Node* node : list_of(*command.def)) {
    if (text_of(node->def_elem->defname) == "generated") {
      const std::string kind = rules::option_text(*node->def_elem);
      column.identity = kind == "a" || kind == std::to_string('a') ? IdentityKind::always
                                                                   : IdentityKind::by_default;
    } else {
      options.push_back(node);
    }
  }
  if (options.empty()) return;
  const SequenceObject* before = binder_.catalog.sequence(column.sequence);
  SequenceOptions read = read_sequence_options(options, before);
  if (read.restart) result_.restarts.emplace_back(column.sequence, *read.restart);
  result_.changed_sequences.push_back(std::move(read.sequence));
}

void TableAlteration::drop_identity(const PgQuery__AlterTableCmd& command) {
  TableColumn& column = column_named(text_of(command.name));
  if (column.identity == IdentityKind::none) {
    if (!command.missing_ok)
      rules::raise(conditions::column_is_not_identity, column.name, before_.name);
    binder_.notice(
        rules::error(conditions::column_is_not_identity_skipping, column.name, before_.name));
    return;
  }
  result_.dropped_sequences.push_back(column.sequence);
  column.identity = IdentityKind::none;
  column.sequence = 0;
}

// --- constraints ---

void TableAlteration::add_constraint(const PgQuery__AlterTableCmd& command) {
  const PgQuery__Constraint& constraint = *command.def->constraint;
  switch (constraint.contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
      draft_.table.checks.push_back(draft_.check(constraint));
      return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
      draft_.table.foreign_keys.push_back(draft_.foreign_key(constraint, {}));
      return;
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
      if (present(constraint.indexname)) return add_unique_using_index(constraint);
      break;
    default: break;
  }
  rules::raise(conditions::ddl_form_not_supported, "ADD CONSTRAINT");
}

void TableAlteration::add_unique_using_index(const PgQuery__Constraint& constraint) {
  const std::string index_name = constraint.indexname;
  const auto [owner, known] = binder_.catalog.find_index(before_.schema, index_name);
  if (known == nullptr) rules::raise(conditions::undefined_index, index_name);
  if (owner->oid != before_.oid)
    rules::raise(conditions::index_does_not_belong, index_name, before_.name);
  Index& index = *std::find_if(draft_.table.indexes.begin(), draft_.table.indexes.end(),
                               [&](const Index& each) { return each.oid == known->oid; });
  const bool has_key =
      std::any_of(draft_.table.keys.begin(), draft_.table.keys.end(),
                  [&](const KeyConstraint& key) { return key.index == index.oid; });
  if (has_key) rules::raise(conditions::index_already_associated, index_name);
  if (index.state != IndexState::valid) rules::raise(conditions::index_not_valid, index_name);
  if (!index.unique) rules::raise(conditions::index_is_not_unique, index_name);
  if (std::any_of(index.keys.begin(), index.keys.end(),
                  [](const IndexKey& key) { return key.column == 0; }))
    rules::raise(conditions::index_contains_expressions, index_name);
  if (!index.predicate_sql.empty()) rules::raise(conditions::index_is_partial, index_name);
  const std::string name = present(constraint.conname) ? constraint.conname : index_name;
  if (has_constraint(draft_.table, name))
    rules::raise(conditions::duplicate_constraint, name, before_.name);
  if (name != index_name) {
    draft_.names.take_relation(name);
    binder_.notice(rules::error(conditions::index_will_be_renamed, index_name, name));
    index.name = name;
  }
  draft_.table.keys.push_back({.name = name, .primary = false, .index = index.oid});
}

void TableAlteration::alter_constraint(const PgQuery__AlterTableCmd& command) {
  const PgQuery__Constraint& constraint = *command.def->constraint;
  const auto key = named(draft_.table.foreign_keys, text_of(constraint.conname));
  if (key == draft_.table.foreign_keys.end()) {
    if (!has_constraint(draft_.table, text_of(constraint.conname)))
      rules::raise(conditions::undefined_constraint_of_relation, text_of(constraint.conname),
                   before_.name);
    rules::raise(conditions::constraint_not_foreign_key, text_of(constraint.conname), before_.name);
  }
  key->deferrable = constraint.deferrable;
  key->initially_deferred = constraint.initdeferred;
}

void TableAlteration::drop_index_of(const KeyConstraint& key) {
  std::erase_if(draft_.table.indexes, [&](const Index& index) { return index.oid == key.index; });
  result_.dropped_indexes.push_back(key.index);
}

void TableAlteration::drop_constraint(const PgQuery__AlterTableCmd& command) {
  const std::string_view name = text_of(command.name);
  Table& table = draft_.table;
  if (const auto check = named(table.checks, name); check != table.checks.end()) {
    table.checks.erase(check);
    return;
  }
  if (const auto key = named(table.foreign_keys, name); key != table.foreign_keys.end()) {
    table.foreign_keys.erase(key);
    return;
  }
  const auto key = named(table.keys, name);
  if (key == table.keys.end()) {
    if (!command.missing_ok)
      rules::raise(conditions::undefined_constraint_of_relation, name, before_.name);
    binder_.notice(rules::error(conditions::constraint_missing_skipping, name, before_.name));
    return;
  }
  if (key->primary) refuse_drop_of_primary_key();
  DropPlan plan(binder_, command.behavior == PG_QUERY__DROP_BEHAVIOR__DROP_CASCADE);
  plan.name_key_constraint(before_, *key);
  for (const auto& dropped : plan.finish().foreign_keys)
    result_.dropped_foreign_keys.push_back(dropped);
  drop_index_of(*key);
  table.keys.erase(key);
}

void TableAlteration::validate_constraint(const PgQuery__AlterTableCmd& command) {
  const std::string name(text_of(command.name));
  const bool known = named(draft_.table.checks, name) != draft_.table.checks.end() ||
                     named(draft_.table.foreign_keys, name) != draft_.table.foreign_keys.end();
  if (!known) {
    if (!has_constraint(draft_.table, name))
      rules::raise(conditions::undefined_constraint_of_relation, name, before_.name);
    rules::raise(conditions::constraint_not_validatable, name, before_.name);
  }
  if (!async_) rules::raise(conditions::ddl_form_not_supported, "VALIDATE CONSTRAINT");
  result_.validate = name;
}

}  // namespace dsql::engine
