// The RocksDB options of a store: chosen for a small idle process, a quick start and fast reads.
#pragma once

#include <rocksdb/options.h>

namespace dsql::engine {

// `env` decides where the files are; `durable` whether they are meant to outlive the process.
rocksdb::Options rocks_options(rocksdb::Env* env, bool durable);

}  // namespace dsql::engine
