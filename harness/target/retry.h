// RetryPolicy: what a client of Aurora DSQL has to do about optimistic concurrency. A transaction
// that ends in SQLSTATE 40001 (OC000, a conflict; OC001, a changed schema) is run again as a whole,
// after a pause that grows and is spread by chance.
#pragma once

#include <chrono>
#include <functional>

#include "harness/target/result.h"

namespace dsql::harness {

struct RetryPolicy {
  int attempts = 10;  // at most, the first one included
  std::chrono::milliseconds first_pause{10};
  std::chrono::milliseconds longest_pause{1000};
};

// Whether the answer says that the transaction may be run again: SQLSTATE 40001.
bool is_retryable(const Result& result);

// Calls `transaction` until its answer is not retryable or the attempts are used up; returns the
// last answer. The caller's function starts from the beginning each time: ROLLBACK what is left of
// the last try.
Result with_retries(const RetryPolicy& policy, const std::function<Result()>& transaction);

}  // namespace dsql::harness
