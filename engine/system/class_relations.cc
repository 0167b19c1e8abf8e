// pg_class, pg_attribute, pg_attrdef, pg_index: what tables, indexes, views and sequences are made
// of.
#include <algorithm>

#include "engine/catalog/privileges.h"
#include "engine/system/definition.h"
#include "engine/system/operator_classes.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using namespace sql;

constexpr SystemColumn pg_class_columns[] = {{"oid", oid_},
                                             {"relname", name},
                                             {"relnamespace", oid_},
                                             {"reltype", oid_},
                                             {"reloftype", oid_},
                                             {"relowner", oid_},
                                             {"relam", oid_},
                                             {"relfilenode", oid_},
                                             {"reltablespace", oid_},
                                             {"relpages", int4},
                                             {"reltuples", float4},
                                             {"relallvisible", int4},
                                             {"reltoastrelid", oid_},
                                             {"relhasindex", boolean},
                                             {"relisshared", boolean},
                                             {"relpersistence", char_},
                                             {"relkind", char_},
                                             {"relnatts", int2},
                                             {"relchecks", int2},
                                             {"relhasrules", boolean},
                                             {"relhastriggers", boolean},
                                             {"relhassubclass", boolean},
                                             {"relrowsecurity", boolean},
                                             {"relforcerowsecurity", boolean},
                                             {"relispopulated", boolean},
                                             {"relreplident", char_},
                                             {"relispartition", boolean},
                                             {"relrewrite", oid_},
                                             {"relfrozenxid", xid},
                                             {"relminmxid", xid},
                                             {"relacl", aclitem_array},
                                             {"reloptions", text_array},
                                             {"relpartbound", pg_node_tree}};
constexpr SystemColumn pg_attribute_columns[] = {{"attrelid", oid_},
                                                 {"attname", name},
                                                 {"atttypid", oid_},
                                                 {"attlen", int2},
                                                 {"attnum", int2},
                                                 {"attcacheoff", int4},
                                                 {"atttypmod", int4},
                                                 {"attndims", int2},
                                                 {"attbyval", boolean},
                                                 {"attalign", char_},
                                                 {"attstorage", char_},
                                                 {"attcompression", char_},
                                                 {"attnotnull", boolean},
                                                 {"atthasdef", boolean},
                                                 {"atthasmissing", boolean},
                                                 {"attidentity", char_},
                                                 {"attgenerated", char_},
                                                 {"attisdropped", boolean},
                                                 {"attislocal", boolean},
                                                 {"attinhcount", int2},
                                                 {"attstattarget", int2},
                                                 {"attcollation", oid_},
                                                 {"attacl", aclitem_array},
                                                 {"attoptions", text_array},
                                                 {"attfdwoptions", text_array},
                                                 {"attmissingval", anyarray}};
constexpr SystemColumn pg_attrdef_columns[] = {
    {"oid", oid_}, {"adrelid", oid_}, {"adnum", int2}, {"adbin", pg_node_tree}};
constexpr SystemColumn pg_index_columns[] = {
    {"indexrelid", oid_},        {"indrelid", oid_},          {"indnatts", int2},
    {"indnkeyatts", int2},       {"indisunique", boolean},    {"indnullsnotdistinct", boolean},
    {"indisprimary", boolean},   {"indisexclusion", boolean}, {"indimmediate", boolean},
    {"indisclustered", boolean}, {"indisvalid", boolean},     {"indcheckxmin", boolean},
    {"indisready", boolean},     {"indislive", boolean},      {"indisreplident", boolean},
    {"indkey", int2vector},      {"indcollation", oidvector}, {"indclass", oidvector},
    {"indoption", int2vector},   {"indexprs", pg_node_tree},  {"indpred", pg_node_tree}};

// --- pg_class ---

// What differs between the rows of pg_class.
struct ClassRow {
  Oid oid = 0;
  std::string_view name;
  Oid schema = 0;
  Oid row_type = 0;
  Oid owner = 0;
  Oid access_method = 0;
  TableNumbers numbers;
  bool has_index = false;
  bool has_foreign_keys = false;  // PostgreSQL enforces them by triggers; psql asks for those first
  char kind = 'r';
  std::size_t columns = 0;
  std::size_t checks = 0;
  std::vector<std::string> acl = {};
  std::vector<std::string> options = {};
};

void class_row(const ClassRow& row, RowAppender& rows) {
  rows.integer(row.oid).text(row.name).integer(row.schema).integer(row.row_type).integer(0);
  rows.integer(row.owner).integer(row.access_method).integer(row.oid).integer(0);
  rows.integer(row.numbers.pages).real(row.numbers.rows).integer(0).integer(0);
  rows.boolean(row.has_index).boolean(false).character('p').character(row.kind);
  rows.integer(static_cast<std::int64_t>(row.columns));
  rows.integer(static_cast<std::int64_t>(row.checks));
  rows.boolean(false).boolean(row.has_foreign_keys);  // relhasrules, relhastriggers
  rows.boolean(false).boolean(false).boolean(false);
  rows.boolean(true);                           // relispopulated
  rows.character(row.kind == 'r' ? 'd' : 'n');  // relreplident
  rows.boolean(false).integer(0).integer(0).integer(0);
  if (row.acl.empty()) {
    rows.null();
  } else {
    rows.text_array(row.acl);
  }
  if (row.options.empty()) {
    rows.null();
  } else {
    rows.text_array(row.options);
  }
  rows.end_row();
}

void index_class_row(const SystemScanContext& context, const Table& table, const Index& index,
                     RowAppender& rows) {
  class_row({.oid = index.oid,
             .name = index.name,
             .schema = table.schema,
             .owner = table.owner,
             .access_method = index_access_method,
             .numbers = {.rows = context.state.numbers(table.oid).rows},
             .kind = 'i',
             .columns = index.keys.size() + index.included.size()},
            rows);
}

void scan_class(const SystemScanContext& context, RowAppender& rows) {
  const CatalogVersion& catalog = context.catalog;
  for (const SystemRelation& relation : all_system_relations()) {
    class_row({.oid = relation.oid,
               .name = relation.name,
               .schema = relation.schema,
               .owner = oid::role_admin,
               .access_method = relation.kind == 'r' ? table_access_method : 0,
               .numbers = {},
               .kind = relation.kind,
               .columns = relation.columns.size(),
               .acl = {"admin=arwdDxt/admin", "=r/admin"}},
              rows);
  }
  for (const auto& [oid, table] : catalog.tables()) {
    class_row({.oid = oid,
               .name = table->name,
               .schema = table->schema,
               .row_type = table->row_type,
               .owner = table->owner,
               .access_method = table_access_method,
               .numbers = context.state.numbers(oid),
               .has_index = !table->indexes.empty(),
               .has_foreign_keys = !table->foreign_keys.empty() || !table->referenced_by.empty(),
               .kind = 'r',
               .columns = table->columns.size(),
               .checks = table->checks.size(),
               .acl = acl_text(catalog, *table)},
              rows);
    for (const Index& index : table->indexes) index_class_row(context, *table, index, rows);
  }
  for (const auto& [oid, view] : catalog.views()) {
    class_row({.oid = oid,
               .name = view->name,
               .schema = view->schema,
               .row_type = view->row_type,
               .owner = view->owner,
               .numbers = {},
               .kind = 'v',
               .columns = view->columns.size(),
               .acl = acl_text(catalog, *view),
               .options = view->options},
              rows);
  }
  for (const auto& [oid, sequence] : catalog.sequences()) {
    class_row({.oid = oid,
               .name = sequence->name,
               .schema = sequence->schema,
               .owner = sequence->owner,
               .numbers = {.rows = 1, .pages = 1},
               .kind = 'S',
               .columns = 3,
               .acl = acl_text(catalog, *sequence)},
              rows);
  }
}

// --- pg_attribute ---

struct AttributeRow {
  Oid relation = 0;
  std::string_view name;
  Oid type = 0;  // as declared: a domain's oid for a domain
  Oid base = 0;  // what it is stored as
  AttributeNumber number = 0;
  TypeModifier modifier = -1;
  bool not_null = false;
  bool has_default = false;
  char identity = 0;
  bool generated = false;
  char storage = 'p';
  std::vector<std::string> acl = {};
};

bool passed_by_value(const Type& type) { return type.length > 0 && type.length <= 8; }

void attribute_row(const AttributeRow& row, RowAppender& rows) {
  const Type& type = type_of(row.base);
  rows.integer(row.relation).text(row.name).integer(row.type).integer(type.length);
  rows.integer(row.number).integer(-1).integer(row.modifier);
  rows.integer(type.element != 0 ? 1 : 0).boolean(passed_by_value(type));
  rows.character(type.alignment).character(row.storage).character(0);
  rows.boolean(row.not_null).boolean(row.has_default).boolean(false);
  rows.character(row.identity).character(row.generated ? 's' : '\0').boolean(false);
  rows.boolean(true).integer(0).integer(-1).integer(collation_of(row.base));
  if (row.acl.empty()) {
    rows.null();
  } else {
    rows.text_array(row.acl);
  }
  rows.end_row();
}

// A dropped column keeps its number, under the name PostgreSQL gives it.
void dropped_attribute_row(Oid relation, const TableColumn& column, RowAppender& rows) {
  const std::string name = "........pg.dropped." + std::to_string(column.number) + "........";
  rows.integer(relation).text(name).integer(0).integer(type_of(column.type).length);
  rows.integer(column.number).integer(-1).integer(-1).integer(0).boolean(false);
  rows.character('i').character('p').character(0).boolean(false).boolean(false).boolean(false);
  rows.character(0).character(0).boolean(true).boolean(true).integer(0).integer(-1).integer(0);
  rows.end_row();
}

void column_attribute_row(const CatalogVersion& catalog, const Object& relation_object,
                          const TableColumn& column, RowAppender& rows) {
  const Oid relation = relation_object.oid;
  if (column.dropped) return dropped_attribute_row(relation, column, rows);
  attribute_row({.relation = relation,
                 .name = column.name,
                 .type = column_type_oid(column),
                 .base = column.type,
                 .number = column.number,
                 .modifier = column.modifier,
                 .not_null = column.not_null,
                 .has_default = !column.default_sql.empty() || !column.generated_sql.empty(),
                 .identity = static_cast<char>(column.identity),
                 .generated = !column.generated_sql.empty(),
                 .storage = column.storage,
                 .acl = acl_text(catalog, relation_object, column.number)},
                rows);
}

void index_attribute_rows(const Table& table, const Index& index, RowAppender& rows) {
  const auto column = [&](AttributeNumber number) -> const TableColumn& {
    return table.columns[static_cast<std::size_t>(number - 1)];
  };
  AttributeNumber position = 0;
  int expressions = 0;
  for (const IndexKey& key : index.keys) {
    const std::string name = key.column != 0
                                 ? column(key.column).name
                                 : "expr" + (expressions == 0 ? "" : std::to_string(expressions));
    if (key.column == 0) ++expressions;
    attribute_row({.relation = index.oid,
                   .name = name,
                   .type = key.type,
                   .base = key.type,
                   .number = ++position,
                   .modifier = key.modifier,
                   .acl = {}},
                  rows);
  }
  for (const AttributeNumber number : index.included) {
    attribute_row({.relation = index.oid,
                   .name = column(number).name,
                   .type = column(number).type,
                   .base = column(number).type,
                   .number = ++position,
                   .modifier = column(number).modifier,
                   .acl = {}},
                  rows);
  }
}

void scan_attribute(const SystemScanContext& context, RowAppender& rows) {
  for (const SystemRelation& relation : all_system_relations()) {
    AttributeNumber number = 0;
    for (const SystemColumn& column : relation.columns) {
      attribute_row({.relation = relation.oid,
                     .name = column.name,
                     .type = column.type,
                     .base = column.type,
                     .number = ++number,
                     .acl = {}},
                    rows);
    }
  }
  for (const auto& [oid, table] : context.catalog.tables()) {
    for (const TableColumn& column : table->columns)
      column_attribute_row(context.catalog, *table, column, rows);
    for (const Index& index : table->indexes) index_attribute_rows(*table, index, rows);
  }
  for (const auto& [oid, view] : context.catalog.views()) {
    for (const TableColumn& column : view->columns)
      column_attribute_row(context.catalog, *view, column, rows);
  }
  for (const auto& [oid, sequence] : context.catalog.sequences()) {
    AttributeNumber number = 0;
    for (const auto& [name, type] :
         {std::pair{"last_value", oid::int8}, std::pair{"log_cnt", oid::int8},
          std::pair{"is_called", oid::boolean}}) {
      attribute_row({.relation = oid,
                     .name = name,
                     .type = type,
                     .base = type,
                     .number = ++number,
                     .not_null = true,
                     .acl = {}},
                    rows);
    }
  }
}

// --- pg_attrdef ---

void scan_attrdef(const SystemScanContext& context, RowAppender& rows) {
  // A default has no oid of its own here: its row gets one from the table's and the column's.
  const auto add = [&](Oid relation, const TableColumn& column) {
    const std::string& sql =
        column.generated_sql.empty() ? column.default_sql : column.generated_sql;
    if (column.dropped || sql.empty()) return;
    rows.integer(default_oid(relation, column.number)).integer(relation).integer(column.number);
    rows.text(expression_text(sql)).end_row();
  };
  for (const auto& [oid, table] : context.catalog.tables()) {
    for (const TableColumn& column : table->columns) add(oid, column);
  }
  for (const auto& [oid, view] : context.catalog.views()) {
    for (const TableColumn& column : view->columns) add(oid, column);
  }
}

// --- pg_index ---

// The default class of a key's type.
Oid operator_class(Oid type) {
  const Oid named = type == oid::varchar ? oid::text : type;
  for (const OperatorClass& each : operator_classes) {
    if (each.type == named) return each.oid;
  }
  return 0;
}

void index_row(const Table& table, const Index& index, RowAppender& rows) {
  constexpr std::int64_t nulls_first_option = 2;
  std::vector<std::int64_t> numbers = {};
  std::vector<std::int64_t> collations = {};
  std::vector<std::int64_t> classes = {};
  std::vector<std::int64_t> options = {};
  std::string expressions = {};
  for (const IndexKey& key : index.keys) {
    numbers.push_back(key.column);
    collations.push_back(collation_of(key.type));
    classes.push_back(operator_class(key.type));
    options.push_back(key.nulls_first ? nulls_first_option : 0);
    if (key.column == 0)
      expressions += (expressions.empty() ? "" : ", ") + expression_text(key.expression_sql);
  }
  for (const AttributeNumber number : index.included) numbers.push_back(number);
  const bool valid = index.state == IndexState::valid;
  rows.integer(index.oid).integer(table.oid);
  rows.integer(static_cast<std::int64_t>(numbers.size()));
  rows.integer(static_cast<std::int64_t>(index.keys.size()));
  rows.boolean(index.unique).boolean(index.nulls_not_distinct).boolean(index.primary);
  rows.boolean(false).boolean(true).boolean(false);  // exclusion, immediate, clustered
  rows.boolean(valid).boolean(false).boolean(true).boolean(true).boolean(false);
  rows.int_array(numbers).int_array(collations).int_array(classes).int_array(options);
  rows.nonempty(expressions);
  rows.nonempty(index.predicate_sql.empty() ? "" : expression_text(index.predicate_sql));
  rows.end_row();
}

void scan_index(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, table] : context.catalog.tables()) {
    for (const Index& index : table->indexes) index_row(*table, index, rows);
  }
}

const SystemRelation list[] = {
    catalog_relation(1259, "pg_class", 'r', pg_class_columns, scan_class),
    catalog_relation(1249, "pg_attribute", 'r', pg_attribute_columns, scan_attribute),
    catalog_relation(2604, "pg_attrdef", 'r', pg_attrdef_columns, scan_attrdef),
    catalog_relation(2610, "pg_index", 'r', pg_index_columns, scan_index),
};

}  // namespace

std::span<const SystemRelation> class_relations() { return list; }

}  // namespace dsql::engine
