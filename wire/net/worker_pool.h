// WorkerPool: the threads that run connections. A connection has a strand of its own, so its
// handlers never run at once, but a statement runs on whichever thread read it; a long one occupies
// that thread and no other. Created and joined by the server.
#pragma once

#include <thread>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>

namespace dsql::wire {

namespace asio = boost::asio;

using Executor = asio::strand<asio::io_context::executor_type>;
template <class T = void>
using Task = asio::awaitable<T, Executor>;

// Somewhat more threads than cores: max(4, 2 * cores).
unsigned default_worker_count();

class WorkerPool {
 public:
  explicit WorkerPool(unsigned threads = default_worker_count());
  ~WorkerPool();

  asio::io_context& context() { return context_; }
  Executor make_strand() { return asio::make_strand(context_.get_executor()); }

  // Lets the threads end once nothing is left to do, and waits for them.
  void finish();
  // Drops what is left to do and waits for the threads: each ends after the handler it is in.
  void stop();

 private:
  void join();

  asio::io_context context_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::vector<std::thread> threads_;
};

}  // namespace dsql::wire
