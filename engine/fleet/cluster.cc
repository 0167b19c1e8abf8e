#include "engine/fleet/cluster.h"

#include <filesystem>
#include <mutex>
#include <system_error>
#include <vector>

#include "engine/catalog/catalog_codec.h"
#include "engine/storage/key_range.h"

namespace dsql::engine {

namespace {

StoreOptions prepared_folder(const ClusterSpec& spec) {
  std::error_code ignored;  // what is wrong with the folder, opening the store says
  if (!spec.directory.empty()) std::filesystem::create_directories(spec.directory, ignored);
  return {.directory = spec.directory};
}

// The stored catalog, or the initial one, which is then stored.
CatalogPointer read_catalog(Store& store) {
  std::vector<std::pair<std::string, std::string>> stored;
  {
    const Snapshot snapshot = store.snapshot();
    Cursor cursor = snapshot.cursor(relation_range(system_relation::catalog), Direction::forward);
    for (cursor.seek_start(); cursor.valid(); cursor.next()) {
      stored.emplace_back(cursor.key().substr(relation_prefix_size), cursor.value());
    }
  }
  if (!stored.empty()) {
    const std::vector<std::pair<std::string_view, std::string_view>> records(stored.begin(),
                                                                             stored.end());
    return CatalogCodec::decode(records);
  }
  CatalogPointer first = CatalogVersion::initial();
  WriteBatch batch;
  std::string key;
  for (const CatalogRecord& record : CatalogCodec::encode_all(*first)) {
    key.clear();
    append_relation(system_relation::catalog, key);
    key += record.key;
    batch.put(key, *record.value);
  }
  store.apply(batch);
  return first;
}

}  // namespace

Cluster::Cluster(const ClusterSpec& spec, Environment& environment)
    : environment_(environment),
      store_(Store::open(prepared_folder(spec))),
      catalog_(read_catalog(*store_)),
      adjudicator_(*store_, environment.clock, environment.faults),
      sequences_(*store_),
      jobs_({*store_, catalog_, adjudicator_, statistics_, environment.clock, environment.faults}),
      context_{
          *store_, catalog_,          adjudicator_,       statistics_,        sequences_,
          jobs_,   environment.clock, environment.random, environment.faults, environment.as_of} {
  jobs_.set_delay(spec.job_delay);
  jobs_.start();
}

Cluster::~Cluster() { jobs_.stop(); }

void Cluster::load_catalog() {
  const std::lock_guard turn(catalog_.publishing());
  catalog_.publish(read_catalog(*store_));
}

void Cluster::reset() {
  jobs_.stop();
  store_->reset();
  load_catalog();
  jobs_.start();
}

void Cluster::checkpoint(std::string_view name) { store_->checkpoint(name); }

bool Cluster::restore(std::string_view name) {
  jobs_.stop();
  const bool restored = store_->restore(name);
  if (restored) load_catalog();
  jobs_.start();
  return restored;
}

}  // namespace dsql::engine
