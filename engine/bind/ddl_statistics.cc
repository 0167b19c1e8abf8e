#include <algorithm>

#include "dsqlrules/conditions/ddl_errors.h"
#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/parse/node.h"
#include "engine/bind/ddl_expressions.h"
#include "engine/bind/ddl_limits.h"
#include "engine/bind/ddl_names.h"
#include "engine/catalog/catalog_edit.h"

namespace dsql::engine {

namespace conditions = rules::conditions;

namespace {

char kind_letter(std::string_view kind) {
  if (kind == "ndistinct") return 'd';
  if (kind == "dependencies") return 'f';
  if (kind == "mcv") return 'm';
  rules::raise(conditions::unrecognized_statistics_kind, kind);
}

// t_a_b_stat, counted up until it is free among relations and statistics.
std::string choose_name(const DdlBinder& binder, const Table& table,
                        const std::vector<std::string>& columns) {
  for (int pass = 0;; ++pass) {
    std::string name = make_object_name(table.name, index_name_addition(columns),
                                        pass == 0 ? "stat" : "stat" + std::to_string(pass));
    if (binder.catalog.find_statistics(table.schema, name) == nullptr) return name;
  }
}

}  // namespace

BoundDdl bind_create_statistics(DdlBinder& binder, const PgQuery__CreateStatsStmt& statement) {
  BoundDdl ddl{.tag = "CREATE STATISTICS", .notices = {}, .action = NothingToDo{}};
  if (statement.n_relations != 1 ||
      statement.relations[0]->node_case != PG_QUERY__NODE__NODE_RANGE_VAR)
    rules::raise(conditions::statistics_one_relation);
  const Table& table = binder.owned_table(*statement.relations[0]->range_var);
  Statistics statistics;
  statistics.owner = binder.role_id();
  statistics.table = table.oid;
  statistics.schema = table.schema;
  for (const Node* node : nodes(statement.stat_types, statement.n_stat_types))
    statistics.kinds += kind_letter(string_of(*node));
  if (statistics.kinds.empty()) statistics.kinds = "dfm";
  std::vector<std::string> names;
  for (const Node* node : nodes(statement.exprs, statement.n_exprs)) {
    const PgQuery__StatsElem& element = *node->stats_elem;
    if (element.expr == nullptr) {
      const TableColumn* column = table.find_column(text_of(element.name));
      if (column == nullptr) rules::raise(conditions::undefined_column, text_of(element.name));
      if (std::count(statistics.columns.begin(), statistics.columns.end(), column->number) != 0)
        rules::raise(conditions::statistics_duplicate_column);
      statistics.columns.push_back(column->number);
      names.push_back(column->name);
    } else {
      statistics.expressions.push_back(
          index_expression(binder, *element.expr, table).expression_sql);
      names.push_back(index_column_name(*element.expr));
    }
  }
  if (statistics.columns.size() + statistics.expressions.size() < 2 &&
      statistics.expressions.empty())
    rules::raise(conditions::statistics_two_columns);
  if (statement.n_defnames == 0) {
    statistics.name = choose_name(binder, table, names);
  } else {
    const SplitName name = split_name(nodes(statement.defnames, statement.n_defnames));
    statistics.schema = binder.creation_schema(name.schema);
    statistics.name = name.name;
  }
  if (binder.catalog.find_statistics(statistics.schema, statistics.name) != nullptr) {
    if (!statement.if_not_exists) rules::raise(conditions::duplicate_statistics, statistics.name);
    binder.notice(rules::error(conditions::statistics_exists_skipping, statistics.name));
    return ddl;
  }
  check_statistics_count(binder.catalog, table.oid);
  ddl.action = PutObjects{{std::move(statistics)}, {table.oid}};
  return ddl;
}

BoundDdl bind_alter_statistics(DdlBinder& binder, const PgQuery__AlterStatsStmt& statement) {
  BoundDdl ddl{.tag = "ALTER STATISTICS", .notices = {}, .action = NothingToDo{}};
  const SplitName name = split_name(nodes(statement.defnames, statement.n_defnames));
  const Statistics* found = nullptr;
  for (const Oid schema : binder.lookup_path(name.schema)) {
    if (found == nullptr) found = binder.catalog.find_statistics(schema, name.name);
  }
  if (found == nullptr) {
    if (!statement.missing_ok) rules::raise(conditions::undefined_statistics, name.name);
    binder.notice(
        rules::error(conditions::object_missing_skipping, "statistics object", name.name));
    return ddl;
  }
  binder.require_owner(*found, "statistics object");
  const std::int64_t target = rules::integer_of(statement.stxstattarget).value_or(-1);
  check_statistics_target(target);
  Statistics statistics = *found;
  statistics.target = static_cast<std::int32_t>(target);
  ddl.action = PutObjects{{std::move(statistics)}, {}};
  return ddl;
}

BoundDdl bind_analyze(DdlBinder& binder, const PgQuery__VacuumStmt& statement) {
  AnalyzeTables analyze;
  for (const Node* node : nodes(statement.rels, statement.n_rels)) {
    const PgQuery__RangeVar& name = *node->vacuum_relation->relation;
    const FoundRelation found = binder.find(name);
    if (!found) rules::raise(conditions::undefined_table, text_of(name.relname));
    if (found.kind != 'r') rules::raise(conditions::not_a_table, text_of(name.relname));
    for (const Node* column :
         nodes(node->vacuum_relation->va_cols, node->vacuum_relation->n_va_cols)) {
      if (found.table->find_column(string_of(*column)) == nullptr)
        rules::raise(conditions::undefined_column_of_relation, string_of(*column),
                     found.table->name);
    }
    analyze.tables.push_back(found.table->oid);
  }
  if (statement.n_rels == 0) {
    for (const auto& [oid, table] : binder.catalog.tables()) analyze.tables.push_back(oid);
  }
  return {.tag = "ANALYZE", .notices = {}, .action = std::move(analyze)};
}

BoundDdl bind_set_constraints(DdlBinder& binder, const PgQuery__ConstraintsSetStmt& statement) {
  SetConstraints set;
  set.deferred = statement.deferred != 0;
  set.all = statement.n_constraints == 0;
  for (const Node* node : nodes(statement.constraints, statement.n_constraints)) {
    const PgQuery__RangeVar& name = *node->range_var;
    const auto path = binder.lookup_path(text_of(name.schemaname));
    bool any = false;
    for (const auto& [oid, table] : binder.catalog.tables()) {
      if (std::find(path.begin(), path.end(), table->schema) == path.end()) continue;
      for (const ForeignKey& key : table->foreign_keys) {
        if (key.name != text_of(name.relname)) continue;
        if (!key.deferrable) rules::raise(conditions::constraint_not_deferrable, key.name);
        set.foreign_keys.emplace_back(oid, key.oid);
        any = true;
      }
    }
    if (!any) rules::raise(conditions::undefined_constraint, text_of(name.relname));
  }
  return {.tag = "SET CONSTRAINTS", .notices = {}, .action = std::move(set)};
}

}  // namespace dsql::engine
