#include "engine/bind/values_cell.h"

#include <array>
#include <limits>

#include "engine/functions/resolve.h"

namespace dsql::engine {
namespace {

bool is_length_string(Oid type) { return type == oid::varchar || type == oid::bpchar; }

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

}  // namespace

ExprPtr CellBinder::add(Oid type, TypeModifier modifier, Value value, int location) {
  if (room_->size() == room_->capacity()) {
    // More literals than were counted on: a block of their own.
    room_ = std::make_shared<std::vector<Expr>>();
    room_->reserve(64);
  }
  Expr& expr = room_->emplace_back();
  expr.kind = ExprKind::constant;
  expr.type = type;
  expr.modifier = modifier;
  expr.value = std::move(value);
  expr.location = location;
  return {room_, &expr};
}

// The value cut, padded or rounded to the column's length, as the assignment's cast does it.
Value CellBinder::fitted(Value value, const TableColumn& column) {
  if (column.modifier < 0 || value.is_null()) return value;
  if (column.type == oid::varchar && count_characters(value.as<std::string_view>()) + 4 <=
                                         static_cast<std::size_t>(column.modifier))
    return value;
  const FunctionRow* function = length_coercion(column.type);
  if (function == nullptr || function->kernel == nullptr) return value;
  const Physical physical = value.physical();
  binder_.scratch.prepare(physical, 1);
  value.store(binder_.scratch, 0);
  length_in_.set<std::int32_t>(0, column.modifier);
  length_flag_.set<bool>(0, false);
  length_out_.prepare(physical, 1);
  const std::array<const Column*, 3> arguments{&binder_.scratch, &length_in_, &length_flag_};
  const std::array<Oid, 3> types{column.type, oid::int4, oid::boolean};
  CallContext context;
  context.format = binder_.context.format;
  context.argument_types = std::span(types).first(function->argument_count);
  context.result_type = column.type;
  context.result_modifier = column.modifier;
  function->kernel(context, std::span(arguments).first(function->argument_count), Selection::all(1),
                   length_out_);
  return Value::from(length_out_, 0);
}

ExprPtr CellBinder::read(std::string_view text, const TableColumn& column, int location) {
  if (column.type == oid::text || is_length_string(column.type)) {
    return add(column.type, column.modifier, fitted(Value::bytes(std::string(text)), column),
               location);
  }
  const ExprPtr literal = read_literal(
      binder_, text, column.type, column.type == oid::interval ? column.modifier : -1, location);
  return add(column.type, column.modifier, fitted(literal->value, column), location);
}

ExprPtr CellBinder::bind_constant_cell(const PgQuery__AConst& constant, const TableColumn& column) {
  const int location = constant.location;
  if (constant.isnull)
    return add(column.type, column.modifier, Value::null(type_of(column.type).physical), location);
  switch (constant.val_case) {
    case PG_QUERY__A__CONST__VAL_SVAL: return read(text_of(constant.sval->sval), column, location);
    case PG_QUERY__A__CONST__VAL_IVAL: {
      const std::int32_t number = constant.ival->ival;
      if (column.type == oid::int4)
        return add(oid::int4, -1, Value::of<std::int32_t>(number), location);
      if (column.type == oid::int8)
        return add(oid::int8, -1, Value::of<std::int64_t>(number), location);
      if (column.type == oid::int2 && number >= std::numeric_limits<std::int16_t>::min() &&
          number <= std::numeric_limits<std::int16_t>::max())
        return add(oid::int2, -1, Value::of<std::int16_t>(static_cast<std::int16_t>(number)),
                   location);
      if (column.type == oid::float8)
        return add(oid::float8, -1, Value::of<double>(number), location);
      if (column.type == oid::numeric) return read(std::to_string(number), column, location);
      return nullptr;
    }
    case PG_QUERY__A__CONST__VAL_FVAL:
      if (column.type == oid::numeric || column.type == oid::float8)
        return read(text_of(constant.fval->fval), column, location);
      return nullptr;
    case PG_QUERY__A__CONST__VAL_BOOLVAL:
      if (column.type == oid::boolean)
        return add(oid::boolean, -1, Value::of<bool>(constant.boolval->boolval != 0), location);
      return nullptr;
    default: return nullptr;
  }
}

ExprPtr CellBinder::bind(const Node& node, const TableColumn& column) {
  if (node.node_case == PG_QUERY__NODE__NODE_A_CONST) {
    if (ExprPtr cell = bind_constant_cell(*node.a_const, column)) return cell;
  }
  const ExprPtr bound = bind_node(binder_, level_, node);
  return coerce_to_column(binder_, bound, column, bound->location);
}

}  // namespace dsql::engine
