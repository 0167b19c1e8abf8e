// pg_type, pg_namespace, pg_collation, pg_am, pg_tablespace.
#include "engine/catalog/privileges.h"
#include "engine/system/definition.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using namespace sql;

constexpr SystemColumn pg_type_columns[] = {{"oid", oid_},
                                            {"typname", name},
                                            {"typnamespace", oid_},
                                            {"typowner", oid_},
                                            {"typlen", int2},
                                            {"typbyval", boolean},
                                            {"typtype", char_},
                                            {"typcategory", char_},
                                            {"typispreferred", boolean},
                                            {"typisdefined", boolean},
                                            {"typdelim", char_},
                                            {"typrelid", oid_},
                                            {"typsubscript", regproc},
                                            {"typelem", oid_},
                                            {"typarray", oid_},
                                            {"typinput", regproc},
                                            {"typoutput", regproc},
                                            {"typreceive", regproc},
                                            {"typsend", regproc},
                                            {"typmodin", regproc},
                                            {"typmodout", regproc},
                                            {"typanalyze", regproc},
                                            {"typalign", char_},
                                            {"typstorage", char_},
                                            {"typnotnull", boolean},
                                            {"typbasetype", oid_},
                                            {"typtypmod", int4},
                                            {"typndims", int4},
                                            {"typcollation", oid_},
                                            {"typdefaultbin", pg_node_tree},
                                            {"typdefault", text},
                                            {"typacl", aclitem_array}};
constexpr SystemColumn pg_namespace_columns[] = {
    {"oid", oid_}, {"nspname", name}, {"nspowner", oid_}, {"nspacl", aclitem_array}};
constexpr SystemColumn pg_collation_columns[] = {
    {"oid", oid_},           {"collname", name},      {"collnamespace", oid_},
    {"collowner", oid_},     {"collprovider", char_}, {"collisdeterministic", boolean},
    {"collencoding", int4},  {"collcollate", text},   {"collctype", text},
    {"colliculocale", text}, {"collicurules", text},  {"collversion", text}};
constexpr SystemColumn pg_am_columns[] = {
    {"oid", oid_}, {"amname", name}, {"amhandler", regproc}, {"amtype", char_}};
constexpr SystemColumn pg_tablespace_columns[] = {{"oid", oid_},
                                                  {"spcname", name},
                                                  {"spcowner", oid_},
                                                  {"spcacl", aclitem_array},
                                                  {"spcoptions", text_array}};

// Oids of the functions that read and write arrays, records and domains: clients tell kinds of
// types apart by them.
constexpr Oid array_in = 750, array_out = 751, array_recv = 2400, array_send = 2401;
constexpr Oid record_in = 2290, record_out = 2291, record_recv = 2402, record_send = 2403;
constexpr Oid domain_in = 2597, domain_recv = 2598;

struct TypeRow {
  Oid oid = 0;
  std::string_view name;
  Oid schema = oid::schema_pg_catalog;
  Oid owner = oid::role_admin;
  std::int16_t length = -1;
  char kind = 'b';
  char category = 'U';
  bool preferred = false;
  Oid relation = 0;
  Oid element = 0;
  Oid array = 0;
  Oid input = 0, output = 0, receive = 0, send = 0;
  char alignment = 'i';
  char storage = 'p';
  bool not_null = false;
  Oid base = 0;
  TypeModifier modifier = -1;
  Oid collation = 0;
  std::string default_sql = {};
  std::vector<std::string> acl = {};
};

void type_row(const TypeRow& row, RowAppender& rows) {
  const bool by_value = row.length > 0 && row.length <= 8;
  rows.integer(row.oid).text(row.name).integer(row.schema).integer(row.owner);
  rows.integer(row.length).boolean(by_value).character(row.kind).character(row.category);
  rows.boolean(row.preferred).boolean(true).character(',').integer(row.relation).integer(0);
  rows.integer(row.element).integer(row.array).integer(row.input).integer(row.output);
  rows.integer(row.receive).integer(row.send).integer(0).integer(0).integer(0);
  rows.character(row.alignment).character(row.storage).boolean(row.not_null);
  rows.integer(row.base).integer(row.modifier).integer(0).integer(row.collation);
  rows.null().nonempty(row.default_sql);
  if (row.acl.empty()) {
    rows.null();
  } else {
    rows.text_array(row.acl);
  }
  rows.end_row();
}

void built_in_row(const Type& type, RowAppender& rows) {
  const bool array = type.category == 'A' && type.length == -1;
  TypeRow row{.oid = type.oid,
              .name = type.name,
              .length = type.length,
              .kind = type.kind,
              .category = type.category,
              .preferred = type.preferred,
              .element = type.element,
              .array = type.array,
              .alignment = type.alignment,
              .storage = type.length == -1 ? 'x' : 'p',
              .collation = collation_of(type.oid),
              .default_sql = "",
              .acl = {}};
  if (array && type.oid != oid::int2vector && type.oid != oid::oidvector) {
    row.input = array_in;
    row.output = array_out;
    row.receive = array_recv;
    row.send = array_send;
  }
  type_row(row, rows);
}

void row_type_row(const Object& relation, Oid type, RowAppender& rows) {
  if (type == 0) return;
  type_row({.oid = type,
            .name = relation.name,
            .schema = relation.schema,
            .owner = relation.owner,
            .kind = 'c',
            .category = 'C',
            .relation = relation.oid,
            .input = record_in,
            .output = record_out,
            .receive = record_recv,
            .send = record_send,
            .alignment = 'd',
            .storage = 'x',
            .default_sql = "",
            .acl = {}},
           rows);
}

void scan_type(const SystemScanContext& context, RowAppender& rows) {
  for (const Type& type : all_types()) built_in_row(type, rows);
  for (const auto& [oid, table] : context.catalog.tables())
    row_type_row(*table, table->row_type, rows);
  for (const auto& [oid, view] : context.catalog.views()) row_type_row(*view, view->row_type, rows);
  for (const auto& [oid, domain] : context.catalog.domains()) {
    const Type& base = type_of(domain->base);
    type_row(
        {.oid = oid,
         .name = domain->name,
         .schema = domain->schema,
         .owner = domain->owner,
         .length = base.length,
         .kind = 'd',
         .category = base.category,
         .input = domain_in,
         .receive = domain_recv,
         .alignment = base.alignment,
         .storage = base.length == -1 ? 'x' : 'p',
         .not_null = domain->not_null,
         .base = domain->parent != 0 ? domain->parent : domain->base,
         .modifier = domain->modifier,
         .collation = collation_of(domain->base),
         .default_sql = domain->default_sql.empty() ? "" : expression_text(domain->default_sql),
         .acl = acl_text(context.catalog, *domain)},
        rows);
  }
}

void scan_namespace(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, schema] : context.catalog.schemas()) {
    rows.integer(oid).text(schema->name).integer(schema->owner);
    const auto acl = acl_text(context.catalog, *schema);
    if (acl.empty()) {
      rows.null();
    } else {
      rows.text_array(acl);
    }
    rows.end_row();
  }
}

void scan_collation(const SystemScanContext&, RowAppender& rows) {
  struct Collation {
    Oid oid;
    std::string_view name;
    char provider;
    std::string_view locale;
  };
  constexpr Collation collations[] = {
      {100, "default", 'd', ""}, {950, "C", 'c', "C"}, {951, "POSIX", 'c', "POSIX"}};
  for (const Collation& collation : collations) {
    rows.integer(collation.oid).text(collation.name).integer(oid::schema_pg_catalog);
    rows.integer(oid::role_admin).character(collation.provider).boolean(true).integer(-1);
    rows.nonempty(collation.locale).nonempty(collation.locale);
    rows.end_row();
  }
}

void scan_am(const SystemScanContext&, RowAppender& rows) {
  rows.integer(table_access_method).text("heap").integer(0).character('t').end_row();
  rows.integer(index_access_method).text("btree_index").integer(0).character('i').end_row();
}

void scan_tablespace(const SystemScanContext&, RowAppender& rows) {
  rows.integer(1663).text("pg_default").integer(oid::role_admin).end_row();
  rows.integer(1664).text("pg_global").integer(oid::role_admin).end_row();
}

const SystemRelation list[] = {
    catalog_relation(1247, "pg_type", 'r', pg_type_columns, scan_type),
    catalog_relation(2615, "pg_namespace", 'r', pg_namespace_columns, scan_namespace),
    catalog_relation(3456, "pg_collation", 'r', pg_collation_columns, scan_collation),
    catalog_relation(2601, "pg_am", 'r', pg_am_columns, scan_am),
    catalog_relation(1213, "pg_tablespace", 'r', pg_tablespace_columns, scan_tablespace),
};

}  // namespace

std::span<const SystemRelation> type_relations() { return list; }

}  // namespace dsql::engine
