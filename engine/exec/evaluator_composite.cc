// Arrays and rows: constructors, subscripts, fields, ANY and ALL over arrays, row comparison.
#include <algorithm>

#include "dsqlrules/conditions/query_errors.h"
#include "dsqlrules/conditions/value_errors.h"
#include "engine/exec/evaluator.h"
#include "engine/exec/kernel_call.h"
#include "engine/types/array.h"
#include "engine/types/record.h"

namespace dsql::engine {

namespace {

class Arguments {
 public:
  Arguments(const Expr& expr, const Layout& layout, Execution& execution) {
    for (const ExprPtr& arg : expr.args) {
      evaluators_.push_back(arg ? compile(*arg, layout, execution) : nullptr);
    }
    columns_.resize(evaluators_.size());
  }
  // Columns of all arguments; null where the argument is absent (an open slice bound).
  std::span<const Column* const> evaluate(const Batch& in, Selection rows) {
    for (std::size_t i = 0; i < evaluators_.size(); ++i) {
      columns_[i] = evaluators_[i] ? &evaluators_[i]->evaluate(in, rows) : nullptr;
    }
    return columns_;
  }

 private:
  std::vector<EvaluatorPtr> evaluators_;
  std::vector<const Column*> columns_;
};

// ARRAY[…]; of arrays, one more dimension.
class ArrayConstructor final : public Evaluator {
 public:
  ArrayConstructor(const Expr& expr, const Layout& layout, Execution& execution)
      : args_(expr, layout, execution), element_(type_of(expr.type).element) {
    nested_ = !expr.args.empty() && expr.args[0]->type == expr.type;
    count_values(result_, execution);
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    const auto args = args_.evaluate(in, rows);
    result_.prepare(Physical::bytes, rows.extent());
    rows.for_each(
        [&](std::uint32_t row) { result_.own(row, nested_ ? nest(args, row) : flat(args, row)); });
    return result_;
  }

 private:
  std::string flat(std::span<const Column* const> args, std::uint32_t row) const {
    ArrayBuilder builder(element_);
    for (const Column* arg : args) builder.add(*arg, row);
    return builder.finish();
  }

  std::string nest(std::span<const Column* const> args, std::uint32_t row) const {
    ArrayBuilder builder(element_);
    std::vector<ArrayDimension> inner;
    bool first = true;
    Column element;
    for (const Column* arg : args) {
      if (arg->is_null(row)) rules::raise(rules::conditions::array_dimensions_mismatch);
      const ArrayView view(arg->at<std::string_view>(row));
      std::vector<ArrayDimension> dimensions;
      for (int d = 0; d < view.dimensions(); ++d) dimensions.push_back({view.dimension(d).size, 1});
      if (!first && dimensions != inner) rules::raise(rules::conditions::array_dimensions_mismatch);
      inner = std::move(dimensions);
      first = false;
      const auto depth = static_cast<int>(inner.size()) + 1;
      if (depth > ArrayView::max_dimensions)
        rules::raise(rules::conditions::array_too_many_dimensions, depth,
                     ArrayView::max_dimensions);
      for (std::uint32_t i = 0; i < view.size(); ++i) {
        if (view.is_null(i)) {
          builder.add_null();
        } else {
          builder.add_image(view.image(i));
        }
      }
    }
    if (inner.empty()) return builder.finish();
    inner.insert(inner.begin(), ArrayDimension{static_cast<std::int32_t>(args.size()), 1});
    return builder.finish(inner);
  }

  Arguments args_;
  Oid element_;
  bool nested_ = false;
  Column result_;
};

class RowConstructor final : public Evaluator {
 public:
  RowConstructor(const Expr& expr, const Layout& layout, Execution& execution)
      : args_(expr, layout, execution), names_(expr.field_names) {
    for (const ExprPtr& arg : expr.args) types_.push_back(arg->type);
    count_values(result_, execution);
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    const auto args = args_.evaluate(in, rows);
    result_.prepare(Physical::bytes, rows.extent());
    rows.for_each([&](std::uint32_t row) {
      RecordBuilder builder(names_);
      for (std::size_t i = 0; i < args.size(); ++i) builder.add(types_[i], *args[i], row);
      result_.own(row, builder.finish());
    });
    return result_;
  }

 private:
  Arguments args_;
  std::vector<std::string> names_;
  std::vector<Oid> types_;
  Column result_;
};

class Field final : public Evaluator {
 public:
  Field(const Expr& expr, const Layout& layout, Execution& execution)
      : record_(compile(*expr.args[0], layout, execution)),
        field_(expr.number - 1),
        physical_(type_of(expr.type).physical) {}

  const Column& evaluate(const Batch& in, Selection rows) override {
    const Column& record = record_->evaluate(in, rows);
    result_.prepare(physical_, rows.extent());
    rows.for_each([&](std::uint32_t row) {
      if (record.is_null(row)) {
        result_.set_null(row);
        return;
      }
      RecordView(record.at<std::string_view>(row)).load(field_, result_, row);
    });
    return result_;
  }

 private:
  EvaluatorPtr record_;
  std::uint32_t field_;
  Physical physical_;
  Column result_;
};

class Subscript final : public Evaluator {
 public:
  Subscript(const Expr& expr, const Layout& layout, Execution& execution)
      : args_(expr, layout, execution), slice_(expr.slice), physical_(type_of(expr.type).physical) {
    count_values(result_, execution);
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    const auto args = args_.evaluate(in, rows);
    result_.prepare(physical_, rows.extent());
    rows.for_each([&](std::uint32_t row) {
      for (const Column* arg : args) {
        if (arg != nullptr && arg->is_null(row)) {
          result_.set_null(row);
          return;
        }
      }
      const ArrayView array(args[0]->at<std::string_view>(row));
      if (slice_) {
        take_slice(array, args, row);
      } else {
        take_element(array, args, row);
      }
    });
    return result_;
  }

 private:
  void take_element(const ArrayView& array, std::span<const Column* const> args,
                    std::uint32_t row) {
    std::vector<std::int32_t> subscripts;
    for (std::size_t i = 1; i < args.size(); ++i)
      subscripts.push_back(args[i]->at<std::int32_t>(row));
    const std::int64_t found =
        static_cast<int>(subscripts.size()) == array.dimensions() ? array.find(subscripts) : -1;
    if (found < 0) {
      result_.set_null(row);
    } else {
      array.load(static_cast<std::uint32_t>(found), result_, row);
    }
  }

  void take_slice(const ArrayView& array, std::span<const Column* const> args, std::uint32_t row) {
    std::vector<std::int32_t> lowers;
    std::vector<std::int32_t> uppers;
    for (std::size_t i = 1; i + 1 < args.size(); i += 2) {
      const int d = static_cast<int>(lowers.size());
      const ArrayDimension whole = d < array.dimensions() ? array.dimension(d) : ArrayDimension{};
      lowers.push_back(args[i] != nullptr ? args[i]->at<std::int32_t>(row) : whole.lower);
      uppers.push_back(args[i + 1] != nullptr ? args[i + 1]->at<std::int32_t>(row)
                                              : whole.lower + whole.size - 1);
    }
    result_.own(row, array_slice(array, lowers, uppers));
  }

  Arguments args_;
  bool slice_;
  Physical physical_;
  Column result_;
};

// value op ANY | ALL (array).
class ArrayQuantifier final : public Evaluator {
 public:
  ArrayQuantifier(const Expr& expr, const Layout& layout, Execution& execution)
      : args_(expr, layout, execution),
        any_(expr.kind == ExprKind::any_array),
        element_(type_of(expr.args[1]->type).element),
        call_(*expr.function, {expr.args[0]->type, element_}, oid::boolean, execution) {}

  const Column& evaluate(const Batch& in, Selection rows) override {
    const auto args = args_.evaluate(in, rows);
    result_.prepare(Physical::boolean, rows.extent());
    rows.for_each([&](std::uint32_t row) {
      if (args[1]->is_null(row)) {
        result_.set_null(row);
        return;
      }
      decide(*args[0], ArrayView(args[1]->at<std::string_view>(row)), row);
    });
    return result_;
  }

 private:
  void decide(const Column& value, const ArrayView& array, std::uint32_t row) {
    result_.set(row, !any_);
    if (array.size() == 0) return;
    bool unknown = value.is_null(row) && call_.strict();
    for (std::uint32_t i = 0; i < array.size() && !(value.is_null(row) && call_.strict()); ++i) {
      item_.prepare(type_of(element_).physical, 1);
      array.load(i, item_, 0);
      one_.prepare(value.physical(), 1);
      one_.copy_value(0, value, row, false);
      const Column* const pair[] = {&one_, &item_};
      const std::optional<bool> truth = call_.truth(pair);
      if (!truth) {
        unknown = true;
      } else if (*truth == any_) {
        result_.set(row, any_);
        return;
      }
    }
    if (unknown) result_.set_null(row);
  }

  Arguments args_;
  bool any_;
  Oid element_;
  KernelCall call_;
  Column item_;
  Column one_;
  Column result_;
};

// (a, b, …) < (x, y, …): the first pair that is not equal decides.
class RowComparison final : public Evaluator {
 public:
  RowComparison(const Expr& expr, const Layout& layout, Execution& execution)
      : args_(expr, layout, execution), width_(expr.args.size() / 2) {
    for (std::size_t i = 0; i < width_; ++i) {
      const std::vector<Oid> types{expr.args[i]->type, expr.args[width_ + i]->type};
      equal_.emplace_back(*expr.row_operators[2 * i], types, oid::boolean, execution);
      order_.emplace_back(*expr.row_operators[2 * i + 1], types, oid::boolean, execution);
    }
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    const auto args = args_.evaluate(in, rows);
    result_.prepare(Physical::boolean, rows.extent());
    rows.for_each([&](std::uint32_t row) {
      const std::optional<bool> truth = decide(args, row);
      if (truth) {
        result_.set(row, *truth);
      } else {
        result_.set_null(row);
      }
    });
    return result_;
  }

 private:
  std::optional<bool> decide(std::span<const Column* const> args, std::uint32_t row) {
    for (std::size_t i = 0; i < width_; ++i) {
      Column left;
      Column right;
      left.prepare(args[i]->physical(), 1);
      left.copy_value(0, *args[i], row, false);
      right.prepare(args[width_ + i]->physical(), 1);
      right.copy_value(0, *args[width_ + i], row, false);
      const Column* const pair[] = {&left, &right};
      const std::optional<bool> equal = equal_[i].truth(pair);
      if (!equal) return std::nullopt;
      if (!*equal || i + 1 == width_) return order_[i].truth(pair);
    }
    return std::nullopt;
  }

  Arguments args_;
  std::size_t width_;
  std::vector<KernelCall> equal_;
  std::vector<KernelCall> order_;
  Column result_;
};

}  // namespace

EvaluatorPtr evaluators::make_composite(const Expr& expr, const Layout& layout,
                                        Execution& execution) {
  switch (expr.kind) {
    case ExprKind::array: return std::make_unique<ArrayConstructor>(expr, layout, execution);
    case ExprKind::row: return std::make_unique<RowConstructor>(expr, layout, execution);
    case ExprKind::field: return std::make_unique<Field>(expr, layout, execution);
    case ExprKind::subscript: return std::make_unique<Subscript>(expr, layout, execution);
    case ExprKind::row_compare: return std::make_unique<RowComparison>(expr, layout, execution);
    default: return std::make_unique<ArrayQuantifier>(expr, layout, execution);
  }
}

}  // namespace dsql::engine
