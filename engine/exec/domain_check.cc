#include "engine/exec/domain_check.h"

#include <algorithm>

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
  add(domain, execution);
}

void DomainCheck::add(const Domain& domain, Execution& execution) {
  if (domain.parent != 0) {
    if (const Domain* parent = execution.context.catalog().domain(domain.parent))
      add(*parent, execution);
  }
  not_null_ = not_null_ || domain.not_null;
  const auto bound =
      checks_of(domain, execution.context.transaction.catalog, execution.context.format);
  const ColumnId value[] = {1};
  const std::size_t first = checks_.size();
  for (std::size_t i = 0; i < bound->checks.size(); ++i)
    checks_.push_back(
        {domain.checks[i].name, compile(*bound->checks[i], Layout(value), execution)});
  // One domain's checks run in the order of their names.
  std::sort(checks_.begin() + static_cast<std::ptrdiff_t>(first), checks_.end(),
            [](const Check& a, const Check& b) { return a.name < b.name; });
}

void DomainCheck::run(const Column& values, Selection rows) {
  if (not_null_) {
    rows.for_each([&](std::uint32_t row) {
      if (values.is_null(row))
        rules::raise(rules::conditions::domain_not_null_violation, domain_.name);
    });
  }
  const Batch batch{{&values}, rows};
  for (const Check& check : checks_) {
    const Column& truth = check.condition->evaluate(batch, rows);
    rows.for_each([&](std::uint32_t row) {
      if (truth.is_null(row) || truth.at<bool>(row)) return;
      rules::raise(rules::error(rules::conditions::domain_check_violation, domain_.name, check.name)
                       .on_constraint("", "", check.name));
    });
  }
}

}  // namespace dsql::engine
