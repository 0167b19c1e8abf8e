#include <algorithm>
#include <utility>

#include "dsqlrules/conditions/limits.h"
#include "dsqlrules/conditions/rules_index.h"
#include "dsqlrules/conditions/rules_limit.h"
#include "dsqlrules/conditions/rules_table.h"
#include "dsqlrules/conditions/rules_type.h"
#include "dsqlrules/shape/column_types.h"
#include "dsqlrules/shape/shape.h"

namespace dsql::rules {
namespace {

// Collects violations of the rules that are in force.
class Findings {
 public:
  explicit Findings(AsOf as_of) : as_of_(as_of) {}

  template <class... Args>
  void add(const Rule<Args...>& rule, int location, const std::type_identity_t<Args>&... args) {
    if (in_force(rule, as_of_)) found_.push_back(violation(rule, location, args...));
  }
  void add(std::vector<Violation> more) {
    std::move(more.begin(), more.end(), std::back_inserter(found_));
  }
  void add(std::optional<Violation> more) {
    if (more) found_.push_back(std::move(*more));
  }
  std::vector<Violation> take() { return std::move(found_); }

 private:
  AsOf as_of_;
  std::vector<Violation> found_;
};

// --- types ---------------------------------------------------------------------------------------

void check_sizes(const TypeShape& type, int location, Findings& found) {
  if (type.name == "character" && type.length.value_or(1) > limits::char_length) {
    found.add(refusals::char_length, location);
  }
  if (type.name == "character varying" && type.length.value_or(1) > limits::varchar_length) {
    found.add(refusals::varchar_length, location);
  }
  if (!type.precision) return;
  constexpr std::int64_t old_precision = 38;
  const std::int64_t precision = *type.precision;
  const std::int64_t scale = type.scale.value_or(0);
  if (precision < 1 || precision > old_precision)
    found.add(refusals::numeric_precision_before, location, precision);
  if (scale < 0 || scale >= old_precision)
    found.add(refusals::numeric_scale_before, location, scale);
  if (precision < 1 || precision > limits::numeric_precision) {
    found.add(refusals::numeric_precision, location, precision);
  } else if (scale < -limits::numeric_scale || scale > limits::numeric_scale) {
    found.add(refusals::numeric_scale, location, scale);
  }
}

void check_type(const TypeShape& type, int location, Findings& found) {
  if (type.name.empty()) return;
  if (is_serial(type.name)) return found.add(refusals::serial_type, location, type.name);
  if (type.name.ends_with("[]")) return found.add(refusals::array_type, location, type.name);
  if (type.name == "jsonb") found.add(refusals::jsonb_before, location, type.name);
  const ColumnType* row = find_column_type(type.name);
  if (row == nullptr || !row->storable)
    return found.add(refusals::type_not_supported, location, type.name);
  check_sizes(type, location, found);
}

bool is_good_cache(std::int64_t cache) { return cache == 1 || cache >= limits::sequence_cache; }

// --- keys ----------------------------------------------------------------------------------------

std::int64_t declared_bytes(const TypeShape& type) {
  if (type.length) return *type.length;
  const ColumnType* row = find_column_type(type.name);
  return row == nullptr ? 0 : row->key_bytes;
}

void check_duplicates(const KeyShape& key, Findings& found) {
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const std::string& name = key.columns[i].name;
    const auto same = [&](const KeyShape::Column& other) {
      return !name.empty() && other.name == name;
    };
    if (std::none_of(key.columns.begin(), key.columns.begin() + static_cast<std::ptrdiff_t>(i),
                     same))
      continue;
    if (key.kind == KeyKind::primary)
      found.add(refusals::duplicate_primary_key_column, key.location, name);
    if (key.kind == KeyKind::unique)
      found.add(refusals::duplicate_unique_column, key.location, name);
  }
}

void check_names(const TableShape& table, Findings& found) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto same = [&](const ColumnShape& other) { return other.name == table.columns[i].name; };
    if (std::any_of(table.columns.begin(), table.columns.begin() + static_cast<std::ptrdiff_t>(i),
                    same)) {
      found.add(refusals::duplicate_column, table.columns[i].location, table.columns[i].name);
    }
  }
  bool primary = false;
  for (const KeyShape& key : table.keys) {
    if (key.kind != KeyKind::primary) continue;
    if (primary) found.add(refusals::multiple_primary_keys, key.location, table.name);
    primary = true;
  }
}

template <class Limit>
std::optional<Violation> over(std::size_t count, Limit limit, const Rule<>& rule) {
  if (count <= static_cast<std::size_t>(limit)) return std::nullopt;
  return violation(rule, -1);
}

}  // namespace

std::vector<Violation> check_column(const ColumnShape& column, AsOf as_of) {
  Findings found(as_of);
  check_type(column.type, column.location, found);
  if (!column.identity) return found.take();
  const std::optional<std::int64_t> cache = column.identity->cache;
  if (!cache) {
    found.add(refusals::identity_cache_missing, column.location);
  } else if (!is_good_cache(*cache)) {
    found.add(refusals::identity_cache, column.location, *cache);
  }
  if (!column.type.name.empty() && column.type.name != "bigint") {
    found.add(refusals::identity_type, column.location, column.type.name);
  }
  return found.take();
}

std::vector<Violation> check_key(const KeyShape& key, AsOf as_of) {
  Findings found(as_of);
  check_duplicates(key, found);
  if (key.columns.size() > limits::columns_per_key) found.add(refusals::key_columns, key.location);
  std::int64_t bytes = 0;
  for (const KeyShape::Column& column : key.columns) {
    const ColumnType* row = find_column_type(column.type.name);
    if (row != nullptr && row->storable && !row->allowed_in_key) {
      found.add(refusals::type_not_in_key, key.location, column.type.name);
    }
    bytes += declared_bytes(column.type);
  }
  if (bytes > limits::declared_key_bytes) found.add(refusals::declared_key_size, key.location);
  return found.take();
}

std::vector<Violation> check_table(const TableShape& table, AsOf as_of) {
  Findings found(as_of);
  for (const ColumnShape& column : table.columns) found.add(check_column(column, as_of));
  check_names(table, found);
  const bool keyed = std::any_of(table.keys.begin(), table.keys.end(),
                                 [](const KeyShape& key) { return key.kind == KeyKind::primary; });
  found.add(check_columns_of_table(table.columns.size(), keyed));
  for (const KeyShape& key : table.keys) found.add(check_key(key, as_of));
  found.add(check_indexes_of_table(table.keys.size()));
  return found.take();
}

std::vector<Violation> check_sequence(const SequenceShape& sequence, AsOf as_of) {
  Findings found(as_of);
  if (sequence.create && !sequence.cache)
    found.add(refusals::sequence_cache_missing, sequence.location);
  if (sequence.cache && !is_good_cache(*sequence.cache)) {
    found.add(refusals::sequence_cache, sequence.location, *sequence.cache);
  }
  if (!sequence.type.empty() && sequence.type != "bigint") {
    found.add(refusals::sequence_type, sequence.location, sequence.type);
  }
  return found.take();
}

std::optional<Violation> check_columns_of_table(std::size_t columns, bool has_primary_key) {
  const Rule<>& rule = has_primary_key ? refusals::table_columns_with_key : refusals::table_columns;
  return over(columns, limits::columns_per_table, rule);
}

std::optional<Violation> check_indexes_of_table(std::size_t indexes) {
  return over(indexes, limits::indexes_per_table, refusals::table_indexes);
}

std::optional<Violation> check_statistics_of_table(std::size_t statistics) {
  return over(statistics, limits::statistics_per_table, refusals::table_statistics);
}

std::optional<Violation> check_schemas(std::size_t schemas) {
  return over(schemas, limits::schemas_per_database, refusals::schema_count);
}

std::optional<Violation> check_tables(std::size_t tables) {
  return over(tables, limits::tables_per_database, refusals::table_count);
}

std::optional<Violation> check_views(std::size_t views) {
  return over(views, limits::views_per_database, refusals::view_count);
}

std::optional<Violation> check_sequences(std::size_t sequences) {
  return over(sequences, limits::sequences_per_database, refusals::sequence_count);
}

std::optional<Violation> check_statistics_target(std::int64_t target) {
  if (target <= limits::statistics_target) return std::nullopt;
  return violation(refusals::statistics_target, -1, target);
}

std::optional<Violation> check_view_definition(std::int64_t bytes) {
  if (bytes <= limits::view_definition_bytes) return std::nullopt;
  return violation(refusals::view_definition, -1);
}

}  // namespace dsql::rules
