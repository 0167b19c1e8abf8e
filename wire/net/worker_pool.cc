#include "wire/net/worker_pool.h"

#include <algorithm>

namespace dsql::wire {

unsigned default_worker_count() { return std::max(4U, 2 * std::thread::hardware_concurrency()); }

WorkerPool::WorkerPool(unsigned threads)
    : context_(static_cast<int>(threads)), work_(asio::make_work_guard(context_)) {
  for (unsigned i = 0; i < std::max(1U, threads); ++i) {
    threads_.emplace_back([this] { context_.run(); });
  }
}

WorkerPool::~WorkerPool() { stop(); }

void WorkerPool::finish() {
  work_.reset();
  join();
}

void WorkerPool::stop() {
  context_.stop();
  join();
}

void WorkerPool::join() {
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace dsql::wire
