#include "engine/storage/rocks_options.h"

#include <cstdarg>

#include <rocksdb/cache.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

namespace dsql::engine {
namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20;

// RocksDB logs kilobytes at every open; nobody reads them.
class SilentLogger : public rocksdb::Logger {
 public:
  SilentLogger() : Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::BlockBasedTableOptions table_options(bool durable) {
  rocksdb::BlockBasedTableOptions table;
  // In memory the files are memory already; the cache only spares the copying of hot blocks.
  table.block_cache = rocksdb::NewLRUCache(durable ? 64 * mebibyte : 32 * mebibyte, 2);
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.data_block_index_type = rocksdb::BlockBasedTableOptions::kDataBlockBinaryAndHash;
  table.checksum = durable ? rocksdb::kXXH3 : rocksdb::kNoChecksum;
  table.format_version = 5;
  return table;
}

}  // namespace

rocksdb::Options rocks_options(rocksdb::Env* env, bool durable) {
  rocksdb::Options options;
  options.env = env;
  options.create_if_missing = true;
  options.info_log = std::make_shared<SilentLogger>();
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table_options(durable)));
  options.compression = durable ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;

  // Reserved as it fills, so an idle store is small. Point reads are fastest in the memtable.
  options.write_buffer_size = 16 * mebibyte;
  options.max_write_buffer_number = 3;
  // Most look-ups of an insert find nothing; the filter spares them the walk down the skip list. It
  // is a fiftieth of a buffer, about 27 bits a row.
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.02;
  options.arena_block_size = mebibyte / 4;
  options.target_file_size_base = 32 * mebibyte;
  options.max_bytes_for_level_base = 128 * mebibyte;
  options.level_compaction_dynamic_level_bytes = true;
  options.max_background_jobs = 2;

  // Writes come one at a time, from the leader of a commit group.
  options.allow_concurrent_memtable_write = false;
  options.enable_write_thread_adaptive_yield = false;

  // Nothing that ticks.
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.enable_thread_tracking = false;
  options.skip_stats_update_on_db_open = true;
  options.skip_checking_sst_file_sizes_on_db_open = true;

  // What is not flushed is in the log, or was never meant to stay.
  options.avoid_flush_during_shutdown = true;
  options.max_total_wal_size = 64 * mebibyte;
  return options;
}

}  // namespace dsql::engine
