// information_schema: constraints and the columns they stand on.
#include <algorithm>

#include "engine/system/definition.h"
#include "engine/system/information.h"

namespace dsql::engine {

namespace {

using namespace sql;

constexpr SystemColumn table_constraints_columns[] = {
    {"constraint_catalog", name}, {"constraint_schema", name}, {"constraint_name", name},
    {"table_catalog", name},      {"table_schema", name},      {"table_name", name},
    {"constraint_type", varchar}, {"is_deferrable", varchar},  {"initially_deferred", varchar},
    {"enforced", varchar},        {"nulls_distinct", varchar}};
constexpr SystemColumn key_column_usage_columns[] = {{"constraint_catalog", name},
                                                     {"constraint_schema", name},
                                                     {"constraint_name", name},
                                                     {"table_catalog", name},
                                                     {"table_schema", name},
                                                     {"table_name", name},
                                                     {"column_name", name},
                                                     {"ordinal_position", int4},
                                                     {"position_in_unique_constraint", int4}};
constexpr SystemColumn referential_constraints_columns[] = {{"constraint_catalog", name},
                                                            {"constraint_schema", name},
                                                            {"constraint_name", name},
                                                            {"unique_constraint_catalog", name},
                                                            {"unique_constraint_schema", name},
                                                            {"unique_constraint_name", name},
                                                            {"match_option", varchar},
                                                            {"update_rule", varchar},
                                                            {"delete_rule", varchar}};
constexpr SystemColumn constraint_column_usage_columns[] = {
    {"table_catalog", name},  {"table_schema", name},       {"table_name", name},
    {"column_name", name},    {"constraint_catalog", name}, {"constraint_schema", name},
    {"constraint_name", name}};
constexpr SystemColumn constraint_table_usage_columns[] = {
    {"table_catalog", name},      {"table_schema", name},      {"table_name", name},
    {"constraint_catalog", name}, {"constraint_schema", name}, {"constraint_name", name}};
constexpr SystemColumn check_constraints_columns[] = {{"constraint_catalog", name},
                                                      {"constraint_schema", name},
                                                      {"constraint_name", name},
                                                      {"check_clause", varchar}};

void constraint_row(const SystemScanContext& context, const Table& table, std::string_view name,
                    std::string_view kind, const ForeignKey* key, RowAppender& rows) {
  const std::string_view schema = schema_name(context, table.schema);
  rows.text(database_name).text(schema).text(name);
  rows.text(database_name).text(schema).text(table.name).text(kind);
  rows.text(yes_or_no(key != nullptr && key->deferrable));
  rows.text(yes_or_no(key != nullptr && key->initially_deferred)).text("YES");
  if (kind == "UNIQUE") {
    rows.text("YES");
  } else {
    rows.null();
  }
  rows.end_row();
}

// PostgreSQL gives a NOT NULL column a check constraint of this name in information_schema.
std::string not_null_name(const Table& table, const TableColumn& column) {
  return std::to_string(table.schema) + "_" + std::to_string(table.oid) + "_" +
         std::to_string(column.number) + "_not_null";
}

void scan_table_constraints(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, table] : context.catalog.tables()) {
    for (const KeyConstraint& key : table->keys)
      constraint_row(context, *table, key.name, key.primary ? "PRIMARY KEY" : "UNIQUE", nullptr,
                     rows);
    for (const ForeignKey& key : table->foreign_keys)
      constraint_row(context, *table, key.name, "FOREIGN KEY", &key, rows);
    for (const CheckConstraint& check : table->checks)
      constraint_row(context, *table, check.name, "CHECK", nullptr, rows);
    for (const TableColumn& column : table->columns) {
      if (!column.dropped && column.not_null)
        constraint_row(context, *table, not_null_name(*table, column), "CHECK", nullptr, rows);
    }
  }
}

const TableColumn& column_of(const Table& table, AttributeNumber number) {
  return table.columns[static_cast<std::size_t>(number - 1)];
}

void key_column_row(const SystemScanContext& context, const Table& table, std::string_view name,
                    AttributeNumber column, std::int64_t position,
                    std::optional<std::int64_t> unique_position, RowAppender& rows) {
  const std::string_view schema = schema_name(context, table.schema);
  rows.text(database_name).text(schema).text(name);
  rows.text(database_name).text(schema).text(table.name).text(column_of(table, column).name);
  rows.integer(position);
  if (unique_position) {
    rows.integer(*unique_position);
  } else {
    rows.null();
  }
  rows.end_row();
}

void scan_key_column_usage(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, table] : context.catalog.tables()) {
    for (const KeyConstraint& key : table->keys) {
      const Index* index = table->find_index(key.index);
      std::int64_t position = 0;
      if (index == nullptr) continue;
      for (const IndexKey& part : index->keys)
        key_column_row(context, *table, key.name, part.column, ++position, std::nullopt, rows);
    }
    for (const ForeignKey& key : table->foreign_keys) {
      const Table* parent = context.catalog.table(key.referenced_table);
      const Index* index = parent == nullptr ? nullptr : parent->find_index(key.referenced_index);
      for (std::size_t i = 0; i < key.columns.size(); ++i) {
        std::optional<std::int64_t> unique_position;
        if (index != nullptr) {
          const auto at = std::find_if(
              index->keys.begin(), index->keys.end(),
              [&](const IndexKey& part) { return part.column == key.referenced_columns[i]; });
          unique_position = at - index->keys.begin() + 1;
        }
        key_column_row(context, *table, key.name, key.columns[i], static_cast<std::int64_t>(i + 1),
                       unique_position, rows);
      }
    }
  }
}

std::string_view rule_name(ReferentialAction action) {
  switch (action) {
    case ReferentialAction::restrict_: return "RESTRICT";
    case ReferentialAction::cascade: return "CASCADE";
    case ReferentialAction::set_null: return "SET NULL";
    case ReferentialAction::set_default: return "SET DEFAULT";
    case ReferentialAction::no_action: break;
  }
  return "NO ACTION";
}

void scan_referential_constraints(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, table] : context.catalog.tables()) {
    for (const ForeignKey& key : table->foreign_keys) {
      const Table* parent = context.catalog.table(key.referenced_table);
      const KeyConstraint* unique = nullptr;
      for (const KeyConstraint& each : parent->keys) {
        if (each.index == key.referenced_index) unique = &each;
      }
      rows.text(database_name).text(schema_name(context, table->schema)).text(key.name);
      if (unique == nullptr) {
        rows.null().null().null();
      } else {
        rows.text(database_name).text(schema_name(context, parent->schema)).text(unique->name);
      }
      rows.text(key.match_full ? "FULL" : "NONE");
      rows.text(rule_name(key.on_update)).text(rule_name(key.on_delete)).end_row();
    }
  }
}

// A constraint's use of a column of `table` (for a foreign key, the referenced table).
void usage_row(const SystemScanContext& context, const Table& table, const TableColumn& column,
               const Table& owner, std::string_view constraint, RowAppender& rows) {
  rows.text(database_name).text(schema_name(context, table.schema)).text(table.name);
  rows.text(column.name).text(database_name).text(schema_name(context, owner.schema));
  rows.text(constraint).end_row();
}

void scan_constraint_column_usage(const SystemScanContext& context, RowAppender& rows) {
  for (const auto& [oid, table] : context.catalog.tables()) {
    for (const KeyConstraint& key : table->keys) {
      const Index* index = table->find_index(key.index);
      if (index == nullptr) continue;
      for (const IndexKey& part : index->keys)
        usage_row(context, *table, column_of(*table, part.column), *table, key.name, rows);
    }
    for (const CheckConstraint& check : table->checks) {
      for (const std::string& name : column_names_in(check.expression_sql)) {
        if (const TableColumn* column = table->find_column(name))
          usage_row(context, *table, *column, *table, check.name, rows);
      }
    }
    for (const ForeignKey& key : table->foreign_keys) {
      const Table* parent = context.catalog.table(key.referenced_table);
      for (const AttributeNumber number : key.referenced_columns)
        usage_row(context, *parent, column_of(*parent, number), *table, key.name, rows);
    }
  }
}

void scan_constraint_table_usage(const SystemScanContext& context, RowAppender& rows) {
  const auto row = [&](const Table& table, const Table& owner, std::string_view name) {
    rows.text(database_name).text(schema_name(context, table.schema)).text(table.name);
    rows.text(database_name).text(schema_name(context, owner.schema)).text(name).end_row();
  };
  for (const auto& [oid, table] : context.catalog.tables()) {
    for (const KeyConstraint& key : table->keys) row(*table, *table, key.name);
    for (const ForeignKey& key : table->foreign_keys)
      row(*context.catalog.table(key.referenced_table), *table, key.name);
  }
}

void scan_check_constraints(const SystemScanContext& context, RowAppender& rows) {
  const auto row = [&](Oid schema, std::string_view name, const std::string& clause) {
    rows.text(database_name).text(schema_name(context, schema)).text(name).text(clause).end_row();
  };
  for (const auto& [oid, table] : context.catalog.tables()) {
    for (const CheckConstraint& check : table->checks)
      row(table->schema, check.name, expression_text(check.expression_sql));
    for (const TableColumn& column : table->columns) {
      if (!column.dropped && column.not_null)
        row(table->schema, not_null_name(*table, column), column.name + " IS NOT NULL");
    }
  }
  for (const auto& [oid, domain] : context.catalog.domains()) {
    for (const CheckConstraint& check : domain->checks)
      row(domain->schema, check.name, expression_text(check.expression_sql));
  }
}

const SystemRelation list[] = {
    information_relation(13331, "table_constraints", table_constraints_columns,
                         scan_table_constraints),
    information_relation(13249, "key_column_usage", key_column_usage_columns,
                         scan_key_column_usage),
    information_relation(13259, "referential_constraints", referential_constraints_columns,
                         scan_referential_constraints),
    information_relation(13220, "constraint_column_usage", constraint_column_usage_columns,
                         scan_constraint_column_usage),
    information_relation(13225, "constraint_table_usage", constraint_table_usage_columns,
                         scan_constraint_table_usage),
    information_relation(13180, "check_constraints", check_constraints_columns,
                         scan_check_constraints),
};

}  // namespace

std::span<const SystemRelation> information_key_relations() { return list; }

}  // namespace dsql::engine
