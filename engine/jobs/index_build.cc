#include "dsqlrules/conditions/job_texts.h"
#include "engine/jobs/job_transaction.h"
#include "engine/jobs/work.h"

namespace dsql::engine {

namespace {

enum class Step : std::uint8_t { more, last, again, gone };

// One batch of rows put into the index. `duplicates`: a key of the batch belongs to another row
// already. The rest goes into the index all the same: an index whose build fails goes on refusing
// new duplicates of every row until it is dropped.
Step build_batch(const JobRecord& job, TableCursor& cursor, JobTransaction& transaction,
                 bool& duplicates) {
  const std::shared_ptr<const Table> table = transaction.catalog().shared_table(job.table);
  const std::size_t position = table == nullptr ? 0 : index_position(*table, job.object);
  if (table == nullptr || position == table->indexes.size()) return Step::gone;
  TableRows rows;
  const std::uint32_t count = cursor.read(*table, transaction, rows);
  if (count == 0) return Step::last;

  IndexEntries entries(table, position, transaction.execution());
  const Selection selection = Selection::all(count);
  entries.evaluate(rows.batch(selection), selection);
  const auto storage = storage_of(*table);
  std::vector<const Column*> key_columns;
  for (const AttributeNumber number : storage->key_columns)
    key_columns.push_back(&rows.column(number));
  IndexEntry entry;
  std::string present;
  Pin pin;
  for (std::uint32_t row = 0; row < count; ++row) {
    // A row that somebody changes meanwhile is read again: its writer keeps the index itself.
    transaction.txn().lock(cursor.key(row), table->oid, LockMode::observe);
    if (!entries.contains(row)) continue;
    entries.check_size(row,
                       key_columns.empty() ? row_id_size : storage->key.charge(key_columns, row));
    entries.encode(row, cursor.key(row), entry);
    if (entry.unique) {
      const auto other = transaction.txn().get(entry.key, every_command, pin);
      if (other) {
        storage->indexes[position]->primary_key(entry.key, *other, present);
        duplicates = duplicates || present != cursor.key(row);
        continue;
      }
    }
    transaction.txn().put(entry.key, entry.value,
                          {.table = table->oid,
                           .kind = EntryKind::index_entry,
                           .mode = entry.unique ? LockMode::strong : LockMode::none});
  }
  return transaction.commit() ? Step::more : Step::again;
}

// Publishes the index in a new state. False: there is no such index any more.
bool set_state(const JobRecord& job, IndexState state, const JobEnvironment& environment,
               const std::atomic<bool>& stopping) {
  while (true) {
    JobTransaction transaction(environment, stopping);
    const Table* before = transaction.catalog().table(job.table);
    if (before == nullptr || before->find_index(job.object) == nullptr) return false;
    Table table = *before;
    table.indexes[index_position(table, job.object)].state = state;
    transaction.edit().put(std::move(table));
    if (transaction.commit()) return true;
  }
}

WorkOutcome gone(const JobRecord& job) {
  return {WorkOutcome::Kind::completed,
          rules::texts::job_relation_missing(job.object_name.value_or(""))};
}

}  // namespace

WorkOutcome build_index(const JobRecord& job, const JobEnvironment& environment,
                        const std::atomic<bool>& stopping) {
  TableCursor cursor;
  bool failed = false;
  while (!stopping) {
    JobTransaction transaction(environment, stopping);
    bool duplicates = false;
    switch (build_batch(job, cursor, transaction, duplicates)) {
      case Step::more:
        cursor.accept();
        failed = failed || duplicates;
        break;
      case Step::again: cursor.retry(); break;
      case Step::gone: return gone(job);
      case Step::last:
        if (failed)
          return {WorkOutcome::Kind::failed, std::string(rules::texts::job_duplicate_keys)};
        return set_state(job, IndexState::valid, environment, stopping) ? WorkOutcome{} : gone(job);
    }
  }
  return {WorkOutcome::Kind::stopped, std::nullopt};
}

void invalidate_index(const JobRecord& job, const JobEnvironment& environment,
                      const std::atomic<bool>& stopping) {
  set_state(job, IndexState::invalid, environment, stopping);
}

}  // namespace dsql::engine
