#include "engine/exec/table_writer.h"

#include <algorithm>
#include <numeric>

#include "dsqlrules/conditions/constraint_errors.h"
#include "dsqlrules/conditions/limits.h"
#include "engine/exec/row_text.h"

namespace dsql::engine {

namespace {

// A hidden row id takes this much of the key budget of an index entry: 8 bytes and a column's
// share.
constexpr std::size_t row_id_charge = 15;

// Bytes of a transaction at which it is not left to COMMIT to refuse it.
constexpr std::uint64_t hopeless_bytes = rules::limits::query_temp_space_kib * std::uint64_t{1024};

std::vector<ColumnId> attribute_ids(const Table& table) {
  // In a table's stored expressions the ColumnId of a column is its attribute number.
  std::vector<ColumnId> ids(table.columns.size());
  std::iota(ids.begin(), ids.end(), 1U);
  return ids;
}

std::vector<std::uint16_t> every_column(const Table& table) {
  std::vector<std::uint16_t> all(table.columns.size());
  std::iota(all.begin(), all.end(), std::uint16_t{0});
  return all;
}

ConstraintQueue::Key key_values(const std::vector<AttributeNumber>& columns, const TableRows& rows,
                                std::uint32_t row) {
  ConstraintQueue::Key values;
  values.reserve(columns.size());
  for (const AttributeNumber number : columns) {
    values.push_back(Value::from(*rows.columns()[static_cast<std::size_t>(number - 1)], row));
  }
  return values;
}

}  // namespace

void TableRows::prepare(const Table& table, std::uint32_t capacity) {
  const std::size_t width = table.columns.size();
  if (columns_.size() != width) {
    columns_.clear();
    columns_.resize(width);
    batch_.columns.clear();
    targets_.clear();
    for (Column& column : columns_) {
      batch_.columns.push_back(&column);
      targets_.push_back(&column);
    }
  }
  for (std::size_t c = 0; c < width; ++c)
    columns_[c].prepare(type_of(table.columns[c].type).physical, capacity);
}

bool value_changed(const Type& type, const Column& a, std::uint32_t a_row, const Column& b,
                   std::uint32_t b_row) {
  const bool a_null = a.is_null(a_row);
  if (a_null || b.is_null(b_row)) return a_null != b.is_null(b_row);
  if (type.compare != nullptr) return type.compare(a, a_row, b, b_row) != 0;
  return a.at<std::string_view>(a_row) != b.at<std::string_view>(b_row);
}

TableWriter::TableWriter(std::shared_ptr<const Table> table, Execution& execution)
    : table_(std::move(table)),
      storage_(storage_of(*table_)),
      expressions_(expressions_of(*table_, execution.context.catalog())),
      execution_(execution),
      decoder_(storage_->row, every_column(*table_)) {
  const Layout layout(attribute_ids(*table_));
  for (std::size_t c = 0; c < table_->columns.size(); ++c) {
    if (const ExprPtr& expr = expressions_->generated[c]) {
      generated_.emplace_back(static_cast<AttributeNumber>(c + 1),
                              compile(*expr, layout, execution));
    }
    if (const ExprPtr& expr = expressions_->domain_checks[c])
      domain_checks_.push_back(compile(*expr, layout, execution));
  }
  for (const ExprPtr& check : expressions_->checks)
    checks_.push_back(compile(*check, layout, execution));
  for (std::size_t i = 0; i < table_->indexes.size(); ++i) {
    if (table_->indexes[i].primary) continue;
    indexes_.emplace_back().position = i;
  }
}

void TableWriter::prepare_entries(const TableRows& rows, Selection selection, int side) {
  const Batch batch{rows.columns(), selection};
  for (IndexWriter& index : indexes_) {
    std::optional<IndexEntries>& entries = index.side[side];
    if (!entries) entries.emplace(table_, index.position, execution_);
    entries->evaluate(batch, selection);
  }
}

void TableWriter::complete(TableRows& rows, Selection selection) {
  for (const auto& [number, evaluator] : generated_) {
    const Column& value = evaluator->evaluate(rows.batch(selection), selection);
    Column& target = rows.column(number);
    selection.for_each([&](std::uint32_t row) { target.copy_value(row, value, row, true); });
  }
  check_not_null(rows, selection);
  for (const EvaluatorPtr& check : domain_checks_)
    check->evaluate(rows.batch(selection), selection);
  check_constraints(rows, selection);
}

void TableWriter::check_not_null(const TableRows& rows, Selection selection) {
  for (const TableColumn& column : table_->columns) {
    if (!column.not_null || column.dropped) continue;
    const Column& values = *rows.columns()[static_cast<std::size_t>(column.number - 1)];
    if (!values.has_nulls()) continue;
    selection.for_each([&](std::uint32_t row) {
      if (!values.is_null(row)) return;
      const Schema* schema = execution_.context.catalog().schema(table_->schema);
      rules::raise(rules::error(rules::conditions::not_null_violation, column.name, table_->name)
                       .with_detail(rules::conditions::failing_row_detail(
                           row_text(*table_, rows.columns(), row, execution_.context.format)))
                       .on_column(schema->name, table_->name, column.name));
    });
  }
}

void TableWriter::check_constraints(const TableRows& rows, Selection selection) {
  if (checks_.empty()) return;
  const Batch batch{rows.columns(), selection};
  for (std::size_t i = 0; i < checks_.size(); ++i) {
    const Column& truth = checks_[i]->evaluate(batch, selection);
    selection.for_each([&](std::uint32_t row) {
      if (truth.is_null(row) || truth.at<bool>(row)) return;
      const Schema* schema = execution_.context.catalog().schema(table_->schema);
      const std::string& name = table_->checks[i].name;
      rules::raise(rules::error(rules::conditions::check_violation, table_->name, name)
                       .with_detail(rules::conditions::failing_row_detail(
                           row_text(*table_, rows.columns(), row, execution_.context.format)))
                       .on_constraint(schema->name, table_->name, name));
    });
  }
}

void TableWriter::raise_unique(const Index& index, const std::vector<const Column*>& keys,
                               std::uint32_t row) {
  const Schema* schema = execution_.context.catalog().schema(table_->schema);
  rules::raise(rules::error(rules::conditions::unique_violation, index.name)
                   .with_detail(rules::conditions::key_exists_detail(
                       key_description(*table_, index, keys, row, execution_.context.format)))
                   .on_constraint(schema->name, table_->name, index.name));
}

void TableWriter::make_row_key(const TableRows& rows, std::uint32_t row, std::string& key) {
  if (!storage_->has_key()) {
    encode_row_id(table_->oid, execution_.context.store.allocate_row_ids(1), key);
    key_charge_ = row_id_charge;
    return;
  }
  const Column* columns[8];
  std::size_t n = 0;
  for (const AttributeNumber number : storage_->key_columns) {
    columns[n++] = rows.columns()[static_cast<std::size_t>(number - 1)];
  }
  const std::span<const Column* const> keys(columns, n);
  storage_->key.check_size(keys, row);
  if (!indexes_.empty()) key_charge_ = storage_->key.charge(keys, row);
  storage_->key.encode(keys, row, key);
}

void TableWriter::put_row(std::string_view key, const TableRows& rows, std::uint32_t row,
                          LockMode mode) {
  storage_->row.encode(rows.columns(), row, value_);
  txn().put(key, value_, {table_->oid, EntryKind::row, mode});
}

void TableWriter::insert(const TableRows& rows, std::uint32_t row) {
  make_row_key(rows, row, key_);
  if (storage_->has_key() && txn().get(key_, every_command, pin_)) {
    std::vector<const Column*> keys;
    for (const AttributeNumber n : storage_->key_columns)
      keys.push_back(rows.columns()[static_cast<std::size_t>(n - 1)]);
    raise_unique(*table_->primary_key(), keys, row);
  }
  for (IndexWriter& index : indexes_) put_entry(index, row, key_);
  put_row(key_, rows, row, LockMode::strong);
  charge();
  for (const ForeignKey& fk : table_->foreign_keys) {
    execution_.context.transaction.constraints->check_child(table_, fk,
                                                            key_values(fk.columns, rows, row));
  }
}

void TableWriter::put_entry(IndexWriter& writer, std::uint32_t row, std::string_view row_key) {
  IndexEntries& entries = *writer.side[0];
  if (!entries.contains(row)) return;
  entries.check_size(row, key_charge_);
  entries.encode(row, row_key, entry_);
  if (entry_.unique && txn().get(entry_.key, every_command, pin_))
    raise_unique(entries.index(), entries.keys(), row);
  txn().put(
      entry_.key, entry_.value,
      {table_->oid, EntryKind::index_entry, entry_.unique ? LockMode::strong : LockMode::none});
}

void TableWriter::erase_entry(IndexWriter& writer, std::uint32_t row, std::string_view row_key) {
  IndexEntries& entries = *writer.side[1];
  if (!entries.contains(row)) return;
  entries.encode(row, row_key, entry_);
  // While an index is built, or when that has failed, the entry may be missing or belong to another
  // row of the same key. The lock keeps the builder from adding it meanwhile.
  if (entry_.unique && entries.index().state != IndexState::valid) {
    const auto present = txn().get(entry_.key, every_command, pin_);
    if (!present || *present != entry_.value)
      return txn().lock(entry_.key, table_->oid, LockMode::strong);
  }
  txn().erase(entry_.key, {table_->oid, EntryKind::index_entry,
                           entry_.unique ? LockMode::strong : LockMode::none});
}

// Replaces an entry if it changes; an index over unchanged columns costs a comparison.
void TableWriter::move_entry(IndexWriter& writer, std::uint32_t row, std::string_view old_key,
                             std::string_view new_key) {
  IndexEntries& now = *writer.side[0];
  IndexEntries& before = *writer.side[1];
  if (now.contains(row) && before.contains(row)) {
    now.encode(row, new_key, entry_);
    before.encode(row, old_key, other_entry_);
    if (entry_.key == other_entry_.key && entry_.value == other_entry_.value) return;
  }
  erase_entry(writer, row, old_key);
  put_entry(writer, row, new_key);
}

bool TableWriter::unique_key_changed(const TableRows& old_rows, const TableRows& new_rows,
                                     std::uint32_t row) const {
  for (std::size_t c = 0; c < table_->columns.size(); ++c) {
    if (!storage_->unique_key_column[c]) continue;
    if (value_changed(type_of(table_->columns[c].type), *old_rows.columns()[c], row,
                      *new_rows.columns()[c], row)) {
      return true;
    }
  }
  return false;
}

void TableWriter::update(std::string_view row_key, const TableRows& old_rows,
                         const TableRows& new_rows, std::uint32_t row) {
  const bool key_changed = unique_key_changed(old_rows, new_rows, row);
  key_.assign(row_key);
  if (storage_->has_key()) {
    if (key_changed) {
      make_row_key(new_rows, row, key_);
      if (key_ != row_key) {
        if (txn().get(key_, every_command, pin_)) {
          std::vector<const Column*> keys;
          for (const AttributeNumber n : storage_->key_columns) {
            keys.push_back(new_rows.columns()[static_cast<std::size_t>(n - 1)]);
          }
          raise_unique(*table_->primary_key(), keys, row);
        }
        txn().erase(row_key, {table_->oid, EntryKind::row, LockMode::strong});
      }
    } else if (!indexes_.empty()) {
      make_row_key(new_rows, row, value_);  // for the charge only
    }
  } else {
    key_charge_ = row_id_charge;
  }
  for (IndexWriter& index : indexes_) move_entry(index, row, row_key, key_);
  put_row(key_, new_rows, row, key_changed ? LockMode::strong : LockMode::weak);
  charge();
  ConstraintQueue& constraints = *execution_.context.transaction.constraints;
  for (const ForeignKey& fk : table_->foreign_keys) {
    ConstraintQueue::Key now = key_values(fk.columns, new_rows, row);
    const bool changed = std::any_of(fk.columns.begin(), fk.columns.end(), [&](AttributeNumber n) {
      const auto c = static_cast<std::size_t>(n - 1);
      return value_changed(type_of(table_->columns[c].type), *old_rows.columns()[c], row,
                           *new_rows.columns()[c], row);
    });
    if (changed) constraints.check_child(table_, fk, std::move(now));
  }
  if (!key_changed) return;
  for (const auto& [child, oid] : table_->referenced_by) {
    const ForeignKey* fk = find_foreign_key(execution_.context.catalog(), child, oid);
    if (fk == nullptr) continue;
    constraints.parent_changed(table_, child, *fk,
                               key_values(fk->referenced_columns, old_rows, row),
                               key_values(fk->referenced_columns, new_rows, row));
  }
}

void TableWriter::remove(std::string_view row_key, const TableRows& old_rows, std::uint32_t row) {
  for (IndexWriter& index : indexes_) erase_entry(index, row, row_key);
  txn().erase(row_key, {table_->oid, EntryKind::row, LockMode::strong});
  charge();
  for (const auto& [child, oid] : table_->referenced_by) {
    const ForeignKey* fk = find_foreign_key(execution_.context.catalog(), child, oid);
    if (fk == nullptr) continue;
    execution_.context.transaction.constraints->parent_removed(
        table_, child, *fk, key_values(fk->referenced_columns, old_rows, row));
  }
}

bool TableWriter::fetch(std::string_view row_key, TableRows& rows, std::uint32_t row) {
  const auto value = txn().get(row_key, every_command, pin_);
  if (!value) return false;
  decoder_.decode(*value, rows.targets(), row);
  return true;
}

std::optional<std::string> TableWriter::find_conflict(const TableRows& rows, std::uint32_t row,
                                                      const std::vector<Oid>& arbiters) {
  const auto arbitrates = [&](const Index& index) {
    return index.unique && (arbiters.empty() || std::find(arbiters.begin(), arbiters.end(),
                                                          index.oid) != arbiters.end());
  };
  const Index* primary = table_->primary_key();
  if (primary == nullptr) {
    encode_row_id(table_->oid, 0,
                  key_);  // entries that identify a row by themselves do not look at it
  } else {
    make_row_key(rows, row, key_);
  }
  if (primary != nullptr && arbitrates(*primary)) {
    if (txn().get(key_, every_command, pin_)) return key_;
  }
  for (IndexWriter& writer : indexes_) {
    IndexEntries& entries = *writer.side[0];
    if (!arbitrates(entries.index()) || !entries.contains(row)) continue;
    // The entry's key does not depend on the row's own key when it is unique.
    entries.encode(row, key_, entry_);
    if (!entry_.unique) continue;
    if (const auto value = txn().get(entry_.key, every_command, pin_)) {
      std::string found;
      storage_->indexes[writer.position]->primary_key(entry_.key, *value, found);
      return found;
    }
  }
  return std::nullopt;
}

void TableWriter::charge() {
  rules::TransactionBlock& block = execution_.context.block;
  const auto rows = static_cast<std::int64_t>(txn().rows_written());
  if (auto refused = block.charge_rows(rows - block.rows()))
    rules::raise(std::move(refused->error));
  // COMMIT judges the bytes. One that is far beyond them need not take more memory until then.
  if (txn().bytes_written() < hopeless_bytes) return;
  block.charge_bytes(static_cast<std::int64_t>(txn().bytes_written()) - block.bytes());
  if (auto refused = block.check_commit()) rules::raise(std::move(refused->error));
}

}  // namespace dsql::engine
