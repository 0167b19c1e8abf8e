// Running aggregates: AggregateCall computes an aggregate's arguments for a batch, AggregateStates
// keeps one state a group. Shared by grouping and by windows. One thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "engine/exec/evaluator.h"
#include "engine/exec/key_table.h"
#include "engine/exec/row_buffer.h"
#include "engine/exec/sort_order.h"

namespace dsql::engine {

// The arguments, filter and order of one aggregate call over one input layout.
class AggregateCall {
 public:
  AggregateCall(const Expr& call, const Layout& layout, Execution& execution);

  // Evaluates the arguments for the batch's rows; update() of the states follows.
  void prepare(const Batch& in);

  const Expr& expr() const { return call_; }
  const Aggregate& aggregate() const { return *call_.function->aggregate; }
  CallContext& context() { return context_; }
  // Argument columns, then the ORDER BY keys, which for an ordered-set aggregate are arguments too.
  std::span<const Column* const> columns() const { return columns_; }
  std::span<const Column* const> arguments() const {
    return std::span(columns_).first(argument_count_);
  }
  // The rows that take part: filter true and, for a strict aggregate, no NULL argument.
  Selection taking_part(const Batch& in, Selection rows);

  bool buffered() const { return call_.distinct || !call_.order_by.empty(); }
  const SortOrder& order() const { return order_; }
  std::size_t argument_count() const { return argument_count_; }
  // The column of the first ORDER BY key.
  std::size_t key_offset() const { return key_offset_; }
  // Types of arguments, then of the order keys.
  const std::vector<Oid>& types() const { return types_; }
  const Batch& batch() const { return *batch_; }
  const ExecContext& statement() const { return statement_; }

 private:
  const Expr& call_;
  const ExecContext& statement_;
  std::size_t key_offset_;
  std::size_t argument_count_ = 0;
  std::vector<EvaluatorPtr> evaluators_;
  std::vector<Oid> types_;
  std::optional<Predicate> filter_;
  SortOrder order_;
  CallContext context_;
  std::vector<const Column*> columns_;
  std::vector<std::uint16_t> valid_rows_;
  const Batch* batch_ = nullptr;
};

// The states of one call, one a group, counted against the statement's temp space.
class AggregateStates {
 public:
  explicit AggregateStates(AggregateCall& call);
  AggregateStates(AggregateStates&&) noexcept = default;
  ~AggregateStates();

  // Feeds the call's prepared batch: groups[i] is the group of the i-th of `rows`; there are
  // `count` groups. Raises: query_temp_space.
  void update(Selection rows, std::span<const std::uint32_t> groups, std::uint32_t count);
  // The result of one group; a group that was never fed gives the aggregate's result over no rows.
  void finish(std::uint32_t group, Column& out, std::uint32_t row);

 private:
  void* state(std::uint32_t group) {
    return chunks_[group / chunk_states].get() + (group % chunk_states) * stride();
  }
  std::size_t stride() const { return (call_.aggregate().state_size + 15) / 16 * 16; }
  void grow(std::uint32_t count);
  void buffer(Selection rows, std::span<const std::uint32_t> groups);
  void run_buffered(std::uint32_t group);

  static constexpr std::uint32_t chunk_states = 256;
  struct AlignedDelete {
    void operator()(std::byte* bytes) const { ::operator delete[](bytes, std::align_val_t{16}); }
  };

  AggregateCall& call_;
  std::uint32_t count_ = 0;
  std::vector<std::unique_ptr<std::byte[], AlignedDelete>> chunks_;
  Arena arena_;
  TempUse states_use_;  // chunks
  TempUse owned_use_;   // what states own outside the arena
  std::vector<void*> pointers_;

  // DISTINCT and ORDER BY: rows wait until the end.
  RowBuffer rows_;
  std::vector<std::vector<std::uint32_t>> rows_of_group_;
  TempUse members_use_;
};

}  // namespace dsql::engine
