// Cluster: one database: its store, catalog, adjudicator, jobs and sequences, opened together and
// closed in order. Thread-safe unless said otherwise. Sessions get its context() and must end
// before it does.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/fleet/environment.h"
#include "engine/session/cluster_context.h"
#include "engine/session/sequence_counters.h"

namespace dsql::engine {

struct ClusterSpec {
  std::string directory;  // empty: in memory
  // A job begins this much later than it was asked for: long enough that a client which does not
  // wait for its index sees that it is not there yet, as on the service, where a build takes
  // seconds.
  Micros job_delay = 100'000;
};

class Cluster {
 public:
  // Opens or creates the cluster and goes on with its unfinished jobs. `environment` outlives it.
  // Raises: data_corrupted, io_error, disk_full.
  Cluster(const ClusterSpec& spec, Environment& environment);
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  ClusterContext& context() { return context_; }
  Environment& environment() { return environment_; }

  // --- for tests: milliseconds each. Sessions that are open see it as a schema change. ---
  // Empties the cluster: no objects, no rows, no jobs.
  void reset();
  void checkpoint(std::string_view name);
  // false if there is no checkpoint of that name.
  bool restore(std::string_view name);

 private:
  void load_catalog();

  Environment& environment_;
  std::unique_ptr<Store> store_;
  CatalogHead catalog_;
  Adjudicator adjudicator_;
  TableStatistics statistics_;
  SequenceCounters sequences_;
  JobRunner jobs_;
  ClusterContext context_;
};

}  // namespace dsql::engine
