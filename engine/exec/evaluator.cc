#include "engine/exec/evaluator.h"

#include "dsqlrules/conditions/name_errors.h"
#include "dsqlrules/conditions/query_errors.h"

namespace dsql::engine {

namespace {

class Constant final : public Evaluator {
 public:
  explicit Constant(const Value& value, Physical physical) {
    if (value.is_null()) {
      column_.prepare(physical, 1);
      column_.set_null(0);
      column_.set_constant();
    } else {
      value.broadcast(column_);
    }
  }
  const Column& evaluate(const Batch&, Selection) override { return column_; }

 private:
  Column column_;
};

class InputColumn final : public Evaluator {
 public:
  explicit InputColumn(std::size_t slot) : slot_(slot) {}
  const Column& evaluate(const Batch& in, Selection) override { return *in.columns[slot_]; }

 private:
  std::size_t slot_;
};

class OuterColumn final : public Evaluator {
 public:
  OuterColumn(ColumnId id, Physical physical, Execution& execution)
      : id_(id), physical_(physical), execution_(execution) {}
  const Column& evaluate(const Batch&, Selection) override {
    const Value& value = execution_.outer.get(id_);
    if (value.is_null()) {
      column_.prepare(physical_, 1);
      column_.set_null(0);
      column_.set_constant();
    } else {
      value.broadcast(column_);
    }
    return column_;
  }

 private:
  ColumnId id_;
  Physical physical_;
  Execution& execution_;
  Column column_;
};

class Call final : public Evaluator {
 public:
  Call(const Expr& expr, const Layout& layout, Execution& execution)
      : row_(*expr.function), physical_(type_of(expr.type).physical) {
    for (const ExprPtr& arg : expr.args) {
      args_.push_back(compile(*arg, layout, execution));
      types_.push_back(arg->type);
    }
    columns_.resize(args_.size());
    count_values(result_, execution);
    context_ = {.format = &execution.context.format,
                .services = &execution.context.services,
                .argument_types = types_,
                .result_type = expr.type,
                .result_modifier = expr.modifier,
                .variadic_array = expr.variadic_array};
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    bool constant = row_.volatility != Volatility::volatile_;
    for (std::size_t i = 0; i < args_.size(); ++i) {
      columns_[i] = &args_[i]->evaluate(in, rows);
      constant = constant && columns_[i]->constant();
    }
    if (constant && rows.count > 0) rows = Selection::all(1);
    result_.prepare(physical_, rows.extent());
    run(rows);
    if (constant) result_.set_constant();
    return result_;
  }

 private:
  void run(Selection rows) {
    if (row_.strict && any_nulls()) {
      const Selection valid = without_nulls(columns_, rows, valid_rows_);
      if (valid.count != rows.count) rows.for_each([&](std::uint32_t row) { null_out(row); });
      rows = valid;
    }
    if (rows.count > 0) row_.kernel(context_, columns_, rows, result_);
  }
  bool any_nulls() const {
    for (const Column* column : columns_) {
      if (column->has_nulls()) return true;
    }
    return false;
  }
  void null_out(std::uint32_t row) {
    for (const Column* column : columns_) {
      if (column->is_null(row)) {
        result_.set_null(row);
        return;
      }
    }
  }

  const FunctionRow& row_;
  Physical physical_;
  std::vector<EvaluatorPtr> args_;
  std::vector<Oid> types_;
  std::vector<const Column*> columns_;
  std::vector<std::uint16_t> valid_rows_;
  CallContext context_;
  Column result_;
};

EvaluatorPtr make_parameter(const Expr& expr, Execution& execution) {
  const auto parameters = execution.context.parameters;
  if (expr.number == 0 || expr.number > parameters.size()) {
    rules::raise(rules::error(rules::conditions::undefined_parameter, static_cast<int>(expr.number))
                     .at(expr.location));
  }
  return std::make_unique<Constant>(parameters[expr.number - 1], type_of(expr.type).physical);
}

EvaluatorPtr make_column(const Expr& expr, const Layout& layout, Execution& execution) {
  const int slot = layout.slot(expr.column);
  if (slot >= 0) return std::make_unique<InputColumn>(static_cast<std::size_t>(slot));
  return std::make_unique<OuterColumn>(expr.column, type_of(expr.type).physical, execution);
}

}  // namespace

EvaluatorPtr compile(const Expr& expr, const Layout& layout, Execution& execution) {
  switch (expr.kind) {
    case ExprKind::constant:
      return std::make_unique<Constant>(expr.value, type_of(expr.type).physical);
    case ExprKind::parameter: return make_parameter(expr, execution);
    case ExprKind::column:
    case ExprKind::grouping: return make_column(expr, layout, execution);
    case ExprKind::call: return std::make_unique<Call>(expr, layout, execution);
    case ExprKind::relabel: return compile(*expr.args[0], layout, execution);
    case ExprKind::io_cast:
    case ExprKind::array_cast:
    case ExprKind::domain_check: return evaluators::make_cast(expr, layout, execution);
    case ExprKind::and_:
    case ExprKind::or_:
    case ExprKind::not_:
    case ExprKind::is_null:
    case ExprKind::is_not_null:
    case ExprKind::is_true:
    case ExprKind::is_not_true:
    case ExprKind::is_false:
    case ExprKind::is_not_false:
    case ExprKind::is_unknown:
    case ExprKind::is_not_unknown:
    case ExprKind::is_distinct:
    case ExprKind::is_not_distinct: return evaluators::make_logic(expr, layout, execution);
    case ExprKind::case_:
    case ExprKind::coalesce:
    case ExprKind::greatest:
    case ExprKind::least:
    case ExprKind::nullif:
    case ExprKind::in_list: return evaluators::make_conditional(expr, layout, execution);
    case ExprKind::array:
    case ExprKind::row:
    case ExprKind::field:
    case ExprKind::subscript:
    case ExprKind::any_array:
    case ExprKind::all_array:
    case ExprKind::row_compare: return evaluators::make_composite(expr, layout, execution);
    case ExprKind::scalar_subquery:
    case ExprKind::exists_subquery:
    case ExprKind::any_subquery:
    case ExprKind::all_subquery:
    case ExprKind::array_subquery:
    case ExprKind::sql_function: return evaluators::make_subquery(expr, layout, execution);
    case ExprKind::aggregate:
    case ExprKind::window:
    case ExprKind::set_call:
    case ExprKind::current_row_key: break;
  }
  // The binder puts these only where their relation evaluates them; elsewhere it is our bug.
  rules::raise(rules::conditions::internal_unexpected_expression, static_cast<int>(expr.kind));
}

Predicate::Predicate(const ExprPtr& condition, const Layout& layout, Execution& execution)
    : condition_(compile(*condition, layout, execution)) {}

Selection Predicate::select(const Batch& in, Selection rows) {
  const Column& truth = condition_->evaluate(in, rows);
  if (truth.constant()) {
    const bool kept = !truth.is_null(0) && truth.at<bool>(0);
    return kept ? rows : Selection{};
  }
  kept_.resize(rows.count);
  std::uint32_t count = 0;
  const bool* values = truth.values<bool>();
  if (truth.has_nulls()) {
    rows.for_each([&](std::uint32_t row) {
      kept_[count] = static_cast<std::uint16_t>(row);
      count += static_cast<std::uint32_t>(!truth.is_null(row) && values[row]);
    });
  } else {
    rows.for_each([&](std::uint32_t row) {
      kept_[count] = static_cast<std::uint16_t>(row);
      count += static_cast<std::uint32_t>(values[row]);
    });
  }
  if (count == rows.count) return rows;
  return {kept_.data(), count};
}

Selection without_nulls(std::span<const Column* const> columns, Selection rows,
                        std::vector<std::uint16_t>& out) {
  out.resize(rows.count);
  std::uint32_t count = 0;
  rows.for_each([&](std::uint32_t row) {
    bool valid = true;
    for (const Column* column : columns) valid = valid && !column->is_null(row);
    out[count] = static_cast<std::uint16_t>(row);
    count += static_cast<std::uint32_t>(valid);
  });
  if (count == rows.count) return rows;
  return {out.data(), count};
}

Value evaluate_scalar(const Expr& expr, Execution& execution) {
  const EvaluatorPtr evaluator = compile(expr, Layout(), execution);
  const Batch no_columns{{}, Selection::all(1)};
  return Value::from(evaluator->evaluate(no_columns, no_columns.rows), 0);
}

}  // namespace dsql::engine
