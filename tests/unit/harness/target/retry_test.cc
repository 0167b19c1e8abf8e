#include "harness/target/retry.h"

#include <gtest/gtest.h>

namespace dsql::harness {
namespace {

using std::chrono::milliseconds;

Result failing(const char* sqlstate) {
  return {.kind = Result::Kind::error,
          .error = Diagnostic{.severity = "ERROR", .sqlstate = sqlstate}};
}

TEST(WithRetries, RunsAgainUntilItSucceeds) {
  int calls = 0;
  const Result result = with_retries({.first_pause = milliseconds(1)}, [&] {
    return ++calls < 3 ? failing("40001") : Result{.tag = "COMMIT"};
  });
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(result.tag, "COMMIT");
}

TEST(WithRetries, OtherErrorsAreNotRetried) {
  int calls = 0;
  const Result result = with_retries({}, [&] {
    ++calls;
    return failing("23505");
  });
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(result.error->sqlstate, "23505");
}

TEST(WithRetries, GivesUpAfterItsAttempts) {
  int calls = 0;
  const RetryPolicy policy{
      .attempts = 4, .first_pause = milliseconds(1), .longest_pause = milliseconds(2)};
  const Result result = with_retries(policy, [&] {
    ++calls;
    return failing("40001");
  });
  EXPECT_EQ(calls, 4);
  EXPECT_TRUE(is_retryable(result));
}

}  // namespace
}  // namespace dsql::harness
