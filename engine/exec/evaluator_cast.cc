// Casts through text, casts of arrays element by element, and checks of domains.
#include "engine/bind/table_expressions.h"
#include "engine/exec/domain_check.h"
#include "engine/exec/evaluator.h"
#include "engine/functions/resolve.h"
#include "engine/types/array.h"

namespace dsql::engine {

namespace {

// text_output of one type into text_input of another.
class IoCast final : public Evaluator {
 public:
  IoCast(const Expr& expr, const Layout& layout, Execution& execution)
      : arg_(compile(*expr.args[0], layout, execution)),
        from_(type_of(expr.args[0]->type)),
        to_(type_of(expr.type)),
        modifier_(expr.modifier),
        format_(execution.context.format) {
    count_values(result_, execution);
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    const Column& value = arg_->evaluate(in, rows);
    result_.prepare(to_.physical, rows.extent());
    rows.for_each([&](std::uint32_t row) {
      if (value.is_null(row)) {
        result_.set_null(row);
        return;
      }
      text_.clear();
      from_.text_output(value, row, format_, text_);
      to_.text_input(text_, modifier_, format_, result_, row);
    });
    return result_;
  }

 private:
  EvaluatorPtr arg_;
  const Type& from_;
  const Type& to_;
  TypeModifier modifier_;
  const TextFormat& format_;
  std::string text_;
  Column result_;
};

// Converts each element with a cast function, or through text where there is none.
class ArrayCast final : public Evaluator {
 public:
  ArrayCast(const Expr& expr, const Layout& layout, Execution& execution)
      : arg_(compile(*expr.args[0], layout, execution)),
        function_(expr.function),
        from_(type_of(type_of(expr.args[0]->type).element)),
        to_(type_of(type_of(expr.type).element)),
        modifier_(expr.modifier),
        types_{from_.oid, oid::int4, oid::boolean} {
    const auto how = find_coercion(from_.oid, to_.oid, CastContext::explicit_);
    relabelled_ = function_ == nullptr && modifier_ < 0 && from_.physical == to_.physical && how &&
                  how->kind == Coercion::Kind::relabel;
    context_ = {.format = &execution.context.format,
                .services = &execution.context.services,
                .argument_types = types_,
                .result_type = to_.oid,
                .result_modifier = expr.modifier};
    Value::of<std::int32_t>(expr.modifier).broadcast(modifier_column_);
    Value::of<bool>(true).broadcast(explicit_column_);
    count_values(result_, execution);
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    const Column& value = arg_->evaluate(in, rows);
    result_.prepare(Physical::bytes, rows.extent());
    rows.for_each([&](std::uint32_t row) {
      if (value.is_null(row)) {
        result_.set_null(row);
      } else {
        result_.own(row, convert(ArrayView(value.at<std::string_view>(row))));
      }
    });
    return result_;
  }

 private:
  std::string convert(const ArrayView& array) {
    ArrayBuilder builder(to_.oid);
    Column from;
    Column to;
    for (std::uint32_t i = 0; i < array.size(); ++i) {
      if (array.is_null(i)) {
        builder.add_null();
        continue;
      }
      from.prepare(from_.physical, 1);
      array.load(i, from, 0);
      if (relabelled_) {
        builder.add(from, 0);
        continue;
      }
      to.prepare(to_.physical, 1);
      convert_element(from, to);
      builder.add(to, 0);
    }
    std::vector<ArrayDimension> dimensions;
    for (int d = 0; d < array.dimensions(); ++d) dimensions.push_back(array.dimension(d));
    return builder.finish(dimensions);
  }

  void convert_element(const Column& from, Column& to) {
    if (function_ == nullptr) {
      text_.clear();
      from_.text_output(from, 0, *context_.format, text_);
      to_.text_input(text_, modifier_, *context_.format, to, 0);
      return;
    }
    const Column* const args[] = {&from, &modifier_column_, &explicit_column_};
    function_->kernel(context_, std::span(args).first(function_->argument_count), Selection::all(1),
                      to);
  }

  EvaluatorPtr arg_;
  const FunctionRow* function_;
  const Type& from_;
  const Type& to_;
  TypeModifier modifier_;
  bool relabelled_ = false;  // elements keep their bytes
  Oid types_[3];
  CallContext context_;
  Column modifier_column_;
  Column explicit_column_;
  std::string text_;
  Column result_;
};

// A value that becomes one of a domain.
class DomainValue final : public Evaluator {
 public:
  DomainValue(const Expr& expr, const Layout& layout, Execution& execution)
      : arg_(compile(*expr.args[0], layout, execution)), check_(*expr.domain, execution) {}

  const Column& evaluate(const Batch& in, Selection rows) override {
    const Column& value = arg_->evaluate(in, rows);
    check_.run(value, rows);
    return value;
  }

 private:
  EvaluatorPtr arg_;
  DomainCheck check_;
};

}  // namespace

EvaluatorPtr evaluators::make_cast(const Expr& expr, const Layout& layout, Execution& execution) {
  switch (expr.kind) {
    case ExprKind::io_cast: return std::make_unique<IoCast>(expr, layout, execution);
    case ExprKind::array_cast: return std::make_unique<ArrayCast>(expr, layout, execution);
    default: return std::make_unique<DomainValue>(expr, layout, execution);
  }
}

}  // namespace dsql::engine
