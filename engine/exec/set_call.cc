#include "engine/exec/set_call.h"

#include "engine/types/record.h"

namespace dsql::engine {

SetCall::SetCall(const Expr& call, std::vector<Physical> columns, bool spread, const Layout& layout,
                 Execution& execution)
    : call_(call),
      execution_(execution),
      physical_(std::move(columns)),
      spread_(spread && call.type == oid::record) {
  const bool sql_set = call.kind == ExprKind::sql_function && call.sql_function->returns_set;
  if (sql_set) {
    sql_set_ = make_sql_function_set(call, execution);
    for (const ExprPtr& arg : call.args) args_.push_back(compile(*arg, layout, execution));
  } else if (call.kind != ExprKind::set_call) {
    single_ = compile(call, layout, execution);
  } else {
    pack_ = call.function->out_columns.size() > 1 && !spread_;
    if (pack_) {
      physical_.clear();
      for (const auto& [name, type] : call.function->out_columns) {
        physical_.push_back(type_of(type).physical);
        names_.emplace_back(name);
      }
    }
    for (const ExprPtr& arg : call.args) {
      args_.push_back(compile(*arg, layout, execution));
      types_.push_back(arg->type);
    }
  }
  columns_.resize(physical_.size());
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    columns_[c].prepare(physical_[c], 1);
    current_.push_back(&columns_[c]);
  }
  if (pack_) current_ = {&record_};
  context_ = {.format = &execution.context.format,
              .services = &execution.context.services,
              .argument_types = types_,
              .result_type = call.type,
              .result_modifier = call.modifier,
              .temp_space = &execution.context.space->rows};
}

void SetCall::start(const Batch& in, std::uint32_t row) {
  const auto narrow = static_cast<std::uint16_t>(row);
  const Selection one{&narrow, 1};
  stream_.reset();
  rows_ = 0;
  at_ = 0;
  fresh_ = true;
  if (single_) {
    const Column& value = single_->evaluate(in, one);
    if (spread_ && !value.is_null(row)) {
      const RecordView record(value.at<std::string_view>(row));
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        columns_[c].prepare(physical_[c], 1);
        record.load(static_cast<std::uint32_t>(c), columns_[c], 0);
        columns_[c].copy_value(0, columns_[c], 0, true);
      }
    } else {
      for (std::size_t c = 0; c < columns_.size(); ++c) {
        columns_[c].prepare(physical_[c], 1);
        if (spread_) {
          columns_[c].set_null(0);
        } else {
          columns_[c].copy_value(0, value, row, true);
        }
      }
    }
    rows_ = 1;
    return;
  }
  std::vector<const Column*> args;
  for (const EvaluatorPtr& arg : args_) {
    args.push_back(&arg->evaluate(in, one));
    const bool strict = call_.function != nullptr && call_.function->strict;
    if (strict && args.back()->is_null(row)) return;  // no rows
  }
  if (sql_set_) {
    stream_ = sql_set_->start(args, row, spread_);
    return;
  }
  stream_ = call_.function->start(context_, args, row);
}

bool SetCall::advance() {
  if (!fresh_) ++at_;
  fresh_ = false;
  if (at_ < rows_) return true;
  if (!stream_) return false;
  rows_ = stream_->next(columns_);
  at_ = 0;
  if (rows_ == 0) stream_.reset();
  if (pack_) pack();
  return rows_ > 0;
}

void SetCall::pack() {
  record_.prepare(Physical::bytes, rows_);
  for (std::uint32_t row = 0; row < rows_; ++row) {
    RecordBuilder fields(names_);
    for (std::size_t c = 0; c < columns_.size(); ++c)
      fields.add(call_.function->out_columns[c].second, columns_[c], row);
    record_.own(row, fields.finish());
  }
}

}  // namespace dsql::engine
