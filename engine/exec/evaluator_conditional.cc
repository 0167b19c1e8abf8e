// CASE, COALESCE, GREATEST, LEAST, NULLIF and IN lists: expressions whose arguments are computed
// only at the rows that need them.
#include "engine/exec/evaluator.h"

namespace dsql::engine {

namespace {

// Copies the selected rows of `from` into `to`; bytes stay views, because both live to the end of
// the batch.
void copy_rows(const Column& from, Selection rows, Column& to) {
  rows.for_each([&](std::uint32_t row) { to.copy_value(row, from, row, false); });
}

// The rows at which `truth` is true and those at which it is not.
void split(const Column& truth, Selection rows, std::vector<std::uint16_t>& yes,
           std::vector<std::uint16_t>& no) {
  yes.clear();
  no.clear();
  rows.for_each([&](std::uint32_t row) {
    const bool holds = !truth.is_null(row) && truth.at<bool>(row);
    (holds ? yes : no).push_back(static_cast<std::uint16_t>(row));
  });
}

Selection view(const std::vector<std::uint16_t>& rows) {
  return {rows.data(), static_cast<std::uint32_t>(rows.size())};
}

class Case final : public Evaluator {
 public:
  Case(const Expr& expr, const Layout& layout, Execution& execution)
      : physical_(type_of(expr.type).physical) {
    for (const ExprPtr& arg : expr.args) args_.push_back(compile(*arg, layout, execution));
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    result_.prepare(physical_, rows.extent());
    std::vector<std::uint16_t> yes;
    std::vector<std::uint16_t> no;
    std::vector<std::uint16_t> open_rows;
    Selection open = rows;
    std::size_t i = 0;
    for (; i + 1 < args_.size() && open.count > 0; i += 2) {
      split(args_[i]->evaluate(in, open), open, yes, no);
      if (!yes.empty()) copy_rows(args_[i + 1]->evaluate(in, view(yes)), view(yes), result_);
      open_rows.swap(no);
      open = view(open_rows);
    }
    if (open.count > 0) copy_rows(args_.back()->evaluate(in, open), open, result_);
    return result_;
  }

 private:
  Physical physical_;
  std::vector<EvaluatorPtr> args_;
  Column result_;
};

class Coalesce final : public Evaluator {
 public:
  Coalesce(const Expr& expr, const Layout& layout, Execution& execution)
      : physical_(type_of(expr.type).physical) {
    for (const ExprPtr& arg : expr.args) args_.push_back(compile(*arg, layout, execution));
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    result_.prepare(physical_, rows.extent());
    std::vector<std::uint16_t> open_rows;
    std::vector<std::uint16_t> left;
    Selection open = rows;
    for (std::size_t i = 0; i < args_.size() && open.count > 0; ++i) {
      const Column& value = args_[i]->evaluate(in, open);
      copy_rows(value, open, result_);
      left.clear();
      open.for_each([&](std::uint32_t row) {
        if (value.is_null(row)) left.push_back(static_cast<std::uint16_t>(row));
      });
      open_rows.swap(left);
      open = view(open_rows);
    }
    return result_;
  }

 private:
  Physical physical_;
  std::vector<EvaluatorPtr> args_;
  Column result_;
};

// GREATEST and LEAST ignore NULLs; all arguments are computed.
class Extreme final : public Evaluator {
 public:
  Extreme(const Expr& expr, const Layout& layout, Execution& execution)
      : greatest_(expr.kind == ExprKind::greatest), type_(type_of(expr.type)) {
    for (const ExprPtr& arg : expr.args) args_.push_back(compile(*arg, layout, execution));
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    result_.prepare(type_.physical, rows.extent());
    bool first = true;
    for (const EvaluatorPtr& arg : args_) {
      const Column& value = arg->evaluate(in, rows);
      rows.for_each([&](std::uint32_t row) {
        if (first || better(value, row)) result_.copy_value(row, value, row, false);
      });
      first = false;
    }
    return result_;
  }

 private:
  bool better(const Column& value, std::uint32_t row) const {
    if (value.is_null(row)) return false;
    if (result_.is_null(row)) return true;
    const int order = type_.compare(value, row, result_, row);
    return greatest_ ? order > 0 : order < 0;
  }

  bool greatest_;
  const Type& type_;
  std::vector<EvaluatorPtr> args_;
  Column result_;
};

// Calls an equality kernel over two columns at rows where neither is NULL.
class Equality {
 public:
  Equality(const FunctionRow& function, Oid left, Oid right, Execution& execution)
      : function_(function), types_{left, right} {
    context_ = {.format = &execution.context.format,
                .services = &execution.context.services,
                .argument_types = types_,
                .result_type = oid::boolean};
  }
  // result[row] is NULL where either side is.
  const Column& compare(const Column& left, const Column& right, Selection rows) {
    const Column* const args[] = {&left, &right};
    equal_.prepare(Physical::boolean, rows.extent());
    const Selection valid = without_nulls(args, rows, valid_rows_);
    if (valid.count != rows.count) {
      rows.for_each([&](std::uint32_t row) {
        if (left.is_null(row) || right.is_null(row)) equal_.set_null(row);
      });
    }
    if (valid.count > 0) function_.kernel(context_, std::span(args), valid, equal_);
    return equal_;
  }

 private:
  const FunctionRow& function_;
  Oid types_[2];
  CallContext context_;
  std::vector<std::uint16_t> valid_rows_;
  Column equal_;
};

class NullIf final : public Evaluator {
 public:
  NullIf(const Expr& expr, const Layout& layout, Execution& execution)
      : physical_(type_of(expr.type).physical),
        left_(compile(*expr.args[0], layout, execution)),
        right_(compile(*expr.args[1], layout, execution)),
        equality_(*expr.function, expr.args[0]->type, expr.args[1]->type, execution) {}

  const Column& evaluate(const Batch& in, Selection rows) override {
    const Column& left = left_->evaluate(in, rows);
    const Column& equal = equality_.compare(left, right_->evaluate(in, rows), rows);
    result_.prepare(physical_, rows.extent());
    rows.for_each([&](std::uint32_t row) {
      if (!equal.is_null(row) && equal.at<bool>(row)) {
        result_.set_null(row);
      } else {
        result_.copy_value(row, left, row, false);
      }
    });
    return result_;
  }

 private:
  Physical physical_;
  EvaluatorPtr left_;
  EvaluatorPtr right_;
  Equality equality_;
  Column result_;
};

// x [NOT] IN (a, b, …). Rows still undecided go on to the next item.
class InList final : public Evaluator {
 public:
  InList(const Expr& expr, const Layout& layout, Execution& execution)
      : negated_(expr.negated),
        needle_(compile(*expr.args[0], layout, execution)),
        equality_(*expr.function, expr.args[0]->type, expr.args[1]->type, execution) {
    for (std::size_t i = 1; i < expr.args.size(); ++i)
      items_.push_back(compile(*expr.args[i], layout, execution));
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    const Column& needle = needle_->evaluate(in, rows);
    result_.prepare(Physical::boolean, rows.extent());
    rows.for_each([&](std::uint32_t row) { result_.set(row, negated_); });
    std::vector<std::uint16_t> open_rows;
    std::vector<std::uint16_t> left;
    Selection open = rows;
    for (std::size_t i = 0; i < items_.size() && open.count > 0; ++i) {
      const Column& equal = equality_.compare(needle, items_[i]->evaluate(in, open), open);
      left.clear();
      open.for_each([&](std::uint32_t row) {
        if (equal.is_null(row)) {
          result_.set_null(row);
        } else if (equal.at<bool>(row)) {
          result_.set(row, !negated_);
          result_.set_valid(row);
          return;
        }
        left.push_back(static_cast<std::uint16_t>(row));
      });
      open_rows.swap(left);
      open = view(open_rows);
    }
    return result_;
  }

 private:
  bool negated_;
  EvaluatorPtr needle_;
  std::vector<EvaluatorPtr> items_;
  Equality equality_;
  Column result_;
};

}  // namespace

EvaluatorPtr evaluators::make_conditional(const Expr& expr, const Layout& layout,
                                          Execution& execution) {
  switch (expr.kind) {
    case ExprKind::case_: return std::make_unique<Case>(expr, layout, execution);
    case ExprKind::coalesce: return std::make_unique<Coalesce>(expr, layout, execution);
    case ExprKind::nullif: return std::make_unique<NullIf>(expr, layout, execution);
    case ExprKind::in_list: return std::make_unique<InList>(expr, layout, execution);
    default: return std::make_unique<Extreme>(expr, layout, execution);
  }
}

}  // namespace dsql::engine
