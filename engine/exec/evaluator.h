// Expression evaluation. An Expr is compiled once per execution of a statement into a tree of
// Evaluators over a known input layout; evaluating a batch then costs one virtual call an
// expression node, and a loop over the rows inside the node's kernel. Every evaluator works under a
// selection: rows outside it are never computed, so that CASE, COALESCE, AND and OR raise no errors
// that SQL says are not raised. Belongs to one thread.
#pragma once

#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "engine/bind/expr.h"
#include "engine/exec/context.h"
#include "engine/types/batch.h"

namespace dsql::engine {

struct Plan;

// Which slot of an input batch holds a column.
class Layout {
 public:
  Layout() = default;
  explicit Layout(std::span<const ColumnId> ids) : ids_(ids.begin(), ids.end()) {}
  // -1 if the input does not have it.
  int slot(ColumnId id) const {
    for (std::size_t i = 0; i < ids_.size(); ++i) {
      if (ids_[i] == id) return static_cast<int>(i);
    }
    return -1;
  }
  void append(std::span<const ColumnId> ids) { ids_.insert(ids_.end(), ids.begin(), ids.end()); }
  const std::vector<ColumnId>& ids() const { return ids_; }

 private:
  std::vector<ColumnId> ids_;
};

// Values of the rows that enclose the one being computed: what correlated references and the inner
// side of a nested loop read. Indexed by ColumnId.
class OuterRow {
 public:
  const Value& get(ColumnId id) const { return values_[id]; }
  void set(ColumnId id, const Column& column, std::uint32_t row) {
    if (id >= values_.size()) values_.resize(id + 1);
    values_[id] = Value::from(column, row);
  }
  void set(ColumnId id, Value value) {
    if (id >= values_.size()) values_.resize(id + 1);
    values_[id] = std::move(value);
  }

 private:
  std::vector<Value> values_;
};

class Operator;
class CteStore;

// One execution of one plan: the statement's context plus what its operators share.
struct Execution {
  ExecContext& context;
  const Plan& plan;
  OuterRow outer;
  std::shared_ptr<CteStore> ctes;
};

class Evaluator {
 public:
  virtual ~Evaluator() = default;

  // The values of the expression at the selected rows of `in`, at the same row numbers; valid until
  // the next call of this evaluator or the end of the batch. A constant column stands for every
  // row. Raises whatever the expression raises.
  virtual const Column& evaluate(const Batch& in, Selection rows) = 0;
};

using EvaluatorPtr = std::unique_ptr<Evaluator>;

// Compiles `expr` for inputs laid out as `layout`; ids it does not have are read from the outer
// row.
EvaluatorPtr compile(const Expr& expr, const Layout& layout, Execution& execution);

// A condition: keeps the rows for which it is true.
class Predicate {
 public:
  Predicate(const ExprPtr& condition, const Layout& layout, Execution& execution);

  // The rows of `rows` for which the condition is true, valid until the next call.
  Selection select(const Batch& in, Selection rows);

 private:
  EvaluatorPtr condition_;
  std::vector<std::uint16_t> kept_;
};

// Counts the bytes of a column of computed values against the statement's space for values.
inline void count_values(Column& column, Execution& execution) {
  column.heap().count_in(&execution.context.space->values, Arena::Counting::all_but_largest);
}

// Splits rows by NULL: fills `out` with the selected rows at which none of `columns` is NULL.
Selection without_nulls(std::span<const Column* const> columns, Selection rows,
                        std::vector<std::uint16_t>& out);

// Evaluates a row-independent expression (a bound of an index scan, LIMIT's count) once.
Value evaluate_scalar(const Expr& expr, Execution& execution);

namespace evaluators {  // one maker a family; compile() is the only caller
EvaluatorPtr make_logic(const Expr& expr, const Layout& layout, Execution& execution);
EvaluatorPtr make_conditional(const Expr& expr, const Layout& layout, Execution& execution);
EvaluatorPtr make_composite(const Expr& expr, const Layout& layout, Execution& execution);
EvaluatorPtr make_subquery(const Expr& expr, const Layout& layout, Execution& execution);
EvaluatorPtr make_cast(const Expr& expr, const Layout& layout, Execution& execution);
}  // namespace evaluators

}  // namespace dsql::engine
