// TableStatistics: what ANALYZE knows of the tables: row counts for pg_class.reltuples and the
// planner. Kept beside the catalog, because new numbers change no meaning and must not make running
// transactions fail. Owned by the cluster; thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

#include "engine/types/physical.h"

namespace dsql::engine {

struct TableNumbers {
  double rows = -1;              // -1: never analyzed
  std::int64_t pages = 0;        // of 8 KiB
  std::int64_t analyzed_at = 0;  // microseconds since 2000-01-01 UTC
};

class TableStatistics {
 public:
  TableNumbers numbers(Oid relation) const {
    const std::scoped_lock lock(mutex_);
    const auto found = numbers_.find(relation);
    return found == numbers_.end() ? TableNumbers{} : found->second;
  }
  void set(Oid relation, TableNumbers numbers) {
    const std::scoped_lock lock(mutex_);
    numbers_[relation] = numbers;
  }
  void forget(Oid relation) {
    const std::scoped_lock lock(mutex_);
    numbers_.erase(relation);
  }

 private:
  mutable std::mutex mutex_;
  std::map<Oid, TableNumbers> numbers_;
};

}  // namespace dsql::engine
