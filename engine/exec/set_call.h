// SetCall: one set-returning call over an input layout, started for one row at a time. A plain call
// or an expression counts as a set of one row. Shared by FROM functions and by select lists with
// sets.
#pragma once

#include <memory>
#include <vector>

#include "engine/exec/sql_function.h"

namespace dsql::engine {

class SetCall {
 public:
  // `columns`: physical types of the call's output columns. `spread`: a record is taken apart into
  // them, as in FROM; otherwise it is one value.
  SetCall(const Expr& call, std::vector<Physical> columns, bool spread, const Layout& layout,
          Execution& execution);

  // Starts the set for one row of the input.
  void start(const Batch& in, std::uint32_t row);

  // Makes the next result row current; false when the set has ended.
  bool advance();

  // The current row's value of column c.
  const Column& column(std::size_t c) const { return *current_[c]; }
  std::uint32_t place() const { return at_; }

 private:
  // Makes a record of each row of a function with several columns that stands in a select list.
  void pack();

  const Expr& call_;
  Execution& execution_;
  std::vector<Physical> physical_;
  std::vector<EvaluatorPtr> args_;
  std::vector<Oid> types_;
  CallContext context_;
  EvaluatorPtr single_;  // not a set: the value itself
  std::unique_ptr<SqlFunctionSet> sql_set_;
  std::unique_ptr<SetStream> stream_;
  std::vector<Column> columns_;
  std::vector<const Column*> current_;
  bool pack_ = false;
  bool spread_;
  Column record_;
  std::vector<std::string> names_;  // of its fields
  std::uint32_t rows_ = 0;
  std::uint32_t at_ = 0;
  bool fresh_ = false;
};

}  // namespace dsql::engine
