#include "engine/exec/sql_function.h"

#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/parse/statement.h"
#include "engine/bind/bind.h"
#include "engine/exec/operator.h"
#include "engine/plan/planner.h"

namespace dsql::engine {

namespace {

class NoStatistics final : public PlanStatistics {
 public:
  double table_rows(Oid) const override { return -1; }
};

// The bodies of a function, bound and planned against the caller's catalog.
std::vector<PlanPtr> plan_body(const SqlFunction& function, const ExecContext& context) {
  const rules::ParseTree tree = rules::parse(function.body_sql);
  BindContext names;
  names.catalog = context.transaction.catalog;
  const std::vector<std::string> path = context.services.current_schemas(false);
  names.search_path = path;
  names.role = context.catalog().find_role(context.services.current_user());
  names.format = &context.format;
  names.parameter_types = function.argument_types;
  const NoStatistics statistics;
  const PlanContext planning{context.catalog(), statistics, {}, context.format, context.services};
  std::vector<PlanPtr> plans;
  for (const rules::Statement& statement : tree.statements()) {
    plans.push_back(plan_query(bind_query(*statement.node, names), planning));
  }
  return plans;
}

class SqlFunctionCall final : public Evaluator {
 public:
  SqlFunctionCall(const Expr& expr, const Layout& layout, Execution& execution)
      : function_(*expr.sql_function),
        context_(execution.context),
        result_type_(type_of(expr.type)),
        plans_(plan_body(function_, execution.context)) {
    for (const ExprPtr& arg : expr.args) args_.push_back(compile(*arg, layout, execution));
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    std::vector<const Column*> columns;
    for (const EvaluatorPtr& arg : args_) columns.push_back(&arg->evaluate(in, rows));
    result_.prepare(result_type_.physical, rows.extent());
    rows.for_each([&](std::uint32_t row) { call(columns, row); });
    return result_;
  }

 private:
  void call(const std::vector<const Column*>& columns, std::uint32_t row) {
    std::vector<Value> parameters;
    for (const Column* column : columns) {
      if (function_.strict && column->is_null(row)) {
        result_.set_null(row);
        return;
      }
      parameters.push_back(Value::from(*column, row));
    }
    ExecContext context = context_with(parameters);
    result_.set_null(row);
    for (const PlanPtr& plan : plans_) run(*plan, context, row, &plan == &plans_.back());
  }

  // Each statement of the body runs to its first row; the last one's value is the function's.
  void run(const Plan& plan, ExecContext& context, std::uint32_t row, bool last) {
    Execution execution{context, plan, {}, nullptr};
    const OperatorPtr root = build(*plan.root, execution);
    root->open();
    const Batch* batch = root->next();
    if (!last || batch == nullptr || plan.query.results.empty()) return;
    const int slot = root->layout().slot(plan.query.results[0].second);
    result_.copy_value(row, *batch->columns[static_cast<std::size_t>(slot)], batch->rows[0], true);
  }

  ExecContext context_with(const std::vector<Value>& parameters) const {
    return {context_.transaction, context_.block,     context_.services,
            context_.system,      context_.store,     context_.format,
            parameters,           context_.cancelled, context_.command};
  }

  const SqlFunction& function_;
  const ExecContext& context_;
  const Type& result_type_;
  std::vector<PlanPtr> plans_;
  std::vector<EvaluatorPtr> args_;
  Column result_;
};

}  // namespace

EvaluatorPtr make_sql_function(const Expr& expr, const Layout& layout, Execution& execution) {
  return std::make_unique<SqlFunctionCall>(expr, layout, execution);
}

}  // namespace dsql::engine
