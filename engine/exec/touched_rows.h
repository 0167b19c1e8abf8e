// TouchedRows: which rows of a batch an UPDATE or DELETE is still to touch. A row that joins
// several times is touched once, and one that the running statement has already changed not again.
#pragma once

#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/exec/operator.h"

namespace dsql::engine {

class TouchedRows {
 public:
  explicit TouchedRows(Execution& execution) : execution_(execution) {}

  // The rows of `in` to touch, by their storage keys; valid until the next call.
  Selection first_touches(const Batch& in, const Column& keys) {
    kept_.clear();
    batch_keys_.clear();
    in.rows.for_each([&](std::uint32_t row) {
      if (keys.is_null(row)) return;  // the null-extended side of an outer join
      const std::string_view key = keys.at<std::string_view>(row);
      if (execution_.context.txn().written_by_command(key)) return;
      if (in.rows.count > 1 && !batch_keys_.insert(key).second) return;
      kept_.push_back(static_cast<std::uint16_t>(row));
    });
    return {kept_.data(), static_cast<std::uint32_t>(kept_.size())};
  }

 private:
  Execution& execution_;
  std::vector<std::uint16_t> kept_;
  std::unordered_set<std::string_view> batch_keys_;
};

}  // namespace dsql::engine
