#include "engine/storage/write_batch.h"

#include <rocksdb/write_batch.h>

#include "engine/storage/rocks_status.h"

namespace dsql::engine {
namespace {
// What an empty rocksdb::WriteBatch takes.
constexpr std::size_t header_bytes = 12;
}  // namespace

WriteBatch::WriteBatch() : batch_(std::make_unique<rocksdb::WriteBatch>()) {}
WriteBatch::~WriteBatch() = default;
WriteBatch::WriteBatch(WriteBatch&&) noexcept = default;
WriteBatch& WriteBatch::operator=(WriteBatch&&) noexcept = default;

void WriteBatch::put(std::string_view key, std::string_view value) {
  require(batch_->Put(key, value));
}

void WriteBatch::erase(std::string_view key) { require(batch_->Delete(key)); }

void WriteBatch::clear() { batch_->Clear(); }

bool WriteBatch::empty() const { return batch_->Count() == 0; }

std::size_t WriteBatch::count() const { return batch_->Count(); }

std::size_t WriteBatch::bytes() const { return batch_->GetDataSize() - header_bytes; }

}  // namespace dsql::engine
