#include "engine/exec/context.h"

#include "dsqlrules/conditions/limit_errors.h"
#include "dsqlrules/conditions/limits.h"
#include "dsqlrules/conditions/transaction_errors.h"

namespace dsql::engine {

void ExecContext::check_cancelled() const {
  if (cancelled.load(std::memory_order_relaxed)) rules::raise(rules::conditions::query_canceled);
}

// Stacks grow downwards.
void StackGuard::check() const {
  if (base_ - depth() > rules::limits::stack_bytes && depth() < base_)
    rules::raise(rules::conditions::stack_depth_limit_exceeded);
}

std::uintptr_t StackGuard::depth() {
  return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
}

}  // namespace dsql::engine
