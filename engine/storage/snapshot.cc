#include "engine/storage/snapshot.h"

#include <utility>

#include "engine/storage/cursor_bounds.h"
#include "engine/storage/database.h"
#include "engine/storage/rocks_status.h"

namespace dsql::engine {

Snapshot::Snapshot(std::shared_ptr<Database> database, const rocksdb::Snapshot* snapshot,
                   Sequence sequence, std::uint64_t generation)
    : database_(std::move(database)),
      snapshot_(snapshot),
      sequence_(sequence),
      generation_(generation) {}

Snapshot::Snapshot(Snapshot&& other) noexcept
    : database_(std::move(other.database_)),
      snapshot_(std::exchange(other.snapshot_, nullptr)),
      sequence_(other.sequence_),
      generation_(other.generation_) {}

Snapshot& Snapshot::operator=(Snapshot&& other) noexcept {
  if (this == &other) return *this;
  release();
  database_ = std::move(other.database_);
  snapshot_ = std::exchange(other.snapshot_, nullptr);
  sequence_ = other.sequence_;
  generation_ = other.generation_;
  return *this;
}

void Snapshot::release() {
  if (snapshot_ != nullptr) database_->db().ReleaseSnapshot(std::exchange(snapshot_, nullptr));
  database_.reset();
}

bool Snapshot::get(std::string_view key, Pin& pin, std::string_view& value) const {
  rocksdb::ReadOptions options = database_->read_options();
  options.snapshot = snapshot_;
  rocksdb::DB& db = database_->db();
  const rocksdb::Status status = db.Get(options, db.DefaultColumnFamily(), key, &pin.bytes_);
  if (status.IsNotFound()) return false;
  require(status);
  value = pin.bytes_;
  return true;
}

Cursor Snapshot::cursor(const KeyRange& limits, Direction direction) const {
  auto bounds = std::make_unique<Cursor::Bounds>(limits);
  rocksdb::ReadOptions options = database_->read_options();
  options.snapshot = snapshot_;
  if (!bounds->range.begin.empty()) options.iterate_lower_bound = &bounds->lower;
  if (!bounds->range.end.empty()) options.iterate_upper_bound = &bounds->upper;
  std::unique_ptr<rocksdb::Iterator> iterator(database_->db().NewIterator(options));
  return {std::move(bounds), std::move(iterator), direction};
}

}  // namespace dsql::engine
