#include "engine/bind/hypothetical.h"

#include <utility>

namespace dsql::engine {
namespace {

constexpr Oid count_rows = 2803, count_values = 2147;

ExprPtr null_test(ExprKind kind, const ExprPtr& value) {
  auto test = new_expr(kind, oid::boolean, -1);
  test->args.push_back(value);
  return test;
}

ExprPtr both(ExprPtr a, ExprPtr b) {
  return boolean_expr(ExprKind::and_, {std::move(a), std::move(b)}, -1);
}
ExprPtr either(ExprPtr a, ExprPtr b) {
  return boolean_expr(ExprKind::or_, {std::move(a), std::move(b)}, -1);
}

// One sort key with the hypothetical row's value of it.
struct Position {
  SortKey key;
  ExprPtr value;
};

// Whether the row's key sorts before the hypothetical value.
ExprPtr sorts_before(Binder& binder, const Position& at) {
  const ExprPtr less =
      operator_expr(binder, at.key.descending ? ">" : "<", at.key.expr, at.value, -1);
  const ExprPtr row_null =
      null_test(at.key.nulls_first ? ExprKind::is_null : ExprKind::is_not_null, at.key.expr);
  const ExprPtr value_null =
      null_test(at.key.nulls_first ? ExprKind::is_not_null : ExprKind::is_null, at.value);
  return either(less, both(row_null, value_null));
}

ExprPtr is_peer(Binder& binder, const Position& at) {
  return either(
      operator_expr(binder, "=", at.key.expr, at.value, -1),
      both(null_test(ExprKind::is_null, at.key.expr), null_test(ExprKind::is_null, at.value)));
}

// Whether the row sorts before the hypothetical one, or also beside it.
ExprPtr precedes(Binder& binder, const std::vector<Position>& positions, bool or_peer) {
  ExprPtr condition;
  for (std::size_t i = positions.size(); i-- > 0;) {
    const ExprPtr before = sorts_before(binder, positions[i]);
    if (condition == nullptr) {
      condition = or_peer ? either(before, is_peer(binder, positions[i])) : before;
    } else {
      condition = either(before, both(is_peer(binder, positions[i]), condition));
    }
  }
  return condition;
}

// Adds count(*) or count(DISTINCT …) of the group's rows for which `condition` holds.
class Counts {
 public:
  Counts(Binder& binder, Level& level, const CallParts& parts, const AggregateFrame& frame)
      : binder_(binder), level_(level), parts_(parts), frame_(frame) {}

  ExprPtr rows(const ExprPtr& condition) { return add(count_rows, condition, nullptr); }
  ExprPtr different(const ExprPtr& condition, const ExprPtr& what) {
    return add(count_values, condition, what);
  }

 private:
  ExprPtr add(Oid function, const ExprPtr& condition, const ExprPtr& what) {
    auto call = new_expr(ExprKind::aggregate, oid::int8, parts_.location);
    call->function = find_function(function);
    call->filter = parts_.filter;
    if (condition != nullptr)
      call->filter = parts_.filter == nullptr ? condition : both(parts_.filter, condition);
    if (what != nullptr) {
      call->args.push_back(what);
      call->distinct = true;
    }
    return add_aggregate(binder_, level_, std::move(call), frame_);
  }

  Binder& binder_;
  Level& level_;
  const CallParts& parts_;
  const AggregateFrame& frame_;
};

ExprPtr plus_one(Binder& binder, const ExprPtr& count) {
  return operator_expr(binder, "+", count, constant_expr(oid::int8, Value::of<std::int64_t>(1), -1),
                       -1);
}

ExprPtr quotient(Binder& binder, const ExprPtr& part, const ExprPtr& whole) {
  const BoundType float8{oid::float8, -1, nullptr};
  return operator_expr(binder, "/", cast(binder, part, float8, -1), cast(binder, whole, float8, -1),
                       -1);
}

// 0 where there are no rows.
ExprPtr share_of(Binder& binder, const ExprPtr& part, const ExprPtr& whole) {
  const ExprPtr zero = constant_expr(oid::int8, Value::of<std::int64_t>(0), -1);
  auto choice = new_expr(ExprKind::case_, oid::float8, -1);
  choice->args = {operator_expr(binder, "=", whole, zero, -1),
                  constant_expr(oid::float8, Value::of<double>(0), -1),
                  quotient(binder, part, whole)};
  return choice;
}

// The same value; the direct arguments stand beside it, outside of aggregates, so that what must be
// grouped is.
ExprPtr with_arguments(const ExprPtr& value, const std::vector<Position>& positions) {
  ExprPtr result = value;
  for (const Position& at : positions) {
    if (at.value->kind == ExprKind::constant) continue;
    auto choice = new_expr(ExprKind::case_, value->type, -1);
    choice->args = {null_test(ExprKind::is_null, at.value), result, result};
    result = choice;
  }
  return result;
}

// The call itself, for printing.
ExprPtr written_call(Binder& binder, std::string_view name, const CallParts& parts,
                     const std::vector<SortKey>& keys, const std::vector<Position>& positions,
                     const Expr& value) {
  auto call = new_expr(ExprKind::aggregate, value.type, parts.location);
  for (const FunctionRow* row : functions_named(name))
    if (row->kind == FunctionKind::window) call->function = row;
  for (const Position& position : positions) call->args.push_back(position.value);
  call->order_by = keys;
  call->filter = parts.filter;
  const ColumnId column = binder.new_column(name, value.type);
  record_call(binder, column, {.call = call, .grouping = {}, .window = {}});
  return column_expr(binder, column, parts.location);
}

}  // namespace

bool is_hypothetical(std::string_view name) {
  return name == "rank" || name == "dense_rank" || name == "percent_rank" || name == "cume_dist";
}

ExprPtr bind_hypothetical(Binder& binder, Level& level, std::string_view name,
                          const CallParts& parts, std::vector<SortKey> keys,
                          const AggregateFrame& frame) {
  if (parts.arguments.size() != keys.size() || keys.empty()) return nullptr;
  std::vector<Position> positions;
  auto row = new_expr(ExprKind::row, oid::record, -1);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::vector<ExprPtr> pair{keys[i].expr, parts.arguments[i]};
    const Oid type = common_type(pair, "WITHIN GROUP");
    keys[i].expr = coerce_to_common(binder, keys[i].expr, type, "WITHIN GROUP");
    positions.push_back(
        {keys[i], coerce_to_common(binder, parts.arguments[i], type, "WITHIN GROUP")});
    row->args.push_back(keys[i].expr);
  }
  Counts counts(binder, level, parts, frame);
  ExprPtr value;
  if (name == "rank") {
    value = plus_one(binder, counts.rows(precedes(binder, positions, false)));
  } else if (name == "dense_rank") {
    value = plus_one(binder, counts.different(precedes(binder, positions, false), row));
  } else if (name == "percent_rank") {
    value = share_of(binder, counts.rows(precedes(binder, positions, false)), counts.rows(nullptr));
  } else {
    value = quotient(binder, plus_one(binder, counts.rows(precedes(binder, positions, true))),
                     plus_one(binder, counts.rows(nullptr)));
  }
  if (binder.forms != nullptr) return written_call(binder, name, parts, keys, positions, *value);
  return with_arguments(value, positions);
}

}  // namespace dsql::engine
