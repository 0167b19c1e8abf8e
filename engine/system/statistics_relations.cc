// pg_statistic_ext and the statistics views: what ANALYZE and CREATE STATISTICS leave. The service
// does not count accesses, so those columns are 0 or NULL.
#include "engine/system/definition.h"
#include "engine/system/relation_rows.h"

namespace dsql::engine {

namespace {

using namespace sql;

constexpr SystemColumn pg_statistic_ext_columns[] = {
    {"oid", oid_},           {"stxrelid", oid_},      {"stxname", name},
    {"stxnamespace", oid_},  {"stxowner", oid_},      {"stxstattarget", int4},
    {"stxkeys", int2vector}, {"stxkind", char_array}, {"stxexprs", pg_node_tree}};
constexpr SystemColumn pg_stat_user_tables_columns[] = {{"relid", oid_},
                                                        {"schemaname", name},
                                                        {"relname", name},
                                                        {"seq_scan", int8},
                                                        {"last_seq_scan", timestamptz},
                                                        {"seq_tup_read", int8},
                                                        {"idx_scan", int8},
                                                        {"last_idx_scan", timestamptz},
                                                        {"idx_tup_fetch", int8},
                                                        {"n_tup_ins", int8},
                                                        {"n_tup_upd", int8},
                                                        {"n_tup_del", int8},
                                                        {"n_tup_hot_upd", int8},
                                                        {"n_tup_newpage_upd", int8},
                                                        {"n_live_tup", int8},
                                                        {"n_dead_tup", int8},
                                                        {"n_mod_since_analyze", int8},
                                                        {"n_ins_since_vacuum", int8},
                                                        {"last_vacuum", timestamptz},
                                                        {"last_autovacuum", timestamptz},
                                                        {"last_analyze", timestamptz},
                                                        {"last_autoanalyze", timestamptz},
                                                        {"vacuum_count", int8},
                                                        {"autovacuum_count", int8},
                                                        {"analyze_count", int8},
                                                        {"autoanalyze_count", int8}};
constexpr SystemColumn pg_stat_all_tables_columns[] = {{"relid", oid_},
                                                       {"schemaname", name},
                                                       {"relname", name},
                                                       {"seq_scan", int8},
                                                       {"last_seq_scan", timestamptz},
                                                       {"seq_tup_read", int8},
                                                       {"idx_scan", int8},
                                                       {"last_idx_scan", timestamptz},
                                                       {"idx_tup_fetch", int8},
                                                       {"n_tup_ins", int8},
                                                       {"n_tup_upd", int8},
                                                       {"n_tup_del", int8},
                                                       {"n_tup_hot_upd", int8},
                                                       {"n_tup_newpage_upd", int8},
                                                       {"n_live_tup", int8},
                                                       {"n_dead_tup", int8},
                                                       {"n_mod_since_analyze", int8},
                                                       {"n_ins_since_vacuum", int8},
                                                       {"last_vacuum", timestamptz},
                                                       {"last_autovacuum", timestamptz},
                                                       {"last_analyze", timestamptz},
                                                       {"last_autoanalyze", timestamptz},
                                                       {"vacuum_count", int8},
                                                       {"autovacuum_count", int8},
                                                       {"analyze_count", int8},
                                                       {"autoanalyze_count", int8}};
constexpr SystemColumn pg_stat_user_indexes_columns[] = {{"relid", oid_},
                                                         {"indexrelid", oid_},
                                                         {"schemaname", name},
                                                         {"relname", name},
                                                         {"indexrelname", name},
                                                         {"idx_scan", int8},
                                                         {"last_idx_scan", timestamptz},
                                                         {"idx_tup_read", int8},
                                                         {"idx_tup_fetch", int8}};
constexpr SystemColumn pg_stat_all_indexes_columns[] = {{"relid", oid_},
                                                        {"indexrelid", oid_},
                                                        {"schemaname", name},
                                                        {"relname", name},
                                                        {"indexrelname", name},
                                                        {"idx_scan", int8},
                                                        {"last_idx_scan", timestamptz},
                                                        {"idx_tup_read", int8},
                                                        {"idx_tup_fetch", int8}};

void scan_statistic_ext(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, statistics] : context.catalog.statistics()) {
    std::vector<std::int64_t> columns(statistics->columns.begin(), statistics->columns.end());
    std::vector<std::string> kinds;
    for (const char kind : statistics->kinds) kinds.emplace_back(1, kind);
    std::string expressions;
    for (const std::string& sql : statistics->expressions)
      expressions += (expressions.empty() ? "" : ", ") + expression_text(sql);
    rows.integer(oid).integer(statistics->table).text(statistics->name);
    rows.integer(statistics->schema).integer(statistics->owner).integer(statistics->target);
    rows.int_array(columns).text_array(kinds).nonempty(expressions).end_row();
  }
}

void scan_stat_tables(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, table] : context.catalog.tables()) {
    const TableNumbers numbers = context.state.numbers(oid);
    rows.integer(oid).text(context.catalog.schema(table->schema)->name).text(table->name);
    rows.integer(0).null().integer(0).integer(0).null().integer(0);  // scans
    for (int i = 0; i < 5; ++i) rows.integer(0);                     // changed rows
    rows.integer(numbers.rows < 0 ? 0 : static_cast<std::int64_t>(numbers.rows));
    rows.integer(0).integer(0).integer(0);  // dead rows, changes since ANALYZE and vacuum
    rows.null().null().null();              // last vacuum, autovacuum, analyze
    if (numbers.analyzed_at == 0) {
      rows.null();
    } else {
      rows.integer(numbers.analyzed_at);
    }
    rows.integer(0).integer(0).integer(0).integer(numbers.analyzed_at == 0 ? 0 : 1);
    rows.end_row();
  }
}

void scan_stat_indexes(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, table] : context.catalog.tables()) {
    for (const Index& index : table->indexes) {
      rows.integer(oid).integer(index.oid);
      rows.text(context.catalog.schema(table->schema)->name).text(table->name).text(index.name);
      rows.integer(0).null().integer(0).integer(0).end_row();
    }
  }
}

const SystemRelation list[] = {
    catalog_relation(3381, "pg_statistic_ext", 'r', pg_statistic_ext_columns, scan_statistic_ext),
    catalog_relation(12161, "pg_stat_user_tables", 'v', pg_stat_user_tables_columns,
                     scan_stat_tables),
    catalog_relation(12142, "pg_stat_all_tables", 'v', pg_stat_all_tables_columns,
                     scan_stat_tables),
    catalog_relation(12192, "pg_stat_user_indexes", 'v', pg_stat_user_indexes_columns,
                     scan_stat_indexes),
    catalog_relation(12183, "pg_stat_all_indexes", 'v', pg_stat_all_indexes_columns,
                     scan_stat_indexes),
};

}  // namespace

std::span<const SystemRelation> statistics_relations() { return list; }

}  // namespace dsql::engine
