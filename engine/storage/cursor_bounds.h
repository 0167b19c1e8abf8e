// Cursor::Bounds: the limits of a cursor in the form RocksDB keeps pointers to.
#pragma once

#include <rocksdb/slice.h>

#include "engine/storage/cursor.h"

namespace dsql::engine {

struct Cursor::Bounds {
  explicit Bounds(const KeyRange& limits) : range(limits), lower(range.begin), upper(range.end) {}
  KeyRange range;
  rocksdb::Slice lower;
  rocksdb::Slice upper;
};

}  // namespace dsql::engine
