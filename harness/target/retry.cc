#include "harness/target/retry.h"

#include <algorithm>
#include <random>
#include <thread>

namespace dsql::harness {

bool is_retryable(const Result& result) {
  return result.error && result.error->sqlstate == "40001";
}

Result with_retries(const RetryPolicy& policy, const std::function<Result()>& transaction) {
  std::minstd_rand random{std::random_device{}()};
  auto pause = policy.first_pause;
  Result result = transaction();
  for (int attempt = 1; attempt < policy.attempts && is_retryable(result); ++attempt) {
    std::uniform_int_distribution<long> spread(pause.count() / 2, pause.count());
    std::this_thread::sleep_for(std::chrono::milliseconds(spread(random)));
    pause = std::min(pause * 2, policy.longest_pause);
    result = transaction();
  }
  return result;
}

}  // namespace dsql::harness
