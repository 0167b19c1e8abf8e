// Slices: hands an operator its input's batches in parts, so few rows at a time that the values it
// computes from them take little memory, however large each is. Parts grow while values are small:
// whoever computes no text, bytea or the like gets whole batches. Owned by its operator.
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include "engine/exec/operator.h"

namespace dsql::engine {

class Slices {
 public:
  explicit Slices(Execution& execution) : values_(execution.context.space->values) {}

  // The operator computes this expression for each part.
  void computes(const Expr& expr) {
    if (makes_bytes(expr)) size_ = first_size;
  }

  // For open(): what is left of the present batch is not wanted.
  void restart() { in_ = nullptr; }

  // The next rows of `input`; null when there are no more. Valid until the next call.
  const Batch* next(Operator& input) {
    if (in_ != nullptr) adapt();
    if (in_ == nullptr || at_ >= in_->rows.count) {
      in_ = input.next();
      at_ = 0;
      if (in_ == nullptr) return nullptr;
    }
    const std::uint32_t count = std::min(size_, in_->rows.count - at_);
    if (count == in_->rows.count) {
      at_ = count;
      return in_;
    }
    part_.columns = in_->columns;
    part_.rows = cut(count);
    at_ += count;
    return &part_;
  }

 private:
  static constexpr std::uint32_t first_size = 4;
  static constexpr std::size_t small_values = std::size_t{2} << 20;
  static constexpr std::size_t large_values = std::size_t{8} << 20;

  static bool makes_bytes(const Expr& expr) {
    const bool computed = expr.kind != ExprKind::constant && expr.kind != ExprKind::parameter &&
                          expr.kind != ExprKind::column && expr.kind != ExprKind::grouping &&
                          expr.kind != ExprKind::relabel && expr.kind != ExprKind::current_row_key;
    if (computed && type_of(expr.type).physical == Physical::bytes) return true;
    return std::any_of(expr.args.begin(), expr.args.end(),
                       [](const ExprPtr& arg) { return arg && makes_bytes(*arg); });
  }

  // The values of the last part are still counted.
  void adapt() {
    if (values_.used() > large_values) {
      size_ = std::max(size_ / 4, 1U);
    } else if (values_.used() < small_values) {
      size_ = std::min(size_ * (size_ < 8 ? 2 : 4), batch_capacity);
    }
  }

  Selection cut(std::uint32_t count) {
    if (!in_->rows.dense()) return {in_->rows.rows + at_, count};
    rows_.resize(count);
    std::iota(rows_.begin(), rows_.end(), static_cast<std::uint16_t>(at_));
    return {rows_.data(), count};
  }

  const TempSpace& values_;
  std::uint32_t size_ = batch_capacity;
  const Batch* in_ = nullptr;
  std::uint32_t at_ = 0;  // of its rows, the first one not handed out
  std::vector<std::uint16_t> rows_;
  Batch part_;
};

}  // namespace dsql::engine
