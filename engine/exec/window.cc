// Window functions: the input is sorted by partition and order; each partition is worked through at
// once.
#include "engine/exec/window.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "dsqlrules/conditions/query_errors.h"
#include "engine/exec/aggregate_state.h"
#include "engine/exec/operator.h"
#include "engine/exec/window_frame.h"

namespace dsql::engine {

namespace {

// The state of one aggregate over the frames of a partition.
class OneState {
 public:
  explicit OneState(const Aggregate& aggregate)
      : aggregate_(aggregate), room_(aggregate.state_size / sizeof(std::max_align_t) + 1) {}
  OneState(const OneState&) = delete;
  OneState& operator=(const OneState&) = delete;
  ~OneState() { destroy(); }

  void* memory() { return room_.data(); }
  void restart() {
    destroy();
    std::memset(room_.data(), 0, room_.size() * sizeof(room_[0]));
  }

 private:
  // A state that nothing was fed to owns nothing.
  void destroy() {
    if (aggregate_.destroy != nullptr) aggregate_.destroy(room_.data());
  }

  const Aggregate& aggregate_;
  std::vector<std::max_align_t> room_;
};

class WindowOperator final : public Operator {
 public:
  WindowOperator(const PlanNode& node, Execution& execution)
      : Operator(node.outputs),
        body_(std::get<WindowRelation>(node.body)),
        execution_(execution),
        input_(build(*node.inputs[0], execution)),
        physical_(column_physicals(execution, input_->layout().ids())),
        space_(&execution.context.space->rows),
        rows_(space_),
        order_use_(space_),
        partition_use_(space_),
        poll_(execution.context) {
    const Layout& layout = input_->layout();
    for (const ExprPtr& key : body_.spec.partition_by) add_key({key, false, false}, layout);
    partition_keys_ = keys_.size();
    for (const SortKey& key : body_.spec.order_by) add_key(key, layout);
    for (const AggregateItem& item : body_.calls) {
      Call call;
      call.column = item.column;
      call.expr = item.call.get();
      call.first = physical_.size();
      for (const ExprPtr& arg : item.call->args) {
        arguments_.push_back(compile(*arg, layout, execution));
        physical_.push_back(type_of(arg->type).physical);
        call.types.push_back(arg->type);
      }
      if (item.call->filter) {
        call.filter = static_cast<int>(physical_.size());
        arguments_.push_back(compile(*item.call->filter, layout, execution));
        physical_.push_back(Physical::boolean);
      }
      calls_.push_back(std::move(call));
    }
    key_at_ = physical_.size();
    for (const SortKey& key : all_keys_) physical_.push_back(type_of(key.expr->type).physical);
    for (Call& call : calls_) call.result.count_in(space_);
    outputs_.resize(layout.ids().size() + calls_.size());
  }

  void open() override {
    input_->open();
    rows_.buffer.clear();
    rows_.order.clear();
    order_use_.clear();
    done_ = false;
    at_ = 0;
  }

  const Batch* next() override {
    if (!done_) run();
    if (at_ >= rows_.size()) return nullptr;
    return emit();
  }

 private:
  struct Call {
    ColumnId column = no_column;
    const Expr* expr = nullptr;
    std::vector<Oid> types;
    std::size_t first = 0;  // of its arguments among the buffer's columns
    int filter = -1;
    Column result;
  };

  void add_key(const SortKey& key, const Layout& layout) {
    keys_.push_back(compile(*key.expr, layout, execution_));
    order_.add(key);
    all_keys_.push_back(key);
  }

  void run() {
    done_ = true;
    read();
    sort();
    for (Call& call : calls_) {
      call.result.prepare(type_of(call.expr->type).physical,
                          static_cast<std::uint32_t>(std::max<std::size_t>(rows_.size(), 1)));
    }
    std::uint64_t begin = 0;
    while (begin < rows_.size()) {
      std::uint64_t end = begin + 1;
      while (end < rows_.size() && same(begin, end, 0, partition_keys_)) ++end;
      compute(begin, end);
      begin = end;
    }
  }

  void read() {
    rows_.buffer.reset(physical_);
    std::vector<const Column*> columns;
    while (const Batch* in = input_->next()) {
      execution_.context.check_cancelled();
      columns.assign(in->columns.begin(), in->columns.end());
      for (const EvaluatorPtr& argument : arguments_)
        columns.push_back(&argument->evaluate(*in, in->rows));
      for (const EvaluatorPtr& key : keys_) columns.push_back(&key->evaluate(*in, in->rows));
      rows_.buffer.append(columns, in->rows);
    }
    order_use_.set(rows_.buffer.size() * sizeof(rows_.order[0]));
    rows_.order.resize(rows_.buffer.size());
    std::iota(rows_.order.begin(), rows_.order.end(), 0U);
  }

  // Order of two rows of the buffer by the keys from `from` up to `to`.
  int compare(std::uint32_t a, std::uint32_t b, std::size_t from, std::size_t to) {
    poll_();
    for (std::size_t k = from; k < to; ++k) {
      const int order = order_.compare(k, rows_.buffer.column(a, key_at_ + k), RowBuffer::place(a),
                                       rows_.buffer.column(b, key_at_ + k), RowBuffer::place(b));
      if (order != 0) return order;
    }
    return 0;
  }

  void sort() {
    if (keys_.empty()) return;
    std::stable_sort(rows_.order.begin(), rows_.order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return compare(a, b, 0, keys_.size()) < 0;
    });
  }

  // Whether two rows are equal by those keys.
  bool same(std::uint64_t a, std::uint64_t b, std::size_t from, std::size_t to) {
    return compare(rows_.order[a], rows_.order[b], from, to) == 0;
  }

  void compute(std::uint64_t begin, std::uint64_t end) {
    const std::uint64_t count = end - begin;
    partition_use_.set(count * (2 * sizeof(std::uint64_t) + sizeof(FrameRange)));
    std::vector<std::uint64_t> peer_begin(count);
    std::vector<std::uint64_t> peer_end(count);
    std::uint64_t start = 0;
    for (std::uint64_t i = 1; i <= count; ++i) {
      if (i < count && same(begin + start, begin + i, partition_keys_, keys_.size())) continue;
      for (std::uint64_t k = start; k < i; ++k) {
        peer_begin[k] = start;
        peer_end[k] = i;
      }
      start = i;
    }
    const FrameBuilder builder{body_.spec, execution_, rows_,    begin,
                               count,      peer_begin, peer_end, key_at_ + partition_keys_};
    const std::vector<FrameRange> frames = builder.build();
    for (Call& call : calls_) run_call(call, begin, count, peer_begin, peer_end, frames);
    partition_use_.clear();
  }

  void run_call(Call& call, std::uint64_t begin, std::uint64_t count,
                std::span<const std::uint64_t> peer_begin, std::span<const std::uint64_t> peer_end,
                std::span<const FrameRange> frames) {
    CallContext context{&execution_.context.format, &execution_.context.services, call.types,
                        call.expr->type, call.expr->modifier};
    TempUse states(space_);
    context.state_use = &states;
    if (call.expr->function->kind == FunctionKind::window) {
      BufferedPartition partition(rows_, begin, call.first);
      partition.rows = count;
      partition.peer_begin = peer_begin;
      partition.peer_end = peer_end;
      partition.frames = frames;
      Column out(call.result.physical(), 0);
      out.count_in(space_);
      out.reserve(static_cast<std::uint32_t>(count));
      call.expr->function->window(context, partition, out);
      for (std::uint64_t i = 0; i < count; ++i) {
        call.result.copy_value(static_cast<std::uint32_t>(begin + i), out,
                               static_cast<std::uint32_t>(i), true);
      }
      return;
    }
    run_aggregate(call, context, begin, count, frames);
  }

  // An aggregate over each row's frame. While the frame only grows at its end the state is carried
  // on.
  void run_aggregate(Call& call, CallContext& context, std::uint64_t begin, std::uint64_t count,
                     std::span<const FrameRange> frames) {
    const Aggregate& aggregate = *call.expr->function->aggregate;
    OneState state(aggregate);
    Arena arena;
    arena.count_in(space_);
    FrameRange done;
    for (std::uint64_t i = 0; i < count; ++i) {
      const FrameRange& frame = frames[i];
      const bool plain = frame.excluded_begin == frame.excluded_end;
      const bool grows = plain && frame.begin == done.begin && frame.end >= done.end &&
                         done.excluded_begin == done.excluded_end;
      if (i == 0 || !grows) {
        state.restart();
        arena.reset();
        context.state_use->clear();
        done = FrameRange{};
        done.begin = frame.begin;
        done.end = frame.begin;
      }
      poll_();
      for (std::uint64_t row = done.end; row < frame.end; ++row) {
        poll_();
        if (frame.holds(row)) feed(call, aggregate, context, begin + row, state.memory(), arena);
      }
      done = frame;
      if (done.end < done.begin) done.end = done.begin;
      aggregate.finish(context, state.memory(), call.result, static_cast<std::uint32_t>(begin + i));
    }
  }

  void feed(const Call& call, const Aggregate& aggregate, CallContext& context, std::uint64_t row,
            void* state, Arena& arena) {
    const auto place = static_cast<std::uint16_t>(rows_.place(row));
    if (call.filter >= 0) {
      const Column& truth = rows_.column(row, static_cast<std::size_t>(call.filter));
      if (truth.is_null(place) || !truth.at<bool>(place)) return;
    }
    std::vector<const Column*> columns(call.types.size());
    for (std::size_t k = 0; k < columns.size(); ++k) {
      columns[k] = &rows_.column(row, call.first + k);
      if (aggregate.skip_null_rows && columns[k]->is_null(place)) return;
    }
    void* const one[] = {state};
    aggregate.update(context, columns, Selection{&place, 1}, std::span(one), arena);
  }

  const Batch* emit() {
    const auto count =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(rows_.size() - at_, batch_capacity));
    const std::size_t width = input_->layout().ids().size();
    batch_.columns.clear();
    for (const ColumnId id : layout().ids()) {
      const int slot = input_->layout().slot(id);
      Column& out = outputs_[batch_.columns.size()];
      const Call* call = nullptr;
      for (const Call& candidate : calls_) {
        if (candidate.column == id) call = &candidate;
      }
      out.prepare(
          call != nullptr ? call->result.physical() : physical_[static_cast<std::size_t>(slot)],
          count);
      for (std::uint32_t i = 0; i < count; ++i) {
        if (call != nullptr) {
          out.copy_value(i, call->result, static_cast<std::uint32_t>(at_ + i), false);
        } else {
          out.copy_value(i, rows_.column(at_ + i, static_cast<std::size_t>(slot)),
                         rows_.place(at_ + i), false);
        }
      }
      batch_.columns.push_back(&out);
      if (batch_.columns.size() > width + calls_.size()) break;
    }
    at_ += count;
    batch_.rows = Selection::all(count);
    return &batch_;
  }

  const WindowRelation& body_;
  Execution& execution_;
  OperatorPtr input_;
  std::vector<Physical> physical_;  // input columns, arguments, sort keys
  TempSpace* space_;
  SortedRows rows_;
  TempUse order_use_;      // of the rows
  TempUse partition_use_;  // peers and frames
  CancelPoll poll_;
  std::vector<EvaluatorPtr> keys_;
  std::vector<SortKey> all_keys_;
  SortOrder order_;
  std::size_t partition_keys_ = 0;
  std::size_t key_at_ = 0;
  std::vector<EvaluatorPtr> arguments_;
  std::vector<Call> calls_;
  bool done_ = false;
  std::uint64_t at_ = 0;
  std::vector<Column> outputs_;
  Batch batch_;
};

}  // namespace

OperatorPtr operators::make_window(const PlanNode& node, Execution& execution) {
  return std::make_unique<WindowOperator>(node, execution);
}

}  // namespace dsql::engine
