// Portal: one execution of a statement, from its start to its last row. It hands rows to a sink
// until the sink is full or a row limit is reached, and goes on from there. Owned by the session;
// one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/exec/operator.h"
#include "engine/session/prepared.h"

namespace dsql::engine {

// Rows of a statement that answers with a few of its own: SHOW, EXPLAIN, a job id.
struct StaticRows {
  RowShape shape;
  RowBuffer rows;
};

// A query that runs: its context, its operators, and which of their columns are the result.
struct RunningQuery {
  RunningQuery(ExecContext exec_context, PlanPtr query_plan)
      : plan(std::move(query_plan)),
        context(exec_context),
        execution{context, *plan, {}, nullptr} {}
  // Gives what a query held that was large back to the system.
  ~RunningQuery();

  PlanPtr plan;
  ExecContext context;
  Execution execution;
  OperatorPtr root;
  std::vector<std::size_t> slots;
};

class Portal {
 public:
  Portal(PreparedPtr prepared, std::vector<Value> parameters, std::vector<std::int16_t> formats)
      : prepared_(std::move(prepared)),
        parameters_(std::move(parameters)),
        formats_(std::move(formats)) {}

  const PreparedPtr& prepared() const { return prepared_; }
  std::span<const Value> parameters() const { return parameters_; }
  const std::vector<std::int16_t>& formats() const { return formats_; }
  void set_formats(std::vector<std::int16_t> formats) { formats_ = std::move(formats); }

  bool started() const { return started_; }
  bool finished() const { return finished_; }
  // Whether the last pull ended because the sink was full: the client's request goes on.
  bool interrupted() const { return interrupted_; }
  void start_query(std::unique_ptr<RunningQuery> query);
  void start_rows(StaticRows rows, std::string tag);
  // A statement without rows has done its work.
  void finish(std::string tag);

  // Of a statement that answers rows of its own, null otherwise.
  const RowShape* shape() const { return rows_ ? &rows_->shape : nullptr; }
  RunningQuery* query() { return query_.get(); }

  // Hands out up to `max_rows` rows (0: all). done: the tag says how many; suspended otherwise.
  Outcome pull(std::uint64_t max_rows, RowSink& sink);

  // Lets go of operators and transaction: the transaction ends.
  void close();

 private:
  const Batch* next_batch();
  std::uint32_t small_piece(std::uint32_t rows) const;
  std::string row_tag(std::uint64_t rows) const;

  PreparedPtr prepared_;
  std::vector<Value> parameters_;
  std::vector<std::int16_t> formats_;
  bool started_ = false;
  bool finished_ = false;
  bool interrupted_ = false;
  std::string tag_;
  std::unique_ptr<RunningQuery> query_;
  std::optional<StaticRows> rows_;
  std::size_t chunk_ = 0;

  std::uint64_t rows_given_ = 0;    // over all pulls
  const Batch* current_ = nullptr;  // a batch that has been handed out in part
  std::uint32_t given_ = 0;         // of its rows
  Batch view_;
  Batch piece_;
  std::vector<std::uint16_t> piece_rows_;
};

}  // namespace dsql::engine
