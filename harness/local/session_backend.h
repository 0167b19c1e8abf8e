// SessionBackends: engine sessions as the wire's conversations use them. Owned by LocalCluster;
// open() may be called from any thread, what it returns belongs to the connection that asked.
#pragma once

#include <memory>

#include "engine/session/cluster_context.h"
#include "wire/pg/backend.h"

namespace dsql::harness {

class SessionBackends final : public wire::BackendFactory {
 public:
  // `cluster` outlives every backend.
  // `trusted`: nobody is authenticated.
  SessionBackends(engine::ClusterContext& cluster, bool trusted)
      : cluster_(cluster), trusted_(trusted) {}

  // There is one cluster, so the name that the client asked for does not matter.
  std::unique_ptr<wire::Backend> open(wire::OpenRequest request,
                                      engine::SessionListener& listener) override;

 private:
  engine::ClusterContext& cluster_;
  bool trusted_;
};

}  // namespace dsql::harness
