// Streams that set-returning functions are made of.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "engine/functions/function.h"
#include "engine/types/value.h"

namespace dsql::engine {

// A stream of one column whose values next_value() gives one by one.
//   bool Source::next_value(Column& out, std::uint32_t row);   false: no more
template <class Source>
class ValueStream : public SetStream {
 public:
  ValueStream(Physical physical, Source source) : physical_(physical), source_(std::move(source)) {}

  std::uint32_t next(std::span<Column> columns) override {
    Column& out = columns[0];
    out.prepare(physical_, batch_capacity);
    std::uint32_t count = 0;
    while (count < batch_capacity && source_.next_value(out, count)) ++count;
    return count;
  }

 private:
  Physical physical_;
  Source source_;
};

template <class Source>
std::unique_ptr<SetStream> value_stream(Physical physical, Source source) {
  return std::make_unique<ValueStream<Source>>(physical, std::move(source));
}

// Rows that were all made at the start.
class ListedRows : public SetStream {
 public:
  ListedRows(const CallContext& context, std::vector<Physical> columns)
      : physicals_(std::move(columns)), use_(context.temp_space) {}

  // Raises: query_temp_space.
  void add(std::vector<Value> row) {
    std::size_t bytes = sizeof(row) + row.capacity() * sizeof(Value);
    for (const Value& value : row) {
      if (value.physical() == Physical::bytes) bytes += value.as<std::string_view>().size();
    }
    use_.add(bytes);
    rows_.push_back(std::move(row));
  }

  std::uint32_t next(std::span<Column> columns) override {
    const std::size_t count = std::min<std::size_t>(batch_capacity, rows_.size() - at_);
    for (std::size_t c = 0; c < physicals_.size(); ++c) {
      columns[c].prepare(physicals_[c], batch_capacity);
      for (std::size_t i = 0; i < count; ++i)
        rows_[at_ + i][c].store(columns[c], static_cast<std::uint32_t>(i));
    }
    at_ += count;
    return static_cast<std::uint32_t>(count);
  }

 private:
  std::vector<Physical> physicals_;
  TempUse use_;
  std::vector<std::vector<Value>> rows_;
  std::size_t at_ = 0;
};

}  // namespace dsql::engine
