// TableWriter: the one routine by which rows of a table are inserted, updated and deleted: by DML,
// by referential actions and by COPY. It fills in generated columns, checks NOT NULL, CHECK,
// domains and uniqueness, keeps every index in step, charges the transaction's row budget, and
// notes what foreign keys are to be checked at the end of the statement. Made for one execution;
// one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/bind/table_expressions.h"
#include "engine/exec/constraint_queue.h"
#include "engine/exec/index_entry.h"
#include "engine/exec/operator.h"
#include "engine/exec/table_storage.h"

namespace dsql::engine {

// Rows of a table by attribute number - 1; columns of dropped attributes hold NULLs.
class TableRows {
 public:
  TableRows() = default;
  explicit TableRows(const Table& table) { prepare(table, 0); }
  void prepare(const Table& table, std::uint32_t capacity);
  Column& column(AttributeNumber number) { return columns_[static_cast<std::size_t>(number - 1)]; }
  const Batch& batch(Selection rows) {
    batch_.rows = rows;
    return batch_;
  }
  const std::vector<const Column*>& columns() const { return batch_.columns; }
  std::vector<Column*>& targets() { return targets_; }

 private:
  std::vector<Column> columns_;
  std::vector<Column*> targets_;
  Batch batch_;
};

class TableWriter {
 public:
  TableWriter(std::shared_ptr<const Table> table, Execution& execution);

  const Table& table() const { return *table_; }
  const TableStorage& storage() const { return *storage_; }

  // Computes generated columns and checks NOT NULL, domains and CHECK over the rows.
  // Raises: not_null_violation, check_violation, domain violations.
  void complete(TableRows& rows, Selection selection);

  // Inserts one row that complete() has passed. Raises: unique_violation, key_size_too_large,
  // limits.
  void insert(const TableRows& rows, std::uint32_t row);

  // The storage key of the row that would stand in the way of this one in one of `arbiters` (all
  // unique indexes if empty), own writes included; nullopt if there is none.
  std::optional<std::string> find_conflict(const TableRows& rows, std::uint32_t row,
                                           const std::vector<Oid>& arbiters);

  // Replaces the row stored under `row_key`. Raises as insert(), and for referential actions that
  // restrict.
  void update(std::string_view row_key, const TableRows& old_rows, const TableRows& new_rows,
              std::uint32_t row);

  void remove(std::string_view row_key, const TableRows& old_rows, std::uint32_t row);

  // Reads the row under `row_key` as the running command has left it; false if there is none.
  bool fetch(std::string_view row_key, TableRows& rows, std::uint32_t row);

  // Evaluates index expressions and predicates for rows about to be written or removed. Called once
  // a batch before insert(), update() or remove() of its rows; `side` 0 for new rows, 1 for old
  // ones.
  void prepare_entries(const TableRows& rows, Selection selection, int side);

 private:
  struct IndexWriter {
    std::size_t position = 0;             // in Table::indexes
    std::optional<IndexEntries> side[2];  // new rows, old rows
  };

  void check_not_null(const TableRows& rows, Selection selection);
  void check_constraints(const TableRows& rows, Selection selection);
  [[noreturn]] void raise_unique(const Index& index, const std::vector<const Column*>& keys,
                                 std::uint32_t row);
  void make_row_key(const TableRows& rows, std::uint32_t row, std::string& key);
  void put_row(std::string_view key, const TableRows& rows, std::uint32_t row, LockMode mode);
  void put_entry(IndexWriter& writer, std::uint32_t row, std::string_view row_key);
  void erase_entry(IndexWriter& writer, std::uint32_t row, std::string_view row_key);
  void move_entry(IndexWriter& writer, std::uint32_t row, std::string_view old_key,
                  std::string_view new_key);
  bool unique_key_changed(const TableRows& old_rows, const TableRows& new_rows,
                          std::uint32_t row) const;
  void charge();
  Transaction& txn() const { return execution_.context.txn(); }

  std::shared_ptr<const Table> table_;
  std::shared_ptr<const TableStorage> storage_;
  std::shared_ptr<const TableExpressions> expressions_;
  Execution& execution_;
  RowDecoder decoder_;
  std::vector<std::pair<AttributeNumber, EvaluatorPtr>> generated_;
  std::vector<EvaluatorPtr> domain_checks_;
  std::vector<EvaluatorPtr> checks_;
  std::vector<IndexWriter> indexes_;
  std::size_t key_charge_ = 0;
  std::string key_;
  std::string value_;
  IndexEntry entry_;
  IndexEntry other_entry_;
  Pin pin_;
};

// Whether two rows differ in a column; equal bytes count as equal.
bool value_changed(const Type& type, const Column& a, std::uint32_t a_row, const Column& b,
                   std::uint32_t b_row);

}  // namespace dsql::engine
