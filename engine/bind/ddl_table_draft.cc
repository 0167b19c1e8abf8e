#include "engine/bind/ddl_table_draft.h"

#include <algorithm>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/ddl_columns.h"
#include "engine/bind/ddl_expressions.h"
#include "engine/bind/ddl_limits.h"
#include "engine/bind/ddl_sequence_options.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

// What the constraints of one column have said so far.
struct ColumnMarks {
  bool nullable = false;
  bool not_null = false;
  bool has_default = false;
  bool identity = false;
  bool generated = false;
};

TableDraft::TableDraft(DdlBinder& binder, Table draft)
    : table(std::move(draft)), names(binder.catalog, table.schema), binder_(binder) {}

void TableDraft::add_column(const PgQuery__ColumnDef& definition) {
  if (table.find_column(text_of(definition.colname)) != nullptr)
    rules::raise(conditions::duplicate_column, text_of(definition.colname));
  table.columns.push_back(bind_column(binder_, table, definition));
  TableColumn& column = table.columns.back();
  ColumnMarks marks;
  const Nodes constraints = nodes(definition.constraints, definition.n_constraints);
  for (const Node* node : constraints) {
    add_column_constraint(column, *node->constraint, marks);
  }
  const auto both = [&](bool a, bool b, const auto& condition) {
    if (a && b) rules::raise(condition, column.name, table.name);
  };
  both(marks.has_default, marks.identity, conditions::both_default_and_identity);
  both(marks.has_default, marks.generated, conditions::both_default_and_generation);
  both(marks.identity, marks.generated, conditions::both_identity_and_generation);
}

void TableDraft::add_column_constraint(TableColumn& column, const PgQuery__Constraint& constraint,
                                       ColumnMarks& marks) {
  const auto once = [&](bool& mark, const auto& condition) {
    if (mark)
      rules::raise(rules::error(condition, column.name, table.name).at(constraint.location));
    mark = true;
  };
  const auto conflict_if = [&](bool conflict) {
    if (conflict)
      rules::raise(rules::error(conditions::conflicting_null_declarations, column.name, table.name)
                       .at(constraint.location));
  };
  const Pending pending{&constraint, column.name, constraint.deferrable != 0,
                        constraint.initdeferred != 0};
  switch (constraint.contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_NULL:
      conflict_if(marks.not_null);
      marks.nullable = true;
      break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL:
      conflict_if(marks.nullable);
      marks.not_null = column.not_null = true;
      break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
      once(marks.has_default, conditions::multiple_defaults);
      column.default_sql = column_default_sql(binder_, *constraint.raw_expr, column);
      break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY:
      once(marks.identity, conditions::multiple_identity);
      conflict_if(marks.nullable);
      marks.not_null = true;
      make_identity(column,
                    text_of(constraint.generated_when) == "a" ? IdentityKind::always
                                                              : IdentityKind::by_default,
                    nodes(constraint.options, constraint.n_options));
      break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED:
      once(marks.generated, conditions::multiple_generation_clauses);
      generated_.push_back({column.number, constraint.raw_expr});
      column.generated_sql = "?";  // so that other generated columns refuse to use it
      break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK: checks_.push_back(pending); break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE: keys_.push_back(pending); break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN: foreign_keys_.push_back(pending); break;
    // Written behind a constraint they change the last foreign key; the screen refuses them
    // elsewhere.
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRABLE:
      if (!foreign_keys_.empty()) foreign_keys_.back().deferrable = true;
      break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_DEFERRED:
      if (!foreign_keys_.empty())
        foreign_keys_.back().deferrable = foreign_keys_.back().initially_deferred = true;
      break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_NOT_DEFERRABLE:
    case PG_QUERY__CONSTR_TYPE__CONSTR_ATTR_IMMEDIATE: break;
    default: rules::raise(conditions::ddl_form_not_supported, "column constraint");
  }
}

void TableDraft::make_identity(TableColumn& column, IdentityKind kind, Nodes options) {
  check_identity_type(column.domain != 0 ? column.domain : column.type, column.modifier);
  SequenceOptions read = read_sequence_options(options, nullptr);
  SequenceObject& sequence = read.sequence;
  sequence.schema = table.schema;
  sequence.owner = table.owner;
  sequence.name =
      read.name ? read.name->name : names.relation(table.name, column.name, "seq", false);
  sequence.identity = true;
  sequence.owned_table = table.oid;
  sequence.owned_column = column.number;
  sequences.push_back(std::move(sequence));
  column.identity = kind;
  column.not_null = true;
}

void TableDraft::add_constraint(const PgQuery__Constraint& constraint) {
  const Pending pending{&constraint, "", constraint.deferrable != 0, constraint.initdeferred != 0};
  switch (constraint.contype) {
    case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK: checks_.push_back(pending); break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
    case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE: keys_.push_back(pending); break;
    case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN: foreign_keys_.push_back(pending); break;
    default: rules::raise(conditions::ddl_form_not_supported, "table constraint");
  }
}

void TableDraft::finish() {
  for (const Generated& generated : generated_) {
    TableColumn& column = table.columns[static_cast<std::size_t>(generated.column - 1)];
    column.generated_sql = generated_sql(binder_, *generated.expression, table, column);
  }
  add_keys();
  add_checks();
  add_foreign_keys();
  include_all_columns(table);
}

// --- keys ---

std::vector<IndexKey> TableDraft::plain_keys(const std::vector<std::string_view>& columns,
                                             bool primary) {
  std::vector<IndexKey> keys;
  for (const std::string_view name : columns) {
    const TableColumn* column = table.find_column(name);
    if (column == nullptr) rules::raise(conditions::undefined_key_column, name);
    const bool twice = std::any_of(keys.begin(), keys.end(), [&](const IndexKey& key) {
      return key.column == column->number;
    });
    if (twice && primary) rules::raise(conditions::duplicate_key_column_in_primary_key, name);
    if (twice) rules::raise(conditions::duplicate_key_column_in_unique, name);
    keys.push_back({.column = column->number, .type = column->type, .modifier = column->modifier});
  }
  return keys;
}

namespace {

std::vector<std::string_view> strings(Nodes list) {
  std::vector<std::string_view> result;
  for (const Node* node : list) result.push_back(string_of(*node));
  return result;
}

// Marks a new index as that of a constraint until run_ddl() gives both their oids.
constexpr Oid of_a_constraint = 1;

std::vector<std::string> column_names(const Table& table, const Index& index) {
  std::vector<std::string> result;
  for (const IndexKey& key : index.keys) {
    result.push_back(key.column == 0
                         ? index_column_name(key.expression_sql)
                         : table.columns[static_cast<std::size_t>(key.column - 1)].name);
  }
  for (const AttributeNumber number : index.included)
    result.push_back(table.columns[static_cast<std::size_t>(number - 1)].name);
  return result;
}

}  // namespace

void TableDraft::add_key(const Pending& pending) {
  const PgQuery__Constraint& constraint = *pending.constraint;
  Index index;
  index.table = table.oid;
  index.unique = true;
  index.primary = constraint.contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
  index.nulls_not_distinct = constraint.nulls_not_distinct;
  index.constraint = of_a_constraint;
  if (index.primary && table.primary_key() != nullptr)
    rules::raise(
        rules::error(conditions::multiple_primary_keys, table.name).at(constraint.location));
  std::vector<std::string_view> columns = strings(nodes(constraint.keys, constraint.n_keys));
  if (!pending.column.empty()) columns = {pending.column};
  index.keys = plain_keys(columns, index.primary);
  for (const std::string_view name : strings(nodes(constraint.including, constraint.n_including))) {
    const TableColumn* column = table.find_column(name);
    if (column == nullptr) rules::raise(conditions::undefined_key_column, name);
    index.included.push_back(column->number);
  }
  if (index.primary) {
    for (const IndexKey& key : index.keys)
      table.columns[static_cast<std::size_t>(key.column - 1)].not_null = true;
  }
  // UNIQUE over the same columns as a key that is there already is that key.
  const bool named = present(constraint.conname);
  for (std::size_t i = 0; i < table.indexes.size(); ++i) {
    Index& other = table.indexes[i];
    const auto same = [](const IndexKey& a, const IndexKey& b) { return a.column == b.column; };
    if (other.oid != 0 || other.nulls_not_distinct != index.nulls_not_distinct ||
        !std::equal(other.keys.begin(), other.keys.end(), index.keys.begin(), index.keys.end(),
                    same) ||
        other.included != index.included)
      continue;
    if (named && other.name.empty()) other.name = constraint.conname;
    return;
  }
  if (named) index.name = constraint.conname;
  table.indexes.insert(index.primary ? table.indexes.begin() : table.indexes.end(),
                       std::move(index));
}

void TableDraft::add_keys() {
  // The primary key comes first, as PostgreSQL orders them.
  const auto primary = [](const Pending& pending) {
    return pending.constraint->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
  };
  std::stable_sort(keys_.begin(), keys_.end(),
                   [&](const Pending& a, const Pending& b) { return primary(a) && !primary(b); });
  for (const Pending& pending : keys_) add_key(pending);
  for (Index& index : table.indexes) {
    if (index.oid != 0) continue;
    // A copied plain index (LIKE INCLUDING INDEXES) is no constraint.
    const bool constraint = index.constraint != 0;
    index.constraint = 0;
    if (index.name.empty()) {
      index.name = index.primary
                       ? names.relation(table.name, "", "pkey", true)
                       : names.relation(table.name, index_name_addition(column_names(table, index)),
                                        constraint ? "key" : "idx", constraint);
    } else {
      if (has_constraint(table, index.name))
        rules::raise(conditions::duplicate_constraint, index.name, table.name);
      names.take_relation(index.name);
    }
    if (constraint) table.keys.push_back({.name = index.name, .primary = index.primary});
  }
}

void include_all_columns(Table& table) {
  if (table.primary_key() == nullptr) return;
  Index& primary = table.indexes.front();
  primary.included.clear();
  for (const TableColumn& column : table.columns) {
    const bool key =
        std::any_of(primary.keys.begin(), primary.keys.end(),
                    [&](const IndexKey& part) { return part.column == column.number; });
    if (!column.dropped && !key) primary.included.push_back(column.number);
  }
}

bool has_constraint(const Table& table, std::string_view name) {
  const auto in = [&](const auto& list) {
    return std::any_of(list.begin(), list.end(),
                       [&](const auto& constraint) { return constraint.name == name; });
  };
  return in(table.keys) || in(table.checks) || in(table.foreign_keys);
}

// --- checks ---

CheckConstraint TableDraft::check(const PgQuery__Constraint& constraint) {
  CheckConstraint result;
  result.expression_sql = check_sql(binder_, *constraint.raw_expr, table);
  result.validated = !constraint.skip_validation;
  result.no_inherit = constraint.is_no_inherit;
  if (present(constraint.conname)) {
    result.name = constraint.conname;
    if (has_constraint(table, result.name))
      rules::raise(conditions::duplicate_constraint, result.name, table.name);
    names.take(result.name);
    return result;
  }
  std::set<std::string> used;
  for (const ColumnReference& reference : column_references(result.expression_sql))
    used.insert(reference.parts.back());
  result.name =
      names.constraint(table.name, used.size() == 1 ? *used.begin() : std::string(), "check");
  return result;
}

void TableDraft::add_checks() {
  for (const Pending& pending : checks_) {
    table.checks.push_back(check(*pending.constraint));
    table.checks.back().validated = true;  // a new table has no rows
  }
}

void TableDraft::add_foreign_keys() {
  for (const Pending& pending : foreign_keys_) {
    std::vector<std::string_view> columns;
    if (!pending.column.empty()) columns.push_back(pending.column);
    ForeignKey key = foreign_key(*pending.constraint, columns);
    key.deferrable = pending.deferrable;
    key.initially_deferred = pending.initially_deferred;
    key.validated = true;  // a new table has no rows
    table.foreign_keys.push_back(std::move(key));
  }
}

}  // namespace dsql::engine
