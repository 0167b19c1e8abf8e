// information_schema: schemata, tables, columns, views, sequences, as the SQL standard describes
// them and PostgreSQL fills them.
#include "engine/system/definition.h"
#include "engine/system/information.h"

namespace dsql::engine {

namespace {

using namespace sql;

constexpr SystemColumn schemata_columns[] = {{"catalog_name", name},
                                             {"schema_name", name},
                                             {"schema_owner", name},
                                             {"default_character_set_catalog", name},
                                             {"default_character_set_schema", name},
                                             {"default_character_set_name", name},
                                             {"sql_path", varchar}};
constexpr SystemColumn tables_columns[] = {{"table_catalog", name},
                                           {"table_schema", name},
                                           {"table_name", name},
                                           {"table_type", varchar},
                                           {"self_referencing_column_name", name},
                                           {"reference_generation", varchar},
                                           {"user_defined_type_catalog", name},
                                           {"user_defined_type_schema", name},
                                           {"user_defined_type_name", name},
                                           {"is_insertable_into", varchar},
                                           {"is_typed", varchar},
                                           {"commit_action", varchar}};
constexpr SystemColumn columns_columns[] = {{"table_catalog", name},
                                            {"table_schema", name},
                                            {"table_name", name},
                                            {"column_name", name},
                                            {"ordinal_position", int4},
                                            {"column_default", varchar},
                                            {"is_nullable", varchar},
                                            {"data_type", varchar},
                                            {"character_maximum_length", int4},
                                            {"character_octet_length", int4},
                                            {"numeric_precision", int4},
                                            {"numeric_precision_radix", int4},
                                            {"numeric_scale", int4},
                                            {"datetime_precision", int4},
                                            {"interval_type", varchar},
                                            {"interval_precision", int4},
                                            {"character_set_catalog", name},
                                            {"character_set_schema", name},
                                            {"character_set_name", name},
                                            {"collation_catalog", name},
                                            {"collation_schema", name},
                                            {"collation_name", name},
                                            {"domain_catalog", name},
                                            {"domain_schema", name},
                                            {"domain_name", name},
                                            {"udt_catalog", name},
                                            {"udt_schema", name},
                                            {"udt_name", name},
                                            {"scope_catalog", name},
                                            {"scope_schema", name},
                                            {"scope_name", name},
                                            {"maximum_cardinality", int4},
                                            {"dtd_identifier", name},
                                            {"is_self_referencing", varchar},
                                            {"is_identity", varchar},
                                            {"identity_generation", varchar},
                                            {"identity_start", varchar},
                                            {"identity_increment", varchar},
                                            {"identity_maximum", varchar},
                                            {"identity_minimum", varchar},
                                            {"identity_cycle", varchar},
                                            {"is_generated", varchar},
                                            {"generation_expression", varchar},
                                            {"is_updatable", varchar}};
constexpr SystemColumn views_columns[] = {{"table_catalog", name},
                                          {"table_schema", name},
                                          {"table_name", name},
                                          {"view_definition", varchar},
                                          {"check_option", varchar},
                                          {"is_updatable", varchar},
                                          {"is_insertable_into", varchar},
                                          {"is_trigger_updatable", varchar},
                                          {"is_trigger_deletable", varchar},
                                          {"is_trigger_insertable_into", varchar}};
constexpr SystemColumn sequences_columns[] = {
    {"sequence_catalog", name}, {"sequence_schema", name},   {"sequence_name", name},
    {"data_type", varchar},     {"numeric_precision", int4}, {"numeric_precision_radix", int4},
    {"numeric_scale", int4},    {"start_value", varchar},    {"minimum_value", varchar},
    {"maximum_value", varchar}, {"increment", varchar},      {"cycle_option", varchar}};
constexpr SystemColumn domains_columns[] = {{"domain_catalog", name},
                                            {"domain_schema", name},
                                            {"domain_name", name},
                                            {"data_type", varchar},
                                            {"character_maximum_length", int4},
                                            {"character_octet_length", int4},
                                            {"character_set_catalog", name},
                                            {"character_set_schema", name},
                                            {"character_set_name", name},
                                            {"collation_catalog", name},
                                            {"collation_schema", name},
                                            {"collation_name", name},
                                            {"numeric_precision", int4},
                                            {"numeric_precision_radix", int4},
                                            {"numeric_scale", int4},
                                            {"datetime_precision", int4},
                                            {"interval_type", varchar},
                                            {"interval_precision", int4},
                                            {"domain_default", varchar},
                                            {"udt_catalog", name},
                                            {"udt_schema", name},
                                            {"udt_name", name},
                                            {"scope_catalog", name},
                                            {"scope_schema", name},
                                            {"scope_name", name},
                                            {"maximum_cardinality", int4},
                                            {"dtd_identifier", name}};

void scan_schemata(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, schema] : context.catalog.schemas()) {
    const Role* owner = context.catalog.role(schema->owner);
    rows.text(database_name).text(schema->name).text(owner == nullptr ? "" : owner->name);
    rows.end_row();
  }
}

void table_row(std::string_view schema, std::string_view table, bool view, bool insertable,
               RowAppender& rows) {
  rows.text(database_name).text(schema).text(table).text(view ? "VIEW" : "BASE TABLE");
  rows.null().null().null().null().null();
  rows.text(yes_or_no(insertable)).text("NO").null().end_row();
}

void scan_tables(const SystemScanContext& context, RowAppender& rows) {
  for (const SystemRelation& relation : all_system_relations()) {
    table_row(schema_name(context, relation.schema), relation.name, relation.kind == 'v',
              relation.kind == 'r', rows);
  }
  for (const auto& [oid, table] : context.catalog.tables())
    table_row(schema_name(context, table->schema), table->name, false, true, rows);
  for (const auto& [oid, view] : context.catalog.views())
    table_row(schema_name(context, view->schema), view->name, true, false, rows);
}

// --- columns ---

void number_or_null(const std::optional<std::int64_t>& number, RowAppender& rows) {
  if (number) {
    rows.integer(*number);
  } else {
    rows.null();
  }
}

// The columns from data_type on to datetime precision, for a type with its modifier.
void length_columns(Oid type, TypeModifier modifier, RowAppender& rows) {
  const TypeLengths lengths = type_lengths(type, modifier);
  number_or_null(lengths.characters, rows);
  number_or_null(lengths.octets, rows);
  number_or_null(lengths.precision, rows);
  number_or_null(lengths.radix, rows);
  number_or_null(lengths.scale, rows);
  number_or_null(lengths.datetime, rows);
}

void column_row(const SystemScanContext& context, std::string_view schema, std::string_view table,
                const TableColumn& column, bool updatable, RowAppender& rows) {
  const Domain* domain = context.catalog.domain(column.domain);
  const SequenceObject* sequence = context.catalog.sequence(column.sequence);
  const Type& type = type_of(column.type);
  rows.text(database_name).text(schema).text(table).text(column.name).integer(column.number);
  rows.nonempty(column.default_sql.empty() ? "" : expression_text(column.default_sql));
  rows.text(yes_or_no(!column.not_null));
  rows.text(type.element != 0 && type.category == 'A' ? "ARRAY" : std::string(type.display));
  length_columns(column.type, column.modifier, rows);
  rows.null().null();                       // interval
  for (int i = 0; i < 6; ++i) rows.null();  // character set, collation
  if (domain == nullptr) {
    rows.null().null().null();
  } else {
    rows.text(database_name).text(schema_name(context, domain->schema)).text(domain->name);
  }
  rows.text(database_name).text("pg_catalog").text(type.name);
  rows.null().null().null().null();  // scope, maximum cardinality
  rows.integer(column.number).text("NO");
  rows.text(yes_or_no(column.identity != IdentityKind::none));
  if (column.identity == IdentityKind::none || sequence == nullptr) {
    rows.null().null().null().null().null().text("NO");
  } else {
    rows.text(column.identity == IdentityKind::always ? "ALWAYS" : "BY DEFAULT");
    rows.text(std::to_string(sequence->start)).text(std::to_string(sequence->increment));
    rows.text(std::to_string(sequence->maximum)).text(std::to_string(sequence->minimum));
    rows.text(yes_or_no(sequence->cycle));
  }
  rows.text(column.generated_sql.empty() ? "NEVER" : "ALWAYS");
  rows.nonempty(column.generated_sql.empty() ? "" : expression_text(column.generated_sql));
  rows.text(yes_or_no(updatable)).end_row();
}

void scan_columns(const SystemScanContext& context, RowAppender& rows) {
  for (const SystemRelation& relation : all_system_relations()) {
    AttributeNumber number = 0;
    for (const SystemColumn& column : relation.columns) {
      TableColumn shown;
      shown.name = column.name;
      shown.number = ++number;
      shown.type = column.type;
      column_row(context, schema_name(context, relation.schema), relation.name, shown, false, rows);
    }
  }
  for (const auto& [oid, table] : context.catalog.tables()) {
    for (const TableColumn& column : table->columns) {
      if (!column.dropped)
        column_row(context, schema_name(context, table->schema), table->name, column, true, rows);
    }
  }
  for (const auto& [oid, view] : context.catalog.views()) {
    for (const TableColumn& column : view->columns)
      column_row(context, schema_name(context, view->schema), view->name, column, false, rows);
  }
}

// --- views, sequences, domains ---

void scan_views(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, view] : context.catalog.views()) {
    rows.text(database_name).text(schema_name(context, view->schema)).text(view->name);
    rows.text(context.state.view_definition(oid, false, 0));
    rows.text(view->check_option == 'l'   ? "LOCAL"
              : view->check_option == 'c' ? "CASCADED"
                                          : "NONE");
    rows.text("NO").text("NO").text("NO").text("NO").text("NO").end_row();
  }
}

void scan_sequences(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, sequence] : context.catalog.sequences()) {
    if (sequence->identity) continue;  // PostgreSQL leaves those of identity columns out
    rows.text(database_name).text(schema_name(context, sequence->schema)).text(sequence->name);
    rows.text("bigint").integer(64).integer(2).integer(0);
    rows.text(std::to_string(sequence->start)).text(std::to_string(sequence->minimum));
    rows.text(std::to_string(sequence->maximum)).text(std::to_string(sequence->increment));
    rows.text(yes_or_no(sequence->cycle)).end_row();
  }
}

void scan_domains(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, domain] : context.catalog.domains()) {
    const Type& base = type_of(domain->base);
    const TypeLengths lengths = type_lengths(domain->base, domain->modifier);
    rows.text(database_name).text(schema_name(context, domain->schema)).text(domain->name);
    rows.text(base.display);
    number_or_null(lengths.characters, rows);
    number_or_null(lengths.octets, rows);
    for (int i = 0; i < 6; ++i) rows.null();  // character set, collation
    number_or_null(lengths.precision, rows);
    number_or_null(lengths.radix, rows);
    number_or_null(lengths.scale, rows);
    number_or_null(lengths.datetime, rows);
    rows.null().null();
    rows.nonempty(domain->default_sql.empty() ? "" : expression_text(domain->default_sql));
    rows.text(database_name).text("pg_catalog").text(base.name).null().null().null().null();
    rows.integer(1).end_row();
  }
}

const SystemRelation list[] = {
    information_relation(13302, "schemata", schemata_columns, scan_schemata),
    information_relation(13345, "tables", tables_columns, scan_tables),
    information_relation(13215, "columns", columns_columns, scan_columns),
    information_relation(13403, "views", views_columns, scan_views),
    information_relation(13306, "sequences", sequences_columns, scan_sequences),
    information_relation(13240, "domains", domains_columns, scan_domains),
};

}  // namespace

std::span<const SystemRelation> information_relations() { return list; }

}  // namespace dsql::engine
