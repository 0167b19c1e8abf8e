// KernelCall: a function row's kernel for one row at a time, for the few places that compare single
// values.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/exec/evaluator.h"

namespace dsql::engine {

class KernelCall {
 public:
  KernelCall(const FunctionRow& function, std::vector<Oid> types, Oid result, Execution& execution)
      : function_(&function), types_(std::make_unique<std::vector<Oid>>(std::move(types))) {
    context_ = {.format = &execution.context.format,
                .services = &execution.context.services,
                .argument_types = *types_,
                .result_type = result};
  }

  bool strict() const { return function_->strict; }

  // The boolean result for row 0 of each argument; nullopt for NULL.
  std::optional<bool> truth(std::span<const Column* const> args) {
    if (function_->strict) {
      for (const Column* arg : args) {
        if (arg->is_null(0)) return std::nullopt;
      }
    }
    result_.prepare(Physical::boolean, 1);
    function_->kernel(context_, args, Selection::all(1), result_);
    if (result_.is_null(0)) return std::nullopt;
    return result_.at<bool>(0);
  }

 private:
  const FunctionRow* function_;
  std::unique_ptr<std::vector<Oid>> types_;  // the context points at it
  CallContext context_;
  Column result_;
};

}  // namespace dsql::engine
