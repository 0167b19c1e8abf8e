#include <algorithm>

#include "dsqlrules/conditions/constraint_texts.h"
#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/ddl_table_draft.h"
#include "engine/catalog/privileges.h"
#include "engine/functions/resolve.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

ReferentialAction action_of(const char* letter) {
  switch (text_of(letter).empty() ? 'a' : letter[0]) {
    case 'r': return ReferentialAction::restrict_;
    case 'c': return ReferentialAction::cascade;
    case 'n': return ReferentialAction::set_null;
    case 'd': return ReferentialAction::set_default;
    default: return ReferentialAction::no_action;
  }
}

std::vector<AttributeNumber> columns_named(const Table& table, Nodes list) {
  std::vector<AttributeNumber> numbers;
  for (const Node* node : list) {
    const TableColumn* column = table.find_column(string_of(*node));
    if (column == nullptr) rules::raise(conditions::undefined_foreign_key_column, string_of(*node));
    numbers.push_back(column->number);
  }
  return numbers;
}

const TableColumn& column_of(const Table& table, AttributeNumber number) {
  return table.columns[static_cast<std::size_t>(number - 1)];
}

// Whether the index's key columns are exactly these, in whatever order.
bool covers(const Index& index, const std::vector<AttributeNumber>& columns) {
  if (!index.unique || !index.predicate_sql.empty() || index.state != IndexState::valid ||
      index.keys.size() != columns.size())
    return false;
  return std::all_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& key) {
    return key.column != 0 &&
           std::find(columns.begin(), columns.end(), key.column) != columns.end();
  });
}

// The unique index that a foreign key on these columns of `parent` relies on.
const Index& referenced_index(const Table& parent, const std::vector<AttributeNumber>& columns) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (std::count(columns.begin(), columns.end(), columns[i]) > 1)
      rules::raise(conditions::foreign_key_duplicate_references);
  }
  for (const Index& index : parent.indexes) {
    if (covers(index, columns)) return index;
  }
  rules::raise(conditions::referenced_columns_not_unique, parent.name);
}

void check_types(const Table& child, const Table& parent, const ForeignKey& key) {
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const TableColumn& from = column_of(child, key.columns[i]);
    const TableColumn& to = column_of(parent, key.referenced_columns[i]);
    ResolveFailure failure = ResolveFailure::none;
    const bool implicit = find_coercion(from.type, to.type, CastContext::implicit).has_value();
    if (resolve_operator("=", to.type, from.type, failure) || implicit) continue;
    rules::raise(
        rules::error(conditions::foreign_key_cannot_be_implemented, key.name)
            .with_detail(rules::texts::incompatible_key_columns(
                from.name, to.name, type_display(from.type, -1), type_display(to.type, -1))));
  }
}

// A generated column cannot be set by an action.
void check_actions(const Table& child, const ForeignKey& key) {
  const bool generated = std::any_of(
      key.columns.begin(), key.columns.end(),
      [&](AttributeNumber number) { return !column_of(child, number).generated_sql.empty(); });
  if (!generated) return;
  const auto sets = [](ReferentialAction action) {
    return action == ReferentialAction::set_null || action == ReferentialAction::set_default;
  };
  if (sets(key.on_update) || key.on_update == ReferentialAction::cascade)
    rules::raise(conditions::foreign_key_action_on_generated, "ON UPDATE");
  if (sets(key.on_delete)) rules::raise(conditions::foreign_key_action_on_generated, "ON DELETE");
}

}  // namespace

ForeignKey TableDraft::foreign_key(const PgQuery__Constraint& constraint,
                                   const std::vector<std::string_view>& columns) {
  const PgQuery__RangeVar& name = *constraint.pktable;
  ForeignKey key;
  const bool self =
      name.relname == table.name &&
      (present(name.schemaname) ? binder_.schema_named(name.schemaname).oid == table.schema
                                : table.oid != 0 || !binder_.find(name));
  const FoundRelation found = self ? FoundRelation{} : binder_.find(name);
  if (!self && !found) rules::raise(conditions::undefined_table, text_of(name.relname));
  if (!self && found.kind != 'r')
    rules::raise(conditions::referenced_relation_not_table, text_of(name.relname));
  const Table& parent = self ? table : *found.table;
  if (!has_privilege(binder_.catalog, parent, ObjectKind::table, binder_.role_id(), 'x'))
    rules::raise(conditions::permission_denied, "table", parent.name);

  if (columns.empty()) {
    key.columns = columns_named(table, nodes(constraint.fk_attrs, constraint.n_fk_attrs));
  } else {
    for (const std::string_view column : columns)
      key.columns.push_back(table.find_column(column)->number);
  }
  if (constraint.n_pk_attrs == 0) {
    if (parent.primary_key() == nullptr)
      rules::raise(conditions::no_primary_key_for_referenced_table, parent.name);
    for (const IndexKey& part : parent.primary_key()->keys)
      key.referenced_columns.push_back(part.column);
  } else {
    key.referenced_columns =
        columns_named(parent, nodes(constraint.pk_attrs, constraint.n_pk_attrs));
  }
  if (key.columns.size() != key.referenced_columns.size())
    rules::raise(conditions::foreign_key_column_count);
  key.referenced_table = parent.oid;
  key.referenced_index = referenced_index(parent, key.referenced_columns).oid;
  key.on_delete = action_of(constraint.fk_del_action);
  key.on_update = action_of(constraint.fk_upd_action);
  key.set_columns =
      columns_named(table, nodes(constraint.fk_del_set_cols, constraint.n_fk_del_set_cols));
  for (const AttributeNumber number : key.set_columns) {
    if (std::find(key.columns.begin(), key.columns.end(), number) == key.columns.end())
      rules::raise(conditions::foreign_key_set_column_not_in_key, column_of(table, number).name);
  }
  key.match_full = text_of(constraint.fk_matchtype) == "f";
  key.deferrable = constraint.deferrable;
  key.initially_deferred = constraint.initdeferred;
  key.validated = !constraint.skip_validation;

  if (present(constraint.conname)) {
    key.name = constraint.conname;
    if (has_constraint(table, key.name))
      rules::raise(conditions::duplicate_constraint, key.name, table.name);
    names.take(key.name);
  } else {
    std::vector<std::string> parts;
    for (const AttributeNumber number : key.columns) parts.push_back(column_of(table, number).name);
    key.name = names.constraint(table.name, index_name_addition(parts), "fkey");
  }
  check_types(table, parent, key);
  check_actions(table, key);
  return key;
}

}  // namespace dsql::engine
