// DomainCheck: the NOT NULL and CHECK constraints of a domain, run over a column of values.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/exec/evaluator.h"

namespace dsql::engine {

class DomainCheck {
 public:
  DomainCheck(const Domain& domain, Execution& execution);

  // Raises: domain_not_null, domain_check_violation.
  void run(const Column& values, Selection rows);

 private:
  struct Check {
    std::string name;
    EvaluatorPtr condition;
  };
  // The constraints of the domain, after those of the domain it is over.
  void add(const Domain& domain, Execution& execution);

  const Domain& domain_;
  bool not_null_ = false;
  std::vector<Check> checks_;
};

}  // namespace dsql::engine
