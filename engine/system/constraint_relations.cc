// pg_constraint, pg_depend, pg_description: what ties objects together and what is said about them.
#include "engine/functions/resolve.h"
#include "engine/system/definition.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using namespace sql;

constexpr SystemColumn pg_constraint_columns[] = {{"oid", oid_},
                                                  {"conname", name},
                                                  {"connamespace", oid_},
                                                  {"contype", char_},
                                                  {"condeferrable", boolean},
                                                  {"condeferred", boolean},
                                                  {"convalidated", boolean},
                                                  {"conrelid", oid_},
                                                  {"contypid", oid_},
                                                  {"conindid", oid_},
                                                  {"conparentid", oid_},
                                                  {"confrelid", oid_},
                                                  {"confupdtype", char_},
                                                  {"confdeltype", char_},
                                                  {"confmatchtype", char_},
                                                  {"conislocal", boolean},
                                                  {"coninhcount", int2},
                                                  {"connoinherit", boolean},
                                                  {"conkey", int2_array},
                                                  {"confkey", int2_array},
                                                  {"conpfeqop", oid_array},
                                                  {"conppeqop", oid_array},
                                                  {"conffeqop", oid_array},
                                                  {"confdelsetcols", int2_array},
                                                  {"conexclop", oid_array},
                                                  {"conbin", pg_node_tree}};
constexpr SystemColumn pg_depend_columns[] = {
    {"classid", oid_},  {"objid", oid_},       {"objsubid", int4}, {"refclassid", oid_},
    {"refobjid", oid_}, {"refobjsubid", int4}, {"deptype", char_}};
constexpr SystemColumn pg_description_columns[] = {
    {"objoid", oid_}, {"classoid", oid_}, {"objsubid", int4}, {"description", text}};

// --- pg_constraint ---

struct ConstraintRow {
  Oid oid = 0;
  std::string_view name;
  Oid schema = 0;
  char kind = 'c';
  bool deferrable = false;
  bool deferred = false;
  bool validated = true;
  Oid table = 0;
  Oid domain = 0;
  Oid index = 0;
  const ForeignKey* foreign_key = nullptr;
  bool no_inherit = true;
  std::vector<std::int64_t> columns = {};
  std::string expression = {};
};

std::vector<std::int64_t> wide(const std::vector<AttributeNumber>& numbers) {
  return {numbers.begin(), numbers.end()};
}

// The equality operators a foreign key compares with, parent = child.
std::vector<std::int64_t> equality_oids(const CatalogVersion& catalog, const ForeignKey& key) {
  std::vector<std::int64_t> oids = {};
  const Table* parent = catalog.table(key.referenced_table);
  for (const AttributeNumber number : key.referenced_columns) {
    const OperatorRow* op =
        parent == nullptr
            ? nullptr
            : equality_operator(parent->columns[static_cast<std::size_t>(number - 1)].type);
    oids.push_back(op == nullptr ? 0 : op->oid);
  }
  return oids;
}

void constraint_row(const CatalogVersion& catalog, const ConstraintRow& row, RowAppender& rows) {
  const ForeignKey* key = row.foreign_key;
  rows.integer(row.oid).text(row.name).integer(row.schema).character(row.kind);
  rows.boolean(row.deferrable).boolean(row.deferred).boolean(row.validated);
  rows.integer(row.table).integer(row.domain).integer(row.index).integer(0);
  rows.integer(key == nullptr ? 0 : key->referenced_table);
  rows.character(key == nullptr ? ' ' : static_cast<char>(key->on_update));
  rows.character(key == nullptr ? ' ' : static_cast<char>(key->on_delete));
  rows.character(key == nullptr ? ' ' : (key->match_full ? 'f' : 's'));
  rows.boolean(true).integer(0).boolean(row.no_inherit);
  if (row.columns.empty()) {
    rows.null();
  } else {
    rows.int_array(row.columns);
  }
  if (key == nullptr) {
    rows.null().null().null().null().null().null();
  } else {
    const auto operators = equality_oids(catalog, *key);
    rows.int_array(wide(key->referenced_columns));
    rows.int_array(operators).int_array(operators).int_array(operators);
    if (key->set_columns.empty()) {
      rows.null();
    } else {
      rows.int_array(wide(key->set_columns));
    }
    rows.null();
  }
  rows.nonempty(row.expression).end_row();
}

// The columns a check uses are not stored; PostgreSQL lists them.
std::vector<std::int64_t> check_columns(const Table& table, const CheckConstraint& check) {
  std::vector<std::int64_t> numbers = {};
  for (const std::string& name : column_names_in(check.expression_sql)) {
    if (const TableColumn* column = table.find_column(name)) numbers.push_back(column->number);
  }
  return numbers;
}

void table_constraints(const SystemScanContext& context, const Table& table, RowAppender& rows) {
  for (const KeyConstraint& key : table.keys) {
    std::vector<std::int64_t> columns;
    if (const Index* index = table.find_index(key.index)) {
      for (const IndexKey& part : index->keys) columns.push_back(part.column);
    }
    constraint_row(context.catalog,
                   {.oid = key.oid,
                    .name = key.name,
                    .schema = table.schema,
                    .kind = key.primary ? 'p' : 'u',
                    .table = table.oid,
                    .index = key.index,
                    .columns = std::move(columns),
                    .expression = ""},
                   rows);
  }
  for (const CheckConstraint& check : table.checks) {
    constraint_row(context.catalog,
                   {.oid = check.oid,
                    .name = check.name,
                    .schema = table.schema,
                    .kind = 'c',
                    .validated = check.validated,
                    .table = table.oid,
                    .no_inherit = check.no_inherit,
                    .columns = check_columns(table, check),
                    .expression = expression_text(check.expression_sql)},
                   rows);
  }
  for (const ForeignKey& key : table.foreign_keys) {
    constraint_row(context.catalog,
                   {.oid = key.oid,
                    .name = key.name,
                    .schema = table.schema,
                    .kind = 'f',
                    .deferrable = key.deferrable,
                    .deferred = key.initially_deferred,
                    .validated = key.validated,
                    .table = table.oid,
                    .index = key.referenced_index,
                    .foreign_key = &key,
                    .columns = wide(key.columns),
                    .expression = ""},
                   rows);
  }
}

void scan_constraint(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, table] : context.catalog.tables())
    table_constraints(context, *table, rows);
  for (const auto& [oid, domain] : context.catalog.domains()) {
    for (const CheckConstraint& check : domain->checks) {
      constraint_row(context.catalog,
                     {.oid = check.oid,
                      .name = check.name,
                      .schema = domain->schema,
                      .kind = 'c',
                      .domain = oid,
                      .no_inherit = false,
                      .columns = {},
                      .expression = expression_text(check.expression_sql)},
                     rows);
    }
  }
}

// --- pg_depend ---

struct DependRow {
  Oid class_id = 0;
  Oid object = 0;
  std::int64_t part = 0;
  Oid on_class = 0;
  Oid on_object = 0;
  std::int64_t on_part = 0;
  char kind = 'n';
};

void depend_row(const DependRow& row, RowAppender& rows) {
  rows.integer(row.class_id).integer(row.object).integer(row.part);
  rows.integer(row.on_class).integer(row.on_object).integer(row.on_part);
  rows.character(row.kind).end_row();
}

void scan_depend(const SystemScanContext& context, RowAppender& rows) {
  using namespace catalog_oid;
  const CatalogVersion& catalog = context.catalog;
  for (const auto& [oid, table] : catalog.tables()) {
    depend_row({pg_class, oid, 0, pg_namespace, table->schema, 0, 'n'}, rows);
    for (const Index& index : table->indexes) {
      if (index.constraint != 0) {
        depend_row({pg_class, index.oid, 0, pg_constraint, index.constraint, 0, 'i'}, rows);
        continue;
      }
      for (const IndexKey& key : index.keys)
        depend_row({pg_class, index.oid, 0, pg_class, oid, key.column, 'a'}, rows);
    }
    for (const KeyConstraint& key : table->keys) {
      const Index* index = table->find_index(key.index);
      if (index == nullptr) continue;
      for (const IndexKey& part : index->keys)
        depend_row({pg_constraint, key.oid, 0, pg_class, oid, part.column, 'a'}, rows);
    }
    for (const CheckConstraint& check : table->checks) {
      for (const std::int64_t number : check_columns(*table, check))
        depend_row({pg_constraint, check.oid, 0, pg_class, oid, number, 'a'}, rows);
    }
    for (const ForeignKey& key : table->foreign_keys) {
      for (const AttributeNumber number : key.columns)
        depend_row({pg_constraint, key.oid, 0, pg_class, oid, number, 'a'}, rows);
      for (const AttributeNumber number : key.referenced_columns)
        depend_row({pg_constraint, key.oid, 0, pg_class, key.referenced_table, number, 'n'}, rows);
      depend_row({pg_constraint, key.oid, 0, pg_class, key.referenced_index, 0, 'n'}, rows);
    }
    for (const TableColumn& column : table->columns) {
      if (!column.dropped && (!column.default_sql.empty() || !column.generated_sql.empty()))
        depend_row(
            {pg_attrdef, default_oid(oid, column.number), 0, pg_class, oid, column.number, 'a'},
            rows);
    }
  }
  for (const auto& [oid, sequence] : catalog.sequences()) {
    depend_row({pg_class, oid, 0, pg_namespace, sequence->schema, 0, 'n'}, rows);
    if (sequence->owned_table != 0)
      depend_row({pg_class, oid, 0, pg_class, sequence->owned_table, sequence->owned_column,
                  sequence->identity ? 'i' : 'a'},
                 rows);
  }
  for (const auto& [oid, view] : catalog.views()) {
    depend_row({pg_class, oid, 0, pg_namespace, view->schema, 0, 'n'}, rows);
    for (const Oid on : view->depends_on)
      depend_row({pg_class, oid, 0, pg_class, on, 0, 'n'}, rows);
  }
}

// --- pg_description ---

void description_row(Oid object, Oid class_id, std::int64_t part, const std::string& text,
                     RowAppender& rows) {
  if (text.empty()) return;
  rows.integer(object).integer(class_id).integer(part).text(text).end_row();
}

void scan_description(const SystemScanContext& context, RowAppender& rows) {
  using namespace catalog_oid;
  const CatalogVersion& catalog = context.catalog;
  for (const auto& [oid, table] : catalog.tables()) {
    description_row(oid, pg_class, 0, table->comment, rows);
    for (const TableColumn& column : table->columns)
      if (!column.dropped) description_row(oid, pg_class, column.number, column.comment, rows);
    for (const Index& index : table->indexes)
      description_row(index.oid, pg_class, 0, index.comment, rows);
    for (const KeyConstraint& key : table->keys)
      description_row(key.oid, pg_constraint, 0, key.comment, rows);
    for (const CheckConstraint& check : table->checks)
      description_row(check.oid, pg_constraint, 0, check.comment, rows);
    for (const ForeignKey& key : table->foreign_keys)
      description_row(key.oid, pg_constraint, 0, key.comment, rows);
  }
  for (const auto& [oid, view] : catalog.views()) {
    description_row(oid, pg_class, 0, view->comment, rows);
    for (const TableColumn& column : view->columns)
      description_row(oid, pg_class, column.number, column.comment, rows);
  }
  for (const auto& [oid, sequence] : catalog.sequences())
    description_row(oid, pg_class, 0, sequence->comment, rows);
  for (const auto& [oid, schema] : catalog.schemas())
    description_row(oid, pg_namespace, 0, schema->comment, rows);
  for (const auto& [oid, domain] : catalog.domains()) {
    description_row(oid, pg_type, 0, domain->comment, rows);
    for (const CheckConstraint& check : domain->checks)
      description_row(check.oid, pg_constraint, 0, check.comment, rows);
  }
  for (const auto& [oid, statistics] : catalog.statistics())
    description_row(oid, pg_statistic_ext, 0, statistics->comment, rows);
  for (const auto& [oid, function] : catalog.functions())
    description_row(oid, pg_proc, 0, function->comment, rows);
}

const SystemRelation list[] = {
    catalog_relation(2606, "pg_constraint", 'r', pg_constraint_columns, scan_constraint),
    catalog_relation(2608, "pg_depend", 'r', pg_depend_columns, scan_depend),
    catalog_relation(2609, "pg_description", 'r', pg_description_columns, scan_description),
};

}  // namespace

std::span<const SystemRelation> constraint_relations() { return list; }

}  // namespace dsql::engine
