#include "engine/exec/row_text.h"

namespace dsql::engine {

namespace {

constexpr std::size_t longest_shown = 64;  // as PostgreSQL's ExecBuildSlotValueDescription

std::string value_text(Oid type, const Column& column, std::uint32_t row,
                       const TextFormat& format) {
  if (column.is_null(row)) return "null";
  std::string text;
  type_of(type).text_output(column, row, format, text);
  return text;
}

std::string shortened(std::string text) {
  if (text.size() <= longest_shown) return text;
  std::size_t cut = longest_shown;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U)
    --cut;  // whole characters
  text.resize(cut);
  return text + "...";
}

}  // namespace

std::string row_text(const Table& table, const std::vector<const Column*>& columns,
                     std::uint32_t row, const TextFormat& format) {
  std::string text;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (table.columns[c].dropped) continue;
    if (!text.empty()) text += ", ";
    text += shortened(value_text(table.columns[c].type, *columns[c], row, format));
  }
  return text;
}

std::string key_description(const Table& table, const Index& index,
                            const std::vector<const Column*>& keys, std::uint32_t row,
                            const TextFormat& format) {
  std::string names;
  std::string values;
  for (std::size_t k = 0; k < keys.size(); ++k) {
    const IndexKey& key = index.keys[k];
    if (k > 0) {
      names += ", ";
      values += ", ";
    }
    names += key.column != 0 ? table.columns[static_cast<std::size_t>(key.column - 1)].name
                             : key.expression_sql;
    values += value_text(key.type, *keys[k], row, format);
  }
  return "(" + names + ")=(" + values + ")";
}

std::string key_description(const Table& table, std::span<const AttributeNumber> columns,
                            std::span<const Value> values, const TextFormat& format) {
  std::string names;
  std::string shown;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    const TableColumn& column = table.columns[static_cast<std::size_t>(columns[k] - 1)];
    if (k > 0) {
      names += ", ";
      shown += ", ";
    }
    names += column.name;
    shown += values[k].is_null() ? "null" : value_to_text(column.type, values[k], format);
  }
  return "(" + names + ")=(" + shown + ")";
}

const ForeignKey* find_foreign_key(const CatalogVersion& catalog, Oid child, Oid key) {
  const Table* table = catalog.table(child);
  if (table == nullptr) return nullptr;
  for (const ForeignKey& candidate : table->foreign_keys) {
    if (candidate.oid == key) return &candidate;
  }
  return nullptr;
}

}  // namespace dsql::engine
