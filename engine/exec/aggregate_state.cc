#include "engine/exec/aggregate_state.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace dsql::engine {

namespace {
constexpr std::size_t owned_state = 64;  // bytes, about
}  // namespace

AggregateCall::AggregateCall(const Expr& call, const Layout& layout, Execution& execution)
    : call_(call), statement_(execution.context), key_offset_(call.args.size()) {
  for (const ExprPtr& arg : call.args) {
    evaluators_.push_back(compile(*arg, layout, execution));
    types_.push_back(arg->type);
  }
  for (const SortKey& key : call.order_by) {
    evaluators_.push_back(compile(*key.expr, layout, execution));
    types_.push_back(key.expr->type);
    order_.add(key);
  }
  argument_count_ = aggregate().kind == 'n' ? key_offset_ : evaluators_.size();
  if (call.filter) filter_.emplace(call.filter, layout, execution);
  context_ = {.format = &execution.context.format,
              .services = &execution.context.services,
              .argument_types = std::span(types_).first(argument_count_),
              .result_type = call.type,
              .result_modifier = call.modifier};
}

void AggregateCall::prepare(const Batch& in) {
  batch_ = &in;
  columns_.clear();
  Selection rows = in.rows;
  if (filter_) rows = filter_->select(in, rows);
  if (rows.count == 0) {
    columns_.resize(evaluators_.size());
    return;
  }
  for (const EvaluatorPtr& evaluator : evaluators_)
    columns_.push_back(&evaluator->evaluate(in, rows));
}

Selection AggregateCall::taking_part(const Batch& in, Selection rows) {
  if (filter_) rows = filter_->select(in, rows);
  if (rows.count == 0 || !aggregate().skip_null_rows || argument_count_ == 0) return rows;
  bool nulls = false;
  for (const Column* column : arguments()) nulls = nulls || column->has_nulls();
  return nulls ? without_nulls(arguments(), rows, valid_rows_) : rows;
}

AggregateStates::AggregateStates(AggregateCall& call)
    : call_(call),
      states_use_(&call.statement().space->rows),
      owned_use_(&call.statement().space->rows),
      rows_(&call.statement().space->rows),
      members_use_(&call.statement().space->rows) {
  arena_.count_in(&call.statement().space->rows);
}

AggregateStates::~AggregateStates() {
  if (chunks_.empty() || call_.aggregate().destroy == nullptr) return;
  for (std::uint32_t group = 0; group < count_; ++group) call_.aggregate().destroy(state(group));
}

void AggregateStates::grow(std::uint32_t count) {
  while (count_ < count) {
    if (count_ % chunk_states == 0) {
      const std::size_t bytes = std::max<std::size_t>(stride(), 16) * chunk_states;
      // A state that owns something has a block of its own.
      const std::size_t owned = call_.aggregate().destroy != nullptr ? owned_state : 0;
      states_use_.add(bytes + owned * chunk_states);
      auto* room = static_cast<std::byte*>(::operator new[](bytes, std::align_val_t{16}));
      std::memset(room, 0, bytes);
      chunks_.emplace_back(room);
    }
    const std::uint32_t end = std::min(count, (count_ / chunk_states + 1) * chunk_states);
    count_ = end;
  }
}

void AggregateStates::update(Selection rows, std::span<const std::uint32_t> groups,
                             std::uint32_t count) {
  grow(count);
  const Selection taking = call_.taking_part(call_.batch(), rows);
  if (taking.count == 0) return;
  if (call_.buffered()) {
    buffer(rows, groups);
    return;
  }
  pointers_.resize(taking.count);
  if (count == 1) {
    std::fill(pointers_.begin(), pointers_.end(), state(0));
  } else {
    // `taking` is an ascending part of `rows`: walk both to find each row's group.
    std::uint32_t at = 0;
    for (std::uint32_t i = 0; i < taking.count; ++i) {
      while (rows[at] != taking[i]) ++at;
      pointers_[i] = state(groups[at]);
    }
  }
  call_.context().state_use = &owned_use_;
  call_.aggregate().update(call_.context(), call_.arguments(), taking, pointers_, arena_);
}

void AggregateStates::buffer(Selection rows, std::span<const std::uint32_t> groups) {
  if (rows_.width() == 0) rows_.reset(physical_types(call_.types()));
  const Selection taking = call_.taking_part(call_.batch(), rows);
  const auto first = static_cast<std::uint32_t>(rows_.size());
  rows_.append(call_.columns(), taking);
  members_use_.add(taking.count * 2 * sizeof(first) +
                   (count_ - rows_of_group_.size()) * sizeof(rows_of_group_[0]));
  rows_of_group_.resize(count_);
  std::uint32_t at = 0;
  for (std::uint32_t i = 0; i < taking.count; ++i) {
    while (rows[at] != taking[i]) ++at;
    rows_of_group_[groups[at]].push_back(first + i);
  }
}

// Feeds a group's waiting rows in order, without repeats for DISTINCT.
void AggregateStates::run_buffered(std::uint32_t group) {
  if (group >= rows_of_group_.size()) return;
  std::vector<std::uint32_t>& members = rows_of_group_[group];
  const std::size_t arguments = call_.argument_count();
  if (call_.expr().distinct) {
    KeyTable seen(std::span(call_.types()).first(arguments), &call_.statement().space->rows);
    std::vector<std::uint32_t> distinct;
    std::vector<std::uint32_t> numbers;
    std::vector<const Column*> keys(arguments);
    for (const std::uint32_t row : members) {
      for (std::size_t k = 0; k < arguments; ++k) keys[k] = &rows_.column(row, k);
      const auto place = static_cast<std::uint16_t>(RowBuffer::place(row));
      const std::uint32_t before = seen.size();
      seen.look_up(keys, Selection{&place, 1}, true, numbers);
      if (seen.size() > before) distinct.push_back(row);
    }
    members = std::move(distinct);
  }
  // DISTINCT alone feeds the values in ascending order, as PostgreSQL's sort does.
  const bool explicit_order = call_.order().size() > 0;
  CancelPoll poll(call_.statement());
  std::stable_sort(members.begin(), members.end(), [&](std::uint32_t a, std::uint32_t b) {
    poll();
    const std::size_t keys = explicit_order ? call_.order().size() : arguments;
    for (std::size_t k = 0; k < keys; ++k) {
      const std::size_t c = explicit_order ? call_.key_offset() + k : k;
      const Column& left = rows_.column(a, c);
      const Column& right = rows_.column(b, c);
      int order = 0;
      if (explicit_order) {
        order = call_.order().compare(k, left, RowBuffer::place(a), right, RowBuffer::place(b));
      } else {
        const Type& type = type_of(call_.types()[c]);
        const bool left_null = left.is_null(RowBuffer::place(a));
        const bool right_null = right.is_null(RowBuffer::place(b));
        if (left_null || right_null) {
          order = static_cast<int>(left_null) - static_cast<int>(right_null);
        } else if (type.compare != nullptr) {
          order = type.compare(left, RowBuffer::place(a), right, RowBuffer::place(b));
        }
      }
      if (order != 0) return order < 0;
    }
    return false;
  });
  std::vector<const Column*> columns(arguments);
  void* const one[] = {state(group)};
  call_.context().state_use = &owned_use_;
  for (const std::uint32_t row : members) {
    for (std::size_t k = 0; k < arguments; ++k) columns[k] = &rows_.column(row, k);
    const auto place = static_cast<std::uint16_t>(RowBuffer::place(row));
    call_.aggregate().update(call_.context(), columns, Selection{&place, 1}, std::span(one),
                             arena_);
  }
  members.clear();
}

void AggregateStates::finish(std::uint32_t group, Column& out, std::uint32_t row) {
  grow(group + 1);
  if (call_.buffered()) run_buffered(group);
  call_.aggregate().finish(call_.context(), state(group), out, row);
}

}  // namespace dsql::engine
