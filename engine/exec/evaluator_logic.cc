// AND, OR, NOT, the IS tests and IS [NOT] DISTINCT FROM.
#include "engine/exec/evaluator.h"
#include "engine/types/record.h"

namespace dsql::engine {

namespace {

// AND and OR differ only in the value that decides: false decides AND, true decides OR. An argument
// is evaluated only at the rows that the earlier ones left undecided.
class Junction final : public Evaluator {
 public:
  Junction(const Expr& expr, const Layout& layout, Execution& execution)
      : deciding_(expr.kind == ExprKind::or_) {
    for (const ExprPtr& arg : expr.args) args_.push_back(compile(*arg, layout, execution));
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    result_.prepare(Physical::boolean, rows.extent());
    bool* out = result_.values<bool>();
    rows.for_each([&](std::uint32_t row) { out[row] = !deciding_; });
    Selection open = rows;
    for (std::size_t i = 0; i < args_.size() && open.count > 0; ++i) {
      const Column& truth = args_[i]->evaluate(in, open);
      open = merge(truth, open, i + 1 == args_.size());
    }
    return result_;
  }

 private:
  // Folds one argument in and answers the rows that are still undecided.
  Selection merge(const Column& truth, Selection open, bool last) {
    bool* out = result_.values<bool>();
    const bool* values = truth.values<bool>();
    const std::uint32_t stride = truth.stride();
    std::vector<std::uint16_t>& next = buffers_[turn_ ^= 1];
    next.resize(open.count);
    std::uint32_t count = 0;
    open.for_each([&](std::uint32_t row) {
      if (truth.is_null(row)) {
        result_.set_null(row);
      } else if (values[row * stride] == deciding_) {
        out[row] = deciding_;
        result_.set_valid(row);
        return;
      }
      next[count++] = static_cast<std::uint16_t>(row);
    });
    if (last || count == open.count) return open;
    return {next.data(), count};
  }

  bool deciding_;
  std::vector<EvaluatorPtr> args_;
  std::vector<std::uint16_t> buffers_[2];
  unsigned turn_ = 0;
  Column result_;
};

class Not final : public Evaluator {
 public:
  Not(const Expr& expr, const Layout& layout, Execution& execution)
      : arg_(compile(*expr.args[0], layout, execution)) {}

  const Column& evaluate(const Batch& in, Selection rows) override {
    const Column& truth = arg_->evaluate(in, rows);
    result_.prepare(Physical::boolean, rows.extent());
    bool* out = result_.values<bool>();
    rows.for_each([&](std::uint32_t row) {
      if (truth.is_null(row)) {
        result_.set_null(row);
      } else {
        out[row] = !truth.at<bool>(row);
      }
    });
    return result_;
  }

 private:
  EvaluatorPtr arg_;
  Column result_;
};

// A test of one value that never answers NULL.
class Test final : public Evaluator {
 public:
  Test(const Expr& expr, const Layout& layout, Execution& execution)
      : kind_(expr.kind),
        is_record_(expr.args[0]->type == oid::record),
        arg_(compile(*expr.args[0], layout, execution)) {}

  const Column& evaluate(const Batch& in, Selection rows) override {
    const Column& value = arg_->evaluate(in, rows);
    result_.prepare(Physical::boolean, rows.extent());
    bool* out = result_.values<bool>();
    rows.for_each([&](std::uint32_t row) { out[row] = holds(value, row); });
    return result_;
  }

 private:
  bool holds(const Column& value, std::uint32_t row) const {
    const bool null = value.is_null(row);
    switch (kind_) {
      case ExprKind::is_null:
        return null || (is_record_ && record_fields_all(value.at<std::string_view>(row), true));
      case ExprKind::is_not_null:
        return !null && (!is_record_ || record_fields_all(value.at<std::string_view>(row), false));
      case ExprKind::is_unknown: return null;
      case ExprKind::is_not_unknown: return !null;
      case ExprKind::is_true: return !null && value.at<bool>(row);
      case ExprKind::is_not_true: return null || !value.at<bool>(row);
      case ExprKind::is_false: return !null && !value.at<bool>(row);
      default: return null || value.at<bool>(row);  // is_not_false
    }
  }

  ExprKind kind_;
  bool is_record_;
  EvaluatorPtr arg_;
  Column result_;
};

class Distinct final : public Evaluator {
 public:
  Distinct(const Expr& expr, const Layout& layout, Execution& execution)
      : negated_(expr.kind == ExprKind::is_not_distinct),
        equality_(*expr.function),
        left_(compile(*expr.args[0], layout, execution)),
        right_(compile(*expr.args[1], layout, execution)),
        types_{expr.args[0]->type, expr.args[1]->type} {
    context_ = {.format = &execution.context.format,
                .services = &execution.context.services,
                .argument_types = types_,
                .result_type = oid::boolean};
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    const Column* const args[] = {&left_->evaluate(in, rows), &right_->evaluate(in, rows)};
    const Selection valid = without_nulls(args, rows, valid_rows_);
    equal_.prepare(Physical::boolean, rows.extent());
    if (valid.count > 0) equality_.kernel(context_, std::span(args), valid, equal_);
    result_.prepare(Physical::boolean, rows.extent());
    bool* out = result_.values<bool>();
    rows.for_each([&](std::uint32_t row) {
      const bool left_null = args[0]->is_null(row);
      const bool right_null = args[1]->is_null(row);
      const bool same = left_null || right_null ? left_null == right_null
                                                : !equal_.is_null(row) && equal_.at<bool>(row);
      out[row] = same == negated_;
    });
    return result_;
  }

 private:
  bool negated_;
  const FunctionRow& equality_;
  EvaluatorPtr left_;
  EvaluatorPtr right_;
  Oid types_[2];
  CallContext context_;
  std::vector<std::uint16_t> valid_rows_;
  Column equal_;
  Column result_;
};

}  // namespace

EvaluatorPtr evaluators::make_logic(const Expr& expr, const Layout& layout, Execution& execution) {
  switch (expr.kind) {
    case ExprKind::and_:
    case ExprKind::or_: return std::make_unique<Junction>(expr, layout, execution);
    case ExprKind::not_: return std::make_unique<Not>(expr, layout, execution);
    case ExprKind::is_distinct:
    case ExprKind::is_not_distinct: return std::make_unique<Distinct>(expr, layout, execution);
    default: return std::make_unique<Test>(expr, layout, execution);
  }
}

}  // namespace dsql::engine
