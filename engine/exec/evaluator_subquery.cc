// Sub-selects in expressions. An uncorrelated one runs once and its rows are kept; a correlated one
// runs for each row that needs it, with the outer row's values in place.
#include <optional>

#include "dsqlrules/conditions/query_errors.h"
#include "engine/exec/evaluator.h"
#include "engine/exec/kernel_call.h"
#include "engine/exec/key_table.h"
#include "engine/exec/operator.h"
#include "engine/exec/sql_function.h"
#include "engine/types/array.h"

namespace dsql::engine {

namespace {

// The rows of a sub-select for the row at hand.
class SubqueryRows {
 public:
  SubqueryRows(const Expr& expr, const Layout& layout, Execution& execution)
      : expr_(expr), execution_(execution) {
    for (const ColumnId id : expr.correlated) {
      const int slot = layout.slot(id);
      if (slot >= 0) passed_.emplace_back(id, static_cast<std::size_t>(slot));
    }
  }

  // Correlated with this query level or one around it: to be run again when those rows change. What
  // lies further out may change between two evaluations, too.
  bool correlated() const { return !expr_.correlated.empty(); }

  // Starts the sub-select for a row.
  void open(const Batch& in, std::uint32_t row) {
    for (const auto& [id, slot] : passed_) execution_.outer.set(id, *in.columns[slot], row);
    if (!plan_) {
      plan_ = build_subplan(*expr_.subquery, execution_);
      for (const ColumnId id : expr_.subquery->outputs) {
        const int slot = plan_->layout().slot(id);
        slots_.push_back(static_cast<std::size_t>(slot));
      }
    }
    plan_->open();
  }

  // The next rows, columns in the sub-select's order.
  const Batch* next() {
    const Batch* out = plan_->next();
    if (out == nullptr) return nullptr;
    execution_.context.check_cancelled();
    view_.columns.clear();
    for (const std::size_t slot : slots_) view_.columns.push_back(out->columns[slot]);
    view_.rows = out->rows;
    return &view_;
  }

 private:
  const Expr& expr_;
  Execution& execution_;
  std::vector<std::pair<ColumnId, std::size_t>> passed_;
  OperatorPtr plan_;
  std::vector<std::size_t> slots_;
  Batch view_;
};

// A sub-select that makes one value: scalar, EXISTS, ARRAY.
class ValueSubquery final : public Evaluator {
 public:
  ValueSubquery(const Expr& expr, const Layout& layout, Execution& execution)
      : expr_(expr),
        execution_(execution),
        rows_(expr, layout, execution),
        physical_(type_of(expr.type).physical) {
    count_values(result_, execution);
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    if (!rows_.correlated()) {
      if (!known_ && rows.count > 0) {
        result_.prepare(physical_, 1);
        compute(in, rows[0], 0);
        result_.set_constant();
        known_ = true;
      }
      return result_;
    }
    result_.prepare(physical_, rows.extent());
    rows.for_each([&](std::uint32_t row) { compute(in, row, row); });
    return result_;
  }

 private:
  void compute(const Batch& in, std::uint32_t row, std::uint32_t to) {
    rows_.open(in, row);
    switch (expr_.kind) {
      case ExprKind::exists_subquery:
        result_.set(to, (rows_.next() != nullptr) != expr_.negated);
        return;
      case ExprKind::array_subquery: collect(to); return;
      default: take_scalar(to);
    }
  }

  void take_scalar(std::uint32_t to) {
    const Batch* first = rows_.next();
    if (first == nullptr) {
      result_.set_null(to);
      return;
    }
    if (first->rows.count > 1) rules::raise(rules::conditions::more_than_one_row_from_subquery);
    result_.copy_value(to, *first->columns[0], first->rows[0], true);
    if (rows_.next() != nullptr) rules::raise(rules::conditions::more_than_one_row_from_subquery);
  }

  void collect(std::uint32_t to) {
    const Oid element = type_of(expr_.type).element;
    ArrayBuilder builder(element);
    TempUse use(&execution_.context.space->rows);
    while (const Batch* batch = rows_.next()) {
      batch->rows.for_each([&](std::uint32_t row) { builder.add(*batch->columns[0], row); });
      use.set(builder.footprint());
    }
    result_.own(to, builder.finish());
  }

  const Expr& expr_;
  Execution& execution_;
  SubqueryRows rows_;
  Physical physical_;
  bool known_ = false;
  Column result_;
};

// x op ANY | ALL (sub-select), and the same of rows.
class QuantifiedSubquery final : public Evaluator {
 public:
  QuantifiedSubquery(const Expr& expr, const Layout& layout, Execution& execution)
      : any_(expr.kind == ExprKind::any_subquery),
        execution_(execution),
        rows_(expr, layout, execution),
        width_(expr.args.size()),
        ordering_(expr.row_operators.size() == 2 * width_),
        different_(expr.op != nullptr && expr.op->name == "<>"),
        buffer_(&execution.context.space->rows) {
    for (std::size_t i = 0; i < width_; ++i) {
      args_.push_back(compile(*expr.args[i], layout, execution));
      const Oid right = column_type(execution, expr.subquery->outputs[i]);
      types_.push_back(right);
      const std::vector<Oid> types{expr.args[i]->type, right};
      if (ordering_)
        equal_.emplace_back(*expr.row_operators[2 * i], types, oid::boolean, execution);
      const FunctionRow* function =
          width_ == 1 ? expr.function : expr.row_operators[ordering_ ? 2 * i + 1 : i];
      compare_.emplace_back(*function, types, oid::boolean, execution);
    }
    const bool membership = any_ && width_ == 1 && expr.op != nullptr && expr.op->name == "=" &&
                            expr.op->can_hash && expr.args[0]->type == types_[0];
    if (membership && !rows_.correlated()) members_.emplace(types_, &execution.context.space->rows);
  }

  const Column& evaluate(const Batch& in, Selection rows) override {
    columns_.clear();
    for (const EvaluatorPtr& arg : args_) columns_.push_back(&arg->evaluate(in, rows));
    result_.prepare(Physical::boolean, rows.extent());
    if (members_) {
      find_members(in, rows);
      return result_;
    }
    if (!rows_.correlated() && !kept_ && rows.count > 0) keep_rows(in, rows[0]);
    rows.for_each([&](std::uint32_t row) { store(decide(in, row), row); });
    return result_;
  }

 private:
  void store(std::optional<bool> truth, std::uint32_t row) {
    if (truth) {
      result_.set(row, *truth);
    } else {
      result_.set_null(row);
    }
  }

  // IN over an uncorrelated sub-select: a hash table of its values.
  void find_members(const Batch& in, Selection rows) {
    if (!kept_ && rows.count > 0) {
      rows_.open(in, rows[0]);
      while (const Batch* batch = rows_.next()) {
        const Selection valid =
            without_nulls(std::span(batch->columns).first(1), batch->rows, valid_rows_);
        has_null_ = has_null_ || valid.count != batch->rows.count;
        empty_ = false;
        members_->look_up(std::span(batch->columns).first(1), valid, true, numbers_);
      }
      kept_ = true;
    }
    members_->look_up(columns_, rows, false, numbers_);
    std::uint32_t i = 0;
    rows.for_each([&](std::uint32_t row) {
      const bool found = numbers_[i++] != KeyTable::none;
      if (empty_) {
        result_.set(row, false);
      } else if (columns_[0]->is_null(row) || (!found && has_null_)) {
        result_.set_null(row);
      } else {
        result_.set(row, found);
      }
    });
  }

  void keep_rows(const Batch& in, std::uint32_t row) {
    buffer_.reset(physical_types(types_));
    rows_.open(in, row);
    while (const Batch* batch = rows_.next())
      buffer_.append(std::span(batch->columns).first(width_), batch->rows);
    kept_ = true;
  }

  std::optional<bool> decide(const Batch& in, std::uint32_t row) {
    bool unknown = false;
    std::optional<bool> decided;
    const auto look = [&](const Batch& batch) {
      for (std::uint32_t i = 0; i < batch.rows.count && !decided; ++i) {
        const std::optional<bool> truth = compare_row(row, batch, batch.rows[i]);
        if (!truth) {
          unknown = true;
        } else if (*truth == any_) {
          decided = any_;
        }
      }
    };
    if (kept_) {
      Batch chunk;
      for (std::size_t c = 0; c < buffer_.chunk_count() && !decided; ++c) {
        execution_.context.check_cancelled();
        buffer_.view(c, chunk);
        look(chunk);
      }
    } else {
      rows_.open(in, row);
      while (!decided) {
        const Batch* batch = rows_.next();
        if (batch == nullptr) break;
        look(*batch);
      }
    }
    if (decided) return decided;
    if (unknown) return std::nullopt;
    return !any_;
  }

  std::optional<bool> compare_row(std::uint32_t row, const Batch& batch, std::uint32_t other) {
    bool unknown = false;
    for (std::size_t i = 0; i < width_; ++i) {
      left_.prepare(columns_[i]->physical(), 1);
      left_.copy_value(0, *columns_[i], row, false);
      right_.prepare(batch.columns[i]->physical(), 1);
      right_.copy_value(0, *batch.columns[i], other, false);
      const Column* const pair[] = {&left_, &right_};
      if (width_ == 1) return compare_[0].truth(pair);
      if (ordering_) {
        const std::optional<bool> equal = equal_[i].truth(pair);
        if (!equal) return std::nullopt;
        if (!*equal || i + 1 == width_) return compare_[i].truth(pair);
        continue;
      }
      // = holds if all pairs do, <> if any does.
      const std::optional<bool> truth = compare_[i].truth(pair);
      if (!truth) {
        unknown = true;
      } else if (*truth == different_) {
        return different_;
      }
    }
    if (unknown) return std::nullopt;
    return !different_;
  }

  bool any_;
  Execution& execution_;
  SubqueryRows rows_;
  std::size_t width_;
  bool ordering_;
  bool different_;
  std::vector<EvaluatorPtr> args_;
  std::vector<Oid> types_;
  std::vector<KernelCall> equal_;
  std::vector<KernelCall> compare_;
  std::vector<const Column*> columns_;

  bool kept_ = false;
  RowBuffer buffer_;
  std::optional<KeyTable> members_;
  bool has_null_ = false;
  bool empty_ = true;
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint16_t> valid_rows_;
  Column left_;
  Column right_;
  Column result_;
};

}  // namespace

EvaluatorPtr evaluators::make_subquery(const Expr& expr, const Layout& layout,
                                       Execution& execution) {
  switch (expr.kind) {
    case ExprKind::any_subquery:
    case ExprKind::all_subquery:
      return std::make_unique<QuantifiedSubquery>(expr, layout, execution);
    case ExprKind::sql_function: return make_sql_function(expr, layout, execution);
    default: return std::make_unique<ValueSubquery>(expr, layout, execution);
  }
}

}  // namespace dsql::engine
