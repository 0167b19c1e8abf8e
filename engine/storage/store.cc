#include "engine/storage/store.h"

#include <rocksdb/db.h>
#include <rocksdb/utilities/checkpoint.h>

#include "engine/storage/database.h"
#include "engine/storage/rocks_status.h"

namespace dsql::engine {
namespace {

// Hidden row ids are reserved on disk this many at a time; a restart skips what was left of them.
constexpr std::uint64_t row_id_reserve = 1 << 16;

std::string store_key(std::string_view name) {
  std::string key;
  append_relation(system_relation::store, key);
  return key.append(name);
}

std::string row_id_key() { return store_key("row-ids"); }
std::string tick_key() { return store_key("tick"); }

}  // namespace

std::unique_ptr<Store> Store::open(const StoreOptions& options) {
  return std::unique_ptr<Store>(new Store(options));
}

Store::Store(const StoreOptions& options)
    : files_(std::make_shared<StoreFiles>(options.directory)) {
  std::uint64_t generation = files_->active_generation();
  if (generation == 0) {
    generation = 1;
    database_ = std::make_shared<Database>(files_, generation);
    files_->set_active_generation(generation);
  } else {
    database_ = std::make_shared<Database>(files_, generation);
  }
  generation_ = generation;
  files_->remove_strays(generation);
  read_row_id_ceiling();
}

Store::~Store() = default;

std::shared_ptr<Database> Store::database() const {
  const std::lock_guard lock(database_mutex_);
  return database_;
}

Snapshot Store::snapshot() {
  std::shared_ptr<Database> database = this->database();
  const rocksdb::Snapshot* snapshot = database->db().GetSnapshot();
  const std::uint64_t generation = database->generation();
  return {std::move(database), snapshot, snapshot->GetSequenceNumber(), generation};
}

// --- writing -------------------------------------------------------------------------------------

Sequence Store::apply(WriteBatch& batch) {
  const std::lock_guard lock(write_mutex_);
  return apply_locked(*database(), batch);
}

Sequence Store::apply(WriteBatch& batch, std::uint64_t generation) {
  const std::lock_guard lock(write_mutex_);
  const std::shared_ptr<Database> database = this->database();
  if (database->generation() != generation) return 0;
  return apply_locked(*database, batch);
}

Sequence Store::apply_locked(Database& database, WriteBatch& batch) {
  // A commit that only locked must be told from the moment before it.
  if (batch.empty()) batch.put(tick_key(), {});
  const rocksdb::Status status = database.db().Write(database.write_options(), batch.batch_.get());
  // After a full disk RocksDB refuses writes until told that there may be room again. After other
  // failures of the log it refuses them until the store is reopened; reads go on.
  if (status.IsNoSpace()) database.db().Resume().PermitUncheckedError();
  require(status);
  return database.db().GetLatestSequenceNumber();
}

Sequence Store::latest() const { return database()->db().GetLatestSequenceNumber(); }

std::uint64_t Store::allocate_row_ids(std::uint64_t count) {
  const std::uint64_t first = next_row_id_.fetch_add(count, std::memory_order_relaxed);
  if (first + count > row_id_ceiling_.load(std::memory_order_acquire))
    reserve_row_ids(first + count);
  return first;
}

void Store::reserve_row_ids(std::uint64_t until) {
  const std::lock_guard lock(write_mutex_);
  if (until <= row_id_ceiling_.load(std::memory_order_relaxed)) return;
  const std::uint64_t ceiling = until + row_id_reserve;
  WriteBatch batch;
  batch.put(row_id_key(), std::to_string(ceiling));
  apply_locked(*database(), batch);
  row_id_ceiling_.store(ceiling, std::memory_order_release);
}

// Ids never go back, also when the contents do: a transaction that began before a restore may still
// hold some.
void Store::read_row_id_ceiling() {
  Pin pin;
  std::string_view value;
  std::uint64_t stored = 1;
  if (snapshot().get(row_id_key(), pin, value)) stored = std::stoull(std::string(value));
  row_id_ceiling_ = stored;
  std::uint64_t next = next_row_id_.load();
  while (next < stored && !next_row_id_.compare_exchange_weak(next, stored)) {
  }
}

void Store::erase_range(const KeyRange& range) {
  WriteBatch batch;
  require(batch.batch_->DeleteRange(range.begin, range.end));
  apply(batch);
}

std::uint64_t Store::approximate_bytes(const KeyRange& range) const {
  const std::shared_ptr<Database> database = this->database();
  const rocksdb::Range rocks_range(range.begin, range.end);
  rocksdb::SizeApproximationOptions options;
  options.include_memtables = true;
  std::uint64_t bytes = 0;
  require(database->db().GetApproximateSizes(options, database->db().DefaultColumnFamily(),
                                             &rocks_range, 1, &bytes));
  return bytes;
}

// --- checkpoints ---------------------------------------------------------------------------------

void Store::checkpoint(std::string_view name) {
  const std::lock_guard lock(files_mutex_);
  const std::shared_ptr<Database> database = this->database();
  const std::string path = files_->checkpoint_path(name);
  const std::string fresh = path + ".new";
  files_->remove_database(fresh);
  rocksdb::Checkpoint* made = nullptr;
  require(rocksdb::Checkpoint::Create(&database->db(), &made));
  const std::unique_ptr<rocksdb::Checkpoint> maker(made);
  require(maker->CreateCheckpoint(fresh));
  files_->replace_directory(fresh, path);
}

bool Store::restore(std::string_view name) {
  const std::lock_guard lock(files_mutex_);
  if (!files_->has_checkpoint(name)) return false;
  const std::uint64_t next = generation() + 1;
  files_->remove_database(files_->generation_path(next));
  files_->clone_database(files_->checkpoint_path(name), files_->generation_path(next));
  switch_to(next);
  return true;
}

bool Store::drop_checkpoint(std::string_view name) {
  const std::lock_guard lock(files_mutex_);
  if (!files_->has_checkpoint(name)) return false;
  files_->remove_database(files_->checkpoint_path(name));
  return true;
}

std::vector<std::string> Store::checkpoints() const {
  const std::lock_guard lock(files_mutex_);
  return files_->checkpoints();
}

void Store::reset() {
  const std::lock_guard lock(files_mutex_);
  const std::uint64_t next = generation() + 1;
  files_->remove_database(files_->generation_path(next));
  switch_to(next);
}

// The old database goes with its last snapshot.
void Store::switch_to(std::uint64_t generation) {
  auto next = std::make_shared<Database>(files_, generation);
  std::shared_ptr<Database> old;
  {
    const std::lock_guard write_lock(write_mutex_);
    files_->set_active_generation(generation);
    const std::lock_guard lock(database_mutex_);
    old = std::exchange(database_, std::move(next));
    generation_.store(generation, std::memory_order_release);
  }
  {
    const std::lock_guard write_lock(write_mutex_);
    read_row_id_ceiling();
  }
  old->retire();
}

}  // namespace dsql::engine
