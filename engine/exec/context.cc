#include "engine/exec/context.h"

#include "dsqlrules/conditions/transaction_errors.h"

namespace dsql::engine {

void ExecContext::check_cancelled() const {
  if (cancelled.load(std::memory_order_relaxed)) rules::raise(rules::conditions::query_canceled);
}

}  // namespace dsql::engine
