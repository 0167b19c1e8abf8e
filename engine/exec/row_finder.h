// RowFinder: storage keys of the rows that have given values in given columns, as the running
// command has left them. What foreign keys look parents and children up with: by an index where one
// fits, else by reading the table. Made for one execution; one thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/exec/operator.h"
#include "engine/exec/scan.h"
#include "engine/exec/table_storage.h"

namespace dsql::engine {

class RowFinder {
 public:
  RowFinder(std::shared_ptr<const Table> table, Execution& execution);

  // The row under a unique index whose key columns are `columns` in some order; `types` are the
  // values' types, which may differ in width from the columns'.
  std::optional<std::string> find_unique(Oid index, std::span<const AttributeNumber> columns,
                                         std::span<const Oid> types, std::span<const Value> values);

  std::vector<std::string> find_all(std::span<const AttributeNumber> columns,
                                    std::span<const Oid> types, std::span<const Value> values);

 private:
  // The key prefix that the values make in an index whose leading columns are all of `columns`;
  // nullopt if a value cannot be one of the column's type.
  std::optional<std::string> prefix(const Index& index, std::span<const AttributeNumber> columns,
                                    std::span<const Oid> types,
                                    std::span<const Value> values) const;
  const Index* leading_index(std::span<const AttributeNumber> columns) const;
  std::vector<std::string> scan_all(std::span<const AttributeNumber> columns,
                                    std::span<const Oid> types, std::span<const Value> values);

  std::shared_ptr<const Table> table_;
  std::shared_ptr<const TableStorage> storage_;
  Execution& execution_;
};

}  // namespace dsql::engine
