// pg_tables, pg_indexes, pg_views, pg_sequence, pg_sequences, pg_settings, pg_extension: catalogs
// in the words of their readers.
#include "engine/system/definition.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using namespace sql;

constexpr SystemColumn pg_tables_columns[] = {{"schemaname", name},     {"tablename", name},
                                              {"tableowner", name},     {"tablespace", name},
                                              {"hasindexes", boolean},  {"hasrules", boolean},
                                              {"hastriggers", boolean}, {"rowsecurity", boolean}};
constexpr SystemColumn pg_indexes_columns[] = {{"schemaname", name},
                                               {"tablename", name},
                                               {"indexname", name},
                                               {"tablespace", name},
                                               {"indexdef", text}};
constexpr SystemColumn pg_views_columns[] = {
    {"schemaname", name}, {"viewname", name}, {"viewowner", name}, {"definition", text}};
constexpr SystemColumn pg_sequence_columns[] = {
    {"seqrelid", oid_}, {"seqtypid", oid_}, {"seqstart", int8}, {"seqincrement", int8},
    {"seqmax", int8},   {"seqmin", int8},   {"seqcache", int8}, {"seqcycle", boolean}};
constexpr SystemColumn pg_sequences_columns[] = {
    {"schemaname", name},  {"sequencename", name}, {"sequenceowner", name}, {"data_type", regtype},
    {"start_value", int8}, {"min_value", int8},    {"max_value", int8},     {"increment_by", int8},
    {"cycle", boolean},    {"cache_size", int8},   {"last_value", int8}};
constexpr SystemColumn pg_settings_columns[] = {
    {"name", text},       {"setting", text},           {"unit", text},
    {"category", text},   {"short_desc", text},        {"extra_desc", text},
    {"context", text},    {"vartype", text},           {"source", text},
    {"min_val", text},    {"max_val", text},           {"enumvals", text_array},
    {"boot_val", text},   {"reset_val", text},         {"sourcefile", text},
    {"sourceline", int4}, {"pending_restart", boolean}};
constexpr SystemColumn pg_extension_columns[] = {{"oid", oid_},
                                                 {"extname", name},
                                                 {"extowner", oid_},
                                                 {"extnamespace", oid_},
                                                 {"extrelocatable", boolean},
                                                 {"extversion", text},
                                                 {"extconfig", oid_array},
                                                 {"extcondition", text_array}};

std::string_view schema_name(const SystemScanContext& context, Oid schema) {
  const Schema* found = context.catalog.schema(schema);
  return found == nullptr ? std::string_view() : std::string_view(found->name);
}

std::string_view role_name(const SystemScanContext& context, Oid role) {
  const Role* found = context.catalog.role(role);
  return found == nullptr ? std::string_view() : std::string_view(found->name);
}

void scan_tables(const SystemScanContext& context, RowAppender& rows) {
  const auto row = [&](Oid schema, std::string_view name, Oid owner, bool has_indexes) {
    rows.text(schema_name(context, schema)).text(name).text(role_name(context, owner)).null();
    rows.boolean(has_indexes).boolean(false).boolean(false).boolean(false).end_row();
  };
  for (const SystemRelation& relation : all_system_relations()) {
    if (relation.kind == 'r') row(relation.schema, relation.name, oid::role_admin, false);
  }
  for (const auto& [oid, table] : context.catalog.tables())
    row(table->schema, table->name, table->owner, !table->indexes.empty());
}

void scan_indexes(const SystemScanContext& context, RowAppender& rows) {
  const NameStyle style{context.catalog, {}};
  for (const auto& [oid, table] : context.catalog.tables()) {
    for (const Index& index : table->indexes) {
      rows.text(schema_name(context, table->schema)).text(table->name).text(index.name).null();
      rows.text(index_definition(*table, index, style)).end_row();
    }
  }
}

void scan_views(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, view] : context.catalog.views()) {
    rows.text(schema_name(context, view->schema)).text(view->name);
    rows.text(role_name(context, view->owner));
    rows.text(context.state.view_definition(oid, false, 0)).end_row();
  }
}

void scan_sequence(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, sequence] : context.catalog.sequences()) {
    rows.integer(oid).integer(oid::int8).integer(sequence->start).integer(sequence->increment);
    rows.integer(sequence->maximum).integer(sequence->minimum).integer(sequence->cache);
    rows.boolean(sequence->cycle).end_row();
  }
}

void scan_sequences(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, sequence] : context.catalog.sequences()) {
    rows.text(schema_name(context, sequence->schema)).text(sequence->name);
    rows.text(role_name(context, sequence->owner)).integer(oid::int8);
    rows.integer(sequence->start).integer(sequence->minimum).integer(sequence->maximum);
    rows.integer(sequence->increment).boolean(sequence->cycle).integer(sequence->cache);
    const auto state = context.state.sequence(oid);
    if (state && state->is_called) {
      rows.integer(state->last_value);
    } else {
      rows.null();
    }
    rows.end_row();
  }
}

void scan_settings(const SystemScanContext& context, RowAppender& rows) {
  for (const SettingRow& setting : context.state.settings()) {
    rows.text(setting.name).text(setting.setting).nonempty(setting.unit);
    rows.text(setting.category).text(setting.description).null();
    rows.text(setting.context).text(setting.type).text(setting.source);
    rows.text_or_null(setting.minimum).text_or_null(setting.maximum);
    if (setting.enumeration.empty()) {
      rows.null();
    } else {
      rows.text_array(setting.enumeration);
    }
    rows.text(setting.boot_value).text(setting.reset_value).null().null().boolean(false);
    rows.end_row();
  }
}

void scan_extension(const SystemScanContext&, RowAppender& rows) {
  rows.integer(13578).text("plpgsql").integer(oid::role_admin);
  rows.integer(oid::schema_pg_catalog).boolean(false).text("1.0").null().null().end_row();
}

const SystemRelation list[] = {
    catalog_relation(12033, "pg_tables", 'v', pg_tables_columns, scan_tables),
    catalog_relation(12043, "pg_indexes", 'v', pg_indexes_columns, scan_indexes),
    catalog_relation(12028, "pg_views", 'v', pg_views_columns, scan_views),
    catalog_relation(2224, "pg_sequence", 'r', pg_sequence_columns, scan_sequence),
    catalog_relation(12048, "pg_sequences", 'v', pg_sequences_columns, scan_sequences),
    catalog_relation(12104, "pg_settings", 'v', pg_settings_columns, scan_settings),
    catalog_relation(3079, "pg_extension", 'r', pg_extension_columns, scan_extension),
};

}  // namespace

std::span<const SystemRelation> view_relations() { return list; }

}  // namespace dsql::engine
