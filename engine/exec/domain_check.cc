#include "engine/exec/domain_check.h"

#include "dsqlrules/conditions/constraint_errors.h"
#include "dsqlrules/parse/statement.h"
#include "engine/bind/bind.h"

namespace dsql::engine {

namespace {

// The domain's checks, in which ColumnId 1 is VALUE; bound once for each immutable Domain.
struct BoundChecks {
  std::vector<ExprPtr> checks;
};

std::shared_ptr<const BoundChecks> checks_of(const Domain& domain, const CatalogPointer& catalog,
                                             const TextFormat& format) {
  if (auto bound = domain.expressions.get<BoundChecks>()) return bound;
  auto made = std::make_shared<BoundChecks>();
  BindContext context;
  context.catalog = catalog;
  context.format = &format;
  for (const CheckConstraint& check : domain.checks) {
    const rules::ParseTree tree = rules::parse("SELECT " + check.expression_sql);
    const rules::Node& target = *tree.statements()[0].node->select_stmt->target_list[0];
    made->checks.push_back(bind_table_expression(*target.res_target->val, nullptr, domain.base,
                                                 oid::boolean, -1, context));
  }
  return domain.expressions.set<BoundChecks>(std::move(made));
}

}  // namespace

DomainCheck::DomainCheck(const Domain& domain, Execution& execution) : domain_(domain) {
  const auto bound =
      checks_of(domain, execution.context.transaction.catalog, execution.context.format);
  const ColumnId value[] = {1};
  for (const ExprPtr& check : bound->checks)
    checks_.push_back(compile(*check, Layout(value), execution));
}

void DomainCheck::run(const Column& values, Selection rows) {
  if (domain_.not_null) {
    rows.for_each([&](std::uint32_t row) {
      if (values.is_null(row))
        rules::raise(rules::conditions::domain_not_null_violation, domain_.name);
    });
  }
  const Batch batch{{&values}, rows};
  for (std::size_t i = 0; i < checks_.size(); ++i) {
    const Column& truth = checks_[i]->evaluate(batch, rows);
    rows.for_each([&](std::uint32_t row) {
      if (truth.is_null(row) || truth.at<bool>(row)) return;
      rules::raise(rules::error(rules::conditions::domain_check_violation, domain_.name,
                                domain_.checks[i].name)
                       .on_constraint("", "", domain_.checks[i].name));
    });
  }
}

}  // namespace dsql::engine
