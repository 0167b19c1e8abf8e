#include "engine/storage/rocks_status.h"

#include "dsqlrules/conditions/storage_errors.h"

namespace dsql::engine {

void require(const rocksdb::Status& status) {
  if (status.ok()) return;
  namespace conditions = rules::conditions;
  const std::string reason = status.ToString();
  if (status.IsNoSpace() || status.subcode() == rocksdb::Status::kSpaceLimit)
    rules::raise(conditions::storage_full, reason);
  if (status.IsCorruption()) rules::raise(conditions::storage_corrupted, reason);
  rules::raise(conditions::storage_io_error, reason);
}

}  // namespace dsql::engine
