#include <algorithm>
#include <map>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "engine/bind/ddl_expressions.h"
#include "engine/bind/ddl_limits.h"
#include "engine/bind/ddl_table_draft.h"
#include "engine/catalog/privileges.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

// PostgreSQL's TableLikeOption.
enum LikeOption : std::uint32_t {
  like_comments = 1U << 0,
  like_constraints = 1U << 2,
  like_defaults = 1U << 3,
  like_generated = 1U << 4,
  like_identity = 1U << 5,
  like_indexes = 1U << 6,
  like_storage = 1U << 8,
};

using NumberMap = std::map<AttributeNumber, AttributeNumber>;  // of the source → of the new table

TableColumn copied_column(const TableColumn& source, std::uint32_t options) {
  TableColumn column;
  column.name = source.name;
  column.type = source.type;
  column.modifier = source.modifier;
  column.domain = source.domain;
  column.not_null = source.not_null;
  column.storage = source.storage;
  if ((options & like_defaults) != 0) column.default_sql = source.default_sql;
  if ((options & like_generated) != 0) column.generated_sql = source.generated_sql;
  if ((options & like_comments) != 0) column.comment = source.comment;
  return column;
}

// The index of a source table over the new table's columns, yet without a name.
Index copied_index(const Index& source, const NumberMap& numbers, bool with_comment) {
  Index index = source;
  index.oid = index.table = index.constraint = 0;
  index.name.clear();
  index.state = IndexState::valid;
  for (IndexKey& key : index.keys) {
    if (key.column != 0) key.column = numbers.at(key.column);
  }
  for (AttributeNumber& number : index.included) number = numbers.at(number);
  if (!with_comment) index.comment.clear();
  return index;
}

// What GENERATED … AS IDENTITY (…) the source column has, said again for the new one.
SequenceObject copied_sequence(const SequenceObject& source) {
  SequenceObject sequence;
  sequence.start = source.start;
  sequence.increment = source.increment;
  sequence.minimum = source.minimum;
  sequence.maximum = source.maximum;
  sequence.cache = source.cache;
  sequence.cycle = source.cycle;
  sequence.identity = true;
  return sequence;
}

}  // namespace

void TableDraft::add_like(const PgQuery__TableLikeClause& like) {
  const FoundRelation found = binder_.find(*like.relation);
  if (!found) rules::raise(conditions::undefined_table, text_of(like.relation->relname));
  if (found.kind != 'r' && found.kind != 'v')
    rules::raise(conditions::like_source_not_table, text_of(like.relation->relname));
  const bool is_table = found.kind == 'r';
  if (!has_privilege(binder_.catalog, *found.object(),
                     is_table ? ObjectKind::table : ObjectKind::view, binder_.role_id(), 'r'))
    rules::raise(conditions::permission_denied, is_table ? "table" : "view", found.object()->name);
  const auto& source = is_table ? found.table->columns : found.view->columns;
  NumberMap numbers;
  for (const TableColumn& from : source) {
    if (from.dropped) continue;
    if (table.find_column(from.name) != nullptr)
      rules::raise(conditions::duplicate_column, from.name);
    TableColumn column = copied_column(from, like.options);
    column.number = static_cast<AttributeNumber>(table.columns.size() + 1);
    numbers[from.number] = column.number;
    if ((like.options & like_identity) != 0 && from.identity != IdentityKind::none) {
      column.identity = from.identity;
      column.not_null = true;
      SequenceObject sequence = copied_sequence(*binder_.catalog.sequence(from.sequence));
      sequence.schema = table.schema;
      sequence.owner = table.owner;
      sequence.name = names.relation(table.name, column.name, "seq", false);
      sequence.owned_column = column.number;
      sequences.push_back(std::move(sequence));
    }
    table.columns.push_back(std::move(column));
  }
  if (!is_table) return;
  const bool comments = (like.options & like_comments) != 0;
  if ((like.options & like_constraints) != 0) {
    for (CheckConstraint check : found.table->checks) {
      check.oid = 0;
      check.validated = true;
      if (!comments) check.comment.clear();
      if (has_constraint(table, check.name))
        rules::raise(conditions::duplicate_constraint, check.name, table.name);
      table.checks.push_back(std::move(check));
    }
  }
  if ((like.options & like_indexes) == 0) return;
  for (const Index& index : found.table->indexes) {
    if (index.primary && table.primary_key() != nullptr)
      rules::raise(conditions::multiple_primary_keys, table.name);
    Index copy = copied_index(index, numbers, comments);
    if (index.primary) {
      for (const IndexKey& key : copy.keys)
        table.columns[static_cast<std::size_t>(key.column - 1)].not_null = true;
    }
    // finish() names it; it becomes a constraint where the source's is one.
    copy.constraint = index.constraint;
    table.indexes.insert(index.primary ? table.indexes.begin() : table.indexes.end(),
                         std::move(copy));
  }
}

BoundDdl bind_create_table(DdlBinder& binder, const PgQuery__CreateStmt& statement) {
  BoundDdl ddl{.tag = "CREATE TABLE", .notices = {}, .action = NothingToDo{}};
  binder.check_database(*statement.relation);
  Table table;
  table.schema = binder.creation_schema(text_of(statement.relation->schemaname));
  table.name = text_of(statement.relation->relname);
  table.owner = binder.role_id();
  if (find_relation(binder.catalog, table.schema, table.name)) {
    if (!statement.if_not_exists) rules::raise(conditions::duplicate_table, table.name);
    binder.notice(rules::error(conditions::relation_exists_skipping, table.name));
    return ddl;
  }
  if (find_domain(binder.catalog, std::vector{table.schema}, table.name) != nullptr)
    rules::raise(conditions::duplicate_type, table.name);
  check_table_count(binder.catalog);

  TableDraft draft(binder, std::move(table));
  draft.names.take(draft.table.name);
  for (const Node* element : nodes(statement.table_elts, statement.n_table_elts)) {
    switch (element->node_case) {
      case PG_QUERY__NODE__NODE_COLUMN_DEF: draft.add_column(*element->column_def); break;
      case PG_QUERY__NODE__NODE_CONSTRAINT: draft.add_constraint(*element->constraint); break;
      case PG_QUERY__NODE__NODE_TABLE_LIKE_CLAUSE:
        draft.add_like(*element->table_like_clause);
        break;
      default: rules::raise(conditions::ddl_form_not_supported, "CREATE TABLE");
    }
  }
  for (const Node* node : nodes(statement.constraints, statement.n_constraints))
    draft.add_constraint(*node->constraint);
  draft.finish();
  check_table_limits(draft.table);
  ddl.action = CreateTable{std::move(draft.table), std::move(draft.sequences)};
  return ddl;
}

}  // namespace dsql::engine
