// CatalogHead: the newest published catalog version of a cluster. Readers take it without a lock
// that anybody holds for long; the adjudicator publishes the next version inside the commit that
// made it durable, so that versions and commits have one order. Owned by the cluster; thread-safe.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "engine/catalog/catalog.h"

namespace dsql::engine {

class CatalogHead {
 public:
  explicit CatalogHead(CatalogPointer first) : newest_(std::move(first)) {}

  CatalogPointer newest() const { return newest_.load(std::memory_order_acquire); }

  // Held by whoever is about to publish, from the rebase to the end of its commit: committers of
  // DDL take turns, everybody else never meets this lock.
  std::mutex& publishing() { return publishing_; }

  // Called by one committer at a time, with a version rebased on newest().
  void publish(CatalogPointer next) { newest_.store(std::move(next), std::memory_order_release); }

 private:
  std::atomic<CatalogPointer> newest_;
  std::mutex publishing_;
};

}  // namespace dsql::engine
