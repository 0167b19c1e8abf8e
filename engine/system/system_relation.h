// SystemRelation: a relation of pg_catalog, information_schema or sys, computed when it is read
// from the catalog version, the type and function rows, the settings and the jobs. A constexpr row:
// name, columns, and the function that makes its rows. Stateless; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/catalog/sequence_state.h"
#include "engine/catalog/table_statistics.h"
#include "engine/types/column.h"
#include "engine/types/type.h"

namespace dsql::engine {

struct SystemColumn {
  std::string_view name;
  Oid type = 0;
};

// A row of sys.jobs.
struct JobRow {
  std::string job_id;
  std::string status;
  std::optional<std::string> details;
  std::string job_type;
  Oid class_id = 1259;
  Oid object_id = 0;
  std::optional<std::string> object_name;
  std::int64_t start_time = 0;  // microseconds since 2000-01-01 UTC, whole seconds
  std::optional<std::int64_t> update_time;
};

// A row of pg_settings.
struct SettingRow {
  std::string name;
  std::string setting;
  std::string unit;  // empty: none
  std::string category;
  std::string description;
  std::string context = "user";
  std::string type = "string";
  std::string source = "default";
  std::optional<std::string> minimum;
  std::optional<std::string> maximum;
  std::vector<std::string> enumeration;
  std::string boot_value;
  std::string reset_value;
};

// What system relations and functions show beside the catalog. Implemented by the session over its
// cluster; one statement at a time.
class SystemState {
 public:
  virtual ~SystemState() = default;
  virtual std::vector<JobRow> jobs() const = 0;
  virtual std::vector<SettingRow> settings() const = 0;
  // nullopt: not used since it was made.
  virtual std::optional<SequenceState> sequence(Oid oid) const = 0;
  virtual TableNumbers numbers(Oid relation) const = 0;
  virtual Oid current_role() const = 0;
  // The text of a view as pg_get_viewdef shows it.
  virtual std::string view_definition(Oid view, bool pretty, int wrap) const = 0;
};

struct SystemScanContext {
  const CatalogVersion& catalog;
  const TextFormat& format;
  const SystemState& state;
};

// Collects the rows of a scan, value by value in the order of the relation's columns, in chunks of
// up to batch_capacity rows. Each call fills the next column of the current row; a value of another
// physical type than the column's is converted (an int into int2, text through the type's input).
class RowAppender {
 public:
  RowAppender(std::span<const SystemColumn> columns, const TextFormat& format);

  RowAppender& null();
  RowAppender& boolean(bool value);
  RowAppender& integer(std::int64_t value);  // int2, int4, int8, oid, float4, xid, timestamptz
  RowAppender& real(double value);
  RowAppender& character(char value);         // "char"
  RowAppender& text(std::string_view value);  // any type: what its input function reads
  // Where optional: NULL when absent, empty or zero.
  RowAppender& text_or_null(const std::optional<std::string>& value);
  RowAppender& nonempty(std::string_view value);
  RowAppender& nonzero(std::int64_t value);
  RowAppender& int_array(std::span<const std::int64_t> values);  // int2vector, oidvector, _int2 …
  RowAppender& text_array(std::span<const std::string> values);  // _text, _name, _aclitem
  // Fills what is left of the row with NULL and ends it.
  void end_row();

  struct Chunk {
    std::vector<Column> columns;
    std::uint32_t rows = 0;
  };
  std::vector<Chunk> take() { return std::move(chunks_); }

 private:
  Column& next();

  std::span<const SystemColumn> columns_;
  const TextFormat& format_;
  std::vector<Chunk> chunks_;
  std::uint32_t row_ = 0;
  std::size_t column_ = 0;
};

class SystemRelation {
 public:
  Oid oid = 0;
  Oid schema = 0;
  std::string_view name;
  char kind = 'r';  // r table, v view
  std::span<const SystemColumn> columns;
  // Appends every row. Null: the relation is always empty.
  void (*scan)(const SystemScanContext& context, RowAppender& rows) = nullptr;
};

// Every relation, by schema and name; pointers are stable.
std::span<const SystemRelation> all_system_relations();
const SystemRelation* find_system_relation(Oid schema, std::string_view name);
const SystemRelation* find_system_relation(Oid oid);

}  // namespace dsql::engine
