// IndexEntries: the entries that rows of a table have in one of its secondary indexes. What INSERT,
// UPDATE and DELETE put in and take out, and what an index build writes, is computed here and
// nowhere else. Made for one statement (or one batch of a build); one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/bind/table_expressions.h"
#include "engine/exec/evaluator.h"
#include "engine/exec/table_storage.h"

namespace dsql::engine {

class IndexEntries {
 public:
  // `position`: of the index in Table::indexes; not the primary key's.
  IndexEntries(std::shared_ptr<const Table> table, std::size_t position, Execution& execution);

  const Index& index() const { return table_->indexes[position_]; }

  // Computes keys and predicate for the selected rows of `batch`, whose columns are the table's, by
  // attribute number - 1 (those of dropped columns are not read). The batch stays as it is until
  // the next evaluate(). Raises what index expressions raise.
  void evaluate(const Batch& batch, Selection rows);

  // Whether the row is in the index: its predicate is true.
  bool contains(std::uint32_t row) const { return partial_ == nullptr || member_[row]; }

  // The entry of a row. `primary_key` is the row's whole key, with the table's prefix.
  void encode(std::uint32_t row, std::string_view primary_key, IndexEntry& entry) const;

  // Raises key_size_too_large; for rows about to be written. `primary_key_charge`: see
  // IndexCodec::check_size.
  void check_size(std::uint32_t row, std::size_t primary_key_charge) const;

  // The key columns as last evaluated, in key order: for the DETAIL of a unique violation.
  const std::vector<const Column*>& keys() const { return keys_; }

 private:
  std::shared_ptr<const Table> table_;
  std::size_t position_;
  std::shared_ptr<const TableStorage> storage_;
  std::shared_ptr<const TableExpressions> expressions_;
  const IndexCodec& codec_;
  std::vector<EvaluatorPtr> key_evaluators_;  // null: a plain column
  std::unique_ptr<Predicate> partial_;

  std::vector<const Column*> keys_;
  std::vector<const Column*> included_;
  std::vector<bool> member_;
};

}  // namespace dsql::engine
