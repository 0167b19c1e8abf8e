// DomainCheck: the NOT NULL and CHECK constraints of a domain, run over a column of values.
#pragma once

#include <memory>
#include <vector>

#include "engine/exec/evaluator.h"

namespace dsql::engine {

class DomainCheck {
 public:
  DomainCheck(const Domain& domain, Execution& execution);

  // Raises: domain_not_null, domain_check_violation.
  void run(const Column& values, Selection rows);

 private:
  const Domain& domain_;
  std::vector<EvaluatorPtr> checks_;
};

}  // namespace dsql::engine
