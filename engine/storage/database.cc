#include "engine/storage/database.h"

#include "dsqlrules/conditions/sql_error.h"
#include "engine/storage/rocks_options.h"
#include "engine/storage/rocks_status.h"

namespace dsql::engine {

Database::Database(std::shared_ptr<StoreFiles> files, std::uint64_t generation)
    : files_(std::move(files)), generation_(generation) {
  rocksdb::DB* db = nullptr;
  require(rocksdb::DB::Open(rocks_options(files_->env(), files_->durable()),
                            files_->generation_path(generation), &db));
  db_.reset(db);
  read_options_.verify_checksums = files_->durable();
  write_options_.sync = files_->durable();
  write_options_.disableWAL = !files_->durable();
}

Database::~Database() {
  db_.reset();
  if (!retired_) return;
  try {
    files_->remove_database(files_->generation_path(generation_));
  } catch (const rules::SqlError&) {
    // The next open removes strays; there is nobody to tell now.
  }
}

}  // namespace dsql::engine
