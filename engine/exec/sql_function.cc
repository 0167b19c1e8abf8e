#include "engine/exec/sql_function.h"

#include <optional>

#include "engine/bind/function_body.h"
#include "engine/exec/operator.h"
#include "engine/functions/resolve.h"
#include "engine/plan/planner.h"
#include "engine/types/record.h"

namespace dsql::engine {

namespace {

class NoStatistics final : public PlanStatistics {
 public:
  double table_rows(Oid) const override { return -1; }
};

// The types the body sees: as declared, or as given where the function is polymorphic.
std::vector<Oid> parameter_types(const Expr& call) {
  std::vector<Oid> types = call.sql_function->argument_types;
  for (std::size_t i = 0; i < types.size() && i < call.args.size(); ++i)
    if (is_polymorphic(types[i])) types[i] = call.args[i]->type;
  return types;
}

// The statements of a function's body, planned against the caller's catalog, and how they are run.
class Body {
 public:
  Body(const Expr& call, Execution& execution)
      : function_(*call.sql_function), context_(execution.context) {
    const std::vector<Oid> types = parameter_types(call);
    BindContext names;
    names.catalog = context_.transaction.catalog;
    const std::vector<std::string> path = context_.services.current_schemas(false);
    names.search_path = path;
    names.role = context_.catalog().find_role(context_.services.current_user());
    names.format = &context_.format;
    names.parameter_types = types;
    const Oid result = call.declared != 0 ? call.declared : call.type;
    const NoStatistics statistics;
    const PlanContext planning{
        context_.catalog(), statistics, {}, context_.format, context_.services};
    for (BoundQuery& statement : bind_function_body(function_, result, names))
      plans_.push_back(plan_query(std::move(statement), planning));
    for (const RecordField& field : result_columns(function_, result, context_.catalog()))
      names_.push_back(field.name);
    if (plans_.empty()) return;
    const BoundQuery& last = plans_.back()->query;
    for (const auto& [name, id] : last.results) {
      types_.push_back(last.columns[id].type);
      if (names_.size() < last.results.size()) names_.push_back(name);
    }
  }

  const SqlFunction& function() const { return function_; }
  // Whether the last statement gives the function's record as one value.
  bool gives_record() const { return types_.size() == 1 && types_[0] == oid::record; }
  const std::vector<Oid>& types() const { return types_; }
  const std::vector<std::string>& names() const { return names_; }

  // The arguments of one call; nullopt if a strict function has a NULL among them.
  std::optional<std::vector<Value>> arguments(std::span<const Column* const> columns,
                                              std::uint32_t row) const {
    std::vector<Value> values;
    for (const Column* column : columns) {
      if (function_.strict && column->is_null(row)) return std::nullopt;
      values.push_back(Value::from(*column, row));
    }
    return values;
  }

  ExecContext context(const std::vector<Value>& parameters) const {
    return {context_.transaction, context_.block,  context_.services, context_.system,
            context_.store,       context_.format, parameters,        context_.cancelled,
            context_.command,     context_.space};
  }

  // Runs every statement but the last to its first row.
  void run_first(ExecContext& context) const {
    for (std::size_t i = 0; i + 1 < plans_.size(); ++i) {
      Execution execution{context, *plans_[i], {}, nullptr};
      const OperatorPtr root = build(*plans_[i]->root, execution);
      root->open();
      root->next();
    }
  }
  const Plan* last() const { return plans_.empty() ? nullptr : plans_.back().get(); }

 private:
  const SqlFunction& function_;
  const ExecContext& context_;
  std::vector<PlanPtr> plans_;
  std::vector<Oid> types_;          // of the last statement's columns
  std::vector<std::string> names_;  // of the function's
};

// The last statement while it runs.
class Run {
 public:
  Run(const Body& body, std::vector<Value> parameters)
      : parameters_(std::move(parameters)), context_(body.context(parameters_)) {
    context_.check_cancelled();
    body.run_first(context_);
    const Plan* plan = body.last();
    if (plan == nullptr) return;
    execution_.emplace(Execution{context_, *plan, {}, nullptr});
    root_ = build(*plan->root, *execution_);
    root_->open();
    for (const auto& [name, id] : plan->query.results) {
      const int slot = root_->layout().slot(id);
      slots_.push_back(static_cast<std::size_t>(slot));
    }
  }

  const Batch* next() { return root_ == nullptr ? nullptr : root_->next(); }
  std::size_t width() const { return slots_.size(); }
  const Column& column(const Batch& batch, std::size_t c) const {
    return *batch.columns[slots_[c]];
  }

 private:
  std::vector<Value> parameters_;
  ExecContext context_;
  std::optional<Execution> execution_;
  OperatorPtr root_;
  std::vector<std::size_t> slots_;
};

// A row of the body as one record.
std::string pack(const Body& body, const Run& run, const Batch& batch, std::uint32_t row) {
  RecordBuilder record(body.names());
  for (std::size_t c = 0; c < run.width(); ++c)
    record.add(body.types()[c], run.column(batch, c), row);
  return record.finish();
}

// The body of a call, planned when it is first needed: a function may call itself.
class LazyBody {
 public:
  LazyBody(const Expr& call, Execution& execution) : call_(call), execution_(execution) {}
  Body& get() {
    if (!body_) {
      execution_.context.space->stack.check();
      body_.emplace(call_, execution_);
    }
    return *body_;
  }

 private:
  const Expr& call_;
  Execution& execution_;
  std::optional<Body> body_;
};

class SqlFunctionCall final : public Evaluator {
 public:
  SqlFunctionCall(const Expr& expr, const Layout& layout, Execution& execution)
      : body_(expr, execution), result_type_(type_of(expr.type)) {
    for (const ExprPtr& arg : expr.args) args_.push_back(compile(*arg, layout, execution));
    count_values(result_, execution);
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
    result_.set_null(row);
    const Body& body = body_.get();
    auto arguments = body.arguments(columns, row);
    if (!arguments) return;
    Run run(body, std::move(*arguments));
    const Batch* batch = run.next();
    if (batch == nullptr || run.width() == 0 || result_type_.oid == oid::void_) return;
    if (result_type_.oid == oid::record && !body.gives_record()) {
      result_.own(row, pack(body, run, *batch, batch->rows[0]));
    } else {
      result_.copy_value(row, run.column(*batch, 0), batch->rows[0], true);
    }
  }

  LazyBody body_;
  const Type& result_type_;
  std::vector<EvaluatorPtr> args_;
  Column result_;
};

// Rows of the body, column by column; a record that stands for several columns is taken apart.
class BodyStream final : public SetStream {
 public:
  BodyStream(const Body& body, std::vector<Value> parameters, bool is_record, bool spread)
      : body_(body),
        run_(body, std::move(parameters)),
        apart_(spread && body.gives_record()),
        together_(is_record && !spread && !body.gives_record()) {}

  std::uint32_t next(std::span<Column> columns) override {
    const Batch* batch = run_.next();
    if (batch == nullptr || run_.width() == 0) return 0;
    const std::uint32_t count = batch->rows.count;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      columns[c].prepare(columns[c].physical(), count);
      for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t row = batch->rows[i];
        if (apart_) {
          take(columns[c], c, *batch, row, i);
        } else if (together_) {
          columns[c].own(i, pack(body_, run_, *batch, row));
        } else {
          columns[c].copy_value(i, run_.column(*batch, c), row, true);
        }
      }
    }
    return count;
  }

 private:
  void take(Column& out, std::size_t field, const Batch& batch, std::uint32_t row,
            std::uint32_t to) const {
    const Column& records = run_.column(batch, 0);
    if (records.is_null(row)) {
      out.set_null(to);
      return;
    }
    const RecordView record(records.at<std::string_view>(row));
    record.load(static_cast<std::uint32_t>(field), out, to);
    out.copy_value(to, out, to, true);
  }

  const Body& body_;
  Run run_;
  bool apart_;
  bool together_;
};

class PlannedSet final : public SqlFunctionSet {
 public:
  PlannedSet(const Expr& expr, Execution& execution)
      : body_(expr, execution), is_record_(expr.type == oid::record) {}

  std::unique_ptr<SetStream> start(std::span<const Column* const> args, std::uint32_t row,
                                   bool spread) override {
    const Body& body = body_.get();
    auto arguments = body.arguments(args, row);
    if (!arguments) return nullptr;
    return std::make_unique<BodyStream>(body, std::move(*arguments), is_record_, spread);
  }

 private:
  LazyBody body_;
  bool is_record_;
};

}  // namespace

EvaluatorPtr make_sql_function(const Expr& expr, const Layout& layout, Execution& execution) {
  return std::make_unique<SqlFunctionCall>(expr, layout, execution);
}

std::unique_ptr<SqlFunctionSet> make_sql_function_set(const Expr& expr, Execution& execution) {
  return std::make_unique<PlannedSet>(expr, execution);
}

}  // namespace dsql::engine
