#include "engine/txn/lock_mode.h"

namespace dsql::engine {

std::string_view lock_mode_name(LockMode mode) {
  switch (mode) {
    case LockMode::none: return "none";
    case LockMode::observe: return "observe";
    case LockMode::share: return "share";
    case LockMode::weak: return "weak";
    case LockMode::strong: break;
  }
  return "strong";
}

}  // namespace dsql::engine
