#include "engine/bind/ddl_limits.h"

#include <algorithm>

#include "dsqlrules/conditions/limits.h"
#include "dsqlrules/conditions/rules_index.h"
#include "dsqlrules/conditions/rules_limit.h"
#include "dsqlrules/conditions/rules_object.h"
#include "dsqlrules/conditions/rules_table.h"
#include "dsqlrules/conditions/rules_type.h"

namespace dsql::engine {

namespace limits = rules::limits;
namespace refusals = rules::refusals;

namespace {

// PostgreSQL keeps n of varchar(n) and char(n) behind a header of 4 bytes.
constexpr TypeModifier modifier_header = 4;
constexpr TypeModifier numeric_modifier(int precision, int scale) {
  return ((precision << 16) | (scale & 0x7FF)) + modifier_header;
}

bool is_string(Oid type) { return type == oid::varchar || type == oid::bpchar; }

// What a key column is declared to take at most, in bytes; 0 where nothing is declared.
std::int64_t declared_size(const IndexKey& key) {
  if (is_string(key.type)) return key.modifier < 0 ? 0 : key.modifier - modifier_header;
  return std::max<std::int64_t>(find_type(key.type)->length, 0);
}

void check_index(const Index& index) {
  for (const IndexKey& key : index.keys) {
    if (!find_type(key.type)->in_key)
      rules::raise(refusals::type_not_in_key, type_display(key.type, -1));
  }
  if (index.keys.size() > limits::columns_per_key) rules::raise(refusals::key_columns);
  // Strings alone decide: the sizes of other types are far below the limit.
  std::int64_t declared = 0;
  for (const IndexKey& key : index.keys) {
    if (is_string(key.type)) declared += declared_size(key);
  }
  if (declared > limits::declared_key_bytes) rules::raise(refusals::declared_key_size);
}

template <class Map, class Rule>
void check_count(const Map& map, int limit, const Rule& rule) {
  if (static_cast<int>(map.size()) >= limit) rules::raise(rule);
}

}  // namespace

BoundType column_type(const BoundType& type) {
  BoundType stored = type;
  const Type* known = find_type(type.type);
  if (known == nullptr || !known->storable)
    rules::raise(refusals::type_not_supported, type_display(type.type, -1));
  if (stored.type == oid::numeric && stored.modifier < 0) {
    stored.modifier =
        numeric_modifier(limits::default_numeric_precision, limits::default_numeric_scale);
  }
  const auto length = stored.modifier - modifier_header;
  if (stored.type == oid::bpchar && length > limits::char_length)
    rules::raise(refusals::char_length);
  if (stored.type == oid::varchar && length > limits::varchar_length)
    rules::raise(refusals::varchar_length);
  return stored;
}

void check_table_limits(const Table& table) {
  const auto alive = std::count_if(table.columns.begin(), table.columns.end(),
                                   [](const TableColumn& column) { return !column.dropped; });
  if (alive > limits::columns_per_table ||
      table.columns.size() > static_cast<std::size_t>(limits::lifetime_columns_per_table)) {
    if (table.primary_key() != nullptr) rules::raise(refusals::table_columns_with_key);
    rules::raise(refusals::table_columns);
  }
  for (const Index& index : table.indexes) {
    if (index.oid == 0) check_index(index);
  }
  if (table.indexes.size() > static_cast<std::size_t>(limits::indexes_per_table))
    rules::raise(refusals::table_indexes);
}

void check_sequence_cache(std::int64_t cache) {
  if (cache != 1 && cache < limits::sequence_cache) rules::raise(refusals::sequence_cache, cache);
}

void check_identity_type(Oid type, TypeModifier modifier) {
  if (type != oid::int8) rules::raise(refusals::identity_type, type_display(type, modifier));
}

void check_schema_count(const CatalogVersion& catalog) {
  const auto of_users =
      std::count_if(catalog.schemas().begin(), catalog.schemas().end(),
                    [](const auto& entry) { return entry.first >= oid::first_user; });
  if (of_users >= limits::schemas_per_database) rules::raise(refusals::schema_count);
}

void check_table_count(const CatalogVersion& catalog) {
  check_count(catalog.tables(), limits::tables_per_database, refusals::table_count);
}

void check_view_count(const CatalogVersion& catalog) {
  check_count(catalog.views(), limits::views_per_database, refusals::view_count);
}

void check_view_size(std::string_view sql) {
  // The service counts its own tree of the query; its text is never longer than that.
  if (static_cast<std::int64_t>(sql.size()) > limits::view_definition_bytes)
    rules::raise(refusals::view_definition);
}

void check_sequence_count(const CatalogVersion& catalog) {
  check_count(catalog.sequences(), limits::sequences_per_database, refusals::sequence_count);
}

void check_statistics_count(const CatalogVersion& catalog, Oid table) {
  const auto of_table =
      std::count_if(catalog.statistics().begin(), catalog.statistics().end(),
                    [&](const auto& entry) { return entry.second->table == table; });
  if (of_table >= limits::statistics_per_table) rules::raise(refusals::table_statistics);
}

void check_statistics_target(std::int64_t target) {
  if (target > limits::statistics_target) rules::raise(refusals::statistics_target, target);
}

void refuse_system_entity() { rules::raise(refusals::system_entity); }

void refuse_drop_of_key_column(std::string_view column) {
  rules::raise(refusals::primary_key_drop, column);
}

void refuse_drop_of_primary_key() { rules::raise(refusals::primary_key_constraint_drop); }

}  // namespace dsql::engine
