// Turns what RocksDB answers into conditions: the one door through which its errors leave the
// folder.
#pragma once

#include <rocksdb/status.h>

namespace dsql::engine {

// Returns if `status` is OK. Raises storage_full, storage_corrupted or storage_io_error.
void require(const rocksdb::Status& status);

}  // namespace dsql::engine
