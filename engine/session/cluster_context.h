// ClusterContext: the parts of a cluster that its sessions work with. Owned by engine/fleet's
// Cluster; everything in it is thread-safe and outlives every session.
#pragma once

#include <cstdint>

#include "dsqlrules/conditions/as_of.h"
#include "engine/catalog/catalog_head.h"
#include "engine/catalog/table_statistics.h"
#include "engine/jobs/job_runner.h"
#include "engine/storage/store.h"
#include "engine/txn/adjudicator.h"
#include "engine/txn/clock.h"
#include "engine/txn/fault_plan.h"
#include "engine/txn/random.h"

namespace dsql::engine {

class SequenceCounters;  // session/sequence_counters.h

struct ClusterContext {
  Store& store;
  CatalogHead& catalog;
  Adjudicator& adjudicator;
  TableStatistics& statistics;
  SequenceCounters& sequences;
  JobRunner& jobs;
  Clock& clock;
  Random& random;
  FaultPlan& faults;
  rules::AsOf as_of;  // the month whose rules are in force
};

}  // namespace dsql::engine
